import type { FaceAttributes } from "./attributes.ts";
import { clamp, type Colour, type FaceCanvas, side } from "./canvas.ts";
import { type Head, shaded } from "./head.ts";
import { paintStroke, type StrokeEnd } from "./stroke.ts";
import type { Variation } from "./variation.ts";

/** What surrounds the head. */
export interface Scene {
  wall: Colour;
  /** How much brighter the wall is about its bright spot, and where that is. */
  glow: number;
  glowX: number;
  glowY: number;
  cloth: Colour;
  collar: "round" | "deep" | "shirt";
  /** Where the shoulders begin, and how fast they fall. */
  shoulders: number;
  fall: number;
  lightY: number;
  ambient: number;
}

// A copy, as V8 makes only a module's own constants part of its loops.
const width = side;

const walls: Record<FaceAttributes["background"], Colour> = {
  blue: [0.5, 0.63, 0.78],
  green: [0.55, 0.68, 0.54],
  sand: [0.82, 0.74, 0.59],
  rose: [0.8, 0.62, 0.64],
  grey: [0.66, 0.66, 0.67],
};

const cloths: Colour[] = [
  [0.16, 0.2, 0.32],
  [0.55, 0.17, 0.19],
  [0.2, 0.38, 0.32],
  [0.85, 0.83, 0.79],
  [0.2, 0.2, 0.22],
  [0.72, 0.56, 0.24],
  [0.38, 0.52, 0.67],
  [0.47, 0.35, 0.48],
];

/** Draws surroundings with such attributes. */
export function describeScene(vary: Variation, { background }: FaceAttributes): Scene {
  return {
    wall: shaded(walls[background], vary.about(0.95, 0.12)),
    glow: vary.about(0.16, 0.08),
    glowX: vary.between(10, 54),
    glowY: vary.between(8, 34),
    cloth: shaded(vary.oneOf(cloths), vary.about(1, 0.18)),
    collar: vary.oneOf(["round", "deep", "shirt"] as const),
    shoulders: vary.about(53.5, 1),
    fall: vary.about(7, 2),
    lightY: vary.about(-0.42, 0.12),
    ambient: vary.about(0.43, 0.06),
  };
}

/**
 * Paints the wall over all that was there: flat, brighter about one spot and darker towards
 * the corners.
 */
export function paintWall(canvas: FaceCanvas, { wall, glow, glowX, glowY }: Scene): void {
  const { colours, relief } = canvas;
  const red = wall[0], green = wall[1], blue = wall[2];
  relief.fill(0);
  // Its light ends 46 pixels from the bright spot.
  const perReach = 1 / 46, strength = 1.6 * glow;
  for (let row = 0, at = 0; row < width; row++) {
    const dy = (row - glowY) * perReach;
    const restOfRow = 1 - dy * dy;
    let dx = -glowX * perReach;
    for (let column = 0; column < width; column++, at += 3, dx += perReach) {
      const signed = restOfRow - dx * dx;
      // The larger of this and 0, without a branch: processors guess its edges wrongly.
      const rest = 0.5 * (signed + Math.abs(signed));
      const value = 0.86 + strength * rest * rest;
      colours[at] = red * value;
      colours[at + 1] = green * value;
      colours[at + 2] = blue * value;
    }
  }
}

/** Paints shoulders and collar, before the neck. */
export function paintClothes(
  canvas: FaceCanvas,
  head: Head,
  { cloth, collar, shoulders, fall }: Scene,
): void {
  canvas.leaveFrame();
  const { x, y, sine } = head.frame;
  const u = (x - sine * 22 + 32) / 2;
  const v = shoulders + (y - 31.5) * 0.4;
  const neck = head.neck * head.halfWidth + 0.8;
  paintShoulders(canvas, u, v, fall, neck, cloth);
  // Folds run from the neck outwards.
  for (const sign of [-1, 1]) {
    canvas.bump(u + sign * 15, v + 13, 11, 8, 0.4);
  }
  const deep = collar === "deep" ? 6 : collar === "round" ? 2 : 4;
  const rim = shaded(cloth, 0.8);
  const skin = { colour: shaded(head.skin, 0.93), gloss: 0.08 };
  // The collar's band lies before the neck, and the skin shows within it.
  canvas.lens(
    u,
    v,
    neck + 1.6,
    [-0.4, 0, 0.2, 0, 0],
    [deep + 1.5, 0, -deep - 2.5, 0, 0],
    {
      colour: rim,
    },
  );
  canvas.lens(u, v, neck + 0.2, [-1.4, 0, 0, 0, 0], [deep, 0, -deep - 1, 0, 0], skin);
  canvas.tint(u, v - 2, neck + 0.5, 5, [0.6, 0.52, 0.52], 0.3);
  if (collar === "shirt") {
    for (const sign of [-1, 1]) {
      const flap: StrokeEnd = [u + sign * (neck + 1.6), v - 1.2, 2.6];
      const point: StrokeEnd = [u + sign * 1.6, v + 5.6, 1.6];
      paintStroke(canvas, flap, point, { colour: shaded(cloth, 1.16) });
      const seam: StrokeEnd = [u + sign * (neck + 2.8), v + 0.6, 0.6];
      const tip: StrokeEnd = [u + sign * 2.6, v + 7, 0.6];
      paintStroke(canvas, seam, tip, { colour: rim, opacity: 0.7 });
    }
  }
}

/** A parabola of cloth down to the picture's edge, rounder where it begins. */
function paintShoulders(
  { colours, relief }: FaceCanvas,
  u: number,
  v: number,
  fall: number,
  neck: number,
  cloth: Colour,
): void {
  const red = cloth[0], green = cloth[1], blue = cloth[2];
  for (let column = 0; column < width; column++) {
    const across = (column + 0.5 - u) / 31;
    const beside = Math.abs(column + 0.5 - u) - neck;
    // Where neck and shoulders meet, the cloth rises.
    const near = beside > 0 ? clamp(1 - beside / 9) : clamp(1 + beside / 2);
    const top = v + (fall + 2.5) * across * across - 2.2 * near * near;
    let row = Math.max(0, Math.floor(top) | 0);
    let at = (row * width + column) * 3;
    for (; row < width; row++, at += 3 * width) {
      const below = row - top;
      const cover = below > 0 ? 1 : below + 1;
      if (cover === 1) {
        colours[at] = red;
        colours[at + 1] = green;
        colours[at + 2] = blue;
        relief[at + 2] = 0;
      } else {
        colours[at] += cover * (red - colours[at]);
        colours[at + 1] += cover * (green - colours[at + 1]);
        colours[at + 2] += cover * (blue - colours[at + 2]);
        relief[at + 2] *= 1 - cover;
      }
      relief[at] = -0.5 * cover * across;
      relief[at + 1] = 0.75 * cover - 0.1 * below;
    }
  }
}
