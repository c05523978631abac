import * as tf from "@tensorflow/tfjs";
import type { RandomGenerator } from "../tensor/random.ts";
import { requireShape } from "../tensor/require_shape.ts";
import { latentArithmetic, meanLatent } from "./arithmetic.ts";
import { randomDirections } from "./random_directions.ts";

/** Which samples a sum is made of: the places of their rows, at least one a term. */
export interface SumOfRows {
  /** Those whose mean is added. */
  plus: readonly number[];
  /** Those whose mean is subtracted. */
  minus: readonly number[];
  /** Those whose mean the difference is added to. */
  plusAlso: readonly number[];
}

/** Sums, where they start from, and as many places that are just as far away. */
export interface SumsBesideControls {
  /** The means of the third terms, `[sums, latentSize]`. */
  starts: tf.Tensor2D;
  /** The sums themselves, `[sums, latentSize]`. */
  ends: tf.Tensor2D;
  /** As far from the starts as the sums are, in random directions. */
  strayed: tf.Tensor2D;
}

/**
 * Many sums of rows, each `mean(plus) − mean(minus) + mean(plusAlso)`.
 *
 * The rows are latents, or the pixels of images: the formula is the same.
 *
 * @param rows `[count, size]`; not disposed.
 * @param sums At least one.
 * @returns `[sums, size]`. The caller disposes it.
 * @throws {RangeError} If there is no sum, a term is empty, or a place is no row's.
 */
export function latentSums(rows: tf.Tensor, sums: readonly SumOfRows[]): tf.Tensor2D {
  requireSums(rows, sums);
  const terms = ({ plus, minus, plusAlso }: SumOfRows) => ({
    plus: tf.gather(rows, [...plus]),
    minus: tf.gather(rows, [...minus]),
    plusAlso: tf.gather(rows, [...plusAlso]),
  });
  return tf.tidy(() => tf.concat(sums.map((sum) => latentArithmetic(terms(sum)))));
}

/**
 * Many sums of latents, and for each a control that goes as far from the same start.
 *
 * Going far changes an image whatever the direction. So what a sum is worth shows only
 * beside a step of the same length from the same third term to anywhere.
 *
 * @param latents `[count, latentSize]`; not disposed.
 * @param sums At least one.
 * @param random Its next draws.
 * @returns Three tensors that the caller disposes.
 * @throws {RangeError} As {@link latentSums} does.
 */
export function sumsBesideControls(
  latents: tf.Tensor,
  sums: readonly SumOfRows[],
  random: RandomGenerator,
): SumsBesideControls {
  requireSums(latents, sums);
  const startOf = ({ plusAlso }: SumOfRows) =>
    meanLatent(tf.gather(latents, [...plusAlso]));
  return tf.tidy(() => {
    const starts = tf.concat(sums.map(startOf));
    const ends = latentSums(latents, sums);
    const controls = randomDirections(tf.sub(ends, starts), random);
    return { starts, ends, strayed: tf.add<tf.Tensor2D>(starts, controls) };
  });
}

/** Checks the places, since to gather rows that are not there gives no error but zeros. */
function requireSums(rows: tf.Tensor, sums: readonly SumOfRows[]): void {
  const action = "add rows up";
  requireShape(rows, ["count", "size"], { action, name: "rows" });
  if (sums.length === 0) {
    throw new RangeError(`Cannot ${action} as there must be a sum: there is none`);
  }
  const [count] = rows.shape;
  for (const { plus, minus, plusAlso } of sums) {
    const wrong = [...plus, ...minus, ...plusAlso].find((place) =>
      !(Number.isInteger(place) && place >= 0 && place < count)
    );
    if (wrong === undefined) continue;
    throw new RangeError(
      `Cannot ${action} as each place must be from 0 to ${count - 1}: ` +
        `current value is ${wrong}`,
    );
  }
}
