/**
 * Broken inputs for parsers: many, small, and the same for the same seed.
 *
 * @module
 */
import { RandomGenerator } from "../lib/tensor/random.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** The runtime's own RangeErrors: they say that a bound was not checked. */
const UNCHECKED =
  /outside the bounds|out of bounds|out of range|Invalid (typed )?array|Invalid DataView|Invalid count|allocation failed|call stack|should be a multiple/;

/** How many inputs were read and how many refused. */
export interface FuzzResult {
  accepted: number;
  refused: number;
}

/**
 * Gives a parser many broken copies of good inputs, and fails if one of them ends in
 * anything but a result or the documented error, or asks for more memory than allowed. A
 * RangeError of the runtime's own is no documented one, as it names neither file nor fault.
 *
 * The sizes are checked where they are asked for: while the parser runs, the constructors
 * of arrays and buffers refuse what is above the limit.
 *
 * @param inputs Good inputs, from which the broken ones are made.
 * @param parse What is tried, synchronous or not; it may check its own result too.
 * @param options `count`, how many broken inputs; `seed`, which decides them; `refusal`,
 * the class of error that the parser documents; `allocation`, the most bytes or elements
 * that it may ask for at once, by the input's length.
 * @returns How the inputs ended, for the test to see that both happened.
 */
export async function fuzz(
  inputs: Bytes[],
  parse: (bytes: Bytes) => unknown,
  { count, seed, refusal = RangeError, allocation = (length) => 16 * length + 4096 }: {
    count: number;
    seed: number;
    refusal?: new (message: string) => Error;
    allocation?: (length: number) => number;
  },
): Promise<FuzzResult> {
  const result = { accepted: 0, refused: 0 };
  const random = new RandomGenerator(seed);
  for (let i = 0; i < count; i++) {
    const bytes = broken(inputs, random);
    try {
      await withAllocationLimit(allocation(bytes.length), () => parse(bytes));
      result.accepted++;
    } catch (error) {
      const isRefusal = error instanceof refusal && !(error instanceof TooLargeError) &&
        !UNCHECKED.test(error.message);
      if (!isRefusal) {
        const start = Array.from(bytes.subarray(0, 64), hex).join("");
        throw new Error(
          `Input ${i} of seed ${seed}, ${bytes.length} bytes from ${start}, ended in ${error}`,
          { cause: error },
        );
      }
      result.refused++;
    }
  }
  return result;
}

/** A broken copy: one to three changes to one of the inputs. */
export function broken(inputs: Bytes[], random: RandomGenerator): Bytes {
  let bytes = inputs[random.integer(inputs.length)].slice();
  for (let left = 1 + random.integer(3); left > 0; left--) {
    const change = changes[random.integer(changes.length)];
    bytes = change(bytes, random, inputs);
  }
  return bytes;
}

type Change = (bytes: Bytes, random: RandomGenerator, inputs: Bytes[]) => Bytes;

const flipBit: Change = (bytes, random) => {
  if (bytes.length > 0) bytes[random.integer(bytes.length)] ^= 1 << random.integer(8);
  return bytes;
};

const setByte: Change = (bytes, random) => {
  if (bytes.length > 0) bytes[random.integer(bytes.length)] = random.integer(256);
  return bytes;
};

const truncate: Change = (bytes, random) =>
  bytes.slice(0, random.integer(bytes.length + 1));

/** Replaces a part by a part of any input, of the same length or not. */
const splice: Change = (bytes, random, inputs) => {
  const other = inputs[random.integer(inputs.length)];
  const [from, to] = part(bytes, random), [otherFrom, otherTo] = part(other, random);
  const taken = other.subarray(otherFrom, otherTo);
  const result = new Uint8Array(from + taken.length + bytes.length - to);
  result.set(bytes.subarray(0, from));
  result.set(taken, from);
  result.set(bytes.subarray(to), from + taken.length);
  return result;
};

/** Writes an integer at the edge of what parsers count with, of 1, 2, 4 or 8 bytes. */
const extremeInteger: Change = (bytes, random) => {
  const length = 1 << random.integer(4);
  if (bytes.length < length) return bytes;
  const bits = BigInt(8 * length);
  const edges = [
    0n,
    1n,
    (1n << (bits - 1n)) - 1n,
    1n << (bits - 1n),
    (1n << bits) - 1n,
    BigInt(bytes.length),
    BigInt(bytes.length + 1),
  ];
  const value = BigInt.asUintN(8 * length, edges[random.integer(edges.length)]);
  const at = random.integer(bytes.length - length + 1);
  const isLittleEndian = random.integer(2) === 0;
  for (let i = 0; i < length; i++) {
    const place = isLittleEndian ? i : length - 1 - i;
    bytes[at + place] = Number((value >> BigInt(8 * i)) & 255n);
  }
  return bytes;
};

const changes: Change[] = [flipBit, setByte, truncate, splice, extremeInteger];

/** A stretch of at most 64 bytes. */
function part(bytes: Uint8Array, random: RandomGenerator): [number, number] {
  const from = random.integer(bytes.length + 1);
  return [from, Math.min(bytes.length, from + random.integer(65))];
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, "0");
}

/** More memory was asked for than the input allows. */
export class TooLargeError extends Error {
  override name = "TooLargeError";
}

const constructors = [
  "Array",
  "ArrayBuffer",
  "Uint8Array",
  "Uint16Array",
  "Int32Array",
  "Uint32Array",
  "Float32Array",
  "Float64Array",
  "BigUint64Array",
] as const;

/**
 * Runs something while no array or buffer of more than `largest` elements can be made.
 *
 * Sees `new Uint8Array(n)`, `new Array(n)`, `Array.from({ length: n })` and their like in
 * the code under test; not what the runtime makes for itself.
 *
 * @throws {TooLargeError} If it asks for more, in the code under test and at the end.
 */
export async function withAllocationLimit<T>(
  largest: number,
  run: () => T,
): Promise<Awaited<T>> {
  let refusal: TooLargeError | undefined;
  const refuse = (name: string, length: unknown) => {
    if (typeof length !== "number" || length <= largest) return;
    refusal = new TooLargeError(`${name} of ${length} where ${largest} are allowed`);
    throw refusal;
  };
  const globals = globalThis as unknown as Record<string, object>;
  const originals = constructors.map((name) => [name, globals[name]] as const);
  for (const [name, original] of originals) {
    globals[name] = new Proxy(original, {
      construct(target, args, newTarget) {
        refuse(name, args[0]);
        return Reflect.construct(target as ArrayConstructor, args, newTarget);
      },
      get(target, property) {
        const value = Reflect.get(target, property);
        if (property !== "from") return value;
        return (source: { length?: number }, ...rest: unknown[]) => {
          refuse(`${name}.from()`, source?.length);
          return value.call(target, source, ...rest);
        };
      },
    });
  }
  try {
    const result = await run();
    if (refusal) throw refusal;
    return result;
  } catch (error) {
    // Also where the code under test made another error of it.
    throw refusal ?? error;
  } finally {
    for (const [name, original] of originals) globals[name] = original;
  }
}
