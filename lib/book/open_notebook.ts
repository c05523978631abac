/**
 * What the first cell of every notebook calls.
 *
 * @module
 */
import { chooseBackend, type ChooseBackendOptions } from "../backend/choose_backend.ts";
import { repairKernel } from "./repair_kernel.ts";

/**
 * Prepares a notebook: repairs the kernel, then chooses the backend, which prints one line.
 *
 *     await openNotebook();
 *
 * A further line comes only where the kernel cannot be trusted.
 *
 * @param options The backend and its threads, as {@linkcode chooseBackend} takes them.
 */
export async function openNotebook(options: ChooseBackendOptions = {}): Promise<void> {
  const repair = await repairKernel();
  const warning = kernelWarning(repair, Deno.version.deno);
  if (warning !== null) console.warn(warning);
  await chooseBackend(options);
}

/**
 * What a reader must know of their kernel.
 *
 * @param repair What {@linkcode repairKernel} found.
 * @param version Deno's version.
 * @returns One line, or null if all is well.
 */
export function kernelWarning(
  repair: Awaited<ReturnType<typeof repairKernel>>,
  version: string,
): string | null {
  if (repair === "no kernel") return null;
  if (["2.8.2", "2.8.3"].includes(version)) {
    return `The kernel of Deno ${version} hides the errors of cells: use Deno 2.9.6.`;
  }
  if (repair === "repaired") return null;
  return `The kernel of Deno ${version} is unknown here, so that outputs may land in the ` +
    "wrong cell: use Deno 2.9.6.";
}
