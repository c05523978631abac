/**
 * Claims of a notebook that fail when they are wrong.
 *
 * @module
 */
import { requireShape } from "../tensor/require_shape.ts";

/**
 * Checks a claim, and prints it.
 *
 * @param claim What holds, in a few words.
 * @param condition Whether it holds.
 * @throws {Error} If it does not.
 */
export function check(claim: string, condition: boolean): void {
  if (condition !== true) {
    throw new Error(`Cannot hold '${claim}' as it must be true: it is ${condition}`);
  }
  console.log(`✓ ${claim}`);
}

/**
 * Checks a shape, and prints it.
 *
 * @param tensor A tensor, or anything else with a shape.
 * @param shape The shape that it must have; a string names a size that is free.
 * @throws {RangeError} If it has another shape.
 */
export function checkShape(
  tensor: { shape: number[] },
  shape: (number | string)[],
): void {
  requireShape(tensor, shape, { action: "hold the claim", name: "tensor" });
  console.log(`✓ shape [${shape.join(", ")}]`);
}

/**
 * Checks that numbers are near others, and prints the claim with its largest difference.
 *
 * @param claim What holds, in a few words.
 * @param actual A number, or several.
 * @param expected As many.
 * @param tolerance How far each may be from the expected, 0 or more.
 * @throws {RangeError} If one is farther off, or if there are more or fewer.
 */
export function checkClose(
  claim: string,
  actual: number | ArrayLike<number>,
  expected: number | ArrayLike<number>,
  tolerance: number,
): void {
  const numbers = asArray(actual);
  const wanted = asArray(expected);
  if (numbers.length !== wanted.length) {
    throw new RangeError(
      `Cannot hold '${claim}' as there must be ${wanted.length} numbers: ` +
        `there are ${numbers.length}`,
    );
  }
  const differences = numbers.map((value, index) =>
    Object.is(value, wanted[index]) ? 0 : Math.abs(value - wanted[index])
  );
  // Not "farther than": a difference that is NaN must fail too.
  const wrong = differences.findIndex((difference) => !(difference <= tolerance));
  if (wrong >= 0) {
    const which = numbers.length === 1 ? "it" : `number ${wrong}`;
    throw new RangeError(
      `Cannot hold '${claim}' as ${which} must be ${wanted[wrong]} ± ${tolerance}: ` +
        `it is ${numbers[wrong]}`,
    );
  }
  const largest = differences.reduce((most, difference) => Math.max(most, difference), 0);
  const off = largest === 0 ? "exactly" : `within ${Number(largest.toPrecision(2))}`;
  console.log(`✓ ${claim} (${off})`);
}

const asArray = (value: number | ArrayLike<number>): number[] =>
  typeof value === "number" ? [value] : Array.from(value);
