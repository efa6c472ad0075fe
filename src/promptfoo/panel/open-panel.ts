import { Fault } from '../../fault.ts';
import { show } from '../../wording/quote.ts';
import { findPanel, stampOf, type Declared } from './find-panel.ts';
import { readPanel, type DoorTerms } from './read-panel.ts';
import { seated, type Panel } from './seated.ts';
import type { ProviderOptions } from './theirs.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** A door as its panel sees it: what it was given, and what it asks. */
export type Opening<Asked extends DoorTerms> = {
  readonly door: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly env: Environment;
  readonly seats: readonly string[]; // the keys of its config that seat somebody
  /** What is asked, once it is known where the panel stands. */
  readonly terms: (declared: Declared) => Promise<Asked>;
};

export type Opened<Asked> = { readonly panel: Panel; readonly asked: Asked };

/** Finds, reads and seats a door's panel: once for the process, as long as no file that it may stand in has changed. Rejects with an error for promptfoo's table. */
export const openPanel = async <Asked extends DoorTerms>(opening: Opening<Asked>): Promise<Opened<Asked>> => {
  const { door, config, env } = opening;
  const key = JSON.stringify([door, stampOf({ config, env }), env === process.env ? null : env]);
  const known = (panels.get(key) as Promise<Opened<Asked>> | undefined) ?? made(opening);
  panels.set(key, known);
  try {
    return await known;
  } catch (error) {
    panels.delete(key);
    throw forTable(error);
  }
};

// promptfoo makes an instance for every check of a grader that a config names.
const panels = new Map<string, Promise<unknown>>();

const made = async <Asked extends DoorTerms>({ terms, ...opening }: Opening<Asked>): Promise<Opened<Asked>> => {
  const declared = await findPanel(opening);
  const asked = await terms(declared);
  return { asked, panel: seated(await readPanel(declared, asked), opening.env) };
};

/** The environment as promptfoo has it for this config. */
export const environmentOf = ({ env }: Pick<ProviderOptions, 'env'>): Environment =>
  env === undefined || Object.keys(env).length === 0 ? process.env : { ...process.env, ...env };

/** A mistake as promptfoo shows it: where, what and what to do, without the lines of our code. */
const forTable = (error: unknown): unknown => {
  if (!(error instanceof Fault)) return error;
  const place = error.where === undefined || error.message.includes(error.where) ? '' : `${error.where}: `;
  const told = new Error(`empanel: ${show(place, 300)}${error.message} [${error.code}]`, { cause: error });
  told.stack = `Error: ${told.message}`;
  return told;
};
