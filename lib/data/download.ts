/**
 * Files from mirrors that may be slow, broken or wrong.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { dirname } from "@std/path";
import { removeIfThere } from "./remove_if_there.ts";

/** What is known of a published file before it is downloaded. */
export interface PublishedFile {
  /** Its name, which follows the mirror's address. */
  name: string;
  /** Its length in bytes. */
  bytes: number;
  /** Its SHA-256 checksum, in hexadecimal. */
  sha256: string;
}

/** No mirror gave the file, or it could not be saved; the message says why, for each. */
export class DownloadError extends Error {
  override name = "DownloadError";
}

/**
 * Downloads a file from the first mirror that gives the right bytes.
 *
 * The bytes go to a temporary file beside `path`, which gets its name only after length
 * and checksum agree; whatever goes wrong, nothing that looks complete is left behind. A
 * mirror that sends more than the file has, or nothing for a while, is given up at once.
 *
 * @param file What the file must be.
 * @param path Where it goes; its folder is made.
 * @param options `mirrors`, addresses ending in `/`, tried in turn; `fetch`, in place of
 * the runtime's; `patience`, the milliseconds without a byte after which a mirror is given
 * up; `signal`, which stops the download.
 * @throws {DownloadError} If no mirror gives the file, or it cannot be saved.
 * @throws The signal's reason, if it stops the download.
 */
export async function download(
  file: PublishedFile,
  path: string,
  { mirrors, fetch = globalThis.fetch, patience = 10_000, signal }: {
    mirrors: string[];
    fetch?: typeof globalThis.fetch;
    patience?: number;
    signal?: AbortSignal;
  },
): Promise<void> {
  await makeFolder(dirname(path), file.name);
  const failures: string[] = [];
  const temporary = `${path}.${crypto.randomUUID()}.part`;
  for (const mirror of mirrors) {
    const watch = new StallWatch(patience, signal);
    try {
      const response = await fetch(mirror + file.name, { signal: watch.signal });
      await save(response, { file, temporary, watch });
      await Deno.rename(temporary, path);
      return;
    } catch (error) {
      signal?.throwIfAborted();
      failures.push(`${mirror} ${watch.stalled ? watch.message : messageOf(error)}`);
    } finally {
      watch.stop();
      await removeIfThere(temporary);
    }
  }
  throw new DownloadError(
    `Cannot download ${file.name} as no mirror gave it: ${failures.join("; ")}`,
  );
}

async function makeFolder(folder: string, name: string): Promise<void> {
  try {
    await Deno.mkdir(folder, { recursive: true });
  } catch (error) {
    throw new DownloadError(
      `Cannot download ${name} as its folder ${folder} cannot be made: ${
        error instanceof Error ? error.message : String(error)
      }`,
      { cause: error },
    );
  }
}

async function save(
  response: Response,
  { file, temporary, watch }: {
    file: PublishedFile;
    temporary: string;
    watch: StallWatch;
  },
): Promise<void> {
  if (!response.ok || response.body === null) {
    await response.body?.cancel();
    throw new DownloadError(`answered ${response.status} ${response.statusText}`);
  }
  const hash = createHash("sha256");
  let bytes = 0;
  const output = await Deno.open(temporary, { write: true, createNew: true });
  try {
    for await (const chunk of response.body) {
      watch.reset();
      bytes += chunk.length;
      if (bytes > file.bytes) break;
      hash.update(chunk);
      await writeAll(output, chunk);
    }
  } finally {
    output.close();
  }
  if (bytes !== file.bytes) {
    const sent = bytes > file.bytes ? `${bytes} or more` : bytes;
    throw new DownloadError(`sent ${sent} bytes where ${file.bytes} were expected`);
  }
  const found = hash.digest("hex");
  if (found !== file.sha256) {
    throw new DownloadError(
      `sent bytes with SHA-256 ${found} where ${file.sha256} was expected`,
    );
  }
}

async function writeAll(output: Deno.FsFile, chunk: Uint8Array): Promise<void> {
  for (let at = 0; at < chunk.length;) at += await output.write(chunk.subarray(at));
}

function messageOf(error: unknown): string {
  if (error instanceof DownloadError) return error.message;
  let cause = error;
  while (cause instanceof Error && cause.cause !== undefined) cause = cause.cause;
  const message = cause instanceof Error ? cause.message : String(cause);
  // A failed connection names the address and each layer; the last says what happened.
  return `failed: ${message.split(": ").at(-1)}`;
}

/** Aborts its signal when nothing came for a while, or when another signal aborts. */
class StallWatch {
  readonly message: string;
  readonly signal: AbortSignal;
  readonly #patience: number;
  readonly #stall = new AbortController();
  #timer?: ReturnType<typeof setTimeout>;

  constructor(patience: number, signal?: AbortSignal) {
    this.#patience = patience;
    this.message = `sent nothing for ${patience} milliseconds`;
    const signals = signal ? [signal, this.#stall.signal] : [this.#stall.signal];
    this.signal = AbortSignal.any(signals);
    this.reset();
  }

  get stalled(): boolean {
    return this.#stall.signal.aborted;
  }

  reset(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#stall.abort(), this.#patience);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
