import { isObject, parseJson } from '../../judges/json.ts';
import type { Message } from '../../model.ts';

/**
 * A rendered prompt as messages: a JSON list of messages, or one text. Null where a message holds what a panel can't be shown, such as an
 * image or a tool's answer.
 */
export const messagesIn = (prompt: string): readonly Message[] | null => {
  const parsed = /^\s*\[/.test(prompt) ? parseJson(prompt) : undefined;
  if (!Array.isArray(parsed) || parsed.length === 0 || !parsed.every((entry) => isObject(entry) && 'role' in entry))
    return [{ role: 'user', content: prompt }];
  const messages = parsed.map((entry: unknown) =>
    isObject(entry) ? messageOf(entry['role'], entry['content']) : null,
  );
  return messages.every((message) => message !== null) ? messages : null;
};

const messageOf = (role: unknown, content: unknown): Message | null => {
  const text = textOf(content);
  if (text === null) return null;
  switch (role) {
    case 'user':
    case 'assistant':
    case 'system':
      return { role, content: text };
    case 'developer':
      return { role: 'system', content: text };
    default:
      return null;
  }
};

const textOf = (content: unknown): string | null => {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return null;
  const texts = content.map((part: unknown) =>
    isObject(part) && part['type'] === 'text' && typeof part['text'] === 'string' ? part['text'] : null,
  );
  return texts.every((text) => text !== null) ? texts.join('\n') : null;
};
