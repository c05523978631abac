import assert from "node:assert/strict";
import { startWasmBackend } from "../start.ts";
import { microKernelForm } from "./micro_kernel_form.ts";

const backend = await startWasmBackend({ name: "wasm-form", threads: 1, poison: true });

Deno.test("microKernelForm() tries the micro-kernels, gives a form and takes no tensor's memory", () => {
  const parts: string[] = [];
  backend.observer = (part) => parts.push(part);
  const { live, peak } = backend.heap;
  assert.ok([0, 1].includes(microKernelForm(backend)));
  backend.observer = undefined;
  assert.deepEqual(parts, Array(8).fill("microKernelTrial"));
  assert.deepEqual([backend.heap.live, backend.heap.peak], [live, peak]);
});

const sines = (length: number) => Float32Array.from({ length }, (_, i) => Math.sin(i));

Deno.test("Both forms of the micro-kernels give the same bits and float64's sums within 1e-5, for tiles of any height", () => {
  for (let rows = 1; rows <= 10; rows++) {
    const [wide, narrow] = [0, 1].map((form) => trial(rows, form));
    assert.deepEqual(wide, narrow, `${rows} rows`);
    const [a, b] = [sines(rows * 256), sines(256 * 16)];
    const sum = (count: number, term: (k: number) => number) =>
      Array.from({ length: count }, (_, k) => term(k)).reduce((x, y) => x + y, 0);
    // A's column k stands in strip ⌊k / 16⌋.
    const left = (row: number, k: number) => a[((k >> 4) * rows + row) * 16 + k % 16];
    for (let q = 0; q < 16; q++) {
      for (let row = 0; row < rows; row++) {
        const expected = sum(256, (k) => left(row, k) * b[k * 16 + q]);
        assert.ok(Math.abs(wide.product[row * 16 + q] - expected) < 1e-5);
      }
      for (let c = 0; c < 16; c++) {
        const expected = sum(rows, (row) => left(row, c) * b[row * 16 + q]);
        assert.ok(Math.abs(wide.columns[c * 16 + q] - expected) < 1e-5);
      }
    }
  }
});

function trial(rows: number, form: number) {
  return backend.withScratch(() => {
    const lengths = [(rows + 1) * 256, 256 * 16, (rows + 1) * 16, 256];
    const places = lengths.map((length) => backend.scratch(length * 4));
    backend.floats(places[0], rows * 256).set(sines(rows * 256));
    backend.floats(places[1], 256 * 16).set(sines(256 * 16));
    backend.call("microKernelTrial", 1, [...places, rows, form]);
    return {
      product: backend.floats(places[2], rows * 16).slice(),
      columns: backend.floats(places[3], 256).slice(),
    };
  });
}
