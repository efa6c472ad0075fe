import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ballots, folderWith, lines, run } from './run.ts';

const good = { row: '1', criterion: 'safe', judge: 'a', sample: 0, value: 'pass', gold: 'pass' };
const without = (name: keyof typeof good): object =>
  Object.fromEntries(Object.entries(good).filter(([key]) => key !== name));

describe('A bad file ends with 2, one message with its place, and nothing written', () => {
  test.for([
    { what: 'not JSON', content: `${lines(good)}hello\n`, says: /a\.jsonl:2: .*JSON/ },
    { what: 'a line cut off', content: `${lines(good)}{"row":"2","crit`, says: /a\.jsonl:2: / },
    { what: 'no row', content: lines(good, without('row')), says: /a\.jsonl:2: .*"row"/ },
    { what: 'no criterion', content: lines(good, without('criterion')), says: /a\.jsonl:2: .*"criterion"/ },
    { what: 'no value', content: lines(good, without('value')), says: /a\.jsonl:2: .*"value"/ },
    { what: 'two golds', content: lines(good, { ...good, sample: 1, gold: 'fail' }), says: /a\.jsonl:2: .*gold/ },
    { what: 'two values in one slot', content: lines(good, { ...good, value: 'fail' }), says: /a\.jsonl:2: / },
    { what: 'no ballots but gold', content: lines({ row: '1', criterion: 'safe', gold: 'pass' }), says: /no ballot/ },
    { what: 'an empty file', content: '', says: /no ballot/ },
  ])('$what', async ({ content, says }) => {
    const folder = folderWith({ 'a.jsonl': content });
    const { code, stdout, stderr } = await run(folder, ['report', 'a.jsonl', '--out', 'out']);
    expect(stderr).toMatch(says);
    expect(stderr).toMatch(/^error: .*\n.*\[[a-z]+\/[a-z-]+\]\n$/s);
    expect({ code, stdout, left: readdirSync(folder) }).toEqual({ code: 2, stdout: '', left: ['a.jsonl'] });
    expect(stderr).not.toMatch(/^ {4}at /m);
  });
});

describe('A bad command ends with 2 and nothing written', () => {
  test.for([
    { args: ['nowhere.jsonl'], says: /nowhere\.jsonl.*does not exist/ },
    { args: ['.'], says: /is a folder/ },
    { args: ['a.jsonl', '--marign', '0.02'], says: /unknown option '--marign'\n\(Did you mean --margin\?\)/ },
    { args: ['a.jsonl', '--margin', '2'], says: /'--margin <share>' argument '2' is invalid.*between 0 and 1/ },
    { args: ['a.jsonl', '--margin', ''], says: /between 0 and 1/ },
    { args: ['a.jsonl', '--max-n', '0'], says: /whole number from 1 to 1000/ },
    { args: ['a.jsonl', '--max-n', '2.5'], says: /whole number/ },
    { args: ['a.jsonl', '--level', '1'], says: /between 0 and 1/ },
    { args: ['a.jsonl', '--resamples', 'many'], says: /whole number/ },
    { args: ['a.jsonl', '--tie', 'toss'], says: /split, first/ },
    { args: ['a.jsonl', '--rule', 'most'], says: /no rule is called "most"/ },
    { args: ['a.jsonl', '--rule', 'mean'], says: /needs scores, but its ballots are labels/ },
    { args: ['a.jsonl', '--judge', 'nobody'], says: /matches no judge/ },
    { args: ['a.jsonl', '--tie', 'priority'], says: /--priority/ },
    { args: [], says: /missing required argument/ },
  ])('report $args', async ({ args, says }) => {
    const folder = folderWith({ 'a.jsonl': ballots({ rows: 4 }) });
    const { code, stdout, stderr } = await run(folder, ['report', ...args]);
    expect(stderr).toMatch(says);
    expect(stderr).not.toMatch(/^ {4}at /m);
    expect({ code, stdout, left: readdirSync(folder) }).toEqual({ code: 2, stdout: '', left: ['a.jsonl'] });
  });

  test('a command that does not exist is met with the nearest one', async () => {
    const { code, stderr } = await run(folderWith({}), ['reprot']);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('Did you mean report?') });
  });
});

describe('A place that a report may not have ends with 2, and stays as it was', () => {
  const withPlaces = (): string => {
    const folder = folderWith({ 'a.jsonl': ballots({ rows: 4 }), file: 'keep' });
    for (const name of ['full', 'inner']) mkdirSync(join(folder, name));
    writeFileSync(join(folder, 'full', 'own.txt'), 'mine');
    return folder;
  };

  test.for([
    { args: ['--out', 'full'], says: /exists, and a report never overwrites/ },
    { args: ['--out', 'full', '--force'], says: /holds no report, and --force replaces reports only/ },
    { args: ['--out', 'file'], says: /is a file/ },
    { args: ['--out', 'file', '--force'], says: /is a file/ },
    { args: ['--out', 'file/below/it'], says: /can't be made, because ".*file" is a file/ },
    { args: ['--out', '/proc/none/such'], says: /can't be (?:written|made)/ },
    { args: ['--out', '.'], says: /the folder you work in/ },
    { args: ['--out', '.', '--force'], says: /the folder you work in/ },
    { args: ['--out', '..', '--force'], says: /the folder you work in/ },
  ])('$args', async ({ args, says }) => {
    const folder = withPlaces();
    const { code, stdout, stderr } = await run(folder, ['report', 'a.jsonl', ...args]);
    expect(stderr).toMatch(says);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(new Set(readdirSync(folder, { recursive: true, encoding: 'utf8' }))).toEqual(
      new Set(['a.jsonl', 'file', 'full', 'full/own.txt', 'inner']),
    );
    expect(readFileSync(join(folder, 'full', 'own.txt'), 'utf8')).toBe('mine');
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('keep');
  });

  test('folders made on the way to one that fails are gone again', async () => {
    const folder = withPlaces();
    const long = 'x'.repeat(300);
    const { code, stderr } = await run(folder, ['report', 'a.jsonl', '--out', `new/${long}`]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("can't be written") });
    expect(readdirSync(folder)).not.toContain('new');
  });
});
