/**
 * A picture before the light falls on it.
 *
 * @module
 */

/** Red, green and blue; 0 is black, 1 is white paper facing the light. */
export type Colour = readonly [number, number, number];

/** What a part is painted with. */
export interface Paint {
  colour: Colour;
  /** How much it mirrors the light, 0 to 1. */
  gloss?: number;
  /** How much of what lies below it hides, 0 to 1. */
  opacity?: number;
}

/** Where parts are painted: an origin and how far the axes lean to the right. */
export interface Frame {
  x: number;
  y: number;
  /** Cosine and sine of the angle that turns image axes into the frame's. */
  cosine: number;
  sine: number;
}

/** A curve c₀ + c₁U + c₂U² + c₃U³ + c₄U⁴, in pixels; U runs from −1 to 1 over a part. */
export type Curve = readonly [number, number, number, number, number];

// Not exported, as V8 makes only a module's own constants part of its loops.
const columns = 64;
/** The side of the picture. */
export const side = columns;

const upright: Frame = { x: 0, y: 0, cosine: 1, sine: 0 };

/**
 * Colour, relief and gloss of every pixel, painted part after part from the back.
 *
 * Coordinates (u, v) are pixels in the current frame, v downwards. Edges cover a pixel by
 * the share that lies within them, so nothing is jagged. A part's loop runs over its
 * bounding box only, and only + − × ÷ and √ are used, which have the same bits everywhere.
 *
 * A loop reads what it needs once, into locals, and steps from pixel to pixel: V8 looks up an
 * imported constant at each use, and takes arrays apart by calling their iterator. Bounds
 * are made integers by `| 0`, or V8 would count in floating point.
 */
export class FaceCanvas {
  /** Red, green and blue, `[side, side, 3]`. */
  readonly colours = new Float64Array(side * side * 3);
  /** Slope to the right, slope down and gloss, `[side, side, 3]`. */
  readonly relief = new Float64Array(side * side * 3);
  /** How much of each pixel the head covers, `[side, side]`. */
  readonly head = new Float64Array(side * side);
  /** The box of pixels that the current part can touch; the last are not in it. */
  readonly box = { left: 0, right: 0, top: 0, bottom: 0 };
  /** The part of a row that `cut()` found; the last pixel is not in it. */
  readonly span = { from: 0, to: 0 };
  frame: Frame = upright;

  /** Back to the image's own frame: u to the right, v downwards from the top left. */
  leaveFrame(): void {
    this.frame = upright;
  }

  /** Where a pixel lies in `head`. */
  pixel(row: number, column: number): number {
    return row * columns + column;
  }

  /** Where a pixel's numbers begin in `colours` and `relief`. */
  at(row: number, column: number): number {
    return (row * columns + column) * 3;
  }

  /** Sets `box` to the pixels that a part about (u, v) that reaches so far needs. */
  reach(u: number, v: number, reachU: number, reachV: number): void {
    const { x, y, cosine, sine } = this.frame;
    const lean = sine < 0 ? -sine : sine;
    const middleX = x + cosine * u - sine * v, middleY = y + sine * u + cosine * v;
    const halfX = cosine * reachU + lean * reachV;
    const halfY = lean * reachU + cosine * reachV;
    this.box.left = firstAfter(middleX - halfX);
    this.box.right = endBefore(middleX + halfX);
    this.box.top = firstAfter(middleY - halfY);
    this.box.bottom = endBefore(middleY + halfY);
  }

  /**
   * Sets `span` to the pixels of a row whose centres lie in an ellipse.
   *
   * @param fromU Where the row's pixel at the frame's origin lies, in radii.
   * @param stepU How much a pixel to the right adds.
   */
  cut(fromU: number, fromV: number, stepU: number, stepV: number): void {
    // |from + step · dx|² = 1, solved for dx.
    const perSquare = 1 / (stepU * stepU + stepV * stepV);
    const b = (fromU * stepU + fromV * stepV) * perSquare;
    const rest = b * b - (fromU * fromU + fromV * fromV - 1) * perSquare;
    const { span, frame: { x } } = this;
    // Where there are none, the row ends before it begins.
    const middle = x - b, half = rest > 0 ? Math.sqrt(rest) : -1;
    span.from = firstAfter(middle - half);
    span.to = endBefore(middle + half);
  }

  /**
   * An ellipse that is flat (`roundness` 0) or bulges towards the viewer.
   *
   * @param u Its middle. @param radiusU Half its width. @param radiusV Half its height.
   */
  ellipse(
    u: number,
    v: number,
    radiusU: number,
    radiusV: number,
    { colour, gloss = 0, opacity = 1 }: Paint,
    roundness = 0,
  ): void {
    this.reach(u, v, radiusU + 0.7, radiusV + 0.7);
    const { colours, relief, box, frame: { x, y, cosine, sine } } = this;
    const red = colour[0], green = colour[1], blue = colour[2];
    const perU = 1 / radiusU, perV = 1 / radiusV;
    const stepU = cosine * perU, stepV = sine * perV, dx = box.left + 0.5 - x;
    for (let row = box.top; row < box.bottom; row++) {
      const dy = row + 0.5 - y;
      let fromU = (sine * dy + cosine * dx - u) * perU;
      let fromV = (cosine * dy - sine * dx - v) * perV;
      let at = this.at(row, box.left);
      const end = this.at(row, box.right);
      for (; at < end; at += 3, fromU += stepU, fromV -= stepV) {
        const square = fromU * fromU + fromV * fromV;
        if (square > 3) continue;
        const steepU = fromU * perU, steepV = fromV * perV;
        const steep = 2 * Math.sqrt(steepU * steepU + steepV * steepV) + 1e-6;
        const cover = opacity * clamp((1 - square) / steep + 0.5);
        if (cover <= 0) continue;
        const tilt = -roundness * (0.4 + 0.9 * square);
        colours[at] += cover * (red - colours[at]);
        colours[at + 1] += cover * (green - colours[at + 1]);
        colours[at + 2] += cover * (blue - colours[at + 2]);
        relief[at] += cover * (tilt * fromU - relief[at]);
        relief[at + 1] += cover * (tilt * fromV - relief[at + 1]);
        relief[at + 2] += cover * (gloss - relief[at + 2]);
      }
    }
  }

  /**
   * What lies between two curves: a lip, a lid, a brow, shoulders.
   *
   * @param u Its middle. @param v Where both curves are 0. @param radiusU Half its width.
   * @param top The upper edge. @param bottom The lower edge.
   * @param options.softness Pixels over which an edge fades; 1 is sharp.
   * @param options.roundness How much it bulges between its edges.
   */
  lens(
    u: number,
    v: number,
    radiusU: number,
    top: Curve,
    bottom: Curve,
    { colour, gloss = 0, opacity = 1 }: Paint,
    { softness = 1, roundness = 0 } = {},
  ): void {
    const low = lowest(top), high = highest(bottom);
    const reachV = (high - low + softness) / 2;
    this.reach(u, v + (low + high) / 2, radiusU + 0.5, reachV);
    const { colours, relief, box, frame: { x, y, cosine, sine } } = this;
    const red = colour[0], green = colour[1], blue = colour[2];
    const t0 = top[0], t1 = top[1], t2 = top[2], t3 = top[3], t4 = top[4];
    const b0 = bottom[0], b1 = bottom[1], b2 = bottom[2], b3 = bottom[3], b4 = bottom[4];
    const perU = 1 / radiusU, strength = opacity / softness, soft = softness / 2;
    const stepU = cosine * perU, dx = box.left + 0.5 - x;
    for (let row = box.top; row < box.bottom; row++) {
      const dy = row + 0.5 - y;
      let fromU = (sine * dy + cosine * dx - u) * perU;
      let fromV = cosine * dy - sine * dx - v;
      let at = this.at(row, box.left);
      const end = this.at(row, box.right);
      for (; at < end; at += 3, fromU += stepU, fromV -= sine) {
        const U = fromU < -1 ? -1 : fromU > 1 ? 1 : fromU;
        const UU = U * U;
        const upper = t0 + U * t1 + UU * (t2 + U * t3 + UU * t4);
        if (fromV + soft <= upper) continue;
        const lower = b0 + U * b1 + UU * (b2 + U * b3 + UU * b4);
        // The share of the pixel's height (or of a softer one) between the two edges.
        const from = fromV - soft > upper ? fromV - soft : upper;
        const to = fromV + soft < lower ? fromV + soft : lower;
        if (to <= from) continue;
        const within = clamp((1 - (fromU < 0 ? -fromU : fromU)) * radiusU + 0.5);
        const cover = strength * within * (to - from);
        colours[at] += cover * (red - colours[at]);
        colours[at + 1] += cover * (green - colours[at + 1]);
        colours[at + 2] += cover * (blue - colours[at + 2]);
        relief[at + 2] += cover * (gloss - relief[at + 2]);
        if (roundness !== 0) {
          const bulge = (2 * fromV - upper - lower) / (lower - upper);
          relief[at + 1] -= cover * roundness * bulge;
        }
      }
    }
  }

  /**
   * Raises or sinks the relief: height · (1 − r²)², r from 0 in the middle to 1.
   *
   * @param height In pixels; negative for a hollow.
   */
  bump(u: number, v: number, radiusU: number, radiusV: number, height: number): void {
    this.reach(u, v, radiusU, radiusV);
    const { relief, box, span, frame: { x, y, cosine, sine } } = this;
    const scaleU = -4 * height / radiusU, scaleV = -4 * height / radiusV;
    const perU = 1 / radiusU, perV = 1 / radiusV;
    const stepU = cosine * perU, stepV = -sine * perV;
    for (let row = box.top; row < box.bottom; row++) {
      const dy = row + 0.5 - y;
      const rowU = (sine * dy - u) * perU, rowV = (cosine * dy - v) * perV;
      this.cut(rowU, rowV, stepU, stepV);
      const dx = span.from + 0.5 - x;
      let fromU = rowU + stepU * dx, fromV = rowV + stepV * dx;
      let at = this.at(row, span.from);
      const end = this.at(row, span.to);
      for (; at < end; at += 3, fromU += stepU, fromV += stepV) {
        const rest = 1 - fromU * fromU - fromV * fromV;
        relief[at] += scaleU * rest * fromU;
        relief[at + 1] += scaleV * rest * fromV;
      }
    }
  }

  /** Tints what is there, strongest in the middle and fading to nothing: opacity · (1 − r²)². */
  tint(
    u: number,
    v: number,
    radiusU: number,
    radiusV: number,
    colour: Colour,
    opacity: number,
  ): void {
    this.reach(u, v, radiusU, radiusV);
    const lessRed = 1 - colour[0], lessGreen = 1 - colour[1], lessBlue = 1 - colour[2];
    const { colours, box, span, frame: { x, y, cosine, sine } } = this;
    const perU = 1 / radiusU, perV = 1 / radiusV;
    const stepU = cosine * perU, stepV = -sine * perV;
    for (let row = box.top; row < box.bottom; row++) {
      const dy = row + 0.5 - y;
      const rowU = (sine * dy - u) * perU, rowV = (cosine * dy - v) * perV;
      this.cut(rowU, rowV, stepU, stepV);
      const dx = span.from + 0.5 - x;
      let fromU = rowU + stepU * dx, fromV = rowV + stepV * dx;
      let at = this.at(row, span.from);
      const end = this.at(row, span.to);
      for (; at < end; at += 3, fromU += stepU, fromV += stepV) {
        const rest = 1 - fromU * fromU - fromV * fromV;
        const cover = opacity * rest * rest;
        colours[at] *= 1 - cover * lessRed;
        colours[at + 1] *= 1 - cover * lessGreen;
        colours[at + 2] *= 1 - cover * lessBlue;
      }
    }
  }
}

/** The first pixel whose centre does not lie before `place`. */
function firstAfter(place: number): number {
  const first = Math.ceil(place - 0.5) | 0;
  return first < 0 ? 0 : first;
}

/** The pixel after the last whose centre does not lie after `place`. */
function endBefore(place: number): number {
  const end = Math.floor(place + 0.5) | 0;
  return end > columns ? columns : end;
}

/** A number brought into [0, 1]. */
export function clamp(value: number): number {
  return value < 0 ? 0 : value > 1 ? 1 : value;
}

/** A bound below a curve's values on [−1, 1], where U² and U⁴ lie in [0, 1]. */
function lowest(curve: Curve): number {
  return curve[0] - Math.abs(curve[1]) - Math.abs(curve[3]) + Math.min(0, curve[2]) +
    Math.min(0, curve[4]);
}

/** A bound above a curve's values on [−1, 1]. */
function highest(curve: Curve): number {
  return curve[0] + Math.abs(curve[1]) + Math.abs(curve[3]) + Math.max(0, curve[2]) +
    Math.max(0, curve[4]);
}
