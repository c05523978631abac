import type { FaceAttributes } from "./attributes.ts";
import type { Colour, FaceCanvas } from "./canvas.ts";
import { type Head, placeOnFace, shaded } from "./head.ts";
import { paintStroke } from "./stroke.ts";
import type { Variation } from "./variation.ts";

/** A mouth's proportions, in pixels, and the lips' colour. */
export interface Mouth {
  /** Where it is, in the head's half heights. */
  v: number;
  /** Half the width. */
  width: number;
  upperLip: number;
  lowerLip: number;
  /** How far the corners rise above the middle. */
  lift: number;
  /** How far the lips part; 0 is closed. */
  open: number;
  rose: number;
}

/** Draws a mouth for a face with such attributes. */
export function describeMouth(vary: Variation, { smiling }: FaceAttributes): Mouth {
  const strength = vary.about(1, 0.3), bend = vary.about(-0.1, 0.45);
  const width = vary.about(4.9, 0.6);
  return {
    v: vary.about(0.6, 0.03),
    width: smiling ? width * (1.13 + 0.12 * strength) : width,
    upperLip: vary.about(1.25, 0.4) * (smiling ? 0.85 : 1),
    lowerLip: vary.about(1.75, 0.45) * (smiling ? 0.85 : 1),
    lift: smiling ? 1.9 * strength : bend,
    open: smiling ? 2.2 * strength : 0,
    rose: vary.about(0.5, 0.5),
  };
}

/** Paints lips and teeth, and what a smile does to the cheeks. */
export function paintMouth(canvas: FaceCanvas, head: Head, mouth: Mouth): void {
  const { upperLip, lowerLip, lift, open, rose } = mouth;
  const { u, scale } = placeOnFace(head, 0, 1.05);
  const v = mouth.v * head.halfHeight + (open > 0 ? 0.2 : 0);
  const width = mouth.width * (1 - 0.2 * Math.abs(head.turn)) * scale;
  const [red, green, blue] = head.skin;
  const lip: Colour = [
    red * (0.84 + 0.04 * rose),
    green * (0.66 - 0.1 * rose),
    blue * (0.72 - 0.08 * rose),
  ];
  if (open > 0) paintFolds(canvas, head, u, v, width);
  canvas.tint(
    u,
    v + lowerLip + open / 2 + 1.6,
    width * 0.9,
    1.7,
    [0.68, 0.56, 0.54],
    0.55,
  );
  // The lower lip, then the dark between the lips, teeth, and the upper lip.
  const gap = open / 2;
  const lower: [number, number, number, number, number] = [gap, 0, -lift - gap, 0, 0];
  const under = gap + lowerLip;
  canvas.lens(
    u,
    v,
    width * 0.93,
    [gap - 0.4, 0, -lift - gap, 0, 0],
    [
      under,
      0,
      -lift - under,
      0,
      0,
    ],
    { colour: shaded(lip, 1.06), gloss: 0.34, opacity: 0.95 },
    { roundness: 0.35 },
  );
  const dark = shaded(lip, 0.34);
  if (open > 0) {
    canvas.lens(u, v, width, [-gap - 0.3, 0, gap - lift, 0, 0], [
      gap + 0.2,
      0,
      -lift - gap,
      0,
      0,
    ], { colour: dark });
    canvas.lens(
      u,
      v,
      width * 0.86,
      [-gap - 0.15, 0, gap - lift, 0, 0],
      [gap - 0.25, 0, -lift - gap * 0.75, 0, 0],
      { colour: [0.95, 0.93, 0.89], gloss: 0.2 },
      { roundness: 0.12 },
    );
  } else {
    canvas.lens(u, v, width, [-0.42, 0, -lift + 0.1, 0, 0], [0.42, 0, -lift, 0, 0], {
      colour: dark,
      opacity: 0.85,
    });
  }
  const over = -gap - upperLip;
  canvas.lens(
    u,
    v,
    width,
    [over + 0.25, 0, -lift - over - 1.15, 0, 0.9],
    [-gap, 0, lower[2] + 2 * gap, 0, 0],
    { colour: shaded(lip, 0.86), gloss: 0.15, opacity: 0.95 },
    { roundness: 0.25 },
  );
  for (const sign of [-1, 1]) {
    canvas.tint(u + sign * (width + 0.3), v - lift, 1.6, 1.6, [0.62, 0.48, 0.46], 0.6);
  }
  canvas.bump(u, v - upperLip - gap - 1.6, 1.1, 2, -0.3);
}

/** A smile lifts the cheeks and draws a fold from the nose past the mouth's corners. */
function paintFolds(
  canvas: FaceCanvas,
  head: Head,
  u: number,
  v: number,
  width: number,
): void {
  for (const sign of [-1, 1]) {
    const cheek = placeOnFace(head, sign * 0.5 * head.halfWidth);
    canvas.bump(cheek.u, 0.36 * head.halfHeight, 4.4 * cheek.scale, 3.4, 0.6);
    paintStroke(
      canvas,
      [u + sign * (width * 0.72), v - 5.4, 0.5],
      [u + sign * (width + 1.3), v - 1.2, 0.9],
      { colour: shaded(head.skin, 0.66), gloss: 0.08, opacity: 0.42 },
      1.8,
    );
  }
}
