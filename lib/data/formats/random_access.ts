/**
 * Any part of a file, without the rest.
 *
 * @module
 */

/** Bytes of which any part can be read: a file's, or in a test an array's. */
export interface RandomAccess {
  /** What to call it in an error: the path. */
  readonly name: string;
  /** How many bytes there are. */
  readonly length: number;
  /**
   * Copies a part.
   *
   * @throws {RangeError} If the part does not lie within the bytes: nothing is allocated
   * for it then.
   */
  read(start: number, length: number): Uint8Array<ArrayBuffer>;
  /** Closes the file. */
  close(): void;
}

/**
 * Opens a file for reading in any order.
 *
 * Reading blocks for the moment that it takes: two reads of one file that waited for one
 * another would move its position under each other's feet.
 *
 * @param path The file.
 * @returns Its bytes. The caller closes it.
 * @throws {RangeError} If there is no such file.
 */
export function openRandomAccess(path: string): RandomAccess {
  const file = open(path);
  const length = file.statSync().size;
  return {
    name: path,
    length,
    read(start, count) {
      requirePart(path, length, start, count);
      const bytes = new Uint8Array(count);
      file.seekSync(start, Deno.SeekMode.Start);
      for (let at = 0; at < count;) {
        const read = file.readSync(bytes.subarray(at));
        // The file became shorter after it was opened.
        if (read === null) throw cutOff(path, start + count, start + at);
        at += read;
      }
      return bytes;
    },
    close: () => file.close(),
  };
}

/**
 * Gives an array of bytes as if it were a file, for archives that are in memory anyhow:
 * those of tests, which make them.
 *
 * @param bytes The content; it is not copied.
 * @param name What to call it in an error.
 */
export function randomAccessTo(bytes: Uint8Array, name = "the file"): RandomAccess {
  return {
    name,
    length: bytes.length,
    read(start, count) {
      requirePart(name, bytes.length, start, count);
      return bytes.slice(start, start + count);
    },
    close() {},
  };
}

function open(path: string): Deno.FsFile {
  let found = "a folder";
  try {
    const file = Deno.openSync(path);
    if (!file.statSync().isDirectory) return file;
    file.close();
  } catch (error) {
    const words = faults.find(([fault]) => error instanceof fault)?.[1];
    if (!words) throw error;
    found = words;
  }
  throw new RangeError(`Cannot read ${path} as it must be a file: found ${found}`);
}

const faults = [
  [Deno.errors.NotFound, "nothing there"],
  [Deno.errors.PermissionDenied, "one that you may not read: ask its owner for chmod +r"],
  [Deno.errors.NotCapable, "one that Deno may not read: grant --allow-read"],
] as const;

function requirePart(name: string, length: number, start: number, count: number): void {
  const isWithin = Number.isSafeInteger(start) && Number.isSafeInteger(count) &&
    start >= 0 && count >= 0 && start + count <= length;
  if (!isWithin) throw cutOff(name, start + count, length);
}

function cutOff(name: string, expected: number, found: number): RangeError {
  return new RangeError(
    `Cannot read ${name} as it is cut off or damaged: expected ${expected} bytes or more, ` +
      `found ${found}`,
  );
}
