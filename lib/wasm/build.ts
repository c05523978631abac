/**
 * Compiles the kernels from AssemblyScript to `kernels.wasm`.
 *
 * The result depends on the sources and on the compiler's version alone, so a test can
 * rebuild it and compare. `deno task build-wasm` writes it.
 *
 * @module
 */

import asc from "assemblyscript/asc";
import { microKernelSource } from "./micro_kernel.ts";
import { winogradSource } from "./winograd_source.ts";

/**
 * Options of the AssemblyScript compiler.
 *
 * No runtime and no assertions: a kernel allocates nothing. The memory's limits are only
 * bounds for the one that is imported. Level 3 would nest the steps of a micro-kernel in
 * one another, so that what they read needs more registers than there are.
 */
const OPTIONS = [
  "--optimizeLevel=2",
  "--shrinkLevel=0",
  "--runtime=stub",
  "--noAssert",
  "--enable=simd,relaxed-simd,threads",
  "--importMemory",
  "--noExportMemory",
  "--sharedMemory",
  "--initialMemory=1",
  "--maximumMemory=65536",
];

/**
 * Compiles `assembly/index.ts` and all that it imports.
 *
 * @param readText Reads one source, named relative to `assembly/`; null if there is none.
 * @returns The WebAssembly module's bytes.
 * @throws {Error} With the compiler's messages, if a source has errors.
 */
export async function buildKernels(
  readText: (name: string) => string | null = readAssembly,
): Promise<Uint8Array> {
  let binary: Uint8Array | undefined;
  const { error, stderr } = await asc.main(
    ["index.ts", "--outFile=kernels.wasm", ...OPTIONS],
    {
      readFile: (name: string) => readText(name),
      writeFile: (_name: string, content: string | Uint8Array) => {
        if (typeof content !== "string") binary = content;
      },
      listFiles: () => [],
    },
  );
  if (error || !binary) {
    throw new Error(`Cannot compile the kernels: ${error?.message}\n${stderr}`);
  }
  return binary;
}

/** A generated source, or a file of `assembly/`. */
function readAssembly(name: string): string | null {
  if (name === "micro_kernel.ts") return microKernelSource();
  if (name === "winograd_transforms.ts") return winogradSource();
  try {
    return Deno.readTextFileSync(new URL(`./assembly/${name}`, import.meta.url));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

if (import.meta.main) {
  const binary = await buildKernels();
  await Deno.writeFile(new URL("./kernels.wasm", import.meta.url), binary);
  console.log(`kernels.wasm: ${binary.length} bytes`);
}
