import { clamp, type FaceCanvas, side, stride } from "./canvas.ts";
import type { Hair } from "./hair.ts";
import { meetOutline, type Outline } from "./hair_outline.ts";
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
  { crown, waves, sharp, left, right }: Outline,
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
  const lean = sine / cosine, perCosine = 1 / cosine;
  const lineU = placeOnFace(head, 0, 0.7).u + hair.apex * halfWidth - shiftU;
  const perWidth = 1 / halfWidth, perSoftness = 1 / hairlineSoftness;
  const thinnest = hairlineSoftness / 2, faintest = -shadowReach - fringe;
  const domed = -0.75 / crown, dim = isBehind ? 0.6 : 1;
  // Where the head hides the hair behind it, or none can lie before the face.
  const face = isBehind ? 0 : lineU, cheek = (isBehind ? 0.7 : 0.6) * halfWidth;
  const lowest = middle + 0.6 * Math.abs(slope) + 0.36 * arch + 0.02 * fall;
  const hidden = isBehind ? -0.7 * halfHeight : lowest + 1.5 * fringe + shadowReach;
  const chin = isBehind ? 0.5 * halfHeight : Infinity;
  // The band of light about the crown, lower at the sides.
  const bandV = (crown + middle) / 2, perBand = 1 / 4.5;
  const step = stride, width = side, density = strandsAcross;
  const mask = strandCount - 1, curlSide = textureSide, texture = curlSide - 1;
  const { height: curlHeight, slopeX: curlX, slopeY: curlY } = curls, ends = hair.end;
  for (let row = box.top; row < box.bottom; row++) {
    const dy = row + 0.5 - y;
    // Along the row, v is rowV − lean · u.
    const rowU = sine * dy - shiftU, rowV = cosine * dy + lean * rowU;
    const place = rowV - crown + 1;
    const leftEdge = meetOutline(left, place, lean);
    const rightEdge = meetOutline(right, place, -lean);
    if (leftEdge + rightEdge < 0.5) continue;
    const leftSharp = sharp[Math.floor(place + lean * leftEdge)];
    const rightSharp = sharp[Math.floor(place - lean * rightEdge)];
    const rough = leftEdge + rightEdge < 14 ? 0.4 * tuft : tuft;
    // From the first to the last pixel that hair can cover.
    const columnOf = (u: number) => x - 0.5 + (u - rowU) * perCosine;
    const margin = 0.5 + rough;
    const from = Math.max(
      box.left,
      Math.ceil(columnOf(-leftEdge - margin / leftSharp)),
    );
    const to = Math.min(
      box.right,
      Math.ceil(columnOf(rightEdge + margin / rightSharp)),
    );
    const faceV = rowV - lean * face, rise = Math.abs(lean) * cheek;
    const isSkipped = faceV - rise > hidden && faceV + rise < chin;
    const skipFrom = isSkipped ? Math.max(from, Math.ceil(columnOf(face - cheek))) : -1;
    const skipTo = Math.ceil(columnOf(face + cheek));
    // Strands keep their place across the outline all the way down.
    const perEdge = 1 / (Math.max(leftEdge, rightEdge) + 1);
    const first = offset + waves[Math.max(0, Math.floor(place))] -
      strandsAcross * parting * clamp(1 - place / 14);
    for (let column = from; column < to; column++) {
      if (column === skipFrom) column = skipTo;
      const fromU = rowU + cosine * (column + 0.5 - x), v = rowV - lean * fromU;
      const across = fromU * perEdge;
      const at = first + density * across;
      const strand = Math.floor(at), between = at - strand;
      const a = strands[strand & mask], b = strands[(strand + 1) & mask];
      const fine = a + between * (b - a), lock = locks[strand & mask];
      let cover = 1;
      const pixel = row * width + column;
      if (!isBehind) {
        const U = (fromU - lineU) * perWidth, UU = U * U;
        const line = middle + slope * U + arch * UU + fall * UU * UU * UU * UU;
        const above = line - v + fringe * (lock + 0.35 * fine);
        if (above < thinnest) {
          if (above < faintest) continue;
          shadeSkin(canvas, pixel, above < 0 ? above : 0);
          if (above < -thinnest) continue;
          cover = above * perSoftness + 0.5;
        }
        // Sideburns thin out.
        if (isShort && v > 0.5) cover *= clamp(1.1 - v / 5);
      }
      let value = 0.98 + 0.1 * fine + 0.11 * lock, shine = 0, edge = rough * lock;
      let slopeX = -0.95 * across * (0.35 + 0.65 * across * across) + 0.16 * (b - a);
      let slopeY = v < 0 ? v * domed : 0.1;
      if (isCurly) {
        const curl = (Math.floor(v) & texture) * curlSide +
          (Math.floor(fromU + offset) & texture);
        const height = curlHeight[curl];
        value = 0.64 + 0.44 * height + 0.06 * fine;
        shine = height > 0.6 ? 1.2 * (height - 0.6) : 0;
        slopeX += 0.45 * curlX[curl];
        slopeY += 0.45 * curlY[curl];
        edge = rough * (2 * height - 1);
      } else {
        const off = (v - bandV - 7 * across * across + 1.6 * fine + 1.2 * lock) * perBand;
        const rest = 1 - off * off;
        if (rest > 0) shine = rest * rest * (0.8 + 0.4 * fine);
      }
      const within = fromU < 0
        ? (leftEdge + fromU) * leftSharp
        : (rightEdge - fromU) * rightSharp;
      if (within < 1.5) cover *= clamp(within + edge + 0.5);
      if (tips > 0) cover *= clamp(ends + tips * lock - v + 0.5);
      if (cover <= 0) continue;
      const to = pixel * step;
      value *= dim;
      shine *= dim;
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
