import assert from "node:assert/strict";
import { RandomGenerator } from "../lib/tensor/random.ts";
import { broken, fuzz, TooLargeError, withAllocationLimit } from "./fuzz.ts";

const inputs = [
  Uint8Array.from({ length: 40 }, (_, i) => i),
  Uint8Array.from({ length: 7 }, (_, i) => 200 + i),
];

Deno.test("broken inputs are the same for the same seed and leave the good ones alone", () => {
  const run = () => {
    const random = new RandomGenerator(5);
    return Array.from({ length: 200 }, () => broken(inputs, random).join(" "));
  };
  const before = inputs.map(String);
  assert.deepEqual(run(), run());
  assert.deepEqual(inputs.map(String), before);
  assert.ok(new Set(run()).size > 150);
});

Deno.test("broken inputs are shortened, lengthened, mixed and given extreme integers", () => {
  const random = new RandomGenerator(6);
  const all = Array.from({ length: 2_000 }, () => broken(inputs, random));
  assert.ok(all.some((bytes) => bytes.length === 0));
  assert.ok(all.some((bytes) => bytes.length > 50));
  assert.ok(all.some((bytes) => bytes.includes(3) && bytes.includes(203)));
  const ends = (bytes: Uint8Array) => String(bytes).includes("127,255,255,255");
  assert.ok(all.some(ends), "2³¹ − 1, big-endian");
  assert.ok(all.some((bytes) => String(bytes).includes("255,255,255,127")));
});

Deno.test("fuzz() counts results and documented errors", async () => {
  const isWhole = (bytes: Uint8Array) => {
    if (bytes.length < 7) throw new RangeError("too short");
  };
  const { accepted, refused } = await fuzz(inputs, isWhole, { count: 300, seed: 1 });
  assert.equal(accepted + refused, 300);
  assert.ok(accepted > 100 && refused > 20, `${accepted} and ${refused}`);
});

Deno.test("fuzz() fails on another error, naming the input", async () => {
  const crash = (bytes: Uint8Array) => {
    if (bytes.length < 7) throw new TypeError("undefined is not a function");
  };
  await assert.rejects(
    fuzz(inputs, crash, { count: 300, seed: 1 }),
    /^Error: Input \d+ of seed 1, \d bytes from [0-9a-f]*, ended in TypeError: undefined/,
  );
});

Deno.test("fuzz() fails on a RangeError of the runtime's own, as a bound was not checked", async () => {
  const unchecked: ((bytes: Uint8Array<ArrayBuffer>) => unknown)[] = [
    (bytes) => new DataView(bytes.buffer).getUint32(5),
    (bytes) => new DataView(bytes.buffer, 6, 30),
    (bytes) => new Uint8Array(bytes.buffer, 30),
    (bytes) => new Uint32Array(bytes.buffer, 1),
    (bytes) => new Uint8Array(bytes.length - 30),
    (bytes) => new Uint8Array(8).set(bytes),
    (bytes) => "a".repeat(bytes.length - 30),
  ];
  for (const parse of unchecked) {
    await assert.rejects(
      fuzz(inputs, parse, { count: 300, seed: 1 }),
      /ended in RangeError/,
      String(parse),
    );
  }
});

Deno.test("fuzz() fails where a parser believes a length before it checks it", async () => {
  const trusting = (bytes: Uint8Array) => new Uint8Array((bytes[0] ?? 0) * 1000);
  await assert.rejects(
    fuzz(inputs, trusting, { count: 300, seed: 1 }),
    /Uint8Array of \d+ where \d+ are allowed/,
  );
});

Deno.test("withAllocationLimit() sees arrays by constructor and by from(), and ends", async () => {
  const asks: (() => unknown)[] = [
    () => new Array(101),
    () => Array.from({ length: 101 }),
    () => new Float32Array(101),
    () => new ArrayBuffer(101),
  ];
  for (const ask of asks) {
    await assert.rejects(withAllocationLimit(100, ask), TooLargeError);
    ask();
  }
  const made = await withAllocationLimit(100, async () => {
    await Promise.resolve();
    return new Uint8Array(100);
  });
  assert.equal(made.length, 100);
  assert.ok(made instanceof Uint8Array);
});
