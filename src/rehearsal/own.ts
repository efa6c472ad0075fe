/** What stands in a record under a name that somebody else chose: what every object inherits ("valueOf") doesn't count. */
export const own = <T>(record: Readonly<Record<string, T>> | undefined, name: string): T | undefined =>
  record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
