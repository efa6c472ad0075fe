import { providersIn, type Described } from './configured.ts';
import type { Results } from './results.ts';
import { shorten } from './shorten.ts';

/** One column of promptfoo's table, prompt × provider, as the judge of repeats. `isNumbered`: nothing but a number tells it from another. */
export type Column = {
  readonly name: string;
  readonly model: string | null;
  readonly temperature: number | null;
  readonly isNumbered: boolean;
};

/** The columns of a run, by `promptIdx`: called by their provider, with the prompt where there are several, and the temperature where only it tells. */
export const columnsOf = ({ results, config }: Results): Column[] => {
  const providers = providersIn(config?.providers);
  const labels = results.prompts.map(({ label, raw }) => shorten(label ?? raw, 40));
  const several = new Set(labels).size > 1;
  const plain = results.prompts.map(({ provider }, at) => {
    const name = shorten(provider, 80) || `column ${at + 1}`;
    return several && labels[at] !== '' ? `${name} · ${labels[at]}` : name;
  });
  return results.prompts.map(({ provider }, at) => {
    const name = plain[at] ?? '';
    const alike = plain.flatMap((other, column) => (other === name ? [column] : []));
    const described = inOrder(providers, provider ?? '', alike.length);
    const temperatures = described.map((each) => each.temperature);
    const place = alike.indexOf(at);
    const temperature = temperatures[place] ?? null;
    const tells = !temperatures.includes(null) && new Set(temperatures).size === alike.length;
    return {
      name: alike.length === 1 ? name : tells ? `${name}@${temperature}` : `${name} #${place + 1}`,
      model: described[place]?.id ?? provider ?? null,
      temperature,
      isNumbered: alike.length > 1 && !tells,
    };
  });
};

/** The providers of a config that so many columns of one name stand for; none where their numbers differ, for then it isn't known which is which. */
const inOrder = (providers: readonly Described[], name: string, count: number): Described[] => {
  const meant = providers.filter(({ id, label }) => (label ?? id) === name);
  return meant.length === count ? meant : [];
};
