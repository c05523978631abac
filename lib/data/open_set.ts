/**
 * Opens a known set by its name.
 *
 * @module
 */
import { dirname } from "@std/path";
import { openCeleba } from "./celeba.ts";
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
import { openPokemon } from "./pokemon.ts";
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
  /** Which part of a set that has two. */
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
 * @throws {RangeError} If there is no such set, or its files are broken.
 * @throws {SetNotHereError} If it is not on this machine.
 */
export async function openSet(
  name: string,
  options: OpenSetOptions = {},
): Promise<OpenedSet> {
  const set = knownSet(name);
  switch (name) {
    case "digits":
      return { kind: "images", images: drawDigits(options) };
    case "faces":
      return { kind: "images", images: drawFaces(options) };
    case "mnist":
      return { kind: "images", images: await openIdx(mnist, set!, options) };
    case "fashion-mnist":
      return { kind: "images", images: await openIdx(fashionMnist, set!, options) };
    case "pokemon": {
      const path = await locate(set!, options, ["pokemon.zip"]);
      return { kind: "source", source: await openPokemon(path) };
    }
    case "celeba": {
      const images = ["img_align_celeba.zip", "img_align_celeba"];
      const path = dirname(await locate(set!, options, images));
      return { kind: "source", source: await openCeleba(path) };
    }
    case "lsun-bedroom":
      return await openDatabase(set!, options, "bedroom_train_lmdb");
    case "lsun-bedroom-validation":
      return await openDatabase(set!, options, "bedroom_val_lmdb");
  }
  throw new RangeError(
    `Cannot open a set as 'name' must be one of the catalogue's: current value is ${name}`,
  );
}

async function openIdx(
  source: IdxSource,
  set: KnownSet,
  options: OpenSetOptions,
): Promise<ImageSet> {
  const found = await findIdxSource(source, { ...options, download: false });
  if (found.set !== null) return found.set;
  throw notHere(set, found.reasons.slice(0, -1).join("; "));
}

async function openDatabase(
  set: KnownSet,
  options: OpenSetOptions,
  folder: string,
): Promise<OpenedSet> {
  const path = await locate(set, options, [`${folder}/data.mdb`]);
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
