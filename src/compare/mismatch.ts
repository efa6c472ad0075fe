import type { Arm, Subject } from '../arm.ts';
import type { Provenance } from '../provenance.ts';
import type { Mismatch } from './comparison.ts';

/** In what two arms were not asked the same. `rubric` and `data` make them incomparable; the others are told, for they are what is compared. */
export const mismatchesOf = (reference: Arm, arm: Arm, at: number): Mismatch[] => {
  const found: Mismatch[] = [];
  const add = (kind: Mismatch['kind'], message: string): void => {
    found.push({ kind, arm: at, message });
  };
  for (const [own, other] of [
    [reference, arm],
    [arm, reference],
  ] as const) {
    const alone = own.subjects.filter(({ id }) => subjectIn(other, id) === undefined);
    const only = alone.filter(({ kind }) => kind === 'criterion').map(({ id }) => `"${id}"`);
    if (only.length > 0) add('rubric', `${listed(only)} ${only.length === 1 ? 'is' : 'are'} in ${own.name} only`);
    if (alone.some(({ kind }) => kind === 'combined')) add('rule', `only ${own.name} combines its criteria`);
  }
  for (const subject of reference.subjects) {
    const other = subjectIn(arm, subject.id);
    if (other === undefined) continue;
    if (String(subject.pass) !== String(other.pass))
      add('rubric', `"${subject.id}" ${[passing(reference, subject), passing(arm, other)].join(', and ')}`);
    const relabelled = sharedRows(subject, other).filter(
      ([a, b]) => a.gold !== null && b.gold !== null && String(a.gold) !== String(b.gold),
    );
    if (relabelled.length > 0)
      add('data', `gold of "${subject.id}" differs on ${rowsNamed(relabelled.map(([{ row }]) => row))}`);
  }
  if (reference.provenance !== null && arm.provenance !== null)
    for (const [kind, message] of provenanceDiffers(reference.provenance, arm.provenance)) add(kind, message);
  if (reference.rule !== arm.rule)
    add('rule', `${reference.name} decides by "${reference.rule}", ${arm.name} by "${arm.rule}"`);
  return found;
};

/** What hashes tell: which criteria are asked in other words, which rows say something else, which outputs are others. */
const provenanceDiffers = (a: Provenance, b: Provenance): [Mismatch['kind'], string][] => {
  const found: [Mismatch['kind'], string][] = [];
  const asked = Object.keys(a.criteria).filter(
    (id) => Object.hasOwn(b.criteria, id) && a.criteria[id] !== b.criteria[id],
  );
  if (asked.length > 0)
    found.push([
      'rubric',
      `${listed(asked.map((id) => `"${id}"`))} ${asked.length === 1 ? 'is' : 'are'} asked in other words, or on another scale`,
    ]);
  const shared = Object.entries(a.rows).flatMap(([row, print]) => {
    const other = Object.hasOwn(b.rows, row) ? b.rows[row] : undefined;
    return other === undefined ? [] : [{ row, print, other }];
  });
  const inputs = shared.filter(({ print, other }) => print.input !== other.input);
  if (inputs.length > 0)
    found.push([
      'data',
      `what the judges are told beside the output differs on ${rowsNamed(inputs.map(({ row }) => row))}`,
    ]);
  const outputs = shared.filter(
    ({ print, other }) => print.output !== null && other.output !== null && print.output !== other.output,
  );
  if (outputs.length > 0)
    found.push(['output', `other outputs are judged on ${rowsNamed(outputs.map(({ row }) => row))}`]);
  if (a.panel !== b.panel) found.push(['panel', 'the judges are others, or asked in another way']);
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

const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
