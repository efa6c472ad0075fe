import { type Command, CommanderError } from 'commander';
import { vi } from 'vitest';
import { Fault } from '../../src/fault.ts';
import { lines } from './run.ts';

/** How a command ended: with its exit code, what it printed, and what was wrong if it was refused. */
export type Told = {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly refusal: string | null;
};

/**
 * Runs a command in this process: a tenth of the time that a process of its own takes to start. Paths have to be absolute. What is
 * neither a fault nor a mistake in the options is thrown on, for it is a bug.
 */
export const here = async (
  make: (told: { version: string; done: (code: number) => void }) => Command,
  args: readonly string[],
): Promise<Told> => {
  let code: number | null = null;
  let [stdout, stderr] = ['', ''];
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((stdout += String(text)), true)),
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((stderr += String(text)), true)),
  ];
  const command = make({ version: '1.2.3', done: (value) => (code = value) });
  for (const each of [command, ...command.commands]) each.exitOverride();
  try {
    await command.parseAsync(args, { from: 'user' });
    return { code, stdout, stderr, refusal: null };
  } catch (error) {
    if (error instanceof Fault) return { code: 2, stdout, stderr, refusal: `${error.message} [${error.code}]` };
    if (error instanceof CommanderError) return { code: 2, stdout, stderr, refusal: error.message };
    throw error;
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
};

type Panel = {
  readonly rows?: number;
  readonly judges?: readonly string[];
  readonly criteria?: readonly string[];
  readonly wrongOn?: (row: number) => boolean;
  readonly gold?: boolean;
  readonly cost?: number;
  readonly more?: object;
};

/** Ballots of a panel in which every judge votes three times: right on each row, but for those on which all are wrong. */
export const panel = ({
  rows = 40,
  judges = ['luna', 'haiku'],
  criteria = ['safe'],
  wrongOn = () => false,
  gold = true,
  cost,
  more = {},
}: Panel = {}): string =>
  lines(
    ...Array.from({ length: rows }, (_, at) =>
      criteria.flatMap((criterion) =>
        judges.map((judge) => {
          const right = at % 3 === 0 ? 'fail' : 'pass';
          const value = wrongOn(at) ? (right === 'pass' ? 'fail' : 'pass') : right;
          return {
            row: `r${at}`,
            criterion,
            judge,
            model: judge.split('@')[0],
            values: [value, value, value],
            ...(gold ? { gold: right } : {}),
            ...(cost === undefined ? {} : { cost }),
            ...more,
          };
        }),
      ),
    ).flat(),
  );
