/**
 * One mirror's share in a download.
 *
 * @module
 */
import {
  looksLikeWebPage,
  type MirrorAnswer,
  MirrorError,
  readAnswer,
  webPage,
  wrongLength,
} from "./mirror_answer.ts";
import type { PartialFile } from "./partial_file.ts";
import { publishedChecksum, type PublishedFile } from "./published_file.ts";
import { StallWatch } from "./stall_watch.ts";

/** A download in work. */
export interface FetchOptions {
  /** What the file must be. */
  file: PublishedFile;
  /** What is there of it. */
  partial: PartialFile;
  /** In place of the runtime's own. */
  fetch?: typeof globalThis.fetch;
  /** Milliseconds without a byte after which the mirror is given up. */
  patience?: number;
  /** Stops the download. */
  signal?: AbortSignal;
  /** Told how far it is. */
  onProgress?: (progress: { bytes: number; total?: number }) => void;
  /** Told in a sentence what a person wants to know. */
  onNotice?: (notice: string) => void;
}

/** A mirror that drops a connection is asked again at once after this many new bytes. */
const worthwhile = 1 << 16;

/**
 * Fills a partial file from one mirror, as long as that gets on.
 *
 * @param mirror The address before the file's name.
 * @param options The download.
 * @returns The whole file's checksum, or the mirror's fault.
 * @throws The signal's reason, if it stops the download; what the disk says.
 */
export async function fetchFrom(
  mirror: string,
  options: FetchOptions,
): Promise<string | MirrorError> {
  const { file, partial } = options;
  const url = mirror + file.name;
  let hasInherited = partial.bytes > 0;
  for (;;) {
    const before = partial.bytes;
    try {
      if (before === 0 || before !== file.bytes) await fetchRest(url, options);
      const checksum = partial.digest();
      const expected = publishedChecksum(file);
      if (expected === null || checksum === expected.hex) return checksum;
      await partial.restart();
      const { algorithm, hex } = expected;
      if (!hasInherited) {
        return new MirrorError(
          `sent bytes with ${algorithm} ${checksum} where ${hex} was expected`,
          { isTemporary: false },
        );
      }
      // Bytes that were there may be the wrong ones, so this mirror gets a whole try.
      hasInherited = false;
      options.onNotice?.(`What was there of ${file.name} was wrong: beginning anew.`);
    } catch (error) {
      if (!(error instanceof MirrorError)) throw error;
      if (!error.isTemporary || partial.bytes < before + worthwhile) return error;
    }
  }
}

/** Appends what the partial file lacks. */
async function fetchRest(url: string, options: FetchOptions): Promise<void> {
  const { file, partial, fetch = globalThis.fetch, patience = 10_000, signal } = options;
  const hasChecksum = publishedChecksum(file) !== null;
  const known = partial.origin?.url === url ? partial.origin.validator : null;
  // Without a checksum only the same version of the same file may be continued.
  if (!hasChecksum && known === null) await partial.restart();
  const watch = new StallWatch(patience, signal);
  const say = (error: unknown) => {
    signal?.throwIfAborted();
    return watch.stalled ? temporary(watch.message) : temporary(reasonOf(error));
  };
  try {
    const headers = { "accept-encoding": "identity", ...rangeOf(partial.bytes, known) };
    const response = await fetch(url, { headers, signal: watch.signal })
      .catch((error) => Promise.reject(say(error)));
    try {
      if (isAtEnd(response, partial.bytes)) return;
      const answer = await readAnswerTo(response, { file, partial, known, hasChecksum });
      await partial.remember({ url, validator: answer.validator });
      for await (const chunk of bytesFrom(response.body!, say)) {
        watch.reset();
        await take(chunk, answer, options);
      }
      requireEnd(answer, options);
    } finally {
      await response.body?.cancel().catch(ignoreSecondError);
    }
  } finally {
    watch.stop();
  }
}

function rangeOf(bytes: number, validator: string | null): Record<string, string> {
  if (bytes === 0) return {};
  const range = { "range": `bytes=${bytes}-` };
  return validator === null ? range : { ...range, "if-range": validator };
}

/** An answer, and how many of its first bytes are there already. */
interface Part extends MirrorAnswer {
  skip: number;
}

/** Reads the answer's head and decides what of the partial file can stay. */
async function readAnswerTo(
  response: Response,
  { file, partial, known, hasChecksum }: {
    file: PublishedFile;
    partial: PartialFile;
    known: string | null;
    hasChecksum: boolean;
  },
): Promise<Part> {
  if (response.status === 416) await partial.restart();
  const answer = readAnswer(response, { file, asked: partial.bytes });
  const total = file.bytes ?? answer.total;
  const hasChanged = known !== null && known !== answer.validator;
  if (response.status === 206) {
    if (!hasChanged) return { ...answer, total, skip: 0 };
    await partial.restart();
    throw temporary("changed the file in the middle of it");
  }
  // The whole file, as this mirror cannot send parts or has another version. What is there
  // stays if the checksum will tell; a drop then loses nothing.
  if (hasChanged || !hasChecksum) await partial.restart();
  return { ...answer, total, skip: partial.bytes };
}

/** Whether the mirror says that there is nothing after what is there. */
function isAtEnd({ status, headers }: Response, bytes: number): boolean {
  return status === 416 && bytes > 0 &&
    headers.get("content-range") === `bytes */${bytes}`;
}

async function take(
  chunk: Uint8Array,
  part: Part,
  { partial, onProgress }: FetchOptions,
): Promise<void> {
  const skipped = Math.min(part.skip, chunk.length);
  part.skip -= skipped;
  const rest = chunk.subarray(skipped);
  if (rest.length === 0) return;
  if (partial.bytes === 0 && looksLikeWebPage(rest)) throw webPage();
  const { total } = part;
  const bytes = partial.bytes + rest.length;
  if (total !== null && bytes > total) {
    await partial.restart();
    throw wrongLength(`${bytes} or more`, total, { isTemporary: false });
  }
  await partial.append(rest);
  onProgress?.({ bytes, total: total ?? undefined });
}

function requireEnd({ total, skip }: Part, { partial }: FetchOptions): void {
  const bytes = partial.bytes - skip;
  if (total === null || bytes === total) return;
  throw wrongLength(bytes, total, { isTemporary: true });
}

/** A body's pieces; a broken connection becomes a fault of the mirror. */
async function* bytesFrom(
  body: ReadableStream<Uint8Array>,
  say: (error: unknown) => MirrorError,
): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  try {
    for (;;) {
      const { value, done } = await reader.read()
        .catch((error) => Promise.reject(say(error)));
      if (done) return;
      yield value;
    }
  } finally {
    reader.releaseLock();
  }
}

function temporary(message: string): MirrorError {
  return new MirrorError(message, { isTemporary: true });
}

function reasonOf(error: unknown): string {
  let cause = error;
  while (cause instanceof Error && cause.cause !== undefined) cause = cause.cause;
  const message = cause instanceof Error ? cause.message : String(cause);
  // A failed connection names the address and each layer; the last says what happened.
  return `failed: ${message.split(": ").at(-1)}`;
}

/** A stream that failed fails its cancelling too; the first error is the one to report. */
function ignoreSecondError(): void {}
