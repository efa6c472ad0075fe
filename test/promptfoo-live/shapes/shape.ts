/** A config of promptfoo's with its files, and how many calls a run of it makes at one sample each. */
export type Shape = {
  readonly name: string;
  readonly files: Readonly<Record<string, string | object>>;
  readonly calls: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly apart?: Apart;
};

/** Calls that differ by design, told by their texts: how many each side makes. All others are compared. */
export type Apart = {
  readonly why: string;
  readonly theirs: { readonly texts: RegExp; readonly calls: number };
  readonly ours: { readonly texts: RegExp; readonly calls: number };
};

export const writer = 'openai:chat:gpt-4o-mini';
export const judge = 'openai:chat:gpt-4.1';
export const judged = { options: { provider: judge } };

export const rubric = (value: unknown, more: object = {}): object => ({ type: 'llm-rubric', value, ...more });
