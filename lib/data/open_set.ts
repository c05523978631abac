/**
 * Opens a known set by its name.
 *
 * @module
 */
import { dirname } from "@std/path";
import { celeba, openCeleba } from "./celeba.ts";
import { type KnownSet, knownSet } from "./catalogue.ts";
import { dataFolders } from "./data_folders.ts";
import { drawDigits } from "./digits.ts";
import { drawFaces } from "./faces.ts";
import { fashionMnist } from "./fashion_mnist.ts";
import { findIdxSource, type IdxSource, type Split } from "./idx_source.ts";
import type { ImageSet } from "./image_set.ts";
import type { ImageSource } from "./image_source.ts";
import { openLsun } from "./lsun.ts";
import { mnist } from "./mnist.ts";
import { openPokemon, pokemon } from "./pokemon.ts";
import { findIn, placesOf } from "./set_files.ts";

/** An opened set: all images in memory, or a source that reads them when wanted. */
export type OpenedSet =
  | { kind: "images"; images: ImageSet }
  | { kind: "source"; source: ImageSource };

/** Where to look for a set, and which part of it is wanted. */
export interface OpenSetOptions {
  /** The folder to look in first. */
  folder?: string;
  /** In place of the folder that `DCGAN_DATA` names. */
  environment?: string;
  /** In place of the project's `data` folder. */
  project?: string;
  /** Which part of a set that has two; by default the training images, of CelebA all. */
  split?: Split;
  /** How many images of a set that is drawn by code. */
  count?: number;
  /** The seed of a set that is drawn by code. */
  seed?: number;
}

/** The set is known but not on this machine; the message says what to do. */
export class SetNotHereError extends Error {
  override name = "SetNotHereError";
}

/**
 * Opens a set of the catalogue from this machine; nothing is downloaded.
 *
 * @example
 * ```ts
 * import { openSet } from "./open_set.ts";
 *
 * const opened = await openSet("digits", { count: 100 });
 * if (opened.kind === "images") console.log(opened.images.count);
 * ```
 *
 * @param name The set's name: `catalogue` lists them.
 * @param options Where to look.
 * @returns The set; the caller closes a source.
 * @throws {RangeError} If there is no such set or split, or its files are broken.
 * @throws {SetNotHereError} If it is not on this machine.
 */
export async function openSet(
  name: string,
  options: OpenSetOptions = {},
): Promise<OpenedSet> {
  const set = knownSet(name);
  if (set === undefined) {
    throw new RangeError(
      "Cannot open a set as 'name' must be one of the catalogue's: current value is " +
        name,
    );
  }
  if (options.split === "test" && !set.hasTestSplit) {
    throw new RangeError(
      `Cannot open the test split of ${set.title} as it must have one: it has none`,
    );
  }
  return await openers[name](set, options);
}

/** How each set of the catalogue is opened. */
const openers: Record<
  string,
  (set: KnownSet, options: OpenSetOptions) => OpenedSet | Promise<OpenedSet>
> = {
  digits: (_, options) => ({ kind: "images", images: drawDigits(options) }),
  faces: (_, options) => ({ kind: "images", images: drawFaces(options) }),
  mnist: (set, options) => openIdx(mnist, set, options),
  "fashion-mnist": (set, options) => openIdx(fashionMnist, set, options),
  celeba: async (set, options) => {
    const names = [celeba.files.images.name, celeba.unpacked];
    const folder = dirname(await locate(set, options, names));
    const { split } = options;
    return { kind: "source", source: await openCeleba(folder, { split }) };
  },
  pokemon: async (set, options) => {
    const path = await locate(set, options, [pokemon.file.name]);
    return { kind: "source", source: openPokemon(path) };
  },
  "lsun-bedroom": openDatabase,
  "lsun-bedroom-validation": openDatabase,
};

async function openIdx(
  source: IdxSource,
  set: KnownSet,
  options: OpenSetOptions,
): Promise<OpenedSet> {
  const found = await findIdxSource(source, { ...options, download: false });
  if (found.set !== null) return { kind: "images", images: found.set };
  throw notHere(set, found.reasons.slice(0, -1).join("; "));
}

/** Opens the database that the set's archive becomes where it is unpacked. */
async function openDatabase(set: KnownSet, options: OpenSetOptions): Promise<OpenedSet> {
  const [{ name }] = set.files;
  const path = await locate(set, options, [`${name.replace(/\.zip$/, "")}/data.mdb`]);
  return { kind: "source", source: await openLsun(path) };
}

async function locate(
  set: KnownSet,
  options: OpenSetOptions,
  names: string[],
): Promise<string> {
  const places = placesOf(set, dataFolders(options));
  for (const name of names) {
    const path = await findIn(places, name);
    if (path !== null) return path;
  }
  throw notHere(set, `no ${names.join(" or ")} in ${places.join(", ")}`);
}

function notHere({ name, title, afterwards }: KnownSet, where: string): SetNotHereError {
  const then = afterwards === undefined ? "" : ` ${afterwards}`;
  return new SetNotHereError(
    `Cannot open ${title} as it must be on this machine: ${where}. ` +
      `Get it with: deno task data get ${name}.${then}`,
  );
}
