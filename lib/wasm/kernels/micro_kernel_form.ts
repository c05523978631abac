/**
 * Which form of the micro-kernels the products take.
 *
 * @module
 */
import type { WasmBackend } from "../backend.ts";
import { FasterForm } from "./faster_form.ts";

/** Rows and columns of the trial's A: as many as in most products. */
const ROWS = 64;
const COLUMNS = 256;

// Where A, B, A·B and Aᵀ·B lie on the workbench, in bytes; the kernels may read and write
// one row more. A and B stay zero, which takes as long as other numbers.
const A = 0;
const B = A + 4 * (ROWS + 1) * COLUMNS;
const PRODUCT = B + 4 * COLUMNS * 16;
const TRANSPOSED_PRODUCT = PRODUCT + 4 * (ROWS + 1) * 16;

/** V8 compiles the module once for all backends of the program. */
const forms = new FasterForm();

/**
 * The form of the micro-kernels that is faster here: 0 for the wide ones, 1 for the
 * narrow ones. `micro_kernel.ts` says what they are; both give the same bits.
 */
export function microKernelForm(backend: WasmBackend): 0 | 1 {
  const places = [A, B, PRODUCT, TRANSPOSED_PRODUCT];
  const addresses = places.map((place) => backend.workbench + place);
  return forms.choose((narrow) =>
    backend.callHere("microKernelTrial", [...addresses, ROWS, narrow])
  );
}
