import type { FaceAttributes } from "./attributes.ts";
import { clamp, type Colour, type FaceCanvas } from "./canvas.ts";
import { type Head, placeOnFace, shaded } from "./head.ts";
import type { Mouth } from "./mouth.ts";
import { type Textures, textureSide } from "./textures.ts";
import type { Variation } from "./variation.ts";

/** A beard: its extent, in pixels, and colour. */
export interface Beard {
  style: FaceAttributes["beard"];
  colour: Colour;
  /** How far it reaches above the mean on the cheeks. */
  cheeks: number;
  /** How far a moustache reaches above the lip, and a goatee to either side. */
  moustache: number;
  goatee: number;
  density: number;
  offset: number;
}

/** Draws a beard for a face with such attributes. */
export function describeBeard(
  vary: Variation,
  { beard: style }: FaceAttributes,
  hair: Colour,
): Beard {
  return {
    style,
    // What is shorn shows its dark roots.
    colour: shaded(hair, vary.about(style === "stubble" ? 0.42 : 0.74, 0.08)),
    cheeks: vary.about(0, 1.6),
    moustache: vary.about(1.7, 0.4),
    goatee: vary.about(4.6, 0.8),
    density: vary.about(1, 0.12),
    offset: Math.floor(vary.between(0, textureSide * textureSide)),
  };
}

/** Paints the beard on the head, below what the mouth will be. */
export function paintBeard(
  canvas: FaceCanvas,
  head: Head,
  mouth: Mouth,
  beard: Beard,
  textures: Textures,
): void {
  if (beard.style === "none") return;
  const { u } = placeOnFace(head, 0, 1.05);
  const v = mouth.v * head.halfHeight;
  if (beard.style !== "moustache") paintJaw(canvas, head, v, beard, textures);
  if (beard.style === "stubble") return;
  const paint = { colour: beard.colour, gloss: 0.1, opacity: 0.86 * beard.density };
  const up = mouth.upperLip + mouth.open / 2;
  const drop = mouth.lift - 1.3;
  canvas.lens(
    u,
    v - up,
    mouth.width + 0.9,
    [-beard.moustache, 0, beard.moustache - 0.2 - drop, 0, 0],
    [0.25, 0, 1.1 - drop, 0, 0],
    paint,
    { softness: 1.5, roundness: 0.3 },
  );
}

/** Hair on the jaw, chin and upper lip, leaving the lips and the cheeks free. */
function paintJaw(
  canvas: FaceCanvas,
  head: Head,
  mouthV: number,
  { style, colour, cheeks, goatee, density, offset }: Beard,
  { grain }: Textures,
): void {
  const { halfWidth, halfHeight } = head;
  const isStubble = style === "stubble";
  const softness = isStubble ? 5 : 2.6;
  const opacity = density * (isStubble ? 0.38 : 0.9);
  // A goatee is what lies about the mouth, narrower at the chin.
  const reach = style === "goatee" ? (goatee + 0.8) / halfWidth : 2;
  canvas.reach(0, halfHeight * 0.6, halfWidth, halfHeight * 0.6);
  const { colours, relief, head: onHead, box, frame: { x, y, cosine, sine } } = canvas;
  const middle = placeOnFace(head, 0, 0.95).u;
  const red = colour[0], green = colour[1], blue = colour[2];
  const perWidth = 1 / halfWidth, stepU = cosine * perWidth, sharp = 1 / softness;
  const grains = grain.length, dx = box.left + 0.5 - x;
  const rough = isStubble ? 0 : 0.08;
  for (let row = box.top; row < box.bottom; row++) {
    const dy = row + 0.5 - y;
    let v = cosine * dy - sine * dx, U = (cosine * dx + sine * dy - middle) * perWidth;
    let pixel = canvas.pixel(row, box.left);
    const end = canvas.pixel(row, box.right);
    for (; pixel < end; pixel++, v -= sine, U += stepU) {
      if (onHead[pixel] === 0) continue;
      const UU = U * U;
      // From the ears down to the moustache: high at |U| = 1, lowest on the cheeks.
      const line = mouthV - 3.4 - cheeks + 9 * UU * (1 - 1.5 * UU);
      const noise = grain[(offset + pixel * 7) % grains];
      const aside = reach - 0.012 * Math.max(0, v - mouthV) - (U < 0 ? -U : U);
      if (aside < -0.1) continue;
      const cover = opacity * onHead[pixel] *
        clamp((v - line + 0.9 * noise) * sharp + 0.5) *
        clamp(7 * aside + 0.2 * noise + 0.5);
      if (cover <= 0) continue;
      const at = pixel * 3, value = 0.95 + 0.12 * noise;
      colours[at] += cover * (red * value - colours[at]);
      colours[at + 1] += cover * (green * value - colours[at + 1]);
      colours[at + 2] += cover * (blue * value - colours[at + 2]);
      relief[at + 2] *= 1 - 0.8 * cover;
      relief[at + 1] += rough * cover * noise;
    }
  }
}
