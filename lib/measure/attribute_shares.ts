/**
 * How often each answer to a question is given.
 *
 * @param labels The answers, from 0, at least one.
 * @param answers How many there are to choose from.
 * @returns The shares, which add up to 1.
 * @throws {RangeError} If there is no label, or one is not below `answers`.
 */
export function attributeShares(labels: ArrayLike<number>, answers: number): number[] {
  const shares = Array<number>(answers).fill(0);
  const all = Array.from(labels);
  const wrong = all.find((label) => !(label in shares));
  if (all.length === 0 || wrong !== undefined) {
    throw new RangeError(
      `Cannot count answers as there must be some, each from 0 to ${answers - 1}: ` +
        (all.length === 0 ? "there is none" : `current value is ${wrong}`),
    );
  }
  for (const label of all) shares[label] += 1 / all.length;
  return shares;
}

/**
 * How far two distributions of answers are apart: the share that would have to change.
 *
 *     ½ Σ |pᵢ − qᵢ|
 *
 * 0 for equal ones, 1 where no answer is given in both: the total variation distance.
 *
 * @param p Shares that add up to 1.
 * @param q As many.
 * @throws {RangeError} If there are not as many.
 */
export function shareDistance(p: readonly number[], q: readonly number[]): number {
  if (p.length !== q.length) {
    throw new RangeError(
      `Cannot compare shares as there must be as many: there are ${p.length} and ` +
        `${q.length}`,
    );
  }
  return p.reduce((sum, share, i) => sum + Math.abs(share - q[i]), 0) / 2;
}
