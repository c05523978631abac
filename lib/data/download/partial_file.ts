/**
 * The beginning of a file that is being downloaded.
 *
 * @module
 */
import { removeIfThere } from "../remove_if_there.ts";
import { type Checksum, type Hash, readChunks, startHash } from "./published_file.ts";

/** Where the bytes of a partial file came from, to go on there and not elsewhere. */
export interface PartialOrigin {
  /** The whole address. */
  url: string;
  /** The server's name for this version of the file: a strong ETag or a date. */
  validator: string | null;
}

/**
 * `NAME.partial` and, beside it, `NAME.partial.json` with the origin of its bytes.
 *
 * It stays when the program ends, however that happens, and the next download goes on
 * where it ends. Its checksum grows with it, so that a whole file needs no second reading.
 */
export class PartialFile {
  readonly #path: string;
  readonly #algorithm: Checksum["algorithm"];
  readonly #file: Deno.FsFile;
  #hash: Hash;
  #bytes = 0;
  #origin: PartialOrigin | null = null;

  private constructor(path: string, algorithm: Checksum["algorithm"], file: Deno.FsFile) {
    this.#path = path;
    this.#algorithm = algorithm;
    this.#file = file;
    this.#hash = startHash(algorithm);
  }

  /**
   * Opens what an earlier download left, or an empty file.
   *
   * @param target The path of the file when it is whole.
   * @param algorithm The checksum to compute.
   * @param options `onReading`, told how many bytes are there before they are read, which
   * takes minutes for tens of gigabytes; `signal`, which stops that.
   * @returns The partial file; the caller closes or completes it.
   * @throws The signal's reason, if it stops the reading.
   */
  static async open(
    target: string,
    algorithm: Checksum["algorithm"],
    { onReading, signal }: {
      onReading?: (bytes: number) => void;
      signal?: AbortSignal;
    } = {},
  ): Promise<PartialFile> {
    const path = `${target}.partial`;
    const file = await Deno.open(path, { read: true, write: true, create: true });
    const partial = new PartialFile(path, algorithm, file);
    try {
      const { size } = await file.stat();
      if (size > 0) onReading?.(size);
      for await (const chunk of readChunks(path)) {
        signal?.throwIfAborted();
        partial.#hash.update(chunk);
        partial.#bytes += chunk.length;
      }
      await file.seek(partial.#bytes, Deno.SeekMode.Start);
      partial.#origin = await readOrigin(path);
      return partial;
    } catch (error) {
      file.close();
      throw error;
    }
  }

  /** How many bytes are there. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Where they came from, if that is known. */
  get origin(): PartialOrigin | null {
    return this.#origin;
  }

  /** Its own path. */
  get path(): string {
    return this.#path;
  }

  /** Writes down where the bytes come from, before the first of them comes. */
  async remember(origin: PartialOrigin): Promise<void> {
    const { url, validator } = this.#origin ?? {};
    if (url === origin.url && validator === origin.validator) return;
    this.#origin = origin;
    await Deno.writeTextFile(`${this.#path}.json`, JSON.stringify(origin));
  }

  /** Adds bytes at the end. */
  async append(chunk: Uint8Array): Promise<void> {
    for (let at = 0; at < chunk.length;) {
      const written = await this.#file.write(chunk.subarray(at));
      this.#hash.update(chunk.subarray(at, at + written));
      this.#bytes += written;
      at += written;
    }
  }

  /** Forgets all bytes. */
  async restart(): Promise<void> {
    await this.#file.truncate(0);
    await this.#file.seek(0, Deno.SeekMode.Start);
    this.#hash = startHash(this.#algorithm);
    this.#bytes = 0;
    this.#origin = null;
    await removeIfThere(`${this.#path}.json`);
  }

  /** The checksum of all bytes, in hexadecimal; nothing can be appended afterwards. */
  digest(): string {
    return this.#hash.digest("hex");
  }

  /**
   * Gives the whole file its name, once the disk has it: after a power cut there is the
   * whole file under that name or none.
   */
  async complete(target: string): Promise<void> {
    try {
      await this.#file.sync();
    } finally {
      this.#file.close();
    }
    await Deno.rename(this.#path, target);
    await removeIfThere(`${this.#path}.json`);
  }

  /** Closes the file; what it has stays for the next time, nothing is left of nothing. */
  async close(): Promise<void> {
    this.#file.close();
    if (this.#bytes > 0) return;
    await removeIfThere(this.#path);
    await removeIfThere(`${this.#path}.json`);
  }
}

async function readOrigin(path: string): Promise<PartialOrigin | null> {
  try {
    const value: unknown = JSON.parse(await Deno.readTextFile(`${path}.json`));
    return isOrigin(value) ? value : null;
  } catch (error) {
    // A program that was killed can leave half of it; it is then as good as absent.
    if (error instanceof Deno.errors.NotFound || error instanceof SyntaxError) {
      return null;
    }
    throw error;
  }
}

function isOrigin(value: unknown): value is PartialOrigin {
  return typeof value === "object" && value !== null &&
    "url" in value && typeof value.url === "string" &&
    "validator" in value &&
    (value.validator === null || typeof value.validator === "string");
}
