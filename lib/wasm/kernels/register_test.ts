import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { wave } from "../../../test/same_on_backends.ts";
import { startWasmBackend } from "../start.ts";
import { runCpuKernel } from "./kernel.ts";
import { registerKernels, wasmKernels } from "./register.ts";

Deno.test("Every op of tfjs's cpu backend has a kernel on the WebAssembly backend", async () => {
  await startWasmBackend();
  for (const { kernelName } of tf.getKernelsForBackend("cpu")) {
    assert.ok(tf.getKernel(kernelName, "wasm-simd"), kernelName);
  }
});

Deno.test("No op has two kernels in the list", () => {
  const names = wasmKernels.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
});

Deno.test("registerKernels() puts a kernel in the place of tfjs's, with scratch memory", async () => {
  const backend = await startWasmBackend({ name: "wasm-registered", threads: 1 });
  const copyName = "wasm-registered-copy";
  let scratch = 0;
  registerKernels(copyName, [{
    name: "Neg",
    run: (call) => {
      scratch = call.backend.scratch(100);
      return runCpuKernel("Abs", call);
    },
  }]);
  tf.registerBackend(copyName, () => backend, 0);
  await tf.setBackend(copyName);
  const before = backend.heap.live;
  assert.deepEqual([...tf.tidy(() => tf.neg([1, -2]).dataSync())], [1, 2]);
  assert.ok(scratch > 0);
  assert.equal(backend.heap.live, before);
});

/** A network of all the hot ops, its variables and one step of gradient descent on it. */
function smallNetwork() {
  const variables = [
    ...[[4, 4, 3, 8], [3, 3, 8, 5], [4, 4, 3, 5]].map((shape) =>
      tf.variable(wave(shape, { amplitude: 0.1 }))
    ),
    tf.variable(wave([8 * 8 * 3, 7], { amplitude: 0.1 })),
  ];
  const [down, same, up, dense] = variables as [
    tf.Variable<tf.Rank.R4>,
    ...typeof variables,
  ];
  const images = wave([2, 8, 8, 3]) as tf.Tensor4D;
  const loss = () => {
    const hidden = tf.relu(tf.conv2d(images, down, 2, 1));
    const mixed = tf.tanh(tf.conv2d(hidden, same as tf.Tensor4D, 1, "same"));
    const large = tf.conv2dTranspose(mixed, up as tf.Tensor4D, [2, 8, 8, 3], 2, 1);
    const logits = tf.matMul(tf.reshape(large, [2, -1]), dense as tf.Tensor2D);
    return tf.mean(tf.softplus(logits)) as tf.Scalar;
  };
  const step = () =>
    tf.tidy(() => {
      const { value, grads } = tf.variableGrads(loss);
      for (const variable of variables) {
        variable.assign(tf.sub(variable, tf.mul(grads[variable.name], 0.1)));
      }
      return value.dataSync()[0];
    });
  return { step, dispose: () => tf.dispose([...variables, images]) };
}

Deno.test("200 training steps on poisoned memory lower the loss and leak nothing", async () => {
  const backend = await startWasmBackend({
    name: "wasm-steps",
    threads: 2,
    poison: true,
  });
  await tf.setBackend("wasm-steps");
  const network = smallNetwork();
  const first = network.step();
  const before = [tf.memory().numTensors, tf.memory().numBytes, backend.heap.live];
  const losses = Array.from({ length: 200 }, network.step);
  const after = [tf.memory().numTensors, tf.memory().numBytes, backend.heap.live];
  assert.deepEqual(after, before);
  assert.ok(losses.every(Number.isFinite));
  assert.ok(losses[199] < 0.5 * first, `loss ${first} became ${losses[199]}`);
  network.dispose();
});

Deno.test("20 training steps give the same bits on 1, 2, 3 and 4 threads", async () => {
  const runs: number[][] = [];
  for (const threads of [1, 2, 3, 4]) {
    const name = `wasm-steps-${threads}`;
    await startWasmBackend({ name, threads });
    await tf.setBackend(name);
    const network = smallNetwork();
    runs.push(Array.from({ length: 20 }, network.step));
    network.dispose();
  }
  for (const run of runs) assert.deepEqual(run, runs[0]);
});
