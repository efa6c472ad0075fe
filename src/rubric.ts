import type { Value } from './ballot.ts';

/**
 * A criterion's scale (Stevens 1946): which values are legal, whether they have an order, whether their distances mean something.
 * It decides which rules and which agreement coefficients are legal.
 */
export type Scale =
  | { readonly kind: 'nominal'; readonly labels: readonly Value[] | null }
  | { readonly kind: 'ordinal'; readonly levels: readonly Value[] }
  | { readonly kind: 'interval'; readonly min: number; readonly max: number };

/** One question of the rubric. `declared` is false when the scale was inferred from the ballots. */
export type Criterion = { readonly id: string; readonly scale: Scale; readonly declared: boolean };
