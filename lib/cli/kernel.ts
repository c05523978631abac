/**
 * `deno task kernel`: installs the kernel with which the notebooks run fast.
 *
 * @module
 */
import { FAST_V8_FLAGS, type FlagTrial, tryV8Flags } from "../book/v8_flags.ts";
import { parseCommandLine } from "./command_line.ts";
import { type InstalledSpec, installKernelSpec } from "./kernelspec.ts";
import { stableDeno } from "./stable_deno.ts";
import { UsageError } from "./usage_error.ts";
import { bookDataFolder, jupyterKernelsFolder } from "./user_folders.ts";

/** What `--help` prints. */
const KERNEL_HELP = `\
Installs the Deno kernel for Jupyter, with V8 flags that make training faster.

  deno task kernel [options]

  --safe      leaves the flags out
  --replace   takes the name 'deno' even if another kernel has it
  --help      this text
`;

const OPTIONS = {
  safe: { type: "boolean" },
  replace: { type: "boolean" },
  help: { type: "boolean" },
} as const;

/**
 * Installs the kernel and says what was done.
 *
 * @param args As `KERNEL_HELP` says.
 * @returns The exit code: 0, or 2 if the arguments are wrong.
 */
export async function main(args: string[]): Promise<number> {
  try {
    const { values } = parseCommandLine({ args, options: OPTIONS });
    if (values.help) console.log(KERNEL_HELP);
    else await install(values);
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(error.message);
    return 2;
  }
}

async function install(
  { safe = false, replace = false }: { safe?: boolean; replace?: boolean },
): Promise<void> {
  const { path: deno, copied } = await stableDeno(bookDataFolder());
  if (copied) console.log(`Copied Deno out of npm's cache to ${deno}.`);
  const none: FlagTrial = { taken: [], refused: [] };
  const trial = safe ? none : await tryV8Flags(deno);
  const installed = await installKernelSpec(jupyterKernelsFolder(), deno, trial.taken, {
    replace,
  });
  for (const line of report(installed, trial)) console.log(line);
}

/**
 * What the user should know of the kernel that was installed.
 *
 * @param installed The kernelspec.
 * @param trial The flags that it carries, and those that did not pass.
 * @returns Lines.
 */
export function report(
  { name, path, foreign }: InstalledSpec,
  { taken, refused }: FlagTrial,
): string[] {
  const lines = [`Installed the kernel '${name}': ${path}`];
  for (const { flag, does } of taken) lines.push(`  ${flag} ${does}.`);
  for (const { flag: { flag }, why } of refused) {
    lines.push(`  ${flag} is left out, as this machine does not take it: ${why}`);
  }
  const all = taken.length === FAST_V8_FLAGS.length;
  if (taken.length > 0) lines.push("  To leave them out: deno task kernel --safe");
  else if (!all) lines.push("  It has no V8 flags.");
  lines.push(
    "  As every Deno kernel it has all permissions: run only notebooks you trust.",
  );
  if (foreign !== null) {
    lines.push(
      `Another kernel has the name 'deno' and was left as it is: ${foreign}`,
      "The notebooks open with that one. In Jupyter, change to 'Deno (DCGAN book)',",
      "or give ours the name: deno task kernel --replace",
    );
  }
  return lines;
}

if (import.meta.main) Deno.exit(await main(Deno.args));
