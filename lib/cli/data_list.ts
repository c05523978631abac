import { catalogue, type KnownSet } from "../data/catalogue.ts";
import { type DataFolder, dataFolders } from "../data/data_folders.ts";
import { formatBytes } from "../data/download/format_bytes.ts";
import { findSetFiles } from "../data/set_files.ts";

/**
 * The catalogue as lines for a terminal: two for each set, and what to type next.
 *
 * @param folder Where to look first for what is here.
 */
export async function listSets(folder?: string): Promise<string[]> {
  const folders = dataFolders({ folder });
  const lines: string[] = [];
  for (const set of catalogue) {
    const state = await stateOf(set, folders);
    const { name, count, what, classes, licence, size } = set;
    const sorts = classes === null ? "no classes" : `${classes} classes`;
    lines.push(
      `${name.padEnd(24)}${count.toLocaleString("en").padStart(9)} images   ${state}`,
      `    ${what}; ${size}, ${sorts}; licence: ${licence}`,
    );
  }
  return [...lines, "", "deno task data get NAME downloads one; show NAME shows it."];
}

/** Whether the set is here, and what it takes. */
async function stateOf(set: KnownSet, folders: DataFolder[]): Promise<string> {
  const { files } = set;
  if (files.length === 0) return "drawn by code, takes no space";
  const found = await findSetFiles(set, folders);
  const missing = found.filter((path) => path === null).length;
  if (missing === 0) {
    const sizes = await Promise.all(found.map((path) => Deno.stat(path!)));
    return `here, ${formatBytes(sizes.reduce((sum, { size }) => sum + size, 0))}`;
  }
  const published = files.map(({ bytes }) => bytes);
  const total = published.every((bytes) => bytes !== undefined)
    ? formatBytes(published.reduce((sum, bytes) => sum! + bytes!, 0)!)
    : "size not published";
  return missing === files.length
    ? `not here, ${total}`
    : `${files.length - missing} of ${files.length} files here, ${total} in all`;
}
