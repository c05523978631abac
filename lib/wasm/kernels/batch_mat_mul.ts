/**
 * Products of matrices.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { WasmBackend } from "../backend.ts";
import { type KernelCall, runCpuKernel, type WasmKernel } from "./kernel.ts";
import {
  packFilter,
  windowGradient,
  windowProduct,
  type Windows,
} from "./window_product.ts";

/**
 * C = A·B for each matrix of a batch, either one transposed first if asked; batches
 * broadcast.
 *
 * A·B and A·Bᵀ are the product of a window of 1×1 that slides over A, with B as its
 * filter. Aᵀ·B is the filter gradient of the same window. Integers run tfjs's kernel.
 */
export const batchMatMul: WasmKernel = {
  name: "BatchMatMul",
  run: (call) => {
    const { a, b } = call.inputs as { a: tf.TensorInfo; b: tf.TensorInfo };
    if (a.dtype !== "float32" || b.dtype !== "float32") {
      return runCpuKernel("BatchMatMul", call);
    }
    return multiply(call, a, b);
  },
};

function multiply(
  { attrs, backend }: KernelCall,
  a: tf.TensorInfo,
  b: tf.TensorInfo,
): tf.TensorInfo {
  const { transposeA = false, transposeB = false } = attrs as {
    transposeA?: boolean;
    transposeB?: boolean;
  };
  const [aRows, aColumns] = a.shape.slice(-2);
  const [bRows, bColumns] = b.shape.slice(-2);
  const [rows, inner] = transposeA ? [aColumns, aRows] : [aRows, aColumns];
  const [innerB, columns] = transposeB ? [bColumns, bRows] : [bRows, bColumns];
  if (inner !== innerB) {
    throw new RangeError(
      `Cannot multiply matrices as the inner sizes must be the same: ` +
        `current sizes are ${inner} and ${innerB}`,
    );
  }
  const batch = tf.broadcast_util.assertAndGetBroadcastShape(
    a.shape.slice(0, -2),
    b.shape.slice(0, -2),
  );
  const c = backend.output([...batch, rows, columns]);
  const aStart = batchStarts(a.shape.slice(0, -2), batch, rows * inner);
  const bStart = batchStarts(b.shape.slice(0, -2), batch, inner * columns);
  const [aAddress, bAddress] = [backend.address(a), backend.address(b)];
  for (let i = 0; i < aStart.length; i++) {
    backend.withScratch(() =>
      multiplyOne(backend, {
        ...{ rows, inner, columns, transposeA, transposeB },
        a: aAddress + 4 * aStart[i],
        b: bAddress + 4 * bStart[i],
        c: c.address + 4 * i * rows * columns,
      })
    );
  }
  return c;
}

interface Matrices {
  a: number;
  b: number;
  c: number;
  rows: number;
  inner: number;
  columns: number;
  transposeA: boolean;
  transposeB: boolean;
}

function multiplyOne(backend: WasmBackend, product: Matrices): void {
  const { a, b, c, rows, inner, columns, transposeA, transposeB } = product;
  if (rows === 0 || columns === 0) return;
  if (transposeA && !transposeB) {
    windowGradient(backend, rowsOf(a, inner, rows), b, columns, c);
    return;
  }
  const left = transposeA ? transpose(backend, a, inner, rows) : a;
  const filter = packFilter(backend, {
    filter: b,
    filterWidth: 1,
    tapRows: transposeB ? columns : inner,
    tapColumns: transposeB ? inner : columns,
    countY: 1,
    countX: 1,
    transposed: transposeB,
  });
  const output = { address: c, height: 1, width: rows, channels: columns };
  windowProduct(backend, rowsOf(left, rows, inner), filter, output);
}

/** A window of 1×1 over an image that is one line high: its patches are the rows. */
function rowsOf(image: number, rows: number, columns: number): Windows {
  return {
    ...{ image, batch: 1, height: 1, width: rows, channels: columns },
    ...{ windowHeight: 1, windowWidth: 1, stepY: 1, stepX: 1, offsetY: 0, offsetX: 0 },
    ...{ gridHeight: 1, gridWidth: rows },
  };
}

/** A transposed copy, in scratch memory. Only Aᵀ·Bᵀ needs it. */
function transpose(
  backend: WasmBackend,
  from: number,
  rows: number,
  columns: number,
): number {
  const to = backend.scratch(rows * columns * 4);
  const source = backend.floats(from, rows * columns);
  const target = backend.floats(to, rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      target[column * rows + row] = source[row * columns + column];
    }
  }
  return to;
}

/** Where each matrix of the broadcast batch starts in a tensor of batch shape `own`. */
function batchStarts(own: number[], batch: number[], size: number): number[] {
  const axes = batch.map((_, axis) => own[axis - batch.length + own.length] ?? 1);
  const strides = tf.util.computeStrides([...axes, 1]);
  return Array.from({ length: tf.util.sizeFromShape(batch) }, (_, index) => {
    let rest = index;
    let start = 0;
    for (let axis = batch.length - 1; axis >= 0; axis--) {
      if (axes[axis] > 1) start += (rest % batch[axis]) * strides[axis];
      rest = Math.floor(rest / batch[axis]);
    }
    return start * size;
  });
}
