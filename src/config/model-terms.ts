import * as z from 'zod';
import type { Capabilities, Pace } from '../panel.ts';
import type { Price } from '../price.ts';
import { atLeast, closed, flag, wholeFrom, words } from './legal.ts';
import { isSecret } from './shown.ts';

const VARIABLE =
  'the name of an environment variable, such as OPENAI_API_KEY; the key itself stays out of files, and out of reports';

/** The name of the variable that holds a key: never the key. */
export const keyName = z
  .string({ error: VARIABLE })
  .regex(/^[A-Za-z_]\w{0,63}$/, { error: VARIABLE })
  .refine((name) => !isSecret(name) && !/^sk[-_]/i.test(name), { error: VARIABLE });

const URL_ = 'an address such as http://localhost:8000/v1, without user and password';

export const baseUrl = z.string({ error: URL_ }).refine(
  (written) => {
    const url = URL.parse(written);
    return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
  },
  { error: URL_ },
);

export const capabilities = closed({
  temperature: flag.optional(),
  efforts: z.array(words, { error: 'a list of efforts' }).optional(),
  structured: flag.optional(),
}).transform(({ temperature = null, efforts = null, structured = null }): Capabilities => ({
  temperature,
  efforts,
  structured,
}));

export const price = closed({
  input: atLeast(0),
  output: atLeast(0),
  cacheRead: atLeast(0).optional(),
  cacheWrite: atLeast(0).optional(),
}).transform(({ input, output, cacheRead = null, cacheWrite = null }): Price => ({
  input,
  output,
  cacheRead,
  cacheWrite,
}));

export const pace = closed({
  rpm: wholeFrom(1).optional(),
  tpm: wholeFrom(1).optional(),
  concurrency: wholeFrom(1).optional(),
}).transform(({ rpm = null, tpm = null, concurrency = null }): Pace => ({ rpm, tpm, concurrency }));

/** Nothing declared: everything is looked up or learned. */
export const noCapabilities: Capabilities = { temperature: null, efforts: null, structured: null };
export const noPace: Pace = { rpm: null, tpm: null, concurrency: null };
