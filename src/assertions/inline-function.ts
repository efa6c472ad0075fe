import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { Fault } from '../fault.ts';
import { show } from '../wording/quote.ts';
import type { Grader } from './script.ts';
import type { Written } from './written.ts';

/**
 * Code of a config as a function of `output`, `context` and `process`. Code of several lines is a body, with a `return` of its own; code of
 * one line is an expression, or declarations and then an expression. A promise is waited for.
 */
export const inlineFunction = (code: string, { folder, where }: Pick<Written, 'folder' | 'where'>): Grader => {
  const body = code.trimEnd();
  const made = body.includes('\n') ? compiled(body) : oneLine(body.trim().replace(/;+$/, ''));
  if (made instanceof Error)
    throw new Fault(
      'assertion/code',
      `The code of an assertion can't be read as JavaScript: ${show(made.message, 160)}.\nCorrect it; code of several lines needs a "return".`,
      { where, cause: made },
    );
  const shim = withRequire(folder);
  return (output, context) => made(output, context, shim);
};

type Compiled = (output: string, context: unknown, process: unknown) => unknown;

/** Of the semicolons outside of texts the last one with an expression behind it is where the declarations end. */
const oneLine = (code: string): Compiled | Error => {
  if (!/^(?:const|let|var)\s/.test(code)) return compiled(`return ${code}`);
  const ends = [...code.matchAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`|;/g)].filter(
    ([found]) => found === ';',
  );
  for (const { index } of ends.toReversed()) {
    const made = compiled(`${code.slice(0, index + 1)} return ${code.slice(index + 1).trim()}`);
    if (!(made instanceof Error)) return made;
  }
  return compiled(code);
};

const compiled = (body: string): Compiled | Error => {
  try {
    // oxlint-disable-next-line no-new-func, typescript/no-implied-eval -- the user allowed it with --allow-code, and nothing comes here without
    return new Function('output', 'context', 'process', body) as Compiled;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
};

/** `process.mainModule.require`, by which code of promptfoo's configs reaches modules: a module of today has none of its own. */
const withRequire = (folder: string): unknown => {
  const require = createRequire(join(resolve(folder), 'config.js'));
  return new Proxy(process, {
    get: (of, key): unknown => (key === 'mainModule' ? { require } : Reflect.get(of, key)),
  });
};
