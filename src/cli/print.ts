import { inert } from '../report/github.ts';

const onGitHub = (): boolean => process.env['GITHUB_ACTIONS'] === 'true';

/** Text for a stream that GitHub's runner may be reading: on the runner nothing in it is a command, elsewhere it stays as it is. */
export const harmless = (text: string): string => (onGitHub() ? inert(text) : text);

/** Prints text on standard output. */
export const print = (text: string): void => {
  process.stdout.write(harmless(text));
};

/** Prints text on standard error, which the runner reads as well. */
export const printError = (text: string): void => {
  process.stderr.write(harmless(text));
};

/** Prints JSON, whose strings can be written in another way and stay what they are. */
export const printJson = (text: string): void => {
  process.stdout.write(onGitHub() ? text.replaceAll('##[', String.raw`#\u0023[`) : text);
};
