import assert from "node:assert/strict";
import { toBytes, toSignedUnit } from "./normalise.ts";

const allBytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);

Deno.test("toSignedUnit() is x / 127.5 − 1, exact at both ends", () => {
  const values = toSignedUnit(allBytes);
  assert.equal(values[0], -1);
  assert.equal(values[255], 1);
  assert.equal(values[51], Math.fround(51 / 127.5 - 1));
  assert.equal(values[127], -values[128]);
});

Deno.test("toBytes() gives every byte back", () => {
  assert.deepEqual(toBytes(toSignedUnit(allBytes)), allBytes);
});

Deno.test("toBytes() cuts off what lies beyond [−1, 1], infinity too", () => {
  assert.deepEqual(Array.from(toBytes([-Infinity, -1.5, 1.01, Infinity])), [
    0,
    0,
    255,
    255,
  ]);
});

Deno.test("toBytes() refuses NaN and says where it stands", () => {
  assert.throws(
    () => toBytes([0, NaN]),
    /^RangeError: Cannot turn values .* must be numbers: value 1 is NaN$/,
  );
});
