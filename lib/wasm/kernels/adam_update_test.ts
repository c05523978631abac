import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { sameOnBackends, wave } from "../../../test/same_on_backends.ts";
import { adamFactors, adamUpdate, plainAdamUpdate } from "../../backend/adam_update.ts";
import { startWasmBackend } from "../start.ts";

const options = { learningRate: 2e-4, beta1: 0.5, beta2: 0.999, epsilon: 1e-8 };

for (const beta1 of [0.5, 0.9]) {
  Deno.test(`AdamUpdate with β1 ${beta1} is plain ops on cpu, within 2e-7`, async () => {
    for (const shape of [[], [0], [5], [3, 3, 2, 7], [16384 + 3]]) {
      await sameOnBackends(() => {
        const parameter = tf.variable(wave(shape));
        const firstMoment = tf.variable(tf.zeros(shape));
        const secondMoment = tf.variable(tf.zeros(shape));
        for (let step = 1; step <= 3; step++) {
          const gradient = wave(shape, { offset: step / 10, amplitude: 1e-3 });
          const tensors = { parameter, gradient, firstMoment, secondMoment };
          adamUpdate(tensors, { ...options, beta1, step });
        }
        const results = [parameter, firstMoment, secondMoment].map((v) => tf.add(v, 0));
        tf.disposeVariables();
        return results;
      }, 2e-7);
    }
  });
}

Deno.test("AdamUpdate lets a NaN and an infinite gradient show, as plain ops do", async () => {
  await sameOnBackends(() => {
    const [parameter, firstMoment, secondMoment] = [1, 0, 0].map((value) =>
      tf.variable(tf.fill([3], value))
    );
    const gradient = tf.tensor1d([NaN, Infinity, 0]);
    const tensors = { parameter, gradient, firstMoment, secondMoment };
    adamUpdate(tensors, { ...options, step: 1 });
    const results = [parameter, firstMoment, secondMoment].map((v) => tf.add(v, 0));
    tf.disposeVariables();
    return results;
  }, 2e-7);
});

Deno.test("AdamUpdate changes neither a clone nor the caller's array", async () => {
  await startWasmBackend();
  await tf.setBackend("wasm-simd");
  const values = new Float32Array([1, 2, 3]);
  tf.engine().startScope();
  const parameter = tf.variable(tf.tensor1d(values));
  const clone = parameter.clone();
  const zeros = tf.zeros([3]);
  // Both moments start from one tensor: its memory is shared three times.
  const firstMoment = tf.variable(zeros);
  const secondMoment = tf.variable(zeros);
  const tensors = { parameter, gradient: tf.ones([3]), firstMoment, secondMoment };
  adamUpdate(tensors, { ...options, learningRate: 0.5, step: 1 });
  assert.deepEqual([...clone.dataSync()], [1, 2, 3]);
  assert.deepEqual([...values], [1, 2, 3]);
  assert.deepEqual([...zeros.dataSync()], [0, 0, 0]);
  assert.deepEqual([...firstMoment.dataSync()], [0.5, 0.5, 0.5]);
  assert.deepEqual([...parameter.dataSync()].map((value) => value.toFixed(6)), [
    "0.500000",
    "1.500000",
    "2.500000",
  ]);
  tf.engine().endScope();
  tf.disposeVariables();
});

Deno.test("AdamUpdate writes over the parameter's memory where nothing shares it", async () => {
  const backend = await startWasmBackend();
  await tf.setBackend("wasm-simd");
  const [parameter, firstMoment, secondMoment] = [1, 0, 0].map((value) =>
    tf.variable(tf.fill([3], value))
  );
  tf.engine().startScope();
  tf.engine().endScope();
  const gradient = tf.ones([3]);
  const tensors = { parameter, gradient, firstMoment, secondMoment };
  // The first update parts the variables from the tensors that they were made from.
  adamUpdate(tensors, { ...options, step: 1 });
  const address = backend.address(parameter);
  adamUpdate(tensors, { ...options, step: 2 });
  assert.equal(backend.address(parameter), address);
  gradient.dispose();
  tf.disposeVariables();
});

Deno.test("AdamUpdate refuses a parameter that is not float32", async () => {
  await startWasmBackend();
  await tf.setBackend("wasm-simd");
  const make = () => tf.variable(tf.tensor1d([1], "int32"));
  const parameter = make();
  const [firstMoment, secondMoment] = [make(), make()];
  const tensors = { parameter, gradient: parameter, firstMoment, secondMoment };
  assert.throws(
    () => adamUpdate(tensors, { ...options, step: 1 }),
    /'parameter' must be float32: current dtype is int32/,
  );
  tf.disposeVariables();
});

Deno.test("AdamUpdate and plain ops agree on this backend too, within 2e-7", async () => {
  await sameOnBackends(() => {
    const [parameter, firstMoment, secondMoment] = [1, 0, 0].map((value) =>
      tf.variable(tf.fill([5], value))
    );
    const tensors = { parameter, gradient: wave([5]), firstMoment, secondMoment };
    plainAdamUpdate(tensors, adamFactors({ ...options, step: 1 }));
    const result = tf.add(parameter, 0);
    tf.disposeVariables();
    return result;
  }, 2e-7);
});
