import { type FaceCanvas, stride } from "./canvas.ts";
import { shrinkSteps, type Textures } from "./textures.ts";

/** Where the light comes from and how strong it is. */
export interface Light {
  /** Towards the light, in the image: to the right and down. */
  x: number;
  y: number;
  /** The share of light that comes from everywhere. */
  ambient: number;
}

/**
 * Lights a painted canvas.
 *
 *     pixel = 255 · (colour · (ambient + (1 − ambient) · n·l / l_z) + gloss · (n·h)¹⁶)
 *
 * n is the relief's normal (−slope, 1)/√(1 + slope²), l points to the light and h halfway
 * between it and the viewer. What faces the viewer keeps its colour. Light is a little
 * warmer than shadow. 1/√(1 + slope²) comes from a table, which is off by ⅒ % at most.
 *
 * Source: Blinn (1977), https://doi.org/10.1145/563858.563893
 *
 * @param pixels Where the image goes, `[side, side, 3]`; bytes that clamp.
 */
export function lightCanvas(
  { surface }: FaceCanvas,
  { x, y, ambient }: Light,
  { shrink }: Textures,
  pixels: Uint8ClampedArray,
): void {
  const length = Math.sqrt(x * x + y * y + 0.64);
  const lightX = x / length, lightY = y / length, lightZ = 0.8 / length;
  const half = Math.sqrt(lightX * lightX + lightY * lightY + (lightZ + 1) ** 2);
  // In bytes from here on. Stored as integers: V8 is slow to round and clamp what is none.
  const shadow = 255 * ambient, key = 255 * (1 - ambient) / lightZ, perHalf = 1 / half;
  const step = stride,
    end = surface.length,
    perStep = shrinkSteps,
    last = shrink.length - 1;
  for (let at = 0, to = 0; at < end; at += step, to += 3) {
    const slopeX = surface[at + 3], slopeY = surface[at + 4], gloss = surface[at + 5];
    if (slopeX === 0 && slopeY === 0 && gloss === 0) {
      pixels[to] = (255 * surface[at] + 0.5) | 0;
      pixels[to + 1] = (255 * surface[at + 1] + 0.5) | 0;
      pixels[to + 2] = (255 * surface[at + 2] + 0.5) | 0;
      continue;
    }
    const square = slopeX * slopeX + slopeY * slopeY;
    const scale = shrink[square < 8 ? (square * perStep) | 0 : last];
    const facing = lightZ - slopeX * lightX - slopeY * lightY;
    const lit = shadow + key * scale * (facing > 0 ? facing : 0.15 * facing);
    // n·h, as h is the sum of l and the viewer's direction, made as long as 1.
    const near = (facing + 1) * scale * perHalf;
    let shine = 0.5;
    if (gloss > 0) {
      const near2 = near > 0 ? near * near : 0,
        near4 = near2 * near2,
        near8 = near4 * near4;
      shine += 255 * gloss * near8 * near8;
    }
    const warm = 0.035 * lit - 8.925;
    pixels[to] = (surface[at] * (lit + warm) + shine) | 0;
    pixels[to + 1] = (surface[at + 1] * lit + shine) | 0;
    pixels[to + 2] = (surface[at + 2] * (lit - warm) + shine) | 0;
  }
}
