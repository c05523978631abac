/**
 * Files from mirrors that may be slow, broken or wrong.
 *
 * @module
 */
import { dirname } from "@std/path";
import { withFileLock } from "./download/file_lock.ts";
import { formatBytes } from "./download/format_bytes.ts";
import { freeBytes, isFullDisk } from "./download/free_space.ts";
import { keptInWords, MirrorError } from "./download/mirror_answer.ts";
import { PartialFile } from "./download/partial_file.ts";
import { pause } from "./download/pause.ts";
import {
  checkFile,
  publishedChecksum,
  type PublishedFile,
  rememberChecksum,
} from "./download/published_file.ts";
import { fetchFrom } from "./download/fetch_from.ts";

/** No mirror gave the file, or it could not be saved; the message says why, for each. */
export class DownloadError extends Error {
  override name = "DownloadError";
}

/** How a download goes, for a progress bar. */
export interface DownloadProgress {
  /** Bytes that are there, those of an earlier try too. */
  bytes: number;
  /** The file's length, or undefined where nobody knows. */
  total?: number;
}

/** How to download; all but the mirrors can be left out. */
export interface DownloadOptions {
  /** Addresses ending in `/`, tried in turn. */
  mirrors: string[];
  /** In place of the runtime's own. */
  fetch?: typeof globalThis.fetch;
  /** Milliseconds without a byte after which a mirror is given up. */
  patience?: number;
  /** How often all mirrors are asked, should their faults be of a kind that passes. */
  rounds?: number;
  /** Milliseconds before the second round; twice as many before each further one. */
  pauseBetweenRounds?: number;
  /** Stops the download; what is there is kept. */
  signal?: AbortSignal;
  /** Told how far it is. */
  onProgress?: (progress: DownloadProgress) => void;
  /** Told in a sentence what a person wants to know: a mirror's fault, a resumption. */
  onNotice?: (notice: string) => void;
}

/** A file that is there, whole and right. */
export interface Downloaded {
  /** Its path. */
  path: string;
  /** Whether it was downloaded now; false if it was there before. */
  isNew: boolean;
  /** Its SHA-256 or SHA-1, in hexadecimal. */
  checksum: string;
  /** Whether the checksum was published; else it is the file's own, remembered for later. */
  isPublished: boolean;
}

/**
 * Sees to it that a published file is at a path: finds it there, or downloads it from the
 * first mirror that gives the right bytes.
 *
 * The bytes go to `NAME.partial`, which gets its name only after length and checksum
 * agree. When a download breaks off, or is stopped, the partial file stays and the next
 * one goes on where it ends, from any mirror: the server is asked for the rest only if it
 * still has the same version (RFC 9110, If-Range), and the checksum is that of the whole.
 * Bytes that prove wrong are thrown away. Processes that want the same file wait for one
 * another.
 *
 * @param file What the file must be. Without a published checksum its own is remembered
 * beside it (`NAME.sha256`) and compared from then on.
 * @param path Where it goes; its folder is made.
 * @param options How.
 * @returns What was done.
 * @throws {DownloadError} If no mirror gives the file, the disk has no room for it, or it
 * cannot be saved.
 * @throws The signal's reason, if it stops the download.
 */
export async function download(
  file: PublishedFile,
  path: string,
  options: DownloadOptions,
): Promise<Downloaded> {
  await makeFolder(dirname(path), file.name);
  const { signal, onNotice } = options;
  try {
    return await withFileLock(`${path}.lock`, () => ensure(file, path, options), {
      signal,
      onWait: () =>
        onNotice?.(`Waiting for another process that downloads ${file.name}.`),
    });
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof Error && "code" in error)) throw error;
    // Only errors of the system carry a code.
    throw new DownloadError(
      `Cannot download ${file.name} as it cannot be saved in ${dirname(path)}: ` +
        error.message,
      { cause: error },
    );
  }
}

async function ensure(
  file: PublishedFile,
  path: string,
  options: DownloadOptions,
): Promise<Downloaded> {
  const found = await checkFile(path, file, { signal: options.signal });
  if (found.state === "right") {
    const { checksum, isPublished } = found;
    return { path, isNew: false, checksum: checksum.hex, isPublished };
  }
  if (found.state === "wrong") {
    const { expected, found: value } = found;
    options.onNotice?.(
      `${path} is not the published file: expected ${expected}, found ${value}.`,
    );
  }
  const published = publishedChecksum(file);
  const { signal, onNotice } = options;
  const partial = await PartialFile.open(path, published?.algorithm ?? "SHA-256", {
    signal,
    onReading: (bytes) => {
      const kept = keptInWords(bytes, file.bytes ?? null);
      onNotice?.(`Going on with ${file.name}: ${kept} are there.`);
    },
  });
  const checksum = await fillPartial(file, path, partial, options);
  await partial.complete(path);
  if (published === null) await rememberChecksum(path, checksum);
  return { path, isNew: true, checksum, isPublished: published !== null };
}

/** Makes the partial file whole, or closes it and keeps what it has. */
async function fillPartial(
  file: PublishedFile,
  path: string,
  partial: PartialFile,
  options: DownloadOptions,
): Promise<string> {
  try {
    if (file.bytes !== undefined && partial.bytes > file.bytes) await partial.restart();
    await requireRoom(file, path, partial.bytes);
    return await fetchWhole(file, partial, options);
  } catch (error) {
    await partial.close();
    throw isFullDisk(error) ? fullDisk(file, path, partial.bytes, error) : error;
  }
}

/** Fills the partial file from the mirrors in turn, round after round. */
async function fetchWhole(
  file: PublishedFile,
  partial: PartialFile,
  options: DownloadOptions,
): Promise<string> {
  const { mirrors, rounds = 3, pauseBetweenRounds = 1000, signal, onNotice } = options;
  const faults = new Map<string, MirrorError>();
  for (let round = 0; round < rounds; round++) {
    if (round > 0) await pause(pauseBetweenRounds * 2 ** (round - 1), signal);
    for (const mirror of mirrors) {
      if (faults.get(mirror)?.isTemporary === false) continue;
      const result = await fetchFrom(mirror, { file, partial, ...options });
      if (typeof result === "string") return result;
      // The only mirror's fault is said at the end.
      if (mirrors.length > 1 && !faults.has(mirror)) {
        onNotice?.(`${mirror} ${result.message}.`);
      }
      faults.set(mirror, result);
    }
    if (Array.from(faults.values()).every(({ isTemporary }) => !isTemporary)) break;
  }
  const reasons = Array.from(faults, ([mirror, { message }]) => `${mirror} ${message}`);
  const kept = partial.bytes === 0
    ? ""
    : `. ${keptInWords(partial.bytes, file.bytes ?? null)} are kept in ` +
      `${partial.path}; the next try goes on from there`;
  throw new DownloadError(
    `Cannot download ${file.name} as no mirror gave it: ${reasons.join("; ")}${kept}`,
  );
}

async function makeFolder(folder: string, name: string): Promise<void> {
  try {
    await Deno.mkdir(folder, { recursive: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DownloadError(
      `Cannot download ${name} as its folder ${folder} cannot be made: ${reason}`,
      { cause: error },
    );
  }
}

/** Refuses at once what the disk has no room for, where the system tells. */
async function requireRoom(
  file: PublishedFile,
  path: string,
  kept: number,
): Promise<void> {
  if (file.bytes === undefined) return;
  const folder = dirname(path);
  const free = await freeBytes(folder);
  const needed = file.bytes - kept;
  if (free === null || free >= needed) return;
  throw new DownloadError(
    `Cannot download ${file.name} as ${folder} must have room for ` +
      `${formatBytes(needed)}${kept > 0 ? " more" : ""}: ${formatBytes(free)} are free`,
  );
}

function fullDisk(
  file: PublishedFile,
  path: string,
  kept: number,
  cause: Error,
): DownloadError {
  const needed = file.bytes === undefined
    ? "the rest of it"
    : formatBytes(file.bytes - kept);
  const goesOn = kept === 0
    ? ""
    : `. ${formatBytes(kept)} are kept in ${path}.partial; the next try goes on ` +
      "from there";
  return new DownloadError(
    `Cannot download ${file.name} as the disk of ${dirname(path)} is full: ` +
      `it must have room for ${needed}${goesOn}`,
    { cause },
  );
}
