import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { adamUpdate } from "./adam_update.ts";
import { batchNormActivation } from "./batch_norm_activation.ts";
import { findAdapter } from "./gpu_adapter.ts";
import { checkStep } from "./probe_step.ts";
import { silenceBanner } from "./silence_banner.ts";
import { startWebgpu } from "./start_webgpu.ts";

const { state } = await findAdapter();
const errors: Error[] = [];
const start = () => startWebgpu({ onError: (error) => errors.push(error) });

function gpuTest(name: string, run: () => Promise<void>): void {
  const ignore = state === "absent";
  Deno.test({
    name: ignore ? `${name} [needs a WebGPU adapter]` : name,
    ignore,
    fn: run,
    // The device lives as long as the program.
    sanitizeResources: false,
    sanitizeOps: false,
  });
}

gpuTest("startWebgpu() starts a backend whose gradients are those of cpu", async () => {
  await silenceBanner("cpu");
  await start();
  assert.equal(tf.getBackend(), "webgpu");
  assert.equal(await checkStep("webgpu", "cpu"), undefined);
  assert.deepEqual(errors, []);
});

gpuTest("startWebgpu() reports an error that the device alone hears of", async () => {
  await start();
  const { device } = tf.backend() as unknown as { device: GPUDevice };
  device.createBuffer({ size: 2 ** 40, usage: GPUBufferUsage.STORAGE });
  await device.queue.onSubmittedWorkDone();
  for (let waited = 0; waited < 10_000 && errors.length === 0; waited += 50) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.equal(errors.length, 1);
  assert.match(errors[0].message, /Cannot trust the GPU's results any longer/);
});

gpuTest("The fused operations on WebGPU give what they give on cpu (1e-5)", async () => {
  await silenceBanner("cpu");
  const results: number[][] = [];
  for (const name of ["cpu", "webgpu"]) {
    if (name === "webgpu") await start();
    else await tf.setBackend(name);
    const x = tf.tensor2d([[1, -2, 3], [4, 0, 6], [0.5, 1, 2]]);
    const gamma = tf.tensor1d([1, -2, 0.5]);
    const options = { epsilon: 1e-5, slope: 0.2 };
    const gradients = tf.grads((...all: tf.Tensor[]) =>
      tf.sum(tf.square(batchNormActivation(all[0], all[1], all[2], options)[0]))
    )([x, gamma, tf.zeros([3])]);
    const parameter = tf.variable(gamma);
    const moments = [0, 1].map(() => tf.variable(tf.zeros([3])));
    adamUpdate(
      {
        parameter,
        gradient: gradients[1],
        firstMoment: moments[0],
        secondMoment: moments[1],
      },
      { learningRate: 0.1, beta1: 0.5, beta2: 0.999, epsilon: 1e-8, step: 1 },
    );
    const values = await Promise.all([...gradients, parameter].map((t) => t.data()));
    results.push(values.flatMap((array) => [...array]));
    tf.dispose([x, gamma, ...gradients]);
    tf.disposeVariables();
  }
  for (const [i, value] of results[0].entries()) {
    const error = Math.abs(results[1][i] - value);
    assert.ok(error <= 1e-5 * Math.max(1, Math.abs(value)), `${i}: ${error}`);
  }
});
