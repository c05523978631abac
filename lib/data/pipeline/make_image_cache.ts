import { dirname, join } from "@std/path";
import { crc32 } from "node:zlib";
import { openRandomAccess } from "../formats/random_access.ts";
import { isFileFault } from "../file_fault.ts";
import type { ImageSource, SkippedImage } from "../image_source.ts";
import { removeIfThere } from "../remove_if_there.ts";
import { decodeInOrder } from "./decode_in_order.ts";
import { CACHE_MAGIC, type CacheContent, cacheEnd, ImageCache } from "./image_cache.ts";
import { lostPicture, requireFewDamaged } from "./source_faults.ts";
import { sourceFingerprint } from "./source_fingerprint.ts";

/** A file of decoded pictures, and whom to tell about it. */
export interface CacheOptions {
  /** The file. It is made where it is missing, or is not of these pictures as they are. */
  path: string;
  /** Told why a file that is there cannot be used and is made anew. */
  onRebuild?: (why: string) => void;
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
 * they were written. If anything is wrong it is made anew. It gets its name only when it
 * is whole and on the disk: whoever is interrupted leaves the old one, or none.
 *
 * @param source The pictures; it stays open.
 * @param options The file, and whom to tell.
 * @param decoding `size`, `channels`, `workers`, `largestSkippedShare` and `signal`, as
 * `ImagePipeline` takes them.
 * @returns The hash by which `openImageCache()` knows the file again.
 * @throws {RangeError} If too many pictures are damaged.
 * @throws {Error} If a picture cannot be read, or the file cannot be written.
 */
export async function makeImageCache(
  source: ImageSource,
  { path, onRebuild = () => {}, onProgress = () => {} }: CacheOptions,
  decoding: Decoding,
): Promise<string> {
  const { size, channels } = decoding;
  const fingerprint = await sourceFingerprint(source, { times: true });
  const wanted = { fingerprint, size, channels, count: source.count };
  const found = await checkCache(path, wanted);
  if ("digest" in found) return found.digest;
  if (found.why) onRebuild(`Making ${path} anew, as ${found.why}`);
  return await write(source, { path, onProgress }, { ...decoding, ...wanted });
}

/** The hash of a cache that can be used, or why it cannot; no reason if there is none. */
async function checkCache(
  path: string,
  wanted: Omit<CacheContent, "damaged">,
): Promise<{ digest: string } | { why: string | null }> {
  if (!await isThere(path)) return { why: null };
  const file = openRandomAccess(path);
  try {
    const cache = new ImageCache(file);
    const { size, channels, count, fingerprint } = cache.content;
    const shape = `${count} pictures of ${size}×${size}×${channels}`;
    const wantedShape = `${wanted.count} pictures of ` +
      `${wanted.size}×${wanted.size}×${wanted.channels}`;
    if (shape !== wantedShape) {
      return { why: `it must have ${wantedShape}: found ${shape}` };
    }
    if (fingerprint !== wanted.fingerprint) {
      return { why: "it is of other pictures, or they have changed since" };
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

async function write(
  source: ImageSource,
  options: { path: string; onProgress: (done: number, count: number) => void },
  decoding: Decoding & { fingerprint: string },
): Promise<string> {
  try {
    return await writeAndRename(source, options, decoding);
  } catch (error) {
    if (!isFileFault(error)) throw error;
    throw new Error(
      `Cannot write the decoded pictures to ${options.path}: ${error.message}`,
      { cause: error },
    );
  }
}

/** Writes the file under another name first. */
async function writeAndRename(
  source: ImageSource,
  { path, onProgress }: {
    path: string;
    onProgress: (done: number, count: number) => void;
  },
  { fingerprint, largestSkippedShare, ...decoding }: Decoding & { fingerprint: string },
): Promise<string> {
  await Deno.mkdir(dirname(path), { recursive: true });
  const temporary = join(dirname(path), `.${crypto.randomUUID()}.part`);
  using file = await Deno.open(temporary, { write: true, createNew: true });
  try {
    writeAll(file, CACHE_MAGIC);
    const { size, channels } = decoding;
    const { count } = source;
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
    const end = cacheEnd({ fingerprint, size, channels, count, damaged }, checksums);
    writeAll(file, end);
    await file.sync();
    await Deno.rename(temporary, path);
    return end.subarray(-32).toHex();
  } finally {
    await removeIfThere(temporary);
  }
}

function writeAll(file: Deno.FsFile, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += file.writeSync(bytes.subarray(at));
}

async function isThere(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isFile;
  } catch (error) {
    const isAbsent = error instanceof Deno.errors.NotFound ||
      error instanceof Deno.errors.NotADirectory;
    if (isAbsent) return false;
    throw error;
  }
}
