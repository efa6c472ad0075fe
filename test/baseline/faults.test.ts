import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { baselineJson } from '../../src/baseline/baseline-json.ts';
import { readBaseline } from '../../src/baseline/read-baseline.ts';
import { Fault } from '../../src/fault.ts';
import { folderOf } from '../config/files.ts';
import { arm, armRow, subject } from './arms.ts';

const good = baselineJson(arm([subject('grounded', [armRow('r1'), armRow('r2'), armRow('r3')])]), { version: '1.2.3' });

const edited = (from: string, to: string): string => {
  const text = good.replace(from, to);
  if (text === good) throw new Error(`nothing to edit: ${from}`);
  return text;
};

const lines = good.split('\n');
const rowLine = lines.findIndex((line) => line.startsWith('{"row":"r2"')) + 1;
const line = (number: number): string => `baseline.json:${number}`;

const cases: readonly (readonly [what: string, text: string | null, code: string, where: string])[] = [
  ['a file that is not there', null, 'baseline/unreadable', 'baseline.json'],
  ['an empty file', '\n', 'baseline/empty', 'baseline.json'],
  ['a file that is cut off', lines.slice(0, rowLine).join('\n').slice(0, -20), 'baseline/corrupt', line(rowLine)],
  ['a slip', edited('{"row":"r2",', '{"row" "r2",'), 'baseline/corrupt', line(rowLine)],
  ['two branches in conflict', edited('{"row":"r2"', '<<<<<<< HEAD\n{"row":"r2"'), 'baseline/corrupt', line(rowLine)],
  ['ballots', '{"row":"r1","criterion":"a","value":"yes"}\n{"row":"r2"}\n', 'baseline/corrupt', 'baseline.json'],
  ['a report', '{"schema":"empanel/report@1","rows":150}', 'baseline/corrupt', 'baseline.json'],
  ['any JSON', '[1, 2]', 'baseline/corrupt', 'baseline.json'],
  ['a schema that is no text', '{"schema":{"$ref":"x"}}', 'baseline/corrupt', 'baseline.json'],
  ['a newer form', edited('baseline@1', 'baseline@2'), 'baseline/version', 'baseline.json'],
  ['no rows', baselineJson(arm([subject('grounded', [])]), { version: '1.2.3' }), 'baseline/empty', 'baseline.json'],
  ['a row twice', edited('"row":"r2"', '"row":"r1"'), 'baseline/corrupt', line(rowLine)],
  [
    'a subject twice',
    edited('{"id":"grounded"', '{"id":"grounded","kind":"combined","pass":null},\n{"id":"grounded"'),
    'baseline/corrupt',
    line(lines.findIndex((each) => each.startsWith('{"id"')) + 2),
  ],
  [
    'a verdict on what is not declared',
    edited('"r2","verdicts":{"grounded"', '"r2","verdicts":{"grounbed"'),
    'baseline/corrupt',
    line(rowLine),
  ],
  ['a row without a name', edited('{"row":"r2",', '{'), 'baseline/corrupt', line(rowLine)],
  [
    'a chance above 1',
    baselineJson(arm([subject('grounded', [armRow('r1'), armRow('r2', { error: 1.5 })])]), { version: '1.2.3' }),
    'baseline/corrupt',
    line(rowLine),
  ],
  [
    'half a vote',
    edited(
      '"r2","verdicts":{"grounded":{"value":"yes","votes":[["yes",7]',
      '"r2","verdicts":{"grounded":{"value":"yes","votes":[["yes",7.5]',
    ),
    'baseline/corrupt',
    line(rowLine),
  ],
  [
    'a verdict that is none',
    edited(
      '"r2","verdicts":{"grounded":{"value":"yes"',
      '"r2","verdicts":{"grounded":{"undecided":"tie","value":"yes"',
    ),
    'baseline/corrupt',
    line(rowLine),
  ],
  [
    'a key from elsewhere',
    edited('{"row":"r2"', '{"prompt":"\\u001b[31m","row":"r2"'),
    'baseline/corrupt',
    line(rowLine),
  ],
  ['a list for the file', edited('"judges":["luna","haiku"]', '"judges":null'), 'baseline/corrupt', line(8)],
];

test.for(cases)('%s', async ([, text, code, where]) => {
  const folder = folderOf(text === null ? { 'baselin.json': good } : { 'baseline.json': text });
  const told = await faultOf(join(folder, 'baseline.json'), folder);
  expect({ code: told.code, where: told.where }).toEqual({ code, where });
  expect(told.message.split('\n').length).toBeGreaterThan(1); // what was found, then what to do
  // oxlint-disable-next-line no-control-regex
  expect(told.message).not.toMatch(/\u001b/);
  expect(`${told.where}\n${told.message}`).toMatchSnapshot();
});

test.for(['\n', '\r\n'])('A wrong value in many rows is found on its line, whose end is %j', async (end) => {
  const many = Array.from({ length: 20_000 }, (_, at) => armRow(`row ${at} \u2028`, { error: at === 19_998 ? 2 : 0 }));
  const text = baselineJson(arm([subject('grounded', many)]), { version: '1.2.3' }).replaceAll('\n', end);
  const folder = folderOf({ 'baseline.json': text });
  const at = text.split(end).findIndex((each) => each.startsWith('{"row":"row 19998')) + 1;
  expect(await faultOf(join(folder, 'baseline.json'), folder)).toMatchObject({
    where: line(at),
    message: expect.stringContaining('"rows[19998].verdicts.grounded.error" is 2'),
  });
});

test('A wrong value is found on its line in a file that somebody formatted', async () => {
  const text = JSON.stringify(
    JSON.parse(edited('"r2","verdicts":{"grounded":{"value":"yes"', '"r2","verdicts":{"grounded":{"value":true')),
    null,
    2,
  );
  const folder = folderOf({ 'baseline.json': text });
  const at = text.split('\n').findIndex((each) => each.includes('"value": true')) + 1;
  expect(await faultOf(join(folder, 'baseline.json'), folder)).toMatchObject({ where: line(at) });
});

test('A folder in place of the file is told so, at the place that names it', async () => {
  const folder = folderOf({});
  mkdirSync(join(folder, 'run'));
  const error: unknown = await readBaseline(join(folder, 'run'), { where: 'promptfooconfig.yaml:9' }).catch(
    (caught: unknown) => caught,
  );
  expect(error).toMatchObject({ code: 'baseline/unreadable', where: 'promptfooconfig.yaml:9' });
  expect(String(error)).toMatch(/is a folder/);
});

const faultOf = async (path: string, folder: string): Promise<{ code: string; where: string; message: string }> => {
  const error: unknown = await readBaseline(path).catch((caught: unknown) => caught);
  if (!(error instanceof Fault)) throw error instanceof Error ? error : new Error('the read did not fail');
  const relative = (told: string): string => told.replaceAll(`${folder}/`, '').replaceAll(folder, 'FOLDER');
  return { code: error.code, where: relative(error.where ?? ''), message: relative(error.message) };
};
