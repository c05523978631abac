import type { Health } from "../health.ts";
import type { StepDiagnosis } from "../step_diagnosis.ts";
import type { FakeBatch } from "../train_step.ts";
import { Smoothed } from "./smoothed.ts";

/** What the doctor reads of a record; a `StepRecord` has all of it. */
export interface DoctorRecord {
  /** The step's number. */
  step: number;
  /** Mean softplus(−D(x)). */
  lossDReal: number;
  /** Mean softplus(D(G(z))). */
  lossDFake: number;
  /** Mean softplus(−D(G(z))) after D's update. */
  lossG: number;
  /** D(x). */
  scoreReal?: number;
  /** D(G(z)) before D's update. */
  scoreFakeBefore?: number;
  /** D(G(z)) after D's update. */
  scoreFakeAfter?: number;
  /** What is measured only now and then. */
  health?: Health & Partial<StepDiagnosis>;
}

/**
 * Over how many steps losses and scores are averaged: PyTorch's tutorial prints them
 * every 50 steps, and a single step's loss jumps by half of itself.
 */
export const SMOOTHING = 100;

/** What the doctor is told of a training besides its records; a recipe says it. */
export interface SymptomsOptions {
  /** Drawn again, a record's two scores of fake images are of different images. */
  fakeBatch?: FakeBatch;
}

/** What the records so far say about now, in constant memory. */
export class Symptoms {
  readonly #scoresCompare: boolean;
  readonly #lossD = new Smoothed(SMOOTHING);
  readonly #lossG = new Smoothed(SMOOTHING);
  readonly #scoreReal = new Smoothed(SMOOTHING);
  readonly #scoreFake = new Smoothed(SMOOTHING);
  readonly #push = new Smoothed(SMOOTHING);
  readonly #still = { G: new StillValue(), D: new StillValue() };
  readonly #spread = new LargestValue();
  #step = 0;
  #from = 0;
  #count = 0;
  #health: DoctorRecord["health"];
  #broken: string | null = null;
  #largest = { name: "", value: 0 };

  /** @param options.fakeBatch That of the training's recipe. */
  constructor({ fakeBatch = "reused" }: SymptomsOptions = {}) {
    this.#scoresCompare = fakeBatch !== "drawnAgain";
  }

  /**
   * Takes in a record; one after a gap stands for the steps of the gap as well.
   *
   * @param record Of a later step than the one before.
   * @throws {RangeError} If it is of the same step or an earlier one.
   */
  add(record: DoctorRecord): void {
    const { step, lossDReal, lossDFake, lossG, health } = record;
    if (!(step > this.#step)) {
      throw new RangeError(
        `Cannot diagnose the records as their steps must rise: step ${step} follows ` +
          `step ${this.#step}`,
      );
    }
    const steps = this.#count === 0 ? 1 : step - this.#step;
    this.#step = step;
    this.#from = step - steps + 1;
    this.#count += steps;
    this.#lossD.add(lossDReal + lossDFake, steps);
    this.#lossG.add(lossG, steps);
    this.#scoreReal.add(record.scoreReal, steps);
    this.#scoreFake.add(record.scoreFakeBefore, steps);
    if (this.#scoresCompare) {
      this.#push.add(record.scoreFakeBefore! - record.scoreFakeAfter!, steps);
    }
    this.#broken = brokenLoss({ lossDReal, lossDFake, lossG });
    this.#largest = largestLoss({ lossDReal, lossDFake, lossG });
    if (!health) return;
    this.#health = health;
    this.#spread.see(health.spread / health.realSpread, step);
    this.#still.G.see(health.runningNormG, step);
    this.#still.D.see(health.runningNormD, step);
  }

  /** The step of the last record. */
  get step(): number {
    return this.#step;
  }

  /** The first step that the last record stands for. */
  get from(): number {
    return this.#from;
  }

  /** How many steps the records stand for. */
  get count(): number {
    return this.#count;
  }

  /** D's loss of late, both halves added. */
  get lossD(): number {
    return this.#lossD.mean;
  }

  /** G's loss of late. */
  get lossG(): number {
    return this.#lossG.mean;
  }

  /** D(x) of late; NaN where the records do not say. */
  get scoreReal(): number {
    return this.#scoreReal.mean;
  }

  /** D(G(z)) of late, before D's update; NaN where the records do not say. */
  get scoreFake(): number {
    return this.#scoreFake.mean;
  }

  /**
   * How far one update of D lowers D(G(z)) on the very images that it learned from, of
   * late; NaN where the records do not say, or G learns from other images than D.
   */
  get push(): number {
    return this.#push.mean;
  }

  /** The loss of the last record that is no finite number, in words, or null. */
  get brokenLoss(): string | null {
    return this.#broken;
  }

  /** The largest finite loss of the last record alone, not smoothed. */
  get largestLoss(): { name: string; value: number } {
    return this.#largest;
  }

  /** The last health that was measured. */
  get health(): DoctorRecord["health"] {
    return this.#health;
  }

  /** The spread of the fixed latents' images beside its largest value so far. */
  get spread(): { share: number; heldFor: number } {
    return this.#spread;
  }

  /** For how many steps a network's running statistics have not moved at all. */
  stillFor(network: "G" | "D"): number {
    return this.#still[network].steps;
  }
}

/** A value that should move: since when it has not. */
class StillValue {
  #value: number | null = null;
  #since = 0;
  #last = 0;

  see(value: number | null, step: number): void {
    if (!Number.isFinite(value) || value !== this.#value) this.#since = step;
    this.#value = value;
    this.#last = step;
  }

  get steps(): number {
    return this.#last - this.#since;
  }
}

/** A value that should grow: how it stands to the largest so far. */
class LargestValue {
  #largest = NaN;
  #value = NaN;
  #since = 0;
  #last = 0;

  see(value: number, step: number): void {
    if (Number.isFinite(value) && !(value <= GROWTH * this.#largest)) {
      this.#largest = value;
      this.#since = step;
    }
    this.#value = value;
    this.#last = step;
  }

  /** The last value as a share of the largest. */
  get share(): number {
    return this.#value / this.#largest;
  }

  /** For how many steps none was larger. */
  get heldFor(): number {
    return this.#last - this.#since;
  }
}

/** Less than 5 % more is no growth. */
const GROWTH = 1.05;

/** JSON writes NaN and the infinities as null, so null counts as broken. */
function brokenLoss(losses: Record<string, number | null>): string | null {
  const found = Object.entries(losses).find(([, value]) => !Number.isFinite(value));
  return found ? `${found[0]} is ${found[1] ?? "no finite number"}` : null;
}

function largestLoss(losses: Record<string, number>): { name: string; value: number } {
  const finite = Object.entries(losses).filter(([, value]) => Number.isFinite(value));
  return finite.map(([name, value]) => ({ name, value }))
    .reduce((one, other) => other.value > one.value ? other : one, {
      name: "",
      value: 0,
    });
}
