/**
 * One file out of a zip archive.
 *
 * @module
 */
import { constants, crc32, inflateRawSync } from "node:zlib";
import type { RandomAccess } from "./random_access.ts";
import type { ZipEntry } from "./zip_directory.ts";

/** The largest file that is unpacked: 64 MB, more than any picture to learn from. */
export const LARGEST_ENTRY = 64 * 2 ** 20;

/** How many times its packed length a file above 1 MB may be: pictures are packed already. */
const LARGEST_RATIO = 200;

const RATIO_COUNTS_FROM = 2 ** 20;

/**
 * Reads and unpacks one file.
 *
 * What it declares is checked before anything is allocated, and held to while unpacking:
 * a file that unpacks to more than it declared is stopped there.
 *
 * @param file The archive.
 * @param entry The file, as the archive's directory describes it.
 * @returns Its content, whose length and CRC-32 are as declared.
 * @throws {RangeError} If it is encrypted, packed by another method than deflate, above
 * `LARGEST_ENTRY` or `LARGEST_RATIO`, cut off or damaged.
 */
export function readZipEntry(file: RandomAccess, entry: ZipEntry): Uint8Array {
  const reason = whyUnreadable(entry);
  if (reason) throw refusal(file, entry, reason);
  const packed = file.read(contentStart(file, entry), entry.packedSize);
  const bytes = entry.method === 0 ? packed : inflate(file, entry, packed);
  if (bytes.length !== entry.size) {
    const sizes = `expected ${entry.size} bytes, found ${bytes.length}`;
    throw refusal(file, entry, `its length is not as declared: ${sizes}`);
  }
  const found = crc32(bytes);
  if (found !== entry.crc32) {
    const sums = `expected CRC-32 ${hex(entry.crc32)}, found ${hex(found)}`;
    throw refusal(file, entry, `its bytes have changed: ${sums}`);
  }
  return bytes;
}

/**
 * Reads a file's first bytes, without unpacking the rest or checking it.
 *
 * @param file The archive.
 * @param entry The file, as the archive's directory describes it.
 * @param length How many bytes; of a shorter file all of them.
 * @throws {RangeError} If it is encrypted, packed by another method than deflate, cut off
 * or damaged there.
 */
export function readZipEntryStart(
  file: RandomAccess,
  entry: ZipEntry,
  length: number,
): Uint8Array {
  const reason = whyNotUnpacked(entry);
  if (reason) throw refusal(file, entry, reason);
  const start = contentStart(file, entry);
  const packed = file.read(start, Math.min(entry.packedSize, length + DEFLATE_TABLES));
  const bytes = entry.method === 0
    ? packed
    : inflate(file, entry, packed, { finishFlush: constants.Z_SYNC_FLUSH });
  return bytes.subarray(0, length);
}

/**
 * Says why a file will not be read, by what its archive declares of it.
 *
 * @returns The reason, or null where it can be tried.
 */
export function whyUnreadable(entry: ZipEntry): string | null {
  const { size, packedSize, method } = entry;
  const reason = whyNotUnpacked(entry);
  if (reason) return reason;
  if (size > LARGEST_ENTRY) {
    return `it is too large: expected at most ${LARGEST_ENTRY} bytes, found ${size}`;
  }
  if (size > RATIO_COUNTS_FROM && size > LARGEST_RATIO * packedSize) {
    const ratio = `${size} bytes from ${packedSize}`;
    return `it may be a zip bomb: expected at most ${LARGEST_RATIO} to 1, found ${ratio}`;
  }
  if (method === 0 && size !== packedSize) {
    return `it is damaged: stored in ${packedSize} bytes, it declares ${size}`;
  }
  return null;
}

function whyNotUnpacked({ isEncrypted, method }: ZipEntry): string | null {
  if (isEncrypted) return "it is encrypted: unpack it with its password first";
  if (method === 0 || method === DEFLATE) return null;
  return `it is packed by method ${method}: expected 0 (stored) or 8 (deflate)`;
}

const LOCAL = 0x04034b50;
const LOCAL_HEADER = 30;
const DEFLATE = 8;
/** Bytes that hold the code tables before the first of the content, with some to spare. */
const DEFLATE_TABLES = 500;

/** Where an entry's packed bytes begin. */
function contentStart(file: RandomAccess, entry: ZipEntry): number {
  const header = file.read(entry.offset, LOCAL_HEADER);
  const view = new DataView(header.buffer);
  if (view.getUint32(0, true) !== LOCAL) {
    throw refusal(
      file,
      entry,
      "its header is damaged: expected PK 3 4, found other bytes",
    );
  }
  return entry.offset + LOCAL_HEADER + view.getUint16(26, true) +
    view.getUint16(28, true);
}

function inflate(
  file: RandomAccess,
  entry: ZipEntry,
  packed: Uint8Array,
  options: { finishFlush?: number } = {},
): Uint8Array {
  try {
    // A limit of 0 would mean none.
    const maxOutputLength = Math.max(1, entry.size);
    return inflateRawSync(packed, { ...options, maxOutputLength });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const isLonger = "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";
    throw refusal(
      file,
      entry,
      isLonger
        ? `it unpacks to more than it declares: expected ${entry.size} bytes, found more`
        : `its packed bytes are damaged: ${error.message}`,
    );
  }
}

function hex(value: number): string {
  return value.toString(16).padStart(8, "0");
}

function refusal(file: RandomAccess, entry: ZipEntry, reason: string): RangeError {
  return new RangeError(`Cannot read ${entry.name} of ${file.name} as ${reason}`);
}
