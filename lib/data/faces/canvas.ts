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

/** The side of the picture. */
export const side = 64;
/** Numbers a pixel: red, green, blue, slope to the right, slope down, gloss. */
export const stride = 6;

const upright: Frame = { x: 0, y: 0, cosine: 1, sine: 0 };

/**
 * Colour, relief and gloss of every pixel, painted part after part from the back.
 *
 * Coordinates (u, v) are pixels in the current frame, v downwards. Edges cover a pixel by
 * the share that lies within them, so nothing is jagged. A part's loop runs over its
 * bounding box only, and only + − × ÷ and √ are used, which have the same bits everywhere.
 *
 * A loop reads what it needs once, into locals, and steps from pixel to pixel: V8 looks up an
 * imported constant at each use, and takes arrays apart by calling their iterator.
 */
export class FaceCanvas {
  /** `[side, side, stride]`. */
  readonly surface = new Float64Array(side * side * stride);
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

  /** Sets `box` to the pixels that a part about (u, v) that reaches so far needs. */
  reach(u: number, v: number, reachU: number, reachV: number): void {
    const { x, y, cosine, sine } = this.frame;
    const lean = sine < 0 ? -sine : sine;
    const middleX = x + cosine * u - sine * v, middleY = y + sine * u + cosine * v;
    const halfX = cosine * reachU + lean * reachV;
    const halfY = lean * reachU + cosine * reachV;
    this.box.left = Math.max(0, Math.ceil(middleX - halfX - 0.5));
    this.box.right = Math.min(side, Math.floor(middleX + halfX + 0.5));
    this.box.top = Math.max(0, Math.ceil(middleY - halfY - 0.5));
    this.box.bottom = Math.min(side, Math.floor(middleY + halfY + 0.5));
  }

  /**
   * Sets `span` to the pixels of a row whose centres lie in an ellipse.
   *
   * @param fromU Where the row's pixel at the frame's origin lies, in radii.
   * @param stepU How much a pixel to the right adds.
   */
  cut(fromU: number, fromV: number, stepU: number, stepV: number): void {
    // |from + step · dx|² = 1, solved for dx.
    const a = stepU * stepU + stepV * stepV;
    const b = (fromU * stepU + fromV * stepV) / a;
    const rest = b * b - (fromU * fromU + fromV * fromV - 1) / a;
    const { span, frame: { x } } = this;
    // Where there are none, the row ends before it begins.
    const middle = x - b - 0.5, half = rest > 0 ? Math.sqrt(rest) : -1;
    span.from = Math.max(0, Math.ceil(middle - half));
    span.to = Math.min(side, Math.floor(middle + half) + 1);
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
    const { surface, box, frame: { x, y, cosine, sine } } = this;
    const red = colour[0], green = colour[1], blue = colour[2];
    const perU = 1 / radiusU, perV = 1 / radiusV, step = stride;
    const stepU = cosine * perU, stepV = sine * perV, dx = box.left + 0.5 - x;
    for (let row = box.top; row < box.bottom; row++) {
      const dy = row + 0.5 - y;
      let fromU = (sine * dy + cosine * dx - u) * perU;
      let fromV = (cosine * dy - sine * dx - v) * perV;
      let at = (row * side + box.left) * step;
      const end = (row * side + box.right) * step;
      for (; at < end; at += step, fromU += stepU, fromV -= stepV) {
        const square = fromU * fromU + fromV * fromV;
        if (square > 3) continue;
        const steepU = fromU * perU, steepV = fromV * perV;
        const steep = 2 * Math.sqrt(steepU * steepU + steepV * steepV) + 1e-6;
        const cover = opacity * clamp((1 - square) / steep + 0.5);
        if (cover <= 0) continue;
        const tilt = -roundness * (0.4 + 0.9 * square);
        surface[at] += cover * (red - surface[at]);
        surface[at + 1] += cover * (green - surface[at + 1]);
        surface[at + 2] += cover * (blue - surface[at + 2]);
        surface[at + 3] += cover * (tilt * fromU - surface[at + 3]);
        surface[at + 4] += cover * (tilt * fromV - surface[at + 4]);
        surface[at + 5] += cover * (gloss - surface[at + 5]);
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
    const { surface, box, frame: { x, y, cosine, sine } } = this;
    const red = colour[0], green = colour[1], blue = colour[2];
    const t0 = top[0], t1 = top[1], t2 = top[2], t3 = top[3], t4 = top[4];
    const b0 = bottom[0], b1 = bottom[1], b2 = bottom[2], b3 = bottom[3], b4 = bottom[4];
    const perU = 1 / radiusU, strength = opacity / softness, soft = softness / 2;
    const stepU = cosine * perU, step = stride, dx = box.left + 0.5 - x;
    for (let row = box.top; row < box.bottom; row++) {
      const dy = row + 0.5 - y;
      let fromU = (sine * dy + cosine * dx - u) * perU;
      let fromV = cosine * dy - sine * dx - v;
      let at = (row * side + box.left) * step;
      const end = (row * side + box.right) * step;
      for (; at < end; at += step, fromU += stepU, fromV -= sine) {
        const U = fromU < -1 ? -1 : fromU > 1 ? 1 : fromU;
        const upper = t0 + U * (t1 + U * (t2 + U * (t3 + U * t4)));
        if (fromV + soft <= upper) continue;
        const lower = b0 + U * (b1 + U * (b2 + U * (b3 + U * b4)));
        // The share of the pixel's height (or of a softer one) between the two edges.
        const from = fromV - soft > upper ? fromV - soft : upper;
        const to = fromV + soft < lower ? fromV + soft : lower;
        if (to <= from) continue;
        const within = clamp((1 - (fromU < 0 ? -fromU : fromU)) * radiusU + 0.5);
        const cover = strength * within * (to - from);
        surface[at] += cover * (red - surface[at]);
        surface[at + 1] += cover * (green - surface[at + 1]);
        surface[at + 2] += cover * (blue - surface[at + 2]);
        surface[at + 5] += cover * (gloss - surface[at + 5]);
        if (roundness !== 0) {
          const bulge = (2 * fromV - upper - lower) / (lower - upper);
          surface[at + 4] -= cover * roundness * bulge;
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
    const { surface, box, span, frame: { x, y, cosine, sine } } = this;
    const scaleU = -4 * height / radiusU, scaleV = -4 * height / radiusV;
    const perU = 1 / radiusU, perV = 1 / radiusV;
    const stepU = cosine * perU, stepV = -sine * perV, step = stride;
    for (let row = box.top; row < box.bottom; row++) {
      const dy = row + 0.5 - y;
      const rowU = (sine * dy - u) * perU, rowV = (cosine * dy - v) * perV;
      this.cut(rowU, rowV, stepU, stepV);
      const dx = span.from + 0.5 - x;
      let fromU = rowU + stepU * dx, fromV = rowV + stepV * dx;
      let at = (row * side + span.from) * step;
      const end = (row * side + span.to) * step;
      for (; at < end; at += step, fromU += stepU, fromV += stepV) {
        const rest = 1 - fromU * fromU - fromV * fromV;
        surface[at + 3] += scaleU * rest * fromU;
        surface[at + 4] += scaleV * rest * fromV;
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
    const { surface, box, span, frame: { x, y, cosine, sine } } = this;
    const perU = 1 / radiusU, perV = 1 / radiusV;
    const stepU = cosine * perU, stepV = -sine * perV, step = stride;
    for (let row = box.top; row < box.bottom; row++) {
      const dy = row + 0.5 - y;
      const rowU = (sine * dy - u) * perU, rowV = (cosine * dy - v) * perV;
      this.cut(rowU, rowV, stepU, stepV);
      const dx = span.from + 0.5 - x;
      let fromU = rowU + stepU * dx, fromV = rowV + stepV * dx;
      let at = (row * side + span.from) * step;
      const end = (row * side + span.to) * step;
      for (; at < end; at += step, fromU += stepU, fromV += stepV) {
        const rest = 1 - fromU * fromU - fromV * fromV;
        const cover = opacity * rest * rest;
        surface[at] *= 1 - cover * lessRed;
        surface[at + 1] *= 1 - cover * lessGreen;
        surface[at + 2] *= 1 - cover * lessBlue;
      }
    }
  }
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
