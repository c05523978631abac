import { RandomGenerator } from "../../tensor/random.ts";

/** Side of the square textures; they repeat without a seam. */
export const textureSide = 64;
/** Length of the strands' texture; it repeats without a seam. */
export const strandCount = 512;

/** Irregularities that all faces share, each face from another place in them. */
export interface Textures {
  /** Light and dark strands of hair side by side, about 0. */
  strands: Float32Array;
  /** Skin's and cloth's unevenness about 0, `[textureSide, textureSide]`. */
  grain: Float32Array;
  /** Curls as seen from above: height, 0 to 1, and its slopes to the right and down. */
  curls: { height: Float32Array; slopeX: Float32Array; slopeY: Float32Array };
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
  for (let i = 0; i < height.length; i++) {
    const x = i % textureSide + 0.5, y = Math.floor(i / textureSide) + 0.5;
    for (const point of points) {
      const dx = wrap(x - point.x) / point.radius, dy = wrap(y - point.y) / point.radius;
      const here = 1 - dx * dx - dy * dy;
      if (here <= height[i]) continue;
      height[i] = here;
      slopeX[i] = -2 * dx / point.radius;
      slopeY[i] = -2 * dy / point.radius;
    }
  }
  return { height, slopeX, slopeY };
}

/** The shorter way around the texture. */
function wrap(distance: number): number {
  if (distance > textureSide / 2) return distance - textureSide;
  return distance < -textureSide / 2 ? distance + textureSide : distance;
}
