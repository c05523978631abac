import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { startWasmBackend } from "./start.ts";

const backend = await startWasmBackend({ name: "wasm-poison", threads: 2, poison: true });

/** Runs a test on the poisoned backend and checks that it leaves no tensor and no byte. */
function testOnBackend(name: string, run: () => void): void {
  Deno.test(name, async () => {
    await tf.setBackend("wasm-poison");
    const before = { tensors: tf.memory().numTensors, bytes: backend.heap.live };
    run();
    assert.equal(tf.memory().numTensors, before.tensors);
    assert.equal(backend.heap.live, before.bytes);
  });
}

/** Moves a tensor's values into the shared memory. */
function inShared<T extends tf.Tensor>(tensor: T): T {
  backend.address(tensor);
  return tensor;
}

testOnBackend("address() moves values once, and keeps them", () => {
  const x = tf.tensor([1, 2, 3]);
  const address = backend.address(x);
  assert.equal(backend.address(x), address);
  assert.deepEqual([...backend.floats(address, 3)], [1, 2, 3]);
  assert.deepEqual([...x.dataSync()], [1, 2, 3]);
  x.dispose();
});

testOnBackend("what was derived from a tensor goes with it", () => {
  const x = tf.tensor([1, 2, 3]);
  backend.derived.get(x, "a", 4, (address) => assert.ok(address > 0));
  x.dispose();
});

testOnBackend(
  "address() turns integers and booleans into floats until the kernel ends",
  () => {
    const integers = tf.tensor([1, -2, 3], [3], "int32");
    const booleans = tf.tensor([true, false], [2], "bool");
    backend.withScratch(() => {
      assert.deepEqual([...backend.floats(backend.address(integers), 3)], [
        1,
        -2,
        3,
      ]);
      assert.deepEqual([...backend.floats(backend.address(booleans), 2)], [1, 0]);
    });
    tf.dispose([integers, booleans]);
  },
);

testOnBackend("address() copies what a cast from int32 left as integers", () => {
  const integers = tf.tensor([1, -2, 3], [3], "int32");
  const floats = tf.cast(integers, "float32");
  backend.withScratch(() => {
    assert.deepEqual([...backend.floats(backend.address(floats), 3)], [1, -2, 3]);
  });
  assert.deepEqual([...integers.dataSync()], [1, -2, 3]);
  tf.dispose([integers, floats]);
});

testOnBackend("address() refuses strings", () => {
  const strings = tf.tensor(["a"]);
  assert.throws(
    () => backend.address(strings),
    /must be of numbers: current dtype is string/,
  );
  strings.dispose();
});

testOnBackend("dataSync() gives a copy that outlives its tensor", () => {
  const x = inShared(tf.tensor([1, 2, 3]));
  const values = x.dataSync();
  x.dispose();
  assert.deepEqual([...values], [1, 2, 3]);
});

testOnBackend("Poison shows a view that is used after its tensor was disposed", () => {
  const x = inShared(tf.tensor([1, 2, 3]));
  const view = backend.data.get(x.dataId).values as Float32Array;
  x.dispose();
  backend.settle();
  assert.ok(view.every(Number.isNaN));
});

testOnBackend("Slice, split and unstack outlive the tensor they were cut from", () => {
  const x = inShared(tf.tensor2d([[1, 2], [3, 4]]));
  const slice = tf.slice(x, [1, 0], [1, 2]);
  const parts = tf.split(x, 2);
  const rows = tf.unstack(x);
  x.dispose();
  assert.deepEqual([...slice.dataSync()], [3, 4]);
  assert.deepEqual(parts.map((part) => [...part.dataSync()]), [[1, 2], [3, 4]]);
  assert.deepEqual(rows.map((row) => [...row.dataSync()]), [[1, 2], [3, 4]]);
  tf.dispose([slice, parts, rows]);
});

testOnBackend("Complex numbers and their parts outlive what they were made of", () => {
  const real = inShared(tf.tensor([1, 2]));
  const imag = inShared(tf.tensor([3, 4]));
  const complex = tf.complex(real, imag);
  tf.dispose([real, imag]);
  const again = tf.imag(complex);
  complex.dispose();
  assert.deepEqual([...again.dataSync()], [3, 4]);
  again.dispose();
});

testOnBackend("Reshape and clone share memory, which goes with the last of them", () => {
  const x = inShared(tf.tensor([1, 2, 3, 4]));
  const before = backend.heap.live;
  const reshaped = x.reshape([2, 2]);
  const clone = reshaped.clone();
  assert.equal(backend.heap.live, before);
  tf.dispose([x, reshaped]);
  assert.deepEqual([...clone.dataSync()], [1, 2, 3, 4]);
  clone.dispose();
});

testOnBackend("call() runs a WebAssembly kernel on an output()", () => {
  const y = backend.output([3, 5]);
  backend.call("fill", 4, [y.address, 15, 4], [1.5]);
  const tensor = tf.engine().makeTensorFromTensorInfo(y);
  assert.deepEqual([...tensor.dataSync()], Array(15).fill(1.5));
  tensor.dispose();
});

testOnBackend("withScratch() frees scratch memory also when the kernel throws", () => {
  assert.throws(() =>
    backend.withScratch(() => {
      backend.scratch(1000);
      backend.withScratch(() => backend.scratch(2000));
      throw new Error("a kernel's error");
    }), /a kernel's error/);
});

testOnBackend("runKernel() frees outputs and scratch where the kernel throws", () => {
  const before = backend.heap.live;
  assert.throws(() =>
    backend.runKernel(() => {
      backend.output([1000]);
      backend.disposeData(backend.output([7]).dataId);
      backend.scratch(1000);
      throw new Error("a kernel's error");
    }), /a kernel's error/);
  assert.equal(backend.heap.live, before);
});

testOnBackend("runKernel() leaves the outputs of a kernel before it alone", () => {
  const y = backend.runKernel(() => backend.output([3]));
  assert.throws(() => backend.runKernel(() => assert.fail("a later kernel")));
  assert.ok(backend.data.has(y.dataId));
  backend.disposeData(y.dataId);
});

testOnBackend("call() refuses more arguments than its block holds", () => {
  assert.throws(() => backend.call("fill", 1, Array(65).fill(0)), /at most 64 arguments/);
});

testOnBackend("An empty tensor has an address too", () => {
  const x = inShared(tf.tensor([], [0, 4]));
  assert.deepEqual([...x.dataSync()], []);
  x.dispose();
});
