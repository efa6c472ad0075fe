import { dirname, isAbsolute, join } from 'node:path';
import { isAlias, isMap, isPair, isScalar, isSeq, LineCounter, parseDocument, type Document } from 'yaml';
import { Fault } from '../fault.ts';
import { show } from '../wording/quote.ts';

/** The way to a value inside a file: keys of maps and indices of lists. */
export type Path = readonly (string | number)[];

/** A value in a YAML or JSON file. It knows its place, so that a mistake can be named by file and line. */
export type Source = {
  readonly file: string;
  readonly folder: string; // paths in the file are relative to it
  readonly path: Path;
  readonly value: unknown;
  /** Whether the rows in it come from a data set that something else has read: their texts are data, and no templates. */
  readonly rowsAreData?: boolean;
  /** `file:line` of something inside the value; of its nearest parent where it isn't there. */
  readonly where: (path?: Path) => string;
};

/** Reads YAML (and with it JSON), with the lines of everything. */
export const parseSource = (text: string, file: string): Source => {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true, logLevel: 'error' });
  const problem = document.errors[0] ?? document.warnings[0];
  if (problem !== undefined)
    throw notYaml(problem.code, problem.message, `${file}:${lines.linePos(problem.pos[0]).line}`);
  const where = (path: Path): string => `${file}:${lines.linePos(offsetOf(document, path)).line}`;
  return { file, folder: dirname(file), path: [], value: valueOf(document, file), where: (path = []) => where(path) };
};

/** A value inside a source, as a source of its own. */
export const inside = (source: Source, path: Path): Source => ({
  ...source,
  path: [...source.path, ...path],
  value: valueAt(source.value, path),
  where: (deeper = []) => source.where([...path, ...deeper]),
});

/** A path as a config writes it, with or without `file://`: relative to the file that names it. */
export const beside = (folder: string, written: string): string => {
  const path = written.replace(/^file:\/\//, '');
  return isAbsolute(path) ? path : join(folder, path);
};

/** The value at the end of a way, or undefined where the way breaks off. */
export const valueAt = (value: unknown, path: Path): unknown => {
  let at = value;
  for (const key of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Readonly<Record<string | number, unknown>>)[key];
  }
  return at;
};

/** Aliases that name a value again: enough for any config by hand, too few to grow a file into gigabytes. */
const MAX_ALIASES = 100;

const valueOf = (document: Document.Parsed, file: string): unknown => {
  try {
    const value: unknown = document.toJS({ maxAliasCount: MAX_ALIASES });
    JSON.stringify(value); // an anchor inside itself has no end
    return value;
  } catch (error) {
    throw notYaml('ALIAS', error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error), `${file}:1`);
  }
};

const notYaml = (code: string, found: string, where: string): Fault =>
  new Fault('config/not-yaml', `The file can't be read as YAML: ${show(found, 200)}.\n${remedies[code] ?? CORRECT}`, {
    where,
  });

const CORRECT = 'Correct the line; mind indentation, and put text with ": ", "#" or "{{" in quotation marks.';

const remedies: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'Only one of the two would count. Remove or rename one.',
  MULTIPLE_DOCS: 'Keep one document a file: remove the "---" and what follows it.',
  TAB_AS_INDENT: 'Indent with spaces.',
  RESOURCE_EXHAUSTION: 'Brackets stand too deep in one another: close them, or nest less.',
  ALIAS: 'Write the values out where they are used.',
};

const offsetOf = (document: Document.Parsed, path: Path): number => {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const key of path) {
    if (isAlias(node)) node = node.resolve(document);
    const next = isMap(node)
      ? node.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === String(key))
      : isSeq(node)
        ? node.items[Number(key)]
        : undefined;
    if (next === undefined) return offset;
    offset = startOf(isPair(next) ? next.key : next) ?? offset;
    node = isPair(next) ? next.value : next;
  }
  return offset;
};

const startOf = (node: unknown): number | undefined =>
  isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? node.range?.[0] : undefined;
