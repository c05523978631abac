import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { RandomGenerator } from "../tensor/random.ts";
import { normalTensor } from "../tensor/random_tensor.ts";
import type { ConvolutionLayerOptions } from "./convolution.ts";
import {
  TransposedConvolution,
  type TransposedConvolutionOptions,
} from "./transposed_convolution.ts";

const random = new RandomGenerator(1);

Deno.test("TransposedConvolution spreads each input over a filter's copy, as by hand", () => {
  const layer = transposed({ kernel: 2, bias: true });
  const [filter, bias] = layer.parameters;
  tf.tidy(() => {
    filter.value.assign(tf.tensor4d([0, 1, 2, 3], [2, 2, 1, 1]));
    bias.value.assign(tf.tensor1d([.5]));
    const x = tf.tensor4d([0, 1, 2, 3], [1, 2, 2, 1]);
    // Dive into Deep Learning, section 14.10.1.
    assert.deepEqual(
      Array.from(layer.apply(x).dataSync()),
      [0, 0, 1, 0, 4, 6, 4, 12, 9].map((value) => value + .5),
    );
  });
  dispose(layer);
});

Deno.test("with stride 2 the copies lie side by side, as by hand", () => {
  const layer = transposed({ kernel: 2, stride: 2 });
  tf.tidy(() => {
    layer.parameters[0].value.assign(tf.tensor4d([0, 1, 2, 3], [2, 2, 1, 1]));
    const x = tf.tensor4d([0, 1, 2, 3], [1, 2, 2, 1]);
    assert.deepEqual(
      Array.from(layer.apply(x).dataSync()),
      [0, 0, 0, 1, 0, 0, 2, 3, 0, 2, 0, 3, 4, 6, 6, 9],
    );
  });
  dispose(layer);
});

Deno.test("output padding takes away less at the end, so kernel 3 and stride 2 double the side", () => {
  const random = () => new RandomGenerator(2);
  const whole = transposed({ kernel: 3, stride: 2, random: random() });
  const doubled = transposed({
    kernel: 3,
    stride: 2,
    padding: 1,
    outputPadding: 1,
    random: random(),
  });
  assert.deepEqual(doubled.outputShape([2, 2, 1]), [4, 4, 1]);
  tf.tidy(() => {
    const x = tf.tensor4d([0, 1, 2, 3], [1, 2, 2, 1]);
    const cropped = tf.slice(whole.apply(x), [0, 1, 1, 0], [1, 4, 4, 1]);
    assert.deepEqual(doubled.apply(x).dataSync(), cropped.dataSync());
  });
  dispose(whole);
  dispose(doubled);
});

Deno.test("it is the transpose of the convolution: ⟨conv u, v⟩ = ⟨u, convᵀ v⟩ within 1e-5", () => {
  const table: Partial<ConvolutionLayerOptions>[] = [
    { kernel: 4, stride: 2, padding: 1 },
    { kernel: 4, stride: 1, padding: 0 },
    { kernel: 3, stride: 2, padding: "same" },
    { kernel: 3, stride: 1, padding: "same" },
    { kernel: 5, stride: 3, padding: 2 },
  ];
  for (const options of table) {
    const layer = transposed({ inputChannels: 3, outputChannels: 2, ...options });
    tf.tidy(() => {
      const v = normalTensor([2, 5, 5, 3], random);
      const spread = layer.apply(v);
      const u = normalTensor(spread.shape, random);
      const filter = layer.parameters[0].value as unknown as tf.Tensor4D;
      const { stride = 1, padding = 0 } = options;
      const gathered = tf.conv2d(u as tf.Tensor4D, filter, stride, padding);
      const left = tf.sum(tf.mul(gathered, v)).dataSync()[0];
      const right = tf.sum(tf.mul(u, spread)).dataSync()[0];
      // Sums of a few hundred float32 products of about 1.
      assert.ok(Math.abs(left - right) < 1e-5 * Math.max(1, Math.abs(left)));
    });
    dispose(layer);
  }
});

Deno.test("TransposedConvolution keeps the shape it promises and leaves no tensor behind", () => {
  const layer = transposed({
    inputChannels: 3,
    outputChannels: 5,
    kernel: 4,
    stride: 2,
    padding: 1,
  });
  const before = tf.memory().numTensors;
  const x = normalTensor([2, 4, 3, 3], random);
  const y = layer.apply(x);
  assert.deepEqual(layer.outputShape([4, 3, 3]), [8, 6, 5]);
  assert.deepEqual(y.shape, [2, 8, 6, 5]);
  tf.dispose([x, y]);
  assert.equal(tf.memory().numTensors, before);
  dispose(layer);
});

Deno.test("TransposedConvolution names its filter HWOI and its bias as PyTorch does", () => {
  const layer = transposed({
    inputChannels: 3,
    outputChannels: 5,
    kernel: 4,
    bias: true,
  });
  assert.deepEqual(
    layer.parameters.map(({ key, role, value }) => [key, role, value.shape]),
    [["weight", "transposedConvolution", [4, 4, 5, 3]], ["bias", "bias", [5]]],
  );
  assert.equal(layer.name, "transposed convolution 4×4, stride 1, padding 0");
  dispose(layer);
});

Deno.test("TransposedConvolution refuses the wrong number of channels", () => {
  const layer = transposed({ inputChannels: 3 });
  tf.tidy(() =>
    assert.throws(() => layer.apply(tf.zeros([2, 8, 8, 1])), {
      name: "RangeError",
      message: "Cannot apply a transposed convolution as 'x' must have shape " +
        "[batch, height, width, 3]: current shape is [2, 8, 8, 1]",
    })
  );
  dispose(layer);
});

Deno.test("TransposedConvolution refuses channels, a kernel or a stride that is none, by name", () => {
  for (const name of ["inputChannels", "outputChannels", "kernel", "stride"]) {
    assert.throws(() => transposed({ [name]: 0 }), {
      name: "RangeError",
      message:
        `Cannot create a transposed convolution as '${name}' must be a positive integer: ` +
        "current value is 0",
    });
  }
});

function transposed(
  options: Partial<TransposedConvolutionOptions>,
): TransposedConvolution {
  return new TransposedConvolution({
    inputChannels: 1,
    outputChannels: 1,
    kernel: 2,
    stride: 1,
    padding: 0,
    bias: false,
    initialisation: "keras",
    random,
    ...options,
  });
}

function dispose(layer: TransposedConvolution) {
  for (const { value } of layer.parameters) value.dispose();
}
