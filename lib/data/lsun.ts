/**
 * LSUN: millions of photographs of one kind of scene in an LMDB database.
 *
 * @module
 */
import { join } from "@std/path";
import { LmdbFile } from "./formats/lmdb.ts";
import { openRandomAccess, type RandomAccess } from "./formats/random_access.ts";
import { DamagedImageError, type ImageSource } from "./image_source.ts";
import { statIfThere } from "./stat_if_there.ts";

/** Leaves kept in memory, 4 kB each: neighbours in the order are rarely in one leaf. */
const KEPT_LEAVES = 256;

/**
 * Opens a scene of LSUN: `data.mdb`, or the folder that it stands in
 * (`bedroom_train_lmdb`). Other LMDB databases of pictures open as well.
 *
 * The pictures (WebP or JPEG, under keys of 40 hexadecimal digits) come in the order of
 * their keys, which are hashes. Opening reads the pages above the leaves of the
 * database's tree and 16 bytes of each leaf, so that picture i can be found whatever the
 * order in which they are asked for. No picture is read: for the 3 million bedrooms that
 * is less than a thousandth of 43 GB.
 *
 * Source: Yu et al. (2015), LSUN, https://arxiv.org/abs/1506.03365
 *
 * @param path The file or its folder.
 * @returns The pictures, without classes. The caller closes it.
 * @throws {RangeError} If there is no such file, it is no LMDB database or is cut off, or
 * it has no entries.
 */
export async function openLsun(path: string): Promise<ImageSource> {
  const file = openRandomAccess(await databaseIn(path));
  try {
    return lsunSource(file, path);
  } catch (error) {
    file.close();
    throw error;
  }
}

function lsunSource(file: RandomAccess, path: string): ImageSource {
  const database = new LmdbFile(file);
  const places = new Places(database);
  if (places.count === 0) {
    throw new RangeError(
      `Cannot open ${file.name} as it must have at least one picture: found none`,
    );
  }
  return {
    count: places.count,
    classNames: null,
    origin: `${places.count} images from ${file.name}`,
    location: { kind: "lsun", path },
    nameOf: (index) => places.nameOf(index),
    fileOf: () => file.name,
    labelOf: () => null,
    read: (index) => Promise.try(() => places.read(index)),
    close: () => file.close(),
  };
}

/** Where in the database picture i stands. */
class Places {
  readonly count: number;
  readonly #database: LmdbFile;
  readonly #leaves: number[];
  /** How many entries stand in earlier leaves, a number for each leaf. */
  readonly #before: Float64Array;
  readonly #kept = new Map<number, ReturnType<LmdbFile["entries"]>>();

  constructor(database: LmdbFile) {
    this.#database = database;
    this.#leaves = database.leaves();
    this.#before = new Float64Array(this.#leaves.length);
    this.count = countInFileOrder(database, this.#leaves, this.#before);
  }

  nameOf(index: number): string {
    return new TextDecoder().decode(this.#entry(index).key);
  }

  read(index: number): Uint8Array {
    try {
      return this.#database.value(this.#entry(index));
    } catch (error) {
      if (error instanceof RangeError) throw DamagedImageError.from(error);
      throw error;
    }
  }

  #entry(index: number) {
    if (!Number.isInteger(index) || index < 0 || index >= this.count) {
      throw new RangeError(
        `Cannot find a picture as 'index' must be from 0 to ${this.count - 1}: ` +
          `current value is ${index}`,
      );
    }
    let [low, high] = [0, this.#leaves.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.#before[middle] <= index) low = middle;
      else high = middle;
    }
    return this.#entriesOf(this.#leaves[low])[index - this.#before[low]];
  }

  #entriesOf(leaf: number) {
    const known = this.#kept.get(leaf);
    if (known) return known;
    const entries = this.#database.entries(leaf);
    if (this.#kept.size >= KEPT_LEAVES) {
      this.#kept.delete(this.#kept.keys().next().value!);
    }
    this.#kept.set(leaf, entries);
    return entries;
  }
}

/**
 * Fills in how many entries stand before each leaf. The headers are read in the order in
 * which the leaves lie in the file, for disks whose head has to move.
 */
function countInFileOrder(
  database: LmdbFile,
  leaves: number[],
  before: Float64Array,
): number {
  const inFile = leaves.map((_, i) => i).sort((a, b) => leaves[a] - leaves[b]);
  for (const i of inFile) before[i] = database.countOf(leaves[i]);
  let sum = 0;
  for (let i = 0; i < before.length; i++) {
    const count = before[i];
    before[i] = sum;
    sum += count;
  }
  return sum;
}

/** The database's file: the path itself, or `data.mdb` in the folder. */
async function databaseIn(path: string): Promise<string> {
  // What is absent is named by the error of opening it.
  return (await statIfThere(path))?.isDirectory ? join(path, "data.mdb") : path;
}
