import { dirname, resolve } from "@std/path";
import { crc32 } from "node:zlib";
import { counted } from "../counted.ts";
import { withFileLock } from "../download/file_lock.ts";
import { formatBytes } from "../download/format_bytes.ts";
import { freeBytes } from "../download/free_space.ts";
import { openRandomAccess } from "../formats/random_access.ts";
import { isFileFault } from "../file_fault.ts";
import type { ImageSource, SkippedImage } from "../image_source.ts";
import { removeIfThere } from "../remove_if_there.ts";
import { statIfThere } from "../stat_if_there.ts";
import { decodeInOrder } from "./decode_in_order.ts";
import {
  CACHE_MAGIC,
  type CacheContent,
  cacheEnd,
  ImageCache,
  isImageCache,
} from "./image_cache.ts";
import { lostPicture, requireFewDamaged } from "./source_faults.ts";
import { sourceFingerprint } from "./source_fingerprint.ts";

/** Decoded pictures cannot be kept in the file; they can be decoded without it. */
export class ImageCacheError extends Error {
  override name = "ImageCacheError";
}

/** A file of decoded pictures, and whom to tell about it. */
export interface CacheOptions {
  /** The file. It is made where it is missing, or is not of these pictures as they are. */
  path: string;
  /** Told in a sentence why a cache is made anew, or that another process makes it. */
  onNotice?: (notice: string) => void;
  /** Told while the file is made how many of the pictures are done. */
  onProgress?: (done: number, count: number) => void;
}

/** How the pictures are decoded. */
interface Decoding {
  size: number;
  channels: 1 | 3;
  workers: number;
  largestSkippedShare: number;
  signal?: AbortSignal;
}

/**
 * Makes sure that a file holds a source's pictures, decoded.
 *
 * A file that is there is checked first: whose pictures, which size, whether all are as
 * they were written. One that is damaged, or is of what lay in the same place, is made
 * anew; any other file is left as it is and refused.
 *
 * The bytes go to `PATH.partial`, which gets its name only when it is whole and on the
 * disk: whoever is interrupted leaves the old file or none, and the next one clears away
 * what is partial. Processes that want the same file wait for one another.
 *
 * @param source The pictures; it stays open.
 * @param options The file, and whom to tell.
 * @param decoding `size`, `channels`, `workers`, `largestSkippedShare` and `signal`, as
 * `ImagePipeline` takes them.
 * @returns The hash by which `openImageCache()` knows the file again.
 * @throws {ImageCacheError} If another file has the name, the disk has no room for it, or
 * it cannot be written.
 * @throws {RangeError} If too many pictures are damaged, or one cannot be read.
 */
export async function makeImageCache(
  source: ImageSource,
  { path, onNotice = () => {}, onProgress = () => {} }: CacheOptions,
  decoding: Decoding,
): Promise<string> {
  const { size, channels, signal } = decoding;
  const fingerprint = await sourceFingerprint(source, { times: true });
  const place = resolve(source.location.path);
  const wanted = { fingerprint, place, size, channels, count: source.count };
  try {
    const found = await checkCache(path, wanted);
    if ("digest" in found) return found.digest;
    await Deno.mkdir(dirname(path), { recursive: true });
    const make = async () => {
      // Another process may have made it meanwhile.
      const now = await checkCache(path, wanted);
      if ("digest" in now) return now.digest;
      if (now.why !== null) onNotice(`Making ${path} anew, as ${now.why}.`);
      return await write(source, { path, onProgress }, { ...decoding, ...wanted });
    };
    const onWait = () => onNotice(`Waiting for another process that makes ${path}.`);
    return await withFileLock(`${path}.lock`, make, { onWait, signal });
  } catch (error) {
    if (!isFileFault(error) && !(error instanceof Deno.errors.AlreadyExists)) throw error;
    throw new ImageCacheError(
      `Cannot keep the decoded pictures in ${path} as it must be a file that can be read ` +
        `and written: ${error.message}`,
      { cause: error },
    );
  }
}

/**
 * The hash of a cache that can be used, or why it is to be made anew; null if there is none.
 *
 * @throws {ImageCacheError} If the file must not be replaced.
 */
async function checkCache(
  path: string,
  wanted: Omit<CacheContent, "damaged">,
): Promise<{ digest: string } | { why: string | null }> {
  const there = await statIfThere(path);
  if (there === null || there.isFile && there.size === 0) return { why: null };
  if (!there.isFile) throw refusal(path, "it is no file");
  const file = openRandomAccess(path);
  try {
    if (!isImageCache(file)) throw refusal(path, "it is no file of decoded pictures");
    const cache = new ImageCache(file);
    const why = difference(wanted, cache.content);
    if (why !== null) {
      const { place } = cache.content;
      if (place === wanted.place) return { why };
      throw refusal(path, `${why}; it was made of ${place}`, ", or remove this one");
    }
    await cache.check();
    return { digest: cache.digest };
  } catch (error) {
    if (error instanceof RangeError) return { why: error.message };
    throw error;
  } finally {
    file.close();
  }
}

/** What keeps a cache from being the one that is wanted, or null. */
function difference(
  wanted: Omit<CacheContent, "damaged">,
  found: CacheContent,
): string | null {
  const [wantedShape, shape] = [wanted, found].map(({ count, size, channels }) =>
    `${counted(count, "picture")} of ${size}×${size}×${channels}`
  );
  if (shape !== wantedShape) return `it must have ${wantedShape}: found ${shape}`;
  return found.fingerprint === wanted.fingerprint
    ? null
    : "it is of other pictures, or they have changed since";
}

function refusal(path: string, why: string, orElse = ""): ImageCacheError {
  return new ImageCacheError(
    `Cannot keep the decoded pictures in ${path} as ${why}. It stays as it is: name ` +
      `another file${orElse}`,
  );
}

/** Writes the file under another name first. */
async function write(
  source: ImageSource,
  { path, onProgress }: Required<Pick<CacheOptions, "path" | "onProgress">>,
  { fingerprint, place, largestSkippedShare, ...decoding }:
    & Decoding
    & Pick<CacheContent, "fingerprint" | "place">,
): Promise<string> {
  const { size, channels } = decoding;
  const { count } = source;
  const partial = `${path}.partial`;
  await removeIfThere(partial);
  await requireRoom(path, count * size * size * channels);
  try {
    using file = await Deno.open(partial, { write: true, createNew: true });
    writeAll(file, CACHE_MAGIC);
    const checksums = new Uint32Array(count);
    const damaged: CacheContent["damaged"] = [];
    const skipped: SkippedImage[] = [];
    const none = new Uint8Array(size * size * channels);
    let picture = 0;
    for await (const found of decodeInOrder(source, decoding)) {
      const pixels = found instanceof Uint8Array ? found : none;
      if (!(found instanceof Uint8Array)) {
        if (found.kind === "lost") throw lostPicture(source, picture, found.reason);
        damaged.push([picture, found.reason]);
        skipped.push({ path: source.nameOf(picture), reason: found.reason });
        requireFewDamaged(source, skipped, largestSkippedShare);
      }
      checksums[picture++] = crc32(pixels);
      writeAll(file, pixels);
      onProgress(picture, count);
    }
    const content = { fingerprint, place, size, channels, count, damaged };
    const end = cacheEnd(content, checksums);
    writeAll(file, end);
    await file.sync();
    await Deno.rename(partial, path);
    return end.subarray(-32).toHex();
  } catch (error) {
    await removeIfThere(partial);
    throw error;
  }
}

/** Refuses at once what the disk has no room for, where the system tells. */
async function requireRoom(path: string, needed: number): Promise<void> {
  const free = await freeBytes(dirname(path));
  if (free === null || free >= needed) return;
  throw new ImageCacheError(
    `Cannot keep the decoded pictures in ${path} as its disk must have room for ` +
      `${formatBytes(needed)}: ${formatBytes(free)} are free`,
  );
}

function writeAll(file: Deno.FsFile, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += file.writeSync(bytes.subarray(at));
}
