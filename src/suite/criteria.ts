import type { Assertion } from '../assertion.ts';
import { COMBINED } from '../arm.ts';
import type { AssertedCriterion } from '../rubric.ts';
import type { Asserted, AssertSet } from './asserted.ts';
import { uniqueNames } from './unique.ts';

/** A criterion that is being gathered: what is asserted of each row under one name, with one weight, in one set. */
export type Gathered = {
  readonly criterion: AssertedCriterion;
  readonly weight: number;
  readonly set: AssertSet | null;
};

/** Gathers criteria from row to row. */
export type Criteria = {
  /** Comes back with the criterion's id. */
  readonly add: (asserted: Asserted, row: string, assertion: Assertion) => string;
  readonly all: () => readonly Gathered[];
};

/**
 * The criteria of a suite, in the order in which its tests first ask them. What has a weight of its own, or stands in a set, is a criterion
 * of its own: a criterion counts the same on every row.
 */
export const criteriaOf = (): Criteria => {
  const gathered = new Map<string, Gathered & { readonly on: Map<string, Assertion> }>();
  const nameOf = uniqueNames([COMBINED]);
  const begin = ({ name, weight, set }: Asserted): Gathered & { readonly on: Map<string, Assertion> } => {
    const on = new Map<string, Assertion>();
    const id = nameOf(name);
    return {
      on,
      weight,
      set,
      criterion: { kind: 'assertion', id, scale: { kind: 'nominal', labels: ['pass', 'fail'] }, declared: true, on },
    };
  };
  return {
    add: (asserted, row, assertion) => {
      const key = JSON.stringify([asserted.name, asserted.weight, asserted.set]);
      const own = gathered.get(key) ?? begin(asserted);
      gathered.set(key, own);
      own.on.set(row, assertion);
      return own.criterion.id;
    },
    all: () => [...gathered.values()],
  };
};
