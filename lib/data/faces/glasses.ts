import { clamp, type Colour, type FaceCanvas } from "./canvas.ts";
import type { Eyes } from "./eyes.ts";
import { type Head, placeOnFace } from "./head.ts";
import { paintStroke } from "./stroke.ts";
import type { Variation } from "./variation.ts";

/** Glasses' proportions, in pixels, and colour. */
export interface Glasses {
  /** Half the width and height of a lens's frame. */
  width: number;
  height: number;
  /** 0 for round lenses, towards 1 for rectangular ones. */
  squareness: number;
  /** Half the frame's thickness. */
  thickness: number;
  colour: Colour;
  glint: number;
}

const frames: Colour[] = [
  [0.08, 0.08, 0.09],
  [0.08, 0.08, 0.09],
  [0.3, 0.17, 0.09],
  [0.14, 0.18, 0.34],
  [0.46, 0.11, 0.12],
  [0.55, 0.5, 0.4],
];

/** Draws the proportions of glasses, whether or not the face wears them. */
export function describeGlasses(vary: Variation): Glasses {
  return {
    width: vary.about(5.4, 0.35),
    height: vary.about(4.3, 0.6),
    squareness: vary.between(0, 0.75),
    thickness: vary.about(0.62, 0.15),
    colour: vary.oneOf(frames),
    glint: vary.between(0.1, 0.3),
  };
}

/** Paints the glasses over eyes and nose. */
export function paintGlasses(
  canvas: FaceCanvas,
  head: Head,
  eyes: Eyes,
  glasses: Glasses,
  areEarsCovered: boolean,
): void {
  // Hair that covers the ears hides where the arms end, and turns with the face.
  const reach = areEarsCovered ? 0.86 * head.halfWidth : head.halfWidth - 0.3;
  const shift = areEarsCovered ? placeOnFace(head, 0, 0.7).u : -3 * head.turn;
  const v = eyes.v * head.halfHeight + 0.5;
  const paint = { colour: glasses.colour, gloss: 0.5 };
  const ends: number[] = [];
  for (const sign of [-1, 1]) {
    const { u, scale } = placeOnFace(
      head,
      sign * (eyes.apart * head.halfWidth + 0.1),
      1.08,
    );
    const width = glasses.width * Math.min(1.06, scale);
    canvas.tint(u, v + glasses.height, width, 1.6, [0.7, 0.6, 0.58], 0.4);
    paintLens(canvas, glasses, u, v, width);
    ends.push(u - sign * width);
    const outer = u + sign * width;
    const ear = sign * reach + shift;
    paintStroke(canvas, [outer, v - 1.2, 1.1], [ear, v - 1.5, 0.9], {
      ...paint,
      gloss: 0.2,
    });
  }
  const middle = (ends[0] + ends[1]) / 2, half = (ends[1] - ends[0]) / 2;
  canvas.lens(
    middle,
    v - 1.2,
    half + 0.3,
    [-0.9, 0, 0.7, 0, 0],
    [0.1, 0, 0.7, 0, 0],
    paint,
  );
}

/** One frame about its glass, which pales what lies behind and catches the window. */
function paintLens(
  canvas: FaceCanvas,
  { height, squareness, thickness, colour, glint }: Glasses,
  u: number,
  v: number,
  width: number,
): void {
  canvas.reach(u, v, width + 1, height + 1);
  const { colours, relief, box, frame: { x, y, cosine, sine } } = canvas;
  const red = colour[0], green = colour[1], blue = colour[2];
  const perWidth = 1 / width, perHeight = 1 / height;
  const stepU = cosine * perWidth, stepV = sine * perHeight;
  const dx = box.left + 0.5 - x;
  for (let row = box.top; row < box.bottom; row++) {
    const dy = row + 0.5 - y;
    let U = (cosine * dx + sine * dy - u) * perWidth;
    let V = (cosine * dy - sine * dx - v) * perHeight;
    let at = canvas.at(row, box.left);
    const end = canvas.at(row, box.right);
    for (; at < end; at += 3, U += stepU, V -= stepV) {
      const UU = U * U, VV = V * V;
      // Beyond, the squircle has branches of its own.
      if (UU > 1.3 || VV > 1.4) continue;
      const inside = 1 - UU - VV + squareness * UU * VV;
      const steepU = U * (1 - squareness * VV) * perWidth;
      const steepV = V * (1 - squareness * UU) * perHeight;
      const steep = 2 * Math.sqrt(steepU * steepU + steepV * steepV) + 1e-6;
      const distance = inside / steep;
      const frame = clamp(thickness + 0.5 - (distance < 0 ? -distance : distance));
      if (distance > 0) {
        const band = U * width - V * height + 1.6;
        const glass = 0.05 + (band > -1.1 && band < 1.1 ? glint : 0);
        colours[at] += glass * (0.95 - colours[at]);
        colours[at + 1] += glass * (0.95 - colours[at + 1]);
        colours[at + 2] += glass * (0.95 - colours[at + 2]);
      }
      if (frame <= 0) continue;
      colours[at] += frame * (red - colours[at]);
      colours[at + 1] += frame * (green - colours[at + 1]);
      colours[at + 2] += frame * (blue - colours[at + 2]);
      relief[at] += frame * (-0.3 * U - relief[at]);
      relief[at + 1] += frame * (-0.3 * V - relief[at + 1]);
      relief[at + 2] += frame * (0.4 - relief[at + 2]);
    }
  }
}
