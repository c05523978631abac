import { clamp, type FaceCanvas } from "./canvas.ts";
import type { Hair } from "./hair.ts";
import { meetOutline, type Outline, type Spans } from "./hair_outline.ts";
import { type Head, placeOnFace } from "./head.ts";
import { strandCount, type Textures, textureSide } from "./textures.ts";

/** Strands from the parting to an ear. */
const strandsAcross = 26;
/** Pixels below the hair's edge that its shadow reaches. */
const shadowReach = 3.5;
// Copies, as V8 makes only a module's own constants part of its loops.
const lastStrand = strandCount - 1, curlSide = textureSide, lastCurl = textureSide - 1;

/** Where some hair lies, in pixels from its middle: u to the right, v downwards. */
interface Place {
  isBehind: boolean;
  crown: number;
  /** Half the head's width. */
  halfWidth: number;
  /** The hair's middle, from the head's. */
  shiftU: number;
  /** Where the forehead's edge has its middle. */
  lineU: number;
  /** Where no hair is needed: `aside` to either side of `faceU`, from `faceTop` downwards. */
  faceU: number;
  aside: number;
  faceTop: number;
  faceEnd: number;
}

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
  outline: Outline,
  textures: Textures,
  isBehind: boolean,
): void {
  const place = isBehind ? placeBehind(head, hair) : placeBefore(head, hair);
  // The hair before the forehead will hide the crown's.
  const top = isBehind ? -0.5 * head.halfHeight : place.crown - hair.tuft;
  const end = hair.end + hair.tips + 0.5;
  const reachU = head.halfWidth + hair.sides + Math.max(0, hair.flare) + 1;
  canvas.reach(place.shiftU, (top + end) / 2, reachU, (end - top) / 2);
  findSpans(canvas, place, hair, outline);
  paintSpans(canvas, place, hair, textures, outline.spans);
}

/** Finds the spans of the current part's rows, which leave out where no hair is needed. */
function findSpans(
  canvas: FaceCanvas,
  { shiftU, faceU, aside, faceTop, faceEnd }: Place,
  { offset, parting, tuft }: Hair,
  { crown, waves, sharp, left, right, spans }: Outline,
): void {
  const { box, frame: { x, y, cosine, sine } } = canvas;
  const lean = sine / cosine, perCosine = 1 / cosine, rise = Math.abs(lean) * aside;
  let count = 0;
  for (let row = box.top; row < box.bottom; row++) {
    const dy = row + 0.5 - y;
    const rowU = sine * dy - shiftU, rowV = cosine * dy + lean * rowU;
    const at = rowV - crown + 1;
    const leftEdge = meetOutline(left, at, lean);
    const rightEdge = meetOutline(right, at, -lean);
    if (leftEdge + rightEdge < 0.5) continue;
    const leftSharp = sharp[Math.floor(at + lean * leftEdge)];
    const rightSharp = sharp[Math.floor(at - lean * rightEdge)];
    const rough = leftEdge + rightEdge < 14 ? 0.4 * tuft : tuft;
    const margin = 0.5 + rough;
    // From the first to the last pixel that hair can cover.
    const columnOf = (u: number) => Math.ceil(x - 0.5 + (u - rowU) * perCosine) | 0;
    const from = Math.max(box.left, columnOf(-leftEdge - margin / leftSharp));
    const to = Math.min(box.right, columnOf(rightEdge + margin / rightSharp));
    const faceV = rowV - lean * faceU;
    const isFace = faceV - rise > faceTop && faceV + rise < faceEnd;
    const before = isFace ? Math.min(to, columnOf(faceU - aside)) : to;
    const after = isFace ? Math.max(from, columnOf(faceU + aside)) : to;
    for (let part = 0; part < 2; part++) {
      const start = part === 0 ? from : after, stop = part === 0 ? before : to;
      if (start >= stop) continue;
      spans.row[count] = row;
      spans.from[count] = start;
      spans.to[count] = stop;
      spans.rowU[count] = rowU;
      spans.rowV[count] = rowV;
      spans.left[count] = leftEdge;
      spans.right[count] = rightEdge;
      spans.leftSharp[count] = leftSharp;
      spans.rightSharp[count] = rightSharp;
      spans.rough[count] = rough;
      // Strands keep their place across the outline all the way down.
      spans.perEdge[count] = 1 / (Math.max(leftEdge, rightEdge) + 1);
      spans.first[count] = offset + waves[Math.max(0, Math.floor(at))] -
        strandsAcross * parting * clamp(1 - at / 14);
      count++;
    }
  }
  spans.count = count;
}

/** The head hides what lies behind its middle. */
function placeBehind({ halfWidth, halfHeight, turn }: Head, { top }: Hair): Place {
  return {
    isBehind: true,
    crown: -halfHeight - top,
    halfWidth,
    shiftU: -2.5 * turn,
    lineU: 0,
    faceU: 0,
    aside: 0.7 * halfWidth,
    faceTop: -0.7 * halfHeight,
    faceEnd: 0.5 * halfHeight,
  };
}

/** Below the forehead's edge and its shadow, the face is free. */
function placeBefore(head: Head, { top, hairline, fringe, apex }: Hair): Place {
  const { halfWidth, halfHeight, turn } = head;
  const shiftU = -2.5 * turn;
  const lineU = placeOnFace(head, 0, 0.7).u + apex * halfWidth - shiftU;
  const lowest = hairline[0] + 0.6 * Math.abs(hairline[1]) + 0.36 * hairline[2] +
    0.02 * hairline[3];
  return {
    isBehind: false,
    crown: -halfHeight - top,
    halfWidth,
    shiftU,
    lineU,
    faceU: lineU,
    aside: 0.6 * halfWidth,
    faceTop: lowest + 1.5 * fringe + shadowReach,
    faceEnd: Infinity,
  };
}

/** Paints the pixels of all spans: one loop, so that what they share is looked up once. */
function paintSpans(
  canvas: FaceCanvas,
  { isBehind, crown, halfWidth, lineU }: Place,
  { style, colour, sheen, hairline, fringe, hairlineSoftness, offset, tips, end }: Hair,
  { strands, locks, curls }: Textures,
  spans: Spans,
): void {
  const { colours, relief, frame: { x, cosine, sine } } = canvas;
  const red = colour[0], green = colour[1], blue = colour[2];
  const paleRed = sheen[0], paleGreen = sheen[1], paleBlue = sheen[2];
  const isShort = style === "short" || style === "bun", isCurly = style === "curly";
  const middle = hairline[0], slope = hairline[1], arch = hairline[2], fall = hairline[3];
  const perWidth = 1 / halfWidth, perSoftness = 1 / hairlineSoftness;
  const thinnest = hairlineSoftness / 2, faintest = -shadowReach - fringe;
  const domed = -0.75 / crown, dim = isBehind ? 0.6 : 1;
  // The band of light about the crown, lower at the sides.
  const bandV = (crown + middle) / 2, perBand = 1 / 4.5;
  const { height: curlHeight, slopeX: curlX, slopeY: curlY } = curls;
  for (let span = 0; span < spans.count; span++) {
    const row = spans.row[span], rowU = spans.rowU[span], rowV = spans.rowV[span];
    const left = spans.left[span], right = spans.right[span];
    const leftSharp = spans.leftSharp[span], rightSharp = spans.rightSharp[span];
    const rough = spans.rough[span], perEdge = spans.perEdge[span];
    const first = spans.first[span];
    let u = rowU + cosine * (spans.from[span] + 0.5 - x), v = rowV - sine / cosine * u;
    // Below 0, `| 0` would not round down; the strands repeat.
    let strandAt = first + strandCount + strandsAcross * perEdge * u;
    const stepStrand = strandsAcross * perEdge * cosine;
    let pixel = canvas.pixel(row, spans.from[span]);
    const last = canvas.pixel(row, spans.to[span]);
    for (; pixel < last; pixel++, u += cosine, v -= sine, strandAt += stepStrand) {
      const strand = strandAt | 0, between = strandAt - strand;
      const a = strands[strand & lastStrand], b = strands[(strand + 1) & lastStrand];
      const fine = a + between * (b - a), lock = locks[strand & lastStrand];
      let cover = 1;
      if (!isBehind) {
        const U = (u - lineU) * perWidth, UU = U * U, far = UU * UU;
        const line = middle + slope * U + arch * UU + fall * far * far;
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
      const across = u * perEdge, square = across * across;
      let value = 0.98 + 0.1 * fine + 0.11 * lock, shine = 0, edge = rough * lock;
      let slopeX = -0.95 * across * (0.35 + 0.65 * square) + 0.16 * (b - a);
      let slopeY = v < 0 ? v * domed : 0.1;
      if (isCurly) {
        const curl = (Math.floor(v) & lastCurl) * curlSide +
          (Math.floor(u + offset) & lastCurl);
        const height = curlHeight[curl];
        value = 0.64 + 0.44 * height + 0.06 * fine;
        shine = height > 0.6 ? 1.2 * (height - 0.6) : 0;
        slopeX += 0.45 * curlX[curl];
        slopeY += 0.45 * curlY[curl];
        edge = rough * (2 * height - 1);
      } else {
        const off = (v - bandV - 7 * square + 1.6 * fine + 1.2 * lock) * perBand;
        const rest = 1 - off * off;
        if (rest > 0) shine = rest * rest * (0.8 + 0.4 * fine);
      }
      const within = u < 0 ? (left + u) * leftSharp : (right - u) * rightSharp;
      if (within < 1.5) cover *= clamp(within + edge + 0.5);
      if (tips > 0) cover *= clamp(end + tips * lock - v + 0.5);
      if (cover <= 0) continue;
      const at = pixel * 3;
      value *= dim;
      shine *= dim;
      colours[at] += cover * (red * value + paleRed * shine - colours[at]);
      colours[at + 1] += cover * (green * value + paleGreen * shine - colours[at + 1]);
      colours[at + 2] += cover * (blue * value + paleBlue * shine - colours[at + 2]);
      relief[at] += cover * (slopeX - relief[at]);
      relief[at + 1] += cover * (slopeY - relief[at + 1]);
      relief[at + 2] += cover * (0.12 - relief[at + 2]);
    }
  }
}

/** Hair throws a shadow on the skin below it; `above` is minus the distance, in pixels. */
function shadeSkin({ colours, head }: FaceCanvas, pixel: number, above: number): void {
  if (above < -shadowReach || head[pixel] === 0) return;
  const dark = 1 - 0.3 * head[pixel] * (1 + above / shadowReach);
  const at = pixel * 3;
  colours[at] *= dark;
  colours[at + 1] *= dark * 0.98;
  colours[at + 2] *= dark * 0.97;
}
