import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { sameOnBackends, wave } from "../../../test/same_on_backends.ts";
import { startWasmBackend } from "../start.ts";

// Sums of up to 300 terms near 1 in float32, against float64 in tfjs's cpu backend.
const TOLERANCE = 5e-6;

/** Rows, inner size, columns: off the widths of SIMD, tiles and blocks. */
const SIZES = [
  [1, 1, 1],
  [3, 5, 7],
  [7, 3, 5],
  [6, 16, 16],
  [17, 33, 19],
  [64, 100, 3],
  [2, 300, 1],
  [200, 20, 300],
  [0, 3, 4],
  [3, 0, 4],
];

for (const transposeA of [false, true]) {
  for (const transposeB of [false, true]) {
    const name = `${transposeA ? "Aᵀ" : "A"}·${transposeB ? "Bᵀ" : "B"}`;
    Deno.test(`${name} is what the cpu backend gives, within ${TOLERANCE.toExponential()}`, async (t) => {
      for (const [rows, inner, columns] of SIZES) {
        const a = transposeA ? [inner, rows] : [rows, inner];
        const b = transposeB ? [columns, inner] : [inner, columns];
        await t.step(`${rows}×${inner} · ${inner}×${columns}`, () =>
          sameOnBackends(
            () => tf.matMul(wave(a), wave(b), transposeA, transposeB),
            TOLERANCE,
          ));
        await t.step(
          `a batch of ${rows}×${inner} · ${inner}×${columns}`,
          () =>
            sameOnBackends(
              () => tf.matMul(wave([3, ...a]), wave([3, ...b]), transposeA, transposeB),
              TOLERANCE,
            ),
        );
      }
    });
  }
}

Deno.test("Batches of one matrix broadcast as on the cpu backend", async () => {
  await sameOnBackends(() => tf.matMul(wave([4, 2, 3]), wave([1, 3, 5])), TOLERANCE);
  await sameOnBackends(() => tf.matMul(wave([2, 3]), wave([4, 3, 5])), TOLERANCE);
});

Deno.test("Batches broadcast along each axis: [2, 1] and [1, 3] give [2, 3]", async () => {
  await startWasmBackend();
  await tf.setBackend("wasm-simd");
  tf.tidy(() => {
    const [a, b] = [wave([2, 1, 3, 4]), wave([1, 3, 4, 5])];
    const c = tf.matMul(a, b);
    assert.deepEqual(c.shape, [2, 3, 3, 5]);
    const slices = tf.unstack(a).flatMap((left) =>
      tf.unstack(tf.squeeze(b, [0])).map((right) =>
        tf.matMul(tf.squeeze(left, [0]), right)
      )
    );
    const expected = tf.reshape(tf.stack(slices), [2, 3, 3, 5]);
    assert.deepEqual(c.dataSync(), expected.dataSync());
  });
});

Deno.test("matMul() passes NaN and ±∞ on to the sums that have them", async () => {
  for (const special of [NaN, Infinity, -Infinity]) {
    await sameOnBackends(() => {
      const values = wave([5, 7]).dataSync();
      values[10] = special;
      return tf.matMul(tf.tensor2d(values, [5, 7]), wave([7, 3]));
    }, TOLERANCE);
  }
});

Deno.test("matMul() of integers runs tfjs's kernel and gives integers", async () => {
  await sameOnBackends(
    () =>
      tf.matMul(
        tf.tensor2d([[1, 2]], [1, 2], "int32"),
        tf.tensor2d([[3], [4]], [2, 1], "int32"),
      ),
    0,
  );
});

Deno.test("The kernel refuses inner sizes that differ", async () => {
  await startWasmBackend();
  await tf.setBackend("wasm-simd");
  tf.tidy(() => {
    const [a, b] = [wave([2, 3]), wave([4, 5])];
    assert.throws(
      () => tf.engine().runKernel("BatchMatMul", { a, b }, {}),
      /inner sizes must be the same: current sizes are 3 and 4/,
    );
  });
});
