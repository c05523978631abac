import type { ImageSource } from "../image_source.ts";
import { DecodeCrew } from "./decode_crew.ts";
import type { PictureFault } from "./decode_worker.ts";
import { DecodedPictures } from "./decoded_pictures.ts";
import { PictureStore } from "./picture_store.ts";

/** Pictures decoded ahead of the one that is wanted. */
const WINDOW = 64;

/**
 * Decodes all pictures of a source once, in its order, by several threads.
 *
 * @param source The pictures; it stays open.
 * @param options `size` and `channels` of a decoded picture; `workers`, how many threads;
 * `signal`, which ends it with its reason.
 * @returns The pixels of each, to be used before the next is asked for, or why there are
 * none. Leaving the loop ends the threads.
 */
export async function* decodeInOrder(
  source: ImageSource,
  { size, channels, workers, signal }: {
    size: number;
    channels: 1 | 3;
    workers: number;
    signal?: AbortSignal;
  },
): AsyncGenerator<Uint8Array | PictureFault, void, void> {
  signal?.throwIfAborted();
  const { count, origin, location } = source;
  const pictureBytes = size * size * channels;
  const budget = WINDOW * pictureBytes;
  const store = new PictureStore({ count, pictureBytes, budget, window: WINDOW });
  const job = { location, cache: null, size, channels, memory: store.memory };
  const crew = await DecodeCrew.start(job, { threads: workers, origin, signal });
  const stop = () => crew.fail(signal!.reason);
  signal?.addEventListener("abort", stop);
  if (signal?.aborted) stop();
  try {
    const nameOf = (picture: number) => source.nameOf(picture);
    const pictures = new DecodedPictures({ store, crew, nameOf });
    for (let picture = 0; picture < count; picture++) {
      const length = Math.min(WINDOW, count - picture) - 1;
      const next = () => Array.from({ length }, (_, i) => picture + 1 + i);
      if (picture % (WINDOW / 4) === 0) pictures.ask([picture, ...next()]);
      yield await pictures.get(picture, next);
    }
  } finally {
    signal?.removeEventListener("abort", stop);
    await crew.end();
  }
}
