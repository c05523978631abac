/**
 * `deno task lab`: opens the notebooks in JupyterLab.
 *
 * @module
 */
import { delimiter } from "node:path";
import { fromFileUrl, join } from "@std/path";
import { tryV8Flags } from "../book/v8_flags.ts";
import { inherit } from "./inherit.ts";
import { installKernelSpec } from "./kernelspec.ts";
import { stableDeno } from "./stable_deno.ts";
import { bookDataFolder } from "./user_folders.ts";

/** What `--help` prints. */
export const LAB_HELP = `\
Opens the notebooks in JupyterLab, with a kernel that trains fast and is installed nowhere.

  deno task lab [options]

  --safe   runs the kernel without the V8 flags that make training faster
  --help   this text

Any other option goes to JupyterLab: --no-browser, --port=9999 and so on.
`;

const MISSING = `\
JupyterLab is not installed, or not on the PATH. One of these installs it:

  python3 -m pip install jupyterlab
  pipx install jupyterlab
  uv tool install jupyterlab

Then run deno task lab again. VS Code needs no JupyterLab: install its extension "Jupyter",
run deno task kernel once, open a notebook and choose the kernel "Deno".
`;

/** The ways to start JupyterLab, the likeliest first; Python is `python` on Windows. */
const LAUNCHERS = [
  ["jupyter", "lab"],
  ["jupyter-lab"],
  ["python3", "-m", "jupyterlab"],
  ["python", "-m", "jupyterlab"],
];

/**
 * Starts JupyterLab on the notebooks.
 *
 * Its kernel is the project's own, with the fast V8 flags: it lies in a folder that only
 * this JupyterLab looks in, so that nothing need be installed and no other kernel changes.
 *
 * @param args As `LAB_HELP` says.
 * @returns JupyterLab's exit code, 0 after help, or 1 if there is no JupyterLab.
 */
export async function main(args: string[]): Promise<number> {
  if (args.includes("--help")) {
    console.log(LAB_HELP);
    return 0;
  }
  const launcher = await findLauncher(LAUNCHERS);
  if (launcher === null) {
    console.error(MISSING);
    return 1;
  }
  const safe = args.includes("--safe");
  const others = args.filter((arg) => arg !== "--safe");
  const environment = await labEnvironment({ safe });
  const notebooks = fromFileUrl(new URL("../../notebooks", import.meta.url));
  const [command, ...first] = launcher;
  const root = `--ServerApp.root_dir=${notebooks}`;
  return await inherit(command, [...first, root, ...others], { environment });
}

/**
 * The environment in which Jupyter finds the project's kernel first.
 *
 * @param options.safe Whether the kernel goes without the fast V8 flags.
 * @param options.folder Where the kernel is written. Default: the user's.
 * @returns `JUPYTER_PATH`.
 */
export async function labEnvironment(
  { safe, folder = bookDataFolder() }: { safe: boolean; folder?: string },
): Promise<Record<string, string>> {
  const { path: deno } = await stableDeno(folder);
  const { taken } = safe ? { taken: [] } : await tryV8Flags(deno);
  const jupyter = join(folder, "jupyter");
  await installKernelSpec(join(jupyter, "kernels"), deno, taken, { replace: true });
  const others = Deno.env.get("JUPYTER_PATH");
  return { JUPYTER_PATH: others ? `${jupyter}${delimiter}${others}` : jupyter };
}

/**
 * The first of several commands that this machine has.
 *
 * @param launchers Commands as lists of words.
 * @returns One that answers to `--version`, or null.
 */
export async function findLauncher(launchers: string[][]): Promise<string[] | null> {
  for (const launcher of launchers) {
    const [command, ...args] = launcher;
    try {
      const { success } = await new Deno.Command(command, {
        args: [...args, "--version"],
        stdout: "null",
        stderr: "null",
      }).output();
      if (success) return launcher;
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  return null;
}

if (import.meta.main) Deno.exit(await main(Deno.args));
