import { createHash } from "node:crypto";
import type { ImageSource } from "../image_source.ts";

/** Files asked for at a time: enough to hide the disk's latency. */
const AT_ONCE = 64;

/**
 * What tells a source's pictures from others: a hash of their names, classes and lengths.
 *
 * No picture is read. Of an archive the length of the whole file stands for those of its
 * pictures, so that this takes a second even for a million of them. What else lies beside
 * them counts for nothing: notes, lists, a file of their decoded pixels.
 *
 * @param source The pictures; it stays open.
 * @param options `times`, whether the files' times of change count too: a picture changed
 * in place, to one of the same length, is then noticed, but so is a mere copy.
 * @returns 64 hexadecimal digits.
 */
export async function sourceFingerprint(
  source: ImageSource,
  { times }: { times: boolean },
): Promise<string> {
  const hash = createHash("sha256");
  const distinct = new Set<string>();
  for (let i = 0; i < source.count; i++) {
    hash.update(`${source.nameOf(i)}\0${source.labelOf(i)}\0`);
    distinct.add(source.fileOf(i));
  }
  hash.update(JSON.stringify(source.classNames));
  const files = [...distinct];
  for (let start = 0; start < files.length; start += AT_ONCE) {
    const infos = files.slice(start, start + AT_ONCE).map(describe);
    for (const { size, mtime } of await Promise.all(infos)) {
      hash.update(`${size} ${times ? mtime : ""}\n`);
    }
  }
  return hash.digest("hex");
}

/** A file's length and time of change; neither where it is gone: its reading says so. */
async function describe(path: string): Promise<{ size: number; mtime: number }> {
  try {
    const { size, mtime } = await Deno.stat(path);
    return { size, mtime: mtime?.getTime() ?? 0 };
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    return { size: -1, mtime: 0 };
  }
}
