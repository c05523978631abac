/**
 * The three matrices of Winograd's convolution, derived from its points.
 *
 * @module
 */

/** A matrix as an array of its rows. */
export type Matrix = readonly (readonly number[])[];

/** Names the transforms after what they change; rows are points, but for `output`. */
export interface WinogradMatrices {
  /** Bᵀ, `[points, points]`. */
  input: Matrix;
  /** G, `[points, taps]`. */
  filter: Matrix;
  /** Aᵀ, `[outputs, points]`. */
  output: Matrix;
}

/**
 * The points of the backend's F(4, 2) and F(3, 3), beside ∞.
 *
 * Any four distinct numbers would do on paper. 0, 1 and −1 need no multiplications; of
 * the small fractions, ½ as the fourth has the smallest error (half that of 2).
 */
export const WINOGRAD_POINTS: readonly number[] = [0, 1, -1, 1 / 2];

/** How many neighbouring taps a phase may have: F(4, 2) and F(3, 3) share their points. */
export const WINOGRAD_TAPS = [2, 3] as const;

/**
 * Derives the matrices of F(m, r), which computes m outputs of a convolution with r taps
 * by m + r − 1 multiplications in place of m · r:
 *
 *     y = Aᵀ [(G g) ⊙ (Bᵀ d)],   y[j] = Σₖ d[j + k] · g[k]
 *
 * and in two dimensions Y = Aᵀ [(G g Gᵀ) ⊙ (Bᵀ d B)] A.
 *
 * The product of two polynomials of degrees m − 1 and r − 1 is known from its values at
 * m + r − 1 points, and each value takes one multiplication. With points p₀, p₁, … and ∞:
 *
 *     Aᵀ[j, i] = pᵢʲ                     evaluates one polynomial at pᵢ,
 *     G[i, k]  = pᵢᵏ / Πₗ (pᵢ − pₗ)      the other (l ≠ i), divided for Lagrange,
 *     Bᵀ[i]    = Πₗ (x − pₗ)             interpolates: the coefficients of x⁰, x¹, …
 *
 * and for ∞, Aᵀ and G take the highest coefficient, and the product in Bᵀ has all
 * points. Convolution with stride 1 is this product transposed, which swaps the parts of
 * evaluating and interpolating.
 *
 * Source: Lavin and Gray (2015), section 4, https://arxiv.org/abs/1509.09308
 *
 * @param points m + r − 2 distinct numbers; ∞ is added to them.
 * @param taps r, at least 1.
 * @throws {RangeError} If two points are the same or there are fewer than r − 1.
 */
export function winogradMatrices(
  points: readonly number[],
  taps: number,
): WinogradMatrices {
  if (new Set(points).size !== points.length) {
    throw new RangeError(
      `Cannot derive Winograd's matrices as 'points' must be distinct: ` +
        `current points are ${points.join(", ")}`,
    );
  }
  const outputs = points.length + 2 - taps;
  if (outputs < 1) {
    throw new RangeError(
      `Cannot derive Winograd's matrices as ${taps} taps need at least ${taps - 1} ` +
        `points: current number is ${points.length}`,
    );
  }
  const others = points.map((_, i) => points.filter((_, l) => l !== i));
  const divisors = points.map((point, i) =>
    others[i].reduce((product, other) => product * (point - other), 1)
  );
  return {
    input: [
      ...others.map((roots) => [...polynomial(roots), 0]),
      polynomial(points),
    ],
    filter: [
      ...points.map((point, i) => powers(point, taps).map((p) => p / divisors[i])),
      highest(taps),
    ],
    output: transpose([
      ...points.map((point) => powers(point, outputs)),
      highest(outputs),
    ]),
  };
}

/** Swaps rows and columns. */
export function transpose(matrix: Matrix): Matrix {
  return matrix[0].map((_, column) => matrix.map((row) => row[column]));
}

/** The coefficients of Π (x − root), that of x⁰ first. */
function polynomial(roots: readonly number[]): number[] {
  return roots.reduce(
    (product, root) =>
      [0, ...product].map((shifted, k) => shifted - root * (product[k] ?? 0)),
    [1],
  );
}

/** x⁰, x¹, …, as many as `count`. */
function powers(x: number, count: number): number[] {
  return Array.from({ length: count }, (_, k) => x ** k);
}

/** Takes the highest of `count` coefficients: the polynomial's value at ∞. */
function highest(count: number): number[] {
  return Array.from({ length: count }, (_, k) => k === count - 1 ? 1 : 0);
}
