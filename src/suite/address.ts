import { check } from '../config/check.ts';
import { words } from '../config/legal.ts';
import { baseUrl, keyName } from '../config/model-terms.ts';
import { inside, type Source } from '../config/source.ts';
import { Fault } from '../fault.ts';
import { wholly } from './environment.ts';
import { valueOf } from './keys.ts';
import type { Scope } from './scope.ts';

/** Where a provider is called. `isOwn`: the user's environment names the address, and no config of somebody else's does. */
export type Address = { readonly url: string | null; readonly key: string | null; readonly isOwn: boolean };

/** The address of a provider, in promptfoo's order: its config, then the variables of the environment; null where it is the service's own. */
export const addressOf = (service: string, config: Source, scope: Scope): Address => {
  const key = keyIn(config);
  const host = valueOf(config, 'apiHost', words);
  const written =
    host === undefined
      ? valueOf(config, 'apiBaseUrl', baseUrl)
      : checked(`https://${host}/v1`, inside(config, ['apiHost']));
  if (written !== undefined) {
    if (key === null && service === 'openai')
      scope.notes.add(
        `The server at ${new URL(written).host} gets no key, for the config names none for it. Is it to have one: config: {apiKeyEnvar: OPENAI_API_KEY}.`,
      );
    if (key === null && service === 'anthropic')
      throw new Fault(
        'config/missing',
        "The provider is called at another address than Anthropic's, and no key is named for it: the usual one goes to Anthropic alone.\nName one: config: {apiKeyEnvar: NAME_OF_THE_VARIABLE}.",
        { where: config.where(['apiBaseUrl']) },
      );
    return { url: written, key, isOwn: false };
  }
  const { visible, declared } = scope.environment;
  for (const [name, of] of variables[service] ?? []) {
    const found = visible[name]?.trim() ?? '';
    if (found === '' || isOpenai(found)) continue;
    const url = checked(of(found), { ...config, value: found, path: [name], where: () => `environment:${name}` });
    return { url, key, isOwn: !Object.hasOwn(declared, name) };
  }
  return { url: null, key, isOwn: false };
};

/** The service's own address is none to be named. */
const isOpenai = (url: string): boolean => /^https:\/\/api\.openai\.com(?:\/v1)?\/?$/.test(url);

const asIs = (url: string): string => url;

const variables: Readonly<Record<string, readonly (readonly [string, (found: string) => string])[]>> = {
  openai: [
    ['OPENAI_API_HOST', (host) => `https://${host}/v1`],
    ['OPENAI_API_BASE_URL', asIs],
    ['OPENAI_BASE_URL', asIs],
  ],
  anthropic: [['ANTHROPIC_BASE_URL', asIs]],
  ollama: [['OLLAMA_BASE_URL', (url) => `${url.replace(/\/+$/, '')}/v1`]],
};

const checked = (url: string, source: Source): string => check(baseUrl, { ...source, value: url });

/** The variable with the key: `apiKeyEnvar` names it, and `apiKey` may be a template of it alone. */
const keyIn = (config: Source): string | null => {
  const apiKey = inside(config, ['apiKey']);
  if (apiKey.value === undefined || apiKey.value === null) return valueOf(config, 'apiKeyEnvar', keyName) ?? null;
  const name = typeof apiKey.value === 'string' ? wholly(apiKey.value) : null;
  if (name !== null) return check(keyName, { ...apiKey, value: name });
  throw new Fault(
    'config/value',
    'The provider has its key in the file, and files are shared: keys stay in the environment.\nTake it out, change the key if others have seen it, and write apiKeyEnvar: NAME_OF_THE_VARIABLE.',
    { where: apiKey.where() },
  );
};
