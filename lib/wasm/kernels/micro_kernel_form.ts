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

/** V8 compiles the module once for all backends of the program. */
const forms = new FasterForm();

/**
 * The form of the micro-kernels that is faster here: 0 for the wide ones, 1 for the
 * narrow ones. `micro_kernel.ts` says what they are; both give the same bits.
 */
export function microKernelForm(backend: WasmBackend): 0 | 1 {
  return forms.choose((narrow) =>
    backend.withScratch(() => {
      const places = [ROWS * COLUMNS, COLUMNS * 16, ROWS * 16, 256].map((length) => {
        const address = backend.scratch(length * 4);
        // Zeros take as long as other numbers; what stood there may be slow denormals.
        backend.heap.floats(address, length).fill(0);
        return address;
      });
      backend.call("microKernelTrial", 1, [...places, ROWS, narrow]);
    })
  );
}
