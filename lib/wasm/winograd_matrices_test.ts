import assert from "node:assert/strict";
import {
  type Matrix,
  transpose,
  WINOGRAD_POINTS,
  WINOGRAD_TAPS,
  winogradMatrices,
} from "./winograd_matrices.ts";

/** `divisor` · G has no thirds, so with it no sum and no product here is rounded. */
const EXACT_CASES: { points: readonly number[]; taps: number; divisor: number }[] = [
  ...WINOGRAD_TAPS.map((taps) => ({ points: WINOGRAD_POINTS, taps, divisor: 3 })),
  { points: [0, 1, -1, 2], taps: 2, divisor: 6 },
  { points: [0, 1], taps: 2, divisor: 1 },
  { points: [0, 1, -1], taps: 3, divisor: 1 },
  { points: [0, 1, -1, 2, -2], taps: 3, divisor: 24 },
];

function multiply(a: Matrix, b: Matrix): number[][] {
  return a.map((row) =>
    b[0].map((_, column) => row.reduce((sum, value, k) => sum + value * b[k][column], 0))
  );
}

/** M · X · Mᵀ. */
function transform(matrix: Matrix, values: Matrix): number[][] {
  return multiply(multiply(matrix, values), transpose(matrix));
}

/** Whole numbers that follow no pattern. */
function whole(size: number): number[][] {
  const counts = Array.from({ length: size }, (_, i) => i);
  return counts.map((i) => counts.map((j) => (7 * i * i + 5 * j + 3) % 11));
}

for (const { points, taps, divisor } of EXACT_CASES) {
  const { input, filter, output } = winogradMatrices(points, taps);
  const [size, outputs] = [input.length, output.length];

  Deno.test(`F(${outputs}, ${taps}) at ${points} and ∞ is the direct sum, exactly`, () => {
    const [d, g] = [whole(size), whole(taps)];
    const scaled = filter.map((row) => row.map((value) => value * divisor));
    const [u, v] = [transform(input, d), transform(scaled, g)];
    const y = transform(
      output,
      u.map((row, i) => row.map((value, j) => value * v[i][j])),
    );
    for (let j = 0; j < outputs; j++) {
      for (let i = 0; i < outputs; i++) {
        let sum = 0;
        g.forEach((row, b) => row.forEach((tap, a) => sum += tap * d[j + b][i + a]));
        assert.equal(y[j][i], divisor ** 2 * sum);
      }
    }
  });
}

Deno.test("winogradMatrices() gives the matrices of F(2, 3) as Lavin and Gray print them", () => {
  const { input, filter, output } = winogradMatrices([0, 1, -1], 3);
  // Up to the signs of a row of Bᵀ with that of G, which cancel.
  const signs = [-1, 1, 1, 1];
  const turned = (matrix: Matrix) =>
    matrix.map((row, i) => row.map((v) => signs[i] * v + 0));
  assert.deepEqual(turned(input), [
    [1, 0, -1, 0],
    [0, 1, 1, 0],
    [0, -1, 1, 0],
    [0, -1, 0, 1],
  ]);
  assert.deepEqual(turned(filter), [[1, 0, 0], [.5, .5, .5], [.5, -.5, .5], [0, 0, 1]]);
  assert.deepEqual(output, [[1, 1, 1, 0], [0, 1, -1, 1]]);
});

Deno.test("winogradMatrices() refuses equal points and too few points", () => {
  assert.throws(() => winogradMatrices([0, 1, 1], 2), /must be distinct.*0, 1, 1/);
  assert.throws(() => winogradMatrices([0], 3), /3 taps need at least 2 points.*is 1/);
});
