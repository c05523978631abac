import assert from "node:assert/strict";
import { exampleState } from "../../test/example_state.ts";
import { decodeHistory, encodeHistory } from "./checkpoint_history.ts";

Deno.test("decodeHistory() gives back every record: NaN, infinity, −0, health where it was", () => {
  for (const count of [0, 1, 2, 7]) {
    const { records } = exampleState(count);
    assert.deepEqual(decodeHistory(encodeHistory(records)), records);
  }
});

Deno.test("encodeHistory() takes 8 bytes a number, and text only for what is no column", () => {
  const { records } = exampleState(2);
  const tensors = encodeHistory(records);
  assert.deepEqual(tensors.get("history.lossG")?.data, Float64Array.of(0.7, NaN));
  assert.equal(tensors.get("history.rest")?.data.length, 0);
  assert.ok(!tensors.has("history.health"));
});

Deno.test("decodeHistory() refuses columns of different lengths and text without a record", () => {
  const damaged = (name: string, data: Float64Array | Uint8Array) => {
    const tensors = encodeHistory(exampleState(3).records);
    tensors.set(name, { shape: [data.length], data });
    return () => decodeHistory(tensors);
  };
  assert.throws(damaged("history.lossG", new Float64Array(2)), {
    name: "SafetensorsError",
    message: "Cannot read the history as 'history.lossG' must be F64 of shape [3]: " +
      "it has 2 numbers",
  });
  const text = new TextEncoder().encode('[3,{"health":null}]');
  assert.throws(damaged("history.rest", text), /one of 3 records: it names 3/);
  assert.throws(damaged("history.rest", new Float64Array(1)), /must be there, of bytes/);
});
