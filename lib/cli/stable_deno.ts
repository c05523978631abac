/**
 * A Deno that stays where it is.
 *
 * @module
 */
import { basename, join } from "@std/path";
import { removeIfThere } from "../data/remove_if_there.ts";
import { statIfThere } from "../data/stat_if_there.ts";

/**
 * The path of a Deno that a kernelspec can name for long.
 *
 * `npx deno` runs from npm's cache, which npm may clear at any time. A Deno there is
 * copied; any other is left where it is.
 *
 * @param folder Where copies go.
 * @param deno The Deno. Default: the one that runs this.
 * @returns The path, and whether a copy was made now.
 * @throws {Error} Deno's, if the copy cannot be made; no part of it stays.
 */
export async function stableDeno(
  folder: string,
  deno: string = Deno.execPath(),
): Promise<{ path: string; copied: boolean }> {
  if (!isInNpmCache(deno)) return { path: deno, copied: false };
  const path = join(folder, `deno-${Deno.version.deno}`, basename(deno));
  const { size } = await Deno.stat(deno);
  if ((await statIfThere(path))?.size === size) return { path, copied: false };
  await Deno.mkdir(join(path, ".."), { recursive: true });
  // Renamed at the end, so that no half of a copy is ever taken for a whole.
  const part = `${path}.${crypto.randomUUID()}`;
  try {
    await Deno.copyFile(deno, part);
    await Deno.rename(part, path);
  } catch (error) {
    await removeIfThere(part);
    throw error;
  }
  return { path, copied: true };
}

/**
 * Whether a program lies in the cache from which `npx` runs.
 *
 * @param path The program.
 * @returns True for `~/.npm/_npx/…` and the like.
 */
export function isInNpmCache(path: string): boolean {
  return path.split(/[\\/]/).some((part) => part === "_npx" || part === "_cacache");
}
