import { Fault } from '../fault.ts';
import type { Scale } from '../rubric.ts';
import { quote, quoteAll } from '../wording/quote.ts';
import type { ScaleDeclaration } from './scale.ts';

/** The scale declared for a criterion: its own, else the one for all others, else none. */
export const declaredFor = (
  criterion: string,
  { scales, abstainAsLabel }: { readonly scales: readonly ScaleDeclaration[]; readonly abstainAsLabel: boolean },
): Scale | null => {
  const own = scales.find((declaration) => declaration.criterion === criterion);
  const scale = (own ?? scales.find((declaration) => declaration.criterion === null))?.scale ?? null;
  if (!abstainAsLabel || scale === null || scale.kind === 'nominal') return scale;
  throw new Fault(
    'option/value',
    `Abstentions are to count as a label, but criterion ${quote(criterion)} has a declared ${scale.kind} scale, where a label has no place.
Declare the scale nominal, or let abstentions be abstentions.`,
  );
};

/** Faults if a scale is declared for a criterion that no line names. */
export const checkDeclared = (scales: readonly ScaleDeclaration[], met: ReadonlySet<string>): void => {
  if (met.size === 0) return; // an input without ballots has a fault of its own
  const idle = scales.find(({ criterion }) => criterion !== null && !met.has(criterion))?.criterion;
  if (idle === undefined || idle === null) return;
  throw new Fault(
    'option/value',
    `A scale is declared for criterion ${quote(idle)}, which no ballot is on, so it would go unused.\nThe criteria are ${quoteAll([...met], 20)}.`,
  );
};
