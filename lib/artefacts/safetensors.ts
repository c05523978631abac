import { joinBytes } from "../tensor/join_bytes.ts";

/** Numbers and their shape; the array's type decides the dtype in the file. */
export interface StoredTensor {
  shape: number[];
  data: Float32Array | Float64Array | Int32Array | BigInt64Array | Uint8Array;
}

/** What a safetensors file holds. */
export interface Safetensors {
  /** By name, in the order of the file's header. */
  tensors: Map<string, StoredTensor>;
  /** Free text; the format allows strings only. */
  metadata: Record<string, string>;
}

/** A file that is no safetensors file, or a damaged one; the message says where. */
export class SafetensorsError extends Error {
  override name = "SafetensorsError";
}

/**
 * Named tensors as the bytes of a safetensors file; see {@link safetensorsParts}, which
 * copies nothing.
 *
 * @param tensors Numbers by name; `__metadata__` is reserved.
 * @param metadata What a reader must know besides, such as the order of the axes.
 * @throws {RangeError} If a shape does not hold as many numbers as the data.
 */
export function encodeSafetensors(
  tensors: Map<string, StoredTensor>,
  metadata: Record<string, string> = {},
): Uint8Array<ArrayBuffer> {
  return joinBytes(safetensorsParts(tensors, metadata));
}

/**
 * Named tensors as the parts of a safetensors file, to be written one after another.
 *
 *     [header length N: 8 bytes, little-endian] [header: N bytes of JSON] [numbers]
 *
 * Wide numbers stand first and the header is padded with spaces to a multiple of eight,
 * so every array begins at a multiple of its element's size and a reader may map the
 * file instead of copying it. PyTorch and Python read the file as it is.
 *
 * Source: the format's description, https://github.com/huggingface/safetensors#format
 *
 * @param tensors Numbers by name; `__metadata__` is reserved.
 * @param metadata What a reader must know besides, such as the order of the axes.
 * @returns Length and header, then each tensor's own memory: those of the widest numbers
 *   first, else in the order given.
 * @throws {RangeError} If a shape does not hold as many numbers as the data.
 */
export function safetensorsParts(
  tensors: Map<string, StoredTensor>,
  metadata: Record<string, string> = {},
): Uint8Array[] {
  const header: [string, unknown][] = [];
  if (Object.keys(metadata).length > 0) header.push([METADATA, metadata]);
  let length = 0;
  const entries = [...tensors].sort(([, a], [, b]) =>
    b.data.BYTES_PER_ELEMENT - a.data.BYTES_PER_ELEMENT
  );
  for (const [name, { shape, data }] of entries) {
    requireWritable(name, shape, data.length);
    const end = length + data.byteLength;
    header.push([name, { dtype: dtypeOf(data), shape, data_offsets: [length, end] }]);
    length = end;
  }
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(header)));
  const headerLength = Math.ceil(json.length / 8) * 8;
  const head = new Uint8Array(8 + headerLength).fill(SPACE, 8 + json.length);
  new DataView(head.buffer).setBigUint64(0, BigInt(headerLength), true);
  head.set(json, 8);
  const views = entries.map(([, { data }]) =>
    new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  );
  return [head, ...views];
}

/**
 * The tensors and metadata of a safetensors file.
 *
 * The bytes are not trusted: lengths are checked before anything is read or allocated,
 * and the tensors must cover the numbers exactly, without a gap or an overlap, so that
 * nothing else can hide in the file.
 *
 * @param bytes The whole file. The tensors are copies; the bytes may be reused.
 * @throws {SafetensorsError} If the bytes are truncated, damaged or of another format.
 */
export function decodeSafetensors(bytes: Uint8Array): Safetensors {
  const { header, numbers } = splitHeader(bytes);
  const tensors = new Map<string, StoredTensor>();
  const spans: { name: string; begin: number; end: number }[] = [];
  let metadata: Record<string, string> = {};
  for (const [name, entry] of Object.entries(header)) {
    if (name === METADATA) {
      metadata = requireMetadata(entry);
      continue;
    }
    const { dtype, shape, begin, end } = requireEntry(name, entry, numbers.length);
    const data = numbers.slice(begin, end).buffer;
    tensors.set(name, { shape, data: new DTYPES[dtype](data) });
    spans.push({ name, begin, end });
  }
  requireExactCover(spans, numbers.length);
  return { tensors, metadata };
}

const METADATA = "__metadata__";
const SPACE = 0x20;
/** The limit of the reference implementation: 100 MB of header. */
const MAX_HEADER = 100_000_000;

const DTYPES = {
  F32: Float32Array,
  F64: Float64Array,
  I32: Int32Array,
  I64: BigInt64Array,
  U8: Uint8Array,
};
type Dtype = keyof typeof DTYPES;

function dtypeOf(data: StoredTensor["data"]): Dtype {
  const names = Object.keys(DTYPES) as Dtype[];
  return names.find((name) => data instanceof DTYPES[name])!;
}

const sizeOf = (shape: number[]) => shape.reduce((product, side) => product * side, 1);

function requireWritable(name: string, shape: number[], length: number): void {
  if (name === METADATA) {
    throw new RangeError(`Cannot encode a tensor as '${METADATA}' is a reserved name`);
  }
  if (sizeOf(shape) !== length) {
    throw new RangeError(
      `Cannot encode '${name}' as shape [${shape.join(", ")}] must hold ` +
        `${sizeOf(shape)} numbers: current data has ${length}`,
    );
  }
}

function splitHeader(bytes: Uint8Array) {
  if (bytes.length < 8) {
    fail(`8 bytes of header length must stand first: it has ${bytes.length} bytes`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, 8);
  const length = view.getBigUint64(0, true);
  if (length > MAX_HEADER) {
    fail(`the header must have at most ${MAX_HEADER} bytes: it claims ${length}`);
  }
  const end = 8 + Number(length);
  if (end > bytes.length) {
    fail(`the header claims ${length} bytes: only ${bytes.length - 8} follow`);
  }
  return { header: parseHeader(bytes.slice(8, end)), numbers: bytes.subarray(end) };
}

function parseHeader(bytes: Uint8Array<ArrayBuffer>): Record<string, unknown> {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    throw new SafetensorsError(
      "Cannot read the safetensors file as the header must be JSON",
      { cause: error },
    );
  }
  if (!isObject(header)) fail("the header must be a JSON object");
  return header;
}

function requireMetadata(entry: unknown): Record<string, string> {
  if (!isObject(entry) || !Object.values(entry).every((v) => typeof v === "string")) {
    fail(`'${METADATA}' must map names to strings`);
  }
  return entry as Record<string, string>;
}

function requireEntry(name: string, entry: unknown, available: number) {
  if (!isObject(entry)) fail(`the entry of '${name}' must be a JSON object`);
  const { dtype, shape, data_offsets: offsets } = entry;
  if (!isDtype(dtype)) {
    fail(
      `the dtype of '${name}' must be one of ${Object.keys(DTYPES).join(", ")}: ` +
        `current value is ${JSON.stringify(dtype)}`,
    );
  }
  if (!isSizes(shape)) fail(`the shape of '${name}' must be a list of sizes`);
  if (!isSizes(offsets) || offsets.length !== 2 || offsets[0] > offsets[1]) {
    fail(`the offsets of '${name}' must be [begin, end]: they are ${show(offsets)}`);
  }
  const [begin, end] = offsets;
  if (end > available) {
    fail(`'${name}' ends at byte ${end} of the numbers: the file has ${available}`);
  }
  const expected = sizeOf(shape) * DTYPES[dtype].BYTES_PER_ELEMENT;
  if (end - begin !== expected) {
    fail(
      `'${name}', ${dtype} of shape [${shape.join(", ")}], must take ` +
        `${expected} bytes: it takes ${end - begin}`,
    );
  }
  return { dtype, shape, begin, end };
}

function requireExactCover(
  spans: { name: string; begin: number; end: number }[],
  length: number,
): void {
  spans.sort((a, b) => a.begin - b.begin || a.end - b.end);
  let position = 0;
  for (const { name, begin, end } of spans) {
    if (begin !== position) {
      fail(
        `'${name}' must begin at byte ${position} of the numbers, without a gap or an ` +
          `overlap: it begins at ${begin}`,
      );
    }
    position = end;
  }
  if (position !== length) {
    fail(`the tensors must cover all ${length} bytes of numbers: they cover ${position}`);
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isDtype = (value: unknown): value is Dtype =>
  typeof value === "string" && Object.hasOwn(DTYPES, value);

const isSizes = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);

const show = (value: unknown) => JSON.stringify(value);

function fail(requirement: string): never {
  throw new SafetensorsError(`Cannot read the safetensors file as ${requirement}`);
}
