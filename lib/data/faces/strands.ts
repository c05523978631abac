import { clamp, type FaceCanvas, side, stride } from "./canvas.ts";
import type { Hair } from "./hair.ts";
import { type Outline, outlineRows } from "./hair_outline.ts";
import { type Head, placeOnFace } from "./head.ts";
import { strandCount, type Textures, textureSide } from "./textures.ts";

/** Strands from the parting to an ear. */
const strandsAcross = 26;
/** Pixels below the hair's edge that its shadow reaches. */
const shadowReach = 3.5;

/**
 * Paints hair strand by strand within its outline: locks of several strands, which part on
 * the crown, shine in a band about it and end unevenly.
 *
 * @param isBehind Whether this is the hair behind the head, in its shadow, or the hair
 * before it, which leaves the face free and shades it.
 */
export function paintStrands(
  canvas: FaceCanvas,
  head: Head,
  hair: Hair,
  { crown, waves, sharp, narrow, left, right }: Outline,
  { strands, locks, curls }: Textures,
  isBehind: boolean,
): void {
  const { halfWidth, halfHeight, turn } = head;
  const {
    hairline: [middle, slope, arch, fall],
    fringe,
    hairlineSoftness,
    offset,
    parting,
    apex,
    tuft,
    tips,
  } = hair;
  const red = hair.colour[0], green = hair.colour[1], blue = hair.colour[2];
  const paleRed = hair.sheen[0], paleGreen = hair.sheen[1], paleBlue = hair.sheen[2];
  const isShort = hair.style === "short" || hair.style === "bun";
  const isCurly = hair.style === "curly";
  const shiftU = -2.5 * turn;
  // The hair before the forehead will hide the crown's.
  const top = isBehind ? -0.5 * halfHeight : crown - tuft;
  const end = hair.end + tips + 0.5;
  const reachU = halfWidth + hair.sides + Math.max(0, hair.flare) + 1;
  canvas.reach(shiftU, (top + end) / 2, reachU, (end - top) / 2);
  const { surface, box, frame: { x, y, cosine, sine } } = canvas;
  const lineU = placeOnFace(head, 0, 0.7).u + apex * halfWidth;
  const perWidth = 1 / halfWidth, perSoftness = 1 / hairlineSoftness;
  const thinnest = hairlineSoftness / 2;
  const domed = -0.75 / crown;
  // Where the head hides the hair behind it, or none can lie before the face.
  const face = isBehind ? 0 : lineU - shiftU, cheek = (isBehind ? 0.7 : 0.6) * halfWidth;
  const chin = isBehind ? 0.5 * halfHeight : Infinity;
  const lowest = middle + 0.6 * Math.abs(slope) + 0.36 * arch + 0.02 * fall;
  const hidden = isBehind ? -0.7 * halfHeight : lowest + 1.5 * fringe + shadowReach;
  const dim = isBehind ? 0.6 : 1;
  // The band of light about the crown, lower at the sides.
  const bandV = (crown + middle) / 2, perBand = 1 / 4.5;
  const step = stride, width = side, mask = strandCount - 1, rows = outlineRows - 1;
  const density = strandsAcross, shadow = -shadowReach;
  for (let row = box.top; row < box.bottom; row++) {
    const dy = row + 0.5 - y;
    const rowU = sine * dy - shiftU, rowV = cosine * dy;
    for (let column = box.left; column < box.right; column++) {
      const dx = column + 0.5 - x;
      const fromU = rowU + cosine * dx, v = rowV - sine * dx;
      const aside = fromU - face;
      if (v > hidden && v < chin && aside < cheek && aside > -cheek) {
        const skipped = Math.floor(cheek - aside), there = v - sine * skipped;
        if (there > hidden && there < chin) column += skipped;
        continue;
      }
      const place = v - crown + 1;
      if (place < 0 || place >= rows) continue;
      const index = place | 0, rest = place - index;
      const widths = fromU < 0 ? left : right;
      const edge = widths[index] + rest * (widths[index + 1] - widths[index]);
      const absolute = fromU < 0 ? -fromU : fromU;
      if (edge <= 0) continue;
      const within = (edge - absolute) * sharp[index] + 0.5;
      if (within < -tuft) continue;
      const pixel = row * width + column;
      let above = 1;
      if (!isBehind) {
        const U = (fromU + shiftU - lineU) * perWidth;
        const UU = U * U, steepest = UU * UU * UU * UU;
        above = middle + slope * U + arch * UU + fall * steepest - v;
        if (above < shadow - fringe) continue;
      }
      // Strands keep their place across the outline all the way down.
      const across = edge < 1 ? 0 : fromU * narrow[index];
      const part = across - parting * clamp(1 - place / 14);
      const at = offset + density * part + waves[index];
      const strand = Math.floor(at), between = at - strand;
      const a = strands[strand & mask], b = strands[(strand + 1) & mask];
      const fine = a + between * (b - a), lock = locks[strand & mask];
      const curl = isCurly
        ? (Math.floor(v) & (textureSide - 1)) * textureSide +
          (Math.floor(fromU + offset) & (textureSide - 1))
        : 0;
      const rough = isCurly ? 2 * curls.height[curl] - 1 : lock;
      let cover = within > 2 ? 1 : clamp(within + (edge < 7 ? 0.4 : 1) * tuft * rough);
      if (!isBehind) {
        above += fringe * (lock + 0.35 * fine);
        if (above < thinnest) {
          shadeSkin(canvas, pixel, above < 0 ? above : 0);
          if (above < -thinnest) continue;
        }
        // Sideburns thin out.
        cover *= clamp(above * perSoftness + 0.5) *
          (isShort ? clamp(1.1 - v / 5) : 1);
      }
      if (tips > 0) cover *= clamp(hair.end + tips * lock - v + 0.5);
      if (cover === 0) continue;
      let value = dim * (0.98 + 0.1 * fine + 0.11 * lock);
      let slopeX = -0.95 * across * (0.35 + 0.65 * across * across) + 0.16 * (b - a);
      let slopeY = v < 0 ? v * domed : 0.1;
      let shine = 0;
      if (isCurly) {
        const height = curls.height[curl];
        value = dim * (0.64 + 0.44 * height + 0.06 * fine);
        shine = height > 0.6 ? 1.2 * dim * (height - 0.6) : 0;
        slopeX += 0.45 * curls.slopeX[curl];
        slopeY += 0.45 * curls.slopeY[curl];
      } else {
        const off = (v - bandV - 7 * across * across + 1.6 * fine + 1.2 * lock) * perBand;
        const rest = 1 - off * off;
        if (rest > 0) shine = dim * rest * rest * (0.8 + 0.4 * fine);
      }
      const to = pixel * step;
      surface[to] += cover * (red * value + paleRed * shine - surface[to]);
      surface[to + 1] += cover * (green * value + paleGreen * shine - surface[to + 1]);
      surface[to + 2] += cover * (blue * value + paleBlue * shine - surface[to + 2]);
      surface[to + 3] += cover * (slopeX - surface[to + 3]);
      surface[to + 4] += cover * (slopeY - surface[to + 4]);
      surface[to + 5] += cover * (0.12 - surface[to + 5]);
    }
  }
}

/** Hair throws a shadow on the skin below it; `above` is minus the distance, in pixels. */
function shadeSkin({ surface, head }: FaceCanvas, pixel: number, above: number): void {
  if (above < -shadowReach || head[pixel] === 0) return;
  const dark = 1 - 0.3 * head[pixel] * (1 + above / shadowReach);
  const at = pixel * stride;
  surface[at] *= dark;
  surface[at + 1] *= dark * 0.98;
  surface[at + 2] *= dark * 0.97;
}
