import type { LooksOfSum } from "./draw_terms.ts";
import type { Look } from "./look_share.ts";

/** A sum that is to carry a property, such as a smile, from one kind of people to another. */
export interface PropertySum<Name extends string> {
  /** The question about the property; whoever has it has answer 1, whoever lacks it 0. */
  property: Name;
  /** The question that tells kinds of people apart. */
  kind: Name;
  /** The kind, an answer, from which the property is taken. */
  A: number;
  /** The kind to which it is given. */
  B: number;
}

/** Which sums to make. */
export interface PropertySumsOptions<Name extends string> {
  /** The question that tells kinds of people apart. */
  kind: Name;
  /** How many answers it has. */
  kinds: number;
  /** How often each sum is made. */
  times: number;
}

/**
 * All sums that carry properties between two different kinds, each several times.
 *
 * All of them, as whoever chooses three to print chooses those that came out well.
 *
 * @param properties The questions about the properties.
 * @param options The kinds, and how often.
 * @returns `times · properties · kinds · (kinds − 1)` sums, round after round.
 */
export function propertySums<Name extends string>(
  properties: readonly Name[],
  { kind, kinds, times }: PropertySumsOptions<Name>,
): PropertySum<Name>[] {
  const answers = [...Array(kinds).keys()];
  const pairs = answers.flatMap((A) => answers.map((B) => ({ A, B })))
    .filter(({ A, B }) => A !== B);
  const once = properties.flatMap((property) =>
    pairs.map((pair) => ({ property, kind, ...pair }))
  );
  return Array.from({ length: times }, () => once).flat();
}

/**
 * What the samples of a sum's terms are to look like.
 *
 *     A with it − A without it + B without it
 *
 * @param sum Which sum.
 * @returns As `drawTerms()` takes them.
 */
export function looksOfSum<Name extends string>(
  { property, kind, A, B }: PropertySum<Name>,
): LooksOfSum<Name> {
  return {
    plus: lookOf<Name>([kind, A], [property, 1]),
    minus: lookOf<Name>([kind, A], [property, 0]),
    plusAlso: lookOf<Name>([kind, B], [property, 0]),
  };
}

/**
 * What the results of sums should look like, as `lookTable()` takes it.
 *
 * @param sums In the order of the results.
 * @returns That each has its property, that it is of kind B, and both: what it promises.
 */
export function promisesOf<Name extends string>(
  sums: readonly PropertySum<Name>[],
): Record<"hasIt" | "isB" | "both", Look<Name>[]> {
  return {
    hasIt: sums.map(({ property }) => lookOf<Name>([property, 1])),
    isB: sums.map(({ kind, B }) => lookOf<Name>([kind, B])),
    both: sums.map(({ property, kind, B }) => lookOf<Name>([kind, B], [property, 1])),
  };
}

function lookOf<Name extends string>(...answers: [Name, number][]): Look<Name> {
  return Object.fromEntries(answers) as Look<Name>;
}
