import { dirname } from 'node:path';

/** What the machine of a CI has in its environment: how npm reaches its registry, and the node of the job first. No key of anybody's. */
export const machine: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value !== undefined &&
      /^(?:HOME|LANG|npm_config_(?!.*prefix).*|(?:https?|no)_proxy|.*_CERTS|SSL_CERT_.*)$/i.test(name)
        ? [[name, value] as const]
        : [],
    ),
  ),
  PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
};
