/**
 * Real data sets for chapters that also run without them.
 *
 * @module
 */
import { knownSet } from "../data/catalogue.ts";
import type { ImageSet } from "../data/image_set.ts";
import { openSet, type OpenSetOptions, SetNotHereError } from "../data/open_set.ts";

/**
 * Opens those of some sets that are on this machine; nothing is downloaded.
 *
 * One line for each says where it is from, or how to get it. Sets whose pictures are not
 * held in memory are closed again and left out.
 *
 * @param names As in the catalogue: "mnist".
 * @param options As for `openSet()`; `log`, where the lines go.
 * @returns The sets that are here, in the order asked for; maybe none.
 * @throws {RangeError} If there is no such set, or its files are broken.
 */
export async function openPresentSets(
  names: readonly string[],
  { log = console.log, ...options }: OpenSetOptions & {
    log?: (line: string) => void;
  } = {},
): Promise<ImageSet[]> {
  const sets: ImageSet[] = [];
  for (const name of names) {
    try {
      const opened = await openSet(name, options);
      if (opened.kind === "images") {
        sets.push(opened.images);
        log(opened.images.origin);
      } else opened.source.close();
    } catch (error) {
      if (!(error instanceof SetNotHereError)) throw error;
      const title = knownSet(name)?.title ?? name;
      log(`${title} is not on this machine; to get it: deno task data get ${name}`);
    }
  }
  return sets;
}
