import { clamp, type FaceCanvas } from "./canvas.ts";
import type { Hair } from "./hair.ts";
import { meetOutline, type Outline } from "./hair_outline.ts";
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

/** A row of pixels across the hair. */
interface Row {
  row: number;
  /** Where it crosses the frame's origin; along the row, v is rowV − lean · u. */
  rowU: number;
  rowV: number;
  /** How far its edges are, and what turns a distance aside into one across them. */
  left: number;
  right: number;
  leftSharp: number;
  rightSharp: number;
  /** How far locks stand off the edges. */
  rough: number;
  /** The strand in the middle, and one pixel's share of the way to an edge. */
  first: number;
  perEdge: number;
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
  const { shiftU, faceU, aside, faceTop, faceEnd } = place;
  // The hair before the forehead will hide the crown's.
  const top = isBehind ? -0.5 * head.halfHeight : place.crown - hair.tuft;
  const end = hair.end + hair.tips + 0.5;
  const reachU = head.halfWidth + hair.sides + Math.max(0, hair.flare) + 1;
  canvas.reach(shiftU, (top + end) / 2, reachU, (end - top) / 2);
  const { box, frame: { x, y, cosine, sine } } = canvas;
  const lean = sine / cosine, perCosine = 1 / cosine, rise = Math.abs(lean) * aside;
  const across: Row = {
    row: 0,
    rowU: 0,
    rowV: 0,
    left: 0,
    right: 0,
    leftSharp: 0,
    rightSharp: 0,
    rough: 0,
    first: 0,
    perEdge: 0,
  };
  for (let row = box.top; row < box.bottom; row++) {
    const dy = row + 0.5 - y;
    const rowU = sine * dy - shiftU, rowV = cosine * dy + lean * rowU;
    const isHair = crossHair(across, outline, hair, row, rowU, rowV, lean);
    if (!isHair) continue;
    // From the first to the last pixel that hair can cover.
    const columnOf = (u: number) => Math.ceil(x - 0.5 + (u - rowU) * perCosine) | 0;
    const margin = 0.5 + across.rough;
    const from = Math.max(box.left, columnOf(-across.left - margin / across.leftSharp));
    const to = Math.min(box.right, columnOf(across.right + margin / across.rightSharp));
    const faceV = rowV - lean * faceU;
    if (faceV - rise > faceTop && faceV + rise < faceEnd) {
      const before = columnOf(faceU - aside), after = columnOf(faceU + aside);
      paintRow(canvas, place, hair, textures, across, from, Math.min(to, before));
      paintRow(canvas, place, hair, textures, across, Math.max(from, after), to);
    } else paintRow(canvas, place, hair, textures, across, from, to);
  }
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

/** Finds where a row of pixels crosses the hair's outline, if it does. */
function crossHair(
  across: Row,
  { crown, waves, sharp, left, right }: Outline,
  { offset, parting, tuft }: Hair,
  row: number,
  rowU: number,
  rowV: number,
  lean: number,
): boolean {
  const at = rowV - crown + 1;
  const leftEdge = meetOutline(left, at, lean), rightEdge = meetOutline(right, at, -lean);
  if (leftEdge + rightEdge < 0.5) return false;
  across.row = row;
  across.rowU = rowU;
  across.rowV = rowV;
  across.left = leftEdge;
  across.right = rightEdge;
  across.leftSharp = sharp[Math.floor(at + lean * leftEdge)];
  across.rightSharp = sharp[Math.floor(at - lean * rightEdge)];
  across.rough = leftEdge + rightEdge < 14 ? 0.4 * tuft : tuft;
  // Strands keep their place across the outline all the way down.
  across.perEdge = 1 / (Math.max(leftEdge, rightEdge) + 1);
  across.first = offset + waves[Math.max(0, Math.floor(at))] -
    strandsAcross * parting * clamp(1 - at / 14);
  return true;
}

/** Paints the pixels of a row from a column up to another, which is not painted. */
function paintRow(
  canvas: FaceCanvas,
  { isBehind, crown, halfWidth, lineU }: Place,
  { style, colour, sheen, hairline, fringe, hairlineSoftness, offset, tips, end }: Hair,
  { strands, locks, curls }: Textures,
  { row, rowU, rowV, left, right, leftSharp, rightSharp, rough, first, perEdge }: Row,
  from: number,
  to: number,
): void {
  if (from >= to) return;
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
  let u = rowU + cosine * (from + 0.5 - x), v = rowV - sine / cosine * u;
  // Below 0, `| 0` would not round down; the strands repeat.
  let strandAt = first + strandCount + strandsAcross * perEdge * u;
  const stepStrand = strandsAcross * perEdge * cosine;
  let pixel = canvas.pixel(row, from);
  const last = canvas.pixel(row, to);
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

/** Hair throws a shadow on the skin below it; `above` is minus the distance, in pixels. */
function shadeSkin({ colours, head }: FaceCanvas, pixel: number, above: number): void {
  if (above < -shadowReach || head[pixel] === 0) return;
  const dark = 1 - 0.3 * head[pixel] * (1 + above / shadowReach);
  const at = pixel * 3;
  colours[at] *= dark;
  colours[at + 1] *= dark * 0.98;
  colours[at + 2] *= dark * 0.97;
}
