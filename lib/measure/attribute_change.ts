import type { AttributeReading } from "./attribute_judge.ts";
import { mean } from "./mean.ts";

/** What became of some images, as a judge reads them. */
export interface AttributeChange {
  /** How many images lacked what was wanted. */
  count: number;
  /** The share of these that have it now. */
  gained: number;
  /** The share of these for which each other question is answered as before. */
  kept: Record<string, number>;
  /** The mean of `kept`. */
  keptMean: number;
}

/**
 * Whether a change gave images what was wanted, and left the rest of them alone.
 *
 * Both have to be asked: a change that makes one smiling face of all images has given each
 * of them a smile. Neither number means much alone: a judge that errs finds changes where
 * none are, and any change shows in more than one attribute.
 *
 * @param before What is read of the images before, by question.
 * @param after The same of the same images after the change.
 * @param wanted The question, and the answer that the change is to give.
 * @returns Shares of the images that lacked it; NaN where all had it.
 * @throws {RangeError} If there is no such question, or the counts of images differ.
 */
export function attributeChange<Name extends string>(
  before: Readonly<Record<Name, Pick<AttributeReading, "labels">>>,
  after: Readonly<Record<Name, Pick<AttributeReading, "labels">>>,
  { name, answer }: { name: Name; answer: number },
): AttributeChange {
  const action = "measure a change";
  if (!(name in before)) {
    throw new RangeError(
      `Cannot ${action} as '${name}' must be one of ${Object.keys(before).join(", ")}`,
    );
  }
  const [was, is] = [before[name].labels, after[name].labels];
  if (was.length !== is.length) {
    throw new RangeError(
      `Cannot ${action} as there must be as many images after it: there are ` +
        `${was.length} before and ${is.length} after`,
    );
  }
  const lacking = [...was.keys()].filter((i) => was[i] !== answer);
  const shareOf = (holds: (i: number) => boolean) =>
    lacking.filter(holds).length / lacking.length;
  const others = (Object.keys(before) as Name[]).filter((other) => other !== name);
  const kept = Object.fromEntries(others.map((other) => [
    other,
    shareOf((i) => before[other].labels[i] === after[other].labels[i]),
  ]));
  return {
    count: lacking.length,
    gained: shareOf((i) => is[i] === answer),
    kept,
    keptMean: mean(others.map((other) => kept[other])),
  };
}
