import { join } from "@std/path";
import { statIfThere } from "../data/stat_if_there.ts";
import type { NetworkPair } from "./networks_file.ts";
import { encodeForPyTorch, readFromPyTorch } from "./pytorch_weights.ts";
import { SafetensorsError } from "./safetensors.ts";

/** The files of {@link exportForPyTorch}, by network. */
const PYTORCH_FILES = {
  generator: "generator.safetensors",
  discriminator: "discriminator.safetensors",
} as const;

/**
 * Writes both networks so that PyTorch's DCGAN tutorial can load them: one file each.
 *
 *     from safetensors.torch import load_file
 *     netG.load_state_dict(load_file("FOLDER/generator.safetensors"))
 *     netD.load_state_dict(load_file("FOLDER/discriminator.safetensors"))
 *
 * @param folder Made if it is not there.
 * @param networks Not changed; see {@link encodeForPyTorch}.
 * @returns The paths of the two files.
 * @throws {Deno.errors.AlreadyExists} If one of them is there already, or the folder is a
 *   file; nothing is written then.
 */
export async function exportForPyTorch(
  folder: string,
  networks: NetworkPair,
): Promise<string[]> {
  await requireFree(folder);
  await Deno.mkdir(folder, { recursive: true });
  const paths: string[] = [];
  for (const name of ["generator", "discriminator"] as const) {
    const path = join(folder, PYTORCH_FILES[name]);
    await Deno.writeFile(path, await encodeForPyTorch(networks[name]), {
      createNew: true,
    });
    paths.push(path);
  }
  return paths;
}

/** Refuses a file in the folder's place, and one of the two files in the folder. */
async function requireFree(folder: string): Promise<void> {
  const there = await statIfThere(folder);
  if (there !== null && !there.isDirectory) {
    throw new Deno.errors.AlreadyExists(
      `Cannot export into '${folder}' as it must be a folder: it is a file`,
    );
  }
  for (const name of Object.values(PYTORCH_FILES)) {
    if (await statIfThere(join(folder, name)) === null) continue;
    throw new Deno.errors.AlreadyExists(
      `Cannot export into '${folder}' as nothing may be written over: it holds '${name}' ` +
        "already",
    );
  }
}

/**
 * Gives networks the weights of PyTorch's: reads what {@link exportForPyTorch} writes.
 *
 *     from safetensors.torch import save_file
 *     save_file(netG.state_dict(), "FOLDER/generator.safetensors")
 *
 * @param paths The file of each network; one that is left out stays as it is. A folder
 *   stands for the two files in it.
 * @param networks Changed in place, if all files fit; see {@link readFromPyTorch}.
 * @throws {SafetensorsError} If a file does not fit its network; the message names the
 *   file, the key and both shapes. Both networks are then unchanged.
 * @throws {Deno.errors.NotFound} If a file is missing; likewise.
 */
export async function importFromPyTorch(
  paths: string | Partial<Record<keyof NetworkPair, string>>,
  networks: Partial<NetworkPair>,
): Promise<void> {
  const changes: (() => void)[] = [];
  for (const name of ["generator", "discriminator"] as const) {
    const path = typeof paths === "string"
      ? join(paths, PYTORCH_FILES[name])
      : paths[name];
    const network = networks[name];
    if (path === undefined || network === undefined) continue;
    try {
      changes.push(readFromPyTorch(network, await Deno.readFile(path)));
    } catch (error) {
      if (!(error instanceof SafetensorsError)) throw error;
      throw new SafetensorsError(`${error.message} (in '${path}')`, { cause: error });
    }
  }
  for (const change of changes) change();
}
