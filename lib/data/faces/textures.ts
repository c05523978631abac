import { RandomGenerator } from "../../tensor/random.ts";

/** Side of the square textures; they repeat without a seam. */
export const textureSide = 64;
/** Length of the strands' texture; it repeats without a seam. */
export const strandCount = 512;

/** Strands in a lock. */
const lockWidth = 4;
/** Steps of `shrink` between the squares 0 and 1; it ends at 8. */
export const shrinkSteps = 256;

/**
 * Irregularities that all faces share, each face from another place in them. What all hair
 * reads is kept in doubles, so that reading it converts nothing.
 */
export interface Textures {
  /** Light and dark strands of hair side by side, about 0. */
  strands: Float64Array;
  /** Whether a strand lies in a light lock or in a dark one: slow, about 0. */
  locks: Float64Array;
  /** Skin's and cloth's unevenness about 0, `[textureSide, textureSide]`. */
  grain: Float64Array;
  /** Curls as seen from above: height, about .5, and its slopes to the right and down. */
  curls: { height: Float32Array; slopeX: Float32Array; slopeY: Float32Array };
  /**
   * 1/√(1 + s) for squares s of slopes, to ⅒ %: what a normal's parts shrink by. Doubles, so
   * that reading one converts nothing.
   */
  shrink: Float64Array;
}

/** Makes the textures; they are always the same. */
export function createTextures(): Textures {
  const random = new RandomGenerator(2718);
  const noise = (count: number) =>
    Float32Array.from({ length: count }, () => 2 * random.uniform() - 1);
  const strands = smoothLine(noise(strandCount));
  return {
    strands: Float64Array.from(strands),
    locks: Float64Array.from(slowLine(noise(strandCount / lockWidth))),
    grain: Float64Array.from(smoothTile(noise(textureSide ** 2))),
    curls: createCurls(random),
    // Rounded to floats as it was when the faces' bytes were settled.
    shrink: Float64Array.from(
      { length: 8 * shrinkSteps + 1 },
      (_, i) => Math.fround(1 / Math.sqrt(1 + (i + 0.5) / shrinkSteps)),
    ),
  };
}

/** Each value the mean of itself, weighted double, and its neighbours. */
function smoothLine(values: Float32Array): Float32Array {
  const { length } = values;
  return values.map((value, i) =>
    (values[(i + length - 1) % length] + 2 * value + values[(i + 1) % length]) / 2.6
  );
}

/** A smooth line through such values, one a lock. */
function slowLine(values: Float32Array): Float32Array {
  return Float32Array.from({ length: values.length * lockWidth }, (_, i) => {
    const from = Math.floor(i / lockWidth), rest = i / lockWidth - from;
    const to = (from + 1) % values.length;
    return values[from] + smoothStep(rest) * (values[to] - values[from]);
  });
}

/** Blurred by three pixels in both directions, so that it looks like skin, not like noise. */
function smoothTile(values: Float32Array): Float32Array {
  const rows = values.map((value, i) => {
    const row = i - i % textureSide;
    return value + values[row + wrap(i - 1)] + values[row + wrap(i + 1)];
  });
  return rows.map((value, i) => {
    const x = i % textureSide, y = Math.floor(i / textureSide);
    const above = rows[textureSide * wrap(y - 1) + x];
    return (value + above + rows[textureSide * wrap(y + 1) + x]) / 3;
  });
}

/** Curls as seen from above: a noise bent by a slower one, so that no lock is like another. */
function createCurls(random: RandomGenerator): Textures["curls"] {
  const bend = smoothNoise(random, 8), locks = smoothNoise(random, 16);
  const height = new Float32Array(textureSide ** 2);
  for (let y = 0, i = 0; y < textureSide; y++) {
    for (let x = 0; x < textureSide; x++, i++) {
      const u = x + 3 * bend(x, y), v = y + 3 * bend(y, x);
      height[i] = 0.5 + 0.45 * locks(u, v) + 0.35 * locks(2 * u, 2 * v);
    }
  }
  const slopeX = height.map((_, i) => {
    const row = i - i % textureSide;
    return (height[row + wrap(i + 1)] - height[row + wrap(i - 1)]) / 2;
  });
  const slopeY = height.map((_, i) => {
    const x = i % textureSide, y = Math.floor(i / textureSide);
    const above = height[textureSide * wrap(y - 1) + x];
    return (height[textureSide * wrap(y + 1) + x] - above) / 2;
  });
  return { height, slopeX, slopeY };
}

/**
 * Smooth noise from −1 to 1 over a texture, without a seam.
 *
 * @param cells How many values lie along a side, a power of two.
 */
function smoothNoise(
  random: RandomGenerator,
  cells: number,
): (x: number, y: number) => number {
  const values = Float32Array.from(
    { length: cells * cells },
    () => 2 * random.uniform() - 1,
  );
  const scale = cells / textureSide, last = cells - 1;
  return (x, y) => {
    const column = Math.floor(x * scale), row = Math.floor(y * scale);
    const across = smoothStep(x * scale - column), down = smoothStep(y * scale - row);
    const left = column & last, right = (column + 1) & last;
    const upper = (row & last) * cells, lower = ((row + 1) & last) * cells;
    const above = values[upper + left] +
      across * (values[upper + right] - values[upper + left]);
    const below = values[lower + left] +
      across * (values[lower + right] - values[lower + left]);
    return above + down * (below - above);
  };
}

/** From 0 to 1 with no slope at either end. */
function smoothStep(share: number): number {
  return share * share * (3 - 2 * share);
}

/** A place beyond the texture's edge, on the other side. */
function wrap(place: number): number {
  return place & (textureSide - 1);
}
