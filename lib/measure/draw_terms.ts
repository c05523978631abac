import type { RandomGenerator } from "../tensor/random.ts";
import { chooseSome } from "../tensor/choose_some.ts";
import type { AttributeReading } from "./attribute_judge.ts";
import type { Look } from "./look_share.ts";
import { surestImages } from "./surest_images.ts";

/** What the samples of a sum's terms are to look like. */
export interface LooksOfSum<Name extends string> {
  /** Those that are added: who has a property. */
  plus: Look<Name>;
  /** Those that are subtracted: the same, but without it. */
  minus: Look<Name>;
  /** Those that are to get it. */
  plusAlso: Look<Name>;
}

/** The places of a sum's samples among all, as `latentSums()` takes them. */
export type PlacesOfSum = Record<keyof LooksOfSum<string>, number[]>;

/**
 * Draws the samples of sums: for each term some by chance of those that look most like it.
 *
 * By chance, since to pick what adds up well is to prove nothing. Of the surest, since a
 * term of samples that do not have its look says nothing of the sum. They are places and
 * not yet latents, so that sums of anything else get the very same samples.
 *
 * @param readings What a judge reads of the samples, by question.
 * @param sums The looks of each sum's terms.
 * @param options.samples How many a term gets.
 * @param options.among Of how many of the surest they are drawn.
 * @param options.random The source of randomness; term after term, sum after sum.
 * @returns The places for each sum; within a term none is there twice.
 * @throws {RangeError} If there is no such question or answer, or `samples` is more than
 *   `among`.
 */
export function drawTerms<Name extends string>(
  readings: Readonly<Record<Name, Pick<AttributeReading, "labels" | "probabilities">>>,
  sums: readonly LooksOfSum<Name>[],
  { samples, among, random }: { samples: number; among: number; random: RandomGenerator },
): PlacesOfSum[] {
  // Sums share looks, and to find the surest of one all samples are sorted.
  const found = new Map<string, number[]>();
  const draw = (look: Look<Name>) => {
    const key = JSON.stringify(look);
    const surest = found.get(key) ?? surestImages(readings, look, among);
    found.set(key, surest);
    return chooseSome(surest, samples, random);
  };
  return sums.map(({ plus, minus, plusAlso }) => ({
    plus: draw(plus),
    minus: draw(minus),
    plusAlso: draw(plusAlso),
  }));
}
