/**
 * What is known of a file before it is downloaded, and whether a file is that one.
 *
 * @module
 */
import { basename } from "@std/path";
import { createHash } from "node:crypto";
import { statIfThere } from "../stat_if_there.ts";

/** What is published of a file. */
export interface PublishedFile {
  /** Its name, which follows the mirror's address. */
  name: string;
  /** Its length in bytes, where somebody published it. */
  bytes?: number;
  /** Its SHA-256 checksum, in hexadecimal, where somebody published it. */
  sha256?: string;
  /** Its SHA-1 checksum, in hexadecimal, where nobody published a better one. */
  sha1?: string;
}

/** A checksum and how it is computed. */
export interface Checksum {
  /** As it is written: "SHA-256". */
  algorithm: "SHA-256" | "SHA-1";
  /** In hexadecimal. */
  hex: string;
}

/**
 * The best checksum that is published of a file.
 *
 * @param file What is published.
 * @returns The checksum, or null if there is none.
 */
export function publishedChecksum(
  { sha256, sha1 }: PublishedFile,
): Checksum | null {
  if (sha256 !== undefined) return { algorithm: "SHA-256", hex: sha256.toLowerCase() };
  if (sha1 !== undefined) return { algorithm: "SHA-1", hex: sha1.toLowerCase() };
  return null;
}

/** A checksum that grows with the bytes it is given. */
export interface Hash {
  /** Takes more bytes. */
  update(bytes: Uint8Array): void;
  /** The checksum, in hexadecimal; nothing can be added afterwards. */
  digest(encoding: "hex"): string;
}

/** A new checksum of no bytes. */
export function startHash(algorithm: Checksum["algorithm"]): Hash {
  return createHash(algorithm === "SHA-256" ? "sha256" : "sha1");
}

/** How a file compares with what is published of it. */
export type FileState =
  | { state: "absent" }
  | { state: "right"; checksum: Checksum; isPublished: boolean }
  | { state: "wrong"; expected: string; found: string };

/**
 * Compares a file with what is published of it.
 *
 * Where nobody published a checksum, the one that an earlier download remembered beside
 * the file (`NAME.sha256`, as `sha256sum` writes it) stands in.
 *
 * @param path The file.
 * @param file What is published.
 * @param options `onProgress`, told the bytes read so far; `signal`, which stops it.
 * @returns Whether the file is there and right.
 */
export async function checkFile(
  path: string,
  file: PublishedFile,
  { onProgress, signal }: {
    onProgress?: (bytes: number) => void;
    signal?: AbortSignal;
  } = {},
): Promise<FileState> {
  const there = await statIfThere(path);
  if (there === null) return { state: "absent" };
  const bytes = there.size;
  if (file.bytes !== undefined && file.bytes !== bytes) {
    return { state: "wrong", expected: `${file.bytes} bytes`, found: `${bytes} bytes` };
  }
  const published = publishedChecksum(file);
  const expected = published ?? await rememberedChecksum(path);
  const algorithm = expected?.algorithm ?? "SHA-256";
  const hash = startHash(algorithm);
  let read = 0;
  for await (const chunk of readChunks(path)) {
    signal?.throwIfAborted();
    hash.update(chunk);
    onProgress?.(read += chunk.length);
  }
  const hex = hash.digest("hex");
  if (expected === null || expected.hex === hex) {
    return {
      state: "right",
      checksum: { algorithm, hex },
      isPublished: published !== null,
    };
  }
  const by = published === null ? "remembered" : "published";
  return {
    state: "wrong",
    expected: `the ${by} ${algorithm} ${expected.hex}`,
    found: hex,
  };
}

/**
 * Remembers a file's own checksum beside it, for a file whose checksum nobody published.
 *
 * @param path The file.
 * @param hex Its SHA-256.
 */
export async function rememberChecksum(path: string, hex: string): Promise<void> {
  await Deno.writeTextFile(`${path}.sha256`, `${hex}  ${basename(path)}\n`);
}

async function rememberedChecksum(path: string): Promise<Checksum | null> {
  try {
    const [hex] = (await Deno.readTextFile(`${path}.sha256`)).split(/\s/);
    return /^[0-9a-f]{64}$/.test(hex) ? { algorithm: "SHA-256", hex } : null;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

/** A file in large pieces, as checksums of tens of gigabytes take minutes. */
export async function* readChunks(path: string): AsyncGenerator<Uint8Array> {
  using file = await Deno.open(path);
  const buffer = new Uint8Array(1 << 20);
  for (;;) {
    const read = await file.read(buffer);
    if (read === null) return;
    yield buffer.subarray(0, read);
  }
}
