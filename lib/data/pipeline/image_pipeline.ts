/**
 * Batches of pictures that are decoded ahead of training, by other threads.
 *
 * @module
 */
import { batchTensor } from "../batch_tensor.ts";
import type { Batch } from "../batches.ts";
import type { DataIdentity } from "../data_identity.ts";
import { type BatchesState, EpochOrder } from "../epoch_order.ts";
import type { ImageSource, SkippedImage } from "../image_source.ts";
import { DecodeCrew } from "./decode_crew.ts";
import { DecodedPictures } from "./decoded_pictures.ts";
import {
  type ImagePipelineOptions,
  picturesAhead,
  requireSettings,
} from "./image_pipeline_options.ts";
import { makeImageCache } from "./make_image_cache.ts";
import { PictureStore } from "./picture_store.ts";
import { ImagesLostError, lostPicture, requireFewDamaged } from "./source_faults.ts";
import { sourceFingerprint } from "./source_fingerprint.ts";

/**
 * Walks through a source of pictures in shuffled batches, as `Batches` does through a set
 * in memory, while other threads read and decode the pictures to come.
 *
 * For the same seed and pictures the batches are those of `Batches`, whatever the number
 * of threads. Decoded pictures stay in memory up to `memory` bytes, reserved once: if all
 * fit, each is decoded once. Beside them 20 bytes a picture are needed for the order.
 *
 * A damaged picture is left out and the next one of the epoch's order takes its place, so
 * that a batch is always full. An epoch then has fewer pictures, each once as ever; which
 * ones depends on the files alone, so that the order stays the same for any number of
 * threads and on resuming. `skipped` names them. Above `largestSkippedShare` of the set
 * the pipeline stops, as it does where the source itself can no longer be read.
 *
 * With a `cache` all pictures are decoded into one file first, which later runs read.
 *
 * @example
 * ```ts ignore
 * import { RandomGenerator } from "../../tensor/random.ts";
 * import { openImageFolder } from "../image_folder.ts";
 * import { ImagePipeline } from "./image_pipeline.ts";
 *
 * const source = await openImageFolder("path/to/images");
 * const pipeline = await ImagePipeline.open(source, {
 *   size: 64,
 *   batchSize: 64,
 *   random: new RandomGenerator(1),
 * });
 * const { images } = await pipeline.next();
 * console.log(images.shape); // [64, 64, 64, 3]
 * images.dispose();
 * await pipeline.close();
 * ```
 */
export class ImagePipeline {
  /** How many batches an epoch has if no picture is damaged. */
  readonly batchesPerEpoch: number;
  /** Pictures in a batch. */
  readonly batchSize: number;
  /** Which pictures these are. */
  readonly identity: DataIdentity;
  /** The damaged pictures that were passed over, in the order of the walk. */
  readonly skipped: SkippedImage[] = [];
  readonly #source: ImageSource;
  readonly #shape: { height: number; width: number; channels: number };
  readonly #largestSkippedShare: number;
  readonly #order: EpochOrder;
  readonly #store: PictureStore;
  readonly #crew: DecodeCrew;
  readonly #pictures: DecodedPictures;
  readonly #passedOver = new Set<number>();
  readonly #signal: AbortSignal | undefined;
  readonly #onAbort = () => {
    this.#crew.fail(this.#signal!.reason);
    this.close();
  };
  #turn: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  private constructor(
    source: ImageSource,
    parts: {
      identity: DataIdentity;
      order: EpochOrder;
      store: PictureStore;
      crew: DecodeCrew;
    },
    { size, channels, largestSkippedShare, signal }: {
      size: number;
      channels: 1 | 3;
      largestSkippedShare: number;
      signal?: AbortSignal;
    },
  ) {
    const { identity, order, store, crew } = parts;
    const nameOf = (picture: number) => source.nameOf(picture);
    this.batchesPerEpoch = order.batchesPerEpoch;
    this.batchSize = order.batchSize;
    this.identity = identity;
    this.#source = source;
    this.#shape = { height: size, width: size, channels };
    this.#largestSkippedShare = largestSkippedShare;
    this.#order = order;
    this.#store = store;
    this.#crew = crew;
    this.#pictures = new DecodedPictures({ store, crew, nameOf });
    this.#signal = signal;
    signal?.addEventListener("abort", this.#onAbort);
  }

  /**
   * Starts the threads; the first batch that is asked for gives them work.
   *
   * @param source The pictures; it stays open and the caller's.
   * @param options See {@link ImagePipelineOptions}. By default colours, `dropLast`, no
   * flips, a thread for every two cores, 512 MiB and a tenth of damaged pictures.
   * @returns The pipeline. The caller closes it.
   * @throws {RangeError} If an option does not fit the source, or the memory is too small
   * for the pictures that are decoded ahead.
   * @throws {ImageCacheError} If the `cache` cannot be written, or is another file.
   * @throws {Error} If the threads cannot open the source.
   */
  static async open(
    source: ImageSource,
    {
      size,
      channels = 3,
      batchSize,
      random,
      dropLast = true,
      horizontalFlips = false,
      workers = Math.ceil(navigator.hardwareConcurrency / 2),
      memory = 512 * 2 ** 20,
      cache: cacheFile,
      largestSkippedShare = 0.1,
      signal,
    }: ImagePipelineOptions,
  ): Promise<ImagePipeline> {
    requireSettings(size, largestSkippedShare);
    signal?.throwIfAborted();
    const { count, origin, location } = source;
    const order = new EpochOrder(count, { batchSize, random, dropLast, horizontalFlips });
    const store = new PictureStore({
      count,
      pictureBytes: size * size * channels,
      budget: memory,
      window: picturesAhead(batchSize),
    });
    const settings = { size, channels, largestSkippedShare, signal };
    const cache = cacheFile && {
      path: cacheFile.path,
      digest: await makeImageCache(source, cacheFile, { ...settings, workers }),
    };
    const hash = await sourceFingerprint(source, { times: false });
    const identity = {
      origin,
      count,
      fingerprint: `${hash} ${size}×${size}×${channels}`,
    };
    const crew = await DecodeCrew.start(
      { location, cache: cache ?? null, size, channels, memory: store.memory },
      { threads: workers, origin, signal },
    );
    if (signal?.aborted) await crew.end();
    signal?.throwIfAborted();
    return new ImagePipeline(source, { identity, order, store, crew }, settings);
  }

  /** How many bytes the decoded pictures in memory take; it never changes. */
  get bytes(): number {
    return this.#store.bytes;
  }

  /**
   * The next batch; after an epoch's last one, the first of the next epoch.
   *
   * Several may be awaited at once: they come in the order in which they were asked for.
   *
   * @returns Its images, which the caller disposes, and what belongs to them.
   * @throws {ImagesLostError} If a picture cannot be read, too many are damaged, or fewer
   * are left than a batch needs.
   * @throws {Error} If a thread fails or the pipeline is closed; aborted, the signal's
   * reason. No image is lost: `state()` is still before this batch.
   */
  next(): Promise<Batch> {
    this.#waiting++;
    const batch = this.#turn.then(() => this.#makeBatch())
      .finally(() => this.#waiting--);
    // Whoever asked hears of the error; the one who asks next has a turn all the same.
    this.#turn = Promise.allSettled([batch]);
    return batch;
  }

  /** Where the walk stands, to be given to `restore()` later. */
  state(): BatchesState {
    return this.#order.state();
  }

  /**
   * Continues where a walk through the same pictures stood, with the same batches to come.
   *
   * @param state What `state()` gave, here or of `Batches`.
   * @throws {RangeError} If the position is not within the set, or one walk mirrors images
   * and the other does not.
   * @throws {Error} If a batch is being waited for.
   */
  restore(state: BatchesState): void {
    if (this.#waiting > 0) {
      throw new Error(
        "Cannot continue elsewhere in the set as no batch may be awaited: current " +
          `number is ${this.#waiting}`,
      );
    }
    this.#order.restore(state);
  }

  /**
   * Ends the threads, which finish only the pictures in work. Whoever waits for a batch is
   * told.
   */
  async close(): Promise<void> {
    this.#signal?.removeEventListener("abort", this.#onAbort);
    this.#crew.fail(
      new Error("Cannot give another batch as the pipeline must be open: it was closed"),
    );
    await this.#crew.end();
  }

  async #makeBatch(): Promise<Batch> {
    const order = this.#order;
    for (;;) {
      if (!order.hasBatch) order.startEpoch();
      const batch = await this.#gather();
      if (batch) return batch;
      if (order.position === 0) throw this.#tooFew();
      order.startEpoch();
    }
  }

  /** The batch that begins at the walk's position; null if the epoch has too few left. */
  async #gather(): Promise<Batch | null> {
    const order = this.#order;
    const { epoch, batchSize } = order;
    const { height, width, channels } = this.#shape;
    const pictureBytes = height * width * channels;
    const pixels = new Uint8Array(batchSize * pictureBytes);
    const indices: number[] = [];
    const mirrored: boolean[] = [];
    let at = order.position;
    for (; at < order.count && indices.length < batchSize; at++) {
      const picture = order.indexAt(at);
      const next = () => this.#upcoming({ from: at + 1, gathered: indices.length + 1 });
      const found = await this.#pictures.get(picture, next);
      if (found instanceof Uint8Array) {
        pixels.set(found, indices.length * pictureBytes);
        indices.push(picture);
        mirrored.push(order.isMirroredAt(at));
      } else if (found.kind === "damaged") this.#passOver(picture, found.reason);
      else throw lostPicture(this.#source, picture, found.reason);
    }
    if (indices.length < order.smallestBatch) return null;
    order.moveTo(at);
    this.#pictures.ask(this.#upcoming());
    const used = pixels.subarray(0, indices.length * pictureBytes);
    return {
      images: batchTensor(used, { ...this.#shape, mirrored }),
      labels: this.#source.classNames &&
        Uint16Array.from(indices, (index) => this.#source.labelOf(index)!),
      indices: Uint32Array.from(indices),
      epoch,
    };
  }

  /** The pictures to come, as many as are decoded ahead. */
  #upcoming(place: { from?: number; gathered?: number } = {}): number[] {
    const isUsable = (picture: number) => this.#pictures.isUsable(picture);
    return this.#order.upcoming(this.#pictures.window, { ...place, isUsable });
  }

  #passOver(picture: number, reason: string): void {
    if (!this.#passedOver.has(picture)) {
      this.#passedOver.add(picture);
      this.skipped.push({ path: this.#source.nameOf(picture), reason });
    }
    requireFewDamaged(this.#source, this.skipped, this.#largestSkippedShare);
  }

  #tooFew(): ImagesLostError {
    const { origin, count } = this.#source;
    return new ImagesLostError(
      `Cannot cut a batch of ${origin} as it must have at least ` +
        `${this.#order.smallestBatch} pictures that are not damaged: found ` +
        `${count - this.#passedOver.size} of ${count}`,
    );
  }
}
