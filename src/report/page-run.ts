import type { Findings } from '../analyse/findings.ts';
import type { RunFacts } from '../run.ts';
import { count } from './format.ts';
import { html, type Content, type Markup } from './markup.ts';
import { fold, glance, table, type Column } from './page-table.ts';
import { ballotSentence, costSentence, missingSentence, parallelSentence, timeSentence } from './run-sentence.ts';

/** What the live run did: its time, its lanes, its cost, and what came of the ballots; nothing for recorded ballots. */
export const runSection = ({ run, outcomes, rehearsal }: Findings): Markup | null => {
  if (run === null) return null;
  return html`<section id="run">
    <h2>The run</h2>
    <p class="quiet"><code>${run.name}</code>, begun ${moment(run.startedAt)}</p>
    ${missingNotice(run)}
    <p>${timeSentence(run)} ${parallelSentence(run)}</p>
    <p>${costSentence(run, rehearsal)} ${ballotSentence(run, outcomes)}</p>
    ${laneTable(run)} ${causeTable(run)}
  </section> `;
};

/** What was not run and how to resume; it stands at the top of the page too. */
export const missingNotice = (run: RunFacts | null): Markup | null => {
  const missing = run === null ? null : missingSentence(run);
  if (run === null || missing === null) return null;
  return html`<p class="missing">${missing}${run.resume !== null && html` Resume with <code>${run.resume}</code>`}</p>`;
};

const laneTable = ({ lanes }: RunFacts): Markup | null => {
  if (lanes.length === 0) return null;
  const columns: readonly Column[] = [
    ['Lane', 'name'],
    ['Asked', 'number'],
    ['At once', 'number'],
    ['Calls', 'number'],
    ['Retries', 'number'],
    ['Rate limits', 'number'],
    ['Overloads', 'number'],
    ['Given up', 'text'],
  ];
  const rows = lanes.map((lane): Content[] => [
    lane.lane,
    count(lane.asked),
    count(lane.peakInFlight),
    count(lane.calls),
    count(lane.retries),
    count(lane.rateLimited),
    count(lane.overloaded),
    lane.broken ?? '–',
  ]);
  return html`<h3>Lanes</h3>
    ${table(columns, rows, '“Asked” is how many calls a lane was allowed at once, “at once” how many were in flight at its peak.')}`;
};

const causeTable = ({ causes }: RunFacts): Markup | null => {
  if (causes.length === 0) return null;
  const columns: readonly Column[] = [
    ['Judge', 'name'],
    ['Outcome', 'text'],
    ['Cause', 'name'],
    ['Ballots', 'number'],
  ];
  const rows = causes
    .toSorted((a, b) => b.count - a.count)
    .map((each): Content[] => [
      each.judge === '*' ? 'several' : each.judge,
      each.outcome,
      each.cause,
      count(each.count),
    ]);
  return html`<h3>Ballots without a value, by cause</h3>
    ${table(columns, rows.slice(0, glance))}
    ${rows.length > glance && fold(`The other ${rows.length - glance} causes`, table(columns, rows.slice(glance)))}`;
};

/** "2026-11-21 10:51 UTC" of an ISO time; anything else as it is. */
const moment = (startedAt: string): string => {
  const [, day, minute] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d).*Z$/.exec(startedAt) ?? [];
  return day === undefined || minute === undefined ? startedAt : `${day} ${minute} UTC`;
};
