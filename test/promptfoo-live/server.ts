import { loopback, type Behaviour, type Loopback } from '../../src/rehearsal/server.ts';
import type { WireCall } from '../../src/rehearsal/wire.ts';

// A model server for promptfoo and for us: OpenAI's protocol on this machine, every request logged. What is asked says how it is answered:
//
//   yes=judge-a,judge-b     these models pass what they judge, all others fail it; without the mark all pass
//   down=judge-c            these models answer 503
//   mute=judge-d            these models leave the verdict out of their judgement
//   say=Paris               the answer to a prompt that is no judge's; else it repeats the prompt
//   json=a,b                that answer as a list in JSON, on lines of its own

/** Starts the server; it answers until it is closed. */
export const modelServer = (): Promise<Loopback> => loopback({ log: true, respond: answer });

/** The calls of one model, or of all whose names begin so. */
export const callsOf = (server: Pick<Loopback, 'log'>, model: string): readonly WireCall[] =>
  server.log.filter((call) => call.model.startsWith(model));

const answer = (call: WireCall): Behaviour => {
  const { model, text } = call;
  if (marked(text, 'down')?.includes(model)) return { kind: 'status', status: 503 };
  const mute = marked(text, 'mute')?.includes(model) ?? false;
  const passes = marked(text, 'yes')?.includes(model) ?? true;
  return { kind: 'reply', text: replyTo(text, { passes, mute, model }) };
};

const marked = (text: string, mark: string): readonly string[] | null =>
  // The last one: examples in a judge's prompt stand before what is judged.
  [...text.matchAll(new RegExp(`\\b${mark}=([\\w,.-]+)`, 'g'))].at(-1)?.[1]?.split(',') ?? null;

const replyTo = (
  text: string,
  { passes, mute, model }: { readonly passes: boolean; readonly mute: boolean; readonly model: string },
): string => {
  const reason = `Says ${model}.`;
  const score = passes ? 1 : 0;
  if (text.includes('"verdict"') && text.includes('"abstain"'))
    return JSON.stringify({ reason, abstain: mute, verdict: passes ? 'pass' : 'fail' });
  if (text.includes('"category"')) return JSON.stringify(mute ? { reason } : { category: passes ? 'C' : 'D', reason });
  if (text.includes('[Criterion]')) return mute ? reason : `${reason}\n${passes ? 'Y' : 'N'}`;
  const scores = /"scores": a list of (?:one|(\d+)) number/.exec(text);
  if (scores !== null)
    return JSON.stringify({ steps: [], scores: Array(Number(scores[1] ?? 1)).fill(10 * score), reason });
  if (text.includes('exactly two keys: "score"')) return JSON.stringify({ score: 10 * score, reason });
  if (text.includes('a single key, "steps"')) return JSON.stringify({ steps: ['Read.'] });
  if (/<Rubric>|"pass"/.test(text)) return JSON.stringify({ reason, score, ...(mute ? {} : { pass: passes }) });
  const list = marked(text, 'json');
  return list === null ? (marked(text, 'say')?.join(',') ?? text) : JSON.stringify(list, null, 2);
};
