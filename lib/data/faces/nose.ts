import type { Colour, FaceCanvas } from "./canvas.ts";
import { type Head, placeOnFace } from "./head.ts";
import type { Variation } from "./variation.ts";

/** A nose's proportions, in pixels. */
export interface Nose {
  /** Half the width at the nostrils. */
  width: number;
  /** Where its tip is, in the head's half heights. */
  tip: number;
  /** How far it stands out. */
  height: number;
  bridge: number;
}

/** Draws the proportions of a nose. */
export function describeNose(vary: Variation): Nose {
  return {
    width: vary.about(2.7, 0.8),
    tip: vary.about(0.345, 0.05),
    height: vary.about(1, 0.3),
    bridge: vary.about(1.9, 0.5),
  };
}

/** Paints the nose: a ridge in relief, its shadow away from the light, nostrils. */
export function paintNose(
  canvas: FaceCanvas,
  head: Head,
  { width, tip, height, bridge }: Nose,
  light: number,
): void {
  const v = tip * head.halfHeight;
  const root = placeOnFace(head, 0, 1.02), end = placeOnFace(head, 0, 1.28);
  const dark: Colour = [0.56, 0.4, 0.38];
  // The shadow on the side that the light does not reach.
  const away = light > 0 ? -1 : 1;
  const strength = 0.35 + 0.4 * Math.abs(light);
  canvas.tint(end.u + away * width * 0.8, v - 1.2, width * 0.9, 5, dark, 0.5 * strength);
  canvas.tint(end.u + away * 0.7, v + 2.3, width * 1.15, 1.9, dark, 0.75);
  canvas.bump((root.u + end.u) / 2, v - 5, bridge + 0.8, 7.5, 0.7 * height);
  canvas.bump(end.u, v, width * 0.85, 2.6, 1.1 * height);
  for (const sign of [-1, 1]) {
    const wing = end.u + sign * width * 0.72 - 0.5 * head.turn * sign;
    canvas.bump(wing, v + 0.6, 1.3, 1.5, 0.5);
    const hole: Colour = [0.36, 0.2, 0.18];
    canvas.tint(end.u + sign * width * 0.45, v + 1.75, 1.25, 0.95, hole, 0.85);
  }
}
