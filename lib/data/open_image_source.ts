/**
 * One door to all sources of pictures.
 *
 * @module
 */
import { join } from "@std/path";
import { isPicture } from "./arrange_images.ts";
import { openCeleba } from "./celeba.ts";
import { openImageFolder } from "./image_folder.ts";
import { openImageZip } from "./image_zip.ts";
import { openLsun } from "./lsun.ts";
import { openPokemon } from "./pokemon.ts";
import type { ImageSource, SourceLocation } from "./image_source.ts";
import { statIfThere } from "./stat_if_there.ts";

/**
 * Opens the pictures at a location, as a worker does that was told only where they are.
 *
 * @param location What a source gave as its `location`.
 * @returns The same pictures in the same order. The caller closes it.
 * @throws {RangeError} If there is no such source, or what it lists cannot be used.
 */
export async function openImageSource(location: SourceLocation): Promise<ImageSource> {
  switch (location.kind) {
    case "folder":
      return await openImageFolder(location.path);
    case "zip":
      return openImageZip(location.path);
    case "lsun":
      return await openLsun(location.path);
    case "pokemon":
      return openPokemon(location.path, location);
    case "celeba":
      return await openCeleba(location.path, location);
    default:
      throw new RangeError(
        "Cannot open a source of images as 'kind' must be one of folder, zip, lsun, " +
          `pokemon, celeba: current value is ${(location as SourceLocation).kind}`,
      );
  }
}

/**
 * Opens a reader's own pictures: a folder of them, a zip archive of one, or an LMDB
 * database (`data.mdb`) or the folder that has one.
 *
 * @param path The folder, the archive or the database.
 * @returns The pictures. The caller closes it.
 * @throws {RangeError} If there is neither, or it cannot be used.
 */
export async function openImages(path: string): Promise<ImageSource> {
  const there = await statIfThere(path);
  if (there === null || there.isFile && isPicture(path)) {
    throw new RangeError(
      `Cannot open ${path} as it must be a folder of pictures, a zip archive of one or an ` +
        `LMDB database: found ${there ? "one picture" : "nothing there"}`,
    );
  }
  const isDatabase = path.endsWith(".mdb") || await hasDatabase(path);
  const kind = isDatabase ? "lsun" : there.isFile ? "zip" : "folder";
  return await openImageSource({ kind, path });
}

/** False too for a folder that may not be read: opening it says what to do. */
async function hasDatabase(folder: string): Promise<boolean> {
  try {
    return await statIfThere(join(folder, "data.mdb")) !== null;
  } catch (error) {
    if (error instanceof Deno.errors.PermissionDenied) return false;
    throw error;
  }
}
