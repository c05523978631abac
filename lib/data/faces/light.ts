import { type FaceCanvas, side } from "./canvas.ts";
import { shrinkSteps, type Textures } from "./textures.ts";

/** How many numbers an image has; a constant of this module's own for V8's sake. */
const size = side * side * 3;
const perStep = shrinkSteps;

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
 * @param pixels Where the image goes, `[side, side, 3]`.
 */
export function lightCanvas(
  { colours, relief }: FaceCanvas,
  { x, y, ambient }: Light,
  { shrink }: Textures,
  pixels: Uint8Array,
): void {
  const length = Math.sqrt(x * x + y * y + 0.64);
  const lightX = x / length, lightY = y / length, lightZ = 0.8 / length;
  const half = Math.sqrt(lightX * lightX + lightY * lightY + (lightZ + 1) ** 2);
  // In bytes from here on. Stored as integers: V8 is slow to round what is none.
  const shadow = 255 * ambient, key = 255 * (1 - ambient) / lightZ, perHalf = 1 / half;
  const last = shrink.length - 1;
  for (let at = 0; at < size; at += 3) {
    const slopeX = relief[at], slopeY = relief[at + 1], gloss = relief[at + 2];
    // What faces the viewer without gloss keeps its colour to the last bit.
    let red = 255, green = 255, blue = 255, shine = 0.5;
    if (slopeX !== 0 || slopeY !== 0 || gloss !== 0) {
      const square = slopeX * slopeX + slopeY * slopeY;
      const scale = shrink[square < 8 ? (square * perStep) | 0 : last];
      const facing = lightZ - slopeX * lightX - slopeY * lightY;
      green = shadow + key * (facing > 0 ? facing : 0.15 * facing) * scale;
      const warm = 0.035 * green - 8.925;
      red = green + warm;
      blue = green - warm;
      if (gloss > 0) {
        // n·h, as h is the sum of l and the viewer's direction, made as long as 1.
        const near = (facing + 1) * perHalf * scale;
        const near2 = near > 0 ? near * near : 0;
        const near4 = near2 * near2, near8 = near4 * near4;
        shine += 255 * gloss * near8 * near8;
      }
    }
    const redByte = (colours[at] * red + shine) | 0;
    const greenByte = (colours[at + 1] * green + shine) | 0;
    const blueByte = (colours[at + 2] * blue + shine) | 0;
    pixels[at] = redByte;
    pixels[at + 1] = greenByte;
    pixels[at + 2] = blueByte;
    // Few pixels are too bright for a byte: one question for all three costs less than
    // an array that clamps each.
    if ((redByte | greenByte | blueByte) >>> 0 > 255) {
      pixels[at] = clampByte(redByte);
      pixels[at + 1] = clampByte(greenByte);
      pixels[at + 2] = clampByte(blueByte);
    }
  }
}

function clampByte(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : value;
}
