/** Marks a SQLite file as a ledger of empanel: the letters "empa". */
export const APPLICATION_ID = 0x65_6d_70_61;

/** Of the tables below. A file with a higher one was written by a later empanel. */
export const SCHEMA_VERSION = 1;

/**
 * The tables, for people with any SQLite tool. `nr` is the order in which the ballots came. `value` is JSON, so that "1" and 1
 * stay two values. `trace` is JSON with the names of `trace.ts`, without the texts: those stand in columns, and a prompt, which
 * all samples of a judge share, stands in `prompts` once.
 */
export const TABLES = `
create table meta (
  name text primary key,
  value text not null
) strict, without rowid;

create table prompts (
  nr integer primary key,
  sha256 text not null unique,
  messages text not null -- JSON: [{role, content}]
) strict;

create table ballots (
  nr integer primary key,
  key text not null unique, -- equal content, equal key
  row text not null,
  criterion text not null,
  judge text not null,
  sample integer not null,
  outcome text not null, -- cast, abstained, invalid or failed
  value text, -- JSON
  score real,
  rationale text,
  cause text, -- why there is no value
  reply text, -- as it came
  usd real, -- null: unknown
  latency_ms real, -- of the attempt that was answered
  queued_ms real,
  model text not null, -- as it was asked for
  request_id text,
  at text, -- when the last attempt began, ISO 8601
  prompt text, -- prompts.sha256
  trace text not null -- JSON
) strict;
`;
