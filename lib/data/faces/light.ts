import { type FaceCanvas, side, stride } from "./canvas.ts";
import { type Textures, textureSide } from "./textures.ts";

/** Where the light comes from and how strong it is. */
export interface Light {
  /** Towards the light, in the image: to the right and down. */
  x: number;
  y: number;
  /** The share of light that comes from everywhere. */
  ambient: number;
  /** Where the skin's grain starts in its texture. */
  grain: number;
}

/**
 * Lights a painted canvas, and leaves it flat for the next picture.
 *
 *     pixel = 255 · (colour · (ambient + (1 − ambient) · n·l / l_z) + gloss · (n·h)¹⁶)
 *
 * n is the relief's normal (−slope, 1)/√(1 + slope²), l points to the light and h halfway
 * between it and the viewer. What faces the viewer keeps its colour. Light is a little
 * warmer than shadow.
 *
 * Source: Blinn (1977), https://doi.org/10.1145/563858.563893
 *
 * @param pixels Where the image goes, `[side, side, 3]`; bytes that round and clamp.
 */
export function lightCanvas(
  { surface }: FaceCanvas,
  { x, y, ambient, grain: start }: Light,
  { grain }: Textures,
  pixels: Uint8ClampedArray,
): void {
  const length = Math.sqrt(x * x + y * y + 0.64);
  const lightX = x / length, lightY = y / length, lightZ = 0.8 / length;
  const half = Math.sqrt(lightX * lightX + lightY * lightY + (lightZ + 1) ** 2);
  const halfX = lightX / half, halfY = lightY / half, halfZ = (lightZ + 1) / half;
  const key = (1 - ambient) / lightZ;
  const mask = textureSide * textureSide - 1;
  for (let pixel = 0; pixel < side * side; pixel++) {
    const at = pixel * stride;
    const slopeX = surface[at + 3];
    const slopeY = surface[at + 4], gloss = surface[at + 5];
    const noise = 1 + 0.012 * grain[(pixel + start) & mask];
    const to = pixel * 3;
    if (slopeX === 0 && slopeY === 0 && gloss === 0) {
      pixels[to] = 255 * (surface[at] * noise);
      pixels[to + 1] = 255 * (surface[at + 1] * noise);
      pixels[to + 2] = 255 * (surface[at + 2] * noise);
      continue;
    }
    surface[at + 3] = surface[at + 4] = surface[at + 5] = 0;
    const scale = 1 / Math.sqrt(1 + slopeX * slopeX + slopeY * slopeY);
    const facing = scale * (lightZ - slopeX * lightX - slopeY * lightY);
    const lit = ambient + key * (facing > 0 ? facing : 0.15 * facing);
    let shine = 0;
    if (gloss > 0) {
      const cosine = scale * (halfZ - slopeX * halfX - slopeY * halfY);
      const square = cosine > 0 ? cosine * cosine : 0;
      const fourth = square * square, eighth = fourth * fourth;
      shine = gloss * eighth * eighth;
    }
    const rough = lit * noise;
    const warm = 0.035 * (lit - 1);
    pixels[to] = 255 * (surface[at] * (rough + warm) + shine);
    pixels[to + 1] = 255 * (surface[at + 1] * rough + 0.97 * shine);
    pixels[to + 2] = 255 * (surface[at + 2] * (rough - warm) + 0.92 * shine);
  }
}
