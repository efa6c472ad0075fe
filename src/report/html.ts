import { formatRule } from '../aggregate/parse-rule.ts';
import type { CriterionFinding, CurveFinding, Findings } from '../analyse/findings.ts';
import { errorChart, named } from './chart.ts';
import { count, percent, plural, points } from './format.ts';
import { gateSection } from './gate-page.ts';
import { headlines, type Headline } from './headline.ts';
import { html, type Markup } from './markup.ts';
import { pageOf } from './page.ts';
import { agreementTable } from './page-agreement.ts';
import { associationTable } from './page-association.ts';
import { combinedSection } from './page-combined.ts';
import { curveTable } from './page-curves.ts';
import { pointsOfCurves } from './page-points.ts';
import { judgeTable, rowTable } from './page-rows.ts';
import { missingNotice, runSection } from './page-run.ts';

/** `index.html`: one file that needs no network and no script. */
export const htmlPage = (findings: Findings, { title, version }: { title: string; version: string }): string => {
  const heads = headlines(findings);
  return pageOf(findings, {
    title,
    version,
    content: html`<p class="lead">${summaryLine(findings)}</p>
      ${gateSection(findings)} ${missingNotice(findings.run)} ${notes(findings)} ${contents(heads, findings)}
      ${combinedSection(findings)} ${heads.map((head, at) => section(head, findings, at))} ${runSection(findings)}
      ${methodSection(findings)}`,
  });
};

/** Links to the sections, where there are several. */
const contents = (heads: readonly Headline[], { combined, run, gates }: Findings): Markup | null =>
  heads.length + Number(combined !== null) + Number(run !== null) + Number(gates.length > 0) === 1
    ? null
    : html`<nav aria-label="Sections">
        ${gates.length > 0 && html`<a href="#gates">Gates</a> `}${combined !== null && html`<a href="#combined">All criteria together</a> `}${heads.map(({ criterion }, at) => html`<a href="#c${at}">${criterion}</a> `)}${run !== null && html`<a href="#run">The run</a>`}
      </nav>`;

const summaryLine = ({ rows, judges, outcomes, criteria }: Findings): string => {
  const lost = (['abstained', 'invalid', 'failed'] as const).filter((outcome) => outcomes[outcome] > 0);
  const total = outcomes.cast + outcomes.abstained + outcomes.invalid + outcomes.failed;
  return `${plural(rows, 'row')} · ${criteria.length} ${criteria.length === 1 ? 'criterion' : 'criteria'} · ${plural(judges.length, 'judge')} · ${plural(total, 'ballot')}${
    lost.length === 0
      ? ', all cast'
      : `: ${count(outcomes.cast)} cast, ${lost.map((outcome) => `${count(outcomes[outcome])} ${outcome}`).join(', ')}`
  }`;
};

const notes = (findings: Findings): Markup | null =>
  findings.notes.length === 0
    ? null
    : html`<ul class="notes" aria-label="Notes on the input">
        ${findings.notes.map(({ message }) => html`<li>${message}</li>`)}
      </ul>`;

const section = ({ criterion, curve, advice, oneJudge, worth }: Headline, findings: Findings, at: number): Markup => {
  const curves = findings.curves.filter((each) => each.criterion === criterion);
  const described = findings.criteria.find((each) => each.criterion.id === criterion);
  const judges = curves.filter(({ judge }) => judge !== '*');
  const shown = curve !== null && curve.judge !== '*' ? [curve] : curves;
  return html`<section id="c${at}">
    <h2>${criterion}</h2>
    <p class="advice">${advice}</p>
    ${worth !== null && html`<p>${worth}</p>`} ${oneJudge !== null && html`<p>${oneJudge}</p>`}
    ${curve !== null && figure(curve, judges, { advice, described, findings })}
    ${curve !== null && [curveTable(shown, findings.settings.level), associationTable(shown), pointsOfCurves(shown)]}
    ${agreementTable(findings, criterion)} ${described !== undefined && judgeTable(described.judges)}
    ${rowTable(findings, criterion)}
  </section> `;
};

/** The chart, where there is more to draw than points at one ballot. */
const figure = (
  main: CurveFinding,
  judges: readonly CurveFinding[],
  { advice, described, findings }: { advice: string; described: CriterionFinding | undefined; findings: Findings },
): Markup | null => {
  const others = main.judge === '*' ? judges : [];
  if ([main, ...others].every((curve) => curve.points.length === 1)) return null;
  const without = described === undefined ? 0 : described.rows - described.rowsWithGold;
  const caption = [
    others.length > 0
      ? 'The heavy line is the panel, n of its ballots drawn at random; each thin line is one judge alone.'
      : 'The error of n ballots of the one judge.',
    `The grey band holds for all n at once with ${percent(findings.settings.level)} confidence.`,
    others.length > named ? 'Colour marks the six judges with the lowest error at 1 ballot.' : '',
    without > 0 ? `${plural(without, 'row')} without gold ${without === 1 ? 'is' : 'are'} not in the curve.` : '',
  ].join(' ');
  return html`<figure>
    <div class="scroll" role="img" aria-label="${advice}">${errorChart(main, others)}</div>
    <figcaption>${caption}</figcaption>
  </figure>`;
};

const methodSection = ({ settings, sources }: Findings): Markup =>
  html`<h2>How this was computed</h2>
    <p>
      The error at n is the mean over rows of the chance that the verdict of n ballots, drawn without replacement from
      those recorded, differs from gold. It is exact unless a simulation error stands beside it. Intervals treat rows as
      the sample: Clopper–Pearson below ten effective errors, else Wilson at the effective sample size. The band is a
      sup-t band of Wilson's shape. The advice is the smallest size that no other measured size beats by more than
      ${settings.target === 'mean' ? `${percent(settings.margin)} of the scale` : points(settings.margin)} with
      ${percent(settings.level)} confidence.
    </p>
    <p class="quiet">
      Rule <code>${formatRule(settings.rule)}</code> · ties <code>${settings.tie}</code> · quorum
      <code>${settings.quorum}</code
      >${settings.verdictQuorum === null ? '' : html` (<code>${settings.verdictQuorum}</code> for the whole panel's verdicts)`}
      · largest n <code>${settings.maxN}</code> · margin <code>${settings.margin}</code> · level
      <code>${settings.level}</code> · resamples <code>${settings.resamples}</code> · seed <code>${settings.seed}</code>
    </p>
    <p class="quiet">Read from ${sources.map((source, at) => html`${at > 0 && ', '}<code>${source}</code>`)}.</p>`;
