/**
 * A reader's own images: a folder of pictures, with or without classes.
 *
 * @module
 */
import { basename, extname, join, relative } from "@std/path";
import type { ImageSource } from "./image_source.ts";
import { type LoadedImages, loadImages } from "./load_images.ts";

/**
 * Opens a folder of pictures of any size and format, each to be read when it is wanted.
 *
 * Folders within are classes, in the order of their names, and pictures may stand at any
 * depth in them; pictures beside each other without such folders have no classes. Within
 * a class the order is that of the paths, so that it is the same on every machine. Files
 * that are no JPEG, PNG, WebP, GIF, AVIF or TIFF by name are left out, hidden ones too.
 *
 * @param path The folder.
 * @returns The pictures, none of them read.
 * @throws {RangeError} If the folder is missing or empty, or has pictures both beside and
 * in its folders.
 */
export async function openImageFolder(path: string): Promise<ImageSource> {
  const { files, classNames } = await listImages(path);
  return {
    count: files.length,
    classNames,
    origin: `${files.length} images from ${path}`,
    location: { kind: "folder", path },
    nameOf: (index) => relative(path, files[index].path),
    labelOf: (index) => classNames && files[index].label,
    read: (index) => Deno.readFile(files[index].path),
    close: () => {},
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

const extensions = [".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif", ".tif", ".tiff"];

interface LabelledFile {
  path: string;
  label: number;
}

async function listImages(
  path: string,
): Promise<{ files: LabelledFile[]; classNames: string[] | null }> {
  const { files, folders } = await listFolder(path);
  const classes: { name: string; files: string[] }[] = [];
  for (const folder of folders) {
    const inside = await listDeep(folder);
    if (inside.length > 0) classes.push({ name: basename(folder), files: inside });
  }
  if (files.length > 0 && classes.length > 0) {
    throw new RangeError(
      `Cannot load the images of ${path} as they must stand either in it or in a folder ` +
        `for each class: found ${files.length} in it and ${classes.length} such folders`,
    );
  }
  if (files.length === 0 && classes.length === 0) {
    throw new RangeError(
      `Cannot load the images of ${path} as it must have at least one file that ends in ` +
        `${extensions.join(", ")}: found none`,
    );
  }
  if (classes.length === 0) {
    return { files: files.map((file) => ({ path: file, label: 0 })), classNames: null };
  }
  return {
    files: classes.flatMap(({ files }, label) => files.map((path) => ({ path, label }))),
    classNames: classes.map(({ name }) => name),
  };
}

/** The images of a folder and of all folders in it. */
async function listDeep(path: string): Promise<string[]> {
  const { files, folders } = await listFolder(path);
  for (const folder of folders) files.push(...await listDeep(folder));
  return files.sort(byCode);
}

async function listFolder(
  path: string,
): Promise<{ files: string[]; folders: string[] }> {
  const files: string[] = [];
  const folders: string[] = [];
  for await (const entry of readFolder(path)) {
    if (entry.name.startsWith(".")) continue;
    const isImage = extensions.includes(extname(entry.name).toLowerCase());
    if (entry.isDirectory) folders.push(join(path, entry.name));
    else if (entry.isFile && isImage) files.push(join(path, entry.name));
  }
  return { files: files.sort(byCode), folders: folders.sort(byCode) };
}

async function* readFolder(path: string): AsyncGenerator<Deno.DirEntry> {
  try {
    yield* Deno.readDir(path);
  } catch (error) {
    const isAbsent = error instanceof Deno.errors.NotFound ||
      error instanceof Deno.errors.NotADirectory;
    if (!isAbsent) throw error;
    throw new RangeError(
      `Cannot load the images of ${path} as it must be a folder: found ` +
        `${error instanceof Deno.errors.NotFound ? "nothing there" : "a file"}`,
      { cause: error },
    );
  }
}

/** Sorts by character code, which no machine's language changes. */
function byCode(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
