/**
 * IDX, the format of MNIST's files: a magic number, the sizes, the values.
 *
 * @module
 */
import { joinBytes } from "../../tensor/join_bytes.ts";

/** An array of bytes with its shape. */
export interface IdxArray {
  /** The sizes of its dimensions: `[count]` for labels, `[count, rows, columns]`. */
  shape: number[];
  /** The values, the last dimension fastest. */
  data: Uint8Array;
}

/**
 * Reads an IDX array of bytes from a file's content.
 *
 *     0 0 8 d | d sizes, 32 bits each, big-endian | product of the sizes bytes
 *
 * The sizes are believed only after they agree with the file's length, so a corrupt file
 * makes no allocation; the values are not copied.
 *
 * Source: LeCun, Cortes and Burges, The MNIST database, "File formats".
 *
 * @param bytes The whole file, not compressed.
 * @param name What to call the file in an error.
 * @returns The shape, and the values as a view of `bytes`.
 * @throws {RangeError} If the file is cut off, goes on after its end, or is no such array.
 */
export function parseIdx(bytes: Uint8Array, name = "the file"): IdxArray {
  const shape = parseHeader(bytes, name);
  const start = headerLength(shape);
  const length = start + product(shape);
  if (bytes.length !== length) {
    const fault = bytes.length < length ? "is cut off" : "has bytes after its end";
    throw refusal(name, fault, `${length} bytes for ${shape.join("×")}`, bytes.length);
  }
  return { shape, data: bytes.subarray(start) };
}

/**
 * Reads an IDX array from a file's content, unpacking it first if it is gzip.
 *
 * Unpacking stops as soon as the content is longer than its own header says, or the
 * header says more than gzip could hold in so few bytes (at most 1,032 to one), so memory
 * stays bounded whatever the file claims.
 *
 * @param bytes The whole file, plain or gzip; its first two bytes say which.
 * @param name What to call the file in an error.
 * @returns The shape and the values.
 * @throws {RangeError} As `parseIdx()`, and if the gzip data are corrupt or cut off.
 */
export async function readIdx(bytes: Uint8Array, name = "the file"): Promise<IdxArray> {
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return parseIdx(isGzip ? await unpack(bytes, name) : bytes, name);
}

async function unpack(packed: Uint8Array, name: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = inPieces(packed).pipeThrough(new DecompressionStream("gzip"))
    .getReader();
  try {
    let expected: number | undefined;
    for (;;) {
      const { value, done } = await readChunk(reader, name);
      if (done) break;
      chunks.push(value);
      length += value.length;
      if (expected === undefined && length >= maximumHeader) {
        expected = expectedLength(joinBytes(chunks), packed.length, name);
      }
      if (expected !== undefined && length > expected) {
        throw refusal(name, "has bytes after its end", `${expected} bytes`, length);
      }
    }
  } finally {
    await reader.cancel().catch(ignoreSecondError);
  }
  return joinBytes(chunks);
}

/** Small pieces, as a piece is unpacked as a whole, be it 1,032 times as long. */
function inPieces(bytes: Uint8Array): ReadableStream<Uint8Array<ArrayBuffer>> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(at, at += pieceLength));
    },
  });
}

const pieceLength = 4096;

async function readChunk(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  name: string,
): Promise<ReadableStreamReadResult<Uint8Array>> {
  try {
    return await reader.read();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw refusal(name, "is damaged", "whole gzip data", reason);
  }
}

function expectedLength(header: Uint8Array, packed: number, name: string): number {
  const shape = parseHeader(header, name);
  const length = headerLength(shape) + product(shape);
  if (length > packed * largestRatio) {
    throw refusal(
      name,
      `claims ${length} bytes for ${shape.join("×")}`,
      `at most ${largestRatio} from each of its ${packed} packed bytes`,
      length,
    );
  }
  return length;
}

/** Deflate cannot pack more than this many bytes into one. */
const largestRatio = 1032;
const maximumDimensions = 4;
const maximumHeader = 4 + 4 * maximumDimensions;

function parseHeader(bytes: Uint8Array, name: string): number[] {
  if (bytes.length < 4) {
    throw refusal(name, "is cut off", "a header of 4 bytes or more", bytes.length);
  }
  const [zero, alsoZero, type, dimensions] = bytes;
  const isIdx = zero === 0 && alsoZero === 0 && type === 8 && dimensions >= 1 &&
    dimensions <= maximumDimensions;
  if (!isIdx) {
    const magic = Array.from(bytes.subarray(0, 4)).join(" ");
    throw refusal(
      name,
      "is no IDX array of bytes",
      `the first bytes 0 0 8 and 1 to ${maximumDimensions}`,
      magic,
    );
  }
  if (bytes.length < 4 + 4 * dimensions) {
    const expected = `a header of ${4 + 4 * dimensions} bytes`;
    throw refusal(name, "is cut off", expected, bytes.length);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: dimensions }, (_, d) => view.getUint32(4 + 4 * d));
}

function headerLength(shape: number[]): number {
  return 4 + 4 * shape.length;
}

function product(shape: number[]): number {
  return shape.reduce((a, b) => a * b);
}

function refusal(
  name: string,
  fault: string,
  expected: string,
  found: string | number,
): RangeError {
  return new RangeError(
    `Cannot read ${name} as it ${fault}: expected ${expected}, found ${found}`,
  );
}

/** A stream that failed fails its cancelling too; the first error is the one to report. */
function ignoreSecondError(): void {}
