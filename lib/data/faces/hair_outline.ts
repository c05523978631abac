import { clamp, side } from "./canvas.ts";
import type { Hair } from "./hair.ts";
import type { Head } from "./head.ts";
import { strandCount, type Textures } from "./textures.ts";

/**
 * Hair's outline: half widths to the left and to the right, every pixel downwards from one
 * above the crown.
 */
export interface Outline {
  crown: number;
  /** How far strands drift sideways. */
  waves: Float32Array;
  /** What turns a distance to the left or right into one across the edge. */
  sharp: Float32Array;
  left: Float32Array;
  right: Float32Array;
  spans: Spans;
}

/**
 * The stretches of pixel rows that hair can cover. Arrays that are used again, as they make
 * no objects and no boxed numbers for each row.
 */
export interface Spans {
  count: number;
  /** Its row, its first column and the column after its last. */
  row: Int32Array;
  from: Int32Array;
  to: Int32Array;
  /** Where its row crosses the frame's origin; along the row, v is rowV − lean · u. */
  rowU: Float64Array;
  rowV: Float64Array;
  /** How far its edges are, and what turns a distance aside into one across them. */
  left: Float64Array;
  right: Float64Array;
  leftSharp: Float64Array;
  rightSharp: Float64Array;
  /** How far locks stand off the edges. */
  rough: Float64Array;
  /** The strand in the middle, and one pixel's share of the way to an edge. */
  first: Float64Array;
  perEdge: Float64Array;
}

/** How many rows an outline has: from a bun's crown to beyond the picture. */
const outlineRows = 80;

/** Room for an outline. */
export function createOutline(): Outline {
  const row = () => new Float32Array(outlineRows);
  return {
    crown: 0,
    waves: row(),
    sharp: row(),
    left: row(),
    right: row(),
    spans: createSpans(),
  };
}

/** Room for two spans in each row of the picture. */
function createSpans(): Spans {
  const integers = () => new Int32Array(2 * side);
  const numbers = () => new Float64Array(2 * side);
  return {
    count: 0,
    row: integers(),
    from: integers(),
    to: integers(),
    rowU: numbers(),
    rowV: numbers(),
    left: numbers(),
    right: numbers(),
    leftSharp: numbers(),
    rightSharp: numbers(),
    rough: numbers(),
    first: numbers(),
    perEdge: numbers(),
  };
}

/**
 * Works out the outline of some hair about a head.
 *
 * @param outline Where it goes; what was there is lost.
 * @returns `outline`.
 */
export function outlineHair(
  head: Head,
  hair: Hair,
  { strands }: Textures,
  outline: Outline = createOutline(),
): Outline {
  const { waves, sharp, left, right } = outline;
  let widthAbove = 0;
  const { halfWidth, halfHeight } = head;
  const crown = -halfHeight - hair.top;
  const widest = halfWidth + hair.sides;
  const isCurly = hair.style === "curly";
  const isShort = hair.style === "short" || hair.style === "bun";
  // The ellipse of the crown is widest at the height of the eyes.
  const middle = isCurly ? -0.25 * halfHeight : isShort ? -0.25 * halfHeight : 0;
  // A skull is broader above than an ellipse is; curls are round.
  const broad = isCurly ? 0.06 : 0.18;
  const end = Math.max(hair.end + hair.tips, middle + 2);
  for (let i = 0; i < outlineRows; i++) {
    const v = crown + i - 1;
    const up = (v - middle) / (crown - middle), down = (v - middle) / (end - middle);
    let width = 0;
    if (v < middle) {
      const square = up * up;
      width = widest * Math.sqrt(Math.max(0, 1 - square * (1 - broad + broad * square)));
    } else if (down < 1) {
      const round = isCurly ? down : Math.max(0, (down - 0.75) / 0.25);
      // Ears stand free of short hair.
      if (isShort) width = widest - (hair.sides + 1.8) * Math.min(1, 1.6 * down);
      else {width = (widest + hair.flare * down * down) *
          Math.sqrt(1 - round * round * round);}
    }
    const at = Math.floor(hair.offset) + i * (isCurly ? 1 : 2);
    const rough = width < 1 ? 0 : isCurly ? 1.5 : 0.25 + 0.9 * hair.wave * clamp(down);
    const steep = width - widthAbove;
    widthAbove = width;
    sharp[i] = 1 / Math.sqrt(1 + steep * steep);
    waves[i] = 4 * hair.wave * wavy(strands, Math.floor(hair.offset) + i, false);
    left[i] = width + rough * wavy(strands, at, isCurly);
    right[i] = width + rough * wavy(strands, at + 211, isCurly);
  }
  outline.crown = crown;
  return outline;
}

/**
 * How far from the middle a leaning row of pixels leaves an outline.
 *
 * @param widths The outline's half widths on that side.
 * @param place Where the row crosses the middle, in rows of the outline.
 * @param lean How much further down the row lies for each pixel away from the middle.
 */
export function meetOutline(widths: Float32Array, place: number, lean: number): number {
  let width = widthAt(widths, place + 8 * lean);
  // Each round halves the distance to the point on both the row and the outline.
  for (let round = 0; round < 3; round++) {
    width = (width + widthAt(widths, place + lean * width)) / 2;
  }
  return width;
}

function widthAt(widths: Float32Array, place: number): number {
  if (place < 0 || place >= outlineRows - 1) return 0;
  const index = place | 0;
  return widths[index] + (place - index) * (widths[index + 1] - widths[index]);
}

/** A slow wave from the strands' texture. */
function wavy(strands: Float64Array, at: number, isFast: boolean): number {
  const place = isFast ? at / 2 : at / 7;
  const from = Math.floor(place), rest = place - from;
  const a = strands[from & (strandCount - 1)],
    b = strands[(from + 1) & (strandCount - 1)];
  const smooth = rest * rest * (3 - 2 * rest);
  return a + smooth * (b - a);
}
