/**
 * CelebA's lists: what is true of each picture, and which split it belongs to.
 *
 * @module
 */

/** Attributes of many pictures, one bit each. */
export class AttributeList {
  /** The attributes, in the list's order. */
  readonly names: string[];
  readonly #rows: Map<string, number>;
  readonly #bits: Uint8Array;

  /**
   * @param names The attributes.
   * @param rows Where each file's bits stand.
   * @param bits For each row and attribute in turn, one bit, the lowest first.
   */
  constructor(names: string[], rows: Map<string, number>, bits: Uint8Array) {
    this.names = names;
    this.#rows = rows;
    this.#bits = bits;
  }

  /** How many pictures the list describes. */
  get count(): number {
    return this.#rows.size;
  }

  /** Whether the list describes a file. */
  has(file: string): boolean {
    return this.#rows.has(file);
  }

  /**
   * What is true of a picture.
   *
   * @param file Its name, without folders.
   * @throws {RangeError} If the list does not describe it.
   */
  of(file: string): Record<string, boolean> {
    const row = this.#rows.get(file);
    if (row === undefined) {
      throw new RangeError(
        `Cannot say what is true of ${file} as it must be in the list: found ` +
          `${this.count} others`,
      );
    }
    const start = row * this.names.length;
    return Object.fromEntries(
      this.names.map((name, i) => [name, bit(this.#bits, start + i)]),
    );
  }
}

/**
 * Reads a list of attributes.
 *
 *     202599
 *     5_o_Clock_Shadow Arched_Eyebrows …
 *     000001.jpg -1  1 …
 *
 * Each value is 1 for true, −1 or 0 for false. Commas may stand for spaces, and the count
 * may be left out, as in the copies that Kaggle gives out.
 *
 * @param bytes The whole file.
 * @param name What to call it in an error.
 * @returns The list, a bit for each value: 1 MB for CelebA's 27.
 * @throws {RangeError} If a row has too few or too many values or another value, a file
 * occurs twice, or there are not as many rows as the list says.
 */
export function parseAttributeList(
  bytes: Uint8Array,
  name = "the attribute list",
): AttributeList {
  const lines = linesOf(bytes);
  let header = lines.next().value ?? [];
  const isCount = header.length === 1 && /^\d+$/.test(header[0]);
  const declared = isCount ? Number(header[0]) : null;
  if (declared !== null) header = lines.next().value ?? [];
  const isNamed = header[0] === "image_id";
  const names = isNamed ? header.slice(1) : header;
  if (names.length === 0 || new Set(names).size !== names.length) {
    const found = names.length === 0 ? "none" : "one of them twice";
    throw refusal(name, "it must name its attributes", "one name for each", found);
  }
  // A row has two bytes for each value at least, so that the bits are fewer than these.
  const bits = new Uint8Array(Math.ceil(bytes.length / 16) + names.length);
  const rows = new Map<string, number>();
  for (const [file, ...values] of lines) {
    const row = rows.size;
    if (rows.has(file)) throw refusal(name, "a file must occur once", file, "it twice");
    if (values.length !== names.length) {
      const what = `the row of ${file} must have a value for each attribute`;
      throw refusal(name, what, names.length, values.length);
    }
    rows.set(file, row);
    values.forEach((value, i) => {
      const place = row * names.length + i;
      if (value === "1") bits[place >> 3] |= 1 << (place & 7);
      else if (value !== "-1" && value !== "0") {
        throw refusal(name, `the row of ${file} must hold 1 and -1`, "those", value);
      }
    });
  }
  if (declared !== null && rows.size !== declared) {
    throw refusal(name, "it must have as many rows as it says", declared, rows.size);
  }
  return new AttributeList(names, rows, bits);
}

/** The parts of CelebA, in the order of their numbers. */
const CELEBA_SPLITS = ["train", "validation", "test"] as const;

/** One of CelebA's parts. */
export type CelebaSplit = typeof CELEBA_SPLITS[number];

/**
 * Reads which part each picture belongs to: rows of a file's name and 0, 1 or 2.
 *
 * @param bytes The whole file.
 * @param name What to call it in an error.
 * @returns The split of each file.
 * @throws {RangeError} If a row is anything else, or a file occurs twice.
 */
export function parsePartition(
  bytes: Uint8Array,
  name = "the partition",
): Map<string, CelebaSplit> {
  const splits = new Map<string, CelebaSplit>();
  for (const [file, value, ...more] of linesOf(bytes)) {
    if (file === "image_id") continue;
    const split = /^[012]$/.test(value ?? "") && more.length === 0
      ? CELEBA_SPLITS[Number(value)]
      : undefined;
    if (!split || splits.has(file)) {
      const found = split ? "it twice" : `${value} ${more.join(" ")}`.trim();
      throw refusal(name, `the row of ${file} must have a number once`, "0 to 2", found);
    }
    splits.set(file, split);
  }
  return splits;
}

/** The words of each line that has any. */
function* linesOf(bytes: Uint8Array): Generator<string[]> {
  const decoder = new TextDecoder();
  for (let start = 0; start < bytes.length;) {
    const found = bytes.indexOf(NEWLINE, start);
    const end = found < 0 ? bytes.length : found;
    const words = decoder.decode(bytes.subarray(start, end)).match(/[^\s,]+/g);
    if (words) yield words;
    start = end + 1;
  }
}

const NEWLINE = 10;

function bit(bits: Uint8Array, place: number): boolean {
  return (bits[place >> 3] >> (place & 7) & 1) === 1;
}

function refusal(
  name: string,
  what: string,
  expected: string | number,
  found: string | number,
): RangeError {
  return new RangeError(
    `Cannot read ${name} as ${what}: expected ${expected}, found ${found}`,
  );
}
