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
    { colour: [red, green, blue], gloss = 0, opacity = 1 }: Paint,
    roundness = 0,
  ): void {
    this.reach(u, v, radiusU + 0.7, radiusV + 0.7);
    const { surface, box, frame: { x, y, cosine, sine } } = this;
    const perU = 1 / radiusU, perV = 1 / radiusV;
    for (let row = box.top; row < box.bottom; row++) {
      const dy = row + 0.5 - y;
      const rowU = sine * dy - u, rowV = cosine * dy - v;
      for (let column = box.left; column < box.right; column++) {
        const dx = column + 0.5 - x;
        const fromU = (rowU + cosine * dx) * perU, fromV = (rowV - sine * dx) * perV;
        const square = fromU * fromU + fromV * fromV;
        if (square > 3) continue;
        const steepU = fromU * perU, steepV = fromV * perV;
        const steep = 2 * Math.sqrt(steepU * steepU + steepV * steepV) + 1e-6;
        const cover = opacity * clamp((1 - square) / steep + 0.5);
        if (cover <= 0) continue;
        const at = (row * side + column) * stride;
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
    { colour: [red, green, blue], gloss = 0, opacity = 1 }: Paint,
    { softness = 1, roundness = 0 } = {},
  ): void {
    const low = lowest(top), high = highest(bottom);
    const reachV = (high - low + softness) / 2;
    this.reach(u, v + (low + high) / 2, radiusU + 0.5, reachV);
    const { surface, box, frame: { x, y, cosine, sine } } = this;
    const [t0, t1, t2, t3, t4] = top, [b0, b1, b2, b3, b4] = bottom;
    const perU = 1 / radiusU, perSoftness = 1 / softness;
    for (let row = box.top; row < box.bottom; row++) {
      const dy = row + 0.5 - y;
      const rowU = sine * dy - u, rowV = cosine * dy - v;
      for (let column = box.left; column < box.right; column++) {
        const dx = column + 0.5 - x;
        const fromU = (rowU + cosine * dx) * perU;
        const absolute = fromU < 0 ? -fromU : fromU;
        const within = clamp((1 - absolute) * radiusU + 0.5);
        if (within === 0) continue;
        const fromV = rowV - sine * dx;
        const U = absolute > 1 ? (fromU < 0 ? -1 : 1) : fromU;
        const upper = t0 + U * (t1 + U * (t2 + U * (t3 + U * t4)));
        const lower = b0 + U * (b1 + U * (b2 + U * (b3 + U * b4)));
        // The share of the pixel's height (or of a softer one) between the two edges.
        const from = Math.max(upper, fromV - softness / 2);
        const to = Math.min(lower, fromV + softness / 2);
        if (to <= from) continue;
        const cover = opacity * within * (to - from) * perSoftness;
        const at = (row * side + column) * stride;
        if (cover === 1) {
          surface[at] = red;
          surface[at + 1] = green;
          surface[at + 2] = blue;
          surface[at + 5] = gloss;
        } else {
          surface[at] += cover * (red - surface[at]);
          surface[at + 1] += cover * (green - surface[at + 1]);
          surface[at + 2] += cover * (blue - surface[at + 2]);
          surface[at + 5] += cover * (gloss - surface[at + 5]);
        }
        if (roundness !== 0) {
          const bulge = (2 * fromV - upper - lower) / (lower - upper);
          surface[at + 4] -= cover * roundness * bulge;
        }
      }
    }
  }

  /** A line from one point to another, with a width at each end. */
  stroke(
    [u1, v1, width1]: Colour,
    [u2, v2, width2]: Colour,
    { colour: [red, green, blue], gloss = 0, opacity = 1 }: Paint,
    softness = 1,
  ): void {
    const du = u2 - u1, dv = v2 - v1;
    const thick = Math.max(width1, width2, 1) / 2 + softness / 2;
    const [halfU, halfV] = [Math.abs(du) / 2 + thick, Math.abs(dv) / 2 + thick];
    this.reach(u1 + du / 2, v1 + dv / 2, halfU, halfV);
    const { surface, box, frame: { x, y, cosine, sine } } = this;
    const scale = 1 / (du * du + dv * dv + 1e-6);
    for (let row = box.top; row < box.bottom; row++) {
      const dy = row + 0.5 - y;
      const rowU = sine * dy - u1, rowV = cosine * dy - v1;
      for (let column = box.left; column < box.right; column++) {
        const dx = column + 0.5 - x;
        const fromU = rowU + cosine * dx, fromV = rowV - sine * dx;
        const along = clamp((fromU * du + fromV * dv) * scale);
        const besideU = fromU - along * du, besideV = fromV - along * dv;
        const distance = Math.sqrt(besideU * besideU + besideV * besideV);
        const half = (width1 + along * (width2 - width1)) / 2;
        // A line thinner than a pixel is as much paler as it is thinner.
        const cover = opacity * Math.min(1, 2 * half) *
          clamp((Math.max(half, 0.5) - distance) / softness + 0.5);
        if (cover <= 0) continue;
        const at = (row * side + column) * stride;
        surface[at] += cover * (red - surface[at]);
        surface[at + 1] += cover * (green - surface[at + 1]);
        surface[at + 2] += cover * (blue - surface[at + 2]);
        surface[at + 5] += cover * (gloss - surface[at + 5]);
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
    const stepU = cosine * perU, stepV = -sine * perV;
    for (let row = box.top; row < box.bottom; row++) {
      const dy = row + 0.5 - y;
      const rowU = sine * dy - u, rowV = cosine * dy - v;
      this.cut(rowU * perU, rowV * perV, stepU, stepV);
      for (let column = span.from; column < span.to; column++) {
        const dx = column + 0.5 - x;
        const fromU = rowU * perU + stepU * dx, fromV = rowV * perV + stepV * dx;
        const rest = 1 - fromU * fromU - fromV * fromV;
        const at = (row * side + column) * stride;
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
    [red, green, blue]: Colour,
    opacity: number,
  ): void {
    this.reach(u, v, radiusU, radiusV);
    const { surface, box, span, frame: { x, y, cosine, sine } } = this;
    const perU = 1 / radiusU, perV = 1 / radiusV;
    const stepU = cosine * perU, stepV = -sine * perV;
    for (let row = box.top; row < box.bottom; row++) {
      const dy = row + 0.5 - y;
      const rowU = sine * dy - u, rowV = cosine * dy - v;
      this.cut(rowU * perU, rowV * perV, stepU, stepV);
      for (let column = span.from; column < span.to; column++) {
        const dx = column + 0.5 - x;
        const fromU = rowU * perU + stepU * dx, fromV = rowV * perV + stepV * dx;
        const rest = 1 - fromU * fromU - fromV * fromV;
        const cover = opacity * rest * rest;
        const at = (row * side + column) * stride;
        surface[at] *= 1 - cover * (1 - red);
        surface[at + 1] *= 1 - cover * (1 - green);
        surface[at + 2] *= 1 - cover * (1 - blue);
      }
    }
  }
}

/** A number brought into [0, 1]. */
export function clamp(value: number): number {
  return value < 0 ? 0 : value > 1 ? 1 : value;
}

/** A bound below a curve's values on [−1, 1], where U² and U⁴ lie in [0, 1]. */
function lowest([c0, c1, c2, c3, c4]: Curve): number {
  return c0 - Math.abs(c1) - Math.abs(c3) + Math.min(0, c2) + Math.min(0, c4);
}

/** A bound above a curve's values on [−1, 1]. */
function highest([c0, c1, c2, c3, c4]: Curve): number {
  return c0 + Math.abs(c1) + Math.abs(c3) + Math.max(0, c2) + Math.max(0, c4);
}
