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
import { winogradSizes } from "./winograd_sizes.ts";
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
    // The cpu backend takes seconds for what is wider.
    const cases = [...WINOGRAD_CASES, ...GENERAL_CASES.slice(0, 10)]
      .filter(({ filter: [, , , outputs] }) => outputs < 100);
    for (const each of cases) {
      await t.step(each.name, () => sameOnBackends(() => allThree(each), 3e-5));
    }
  },
);

/**
 * Σ x[n, j·s + v − p, i·s + u − p, c] · w[v, u, c, q] · dy[n, j, i, q] in float64, one
 * factor left out.
 */
function directSums(
  [x, w, dy]: tf.Tensor[],
  info: tf.backend_util.Conv2DInfo,
): Float64Array[] {
  const { inHeight, inWidth, inChannels: channels, outChannels: outputs } = info;
  const { filterWidth, strideHeight: stride, padInfo: { top, left } } = info;
  const [xs, ws, dys] = [x.dataSync(), w.dataSync(), dy.dataSync()];
  const [y, dx, dw] = [dy, x, w].map(({ size }) => new Float64Array(size));
  for (let position = 0; position < dy.size / outputs; position++) {
    const i = position % info.outWidth;
    const j = Math.floor(position / info.outWidth) % info.outHeight;
    const n = Math.floor(position / info.outWidth / info.outHeight);
    const out = position * outputs;
    for (let tap = 0; tap < info.filterHeight * filterWidth; tap++) {
      const row = j * stride + Math.floor(tap / filterWidth) - top;
      const column = i * stride + tap % filterWidth - left;
      if (row < 0 || row >= inHeight || column < 0 || column >= inWidth) continue;
      const pixel = ((n * inHeight + row) * inWidth + column) * channels;
      for (let c = 0; c < channels; c++) {
        const weights = (tap * channels + c) * outputs;
        const value = xs[pixel + c];
        let gradient = 0;
        for (let q = 0; q < outputs; q++) {
          y[out + q] += value * ws[weights + q];
          gradient += dys[out + q] * ws[weights + q];
          dw[weights + q] += value * dys[out + q];
        }
        dx[pixel + c] += gradient;
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
    name: "both, with V left to the tasks",
    input: [65, 8, 8, 256],
    filter: [4, 4, 256, 176],
  },
  // GANs in Action's layers.
  {
    ...{ name: "kernel 3, stride 1", pad: "same", stride: 1 },
    ...{ input: [8, 14, 14, 64], filter: [3, 3, 64, 128] },
  },
  {
    ...{ name: "kernel 3, stride 2", pad: "same" },
    ...{ input: [8, 14, 14, 128], filter: [3, 3, 128, 256] },
  },
  {
    ...{ name: "kernel 3, stride 2, odd sides", pad: "same" },
    ...{ input: [16, 7, 7, 64], filter: [3, 3, 64, 128] },
  },
  {
    ...{ name: "kernel 3, stride 2, with V left to the tasks", pad: "same" },
    ...{ input: [2, 8, 8, 256], filter: [3, 3, 256, 176] },
  },
  { name: "points kept in parts", input: [40, 14, 14, 64], filter: [3, 3, 64, 64] },
  // The other kernels that it takes, and tiles that stick out.
  { name: "kernel 5", input: [4, 18, 18, 64], filter: [5, 5, 64, 64], pad: 2 },
  { name: "kernel 6", input: [4, 18, 18, 64], filter: [6, 6, 64, 64], pad: 2 },
  { name: "kernel 4, odd sides", input: [4, 19, 21, 64], filter: [4, 4, 64, 64] },
];

Deno.test(
  "All three passes are within 5e-6 of the RMS of float64's sums, each element within 5e-5",
  async (t) => {
    const name = "wasm-3-threads";
    const backend = await startWasmBackend({ name, threads: 3, poison: true });
    await tf.setBackend(name);
    for (const each of LARGE_CASES) {
      await t.step(each.name, () => {
        const before = [tf.memory().numTensors, backend.heap.live];
        requireNearSums(each);
        assert.deepEqual([tf.memory().numTensors, backend.heap.live], before);
      });
    }
  },
);

function requireNearSums({ input, filter, pad = 1, stride = 2 }: WinogradCase): void {
  const random = new RandomGenerator(2);
  const info = tf.backend_util.computeConv2DInfo(input, filter, stride, 1, pad);
  assert.ok(winogradSizes(info), "the general path does this");
  const x = normalTensor(input, random);
  const w = normalTensor(filter, random, { deviation: .02 });
  const dy = normalTensor(info.outShape, random, { deviation: 1e-4 });
  const results = tf.tidy(() => threePasses([x, w, dy], { pad, stride }));
  const expected = directSums([x, w, dy], info);
  for (const [pass, sums] of expected.entries()) {
    const values = results[pass].dataSync();
    const rms = Math.sqrt(sums.reduce((sum, v) => sum + v * v, 0) / sums.length);
    let [squares, worst] = [0, 0];
    sums.forEach((sum, i) => {
      const error = Math.abs(values[i] - sum) / rms;
      squares += error * error;
      worst = Math.max(worst, error);
    });
    const off = Math.sqrt(squares / sums.length);
    assert.ok(off < 5e-6, `pass ${pass}: ${off}`);
    assert.ok(worst < 5e-5, `pass ${pass}: ${worst}`);
  }
  tf.dispose([x, w, dy, results]);
}

Deno.test("Where tasks compute V, all three passes have one result on 1 to 4 threads", async () => {
  const wide: WinogradCase = {
    name: "",
    input: [2, 8, 8, 256],
    filter: [4, 4, 256, 176],
  };
  let first: tf.TypedArray[] | undefined;
  for (const threads of [1, 2, 3, 4]) {
    const name = `wasm-${threads}-threads`;
    await startWasmBackend({ name, threads, poison: true });
    await tf.setBackend(name);
    const passes = tf.tidy(() => allThree(wide).map((pass) => pass.dataSync()));
    first ??= passes;
    assert.deepEqual(passes, first, `${threads} threads give other bits than 1`);
  }
});

Deno.test("Where tasks compute V, an image has the same bits in a batch of two parts as alone", async () => {
  await startWasmBackend({ name: "wasm-parts", threads: 3 });
  await tf.setBackend("wasm-parts");
  const sines = (shape: number[]) => {
    const length = tf.util.sizeFromShape(shape);
    return tf.tensor(Float32Array.from({ length }, (_, i) => Math.sin(i)), shape);
  };
  tf.tidy(() => {
    // 40 MB of points: the first part has 192 images.
    const [x, dy] = [sines([321, 8, 8, 256]), sines([321, 4, 4, 176])];
    const w = sines([4, 4, 256, 176]);
    const all = threePasses([x, w, dy]);
    for (const image of [0, 191, 192, 320]) {
      const own = (batch: tf.Tensor) => tf.slice(batch, image, 1);
      const alone = threePasses([own(x), w, own(dy)]);
      for (const pass of [0, 1]) {
        const [expected, actual] = [alone[pass], own(all[pass])];
        assert.deepEqual(actual.dataSync(), expected.dataSync(), `image ${image}`);
      }
    }
  });
});

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
