import type { DecodeCrew } from "./decode_crew.ts";
import type { PictureFault } from "./decode_worker.ts";
import type { PictureStore } from "./picture_store.ts";

/**
 * Decoded pictures by their index: a store of those at hand and the threads that fill it.
 *
 * Pictures come in any order; who asks for one says also what it will want next, so that
 * the threads are never without work.
 */
export class DecodedPictures {
  readonly #store: PictureStore;
  readonly #crew: DecodeCrew;
  readonly #nameOf: (picture: number) => string;
  readonly #faults = new Map<number, PictureFault>();

  /**
   * @param parts `store`, in whose memory the threads of `crew` write; `nameOf`, a
   * picture's name in its source.
   */
  constructor({ store, crew, nameOf }: {
    store: PictureStore;
    crew: DecodeCrew;
    nameOf: (picture: number) => string;
  }) {
    this.#store = store;
    this.#crew = crew;
    this.#nameOf = nameOf;
  }

  /** How many pictures to come can be asked for at once. */
  get window(): number {
    return this.#store.window;
  }

  /** Whether a picture is not known to be damaged or lost. */
  isUsable(picture: number): boolean {
    return !this.#faults.has(picture);
  }

  /**
   * Waits until a picture is decoded.
   *
   * @param picture Its index.
   * @param next The pictures that will be wanted after it, in order, if it has to be
   * decoded first: called only then.
   * @returns Its pixels in the shared memory, to be copied before anything is awaited, or
   * why there are none.
   * @throws {Error} If the threads failed or were stopped.
   */
  async get(
    picture: number,
    next: () => number[],
  ): Promise<Uint8Array | PictureFault> {
    for (;;) {
      this.#receive();
      const pixels = this.#store.pixels(picture);
      if (pixels) return pixels;
      const fault = this.#faults.get(picture);
      if (fault) {
        // A damaged picture stays damaged; a file that was out of reach may come back.
        if (fault.kind === "lost") this.#faults.delete(picture);
        return fault;
      }
      if (!this.#store.has(picture)) this.ask([picture, ...next()]);
      await this.#crew.wait();
    }
  }

  /** Has pictures decoded, in their order, as many as there is room for. */
  ask(pictures: number[]): void {
    const wanted = pictures.slice(0, this.window);
    this.#crew.ask(
      this.#store.reserve(wanted)
        .map((task) => ({ ...task, name: this.#nameOf(task.picture) })),
    );
  }

  #receive(): void {
    for (const { picture, place, fault } of this.#crew.take()) {
      if (fault) {
        this.#store.giveUp(place);
        this.#faults.set(picture, fault);
      } else this.#store.fill(place);
    }
  }
}
