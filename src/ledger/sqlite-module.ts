import type * as Sqlite from 'node:sqlite';

/**
 * Node's own SQLite. The first releases of Node 24 print a warning when it is loaded, which tells a user of empanel nothing
 * that he can act on; it is held back, and every other warning passes.
 */
export const sqliteModule = (): typeof Sqlite => withoutWarning(() => process.getBuiltinModule('node:sqlite'));

/** Does the work, and lets every warning out but the one that SQLite is experimental. */
export const withoutWarning = <T>(work: () => T): T => {
  const before = Object.getOwnPropertyDescriptor(process, 'emitWarning') ?? {};
  const emit = process.emitWarning.bind(process);
  const passing = (...told: [warning: string | Error, about?: string | { readonly type?: string }]): void => {
    const [warning, about] = told;
    const type = typeof about === 'object' ? about.type : about;
    if (type !== 'ExperimentalWarning' || !String(warning).startsWith('SQLite')) Reflect.apply(emit, process, told);
  };
  Object.defineProperty(process, 'emitWarning', { ...before, value: passing });
  try {
    return work();
  } finally {
    Object.defineProperty(process, 'emitWarning', before);
  }
};
