import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { sameOnBackends, wave } from "../../../test/same_on_backends.ts";
import {
  GENERAL_CASES,
  WINOGRAD_CASES,
  type WinogradCase,
} from "../../../test/winograd_cases.ts";
import { RandomGenerator } from "../../tensor/random.ts";
import { normalTensor } from "../../tensor/random_tensor.ts";
import { startWasmBackend } from "../start.ts";
import { adamUpdate } from "../../backend/adam_update.ts";

/** A convolution and its two gradients. */
function threePasses(
  [x, w, dy]: tf.Tensor[],
  { pad = 1, stride = 2 }: Pick<WinogradCase, "pad" | "stride"> = {},
): tf.Tensor[] {
  const attributes = { strides: stride, pad, dataFormat: "NHWC" };
  const run = (name: string, inputs: tf.NamedTensorMap, more: tf.NamedAttrMap) =>
    tf.engine().runKernel(name, inputs, { ...attributes, ...more }) as tf.Tensor;
  return [
    tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, stride, pad),
    run("Conv2DBackpropInput", { dy, filter: w }, { inputShape: x.shape }),
    run("Conv2DBackpropFilter", { x, dy }, { filterShape: w.shape }),
  ];
}

/** The same of random numbers at the magnitudes of training. */
function allThree({ input, filter, pad = 1, stride = 2 }: WinogradCase): tf.Tensor[] {
  const random = new RandomGenerator(1);
  const { outShape } = tf.backend_util.computeConv2DInfo(input, filter, stride, 1, pad);
  const x = normalTensor(input, random);
  const w = normalTensor(filter, random, { deviation: .02 });
  const dy = normalTensor(outShape, random, { deviation: .02 });
  return threePasses([x, w, dy], { pad, stride });
}

Deno.test(
  "On both sides of the fast path, all three passes are the cpu backend's within 3e-5",
  async (t) => {
    for (const each of [...WINOGRAD_CASES.slice(0, 7), ...GENERAL_CASES.slice(0, 4)]) {
      await t.step(each.name, () => sameOnBackends(() => allThree(each), 3e-5));
    }
  },
);

/** Σ x[n, j·2 + v − 1, i·2 + u − 1, c] · w[v, u, c, q] · dy[n, j, i, q], one factor left out. */
function directSums(x: tf.Tensor4D, w: tf.Tensor4D, dy: tf.Tensor4D) {
  const [batch, height, width, channels] = x.shape;
  const outputs = w.shape[3];
  const [xs, ws, dys] = [x.dataSync(), w.dataSync(), dy.dataSync()];
  const [y, dx, dw] = [dy, x, w].map(({ size }) => new Float64Array(size));
  for (let n = 0; n < batch; n++) {
    for (let position = 0; position < height * width / 4; position++) {
      const [j, i] = [Math.floor(position / (width / 2)), position % (width / 2)];
      const out = (n * height * width / 4 + position) * outputs;
      for (let tap = 0; tap < 16; tap++) {
        const [top, left] = [2 * j + (tap >> 2) - 1, 2 * i + (tap & 3) - 1];
        if (top < 0 || top >= height || left < 0 || left >= width) continue;
        const pixel = ((n * height + top) * width + left) * channels;
        for (let c = 0; c < channels; c++) {
          const weights = (tap * channels + c) * outputs;
          for (let q = 0; q < outputs; q++) {
            y[out + q] += xs[pixel + c] * ws[weights + q];
            dx[pixel + c] += dys[out + q] * ws[weights + q];
            dw[weights + q] += xs[pixel + c] * dys[out + q];
          }
        }
      }
    }
  }
  return [y, dx, dw];
}

/** Sizes at which a pass is cut otherwise than in the cases above. */
const LARGE_CASES: WinogradCase[] = [
  { name: "wide layers", input: [8, 8, 8, 128], filter: [4, 4, 128, 64] },
  { name: "more than a block of k", input: [2, 8, 8, 80], filter: [4, 4, 80, 272] },
  { name: "an input of 10 MB of points", input: [6, 64, 64, 64], filter: [4, 4, 64, 16] },
  { name: "outputs of 9 MB of points", input: [6, 64, 64, 16], filter: [4, 4, 16, 224] },
  {
    name: "both, with two groups of V",
    input: [65, 8, 8, 256],
    filter: [4, 4, 256, 176],
  },
];

Deno.test(
  "All three passes are within 5e-6 of the RMS of float64's sums, each element within 5e-5",
  async (t) => {
    const name = "wasm-3-threads";
    const backend = await startWasmBackend({ name, threads: 3, poison: true });
    await tf.setBackend(name);
    for (const { name, input, filter } of LARGE_CASES) {
      await t.step(name, () => {
        const before = [tf.memory().numTensors, backend.heap.live];
        requireNearSums(input, filter);
        assert.deepEqual([tf.memory().numTensors, backend.heap.live], before);
      });
    }
  },
);

function requireNearSums(input: WinogradCase["input"], filter: WinogradCase["filter"]) {
  const random = new RandomGenerator(2);
  const [batch, height, width] = input;
  const x = normalTensor(input, random) as tf.Tensor4D;
  const w = normalTensor(filter, random, { deviation: .02 }) as tf.Tensor4D;
  const outShape = [batch, height / 2, width / 2, filter[3]];
  const dy = normalTensor(outShape, random, { deviation: 1e-4 }) as tf.Tensor4D;
  const results = tf.tidy(() => threePasses([x, w, dy]));
  const expected = directSums(x, w, dy);
  for (const [pass, sums] of expected.entries()) {
    const values = results[pass].dataSync();
    const rms = Math.sqrt(sums.reduce((sum, v) => sum + v * v, 0) / sums.length);
    let [squares, worst] = [0, 0];
    sums.forEach((sum, i) => {
      const error = Math.abs(values[i] - sum) / rms;
      squares += error * error;
      worst = Math.max(worst, error);
    });
    assert.ok(Math.sqrt(squares / sums.length) < 5e-6, `pass ${pass}`);
    assert.ok(worst < 5e-5, `pass ${pass}: ${worst}`);
  }
  tf.dispose([x, w, dy, results]);
}

Deno.test("A variable that Adam changed in place is transformed anew", async () => {
  await startWasmBackend();
  await tf.setBackend("wasm-simd");
  const zeros = () => tf.variable(tf.zeros([1, 8, 8, 16]));
  const parameter = tf.variable(wave([1, 8, 8, 16]));
  const [firstMoment, secondMoment] = [zeros(), zeros()];
  const constants = { learningRate: 1, beta1: .5, beta2: .999, epsilon: 1e-8, step: 1 };
  tf.tidy(() => {
    const filter = wave([4, 4, 16, 16]) as tf.Tensor4D;
    const convolve = (x: tf.Tensor) =>
      tf.conv2d(x as tf.Tensor4D, filter, 2, 1).dataSync();
    const before = convolve(parameter);
    const gradient = tf.ones([1, 8, 8, 16]);
    adamUpdate({ parameter, gradient, firstMoment, secondMoment }, constants);
    const after = convolve(parameter);
    assert.notDeepEqual(after, before);
    assert.deepEqual(after, convolve(tf.tensor(parameter.dataSync(), parameter.shape)));
  });
  tf.dispose([parameter, firstMoment, secondMoment]);
});
