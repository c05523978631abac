import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import {
  convolutionInputSizes,
  type ConvolutionOptions,
  convolutionSize,
  type Padding,
  transposedConvolutionSize,
} from "./convolution_size.ts";

const DCGAN: ConvolutionOptions = { kernel: 4, stride: 2, padding: 1 };

Deno.test("the DCGAN's convolution halves every even size and its transpose doubles it", () => {
  for (const size of [4, 8, 16, 32, 64, 128]) {
    assert.equal(convolutionSize(size, DCGAN), size / 2);
    assert.equal(transposedConvolutionSize(size, DCGAN), size * 2);
  }
});

Deno.test("the sizes of the book's sources come out as they print them", () => {
  const first = { kernel: 4, stride: 1, padding: 0 };
  assert.equal(transposedConvolutionSize(1, first), 4);
  assert.equal(convolutionSize(4, first), 1);
  // GANs in Action, figure 4.2: a 5×5 input under a 3×3 filter with stride 2.
  assert.equal(convolutionSize(5, { kernel: 3, stride: 2, padding: "valid" }), 2);
  // Its discriminator: 28 → 14 → 7 → 4, so 4·4·128 = 2048 values, not 3·3·128.
  const same: ConvolutionOptions = { kernel: 3, stride: 2, padding: "same" };
  assert.deepEqual([28, 14, 7].map((size) => convolutionSize(size, same)), [14, 7, 4]);
  // The study note's line, which should use 32 − 1: 64 = 2·(32 − 1) − 2 + 4.
  assert.equal(transposedConvolutionSize(32, DCGAN), 64);
});

Deno.test("convolutionSize() gives the shape of tf.conv2d over a table of cases", () => {
  for (const { size, ...options } of cases()) {
    if (size + 2 * zeros(options.padding) < options.kernel) continue;
    const shape = tf.tidy(() => {
      const x = tf.zeros<tf.Rank.R4>([1, size, size, 1]);
      const filter = tf.zeros<tf.Rank.R4>([options.kernel, options.kernel, 1, 1]);
      return tf.conv2d(x, filter, options.stride, options.padding).shape;
    });
    const expected = convolutionSize(size, options);
    assert.deepEqual(
      shape,
      [1, expected, expected, 1],
      JSON.stringify({ size, options }),
    );
  }
});

Deno.test("transposedConvolutionSize() is the smallest input that tf.conv2d maps back", () => {
  for (const { size, ...options } of cases()) {
    const { kernel, stride, padding } = options;
    if (padding === "same") continue;
    if (stride * (size - 1) + kernel <= 2 * zeros(padding)) continue;
    const side = transposedConvolutionSize(size, options);
    const convolved = (side: number) =>
      tf.tidy(() => {
        const x = tf.zeros<tf.Rank.R4>([1, side, side, 1]);
        const filter = tf.zeros<tf.Rank.R4>([kernel, kernel, 1, 1]);
        return tf.conv2d(x, filter, stride, padding).shape[1];
      });
    assert.equal(convolved(side), size, JSON.stringify({ size, options, side }));
    if (side > 1 && side - 1 + 2 * zeros(padding) >= kernel) {
      assert.equal(
        convolved(side - 1),
        size - 1,
        JSON.stringify({ size, options, side }),
      );
    }
  }
});

Deno.test("transposedConvolutionSize() is as Keras has it, but where a stride leaves gaps", () => {
  for (const { size, kernel, stride, padding } of cases()) {
    if (typeof padding === "number") continue;
    const layer = tf.layers.conv2dTranspose({
      filters: 1,
      kernelSize: kernel,
      strides: stride,
      padding,
    });
    const side = transposedConvolutionSize(size, { kernel, stride, padding });
    const gap = padding === "valid" ? Math.max(stride - kernel, 0) : 0;
    assert.deepEqual(
      layer.computeOutputShape([1, size, size, 1]),
      [1, side + gap, side + gap, 1],
      JSON.stringify({ size, kernel, stride, padding }),
    );
  }
});

Deno.test("convolutionSize() undoes transposedConvolutionSize(), for every case", () => {
  for (const { size, ...options } of cases()) {
    if (options.stride * (size - 1) + options.kernel <= 2 * zeros(options.padding)) {
      continue;
    }
    const output = transposedConvolutionSize(size, options);
    assert.equal(
      convolutionSize(output, options),
      size,
      JSON.stringify({ size, options }),
    );
  }
});

Deno.test("convolutionInputSizes() lists exactly the sizes with that output, by trying all", () => {
  for (const options of optionTable()) {
    for (let outputSize = 1; outputSize <= 5; outputSize++) {
      const fitting = Array.from({ length: 40 }, (_, i) => i + 1).filter((size) =>
        size + 2 * zeros(options.padding) >= options.kernel || options.padding === "same"
          ? convolutionSize(size, options) === outputSize
          : false
      );
      if (fitting.length === 0) {
        assert.throws(() => convolutionInputSizes(outputSize, options), RangeError);
      } else {
        assert.deepEqual(
          convolutionInputSizes(outputSize, options),
          [fitting[0], fitting.at(-1)],
          JSON.stringify({ outputSize, options }),
        );
      }
    }
  }
});

Deno.test("two inputs share one output, and the transposed convolution returns the smaller", () => {
  assert.deepEqual(convolutionInputSizes(32, DCGAN), [64, 65]);
  assert.equal(convolutionSize(65, DCGAN), 32);
  assert.equal(transposedConvolutionSize(32, DCGAN), 64);
});

Deno.test("sizes that cannot be are refused with the requirement and the value", () => {
  assert.throws(() => convolutionSize(2, { kernel: 5, stride: 1, padding: 1 }), {
    name: "RangeError",
    message: "Cannot compute the size of a convolution as 'kernel' must be at most 4, " +
      "the padded input's size: current value is 5",
  });
  assert.throws(
    () => transposedConvolutionSize(1, { kernel: 2, stride: 1, padding: 1 }),
    {
      name: "RangeError",
      message:
        "Cannot compute the size of a transposed convolution as 'padding' must be " +
        "below 1, half the size without it: current value is 1",
    },
  );
  assert.throws(() => convolutionInputSizes(1, { kernel: 1, stride: 1, padding: 2 }), {
    name: "RangeError",
    message: "Cannot invert the size of a convolution as 'outputSize' must be above 4, " +
      "as zeros alone give that many: current value is 1",
  });
  assert.throws(() => convolutionSize(0, DCGAN), {
    name: "RangeError",
    message: "Cannot compute the size of a convolution as 'size' must be a positive " +
      "integer: current value is 0",
  });
  assert.throws(() => convolutionSize(4, { ...DCGAN, stride: .5 }), RangeError);
  assert.throws(() => convolutionSize(4, { ...DCGAN, padding: -1 }), {
    name: "RangeError",
    message: "Cannot compute the size of a convolution as 'padding' must be \"same\", " +
      '"valid" or an integer from 0: current value is -1',
  });
});

function optionTable(): ConvolutionOptions[] {
  const table: ConvolutionOptions[] = [];
  for (const kernel of [1, 2, 3, 4, 5]) {
    for (const stride of [1, 2, 3]) {
      for (const padding of [0, 1, 2, "same", "valid"] as Padding[]) {
        table.push({ kernel, stride, padding });
      }
    }
  }
  return table;
}

function cases(): (ConvolutionOptions & { size: number })[] {
  return [1, 2, 3, 4, 7, 8].flatMap((size) =>
    optionTable().map((options) => ({ size, ...options }))
  );
}

function zeros(padding: Padding): number {
  return typeof padding === "number" ? padding : 0;
}
