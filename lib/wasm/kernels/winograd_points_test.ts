import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { wave } from "../../../test/same_on_backends.ts";
import { startWasmBackend } from "../start.ts";
import { transpose, winogradMatrices } from "../winograd_matrices.ts";
import { WINOGRAD_POINTS } from "../winograd_matrices.ts";
import {
  filterPoints,
  filterStrips,
  inputPoints,
  outputPoints,
} from "./winograd_points.ts";
import { blockBytes, winogradParts, type WinogradSizes } from "./winograd_sizes.ts";

const backend = await startWasmBackend({ name: "wasm-points", threads: 2, poison: true });
const { input, filter, output } = winogradMatrices(WINOGRAD_POINTS, 2);

const sizes: WinogradSizes = {
  ...{ batch: 2, height: 8, width: 16, outHeight: 4, outWidth: 8 },
  ...{ inChannels: 16, outChannels: 16, filterSide: 4, stride: 2, padTop: 1, padLeft: 1 },
  ...{ taps: 2, tilesDown: 1, tilesAcross: 2, blockImages: 1, stripRows: 3 },
};
const whole = { firstImage: 0, sizes };

async function onBackend(run: () => void): Promise<void> {
  await tf.setBackend("wasm-points");
  tf.tidy(() => backend.withScratch(run));
}

/** Σ M[row][i] · M[column][j] · value(i, j). */
function transformed(
  matrix: readonly (readonly number[])[],
  [row, column]: [number, number],
  value: (i: number, j: number) => number,
): number {
  let sum = 0;
  matrix[row].forEach((a, i) =>
    matrix[column].forEach((b, j) => sum += a * b * value(i, j))
  );
  return sum;
}

Deno.test("inputPoints() are Bᵀ d B of each tile and phase, within 1e-5", () =>
  onBackend(() => {
    const x = wave([2, 8, 16, 16]);
    const values = x.dataSync();
    const address = inputPoints(backend, sizes, whole, x);
    const block = blockBytes(sizes, 4) / 4;
    const points = backend.floats(address, 2 * block);
    // Image 1, its second tile, channel 7, point (2, 3), phase (1, 0), the third.
    const [phase, channel] = [2, 7];
    const expected = transformed(input, [2, 3], (i, j) => {
      const [row, column] = [2 * i + 1 - 1, 8 + 2 * j - 1];
      if (row >= 8 || column >= 16) return 0;
      return values[((8 + row) * 16 + column) * 16 + channel];
    });
    const point = (4 * 3 + 1) * 16;
    const actual = points[block + 13 * point + (phase * 3 + 1) * 16 + channel];
    assert.ok(Math.abs(actual - expected) < 1e-5, `${actual}, not ${expected}`);
  }));

Deno.test("outputPoints() are A dY Aᵀ of each tile, within 1e-5", () =>
  onBackend(() => {
    const dy = wave([2, 4, 8, 16]);
    const values = dy.dataSync();
    const address = outputPoints(backend, sizes, whole, dy);
    const block = blockBytes(sizes, 1) / 4;
    const points = backend.floats(address, 2 * block);
    const expected = transformed(
      transpose(output),
      [3, 4],
      (i, j) => values[((4 + i) * 8 + 4 + j) * 16 + 5],
    );
    const actual = points[block + 19 * (3 + 1) * 16 + 16 + 5];
    assert.ok(Math.abs(actual - expected) < 1e-5, `${actual}, not ${expected}`);
  }));

for (const transposed of [false, true]) {
  const name = transposed ? "transposed, of its transpose" : "G g Gᵀ of each phase";
  Deno.test(`filterPoints() are ${name}, within 1e-5`, () =>
    onBackend(() => {
      const w = wave([4, 4, 16, 16]);
      const values = w.dataSync();
      const strips = filterStrips(backend, sizes, w, transposed);
      const address = filterPoints(backend, sizes, strips, transposed);
      const points = backend.floats(address, 25 * 65 * 16);
      // Phase (1, 0), the third, input channel 9, output channel 3, point (2, 1).
      const expected = transformed(
        filter,
        [2, 1],
        (i, j) => values[(((2 * i + 1) * 4 + 2 * j) * 16 + 9) * 16 + 3],
      );
      const row = transposed ? (2 * 16 + 3) * 16 + 9 : (2 * 16 + 9) * 16 + 3;
      const actual = points[11 * 65 * 16 + row];
      assert.ok(Math.abs(actual - expected) < 1e-5, `${actual}, not ${expected}`);
    }));
}

Deno.test("filterPoints() leaves a filter whose points take over 16 MiB to its tasks", () =>
  onBackend(() => {
    const wide = (inChannels: number) => ({ ...sizes, inChannels, outChannels: 160 });
    const before = backend.heap.live;
    assert.equal(filterPoints(backend, wide(272), 0, false), 0);
    assert.equal(backend.heap.live, before);
    const taps = filterStrips(backend, wide(256), tf.zeros([4, 4, 256, 160]), false);
    assert.notEqual(filterPoints(backend, wide(256), taps, false), 0);
  }));

Deno.test("The points of a part are those of the whole", () =>
  onBackend(() => {
    const x = wave([2, 8, 16, 16]);
    const address = inputPoints(backend, sizes, whole, x);
    const parts = winogradParts(sizes, 4, 1);
    assert.deepEqual(
      parts.map((part) => inputPoints(backend, sizes, part, x)),
      [address, address + blockBytes(sizes, 4)],
    );
  }));
