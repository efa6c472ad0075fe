import { inert } from '../report/github.ts';

const onGitHub = (): boolean => process.env['GITHUB_ACTIONS'] === 'true';

/** Prints text on standard output; nothing in it is a command to the runner that may be reading. */
export const print = (text: string): void => {
  process.stdout.write(onGitHub() ? inert(text) : text);
};

/** Prints JSON, whose strings can be written in another way and stay what they are. */
export const printJson = (text: string): void => {
  process.stdout.write(onGitHub() ? text.replaceAll('##[', String.raw`#\u0023[`) : text);
};
