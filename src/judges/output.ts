import type { Experiment } from '../experiment.ts';
import { OUTPUT, type Message, type ModelReply } from '../model.ts';
import type { Generator } from '../panel.ts';
import type { DataRow, Output } from '../row.ts';
import type { Ask, Reading } from '../slot.ts';
import { askedPart, judgePart, keyFor } from './key.ts';
import { estimateTokens } from './tokens.ts';
import { invalid, unfinished } from './unfinished.ts';

/** The call that writes a row's output, with the generator in the judge's place. The output is the reply's text, as it came. */
export const generatorAsk = (experiment: Experiment, row: number, salt: string): Ask => {
  const data = experiment.rows[row];
  if (data?.output.kind !== 'sampled') throw new RangeError(`row ${row} has no output to be sampled`);
  const known = asks.get(data);
  const generator = experiment.generators[data.output.generator];
  if (known?.salt === salt && known.generator === generator && known.ask.slot.row === row) return known.ask;
  if (generator === undefined) throw new RangeError(`row "${data.id}" names no generator`);
  const ask = askFor(generator, data, data.output, row, salt);
  asks.set(data, { salt, generator, ask });
  return ask;
};

// Every ballot of a row asks where its output is kept; a hash over the prompt each time would be most of the work.
const asks = new WeakMap<DataRow, { readonly salt: string; readonly generator: Generator; readonly ask: Ask }>();

const askFor = (
  generator: Generator,
  { id }: DataRow,
  output: Extract<Output, { kind: 'sampled' }>,
  row: number,
  salt: string,
): Ask => {
  const messages: readonly Message[] =
    typeof output.prompt === 'string' ? [{ role: 'user', content: output.prompt }] : output.prompt;
  const judge = judgePart(generator.id, null, generator.spec, generator.sampling);
  const asked = askedPart(messages, null, null);
  return {
    slot: { row, criterion: 0, judge: output.generator, sample: 0 },
    request: {
      id: keyFor({ salt, row: id, criterion: OUTPUT, judge, asked, sample: 0 }),
      errand: { row: id, criterion: OUTPUT, judge: generator.id, sample: 0 },
      messages,
      sampling: generator.sampling,
      schema: null,
    },
    inputTokens: messages.reduce((sum, { content }) => sum + estimateTokens(content), 0),
    read: readOutput,
  };
};

const readOutput = (reply: ModelReply): Reading => {
  const broken = unfinished(reply);
  return broken === null ? { vote: { kind: 'cast', value: reply.text }, cause: null } : invalid(broken);
};
