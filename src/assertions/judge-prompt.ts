import { parse } from 'yaml';
import { beside } from '../config/source.ts';
import { Fault } from '../fault.ts';
import { isObject, parseJson } from '../judges/json.ts';
import type { Message } from '../model.ts';
import { quote } from '../wording/quote.ts';
import { readOnce } from './read-once.ts';
import { template, type Place } from './template.ts';
import { isScript } from './value.ts';
import type { AssertedRow, AssertionTerms, Written } from './written.ts';

/** What a judge's prompt is rendered with besides the row's variables: what holds for all outputs, and the name that the output goes by. */
export type Shown = { readonly fixed: Readonly<Record<string, unknown>>; readonly output: string };

/**
 * A judge's prompt for one row, from its output to messages, as promptfoo puts them on the wire: the config's own `rubricPrompt`, or promptfoo's.
 * An output that is JSON is shown as compact JSON, and so are variables that are objects.
 */
export const judgePrompt = async (
  written: Written,
  own: readonly Message[],
  { fixed, output: name }: Shown,
  row: AssertedRow,
  terms: AssertionTerms,
): Promise<(output: string) => readonly Message[]> => {
  const text = await promptText(written, terms);
  const place: Place = { at: text.at, env: terms.env };
  const shared = asText({ ...row.vars, ...fixed });
  const context = (output: unknown): Context => ({ ...shared, ...asText({ [name]: output }) });
  const tree = text.prompt === null ? own : parseJson(text.prompt);
  const render = tree === undefined ? freely(text.prompt ?? '', place, context) : chat(tree, place);
  // Once now, so that a mistake in a template is told before anything is sent.
  render(context(''));
  return (output) => {
    try {
      return render(context(parsed(output)));
    } catch {
      // A template may do with texts what no number or object can; to it the output is the text that it is.
      return render(context(output));
    }
  };
};

type Context = Readonly<Record<string, unknown>>;
type Render = (context: Context) => readonly Message[];

const parsed = (output: string): unknown => {
  const json = parseJson(output);
  return json === undefined ? output : json;
};

/** As promptfoo shows objects: as JSON, in lists each by itself. */
const asText = (vars: Context): Context =>
  Object.fromEntries(
    Object.entries(vars).map(([name, value]) => [name, Array.isArray(value) ? value.map(flat) : flat(value)]),
  );

const flat = (value: unknown): unknown => (typeof value === 'object' && value !== null ? JSON.stringify(value) : value);

/** A prompt that is JSON as it stands: each of its texts is a template of its own, so nothing that it shows can break it. */
const chat = (tree: unknown, place: Place): Render => {
  const messages = messagesIn(tree);
  if (messages === null) throw noChat(place.at);
  const contents = messages.map(({ role, content }) => ({ role, render: template(content, place) }));
  return (context) => contents.map(({ role, render }) => ({ role, content: render(context) }));
};

/** A prompt as one template. It may make a chat, in JSON or YAML; what it shows may not: the roles are those that it has with any output. */
const freely = (text: string, place: Place, context: (output: unknown) => Context): Render => {
  const render = template(text, place);
  const made = parsedChat(render(context('an output')));
  const roles = made === undefined ? null : rolesOf(messagesIn(made));
  if (made !== undefined && roles === null) throw noChat(place.at);
  return (given) => {
    const content = render(given);
    const messages = roles === null ? null : messagesIn(parsedChat(content));
    return messages !== null && rolesOf(messages) === roles ? messages : [{ role: 'user', content }];
  };
};

const rolesOf = (messages: readonly Message[] | null): string | null =>
  messages === null ? null : messages.map(({ role }) => role).join(' ');

/** What promptfoo takes for a chat: JSON, or YAML that begins with a role. Undefined: it is a text. */
const parsedChat = (rendered: string): unknown => {
  const text = rendered.trim();
  if (text.startsWith('- role:')) {
    try {
      return parse(text, { logLevel: 'error' }) ?? null;
    } catch {
      return null;
    }
  }
  const json = parseJson(text);
  if (typeof json === 'object') return json;
  return /^(?:\{[^]*\}|\[\s*["{[][^]*\])$/.test(text) ? null : undefined;
};

const messagesIn = (value: unknown): readonly Message[] | null =>
  Array.isArray(value) && value.length > 0 && value.every(isMessage)
    ? value.map(({ role, content }) => ({ role, content }))
    : null;

const isMessage = (value: unknown): value is Message =>
  isObject(value) &&
  typeof value['role'] === 'string' &&
  ['system', 'user', 'assistant'].includes(value['role']) &&
  typeof value['content'] === 'string';

const noChat = (at: Place['at']): Fault =>
  new Fault(
    'assertion/value',
    `The "rubricPrompt" reads as JSON or YAML and is no list of messages, so a judge couldn't be asked with it.\nWrite it as text, or as a list of { role, content } with the roles system, user and assistant, and texts as content.`,
    { where: at(1) },
  );

/** The config's prompt as text, and where its lines are; null: there is none, so promptfoo's own is taken. */
const promptText = async (
  { rubricPrompt: given, folder, where }: Written,
  terms: AssertionTerms,
): Promise<{ readonly prompt: string | null; readonly at: Place['at'] }> => {
  const at = (): string => where;
  if (given === null || given === undefined || given === '') return { prompt: null, at };
  if (isObject(given) && Object.keys(given).length === 0) return { prompt: null, at };
  if (typeof given === 'object') return { prompt: JSON.stringify(given), at };
  if (typeof given !== 'string') throw noChat(at);
  if (!given.startsWith('file://')) return { prompt: given, at };
  const path = template(given, { at, env: terms.env })({});
  if (isScript(path) || path.endsWith('.py'))
    throw new Fault(
      'assertion/code',
      `The "rubricPrompt" ${quote(path, 120)} is a program, and a panel runs none to make a prompt.\nWrite the prompt as text or as a list of messages.`,
      { where },
    );
  const file = beside(folder, path);
  const prompt = await readOnce(file, { code: 'config/unreadable', role: "the judge's prompt", where }, terms);
  return { prompt, at: (line) => `${file}:${line}` };
};
