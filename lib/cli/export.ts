/**
 * `deno task export`: networks for PyTorch.
 *
 * @module
 */
import { join } from "@std/path";
import { loadNewestCheckpoint } from "../artefacts/checkpoint_file.ts";
import { loadNetworks } from "../artefacts/networks_file.ts";
import { exportForPyTorch } from "../artefacts/pytorch_files.ts";
import { SafetensorsError } from "../artefacts/safetensors.ts";
import { fitOfTutorialClasses } from "../artefacts/tutorial_classes.ts";
import { silenceBanner } from "../backend/silence_banner.ts";
import { isFileFault } from "../data/file_fault.ts";
import { statIfThere } from "../data/stat_if_there.ts";
import { parseCommandLine } from "./command_line.ts";
import { UsageError } from "./usage_error.ts";

/** What `--help` prints. */
const EXPORT_HELP = `\
Writes trained networks so that PyTorch's DCGAN tutorial can load them.

  deno task export RUN --to FOLDER

  RUN           a run's folder, or a file of networks or a checkpoint in it
  --to FOLDER   gets generator.safetensors and discriminator.safetensors
  --raw         the generator of the newest checkpoint as it learns, where the run
                averages its weights; otherwise the average is written
  --help        this text

In Python, with the tutorial's own classes and the package safetensors (pip install):

  from safetensors.torch import load_file
  netG.load_state_dict(load_file("FOLDER/generator.safetensors"))

The command says to what the tutorial's nc, nz, ngf and ndf must be set, and what else must
be changed: nothing for the recipes pytorchTutorial, handsOn…, images and faces.
`;

/**
 * Runs `deno task export`.
 *
 * @param args The command's arguments; `--help` explains them.
 * @param output Where the lines go; the console by default.
 * @returns The exit code: 0 when both files are written, 1 when one could not be read or
 *   written, 2 for a command line or a file that cannot be used, and for files that are
 *   there already.
 */
export async function runExport(
  args: string[],
  output: Pick<Console, "log" | "error"> = console,
): Promise<number> {
  try {
    const { values, positionals } = parseCommandLine({
      args,
      options: {
        to: { type: "string" },
        raw: { type: "boolean" },
        help: { type: "boolean" },
      },
      allowPositionals: true,
    });
    if (values.help) {
      output.log(EXPORT_HELP);
      return 0;
    }
    if (positionals.length !== 1 || !values.to) {
      throw new UsageError(
        "deno task export needs one run and --to FOLDER; --help says more",
      );
    }
    const { to, raw = false } = values;
    for (const line of await exportRun(positionals[0], to, { raw })) output.log(line);
    return 0;
  } catch (error) {
    const known = [UsageError, SafetensorsError, Deno.errors.NotFound];
    if (error instanceof Deno.errors.AlreadyExists) {
      output.error(`${error.message}; name another folder by --to`);
    } else if (isFileFault(error)) {
      output.error(
        `Cannot export as its files must be readable and writable: ${error.message}`,
      );
      return 1;
    } else if (known.some((kind) => error instanceof kind)) {
      output.error((error as Error).message);
    } else throw error;
    return 2;
  }
}

async function exportRun(
  run: string,
  folder: string,
  { raw }: { raw: boolean },
): Promise<string[]> {
  await silenceBanner("cpu");
  const isDirectory = await isFolder(run);
  const file = !isDirectory
    ? run
    : raw
    ? await newestCheckpoint(run)
    : await networksOf(run);
  const networks = await loadNetworks(file, { raw });
  try {
    const paths = await exportForPyTorch(folder, networks);
    const { generator, discriminator } = networks;
    const fit = fitOfTutorialClasses({
      generator: generator.architecture,
      discriminator: discriminator.architecture,
    });
    return [...paths.map((path) => `Wrote ${path}`), fit];
  } finally {
    networks.generator.dispose();
    networks.discriminator.dispose();
  }
}

async function isFolder(run: string): Promise<boolean> {
  const there = await statIfThere(run);
  if (there) return there.isDirectory;
  throw new UsageError(
    `Cannot export '${run}' as it must be a run's folder or a file of networks: found ` +
      "nothing there",
  );
}

/** The networks that a run leaves at its end. */
async function networksOf(run: string): Promise<string> {
  const path = join(run, "networks.safetensors");
  if (await statIfThere(path)) return path;
  throw new UsageError(
    `Cannot export '${run}' as it must be a run's folder with networks.safetensors, which ` +
      "a run writes when it ends: found none there; --raw takes its newest checkpoint",
  );
}

async function newestCheckpoint(run: string): Promise<string> {
  const { newest } = await loadNewestCheckpoint(join(run, "checkpoints"));
  if (newest) return newest.path;
  throw new UsageError(`--raw needs a run with a checkpoint that is whole: '${run}'`);
}

if (import.meta.main) Deno.exit(await runExport(Deno.args));
