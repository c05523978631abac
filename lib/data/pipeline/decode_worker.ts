/**
 * The program of a thread that decodes pictures into shared memory.
 *
 * @module
 */
import { parentPort, workerData } from "node:worker_threads";
import { decodeImage } from "../decode_image.ts";
import { DamagedImageError, type SourceLocation } from "../image_source.ts";
import { openImageSource } from "../open_image_source.ts";
import { openImageCache } from "./image_cache.ts";

/** What a thread is started with. */
export interface DecodeJob {
  /** Where the pictures are. */
  location: SourceLocation;
  /** A checked file of the decoded pictures, to be read instead; null for none. */
  cache: { path: string; digest: string } | null;
  /** The side of a decoded picture. */
  size: number;
  /** 1 for grey, 3 for colours. */
  channels: 1 | 3;
  /** Where the pictures are put. */
  memory: SharedArrayBuffer;
}

/** A picture to decode. */
export interface DecodeTask {
  /** Its index in the source. */
  picture: number;
  /** Its name there, as the asking thread knows it. */
  name: string;
  /** Which place of the memory it is put into. */
  place: number;
}

/** Why a picture is not in its place. */
export interface PictureFault {
  /** Whether its file was read and is no picture, or could not be read at all. */
  kind: "damaged" | "lost";
  /** What the decoder or the file system said. */
  reason: string;
}

/** What a thread says of a picture. */
export interface DecodeResult {
  picture: number;
  place: number;
  /** Null if its pixels are in its place. */
  fault: PictureFault | null;
}

/** What is sent to a thread: pictures to decode, or the wish that it ends. */
export type DecodeRequest = { tasks: DecodeTask[] } | "end";

/**
 * What a thread sends: that it has opened the source or why not, its results, and that
 * nothing is in work any more so that it can be stopped.
 */
export type DecodeAnswer =
  | { ready: true }
  | { failed: string }
  | { results: DecodeResult[] }
  | { ended: true };

/** What decoding threads and their tests have in common: a way to hear and to speak. */
export interface DecodePort {
  postMessage(answer: DecodeAnswer): void;
  on(event: "message", listen: (request: DecodeRequest) => void): void;
}

/** Reads one picture's pixels. */
interface PixelReader {
  /** @throws {DamagedImageError} If this picture is damaged; other errors mean all are. */
  read(task: DecodeTask): Promise<Uint8Array> | Uint8Array;
  close(): void;
}

/** Results told at once, where more pictures wait: a message costs a third of a small one. */
const TOLD_AT_ONCE = 16;

/** Pictures in work at a time: one is read from the disk while the other is decoded. */
const LANES = 2;

/**
 * Decodes what it is asked for, in that order, until it is asked to end.
 *
 * A picture that cannot be decoded is told as such and stops nothing. What waits when the
 * end is asked for is left; what is in work is finished first.
 *
 * @param port Where requests come from and answers go to.
 * @param job Where the pictures are and what they become.
 */
export async function serveDecoding(port: DecodePort, job: DecodeJob): Promise<void> {
  const waiting: DecodeTask[] = [];
  const pictureBytes = job.size * job.size * job.channels;
  let results: DecodeResult[] = [];
  let ending = false;
  let busy = 0;
  let reader: PixelReader | null = null;

  const end = () => {
    reader?.close();
    reader = null;
    port.postMessage({ ended: true });
  };
  const work = async (reader: PixelReader) => {
    busy++;
    for (let task = waiting.shift(); task; task = waiting.shift()) {
      const { picture, place } = task;
      const pixels = new Uint8Array(job.memory, place * pictureBytes, pictureBytes);
      const fault = await readInto(pixels, task, reader);
      results.push({ picture, place, fault });
      if (results.length < TOLD_AT_ONCE && waiting.length > 0) continue;
      port.postMessage({ results });
      results = [];
    }
    busy--;
    if (ending && busy === 0) end();
  };
  port.on("message", (request) => {
    if (request === "end") {
      ending = true;
      waiting.length = 0;
      if (busy === 0) end();
      return;
    }
    if (ending) return;
    waiting.push(...request.tasks);
    while (reader && busy < LANES && waiting.length > 0) work(reader);
  });
  try {
    const opened = await openReader(job);
    if (ending) return opened.close();
    reader = opened;
    port.postMessage({ ready: true });
  } catch (error) {
    port.postMessage({ failed: messageOf(error) });
  }
}

async function openReader(job: DecodeJob): Promise<PixelReader> {
  const { location, cache, size, channels } = job;
  if (cache) {
    const file = openImageCache(cache.path, cache.digest);
    return {
      read: ({ picture }) => file.read(picture),
      close: () => file.close(),
    };
  }
  // libvips keeps its last results, up to 50 MB, for programs that ask twice.
  const { default: sharp } = await import("sharp");
  sharp.cache(false);
  const source = await openImageSource(location);
  return {
    read: async ({ picture, name }) => {
      if (picture >= source.count || source.nameOf(picture) !== name) {
        const found = picture < source.count
          ? `'${source.nameOf(picture)}'`
          : "not there";
        throw new Error(
          `picture ${picture} is ${found} now: files were added or removed after ` +
            "training began",
        );
      }
      return await decodeImage(await source.read(picture), { size, channels });
    },
    close: () => source.close(),
  };
}

async function readInto(
  pixels: Uint8Array,
  task: DecodeTask,
  reader: PixelReader,
): Promise<PictureFault | null> {
  try {
    pixels.set(await reader.read(task));
    return null;
  } catch (error) {
    const kind = error instanceof DamagedImageError ? "damaged" : "lost";
    return { kind, reason: messageOf(error) };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

if (import.meta.main && parentPort) serveDecoding(parentPort, workerData);
