/**
 * Where the files of a known set are on this machine.
 *
 * @module
 */
import { join } from "@std/path";
import type { DataFolder } from "./data_folders.ts";
import type { PublishedFile } from "./download/published_file.ts";
import { statIfThere } from "./stat_if_there.ts";

/** Which files a set has, and where. */
export interface SetFiles {
  /** The folder that they stand in, within a folder of data sets. */
  folder: string;
  /** Whether another set has files of these names, so that only its own folder counts. */
  sharesNames?: boolean;
  /** Every one of them is needed; none of a set that is drawn by code. */
  files: PublishedFile[];
}

/**
 * The folders in which a set's files may stand: for each folder of data sets the set's
 * own, the folder itself unless another set's files of these names may stand there, and
 * where downloads land.
 *
 * @param set The set.
 * @param folders Folders of data sets, first things first.
 */
export function placesOf(
  { folder, sharesNames }: SetFiles,
  folders: DataFolder[],
): string[] {
  return folders.flatMap(({ path }) => [
    join(path, folder),
    ...sharesNames ? [] : [path],
    join(path, "downloads", folder),
  ]);
}

/**
 * Looks for a path in several places.
 *
 * @param places Folders, first things first.
 * @param name A file or folder in them.
 * @returns The first that is there, or null.
 */
export async function findIn(places: string[], name: string): Promise<string | null> {
  for (const place of places) {
    const path = join(place, name);
    if (await statIfThere(path)) return path;
  }
  return null;
}

/**
 * Which files of a set are there.
 *
 * @param set The set.
 * @param folders Folders of data sets, first things first.
 * @returns For each file where it is, or null; packed or unpacked.
 */
export async function findSetFiles(
  set: SetFiles,
  folders: DataFolder[],
): Promise<(string | null)[]> {
  const places = placesOf(set, folders);
  const found: (string | null)[] = [];
  for (const { name } of set.files) {
    const packed = await findIn(places, name);
    const plain = name.replace(/\.gz$/, "");
    found.push(packed ?? (plain === name ? null : await findIn(places, plain)));
  }
  return found;
}
