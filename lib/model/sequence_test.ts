import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { RandomGenerator } from "../tensor/random.ts";
import { LeakyRelu, Tanh } from "./activation.ts";
import { Dense } from "./dense.ts";
import { gBlock } from "./g_block.ts";
import { type ApplyOptions, type Layer, Sequence } from "./sequence.ts";

const random = new RandomGenerator(1);

Deno.test("Sequence applies its layers from first to last", () => {
  const sequence = new Sequence("test", [plus(1), times(10), plus(2)]);
  tf.tidy(() => {
    const y = sequence.apply(tf.tensor1d([0, 1]), { training: false });
    assert.deepEqual(Array.from(y.dataSync()), [12, 22]);
  });
});

Deno.test("Sequence counts activations in its keys, and nested blocks as if flat", () => {
  const sequence = new Sequence("test", [
    new Dense({ inputs: 2, outputs: 3, initialisation: "keras", random }),
    new LeakyRelu({ slope: .2 }),
    gBlock({ inputChannels: 3, outputChannels: 4, random }),
    gBlock({ inputChannels: 4, outputChannels: 5, random }),
    new Tanh(),
  ]);
  assert.deepEqual(sequence.parameters.map(({ key }) => key), [
    ...["0.weight", "0.bias"],
    ...["2.weight", "3.weight", "3.bias", "3.running_mean", "3.running_var"],
    ...["5.weight", "6.weight", "6.bias", "6.running_mean", "6.running_var"],
  ]);
  assert.equal(sequence.modules, 9);
  assert.equal(sequence.layers.length, 7);
  assert.equal(sequence.trainable.length, 8);
  sequence.dispose();
});

Deno.test("Sequence frees each output once the next layer has read it, never its input", () => {
  const seen: tf.Tensor[] = [];
  const spy = (): Layer => ({
    ...plus(1),
    apply: (x) => {
      // Two are alive while a layer runs: the first input, and what this layer reads.
      assert.equal(
        seen.filter((tensor) => !tensor.isDisposed).length,
        seen.length ? 1 : 0,
      );
      seen.push(x);
      return tf.add(x, 1);
    },
  });
  const before = tf.memory().numTensors;
  const x = tf.tensor1d([1]);
  const y = new Sequence("test", [spy(), spy(), spy()]).apply(x, { training: false });
  assert.equal(x.isDisposed, false);
  assert.deepEqual(seen.slice(1).map(({ isDisposed }) => isDisposed), [true, true]);
  tf.dispose([x, y]);
  assert.equal(tf.memory().numTensors, before);
});

Deno.test("Sequence leaves nothing behind when a layer throws, and on dispose()", () => {
  const before = tf.memory().numTensors;
  const block = gBlock({ inputChannels: 3, outputChannels: 4, random });
  const fails: Layer = {
    ...plus(1),
    apply: () => {
      throw new Error("no");
    },
  };
  const sequence = new Sequence("test", [block, fails]);
  const x = tf.zeros([1, 2, 2, 3]);
  const between = tf.memory().numTensors;
  assert.throws(() => sequence.apply(x, { training: true }), /no/);
  assert.equal(tf.memory().numTensors, between);
  sequence.dispose();
  x.dispose();
  assert.equal(tf.memory().numTensors, before);
});

Deno.test("a sequence refuses to be applied without a mode, as a notebook may ask", () => {
  const sequence = new Sequence("G_block", [plus(1)]);
  const wrong: unknown[] = [undefined, {}, { training: "yes" }, { training: 1 }];
  for (const options of wrong) {
    assert.throws(
      () => tf.tidy(() => sequence.apply(tf.zeros([1]), options as ApplyOptions)),
      {
        name: "TypeError",
        message: /^Cannot apply the G_block as 'training' must be true or false: current/,
      },
    );
  }
});

function plus(number: number): Layer {
  return {
    name: `plus ${number}`,
    modules: 1,
    parameters: [],
    outputShape: (shape) => shape,
    apply: (x) => tf.add(x, number),
  };
}

function times(number: number): Layer {
  return { ...plus(0), apply: (x) => tf.mul(x, number) };
}
