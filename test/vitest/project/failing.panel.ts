import { expectPanel } from 'empanel/vitest';
import { it } from 'vitest';

const options = { vars: { question: 'Where is my bicycle?' }, rehearse: true } as const;
const polite = { output: 'It is on its way.', gold: { tone: 'pass', length: 'short' } };
const rude = { output: 'Read the \u001b[31mmanual.\n<b>Now.</b>', gold: { tone: 'fail', length: 'short' } };

it('a wrong verdict', () => expectPanel(rude, options).toPass('tone'));
it('a wrong value', () => expectPanel(polite, options).toHaveVerdict('length', 'long'));
const torn = { config: 'undecided.yaml', rehearse: true, samples: 1 };
it('an undecided verdict', () => expectPanel({ output: 'Perhaps.', gold: { tone: 'pass' } }, torn).toPass('tone'));
it('an undecided verdict is no fail', () =>
  expectPanel({ output: 'Perhaps.', gold: { tone: 'pass' } }, torn).toFail('tone'));
it('all criteria together', () =>
  expectPanel({ output: 'No.', gold: { tone: 'fail', right: 'pass' } }, { ...torn, judges: ['haiku'] }).toPass());
it('the gates of the config', () =>
  expectPanel({ output: 'No.', gold: { tone: 'fail' } }, { ...torn, judges: ['haiku'] }).toPassGates());
it('some of several', () => expectPanel([polite, rude, { ...rude, output: 'No.' }], options).toPass('tone'));
it('too few outputs to tell', () =>
  expectPanel([polite, { ...polite, output: 'It leaves today.' }], options).toHavePassRate({
    criterion: 'tone',
    atLeast: 0.9,
  }));
it('a gate that fails', () =>
  expectPanel({ ...rude, id: 'ruin' }, options).toPassGate({ guard: ['ruin'], criterion: 'tone' }));

it('a criterion that is not there', () => expectPanel(polite, options).toPass('tune'));
it('a value that is not there', () => expectPanel(polite, options).toHaveVerdict('length', 'shrt'));
it('nothing says what passing is', () => expectPanel(polite, options).toPass('length'));
it('an open question', () => expectPanel(polite, options).toPass());
it('a variable that is not there', () => expectPanel(polite, { rehearse: true }).toPass('tone'));
it('gold off the scale', () => expectPanel({ ...polite, gold: { tone: 'pas' } }, options).toPass('tone'));
it('no output', () => expectPanel([], options).toPass('tone'));
it('no gates in the config', () => expectPanel(polite, options).toPassGates());
it('no key', () => expectPanel(polite, { ...options, rehearse: false }).toPass('tone'));
it('not awaited', () => {
  void expectPanel(polite, options).toPass('tone');
});
