import { dirname } from "@std/path";
import { removeIfThere } from "../data/remove_if_there.ts";

/**
 * Writes a file so that after a crash or a power cut it is there whole or not at all.
 *
 * The bytes go to `PATH.partial`, the disk is asked to have them, the file gets its name,
 * and the disk is asked to have that too. Only then does the promise resolve. A process
 * that is killed leaves the partial file.
 *
 * @param path The file; one that is there is replaced, and stays if writing fails.
 * @param parts Its bytes, one part after another; not copied, so not to be changed.
 */
export async function writeDurably(path: string, parts: Uint8Array[]): Promise<void> {
  const partial = `${path}.partial`;
  try {
    using file = await Deno.open(partial, { write: true, create: true, truncate: true });
    for (const part of parts) {
      for (let at = 0; at < part.length;) at += await file.write(part.subarray(at));
    }
    await file.sync();
    await Deno.rename(partial, path);
  } catch (error) {
    await removeIfThere(partial);
    throw error;
  }
  await syncFolder(dirname(path));
}

/**
 * Asks the disk to have a folder's list of names, after one was added or changed.
 *
 * @param folder The folder.
 */
async function syncFolder(folder: string): Promise<void> {
  // Windows opens no folders; its file system writes names down by itself.
  if (Deno.build.os === "windows") return;
  using opened = await Deno.open(folder);
  await opened.sync();
}
