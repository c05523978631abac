import type { MozJPEGModule } from "@jsquash/jpeg/codec/dec/mozjpeg_dec.js";

/**
 * Decodes a JPEG that is not to be made smaller, with the bits that sharp gives it.
 *
 * Both are libjpeg underneath, but sharp prepares threads for each picture: that is more
 * work than a small one itself, of 64 × 64 five times as much. Whatever the decoder remarks
 * on, such as a file that breaks off or CMYK, is left to sharp, which decides what counts
 * as damaged.
 *
 * @param bytes A file of which `readJpegSize()` knows the size.
 * @returns `[height, width, 4]`: red, green, blue and 255; null if sharp must be asked.
 */
export async function decodeSmallJpeg(
  bytes: Uint8Array,
): Promise<Uint8ClampedArray | null> {
  decoder ??= loadDecoder();
  const { module, remarks } = await decoder;
  remarks.length = 0;
  try {
    const image = module.decode(new Uint8Array(bytes), false);
    return image && remarks.length === 0 ? image.data : null;
  } catch (error) {
    if (!isEnd(error)) throw error;
    // What it held of this picture would never be freed.
    decoder = null;
    return null;
  }
}

interface Decoder {
  module: MozJPEGModule;
  /** What it said of the picture in work. */
  remarks: string[];
}

/** The one of this thread; null before the first picture and after one that ended it. */
let decoder: Promise<Decoder> | null = null;

async function loadDecoder(): Promise<Decoder> {
  const { default: start } = await import("@jsquash/jpeg/codec/dec/mozjpeg_dec.js");
  const remarks: string[] = [];
  const printErr = (remark: string) => remarks.push(remark);
  const { location } = globalThis;
  const module = await start({ noInitialRun: true, printErr });
  // It gives a process that has no address an empty one, for all the program to see.
  Reflect.set(globalThis, "location", location);
  return { module, remarks };
}

/** Whether the decoder gave up as a C program does: by ending, in the middle of its work. */
function isEnd(error: unknown): boolean {
  const isExit = error instanceof Object && "name" in error &&
    error.name === "ExitStatus";
  return isExit || error instanceof WebAssembly.RuntimeError;
}
