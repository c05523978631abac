import type { SkippedImage } from "../data/image_source.ts";

/** So many are told by name: more would drown a run's log. */
const NAMED = 5;

/**
 * Tells of the damaged pictures that a training meets: the first few by name as they are
 * met, all of them by their number at the end.
 */
export class DamagedPictures {
  readonly #pictures: readonly SkippedImage[];
  readonly #say: (line: string) => void;
  #named = 0;
  #counted = 0;

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
