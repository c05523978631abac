import { counted } from "../data/counted.ts";
import type { SkippedImage } from "../data/image_source.ts";
import type { StepRecord } from "../train/training_state.ts";

/** So many are told by name: more would drown a run's log. */
const NAMED = 5;

/**
 * Tells of the damaged pictures that a training meets: the first few by name as they are
 * met, all of them by their number at the end, and how long an epoch is without them.
 */
export class DamagedPictures {
  readonly #pictures: readonly SkippedImage[];
  readonly #say: (line: string) => void;
  #named = 0;
  #counted = 0;
  /** Of the step before; null before the first. */
  #epoch: number | null = null;
  #isEpochTold = false;

  /**
   * @param pictures Those met so far; the list grows while the training goes on.
   * @param say Gets a line to be read.
   */
  constructor(pictures: readonly SkippedImage[], say: (line: string) => void) {
    this.#pictures = pictures;
    this.#say = say;
  }

  /** Names those that are new, as far as they are among the first. */
  tellNew(): void {
    for (; this.#named < Math.min(this.#pictures.length, NAMED); this.#named++) {
      const { path, reason } = this.#pictures[this.#named];
      this.#say(`${path} is damaged, and another picture takes its place: ${reason}`);
    }
  }

  /**
   * Says once, when an epoch is over, how many steps it had, if damaged pictures made them
   * fewer.
   *
   * A training's end in epochs is counted with all pictures all the same: nobody knows at
   * the beginning which are damaged, and one that is resumed must end at the same step.
   *
   * @param records One for each step so far.
   * @param stepsPerEpoch How many steps an epoch has if no picture is damaged.
   */
  tellEpoch(
    records: readonly Pick<StepRecord, "epoch">[],
    stepsPerEpoch: number,
  ): void {
    const before = this.#epoch;
    const { epoch } = records.at(-1)!;
    this.#epoch = epoch;
    if (this.#isEpochTold || before === null || before === epoch) return;
    const steps = records.filter((record) => record.epoch === before).length;
    if (steps >= stepsPerEpoch) return;
    this.#isEpochTold = true;
    this.#say(
      `Without the damaged pictures an epoch has ${counted(steps, "step")}; an end in ` +
        `epochs, and what is logged by epochs, still count ${stepsPerEpoch} as one.`,
    );
  }

  /** Says how many there are, if they are more than were named or counted before. */
  tellAll(): void {
    this.tellNew();
    const count = this.#pictures.length;
    if (count <= Math.max(NAMED, this.#counted)) return;
    this.#counted = count;
    this.#say(
      `${count} damaged pictures were left out, of which ${NAMED} were named above.`,
    );
  }
}
