/**
 * The project's kernelspec: what Jupyter must know to start the kernel.
 *
 * @module
 */
import { join } from "@std/path";
import { v8Environment, type V8Flag } from "../book/v8_flags.ts";

/** A `kernel.json`. */
export interface KernelSpec {
  argv: string[];
  display_name: string;
  language: string;
  env: Record<string, string>;
  metadata: Record<string, unknown>;
}

/** What {@linkcode installKernelSpec} did. */
export interface InstalledSpec {
  /** The name under which Jupyter knows the kernel. */
  name: "deno" | "dcgan-book";
  /** The file written. */
  path: string;
  /** Somebody else's kernel of the name `deno`, which was left as it was. */
  foreign: string | null;
}

const MARK = "dcgan-book";

/**
 * Makes the kernelspec.
 *
 * @param deno The Deno to run, absolute.
 * @param flags V8's flags, which can only go into the environment: `deno jupyter` takes
 * none.
 * @param displayName What Jupyter's menus show.
 * @returns The content of `kernel.json`.
 */
export function kernelSpec(
  deno: string,
  flags: readonly V8Flag[],
  displayName = "Deno",
): KernelSpec {
  return {
    argv: [deno, "jupyter", "--kernel", "--conn", "{connection_file}"],
    display_name: displayName,
    language: "typescript",
    env: flags.length > 0 ? v8Environment(flags) : {},
    metadata: { [MARK]: { safe: flags.length === 0 } },
  };
}

/**
 * Writes the kernelspec under the name that the notebooks ask for, `deno`.
 *
 * A kernel of that name that somebody else has installed is left alone, unless `replace`
 * says otherwise; ours then goes by the name `dcgan-book`.
 *
 * @param kernels The folder of kernels.
 * @param deno The Deno to run, absolute.
 * @param flags V8's flags.
 * @returns What was written, and what was not.
 */
export async function installKernelSpec(
  kernels: string,
  deno: string,
  flags: readonly V8Flag[],
  { replace = false }: { replace?: boolean } = {},
): Promise<InstalledSpec> {
  const taken = join(kernels, "deno", "kernel.json");
  const isForeign = !replace && await isSomebodyElses(taken);
  const name = isForeign ? "dcgan-book" : "deno";
  const spec = kernelSpec(deno, flags, isForeign ? "Deno (DCGAN book)" : "Deno");
  const path = join(kernels, name, "kernel.json");
  await Deno.mkdir(join(kernels, name), { recursive: true });
  await Deno.writeTextFile(path, JSON.stringify(spec, null, 2) + "\n");
  return { name, path, foreign: isForeign ? taken : null };
}

async function isSomebodyElses(path: string): Promise<boolean> {
  try {
    const { metadata } = JSON.parse(await Deno.readTextFile(path));
    return metadata?.[MARK] === undefined;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    if (error instanceof SyntaxError) return true;
    throw error;
  }
}
