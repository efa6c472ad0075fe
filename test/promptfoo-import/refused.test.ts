import { constants } from 'node:buffer';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Fault } from '../../src/fault.ts';
import { importResults } from '../../src/promptfoo/import/import-results.ts';
import { readResults } from '../../src/promptfoo/import/read-results.ts';
import { folderWith } from '../cli/run.ts';
import { resultsOf } from './results.ts';

const JSON_TEXT = JSON.stringify(resultsOf({ outputs: [{ test: 0 }] }));

const refusal = async (name: string, text: string): Promise<Fault> => {
  const path = join(folderWith({ [name]: text }), name);
  try {
    importResults(await readResults(path), { name: path });
  } catch (fault) {
    return fault as Fault;
  }
  throw new Error('it was read');
};

describe('What is no results file is refused, with the way to one', () => {
  test.for([
    {
      name: 'a.jsonl',
      text: '{"testIdx":0}\n',
      code: 'input/not-results',
      says: /JSON Lines.*without its repeats[^]*-o results\.json/,
    },
    { name: 'a.json', text: '{"testIdx":0}\n{"testIdx":1}\n', code: 'input/not-results', says: /JSON Lines/ },
    { name: 'a.json', text: '{"testIdx":0,"gradingResult":null}', code: 'input/not-results', says: /one row/ },
    { name: 'a.csv', text: 'x,Status\n', code: 'input/not-results', says: /CSV/ },
    { name: 'a.html', text: '<html>', code: 'input/not-results', says: /a page to look at/ },
    { name: 'a.json', text: '<!doctype html>', code: 'input/not-results', says: /HTML/ },
    { name: 'a.junit.xml', text: '<testsuites/>', code: 'input/not-results', says: /XML/ },
    { name: 'a.txt', text: 'evalId: x', code: 'input/not-results', says: /plain text/ },
    { name: 'promptfooconfig.yaml', text: 'prompts: [a]', code: 'input/not-results', says: /YAML.*a config/ },
    { name: 'a.json', text: 'description: x\nprompts: [a]', code: 'input/not-results', says: /YAML/ },
    {
      name: 'a.json',
      text: '{"prompts":["a"],"providers":[],"tests":[]}',
      code: 'input/not-results',
      says: /a config of promptfoo's[^]*empanel run/,
    },
    { name: 'a.json', text: '[1]', code: 'input/not-results', says: /no results/ },
    { name: 'a.json', text: 'nope', code: 'input/not-json', says: /"nope" at column 1/ },
    { name: 'a.json', text: '', code: 'input/not-results', says: /empty/ },
    {
      name: 'a.json',
      text: '{"results":{"version":2,"results":[]}}',
      code: 'input/version',
      says: /version 2, and version 3 is read/,
    },
    { name: 'a.json', text: '{"results":{"results":[]}}', code: 'input/version', says: /version unknown/ },
    {
      name: 'a.json',
      text: '{"results":{"version":3,"prompts":[],"results":[]}}',
      code: 'input/no-ballots',
      says: /no row/,
    },
    { name: 'a.json', text: JSON_TEXT.slice(0, 200), code: 'input/cut-off', says: /cut off/ },
    { name: 'a.json', text: '{"results":\n {,}}', code: 'input/not-json', says: /column 3/ },
    {
      name: 'a.json',
      text: JSON_TEXT.replace('"testIdx":0', '"testIdx":"0"'),
      code: 'input/not-results',
      says: /results\.results\.0\.testIdx/,
    },
    {
      name: 'a.json',
      text: JSON_TEXT.replace('"pass":true', '"pass":1'),
      code: 'input/not-results',
      says: /componentResults\.0\.pass/,
    },
  ])('$name $text', async ({ name, text, code, says }) => {
    const fault = await refusal(name, text);
    expect(fault).toMatchObject({ name: 'Fault', code, where: expect.stringContaining(name) });
    expect(fault.message).toMatch(says);
  });

  test('a broken line is named', async () =>
    expect((await refusal('a.json', '{"results":\n {,}}')).where).toMatch(/a\.json:2$/));

  test('a file that is not there', async () => {
    await expect(readResults('nowhere/out.json')).rejects.toMatchObject({ code: 'input/unreadable' });
  });
});

test('Packed results and a byte order mark are read', async () => {
  const folder = folderWith({ 'bom.json': `\ufeff${JSON_TEXT}` });
  writeFileSync(join(folder, 'a.json.gz'), gzipSync(JSON_TEXT));
  for (const name of ['bom.json', 'a.json.gz']) {
    const shares: number[] = [];
    expect(importResults(await readResults(join(folder, name), (share) => shares.push(share))).judges.length).toBe(1);
    expect(shares.at(-1)).toBe(1);
  }
});

test('One text holds more than 200 MB', () => expect(constants.MAX_STRING_LENGTH).toBeGreaterThan(500e6));
