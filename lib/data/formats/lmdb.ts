/**
 * An LMDB database's file, read by the page.
 *
 * @module
 */
import type { RandomAccess } from "./random_access.ts";

/** What a page of keys and values says of one entry. */
export interface LmdbEntry {
  /** The key's bytes. */
  key: Uint8Array;
  /** How many bytes the value has. */
  size: number;
  /** Where the value begins in the file. */
  offset: number;
}

/**
 * The main database of an LMDB file (`data.mdb`), for reading.
 *
 * LMDB keeps its entries, sorted by key, in the leaves of a tree of pages. A large value
 * stands in pages of its own, and a leaf says where. Here a page is read when it is asked
 * for, so a file of any size can be opened: nothing is mapped, copied or locked, and
 * whoever writes to the file meanwhile may spoil what is read.
 *
 * 64-bit little-endian files with one value a key, as py-lmdb and LSUN's have.
 *
 * Source: Howard Chu, LMDB 0.9, mdb.c, `MDB_page`, `MDB_node`, `MDB_meta`,
 * https://git.openldap.org/openldap/openldap/-/blob/mdb.master/libraries/liblmdb/mdb.c
 */
export class LmdbFile {
  /** How many entries the file declares. */
  readonly count: number;
  readonly #file: RandomAccess;
  readonly #pageSize: number;
  readonly #pages: number;
  readonly #root: number;
  readonly #depth: number;

  /**
   * @param file The bytes of `data.mdb`. The caller closes it.
   * @throws {RangeError} If it is no LMDB file of this kind, or is cut off.
   */
  constructor(file: RandomAccess) {
    this.#file = file;
    const meta = newestMeta(file);
    this.#pageSize = meta.pageSize;
    this.#pages = meta.pages;
    this.#root = meta.root;
    this.#depth = meta.depth;
    this.count = meta.entries;
    const expected = meta.pages * meta.pageSize;
    if (expected > file.length) {
      throw refusal(file, "it is cut off", `${expected} bytes`, `${file.length}`);
    }
    if (meta.flags !== 0) {
      throw refusal(file, "a key must have one value", "flags 0", `${meta.flags}`);
    }
  }

  /**
   * The leaves, in the order of their keys. Only the pages above them are read, about one
   * for eighty leaves.
   *
   * @returns Page numbers.
   * @throws {RangeError} If the tree is damaged.
   */
  leaves(): number[] {
    if (this.count === 0) return [];
    let level = [this.#root];
    const seen = new Set(level);
    for (let depth = 1; depth < this.#depth; depth++) {
      level = level.flatMap((page) => this.#children(page));
      for (const page of level) {
        if (seen.has(page)) throw this.#damaged(page, "stands in the tree twice");
        seen.add(page);
      }
    }
    return level;
  }

  /**
   * How many entries a leaf has; reads its 16-byte header and no more.
   *
   * @param leaf One of {@link leaves}.
   */
  countOf(leaf: number): number {
    const header = this.#view(leaf, HEADER);
    return this.#countIn(header, leaf, LEAF);
  }

  /**
   * All entries of a leaf, without their values.
   *
   * @param leaf One of {@link leaves}.
   * @throws {RangeError} If the page is damaged.
   */
  entries(leaf: number): LmdbEntry[] {
    const page = this.#view(leaf, this.#pageSize);
    return this.#nodes(page, leaf, LEAF).map((at) => this.#entry(page, leaf, at));
  }

  /**
   * Reads an entry's value.
   *
   * @param entry One of {@link entries}.
   * @returns A copy.
   */
  value({ offset, size }: LmdbEntry): Uint8Array<ArrayBuffer> {
    return this.#file.read(offset, size);
  }

  #children(page: number): number[] {
    const view = this.#view(page, this.#pageSize);
    return this.#nodes(view, page, BRANCH).map((at) =>
      view.getUint16(at, true) + view.getUint16(at + 2, true) * 2 ** 16 +
      view.getUint16(at + 4, true) * 2 ** 32
    );
  }

  #entry(page: DataView<ArrayBuffer>, leaf: number, at: number): LmdbEntry {
    const size = page.getUint16(at, true) + page.getUint16(at + 2, true) * 2 ** 16;
    const flags = page.getUint16(at + 4, true);
    const keySize = page.getUint16(at + 6, true);
    const start = at + NODE + keySize;
    const isLarge = flags === LARGE;
    if (flags !== 0 && !isLarge) {
      throw this.#damaged(leaf, `has an entry with flags ${flags}, which are not read`);
    }
    if (start + (isLarge ? 8 : size) > this.#pageSize) {
      throw this.#damaged(leaf, "has an entry that leaves the page");
    }
    const key = new Uint8Array(page.buffer, at + NODE, keySize);
    if (!isLarge) return { key, size, offset: leaf * this.#pageSize + start };
    const offset = Number(page.getBigUint64(start, true)) * this.#pageSize + HEADER;
    if (offset + size > this.#pages * this.#pageSize) {
      throw this.#damaged(leaf, "has a value that leaves the file");
    }
    return { key, size, offset };
  }

  /** Where each node of a page begins. */
  #nodes(page: DataView, number: number, kind: number): number[] {
    return Array.from({ length: this.#countIn(page, number, kind) }, (_, i) => {
      const at = page.getUint16(HEADER + 2 * i, true);
      const end = at + NODE;
      if (at >= HEADER && end <= this.#pageSize) {
        if (end + page.getUint16(at + 6, true) <= this.#pageSize) return at;
      }
      throw this.#damaged(number, "has an entry that leaves the page");
    });
  }

  #countIn(header: DataView, page: number, kind: number): number {
    const number = Number(header.getBigUint64(0, true));
    if (number !== page) throw this.#damaged(page, `says that it is page ${number}`);
    const flags = header.getUint16(10, true) & ~DIRTY;
    if (flags !== kind) throw this.#damaged(page, `has flags ${flags} and not ${kind}`);
    const count = (header.getUint16(12, true) - HEADER) / 2;
    const largest = (this.#pageSize - HEADER) / (NODE + 2);
    if (Number.isInteger(count) && count >= 0 && count <= largest) return count;
    throw this.#damaged(page, `has ${count} entries`);
  }

  #view(page: number, length: number): DataView<ArrayBuffer> {
    if (page >= this.#pages) {
      throw this.#damaged(page, `is not one of the file's ${this.#pages}`);
    }
    return new DataView(this.#file.read(page * this.#pageSize, length).buffer);
  }

  #damaged(page: number, what: string): RangeError {
    return new RangeError(
      `Cannot read ${this.#file.name} as its tree is damaged: page ${page} ${what}`,
    );
  }
}

/** Bytes of a page's header: number, padding, flags, bounds of its free part. */
const HEADER = 16;
/** Bytes of an entry before its key. */
const NODE = 8;
/** Flags of pages. */
const BRANCH = 1, LEAF = 2, META = 8, DIRTY = 0x10;
/** The flag of an entry whose value stands in pages of its own. */
const LARGE = 1;
const MAGIC = 0xbeefc0de;
const DATA_VERSION = 1;
/** LMDB's own limit of a tree's height. */
const DEEPEST = 32;
const NO_PAGE = 0xffffffffffffffffn;

interface Meta {
  pageSize: number;
  pages: number;
  root: number;
  depth: number;
  entries: number;
  flags: number;
  transaction: bigint;
}

/** The two first pages describe the database in turns; the later transaction counts. */
function newestMeta(file: RandomAccess): Meta {
  const first = readMeta(file, 0);
  const second = readMeta(file, first.pageSize);
  return second.transaction > first.transaction ? second : first;
}

function readMeta(file: RandomAccess, start: number): Meta {
  if (file.length < start + META_BYTES) {
    throw refusal(file, "it is cut off", `${start + META_BYTES} bytes`, `${file.length}`);
  }
  const view = new DataView(file.read(start, META_BYTES).buffer);
  const magic = view.getUint32(HEADER, true);
  const isMeta = (view.getUint16(10, true) & META) !== 0;
  if (magic !== MAGIC || !isMeta) {
    const found = magic.toString(16).padStart(8, "0");
    throw refusal(file, "it is no 64-bit LMDB file", "the mark beefc0de", found);
  }
  const version = view.getUint32(HEADER + 4, true);
  if (version !== DATA_VERSION) {
    throw refusal(file, "its format is another", `version ${DATA_VERSION}`, `${version}`);
  }
  // After mark, version, address and size: the free list's record, then the main one's.
  const [free, main] = [HEADER + 24, HEADER + 24 + 48];
  const pageSize = view.getUint32(free, true);
  const isPower = pageSize >= 512 && pageSize <= 65536 &&
    (pageSize & (pageSize - 1)) === 0;
  const depth = view.getUint16(main + 6, true);
  const entries = Number(view.getBigUint64(main + 32, true));
  const root = view.getBigUint64(main + 40, true);
  const pages = Number(view.getBigUint64(HEADER + 120, true)) + 1;
  const isTree = entries === 0
    ? root === NO_PAGE
    : depth >= 1 && depth <= DEEPEST && root < BigInt(pages);
  if (!isPower || !isTree || !Number.isSafeInteger(pages * pageSize)) {
    const found = `pages of ${pageSize}, depth ${depth}, root ${root} of ${pages}`;
    throw refusal(file, "its description is damaged", "a tree of pages", found);
  }
  return {
    ...{ pageSize, pages, depth, entries, root: Number(root) },
    flags: view.getUint16(main + 4, true),
    transaction: view.getBigUint64(HEADER + 128, true),
  };
}

/** A description ends with the last page's number and the transaction's. */
const META_BYTES = HEADER + 136;

function refusal(
  { name }: RandomAccess,
  what: string,
  expected: string,
  found: string,
): RangeError {
  return new RangeError(
    `Cannot read ${name} as ${what}: expected ${expected}, found ${found}`,
  );
}
