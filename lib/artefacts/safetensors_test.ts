import assert from "node:assert/strict";
import pythonFile from "./python.safetensors" with { type: "bytes" };
import { RandomGenerator } from "../tensor/random.ts";
import {
  decodeSafetensors,
  encodeSafetensors,
  SafetensorsError,
  type StoredTensor,
} from "./safetensors.ts";

const example = () =>
  new Map<string, StoredTensor>([
    ["bytes", { shape: [3], data: Uint8Array.of(0, 255, 7) }],
    ["main.0.weight", { shape: [1, 2, 3], data: Float32Array.of(1, -0, 3, NaN, 5, 1e9) }],
    ["count", { shape: [], data: BigInt64Array.of(7n) }],
    ["empty", { shape: [0, 4], data: new Float32Array(0) }],
    ["double", { shape: [1], data: Float64Array.of(1 / 3) }],
    ["__proto__", { shape: [2, 1], data: Int32Array.of(-1, 2 ** 31 - 1) }],
  ]);

/** A file with the given header and so many bytes of numbers. */
function file(header: unknown, numbers = 0, length?: bigint): Uint8Array {
  const json = new TextEncoder().encode(
    typeof header === "string" ? header : JSON.stringify(header),
  );
  const bytes = new Uint8Array(8 + json.length + numbers);
  new DataView(bytes.buffer).setBigUint64(0, length ?? BigInt(json.length), true);
  bytes.set(json, 8);
  return bytes;
}

const entry = (shape: unknown, data_offsets: unknown, dtype: unknown = "F32") => ({
  dtype,
  shape,
  data_offsets,
});

function assertRefused(bytes: Uint8Array, message: RegExp) {
  assert.throws(
    () => decodeSafetensors(bytes),
    (error: Error) => error instanceof SafetensorsError && message.test(error.message),
  );
}

Deno.test("decodeSafetensors() gives back what encodeSafetensors() was given, NaN and −0 too", () => {
  const metadata = { axes: "HWIO", ε: "größer" };
  const decoded = decodeSafetensors(encodeSafetensors(example(), metadata));
  assert.deepEqual(decoded.metadata, metadata);
  assert.deepEqual(new Set(decoded.tensors.keys()), new Set(example().keys()));
  for (const [name, tensor] of example()) {
    assert.deepEqual(decoded.tensors.get(name), tensor, name);
  }
});

Deno.test("decodeSafetensors() reads a file that Python's safetensors wrote", () => {
  const { tensors, metadata } = decodeSafetensors(pythonFile);
  assert.deepEqual(metadata, { axes: "OIHW", größe: "ε" });
  assert.deepEqual(
    Object.fromEntries(tensors),
    {
      "main.0.weight": {
        shape: [1, 2, 3],
        data: Float32Array.of(-0.5, -0.25, 0, 0.25, 0.5, 0.75),
      },
      "main.1.num_batches_tracked": { shape: [], data: BigInt64Array.of(7n) },
      "double": { shape: [1], data: Float64Array.of(1 / 3) },
      "integer": { shape: [2, 1], data: Int32Array.of(-1, 2 ** 31 - 1) },
      "bytes": { shape: [3], data: Uint8Array.of(0, 255, 7) },
      "empty": { shape: [0, 4], data: new Float32Array(0) },
    },
  );
});

Deno.test("encodeSafetensors() aligns each array to the size of its numbers", () => {
  const bytes = encodeSafetensors(example(), { odd: "length!" });
  const headerLength = Number(new DataView(bytes.buffer).getBigUint64(0, true));
  assert.equal(headerLength % 8, 0);
  const header = JSON.parse(
    new TextDecoder().decode(bytes.subarray(8, 8 + headerLength)),
  );
  for (const [name, { data }] of example()) {
    assert.equal(header[name].data_offsets[0] % data.BYTES_PER_ELEMENT, 0, name);
  }
});

Deno.test("encodeSafetensors() copies only the part of a buffer that an array shows", () => {
  const data = Float32Array.of(1, 2, 3, 4).subarray(1, 3);
  const { tensors } = decodeSafetensors(
    encodeSafetensors(new Map([["part", { shape: [2], data }]])),
  );
  assert.deepEqual(tensors.get("part")?.data, Float32Array.of(2, 3));
});

Deno.test("encodeSafetensors() refuses a shape that the data does not fill", () => {
  const data = Float32Array.of(1, 2, 3);
  assert.throws(
    () => encodeSafetensors(new Map([["w", { shape: [2, 2], data }]])),
    {
      name: "RangeError",
      message:
        "Cannot encode 'w' as shape [2, 2] must hold 4 numbers: current data has 3",
    },
  );
  assert.throws(
    () => encodeSafetensors(new Map([["__metadata__", { shape: [3], data }]])),
    RangeError,
  );
});

Deno.test("decodeSafetensors() refuses headers that lie, and says how", () => {
  assertRefused(new Uint8Array(7), /8 bytes of header length must stand first: it has 7/);
  assertRefused(file({}, 0, 2n ** 63n), /at most 100000000 bytes/);
  assertRefused(file({}, 0, 99n), /claims 99 bytes: only 2 follow/);
  assertRefused(file("{"), /must be JSON/);
  assertRefused(file("[]"), /must be a JSON object/);
  assertRefused(file({ __metadata__: { n: 1 } }), /must map names to strings/);
  assertRefused(file({ w: 1 }), /'w' must be a JSON object/);
  assertRefused(file({ w: entry([1], [0, 4], "F8") }, 4), /one of F32, F64.*"F8"/);
  assertRefused(file({ w: entry([1], [0, 4], "toString") }, 4), /one of F32/);
  assertRefused(file({ w: entry([-1], [0, 4]) }, 4), /a list of sizes/);
  assertRefused(file({ w: entry([1.5], [0, 6]) }, 6), /a list of sizes/);
  assertRefused(file({ w: entry([1], [4, 0]) }, 4), /must be \[begin, end\]/);
  assertRefused(file({ w: entry([1], "0:4") }, 4), /must be \[begin, end\]/);
  assertRefused(file({ w: entry([2], [0, 8]) }, 4), /ends at byte 8 .* the file has 4/);
  assertRefused(file({ w: entry([2], [0, 4]) }, 4), /must take 8 bytes: it takes 4/);
  assertRefused(
    file({ w: entry([2 ** 52, 2 ** 52, 2 ** 52], [0, 4]) }, 4),
    /must take/,
  );
});

Deno.test("decodeSafetensors() refuses overlaps, gaps and bytes that belong to nobody", () => {
  const a = entry([1], [0, 4]);
  assertRefused(file({ a, b: entry([1], [0, 4]) }, 4), /'b' must begin at byte 4/);
  assertRefused(file({ a, b: entry([1], [8, 12]) }, 12), /'b' must begin at byte 4/);
  assertRefused(file({ a }, 8), /must cover all 8 bytes of numbers: they cover 4/);
});

Deno.test("decodeSafetensors() refuses other formats", () => {
  const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0);
  const zip = Uint8Array.of(0x50, 0x4b, 3, 4, 20, 0, 0, 0, 8, 0);
  for (const bytes of [png, zip, new Uint8Array(0), new Uint8Array(64)]) {
    assert.throws(() => decodeSafetensors(bytes), SafetensorsError);
  }
});

Deno.test("decodeSafetensors() refuses every truncation of a file", () => {
  const bytes = encodeSafetensors(example());
  for (let length = 0; length < bytes.length; length++) {
    assert.throws(() => decodeSafetensors(bytes.subarray(0, length)), SafetensorsError);
  }
});

Deno.test("decodeSafetensors() either reads or refuses 5,000 damaged files, never worse", () => {
  const random = new RandomGenerator(1);
  const whole = encodeSafetensors(example(), { axes: "HWIO" });
  let refused = 0;
  for (let round = 0; round < 5000; round++) {
    const bytes = whole.slice();
    for (let i = random.integer(4); i >= 0; i--) {
      bytes[random.integer(bytes.length)] = random.integer(256);
    }
    try {
      decodeSafetensors(bytes);
    } catch (error) {
      assert.ok(error instanceof SafetensorsError, String(error));
      refused++;
    }
  }
  assert.ok(refused > 2500, `only ${refused} were refused`);
});
