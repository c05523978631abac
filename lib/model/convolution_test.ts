import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { RandomGenerator } from "../tensor/random.ts";
import { normalTensor } from "../tensor/random_tensor.ts";
import { Convolution, type ConvolutionLayerOptions } from "./convolution.ts";

const random = new RandomGenerator(1);

Deno.test("Convolution multiplies without flipping and adds, as by hand", () => {
  const layer = convolution({ kernel: 2, bias: true });
  const [filter, bias] = layer.parameters;
  tf.tidy(() => {
    filter.value.assign(tf.tensor4d([0, 1, 2, 3], [2, 2, 1, 1]));
    bias.value.assign(tf.tensor1d([.5]));
    const x = tf.tensor4d([0, 1, 2, 3, 4, 5, 6, 7, 8], [1, 3, 3, 1]);
    // 0·0 + 1·1 + 2·3 + 3·4 = 19, and so on: Dive into Deep Learning, section 7.2.1.
    assert.deepEqual(Array.from(layer.apply(x).dataSync()), [19.5, 25.5, 37.5, 43.5]);
  });
  dispose(layer);
});

Deno.test("kernel 3, stride 2, same pads (0, 1) on even sizes and (1, 1) on odd ones", () => {
  for (const [size, before, after] of [[14, 0, 1], [7, 1, 1], [4, 0, 1], [5, 1, 1]]) {
    const layer = convolution({ kernel: 3, stride: 2, padding: "same" });
    tf.tidy(() => {
      const x = normalTensor([2, size, size, 1], random) as tf.Tensor4D;
      const around: [number, number] = [before, after];
      const padded = tf.pad(x, [[0, 0], around, around, [0, 0]]);
      const filter = layer.parameters[0].value as unknown as tf.Tensor4D;
      const expected = tf.conv2d(padded, filter, 2, "valid");
      const y = layer.apply(x);
      assert.deepEqual(y.shape.slice(1), layer.outputShape([size, size, 1]));
      assert.deepEqual(y.dataSync(), expected.dataSync());
    });
    dispose(layer);
  }
});

Deno.test("kernel 4, stride 2 on an even size: same equals padding 1", () => {
  const numeric = convolution({ kernel: 4, stride: 2, padding: 1 });
  const same = convolution({ kernel: 4, stride: 2, padding: "same" });
  tf.tidy(() => {
    same.parameters[0].value.assign(numeric.parameters[0].value);
    const x = normalTensor([2, 8, 8, 1], random);
    assert.deepEqual(same.apply(x).dataSync(), numeric.apply(x).dataSync());
  });
  dispose(numeric);
  dispose(same);
});

Deno.test("Convolution keeps the shape it promises and leaves no tensor behind", () => {
  const layer = convolution({
    inputChannels: 3,
    outputChannels: 5,
    kernel: 4,
    stride: 2,
    padding: 1,
  });
  const before = tf.memory().numTensors;
  const x = normalTensor([2, 8, 6, 3], random);
  const y = layer.apply(x);
  assert.deepEqual(layer.outputShape([8, 6, 3]), [4, 3, 5]);
  assert.deepEqual(y.shape, [2, 4, 3, 5]);
  tf.dispose([x, y]);
  assert.equal(tf.memory().numTensors, before);
  dispose(layer);
});

Deno.test("Convolution names its filter HWIO and its bias as PyTorch does", () => {
  const layer = convolution({
    inputChannels: 3,
    outputChannels: 5,
    kernel: 4,
    bias: true,
  });
  assert.deepEqual(
    layer.parameters.map(({ key, role, value }) => [key, role, value.shape]),
    [["weight", "convolution", [4, 4, 3, 5]], ["bias", "bias", [5]]],
  );
  assert.equal(layer.name, "convolution 4×4, stride 1, padding valid");
  dispose(layer);
});

Deno.test("Convolution refuses the wrong number of channels", () => {
  const layer = convolution({ inputChannels: 3 });
  tf.tidy(() =>
    assert.throws(() => layer.apply(tf.zeros([2, 8, 8, 1])), {
      name: "RangeError",
      message: "Cannot convolve as 'x' must have shape [batch, height, width, 3]: " +
        "current shape is [2, 8, 8, 1]",
    })
  );
  dispose(layer);
});

Deno.test("Convolution refuses channels, a kernel or a stride that is none, by name", () => {
  for (const name of ["inputChannels", "outputChannels", "kernel", "stride"]) {
    assert.throws(() => convolution({ [name]: 0 }), {
      name: "RangeError",
      message: `Cannot create a convolution as '${name}' must be a positive integer: ` +
        "current value is 0",
    });
  }
});

function convolution(options: Partial<ConvolutionLayerOptions>): Convolution {
  return new Convolution({
    inputChannels: 1,
    outputChannels: 1,
    kernel: 2,
    stride: 1,
    padding: "valid",
    bias: false,
    initialisation: "keras",
    random,
    ...options,
  });
}

function dispose(layer: Convolution) {
  for (const { value } of layer.parameters) value.dispose();
}
