import { RandomGenerator } from "../../tensor/random.ts";

/** Side of the square textures; they repeat without a seam. */
export const textureSide = 64;
/** Length of the strands' texture; it repeats without a seam. */
export const strandCount = 512;

/** Strands in a lock. */
const lockWidth = 4;
/** Steps of `shrink` between the squares 0 and 1; it ends at 8. */
export const shrinkSteps = 256;

/** Irregularities that all faces share, each face from another place in them. */
export interface Textures {
  /** Light and dark strands of hair side by side, about 0. */
  strands: Float32Array;
  /** Whether a strand lies in a light lock or in a dark one: slow, about 0. */
  locks: Float32Array;
  /** Skin's and cloth's unevenness about 0, `[textureSide, textureSide]`. */
  grain: Float32Array;
  /** Curls as seen from above: height, 0 to 1, and its slopes to the right and down. */
  curls: { height: Float32Array; slopeX: Float32Array; slopeY: Float32Array };
  /** 1/√(1 + s) for squares s of slopes, to ⅒ %: what a normal's parts shrink by. */
  shrink: Float32Array;
}

/** Makes the textures; they are always the same. */
export function createTextures(): Textures {
  const random = new RandomGenerator(2718);
  const noise = (count: number) =>
    Float32Array.from({ length: count }, () => 2 * random.uniform() - 1);
  const strands = smoothLine(noise(strandCount));
  return {
    strands,
    locks: slowLine(noise(strandCount / lockWidth)),
    grain: smoothTile(noise(textureSide ** 2)),
    curls: createCurls(random),
    shrink: Float32Array.from(
      { length: 8 * shrinkSteps + 1 },
      (_, i) => 1 / Math.sqrt(1 + (i + 0.5) / shrinkSteps),
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
    const smooth = rest * rest * (3 - 2 * rest);
    return values[from] + smooth * (values[(from + 1) % values.length] - values[from]);
  });
}

/** Blurred by three pixels in both directions, so that it looks like skin, not like noise. */
function smoothTile(values: Float32Array): Float32Array {
  return values.map((_, i) => {
    let sum = 0;
    for (let dy = -1; dy <= 1; dy++) {
      for (let dx = -1; dx <= 1; dx++) {
        const row = (Math.floor(i / textureSide) + dy + textureSide) % textureSide;
        const column = (i + dx + textureSide) % textureSide;
        sum += values[row * textureSide + column];
      }
    }
    return sum / 3;
  });
}

/**
 * Curls as ridges: where a smooth noise is 0 a lock winds, and a finer noise bends it.
 */
function createCurls(random: RandomGenerator): Textures["curls"] {
  const count = textureSide ** 2;
  const bend = smoothNoise(random, 8), other = smoothNoise(random, 8);
  const winding = smoothNoise(random, 3.5), fine = smoothNoise(random, 1.8);
  const height = Float32Array.from({ length: count }, (_, i) => {
    const x = i % textureSide + 3 * bend(i % textureSide, Math.floor(i / textureSide));
    const y = Math.floor(i / textureSide) +
      3 * other(i % textureSide, Math.floor(i / textureSide));
    return 0.5 + 0.5 * winding(x, y) + 0.25 * fine(x, y);
  });
  const slopeOf = (step: number) =>
    height.map((_, i) => {
      const row = i - i % textureSide;
      const [before, after] = step === 1
        ? [row + wrap(i - 1), row + wrap(i + 1)]
        : [(i + count - step) % count, (i + step) % count];
      return (height[after] - height[before]) / 2;
    });
  return { height, slopeX: slopeOf(1), slopeY: slopeOf(textureSide) };
}

/** Smooth noise from −1 to 1 that repeats without a seam, `cell` pixels from value to value. */
function smoothNoise(
  random: RandomGenerator,
  cell: number,
): (x: number, y: number) => number {
  const cells = Math.round(textureSide / cell), per = cells / textureSide;
  const values = Float32Array.from(
    { length: cells * cells },
    () => 2 * random.uniform() - 1,
  );
  const smooth = (rest: number) => rest * rest * (3 - 2 * rest);
  return (x, y) => {
    const column = Math.floor(x * per), row = Math.floor(y * per);
    const across = smooth(x * per - column), down = smooth(y * per - row);
    const value = (i: number, j: number) =>
      values[((j % cells + cells) % cells) * cells + (i % cells + cells) % cells];
    const above = value(column, row) +
      across * (value(column + 1, row) - value(column, row));
    const below = value(column, row + 1) +
      across * (value(column + 1, row + 1) - value(column, row + 1));
    return above + down * (below - above);
  };
}

/** A place beyond the texture's edge, on the other side. */
function wrap(place: number): number {
  return place & (textureSide - 1);
}
