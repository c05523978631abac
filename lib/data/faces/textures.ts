import { RandomGenerator } from "../../tensor/random.ts";

/** Side of the square textures; they repeat without a seam. */
export const textureSide = 64;
/** Length of the strands' texture; it repeats without a seam. */
export const strandCount = 512;

/** Steps of `shrink` between the squares 0 and 1; it ends at 8. */
export const shrinkSteps = 256;

/** Irregularities that all faces share, each face from another place in them. */
export interface Textures {
  /** Light and dark strands of hair side by side, about 0. */
  strands: Float32Array;
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

/** Round locks about the points of a shaken lattice, 3.2 pixels apart. */
function createCurls(random: RandomGenerator): Textures["curls"] {
  const cell = 3.2, cells = textureSide / cell;
  const points = Array.from({ length: cells * cells }, (_, i) => ({
    x: cell * (i % cells + 0.15 + 0.7 * random.uniform()),
    y: cell * (Math.floor(i / cells) + 0.15 + 0.7 * random.uniform()),
    radius: 2.2 + 1 * random.uniform(),
  }));
  const height = new Float32Array(textureSide ** 2);
  const slopeX = new Float32Array(textureSide ** 2);
  const slopeY = new Float32Array(textureSide ** 2);
  for (const { x, y, radius } of points) {
    const reach = Math.ceil(radius);
    for (let row = Math.floor(y) - reach; row <= y + reach; row++) {
      for (let column = Math.floor(x) - reach; column <= x + reach; column++) {
        const dx = (column + 0.5 - x) / radius, dy = (row + 0.5 - y) / radius;
        const here = 1 - dx * dx - dy * dy;
        const at = wrap(row) * textureSide + wrap(column);
        if (here <= height[at]) continue;
        height[at] = here;
        slopeX[at] = -2 * dx / radius;
        slopeY[at] = -2 * dy / radius;
      }
    }
  }
  return { height, slopeX, slopeY };
}

/** A place beyond the texture's edge, on the other side. */
function wrap(place: number): number {
  return place & (textureSide - 1);
}
