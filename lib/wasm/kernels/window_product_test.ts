import assert from "node:assert/strict";
import { startWasmBackend } from "../start.ts";
import {
  packFilter,
  scatterProduct,
  windowGradient,
  windowProduct,
  type Windows,
} from "./window_product.ts";

const backend = await startWasmBackend({
  name: "wasm-windows",
  threads: 2,
  poison: true,
});

/** Puts numbers in scratch memory. */
function numbers(...values: number[]): number {
  const address = backend.scratch(values.length * 4);
  backend.floats(address, values.length).set(values);
  return address;
}

/** A window of 1×2 over [1, 2, 3] in steps of one pixel, padded by one on the left. */
function smallWindows(): Windows {
  return {
    ...{ image: numbers(1, 2, 3), batch: 1, height: 1, width: 3, channels: 1 },
    ...{ windowHeight: 1, windowWidth: 2, stepY: 1, stepX: 1, offsetY: 0, offsetX: -1 },
    ...{ gridHeight: 1, gridWidth: 3 },
  };
}

Deno.test("packFilter() puts taps in strips of 16, with zeros to 16 rows and columns", () => {
  backend.withScratch(() => {
    const packed = packFilter(backend, {
      filter: numbers(1, 2, 3, 4, 5, 6),
      ...{ filterWidth: 3, tapRows: 1, tapColumns: 2, countY: 1, countX: 3 },
    });
    const rows = backend.floats(packed, 256);
    const expected = new Float32Array(256);
    expected.set([1, 2], 0);
    expected.set([3, 4], 16);
    expected.set([5, 6], 32);
    assert.deepEqual(rows.slice(), expected);
  });
});

Deno.test("packFilter() takes every second tap, backwards and transposed", () => {
  backend.withScratch(() => {
    const packed = packFilter(backend, {
      filter: numbers(1, 2, 3, 4, 5, 6),
      ...{ filterWidth: 3, tapRows: 1, tapColumns: 2, countY: 1, countX: 2 },
      ...{ firstX: 2, stepX: -2, transposed: true },
    });
    const rows = backend.floats(packed, 256);
    assert.deepEqual([0, 16, 32, 48, 64].map((row) => rows[row]), [5, 6, 1, 2, 0]);
  });
});

Deno.test("windowProduct() multiplies patches, with zeros in the padding", () => {
  backend.withScratch(() => {
    const filter = packFilter(backend, {
      filter: numbers(10, 100),
      ...{ filterWidth: 2, tapRows: 1, tapColumns: 1, countY: 1, countX: 2 },
    });
    const output = { address: backend.scratch(12), height: 1, width: 3, channels: 1 };
    windowProduct(backend, smallWindows(), filter, output);
    // The patches are (0, 1), (1, 2) and (2, 3).
    assert.deepEqual([...backend.floats(output.address, 3)], [100, 210, 320]);
  });
});

Deno.test("windowProduct() writes every second pixel of its output", () => {
  backend.withScratch(() => {
    const filter = packFilter(backend, {
      filter: numbers(10, 100),
      ...{ filterWidth: 2, tapRows: 1, tapColumns: 1, countY: 1, countX: 2 },
    });
    const address = numbers(-1, -1, -1, -1, -1, -1);
    const output = { address, height: 1, width: 6, channels: 1, stepX: 2, offsetX: 1 };
    windowProduct(backend, smallWindows(), filter, output);
    assert.deepEqual([...backend.floats(address, 6)], [-1, 100, -1, 210, -1, 320]);
  });
});

Deno.test("windowGradient() multiplies transposed patches", () => {
  backend.withScratch(() => {
    const result = backend.scratch(16);
    windowGradient(backend, smallWindows(), numbers(1, 10, 2, 20, 3, 30), 2, result);
    // 0·1 + 1·2 + 2·3 and 1·1 + 2·2 + 3·3, and ten times that.
    assert.deepEqual([...backend.floats(result, 4)], [8, 80, 14, 140]);
  });
});

Deno.test("scatterProduct() adds each row to its window, and leaves out the padding", () => {
  backend.withScratch(() => {
    const filter = packFilter(backend, {
      filter: numbers(10, 100),
      ...{ filterWidth: 1, tapRows: 1, tapColumns: 2, countY: 1, countX: 1 },
    });
    const windows = smallWindows();
    scatterProduct(backend, windows, numbers(1, 2, 3), 1, filter);
    // The rows are (10, 100), (20, 200) and (30, 300), at pixels −1, 0 and 1.
    assert.deepEqual([...backend.floats(windows.image, 3)], [120, 230, 300]);
  });
});
