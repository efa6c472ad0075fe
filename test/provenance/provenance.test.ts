import { describe, expect, test } from 'vitest';
import { provenanceOf } from '../../src/live/provenance.ts';
import type { Experiment } from '../../src/experiment.ts';
import { experiment, judge, row } from '../judges/experiment.ts';
import { sampling } from '../judges/wire.ts';

const printed = (over: Partial<Experiment> = {}, output = 'Dear guest') => provenanceOf(experiment(over), () => output);

const [first = row('r1'), second = row('r2')] = experiment().rows;
const [short, long] = experiment().answerPrompts;
if (short === undefined || long === undefined) throw new RangeError('the experiment has two prompts');

describe('Two runs ask the same panel', () => {
  const [a, b] = [judge({ id: 'a', name: 'a' }), judge({ id: 'b', name: 'b' })];

  test('whatever the order of its judges, and however often they vote', () => {
    const { panel } = printed({ judges: [a, b] });
    expect(printed({ judges: [b, a] }).panel).toBe(panel);
    expect(printed({ judges: [{ ...a, samples: 9 }, b] }).panel).toBe(panel);
  });

  test('but not where a model, a temperature or the wording of a question is another', () => {
    const panels = [
      printed({ judges: [a] }),
      printed({ judges: [{ ...a, spec: { ...a.spec, model: 'another' } }] }),
      printed({ judges: [{ ...a, sampling: sampling({ temperature: 0.3 }) }] }),
      printed({ judges: [a], answerPrompts: [short] }),
      printed({ judges: [a], answerPrompts: [{ ...short, render: ({ policy = '' }) => `Shortly: ${policy}` }, long] }),
    ].map(({ panel }) => panel);
    expect(new Set(panels).size).toBe(panels.length);
  });
});

describe('Two runs ask of the same row', () => {
  const { rows } = printed();

  test('whatever a prompt says around its columns, and whatever stands in others', () => {
    expect(printed({ answerPrompts: [{ ...long, render: () => 'otherwise' }] }).rows).toEqual(rows);
    expect(printed({ rows: [{ ...first, vars: { ...first.vars, note: 'x' } }, second] }).rows).toEqual(rows);
    expect(printed({ rehearsal: { ...experiment().rehearsal, seed: 99 } })).toEqual(printed());
    expect(printed({ name: 'other', sources: ['elsewhere.yaml'] })).toEqual(printed());
  });

  test('but not where a column that is shown, or the output, is another', () => {
    const changed = printed({ rows: [{ ...first, vars: { ...first.vars, policy: 'Refunds.' } }, second] }).rows;
    expect(changed['r1']?.input).not.toBe(rows['r1']?.input);
    expect(changed['r2']).toEqual(rows['r2']);
    expect(printed({}, 'Sir').rows['r1']).toEqual({
      ...rows['r1'],
      output: expect.not.stringMatching(rows['r1']?.output ?? ''),
    });
  });

  test('a row of any name has its own', () => {
    expect(Object.keys(printed({ rows: [row('__proto__'), row('constructor')] }).rows)).toEqual([
      '__proto__',
      'constructor',
    ]);
  });
});
