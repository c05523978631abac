import type { FaceAttributes } from "./attributes.ts";
import { clamp, type Colour, type FaceCanvas, type Frame } from "./canvas.ts";
import type { Variation } from "./variation.ts";

/** The head's proportions, in pixels from its middle, and its skin. */
export interface Head {
  frame: Frame;
  /** How far the head turns: −.3 to the image's left to .3 to its right. */
  turn: number;
  halfWidth: number;
  /** From the middle to the chin and to the crown. */
  halfHeight: number;
  /** Below 0 the jaw is pinched, 0 makes an ellipse, 1 nearly a rectangle. */
  squareness: number;
  /** How much narrower the face is at the chin, as a share. */
  taper: number;
  cheeks: number;
  chin: number;
  ears: number;
  neck: number;
  skin: Colour;
  blush: number;
}

/** Skin, from tone 1 to 6. */
const skins: Colour[] = [
  [0.91, 0.76, 0.67],
  [0.87, 0.69, 0.57],
  [0.82, 0.63, 0.49],
  [0.73, 0.53, 0.39],
  [0.56, 0.385, 0.28],
  [0.41, 0.275, 0.205],
];

/** Squareness, taper, and width and height against the mean, by face shape. */
const shapes = {
  oval: [0.1, 0.09, 0.98, 1.03],
  round: [0.22, 0.0, 1.07, 0.95],
  square: [0.62, 0.02, 1.01, 0.99],
  heart: [0.04, 0.24, 1.04, 1.01],
} as const;

/** Draws the proportions of a head with such attributes. */
export function describeHead(
  vary: Variation,
  { faceShape, skinTone, turn, tilt }: FaceAttributes,
): Head {
  const [squareness, taper, width, height] = shapes[faceShape];
  // sin ≈ s and cos = √(1 − s²): no angle is needed.
  const sine = 0.13 * tilt;
  const skinLight = vary.about(1, 0.06), skinWarmth = vary.about(0, 0.02);
  const [red, green, blue] = skins[skinTone - 1];
  return {
    frame: {
      x: 32 + vary.about(0, 1.6) + 2 * tilt,
      y: 32 + vary.about(0, 1.4),
      cosine: Math.sqrt(1 - sine * sine),
      sine,
    },
    turn: 0.3 * turn,
    halfWidth: 15 * width * vary.about(1, 0.06),
    halfHeight: 19.4 * height * vary.about(1, 0.05),
    squareness: squareness + vary.about(0, 0.1),
    taper: taper + vary.about(0, 0.05),
    cheeks: vary.about(1, 0.6),
    chin: vary.about(1, 0.7),
    ears: vary.about(1, 0.18),
    neck: vary.about(0.53, 0.1),
    skin: [
      red * skinLight + skinWarmth,
      green * skinLight,
      blue * skinLight - skinWarmth,
    ],
    blush: vary.about(0.5, 0.5),
  };
}

/**
 * Where a point of the face lies when the head turns, and how wide things are there: the
 * far side of a turned face is narrower.
 *
 * @param head The head. @param u The point's place on a face seen from the front.
 * @param depth How far it stands out: 1 on the face's surface, more for a nose.
 */
export function placeOnFace(
  { halfWidth, turn }: Head,
  u: number,
  depth = 1,
): { u: number; scale: number } {
  const across = u / halfWidth;
  const height = Math.sqrt(Math.max(0.05, 1 - across * across));
  return {
    u: u * (1 - turn * turn / 2) + 0.8 * depth * halfWidth * turn * height,
    scale: 1 - 0.8 * turn * across / height,
  };
}

/** A colour as seen in shadow, or by `factor` above 1 in light; reds fade last. */
export function shaded(colour: Colour, factor: number): Colour {
  const deep = factor < 1 ? 0.12 * (1 - factor) : 0;
  return [
    colour[0] * (factor + deep),
    colour[1] * factor,
    colour[2] * (factor - deep / 2),
  ];
}

/** Paints the neck, behind the head, and the shadow that the head throws on it. */
export function paintNeck(canvas: FaceCanvas, head: Head): void {
  const { halfWidth, halfHeight, skin, turn } = head;
  const width = head.neck * halfWidth;
  const paint = { colour: shaded(skin, 0.93), gloss: 0.06 };
  const u = -turn * 3;
  // Only what the chin leaves free.
  canvas.lens(u, halfHeight * 0.72, width + 1, [0, 0, 0, 0, 0], [14, 0, 0, 0, 3], paint);
  // A column: its sides turn away from the viewer.
  canvas.bump(u, halfHeight * 1.12, width, 10, width * 0.55);
  canvas.tint(u + turn * 6, halfHeight * 0.93, width * 1.25, 7, [0.42, 0.36, 0.38], 0.95);
  canvas.bump(u + turn * 9, halfHeight * 1.42, 2, 3.4, -0.35);
}

/** Paints the ears, behind the head. */
export function paintEars(canvas: FaceCanvas, head: Head): void {
  const { halfWidth, skin, turn, ears } = head;
  for (const sign of [-1, 1]) {
    const u = sign * (halfWidth + 0.3) - turn * 5;
    canvas.ellipse(u, 0.8, 2.3 * ears, 4.1 * ears, { colour: skin, gloss: 0.1 }, 0.7);
    const inner = u + sign * 0.2;
    const shadow: Colour = [0.62, 0.45, 0.42];
    canvas.tint(inner, 0.6, 1.7 * ears, 3.2 * ears, shadow, 0.8);
  }
}

/** Paints the head, bald and without features, and notes which pixels it covers. */
export function paintHead(canvas: FaceCanvas, head: Head): void {
  const { halfWidth, halfHeight, squareness, taper, turn, skin } = head;
  const red = skin[0], green = skin[1], blue = skin[2];
  canvas.head.fill(0);
  canvas.reach(0, 0, halfWidth + 1, halfHeight + 1);
  const { colours, relief, head: mask, box, frame: { x, y, cosine, sine } } = canvas;
  const perWidth = 1 / halfWidth, perHeight = 1 / halfHeight;
  const stepU = cosine * perWidth, stepV = sine * perHeight;
  const shift = 0.8 * turn;
  for (let row = box.top; row < box.bottom; row++) {
    const dx = box.left + 0.5 - x, dy = row + 0.5 - y;
    let v = (cosine * dy - sine * dx) * perHeight;
    let across = (cosine * dx + sine * dy) * perWidth;
    let pixel = canvas.pixel(row, box.left), at = pixel * 3;
    const end = canvas.pixel(row, box.right);
    for (; pixel < end; pixel++, at += 3, across += stepU, v -= stepV) {
      const isJaw = v > 0;
      const vv = v * v;
      const u = isJaw ? across * (1 + taper * vv) : across;
      const uu = u * u;
      const square = isJaw ? squareness : 0.18;
      // Fernández-Guasti's squircle, x² + y² − s²x²y² = 1, narrowed at the chin.
      const inside = 1 - vv - uu + square * vv * uu;
      if (inside < -0.1) continue;
      let cover = 1;
      if (inside < 0.1) {
        const steepU = u * (1 - square * vv) * perWidth;
        const steepV = v * (1 - square * uu + (isJaw ? 2 * taper * uu : 0)) * perHeight;
        const steep = 2 * Math.sqrt(steepU * steepU + steepV * steepV) + 1e-6;
        cover = clamp(inside / steep + 0.5);
        if (cover === 0) continue;
      }
      mask[pixel] = cover;
      const edge = inside > 0 ? 1 - inside : 1;
      const slope = -(0.3 + 0.85 * edge * edge);
      const slopeX = slope * (u - shift), slopeY = slope * (0.85 * v);
      if (cover === 1) {
        colours[at] = red;
        colours[at + 1] = green;
        colours[at + 2] = blue;
        relief[at] = slopeX;
        relief[at + 1] = slopeY;
        relief[at + 2] = 0.15;
        continue;
      }
      colours[at] += cover * (red - colours[at]);
      colours[at + 1] += cover * (green - colours[at + 1]);
      colours[at + 2] += cover * (blue - colours[at + 2]);
      relief[at] += cover * (slopeX - relief[at]);
      relief[at + 1] += cover * (slopeY - relief[at + 1]);
      relief[at + 2] += cover * (0.15 - relief[at + 2]);
    }
  }
  paintRelief(canvas, head);
}

/** Cheeks, chin, temples and the hollows of the eyes. */
function paintRelief(canvas: FaceCanvas, head: Head): void {
  const { halfWidth, halfHeight, taper, cheeks, chin, blush } = head;
  for (const sign of [-1, 1]) {
    const cheek = placeOnFace(head, sign * 0.55 * halfWidth);
    canvas.bump(cheek.u, 0.33 * halfHeight, 6.4 * cheek.scale, 6, 0.5 * cheeks);
    const rose: Colour = [1, 0.72, 0.72];
    canvas.tint(cheek.u, 0.36 * halfHeight, 5.5 * cheek.scale, 4.4, rose, 0.55 * blush);
    const eye = placeOnFace(head, sign * 0.42 * halfWidth);
    canvas.bump(eye.u, -0.04 * halfHeight, 5.6 * eye.scale, 4.6, -0.7);
    canvas.tint(eye.u, -0.04 * halfHeight, 5.2 * eye.scale, 4, [0.72, 0.6, 0.6], 0.5);
    const jaw = placeOnFace(head, sign * (0.56 - 0.5 * taper) * halfWidth);
    canvas.bump(jaw.u, 0.66 * halfHeight, 4, 4.6, -0.2);
  }
  const middle = placeOnFace(head, 0);
  canvas.bump(middle.u, 0.84 * halfHeight, 4.4, 3.2, 0.7 * chin);
  canvas.tint(middle.u, 0.745 * halfHeight, 4, 1.6, [0.7, 0.58, 0.56], 0.5);
}
