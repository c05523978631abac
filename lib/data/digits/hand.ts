/**
 * A writer's hand: turns a style of a digit into one trace of the pen.
 *
 * @module
 */
import type { RandomGenerator } from "../../tensor/random.ts";
import type { DigitStyle } from "./strokes.ts";

/** The pen's way over the paper, in pixels; strokes stand one after another. */
export interface PenTrace {
  /** Samples along the strokes, left to right. */
  x: Float64Array;
  /** The same samples, top to bottom. */
  y: Float64Array;
  /** Half the stroke's thickness at each sample, in pixels. */
  radius: Float64Array;
  /** Index after the last sample of each stroke. */
  ends: number[];
  /** The width of the ink's edge, in pixels: a hard pen's is sharp, a felt pen's is not. */
  softness: number;
}

/** A style with its points read: coordinates of each pose and the strokes' sharp turns. */
interface ParsedStyle {
  share: number;
  /** `[pose][2 · point + axis]`, in digit heights. */
  poses: Float64Array[];
  /** The curves between sharp turns: first and last point, and whether a stroke ends. */
  curves: { first: number; last: number; endsStroke: boolean }[];
}

const samplesPerSpan = 6;
const maximumSamples = 256;

/**
 * Draws traces of digits as different writers, in different moods, would.
 *
 * A trace starts as a random blend of one style's poses. Its points tremble, a slow wave
 * bends the sheet, the writer's slant, turn and width follow, haste rounds the corners,
 * and the pen has a thickness, a nib angle and a pressure: it changes along the stroke,
 * eases where the pen lands and leaves and where it is quick, and never is quite steady.
 * The result is fitted into MNIST's box of 20 pixels.
 *
 * The trace that `write()` returns is overwritten by the next call.
 */
export class DigitHand {
  readonly #styles: ParsedStyle[][];
  readonly #knots = new Float64Array(128);
  readonly #trace: PenTrace = {
    x: new Float64Array(maximumSamples),
    y: new Float64Array(maximumSamples),
    radius: new Float64Array(maximumSamples),
    ends: [],
    softness: 1,
  };

  /** @param styles The styles of each digit, at its index. */
  constructor(styles: DigitStyle[][]) {
    this.#styles = styles.map((ofDigit) => ofDigit.map(parseStyle));
  }

  /**
   * Writes one digit.
   *
   * @param digit 0 to 9.
   * @param random Where all variation comes from.
   * @returns The trace, in pixels about (0, 0), the ink's centre; it is valid until the next call.
   */
  write(digit: number, random: RandomGenerator): PenTrace {
    const style = choose(this.#styles[digit], random);
    this.#blend(style, random);
    this.#curve(style);
    this.#haste(style, random);
    this.#sheet(random);
    this.#fit(random);
    return this.#trace;
  }

  #blend({ poses, curves }: ParsedStyle, random: RandomGenerator): void {
    const weights = poses.map(() => -Math.log(1 - random.uniform()));
    const sum = weights.reduce((a, b) => a + b);
    const tremble = 0.014 + 0.032 * random.uniform();
    const knots = this.#knots;
    // A point follows the error of the one before: a hand drifts more than it shakes.
    const error = [0, 0];
    for (let i = 0; i < poses[0].length; i++) {
      let value = 0;
      for (let p = 0; p < poses.length; p++) value += weights[p] * poses[p][i];
      error[i % 2] = 0.65 * error[i % 2] + 0.76 * random.normal();
      knots[i] = value / sum + tremble * error[i % 2];
    }
    // Strokes after the first begin where the hand lands, not quite where it aimed.
    let strokeStart = false;
    for (const { first, last, endsStroke } of curves) {
      if (strokeStart) {
        const dx = 0.025 * random.normal(), dy = 0.025 * random.normal();
        for (let i = first; i <= last; i++) {
          knots[2 * i] += dx;
          knots[2 * i + 1] += dy;
        }
      }
      strokeStart ||= endsStroke;
    }
  }

  /** Samples the Catmull–Rom curves through the knots. */
  #curve({ curves }: ParsedStyle): void {
    const { x, y } = this.#trace;
    const ends: number[] = [];
    const k = this.#knots;
    let n = 0;
    let joined = false;
    for (const { first, last, endsStroke } of curves) {
      for (let i = first; i < last; i++) {
        const before = Math.max(first, i - 1), after = Math.min(last, i + 2);
        for (let s = joined || i > first ? 1 : 0; s <= samplesPerSpan; s++) {
          const t = s / samplesPerSpan;
          x[n] = catmullRom(k[2 * before], k[2 * i], k[2 * i + 2], k[2 * after], t);
          y[n++] = catmullRom(
            k[2 * before + 1],
            k[2 * i + 1],
            k[2 * i + 3],
            k[2 * after + 1],
            t,
          );
        }
      }
      joined = !endsStroke;
      if (endsStroke) ends.push(n);
    }
    this.#trace.ends = ends;
  }

  /** Rounds corners: a fast hand averages what it draws with what comes next. */
  #haste({ curves }: ParsedStyle, random: RandomGenerator): void {
    const { x, y, ends } = this.#trace;
    const least = curves.length === ends.length ? 4 : 0;
    for (let pass = least + random.integer(6); pass > 0; pass--) {
      let start = 0;
      for (const end of ends) {
        let lastX = x[start], lastY = y[start];
        for (let i = start + 1; i < end - 1; i++) {
          const hereX = x[i], hereY = y[i];
          x[i] = 0.25 * lastX + 0.5 * hereX + 0.25 * x[i + 1];
          y[i] = 0.25 * lastY + 0.5 * hereY + 0.25 * y[i + 1];
          lastX = hereX;
          lastY = hereY;
        }
        start = end;
      }
    }
  }

  /** Bends, widens, slants and turns everything together. */
  #sheet(random: RandomGenerator): void {
    const { x, y, ends } = this.#trace;
    const count = ends[ends.length - 1];
    const bendX = 0.035 * random.normal(), bendY = 0.03 * random.normal();
    const phaseX = 6.283 * random.uniform(), phaseY = 6.283 * random.uniform();
    const waveX = 2 + 3 * random.uniform(), waveY = 2 + 3 * random.uniform();
    const width = 1.04 * Math.exp(0.17 * random.normal());
    const slant = 0.1 + 0.21 * random.normal();
    const angle = 0.08 * random.normal();
    const cosine = Math.cos(angle), sine = Math.sin(angle);
    for (let i = 0; i < count; i++) {
      const fromLeft = x[i] - 0.32, fromTop = y[i] - 0.5;
      const bentX = fromLeft + bendX * Math.sin(waveX * fromTop + phaseX);
      const bentY = fromTop + bendY * Math.sin(waveY * fromLeft + phaseY);
      const slanted = width * bentX - slant * bentY;
      x[i] = cosine * slanted - sine * bentY;
      y[i] = sine * slanted + cosine * bentY;
    }
  }

  /** Gives the pen its thickness and scales the trace into the box, its ink centred. */
  #fit(random: RandomGenerator): void {
    const { x, y, radius, ends } = this.#trace;
    const count = ends[ends.length - 1];
    const pen = Math.min(2.1, Math.max(0.75, 1.25 * Math.exp(0.24 * random.normal())));
    this.#trace.softness = 1.05 + 0.35 * random.uniform();
    const nib = 0.22 * random.uniform(), nibAngle = 3.1416 * random.uniform();
    const nibX = Math.cos(nibAngle), nibY = Math.sin(nibAngle);
    const swell = 0.12 * random.normal(), fade = 0.16 * random.normal();
    const landing = 0.45 * random.uniform(), leaving = 0.55 * random.uniform();
    const quick = 0.3 * random.uniform();
    const rough = 0.05 + 0.05 * random.uniform();
    let unsteady = 0;
    let left = Infinity, right = -Infinity, top = Infinity, bottom = -Infinity;
    for (let i = 0; i < count; i++) {
      left = Math.min(left, x[i]);
      right = Math.max(right, x[i]);
      top = Math.min(top, y[i]);
      bottom = Math.max(bottom, y[i]);
    }
    const side = 19.5 * Math.exp(0.035 * random.normal()) - 2 * pen;
    const scale = side / Math.max(right - left, bottom - top);
    let mass = 0, massX = 0, massY = 0, start = 0;
    const ink = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
    for (const end of ends) {
      for (let i = start; i < end; i++) {
        x[i] *= scale;
        y[i] *= scale;
        const next = Math.min(end - 1, i + 1), last = Math.max(start, i - 1);
        const dx = x[next] * (next > i ? scale : 1) - x[last];
        const dy = y[next] * (next > i ? scale : 1) - y[last];
        const length = Math.sqrt(dx * dx + dy * dy);
        const along = (i - start) / (end - 1 - start);
        const turned = Math.abs(dx * nibX + dy * nibY) / (length || 1);
        unsteady = 0.6 * unsteady + 0.8 * random.normal();
        // Samples lie further apart where the pen is quick; a pixel and a half is usual.
        const haste = Math.max(-1, Math.min(1, length / 3 - 1));
        const pressure = (1 + swell * Math.sin(3.1416 * along) + fade * (along - 0.5)) *
          (1 - landing * ease(i - start)) * (1 - leaving * ease(end - 1 - i)) *
          (1 - quick * haste) * (1 + rough * unsteady);
        radius[i] = Math.max(0.45, pen * pressure * (1 + nib * (0.6 - turned)));
        // Half of both neighbouring segments, and at a stroke's end the round cap.
        const isEnd = i === start || i === end - 1;
        const amount = length * radius[i] + (isEnd ? 1.57 * radius[i] ** 2 : 0);
        mass += amount;
        massX += amount * x[i];
        massY += amount * y[i];
        ink.left = Math.min(ink.left, x[i] - radius[i]);
        ink.right = Math.max(ink.right, x[i] + radius[i]);
        ink.top = Math.min(ink.top, y[i] - radius[i]);
        ink.bottom = Math.max(ink.bottom, y[i] + radius[i]);
      }
      start = end;
    }
    // Centred by mass, a 7 hangs low: its ink stops short of the image's border.
    const room = 13 - this.#trace.softness / 2;
    const within = (shift: number, least: number, most: number) =>
      Math.max(-room - least, Math.min(room - most, shift));
    const shiftX = within(0.35 * random.normal() - massX / mass, ink.left, ink.right);
    const shiftY = within(0.35 * random.normal() - massY / mass, ink.top, ink.bottom);
    for (let i = 0; i < count; i++) {
      x[i] += shiftX;
      y[i] += shiftY;
    }
  }
}

/** How much of an end's lightness is left some samples away from it. */
function ease(samples: number): number {
  const rest = Math.max(0, 1 - samples / 5);
  return rest * rest;
}

function catmullRom(a: number, b: number, c: number, d: number, t: number): number {
  return b +
    0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
}

function choose(styles: ParsedStyle[], random: RandomGenerator): ParsedStyle {
  let left = random.uniform() * styles.reduce((sum, { share }) => sum + share, 0);
  return styles.find(({ share }) => (left -= share) < 0) ?? styles[0];
}

function parseStyle([share, ...poses]: DigitStyle): ParsedStyle {
  const curves: ParsedStyle["curves"] = [];
  let point = 0;
  for (const stroke of poses[0]) {
    const parts = stroke.split("/").map((part) => part.trim().split(" ").length);
    parts.forEach((length, part) => {
      const first = part === 0 ? point : point - 1;
      point += length;
      curves.push({ first, last: point - 1, endsStroke: part === parts.length - 1 });
    });
  }
  const numbers = (pose: string[]) =>
    Float64Array.from(
      pose.join(" ").replaceAll("/", " ").trim().split(/[\s,]+/),
      (text) => Number(text) / 100,
    );
  return { share, poses: poses.map(numbers), curves };
}
