import assert from "node:assert/strict";
import type * as tf from "@tensorflow/tfjs";
import { type KernelRun, kernelWork } from "./kernel_work.ts";

const tensor = (shape: number[], dtype: tf.DataType = "float32"): tf.TensorInfo => ({
  dataId: {},
  shape,
  dtype,
});

/** A convolution of 2 images 8×8×3 by 5 filters 4×4 with stride 2, and its gradients. */
const x = tensor([2, 8, 8, 3]);
const filter = tensor([4, 4, 3, 5]);
const y = tensor([2, 4, 4, 5]);

const work = (
  kernel: string,
  inputs: tf.NamedTensorInfoMap,
  outputs: tf.TensorInfo[],
  attrs: tf.NamedAttrMap = {},
) => kernelWork({ kernel, inputs, attrs, outputs });

Deno.test("kernelWork() counts a convolution and its two gradients alike", () => {
  // Each of 2·4·4 output pixels has 5 channels, each the sum of 4·4·3 products.
  const operations = 2 * (2 * 4 * 4) * 5 * (4 * 4 * 3);
  const bytes = 4 * (2 * 8 * 8 * 3 + 4 * 4 * 3 * 5 + 2 * 4 * 4 * 5);
  const expected = { operations, bytes };
  assert.deepEqual(work("Conv2D", { x, filter }, [y]), expected);
  assert.deepEqual(work("Conv2DBackpropInput", { dy: y, filter }, [x]), expected);
  assert.deepEqual(work("Conv2DBackpropFilter", { x, dy: y }, [filter]), expected);
});

Deno.test("kernelWork() counts a matrix product by its inner size, either way round", () => {
  const [a, transposed, b, product] = [[2, 3], [3, 2], [3, 4], [2, 4]]
    .map((shape) => tensor(shape));
  for (const kernel of ["BatchMatMul", "_FusedMatMul"]) {
    const plain = work(kernel, { a, b }, [product], { transposeA: false });
    assert.deepEqual(plain, { operations: 2 * 2 * 3 * 4, bytes: 4 * (6 + 12 + 8) });
    const turned = work(kernel, { a: transposed, b }, [product], { transposeA: true });
    assert.equal(turned.operations, plain.operations);
  }
});

Deno.test("kernelWork() knows the bytes but not the operations of other kernels", () => {
  const integers = tensor([6], "int32");
  const flags = tensor([6], "bool");
  assert.deepEqual(work("NotEqual", { a: integers, b: integers }, [flags]), {
    operations: null,
    bytes: 24 + 24 + 6,
  });
});

Deno.test("kernelWork() counts no byte for tensors that share one memory", () => {
  const inputs = { x };
  assert.equal(work("Reshape", inputs, [{ ...x, shape: [384] }]).bytes, 0);
});

Deno.test("kernelWork() counts lists of inputs, and leaves out inputs not given", () => {
  const list = { 0: tensor([4]), 1: tensor([4]) } as unknown as tf.NamedTensorInfoMap;
  assert.equal(work("AddN", list, [tensor([4])]).bytes, 3 * 16);
  const inputs = { a: tensor([2]), bias: undefined } as unknown as KernelRun["inputs"];
  assert.equal(work("Relu", inputs, [tensor([2])]).bytes, 2 * 8);
});

Deno.test("kernelWork() counts what kernels write over their inputs", () => {
  const [parameter, gradient, firstMoment, secondMoment] = [1, 2, 3, 4]
    .map(() => tensor([10]));
  const inputs = { parameter, gradient, firstMoment, secondMoment };
  assert.equal(work("AdamUpdate", inputs, []).bytes, (4 + 3) * 40);
  const [runningMean, runningVariance, mean, variance] = [1, 2, 3, 4]
    .map(() => tensor([10]));
  const statistics = { runningMean, runningVariance, mean, variance };
  assert.equal(work("RunningStatistics", statistics, []).bytes, (4 + 2) * 40);
});
