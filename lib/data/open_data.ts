/**
 * One door to sets with a name and to a reader's own pictures.
 *
 * @module
 */
import { basename, dirname } from "@std/path";
import { catalogue, type KnownSet, knownSet, namedSet } from "./catalogue.ts";
import { nearestName } from "./nearest_name.ts";
import { openImages } from "./open_image_source.ts";
import { type OpenedSet, openSet, type OpenSetOptions } from "./open_set.ts";
import { findIn } from "./set_files.ts";
import { statIfThere } from "./stat_if_there.ts";

/**
 * Opens what a person asks for by a name or a path.
 *
 * @param what A name of the catalogue ("digits", "celeba"), the same with "-test" where
 * the set has test images of its own, or the path of a folder, a zip archive or an LMDB
 * database. A name of the catalogue is never taken for a folder; `./digits` is one.
 * @param options Where to look for a set; its split is in the name.
 * @returns The set or the pictures; the caller closes a source.
 * @throws {RangeError} If there are no such images, or they cannot be used.
 * @throws {SetNotHereError} If a set of the catalogue is not on this machine.
 */
export async function openData(
  what: string,
  options: Omit<OpenSetOptions, "split"> = {},
): Promise<OpenedSet> {
  const named = namedSet(what);
  if (named) return await openSet(named.set.name, { ...options, split: named.split });
  await requireTestSplit(what);
  try {
    return { kind: "source", source: await openImages(what) };
  } catch (error) {
    if (!(error instanceof RangeError) || await statIfThere(what) !== null) throw error;
    const nearest = nearestName(basename(what), catalogue.flatMap(namesOf));
    if (nearest === null) throw error;
    throw new RangeError(`${error.message}; the nearest name of a set is '${nearest}'`, {
      cause: error,
    });
  }
}

/** By which names a set is opened. */
function namesOf({ name, hasTestSplit }: KnownSet): string[] {
  return hasTestSplit ? [name, `${name}-test`] : [name];
}

/** Refuses the test images of a set that has none, unless a folder has that very name. */
async function requireTestSplit(what: string): Promise<void> {
  const name = basename(what);
  const [, stem] = /^(.+)-test$/.exec(name) ?? [];
  if (knownSet(stem) === undefined) return;
  if (await findIn([dirname(what)], name) !== null) return;
  const names = catalogue.filter(({ hasTestSplit }) => hasTestSplit);
  throw new RangeError(
    `Cannot open ${name} as only ${names.map(({ name }) => name).join(", ")} have test ` +
      `images of their own: ${stem} has none; name it without -test`,
  );
}
