import type { AttributeChange } from "./attribute_change.ts";
import { nameInWords } from "./name_in_words.ts";
import { mean } from "./mean.ts";

/** What became of one wish, in each of several ways to grant it. */
export interface GrantedWish<Way extends string> {
  /** What was wished for, in words. */
  wish: string;
  /** The change that each way made. */
  changes: Record<Way, AttributeChange>;
}

/** What a change costs in one other question, beside what chance costs. */
export interface ChangeCost {
  /** The question, in words. */
  question: string;
  /** The share of the answers that stayed. */
  kept: number;
  /** The same, after a change by chance. */
  keptByChance: number;
  /** By how much more of them it changed than chance did. */
  cost: number;
}

/**
 * How many got their wish and what was kept, in whole per cent: "84 / 71".
 *
 * @param granted At least one wish, all tried in the same ways.
 * @returns A row for each wish, a column for each way.
 */
export function wishTable<Way extends string>(
  granted: readonly GrantedWish<Way>[],
): ({ wish: string } & Record<Way, string>)[] {
  const text = ({ gained, keptMean }: AttributeChange) =>
    [gained, keptMean].map((share) => Math.round(100 * share)).join(" / ");
  return granted.map(({ wish, changes }) => {
    const texts = Object.entries<AttributeChange>(changes)
      .map(([way, change]) => [way, text(change)]);
    return { wish, ...Object.fromEntries(texts) as Record<Way, string> };
  });
}

/**
 * The means over all wishes, for each way to grant them.
 *
 * @param granted At least one wish, all tried in the same ways.
 * @returns A row for each way, with shares.
 */
export function wishMeans<Way extends string>(
  granted: readonly GrantedWish<Way>[],
): { direction: Way; gained: number; kept: number }[] {
  return (Object.keys(granted[0].changes) as Way[]).map((direction) => {
    const changes = granted.map(({ changes }) => changes[direction]);
    const gained = mean(changes.map((change) => change.gained));
    const kept = mean(changes.map((change) => change.keptMean));
    return { direction, gained, kept };
  });
}

/**
 * What a change costs in every other question, the dearest first.
 *
 * @param change What became of the images.
 * @param control What became of them after a change as large, but by chance.
 */
export function changeCosts(
  change: Pick<AttributeChange, "kept">,
  control: Pick<AttributeChange, "kept">,
): ChangeCost[] {
  const costs = Object.entries(change.kept).map(([name, kept]) => {
    const keptByChance = control.kept[name];
    return { question: nameInWords(name), kept, keptByChance, cost: keptByChance - kept };
  });
  return costs.sort((a, b) => b.cost - a.cost);
}
