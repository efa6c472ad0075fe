import type { Arm, Subject } from '../arm.ts';
import type { Provenance } from '../provenance.ts';
import type { Mismatch } from './comparison.ts';

/** In what two arms were not asked the same. `rubric` and `data` make them incomparable; the others are told, for they are what is compared. */
export const mismatchesOf = (reference: Arm, arm: Arm, at: number): Mismatch[] => {
  const found: Mismatch[] = [];
  const add = (kind: Mismatch['kind'], message: string, subject: string | null = null): void => {
    found.push({ kind, arm: at, subject, message });
  };
  for (const [own, other] of [
    [reference, arm],
    [arm, reference],
  ] as const) {
    const alone = own.subjects.filter(({ id }) => subjectIn(other, id) === undefined);
    for (const { id, kind } of alone) if (kind === 'criterion') add('rubric', `"${id}" is in ${own.name} only`, id);
    if (alone.some(({ kind }) => kind === 'combined')) add('rule', `only ${own.name} combines its criteria`);
  }
  for (const subject of reference.subjects) {
    const other = subjectIn(arm, subject.id);
    if (other === undefined) continue;
    if (String(subject.pass) !== String(other.pass))
      add('rubric', `"${subject.id}" ${[passing(reference, subject), passing(arm, other)].join(', and ')}`, subject.id);
    // Another output may have another gold.
    const relabelled = sharedRows(subject, other).filter(
      ([a, b]) =>
        a.gold !== null && b.gold !== null && String(a.gold) !== String(b.gold) && !judgesOther(a.row, reference, arm),
    );
    if (relabelled.length > 0)
      add('data', `gold of "${subject.id}" differs on ${rowsNamed(relabelled.map(([{ row }]) => row))}`, subject.id);
  }
  if (reference.provenance !== null && arm.provenance !== null)
    for (const { kind, message, subject } of provenanceDiffers(reference.provenance, arm.provenance))
      add(kind, message, subject);
  if (reference.rule !== arm.rule)
    add('rule', `${reference.name} decides by "${reference.rule}", ${arm.name} by "${arm.rule}"`);
  return found;
};

/** Whether two arms are known to judge different outputs of a row. */
export const judgesOther = (
  row: string,
  a: { readonly provenance: Provenance | null },
  b: { readonly provenance: Provenance | null },
): boolean => {
  const [one, other] = [printOf(a.provenance, row), printOf(b.provenance, row)];
  return isOther(one?.output ?? null, other?.output ?? null);
};

const printOf = (provenance: Provenance | null, row: string): Provenance['rows'][string] | undefined =>
  provenance !== null && Object.hasOwn(provenance.rows, row) ? provenance.rows[row] : undefined;

const isOther = (a: string | null, b: string | null): boolean => a !== null && b !== null && a !== b;

/** What hashes tell: which criteria are asked in other words, which rows say something else, which outputs are others. */
const provenanceDiffers = (a: Provenance, b: Provenance): Omit<Mismatch, 'arm'>[] => {
  const found: Omit<Mismatch, 'arm'>[] = [];
  for (const id of Object.keys(a.criteria))
    if (Object.hasOwn(b.criteria, id) && a.criteria[id] !== b.criteria[id])
      found.push({ kind: 'rubric', subject: id, message: `"${id}" is asked in other words, or on another scale` });
  const shared = Object.entries(a.rows).flatMap(([row, print]) => {
    const other = printOf(b, row);
    return other === undefined ? [] : [{ row, print, other }];
  });
  const rowsWhere = (differ: (pair: (typeof shared)[number]) => boolean): string[] =>
    shared.filter(differ).map(({ row }) => row);
  const inputs = rowsWhere(({ print, other }) => print.input !== other.input);
  if (inputs.length > 0)
    found.push({
      kind: 'data',
      subject: null,
      message: `what the judges are told beside the output differs on ${rowsNamed(inputs)}`,
    });
  const outputs = rowsWhere(({ print, other }) => isOther(print.output, other.output));
  if (outputs.length > 0)
    found.push({ kind: 'output', subject: null, message: `other outputs are judged on ${rowsNamed(outputs)}` });
  if (a.panel !== b.panel)
    found.push({ kind: 'panel', subject: null, message: 'the judges are others, or asked in another way' });
  return found;
};

/** "3 rows (r1, r2, r7)", of many the first few. */
export const rowsNamed = (rows: readonly string[]): string =>
  `${rows.length} ${rows.length === 1 ? 'row' : 'rows'} (${rows.slice(0, 5).join(', ')}${rows.length > 5 ? ', …' : ''})`;

const passing = ({ name }: Arm, { pass }: Subject): string =>
  pass === null ? `has no label in ${name} that is known to pass` : `passes with "${pass}" in ${name}`;

const subjectIn = (arm: Arm, id: string): Subject | undefined => arm.subjects.find((subject) => subject.id === id);

const sharedRows = (a: Subject, b: Subject) =>
  [...a.rows.values()].flatMap((row) => {
    const other = b.rows.get(row.row);
    return other === undefined ? [] : [[row, other] as const];
  });
