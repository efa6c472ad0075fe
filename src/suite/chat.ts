import * as z from 'zod';
import { Fault } from '../fault.ts';
import type { Message } from '../model.ts';
import type { Provider } from '../panel.ts';
import { quote, show } from '../wording/quote.ts';
import { parseSource } from '../config/source.ts';

/**
 * The messages that promptfoo 0.123.1 makes of a rendered prompt: a list of messages in JSON is a chat, and so is YAML that begins with
 * "- role:". Anything else is one message, other JSON too, which promptfoo would send in a form that servers refuse. For Anthropic's models lines that begin with "user:", "assistant:" or "system:" are messages too, and every
 * line loses the blanks at its ends.
 */
export const messagesOf = (text: string, provider: Provider, where: string): string | readonly Message[] => {
  const json = jsonIn(text, where);
  if (Array.isArray(json) && json.some((each) => isObject(each) && 'role' in each)) return asChat(json, where);
  if (isObject(json) && Array.isArray((json as { readonly messages?: unknown }).messages))
    throw new Fault(
      'config/value',
      `The prompt is a map in JSON (${quote(text, 40)}), and no list of messages, so no model could be asked it.\nWrite a list: [{"role": "user", "content": "…"}].`,
      { where },
    );
  if (provider === 'anthropic') return byLines(text);
  if (!text.trim().startsWith('- role:')) return text;
  const yaml = parseSource(text, where).value;
  return Array.isArray(yaml) ? asChat(yaml, where) : text;
};

const jsonIn = (text: string, where: string): unknown => {
  const trimmed = text.trim();
  if (!/^[[{]/.test(trimmed)) return undefined;
  try {
    return JSON.parse(trimmed) as unknown;
  } catch (error) {
    // Text in brackets is text; a chat that a variable broke is none.
    if (!/^\[\s*\{[^]*"(?:role|content)"\s*:[^]*\]$/.test(trimmed)) return undefined;
    throw new Fault(
      'template/broken',
      `The prompt looks like a chat in JSON, and is none once its variables are in it: ${show(error instanceof Error ? error.message : '', 120)}.\nKeep templates inside the texts of messages, or write the variable with a filter: {{ name | dump }}.`,
      { where, cause: error },
    );
  }
};

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const ROLE = '"system", "user" or "assistant"';
const TEXT = 'a text: parts, images and calls of tools are not sent';

const shape = z.array(
  z.strictObject(
    {
      role: z.enum(['system', 'user', 'assistant'], { error: `a role that is ${ROLE}` }),
      content: z.string({ error: TEXT }),
    },
    { error: 'a message with "role" and "content" alone' },
  ),
);

const asChat = (list: readonly unknown[], where: string): readonly Message[] => {
  const result = shape.safeParse(list);
  if (result.success && list.length > 0) return result.data;
  const issue = result.error?.issues[0];
  const place = issue?.path.join('.') ?? '';
  throw new Fault(
    'config/value',
    `The prompt is a chat that a panel can't send${issue === undefined ? ': it has no messages' : `: ${place === '' ? 'it' : quote(place)} takes ${issue.message}`}.\nWrite a list of messages: [{"role": "user", "content": "…"}].`,
    { where },
  );
};

const byLines = (text: string): readonly Message[] => {
  const messages: { role: Message['role']; lines: string[] }[] = [];
  let system: string | null = null;
  for (const line of text.split('\n').map((each) => each.trim())) {
    if (line === '') continue;
    const [, role, rest = ''] = /^(user|assistant|system):\s*(.*)$/s.exec(line) ?? [];
    if (role === 'system') system = rest;
    else if (role === 'user' || role === 'assistant') messages.push({ role, lines: [rest] });
    else if (messages.length === 0) messages.push({ role: 'user', lines: [line] });
    else messages.at(-1)?.lines.push(line);
  }
  const own = messages.map(({ role, lines }) => ({ role, content: lines.join('\n') }));
  if (own.length === 0 && system === null) return [{ role: 'user', content: text.trim() }];
  return system === null ? own : [{ role: 'system', content: system }, ...own];
};
