import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import {
  fillVariables,
  readTensors,
  requireTensors,
  type StateTensor,
} from "./training_state.ts";

/** Bits of NaN with a payload, −0, the smallest subnormal, ∞. */
const BITS = Uint32Array.of(0x7fc12345, 0x80000000, 1, 0xff800000);
const special = (): StateTensor => ({
  shape: [2, 2],
  data: new Float32Array(BITS.buffer.slice(0)),
});

Deno.test("fillVariables() and readTensors() keep every bit, of NaN, −0 and subnormals too", async () => {
  const variable = tf.variable(tf.zeros([2, 2]));
  const before = tf.memory().numTensors;
  const stored = special();
  fillVariables(new Map([["w", variable]]), new Map([["w", stored]]));
  assert.equal(tf.memory().numTensors, before);
  const read = (await readTensors(new Map([["w", variable]]))).get("w")!;
  assert.deepEqual(read.shape, [2, 2]);
  assert.deepEqual(new Uint32Array(read.data.slice().buffer), BITS);
  stored.data.fill(7);
  assert.deepEqual(new Uint32Array((await variable.data()).slice().buffer), BITS);
  variable.dispose();
});

Deno.test("requireTensors() names what is missing, too much or of another shape", () => {
  const variables = new Map([["w", tf.variable(tf.zeros([2, 2]))]]);
  requireTensors(variables, new Map([["w", special()]]));
  const refuse = (tensors: [string, StateTensor][], message: RegExp) =>
    assert.throws(() => requireTensors(variables, new Map(tensors)), {
      name: "RangeError",
      message,
    });
  refuse([], /'w' must have the shape \[2, 2\]: it is missing/);
  refuse([["w", { ...special(), shape: [4] }]], /'w' must .*: its shape is \[4\]/);
  refuse(
    [["w", special()], ["cake", special()]],
    /no part of the training is called 'cake'/,
  );
  tf.dispose([...variables.values()]);
});
