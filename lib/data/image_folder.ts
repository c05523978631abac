/**
 * A reader's own images: a folder of pictures, with or without classes.
 *
 * @module
 */
import { extname, isAbsolute, join, relative } from "@std/path";
import { arrangeImages, isHidden, isPicture, whyNotOpened } from "./arrange_images.ts";
import { beginsAsPicture } from "./begins_as_picture.ts";
import { counted } from "./counted.ts";
import {
  DamagedImageError,
  type ImageSource,
  type SkippedImage,
} from "./image_source.ts";
import { type LoadedImages, loadImages } from "./load_images.ts";

/**
 * Opens a folder of pictures of any size and format, each to be read when it is wanted.
 *
 * Classes are the folders within, as `arrangeImages()` says. Files that are no JPEG, PNG,
 * WebP, GIF, AVIF or TIFF by name are left out, hidden ones too; pictures whose names have
 * no ending at all are named in `skipped`.
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
  await list({ root: path, inner: "", chain: [], found, others, skipped });
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
  /** Where the pictures' paths below the root go. */
  found: string[];
  /** The same of files that are no pictures. */
  others: string[];
  skipped: SkippedImage[];
}

/** Lists the pictures of a folder and of all folders in it. */
async function list({ root, inner, chain, found, others, skipped }: Walk): Promise<void> {
  const here = join(root, inner);
  for (const entry of await readFolder(here)) {
    if (isHidden(entry.name)) continue;
    const path = inner ? `${inner}/${entry.name}` : entry.name;
    const kind = entry.isSymlink ? await follow(join(root, path)) : entry;
    if (kind instanceof Error) {
      skipped.push({ path, reason: `it is a link that leads nowhere: ${kind.message}` });
    } else if (kind.isFile && isPicture(path)) {
      found.push(path);
    } else if (kind.isFile) {
      others.push(path);
      const reason = whyNotOpened(path) ?? await whyUnnamed(join(root, path));
      if (reason !== null) skipped.push({ path, reason });
    } else if (kind.isDirectory) {
      const within = [...chain, await Deno.realPath(here)];
      const target = await Deno.realPath(join(root, path));
      if (within.some((folder) => contains(target, folder))) {
        skipped.push({ path, reason: "it is a link to a folder that contains it" });
      } else {
        await list({ root, inner: path, chain: within, found, others, skipped });
      }
    }
  }
}

/** Pictures are known by their names, so one without an ending would be lost unseen. */
async function whyUnnamed(path: string): Promise<string | null> {
  if (extname(path) !== "") return null;
  const first = new Uint8Array(12);
  try {
    using file = await Deno.open(path);
    await file.read(first);
  } catch (error) {
    if (error instanceof Error) return `it cannot be read: ${error.message}`;
    throw error;
  }
  return beginsAsPicture(first)
    ? "it is a picture, but its name does not end in .jpg, .png or the like: rename it"
    : null;
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
