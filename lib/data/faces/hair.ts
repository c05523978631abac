import type { FaceAttributes } from "./attributes.ts";
import { clamp, type Colour, type FaceCanvas, side, stride } from "./canvas.ts";
import { type Outline, outlineRows } from "./hair_outline.ts";
import { type Head, placeOnFace, shaded } from "./head.ts";
import { strandCount, type Textures, textureSide } from "./textures.ts";
import type { Variation } from "./variation.ts";

/** Hair: its outline, where it meets the forehead, and its strands. */
export interface Hair {
  style: FaceAttributes["hairStyle"];
  colour: Colour;
  /** Pixels that it stands off the crown and the sides of the head. */
  top: number;
  sides: number;
  /** Where the outline ends below, and how much wider it is there. */
  end: number;
  flare: number;
  /** The forehead's edge: its height in the middle, slope, arch and fall at the temples. */
  hairline: [middle: number, slope: number, arch: number, fall: number];
  /** How far strands shift the forehead's edge: a fringe is uneven. */
  fringe: number;
  /** Where the strands part on the crown, −1 to 1 across the head. */
  parting: number;
  /** How much the outline and the strands wave. */
  wave: number;
  /** Where the face begins in the shared textures. */
  offset: number;
  /** The bun's place across and its radius. */
  bunU: number;
  bun: number;
}

const colours: Record<FaceAttributes["hairColour"], Colour> = {
  black: [0.15, 0.125, 0.125],
  brown: [0.37, 0.235, 0.155],
  blond: [0.86, 0.69, 0.4],
  red: [0.68, 0.3, 0.14],
  grey: [0.68, 0.68, 0.69],
};

/** Draws hair for a face with such attributes and such a head. */
export function describeHair(
  vary: Variation,
  { hairStyle: style, hairColour }: FaceAttributes,
  { halfHeight }: Head,
): Hair {
  const colour = shaded(colours[hairColour], vary.about(1, 0.16));
  const volume = vary.about(1, 0.4), length = vary.about(0, 1), width = vary.about(0, 1);
  const height = vary.about(0, 1), slope = vary.about(0, 1);
  const hasFringe = vary.chance(0.35), arch = vary.about(0, 1);
  const middle = -0.7 * halfHeight + 1.6 * height;
  const low = -0.42 * halfHeight + 1.2 * height;
  const hair: Hair = {
    style,
    colour,
    top: 2.6 * volume,
    sides: 1 * volume,
    end: 5.5,
    flare: 0,
    hairline: hasFringe
      ? [low - 1, 2 * slope, arch, 15]
      : [middle, 3.5 * slope, 1.5 + 2 * arch, 14],
    fringe: hasFringe ? 1 : 0.5,
    parting: vary.about(0, 0.75),
    wave: vary.between(0, 1),
    offset: vary.between(0, strandCount),
    bunU: vary.about(0, 2.5),
    bun: vary.about(5, 0.8),
  };
  if (style === "bob") {
    Object.assign(hair, {
      top: 2.8 * volume,
      sides: 2.8 + width,
      end: 0.72 * halfHeight + 3 * length,
      flare: 1.2 + 1.4 * width,
      hairline: hasFringe
        ? [low, slope, 1 + arch, 28]
        : [middle - 1.5, 4 * slope, 6.5 + 3 * arch, 28],
    });
  } else if (style === "long") {
    Object.assign(hair, {
      top: 2.5 * volume,
      sides: 2.3 + width,
      end: 1.62 * halfHeight + 4 * length,
      flare: 2.2 + 2 * width,
      hairline: hasFringe
        ? [low, slope, 1 + arch, 30]
        : [middle - 1.5, 4 * slope, 7 + 3 * arch, 30],
    });
  } else if (style === "curly") {
    Object.assign(hair, {
      top: 5 + 1.5 * volume,
      sides: 5 + 1.6 * width,
      end: 0.35 * halfHeight + 5 * length,
      flare: 0,
      hairline: [middle + 0.5, slope, 1.5 + arch, 14],
      fringe: 1,
    });
  } else if (style === "bun") {
    Object.assign(hair, {
      top: 1.5 * volume,
      sides: 0.5,
      hairline: [middle - 0.8, slope, 1.5 + arch, 13],
      fringe: 0.5,
    });
  }
  return hair;
}

/** Paints the hair behind the head, neck and shoulders. */
export function paintHairBehind(
  canvas: FaceCanvas,
  head: Head,
  hair: Hair,
  outline: Outline,
  textures: Textures,
): void {
  if (hair.style === "bald" || hair.style === "short") return;
  if (hair.style === "bun") {
    const v = -head.halfHeight - hair.bun * 0.45;
    const u = hair.bunU - 3 * head.turn;
    const paint = { colour: hair.colour, gloss: 0.25 };
    canvas.ellipse(u, v, hair.bun * 1.1, hair.bun, paint, 0.9);
    for (const turn of [-0.5, 0.1, 0.7]) {
      canvas.lens(u, v, hair.bun, [turn * hair.bun, 0, 1.5, 0, 0], [
        turn * hair.bun + 0.5,
        0,
        1.5,
        0,
        0,
      ], { colour: shaded(hair.colour, 0.6), gloss: 0.2, opacity: 0.4 });
    }
    return;
  }
  paintStrands(canvas, head, hair, outline, textures, true);
}

/** Paints the hair before the forehead and the sides of the face, and its shadow there. */
export function paintHairBefore(
  canvas: FaceCanvas,
  head: Head,
  hair: Hair,
  outline: Outline,
  textures: Textures,
): void {
  if (hair.style !== "bald") paintStrands(canvas, head, hair, outline, textures, false);
}

function paintStrands(
  canvas: FaceCanvas,
  head: Head,
  hair: Hair,
  { crown, waves, sharp, narrow, left, right }: Outline,
  { strands, curls }: Textures,
  isBehind: boolean,
): void {
  const { halfWidth, halfHeight, turn } = head;
  const {
    hairline: [middle, slope, arch, fall],
    fringe,
    offset,
    colour,
    parting,
  } = hair;
  const red = colour[0], green = colour[1], blue = colour[2];
  const isShort = hair.style === "short" || hair.style === "bun";
  const isCurly = hair.style === "curly";
  const shiftU = -2.5 * turn;
  // The hair before the forehead will hide the crown's.
  const top = isBehind ? -0.5 * halfHeight : crown;
  const end = hair.end + 0.5;
  const reachU = halfWidth + hair.sides + Math.max(0, hair.flare) + 1;
  canvas.reach(shiftU, (top + end) / 2, reachU, (end - top) / 2);
  const { surface, box, frame: { x, y, cosine, sine } } = canvas;
  const lineU = placeOnFace(head, 0, 0.7).u;
  const perWidth = 1 / halfWidth;
  const domed = -0.75 / crown;
  // Where the head hides the hair behind it, or none can lie before the face.
  const cheek = 0.7 * halfWidth, chin = isBehind ? 0.5 * halfHeight : Infinity;
  const hidden = isBehind ? -0.7 * halfHeight : middle + 9;
  const dim = isBehind ? 0.6 : 1;
  const step = stride, width = side, mask = strandCount - 1, rows = outlineRows - 1;
  for (let row = box.top; row < box.bottom; row++) {
    const dy = row + 0.5 - y;
    const rowU = sine * dy - shiftU, rowV = cosine * dy;
    for (let column = box.left; column < box.right; column++) {
      const dx = column + 0.5 - x;
      const fromU = rowU + cosine * dx, v = rowV - sine * dx;
      if (v > hidden && v < chin && fromU < cheek && fromU > -cheek) {
        const skipped = Math.floor(cheek - fromU), there = v - sine * skipped;
        if (there > hidden && there < chin) column += skipped;
        continue;
      }
      const place = v - crown;
      if (place < 0 || place >= rows) continue;
      const index = place | 0, rest = place - index;
      const widths = fromU < 0 ? left : right;
      const steep = widths[index + 1] - widths[index];
      const edge = widths[index] + rest * steep;
      const absolute = fromU < 0 ? -fromU : fromU;
      let cover = clamp((edge - absolute) * sharp[index] + 0.5);
      if (cover === 0) continue;
      const pixel = row * width + column;
      let above = 1;
      if (!isBehind) {
        const U = (fromU + shiftU - lineU) * perWidth;
        const UU = U * U, steepest = UU * UU * UU * UU;
        above = middle + slope * U + arch * UU + fall * steepest - v;
        if (above < -3.5 - fringe) continue;
      }
      // Strands keep their place across the outline all the way down.
      const across = edge < 1 ? 0 : fromU * narrow[index];
      const part = across - parting * clamp(1 - place / 14);
      const at = offset + 44 * part + waves[index];
      const strand = Math.floor(at), between = at - strand;
      const a = strands[strand & mask], b = strands[(strand + 1) & mask];
      const lightness = a + between * (b - a);
      if (!isBehind) {
        above += fringe * lightness;
        if (above < -0.5) {
          shadeSkin(canvas, pixel, above);
          continue;
        }
        // Sideburns thin out.
        cover *= clamp(above + 0.5) * (isShort ? clamp(1.1 - v / 5) : 1);
      }
      const to = pixel * step;
      let value = dim * (0.96 + 0.2 * lightness);
      let slopeX = -0.95 * across * (0.35 + 0.65 * across * across) + 0.22 * (b - a);
      let slopeY = v < 0 ? v * domed : 0.1;
      if (isCurly) {
        const curlU = Math.floor(fromU + offset) & (textureSide - 1);
        const curlV = Math.floor(v) & (textureSide - 1);
        const curl = curlV * textureSide + curlU;
        value = dim * (0.72 + 0.36 * curls.height[curl] + 0.16 * lightness);
        slopeX += 0.55 * curls.slopeX[curl];
        slopeY += 0.55 * curls.slopeY[curl];
      }
      const gloss = 0.22 + 0.16 * lightness;
      if (cover === 1) {
        surface[to] = red * value;
        surface[to + 1] = green * value;
        surface[to + 2] = blue * value;
        surface[to + 3] = slopeX;
        surface[to + 4] = slopeY;
        surface[to + 5] = gloss;
        continue;
      }
      surface[to] += cover * (red * value - surface[to]);
      surface[to + 1] += cover * (green * value - surface[to + 1]);
      surface[to + 2] += cover * (blue * value - surface[to + 2]);
      surface[to + 3] += cover * (slopeX - surface[to + 3]);
      surface[to + 4] += cover * (slopeY - surface[to + 4]);
      surface[to + 5] += cover * (gloss - surface[to + 5]);
    }
  }
}

/** Hair throws a shadow on the skin below it; `above` is minus the distance, in pixels. */
function shadeSkin({ surface, head }: FaceCanvas, pixel: number, above: number): void {
  if (above < -3.5 || head[pixel] === 0) return;
  const dark = 1 - 0.3 * head[pixel] * (1 + above / 3.5);
  const at = pixel * stride;
  surface[at] *= dark;
  surface[at + 1] *= dark * 0.98;
  surface[at + 2] *= dark * 0.97;
}
