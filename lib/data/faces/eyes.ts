import type { FaceAttributes } from "./attributes.ts";
import { clamp, type Colour, type FaceCanvas } from "./canvas.ts";
import { type Head, placeOnFace, shaded } from "./head.ts";
import type { Variation } from "./variation.ts";

/** Eyes and brows: their proportions, in pixels, and colours. */
export interface Eyes {
  /** Their distance from the face's middle, in half widths, and height, in half heights. */
  apart: number;
  v: number;
  /** Half the width, and how far the lids open above and below the middle. */
  width: number;
  upper: number;
  lower: number;
  /** How much higher the outer corners are. */
  slant: number;
  /** The iris's radius, and where the eyes look. */
  iris: number;
  lookU: number;
  lookV: number;
  colour: Colour;
  lashes: number;
  /** The brows' height above the eyes, half width, thickness, arch and slope. */
  browUp: number;
  browWidth: number;
  browThickness: number;
  browArch: number;
  browSlope: number;
  brow: Colour;
}

const irises: Colour[] = [
  [0.2, 0.11, 0.07],
  [0.3, 0.17, 0.09],
  [0.42, 0.27, 0.12],
  [0.3, 0.4, 0.24],
  [0.28, 0.45, 0.62],
  [0.4, 0.47, 0.52],
];

/** Draws eyes for a face with such attributes; a smile narrows them. */
export function describeEyes(
  vary: Variation,
  { smiling }: FaceAttributes,
  hair: Colour,
  skin: Colour,
): Eyes {
  const open = vary.about(1, 0.18);
  // Brown eyes are the commonest: the first three of the list, and the first again.
  const place = vary.between(0, 9);
  return {
    apart: vary.about(0.435, 0.035),
    v: vary.about(0.015, 0.03),
    width: vary.about(3.65, 0.4),
    upper: (smiling ? 1.85 : 2.15) * open,
    lower: (smiling ? 0.9 : 1.25) * open,
    slant: vary.about(0.25, 0.5),
    iris: vary.about(1.85, 0.18),
    lookU: vary.about(0, 0.9),
    lookV: vary.about(0.05, 0.35),
    colour: irises[Math.min(5, Math.floor(place < 6 ? place / 2 : place - 3))],
    lashes: vary.about(0.6, 0.4),
    browUp: vary.about(5.2, 0.7),
    browWidth: vary.about(4.4, 0.5),
    browThickness: vary.about(1.25, 0.6),
    browArch: vary.about(1.1, 0.7),
    browSlope: vary.about(0.15, 0.6),
    brow: browOf(hair, skin, vary.about(0.62, 0.15)),
  };
}

/** Darker than the hair, and than the skin that it must stand out from. */
function browOf(hair: Colour, skin: Colour, factor: number): Colour {
  const most = 0.62 * skin[1], green = factor * hair[1];
  return shaded(hair, green > most ? factor * most / green : factor);
}

/** Paints both eyes and both brows. */
export function paintEyes(
  canvas: FaceCanvas,
  head: Head,
  eyes: Eyes,
  light: number,
): void {
  for (const sign of [-1, 1]) {
    const { u, scale } = placeOnFace(head, sign * eyes.apart * head.halfWidth);
    const v = eyes.v * head.halfHeight;
    paintBrow(canvas, eyes, u, v - eyes.browUp, scale, sign);
    paintEye(canvas, head, eyes, { u, v, width: eyes.width * scale, sign, light });
  }
}

function paintBrow(
  canvas: FaceCanvas,
  eyes: Eyes,
  u: number,
  v: number,
  scale: number,
  sign: number,
): void {
  const { browArch: arch, browThickness: thick, browSlope, brow } = eyes;
  const lean = -sign * browSlope;
  // Highest two thirds out, thicker near the nose, pointed at the temple.
  const asymmetry = -sign * 0.35 * arch;
  canvas.lens(
    u + sign * 0.3,
    v,
    eyes.browWidth * scale,
    [-thick / 2, lean + asymmetry, arch + thick * 0.35, -asymmetry, 0],
    [
      thick / 2,
      lean + asymmetry - sign * 0.12 * thick,
      arch - thick * 0.2,
      -asymmetry,
      0,
    ],
    { colour: brow, gloss: 0.05, opacity: 0.88 },
    { softness: 1.25 },
  );
}

interface EyePlace {
  u: number;
  v: number;
  width: number;
  sign: number;
  light: number;
}

function paintEye(canvas: FaceCanvas, head: Head, eyes: Eyes, place: EyePlace): void {
  const { u, v, width, sign } = place;
  const { upper, lower, lashes } = eyes;
  const lean = -sign * eyes.slant * 0.5;
  const dark: Colour = [0.13, 0.085, 0.075];
  const crease = shaded(head.skin, 0.62);
  canvas.lens(u, v, width * 1.08, [-upper - 1.5, lean, upper + 0.9, 0, 0], [
    -upper - 0.9,
    lean,
    upper + 0.9,
    0,
    0,
  ], { colour: crease, gloss: 0.05, opacity: 0.6 });
  paintEyeball(canvas, eyes, place, lean);
  // The upper lid's edge and lashes, thicker on the outside.
  const out = sign * 0.22 * lashes;
  canvas.lens(
    u,
    v,
    width + 0.35,
    [-upper - 0.42 * lashes - 0.25, lean - out, upper - 0.1, 0, 0],
    [-upper + 0.42, lean, upper + 0.12, 0, 0],
    { colour: dark, gloss: 0.05, opacity: 0.93 },
  );
  const below = shaded(head.skin, 0.55);
  canvas.lens(u, v, width, [lower - 0.1, lean, -lower, 0, 0], [
    lower + 0.45,
    lean,
    -lower,
    0,
    0,
  ], { colour: below, gloss: 0.1, opacity: 0.75 });
  canvas.bump(u, v + lower + 1.8, width, 2, 0.16);
}

/** White, iris, pupil, the lid's shadow and the catch light, all within the lids. */
function paintEyeball(
  canvas: FaceCanvas,
  { upper, lower, iris, lookU, lookV, colour }: Eyes,
  { u, v, width, light }: EyePlace,
  lean: number,
): void {
  canvas.reach(u, v + (lower - upper) / 2, width, (upper + lower) / 2 + 1);
  const { colours, relief, box, frame: { x, y, cosine, sine } } = canvas;
  const red = colour[0], green = colour[1], blue = colour[2];
  const catchU = lookU + 0.75 * light, catchV = lookV - 0.8;
  const perWidth = 1 / width, perIris = 1 / iris;
  for (let row = box.top; row < box.bottom; row++) {
    const dy = row + 0.5 - y;
    let at = canvas.at(row, box.left);
    for (let column = box.left; column < box.right; column++, at += 3) {
      const dx = column + 0.5 - x;
      // Not stepped: a last bit decides whether a pixel is covered wholly, and so is flat.
      const fromU = cosine * dx + sine * dy - u, fromV = cosine * dy - sine * dx - v;
      const U = fromU * perWidth;
      const rest = 1 - U * U;
      if (rest <= 0) continue;
      const top = -upper * rest + lean * U, bottom = lower * rest + lean * U;
      const cover = (fromV + 0.5 < bottom ? fromV + 0.5 : bottom) -
        (fromV - 0.5 > top ? fromV - 0.5 : top);
      if (cover <= 0) continue;
      const irisU = fromU - lookU, irisV = fromV - lookV;
      const distance = Math.sqrt(irisU * irisU + irisV * irisV);
      const inIris = clamp(iris - distance + 0.5);
      const inPupil = clamp(0.42 * iris - distance + 0.5);
      const lightU = fromU - catchU, lightV = fromV - catchV;
      const caught = clamp(1.05 - Math.sqrt(lightU * lightU + lightV * lightV));
      // The lid's shadow above, and the ball turns away at the corners.
      const shade = (0.72 + 0.28 * clamp((fromV - top) / 1.6)) * (0.8 + 0.2 * rest);
      // An iris is lighter below, across from the light.
      const glow = 0.85 + 0.35 * clamp(irisV * perIris + 0.5);
      const tone = glow * (distance > 0.75 * iris ? 0.7 : 1);
      let r = 0.91 + inIris * (red * tone - 0.91);
      let g = 0.885 + inIris * (green * tone - 0.885);
      let b = 0.87 + inIris * (blue * tone - 0.87);
      r = (r + inPupil * (0.03 - r)) * shade;
      g = (g + inPupil * (0.03 - g)) * shade;
      b = (b + inPupil * (0.03 - b)) * shade;
      colours[at] += cover * (r + caught * (1 - r) - colours[at]);
      colours[at + 1] += cover * (g + caught * (1 - g) - colours[at + 1]);
      colours[at + 2] += cover * (b + caught * (1 - b) - colours[at + 2]);
      relief[at] *= 1 - cover;
      relief[at + 1] *= 1 - cover;
      relief[at + 2] *= 1 - cover;
    }
  }
}
