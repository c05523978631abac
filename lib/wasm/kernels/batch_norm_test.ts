import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { sameOnBackends, wave } from "../../../test/same_on_backends.ts";
import { batchNormActivation } from "../../backend/batch_norm_activation.ts";
import { startWasmBackend } from "../start.ts";

/** Ranks 2 and 4; channels off 4; rows over a task's 512 and over many tasks. */
const SHAPES = [[3, 1], [5, 7], [2, 3, 3, 4], [600, 3], [4, 4, 4, 70], [3, 20, 20, 64]];

function inputs(shape: number[]): [tf.Tensor, tf.Tensor, tf.Tensor] {
  const channels = [shape[shape.length - 1]];
  return [
    wave(shape, { offset: 0.4, amplitude: 2 }),
    wave(channels, { offset: 1, amplitude: 0.5 }),
    wave(channels, { amplitude: 0.3 }),
  ];
}

function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

for (const slope of [0, 0.2, 1]) {
  const options = { epsilon: 1e-5, slope };

  Deno.test(`BatchNormActivation, slope ${slope}, is plain ops on cpu (1e-5)`, async () => {
    for (const shape of SHAPES) {
      await sameOnBackends(() => batchNormActivation(...inputs(shape), options), 1e-5);
    }
  });

  Deno.test(`BatchNormActivationGrad, slope ${slope}, is plain ops on cpu (1e-4)`, async () => {
    for (const shape of SHAPES) {
      await sameOnBackends(() => {
        const f = (...all: tf.Tensor[]) =>
          batchNormActivation(all[0], all[1], all[2], options)[0];
        return tf.grads(f)(inputs(shape), wave(shape, { amplitude: 0.5 }));
      }, 1e-4);
    }
  });
}

Deno.test("BatchNormActivationGrad agrees with finite differences (1e-2, float32)", async () => {
  await startWasmBackend();
  await tf.setBackend("wasm-simd");
  tf.tidy(() => {
    const all = inputs([3, 2, 2, 3]);
    const weights = wave([3, 2, 2, 3], { offset: 0.2 });
    const loss = (...given: tf.Tensor[]) => {
      const [x, gamma, beta] = given;
      const [y] = batchNormActivation(x, gamma, beta, { epsilon: 1e-5, slope: 0.2 });
      return tf.sum(tf.mul(y, weights)) as tf.Scalar;
    };
    for (const [which, gradient] of tf.grads(loss)(all).entries()) {
      const values = all[which].dataSync();
      const actual = gradient.dataSync();
      const largest = Math.max(...actual.map(Math.abs));
      for (let i = 0; i < values.length; i++) {
        const at = (offset: number) => {
          const moved = [...all];
          const changed = values.slice();
          changed[i] += offset;
          moved[which] = tf.tensor(changed, all[which].shape);
          return loss(...moved).dataSync()[0];
        };
        const expected = (at(0.005) - at(-0.005)) / 0.01;
        const error = Math.abs(actual[i] - expected);
        assert.ok(error <= 1e-2 * largest, `input ${which}, ${i}: ${error}`);
      }
    }
  });
});

Deno.test("BatchNormActivation is exact a hundred deviations from zero, within 1e-6", async () => {
  await startWasmBackend();
  await tf.setBackend("wasm-simd");
  const rows = 5000;
  const channels = 6;
  const values = wave([rows, channels], { offset: 70 }).dataSync();
  const [, mean, variance] = batchNormActivation(
    tf.tensor2d(values, [rows, channels]),
    tf.ones([channels]),
    tf.zeros([channels]),
    { epsilon: 1e-5, slope: 1 },
  ).map((tensor) => tensor.dataSync());
  for (let c = 0; c < channels; c++) {
    const column = Array.from({ length: rows }, (_, row) => values[row * channels + c]);
    const exact = column.reduce((sum, value) => sum + value, 0) / rows;
    const squares = column.reduce((sum, value) => sum + (value - exact) ** 2, 0) / rows;
    assert.ok(Math.abs(mean[c] / exact - 1) <= 1e-6, `mean ${mean[c]}, not ${exact}`);
    const error = Math.abs(variance[c] / squares - 1);
    assert.ok(error <= 1e-6, `variance ${variance[c]}, not ${squares}`);
  }
});

Deno.test("BatchNormActivationGrad's dx and dβ are float64's where sums cancel (3e-7 by norm)", async () => {
  await startWasmBackend();
  await tf.setBackend("wasm-simd");
  const [rows, channels, epsilon] = [3001, 5, 1e-5];
  // Of a gradient that is nearly the same everywhere, the mean taken out leaves little.
  const plain = wave([rows, channels]);
  // Means near 0: a mean is kept in float32, and its rounding is not in question here.
  const x = tf.sub(plain, tf.reverse(plain, 0));
  const dy = tf.add(tf.mul(tf.square(plain), 0.1), 3);
  const [gamma, beta] = [tf.ones([channels]), tf.zeros([channels])];
  const normalise = (...all: tf.Tensor[]) =>
    batchNormActivation(all[0], all[1], all[2], { epsilon, slope: 1 })[0];
  const actual = tf.grads(normalise)([x, gamma, beta], dy).map((t) => t.dataSync());
  const [given, gradient] = [x, dy].map((tensor) => Array.from(tensor.dataSync()));
  const mean = (values: number[]) =>
    times(channels, (c) =>
      times(rows, (row) => values[row * channels + c] / rows)
        .reduce((sum, value) => sum + value, 0));
  const means = mean(given);
  const centred = given.map((value, i) => value - means[i % channels]);
  const deviations = mean(centred.map((value) => value ** 2))
    .map((variance) => Math.sqrt(variance + epsilon));
  const normal = centred.map((value, i) => value / deviations[i % channels]);
  const shift = mean(gradient);
  const tilt = mean(gradient.map((value, i) => value * normal[i]));
  const dx = gradient.map((value, i) =>
    (value - shift[i % channels] - normal[i] * tilt[i % channels]) /
    deviations[i % channels]
  );
  const dBeta = shift.map((value) => value * rows);
  for (const [i, expected] of [[0, dx], [2, dBeta]] as const) {
    const off = Math.hypot(...expected.map((value, k) => value - actual[i][k]));
    const part = off / Math.hypot(...expected);
    assert.ok(part <= 3e-7, `output ${i} departs by ${part}`);
  }
});

Deno.test("BatchNormActivation keeps NaN and ±∞ in their channel, as on cpu", async () => {
  for (const special of [NaN, Infinity, -Infinity]) {
    await sameOnBackends(() => {
      const x = tf.tensor2d([[1, 2, 3], [4, special, 6], [5, 1, 0]]);
      const options = { epsilon: 1e-5, slope: 0.2 };
      return batchNormActivation(x, tf.ones([3]), tf.zeros([3]), options);
    }, 1e-5);
  }
});

Deno.test("BatchNormActivation of a constant channel or one row is β (1e-6)", async () => {
  await sameOnBackends(() => {
    const options = { epsilon: 1e-5, slope: 0.2 };
    const gamma = tf.tensor1d([2, 3, 1]);
    const beta = tf.tensor1d([-1, 0.5, 0]);
    const constant = batchNormActivation(tf.fill([9, 3], 4), gamma, beta, options);
    const single = batchNormActivation(wave([1, 3]), gamma, beta, options);
    return [...constant, ...single];
  }, 1e-6);
});

Deno.test("BatchNormActivation of an empty batch is empty", async () => {
  await startWasmBackend();
  await tf.setBackend("wasm-simd");
  tf.tidy(() => {
    const options = { epsilon: 1e-5, slope: 0.2 };
    const empty = tf.zeros([0, 3]);
    const [y] = batchNormActivation(empty, tf.ones([3]), tf.zeros([3]), options);
    assert.deepEqual(y.shape, [0, 3]);
  });
});

Deno.test("batchNorm() with given statistics is as on cpu, within 1e-6", async () => {
  for (const shape of [[5, 7], [2, 3, 3, 4], [600, 3], [1, 2, 2, 65]]) {
    await sameOnBackends(() => {
      const [x, scale, offset] = inputs(shape);
      const mean = wave(scale.shape, { amplitude: 0.2 });
      const variance = wave(scale.shape, { offset: 1.5 });
      const statistics = [mean, variance] as [tf.Tensor1D, tf.Tensor1D];
      const factors = [offset, scale] as [tf.Tensor1D, tf.Tensor1D];
      return [
        tf.batchNorm(x, ...statistics, ...factors, 1e-5),
        tf.batchNorm(x, ...statistics),
        tf.batchNorm(x, ...statistics, factors[0], undefined, 1e-3),
      ];
    }, 1e-6);
  }
});

Deno.test("batchNorm() with statistics of every element is as on cpu, within 1e-6", async () => {
  await sameOnBackends(() => {
    const shape = [2, 2, 2, 3] as [number, number, number, number];
    const variance = wave(shape, { offset: 1.5 }) as tf.Tensor4D;
    return tf.batchNorm(wave(shape) as tf.Tensor4D, wave(shape) as tf.Tensor4D, variance);
  }, 1e-6);
});
