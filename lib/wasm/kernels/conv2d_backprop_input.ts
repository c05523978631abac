/**
 * The gradient of a convolution by its input, which is the transposed convolution.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { WasmBackend, WasmTensor } from "../backend.ts";
import {
  type ConvolutionAttributes,
  convolutionGeometry,
  convolutionWindows,
} from "./convolution_geometry.ts";
import { runCpuKernel, type WasmKernel } from "./kernel.ts";
import { packFilter, scatterProduct, windowProduct } from "./window_product.ts";
import { winogradInputGradient } from "./winograd.ts";
import { winogradSizes } from "./winograd_sizes.ts";

/** An image is a task there: fewer would leave threads idle. */
const IMAGES_FOR_WINDOWS = 8;

/**
 * The input gradient of a convolution:
 *
 *     dx[n, y, x, c] = Σ dy[n, j, i, q] · w[v, u, c, q],  j·s + v − p = y, i·s + u − p = x
 *
 * The pixels with y ≡ f (mod s) are a phase of the stride s. Only the taps
 * v ≡ f + p (mod s) reach them, and for y = s·t + f these are
 *
 *     v = v₀ + s·m   from   j = t + (f + p − v₀)/s − m,   v₀ = (f + p) mod s.
 *
 * So each phase is a convolution of dy with stride 1 and every s-th tap, in reversed
 * order; the same holds across. No product is wasted on zeros between pixels.
 *
 * With up to 4 input channels, each row of dy·wᵀ is added to the pixels of its window
 * instead, as a phase's product would fill only 4 columns of 16. `winograd.ts` comes
 * first, where it takes the sizes.
 */
export const conv2DBackpropInput: WasmKernel = {
  name: "Conv2DBackpropInput",
  run: (call) => {
    const { inputs, attrs, backend } = call;
    const { dy, filter } = inputs as { dy: tf.TensorInfo; filter: tf.TensorInfo };
    const { inputShape, ...attributes } = attrs as unknown as
      & ConvolutionAttributes
      & { inputShape: number[] };
    const info = convolutionGeometry(inputShape, filter.shape, attributes);
    // tfjs walks a dy of another size by its own rows.
    if (!info || !tf.util.arraysEqual(dy.shape, info.outShape)) {
      return runCpuKernel("Conv2DBackpropInput", call);
    }
    const dx = backend.output(info.inShape);
    const sizes = winogradSizes(info);
    if (sizes) {
      winogradInputGradient(backend, sizes, { input: dx, filter, output: dy });
      return dx;
    }
    const gradient: Gradient = {
      info,
      dx,
      dy: backend.address(dy),
      filter: backend.address(filter),
    };
    if (coversInput(info)) wholeInput(backend, gradient);
    else if (hasFewChannels(info)) everyWindow(backend, gradient);
    else everyPhase(backend, gradient);
    return dx;
  },
};

interface Gradient {
  info: tf.backend_util.Conv2DInfo;
  dx: WasmTensor;
  dy: number;
  filter: number;
}

/** Whether the window has one position, in which it sees exactly the input. */
function coversInput(info: tf.backend_util.Conv2DInfo): boolean {
  return info.outHeight === 1 && info.outWidth === 1 &&
    info.filterHeight === info.inHeight && info.filterWidth === info.inWidth &&
    info.padInfo.top === 0 && info.padInfo.left === 0;
}

/** dx[n, (y, x, c)] = Σ dy[n, q] · w[(y, x, c), q]: a product of two matrices. */
function wholeInput(backend: WasmBackend, { info, dx, dy, filter }: Gradient): void {
  const pixels = info.inHeight * info.inWidth * info.inChannels;
  const packed = packFilter(backend, {
    filter,
    filterWidth: 1,
    tapRows: pixels,
    tapColumns: info.outChannels,
    countY: 1,
    countX: 1,
    transposed: true,
  });
  windowProduct(
    backend,
    {
      ...{ image: dy, batch: info.batchSize, height: 1, width: 1 },
      ...{ channels: info.outChannels, windowHeight: 1, windowWidth: 1 },
      ...{ stepY: 1, stepX: 1, offsetY: 0, offsetX: 0, gridHeight: 1, gridWidth: 1 },
    },
    packed,
    { address: dx.address, height: 1, width: 1, channels: pixels },
  );
}

/** Whether phases would leave most of a strip of 16 columns empty. */
function hasFewChannels(info: tf.backend_util.Conv2DInfo): boolean {
  return info.inChannels <= 4 && info.batchSize >= IMAGES_FOR_WINDOWS;
}

/** dy · wᵀ, each row of which is added to the pixels that its window sees. */
function everyWindow(backend: WasmBackend, { info, dx, dy, filter }: Gradient): void {
  const packed = packFilter(backend, {
    filter,
    filterWidth: 1,
    tapRows: info.filterHeight * info.filterWidth * info.inChannels,
    tapColumns: info.outChannels,
    countY: 1,
    countX: 1,
    transposed: true,
  });
  const windows = convolutionWindows(dx.address, info);
  scatterProduct(backend, windows, dy, info.outChannels, packed);
}

function everyPhase(backend: WasmBackend, gradient: Gradient): void {
  const { info } = gradient;
  for (let y = 0; y < Math.min(info.strideHeight, info.inHeight); y++) {
    const rows = phase(y, info.strideHeight, info.filterHeight, info.padInfo.top);
    for (let x = 0; x < Math.min(info.strideWidth, info.inWidth); x++) {
      const columns = phase(x, info.strideWidth, info.filterWidth, info.padInfo.left);
      backend.withScratch(() => onePhase(backend, gradient, rows, columns));
    }
  }
}

interface Phase {
  /** f: the phase's first pixel. */
  first: number;
  /** How many taps reach it. */
  taps: number;
  /** The tap at the window's start; the next is a stride before it. */
  lastTap: number;
  /** Where on dy the window of the phase's first pixel starts. */
  offset: number;
}

function phase(first: number, stride: number, size: number, padding: number): Phase {
  const firstTap = (first + padding) % stride;
  const taps = Math.max(0, Math.ceil((size - firstTap) / stride));
  return {
    first,
    taps,
    lastTap: firstTap + (taps - 1) * stride,
    offset: (first + padding - firstTap) / stride - (taps - 1),
  };
}

function onePhase(
  backend: WasmBackend,
  { info, dx, dy, filter }: Gradient,
  rows: Phase,
  columns: Phase,
): void {
  const packed = packFilter(backend, {
    filter,
    filterWidth: info.filterWidth,
    tapRows: info.inChannels,
    tapColumns: info.outChannels,
    countY: rows.taps,
    countX: columns.taps,
    firstY: rows.lastTap,
    firstX: columns.lastTap,
    stepY: -info.strideHeight,
    stepX: -info.strideWidth,
    transposed: true,
  });
  windowProduct(
    backend,
    {
      image: dy,
      batch: info.batchSize,
      height: info.outHeight,
      width: info.outWidth,
      channels: info.outChannels,
      windowHeight: rows.taps,
      windowWidth: columns.taps,
      stepY: 1,
      stepX: 1,
      offsetY: rows.offset,
      offsetX: columns.offset,
      gridHeight: Math.ceil((info.inHeight - rows.first) / info.strideHeight),
      gridWidth: Math.ceil((info.inWidth - columns.first) / info.strideWidth),
    },
    packed,
    {
      address: dx.address,
      height: info.inHeight,
      width: info.inWidth,
      channels: info.inChannels,
      stepY: info.strideHeight,
      stepX: info.strideWidth,
      offsetY: rows.first,
      offsetX: columns.first,
    },
  );
}
