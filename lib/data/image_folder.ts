/**
 * A reader's own images: a folder of pictures, with or without classes.
 *
 * @module
 */
import { isAbsolute, join, relative } from "@std/path";
import { arrangeImages, isHidden } from "./arrange_images.ts";
import { counted } from "./counted.ts";
import { FileKinds, FIRST_BYTES } from "./file_kinds.ts";
import {
  DamagedImageError,
  type ImageSource,
  type SkippedImage,
} from "./image_source.ts";
import { type LoadedImages, loadImages } from "./load_images.ts";
import { requireOnePicture } from "./require_one_picture.ts";

/**
 * Opens a folder of pictures of any size and format, each to be read when it is wanted.
 *
 * Classes are the folders within, as `arrangeImages()` says. Pictures are the files that
 * are JPEG, PNG, WebP, GIF, AVIF or TIFF by the ending of their names, or without an ending
 * by their first bytes; those with another ending are named in `skipped`. Hidden files are
 * left out.
 *
 * Links are followed, to files and to folders; one that leads nowhere or back to a folder
 * that contains it is named in `skipped`.
 *
 * @param path The folder.
 * @returns The pictures, none of them read. There is nothing to close.
 * @throws {RangeError} If the folder or one within is missing or cannot be read, or the
 * pictures in it cannot be arranged.
 */
export async function openImageFolder(path: string): Promise<ImageSource> {
  const skipped: SkippedImage[] = [];
  const found: string[] = [], others: string[] = [];
  const kinds = new FileKinds();
  await list({ root: path, inner: "", chain: [], kinds, found, others, skipped });
  requireOnePicture(found.length, skipped, path);
  const { files, classNames, remarks } = arrangeImages(found, path, others);
  return {
    count: files.length,
    classNames,
    origin: `${counted(files.length, "image")} from ${path}`,
    location: { kind: "folder", path },
    skipped,
    remarks,
    nameOf: (index) => files[index].path,
    fileOf: (index) => join(path, files[index].path),
    labelOf: (index) => classNames && files[index].label,
    async read(index) {
      try {
        return await Deno.readFile(join(path, files[index].path));
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        // Without the folder no picture can be read: this one is not to be passed over.
        await Deno.stat(path);
        // Gone, not permitted or on a broken disk: the others can still be used.
        throw DamagedImageError.from(error);
      }
    },
    close() {},
  };
}

/**
 * Loads a folder of images, all cropped and scaled to one size.
 *
 * @param path The folder, as `openImageFolder()` takes it.
 * @param options As for `loadImages()`.
 * @returns The set.
 * @throws {RangeError} As both.
 */
export async function loadImageFolder(
  path: string,
  options: Parameters<typeof loadImages>[1],
): Promise<LoadedImages> {
  return await loadImages(await openImageFolder(path), options);
}

interface Walk {
  root: string;
  /** The folder to list, below the root, with slashes. */
  inner: string;
  /** The real paths of the folders on the way to it. */
  chain: string[];
  /** Tells pictures from other files. */
  kinds: FileKinds;
  /** Where the pictures' paths below the root go. */
  found: string[];
  /** The same of files that are no pictures. */
  others: string[];
  skipped: SkippedImage[];
}

/** Lists the pictures of a folder and of all folders in it. */
async function list(walk: Walk): Promise<void> {
  const { root, inner, chain, kinds, found, others, skipped } = walk;
  const here = join(root, inner);
  for (const entry of await readFolder(here)) {
    if (isHidden(entry.name)) continue;
    const path = inner ? `${inner}/${entry.name}` : entry.name;
    const target = entry.isSymlink ? await follow(join(root, path)) : entry;
    if (target instanceof Error) {
      skipped.push({
        path,
        reason: `it is a link that leads nowhere: ${target.message}`,
      });
    } else if (target.isFile) {
      const kind = kinds.kindOf(path, () => firstBytes(join(root, path)));
      if (kind === "picture") found.push(path);
      else others.push(path);
      if (typeof kind === "object") skipped.push({ path, reason: kind.reason });
    } else if (target.isDirectory) {
      const within = [...chain, await Deno.realPath(here)];
      const real = await Deno.realPath(join(root, path));
      if (within.some((folder) => contains(real, folder))) {
        skipped.push({ path, reason: "it is a link to a folder that contains it" });
      } else {
        await list({ ...walk, inner: path, chain: within });
      }
    }
  }
}

function firstBytes(path: string): Uint8Array {
  using file = Deno.openSync(path);
  const bytes = new Uint8Array(FIRST_BYTES);
  return bytes.subarray(0, file.readSync(bytes) ?? 0);
}

async function follow(path: string): Promise<Deno.FileInfo | Error> {
  try {
    return await Deno.stat(path);
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
}

/** Both are real paths, so that ".." stands in front or nowhere. */
function contains(folder: string, other: string): boolean {
  const way = relative(folder, other);
  return !isAbsolute(way) && way.split(/[/\\]/)[0] !== "..";
}

async function readFolder(path: string): Promise<Deno.DirEntry[]> {
  try {
    return await Array.fromAsync(Deno.readDir(path));
  } catch (error) {
    const found = faults.find(([fault]) => error instanceof fault)?.[1];
    if (!found) throw error;
    throw new RangeError(
      `Cannot load the images of ${path} as it must be a folder that can be read: found ` +
        found,
      { cause: error },
    );
  }
}

const faults = [
  [Deno.errors.NotFound, "nothing there"],
  [Deno.errors.NotADirectory, "a file"],
  [
    Deno.errors.PermissionDenied,
    "one that you may not read: ask its owner for chmod +rx",
  ],
  [Deno.errors.NotCapable, "one that Deno may not read: grant --allow-read"],
] as const;
