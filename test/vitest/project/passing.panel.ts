import { expectPanel } from 'empanel/vitest';
import { describe, expect, it } from 'vitest';

const options = { vars: { question: 'Where is my bicycle?' }, rehearse: true } as const;
const polite = { output: 'It is on its way.', gold: { tone: 'pass', right: 'pass', length: 'short' } };
const rude = { output: 'Read the manual.', gold: { tone: 'fail', right: 'fail', length: 'short' } };

it('passes, fails and gets a value', async () => {
  expect.assertions(3);
  const panel = expectPanel(polite, options);
  await panel.toPass('tone');
  await expectPanel(rude, options).toFail('right');
  await panel.toHaveVerdict('length', 'short');
});

it('judges each of several outputs', () =>
  expectPanel([polite, { ...polite, output: 'It leaves today.' }], options).toPass('tone'));

describe.concurrent('at the same time', () => {
  it('one criterion', () => expectPanel(polite, options).toPass('right'));
  it('the same again', () => expectPanel(polite, options).toPass('right'));
  it('another output', () => expectPanel(rude, options).toFail('tone'));
  it('counted by its own context', async ({ expect: own }) => {
    own.assertions(1);
    await expectPanel(rude, { ...options, expect: own }).toFail('tone');
  });
});

const many = Array.from({ length: 40 }, (_, at) => ({ ...polite, output: `Reply ${at}.` }));

it('holds a share of many outputs to a bound', () =>
  expectPanel(many, options).toHavePassRate({ criterion: 'tone', atLeast: 0.9 }));

it('puts many outputs to gates', () =>
  expectPanel(many, options).toPassGate(
    { metric: 'errorRate', criterion: 'tone', atMost: 0.1 },
    { metric: 'undecided', criterion: 'tone', atMost: 0 },
  ));
