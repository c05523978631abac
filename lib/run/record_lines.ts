import type { LoggedValue, RecipeLogging } from "../train/recipe.ts";
import type { StepRecord } from "../train/training_state.ts";
import { isDue } from "./is_due.ts";

/**
 * The line that a source prints while it trains, whenever it is due.
 *
 * Where the recipe counts epochs, the line has the epoch's means, as the sources' own
 * have; where it counts steps, the numbers of that step. D's accuracy is measured only now
 * and then, so the last one measured stands there with its step.
 */
export class RecordLines {
  readonly #logging: RecipeLogging;
  #epoch: StepRecord[] = [];
  #newest: StepRecord | null = null;
  #accuracy = "";

  /** @param logging The recipe's: which numbers, and when. */
  constructor(logging: RecipeLogging) {
    this.#logging = logging;
  }

  /**
   * Takes in the next record.
   *
   * @param record Of the next step.
   * @param stepsPerEpoch How many steps make an epoch.
   * @returns The line if one is due, else null.
   */
  add(record: StepRecord, stepsPerEpoch: number): string | null {
    const { every, unit } = this.#logging;
    const { health, step } = record;
    if (health) {
      const accuracy = (health.accuracyReal + health.accuracyFake) / 2;
      const measured = step % every === 0 && unit === "steps" ? "" : ` (step ${step})`;
      this.#accuracy = `accuracy of D ${Math.round(100 * accuracy)} %${measured}`;
    }
    this.#newest = record;
    if (unit === "epochs") this.#epoch.push(record);
    if (!isDue(step, { every, unit }, stepsPerEpoch)) return null;
    const line = this.newest();
    this.#epoch = [];
    return line;
  }

  /**
   * The newest record's line, also where none is due, as at a training's end; of an epoch
   * that has begun, the means so far. Null if there is no record.
   */
  newest(): string | null {
    if (this.#newest === null) return null;
    const { step, epoch } = this.#newest;
    const shown = this.#epoch.length > 0 ? mean(this.#epoch) : this.#newest;
    const words = this.#logging.values.map((name) =>
      name === "accuracy" ? this.#accuracy : WORDS[name](shown)
    );
    const speed = `${Math.round(shown.imagesPerSecond)} images/s`;
    const parts = [...words.filter((word) => word !== ""), speed];
    return `step ${step}, epoch ${epoch}: ${parts.join(", ")}`;
  }
}

const three = (value: number) => value.toFixed(3);

/** In words; D(G(z)) before and after D's update share one. */
const WORDS: Record<Exclude<LoggedValue, "accuracy">, (record: StepRecord) => string> = {
  lossD: ({ lossD }) => `loss D ${three(lossD)}`,
  lossDReal: ({ lossDReal }) => `loss D on real ${three(lossDReal)}`,
  lossDFake: ({ lossDFake }) => `loss D on fake ${three(lossDFake)}`,
  lossG: ({ lossG }) => `loss G ${three(lossG)}`,
  scoreReal: ({ scoreReal }) => `D(x) ${three(scoreReal)}`,
  scoreFakeBefore: ({ scoreFakeBefore, scoreFakeAfter }) =>
    `D(G(z)) ${three(scoreFakeBefore)} / ${three(scoreFakeAfter)}`,
  scoreFakeAfter: () => "",
  // Every line ends with it.
  imagesPerSecond: () => "",
};

function mean(records: StepRecord[]): StepRecord {
  const average = (name: typeof AVERAGED[number]) =>
    records.reduce((sum, record) => sum + record[name], 0) / records.length;
  const means = AVERAGED.map((name) => [name, average(name)]);
  return { ...records.at(-1)!, ...Object.fromEntries(means) };
}

const AVERAGED = [
  "lossD",
  "lossDReal",
  "lossDFake",
  "lossG",
  "scoreReal",
  "scoreFakeBefore",
  "scoreFakeAfter",
  "imagesPerSecond",
] as const;
