/**
 * Decoded pictures in one file, so that a later run need not decode them again.
 *
 * The file has, in this order:
 *
 *     "dcgan pictures 1"  16 bytes
 *     the pictures        count · size · size · channels bytes; zeros where damaged
 *     their CRC-32        count · 4 bytes, little-endian
 *     what they are       JSON, see `CacheContent`
 *     its length          4 bytes, little-endian
 *     SHA-256             32 bytes, of everything after the pictures
 *
 * @module
 */
import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { openRandomAccess, type RandomAccess } from "../formats/random_access.ts";
import { DamagedImageError } from "../image_source.ts";

/** What a file of decoded pictures holds. */
export interface CacheContent {
  /** Which pictures: see `sourceFingerprint()`. */
  fingerprint: string;
  /** Where they lay: the whole path of the folder, archive or database. */
  place: string;
  /** The side of each, in pixels. */
  size: number;
  /** 1 for grey, 3 for colours. */
  channels: number;
  /** How many. */
  count: number;
  /** Those that could not be decoded, and why. */
  damaged: [picture: number, reason: string][];
}

/** A cache's first bytes. */
export const CACHE_MAGIC = new TextEncoder().encode("dcgan pictures 1");

/** Bytes at the end: the length of the JSON and the SHA-256. */
const END_BYTES = 36;

/** Pixels that are read at a time when the whole file is checked. */
const CHECKED_AT_ONCE = 16 * 2 ** 20;

/** The end of a cache, after the pictures: checksums, what they are, and its own hash. */
export function cacheEnd(content: CacheContent, checksums: Uint32Array): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(content));
  const table = checksums.length * 4;
  const end = new Uint8Array(table + json.length + END_BYTES);
  const view = new DataView(end.buffer);
  checksums.forEach((sum, i) => view.setUint32(4 * i, sum, true));
  end.set(json, table);
  view.setUint32(table + json.length, json.length, true);
  end.set(sha256(end.subarray(0, -32)), end.length - 32);
  return end;
}

/** Whether a file says that it is a cache, whole or not. */
export function isImageCache(file: RandomAccess): boolean {
  const length = CACHE_MAGIC.length;
  return file.length >= length && equal(file.read(0, length), CACHE_MAGIC);
}

/** A cache that is open for reading. */
export class ImageCache {
  /** What it holds. */
  readonly content: CacheContent;
  /** The hash of its end, which names every picture's checksum. */
  readonly digest: string;
  readonly #file: RandomAccess;
  readonly #checksums: DataView;
  readonly #damaged: Map<number, string>;
  readonly #pictureBytes: number;

  /**
   * @param file The cache; it is closed with this.
   * @throws {RangeError} If it is no whole cache; the message is a reason, not a sentence.
   */
  constructor(file: RandomAccess) {
    const start = CACHE_MAGIC.length;
    if (!isImageCache(file)) throw new RangeError("it is no file of decoded pictures");
    if (file.length < start + END_BYTES) throw new RangeError("it is cut off or damaged");
    const end = file.read(file.length - END_BYTES, END_BYTES);
    const jsonBytes = new DataView(end.buffer).getUint32(0, true);
    const jsonAt = file.length - END_BYTES - jsonBytes;
    if (jsonAt < start) throw new RangeError("it is cut off or damaged");
    const content = parse(file.read(jsonAt, jsonBytes));
    this.#pictureBytes = content.size * content.size * content.channels;
    const tableAt = start + content.count * this.#pictureBytes;
    if (jsonAt - tableAt !== 4 * content.count) {
      throw new RangeError("it is cut off or damaged");
    }
    const table = file.read(tableAt, file.length - tableAt);
    if (!equal(table.subarray(-32), sha256(table.subarray(0, -32)))) {
      throw new RangeError("it is cut off or damaged");
    }
    this.#file = file;
    this.content = content;
    this.digest = end.subarray(4).toHex();
    this.#checksums = new DataView(table.buffer);
    this.#damaged = new Map(content.damaged);
  }

  /**
   * A picture's pixels.
   *
   * @throws {DamagedImageError} If it could not be decoded when the cache was made.
   * @throws {RangeError} If the file has changed since it was opened.
   */
  read(picture: number): Uint8Array {
    const reason = this.#damaged.get(picture);
    if (reason !== undefined) throw new DamagedImageError(reason);
    const start = CACHE_MAGIC.length + picture * this.#pictureBytes;
    const pixels = this.#file.read(start, this.#pictureBytes);
    this.#requireChecksum(picture, pixels);
    return pixels;
  }

  /**
   * Compares all pictures with their checksums, about a gigabyte a second.
   *
   * @throws {RangeError} If one has changed: which one.
   */
  async check(): Promise<void> {
    const size = this.#pictureBytes;
    const atOnce = Math.max(1, Math.floor(CHECKED_AT_ONCE / size));
    for (let first = 0; first < this.content.count; first += atOnce) {
      const count = Math.min(atOnce, this.content.count - first);
      const pixels = this.#file.read(CACHE_MAGIC.length + first * size, count * size);
      for (let i = 0; i < count; i++) {
        this.#requireChecksum(first + i, pixels.subarray(i * size, (i + 1) * size));
      }
      // So that a notebook's Stop button is heard.
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
  }

  /** Closes the file. */
  close(): void {
    this.#file.close();
  }

  #requireChecksum(picture: number, pixels: Uint8Array): void {
    if (crc32(pixels) === this.#checksums.getUint32(4 * picture, true)) return;
    throw new RangeError(`picture ${picture} in it has changed`);
  }
}

/**
 * Opens a cache that was checked before.
 *
 * @param path The file.
 * @param digest What it had then.
 * @throws {RangeError} If it is another one now.
 */
export function openImageCache(path: string, digest: string): ImageCache {
  const file = openRandomAccess(path);
  try {
    const cache = new ImageCache(file);
    if (cache.digest === digest) return cache;
    throw new RangeError("it was replaced by another");
  } catch (error) {
    file.close();
    throw error;
  }
}

/** Reads what a cache says of itself, and believes none of it before the hash is checked. */
function parse(json: Uint8Array): CacheContent {
  let content: CacheContent;
  try {
    content = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(json));
  } catch (error) {
    throw new RangeError("it is cut off or damaged", { cause: error });
  }
  const { count, size, channels, place } = content ?? {};
  const whole = typeof place === "string" &&
    [count, size, channels].every((value) => Number.isSafeInteger(value));
  if (!whole || !(count >= 0) || !Number.isSafeInteger(count * size * size * channels)) {
    throw new RangeError("it is cut off or damaged");
  }
  return content;
}

function sha256(bytes: Uint8Array): Uint8Array {
  return createHash("sha256").update(bytes).digest();
}

function equal(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, i) => byte === other[i]);
}
