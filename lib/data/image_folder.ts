/**
 * A reader's own images: a folder of pictures, with or without classes.
 *
 * @module
 */
import { basename, extname, join } from "@std/path";
import type { ImageSet } from "./image_set.ts";

/** A picture that could not be decoded. */
export interface SkippedImage {
  /** The file. */
  path: string;
  /** What the decoder said. */
  reason: string;
}

/** The images of a folder, and what was left out. */
export interface ImageFolder extends ImageSet {
  /** The pictures that are not in the set as they are damaged, in order. */
  skipped: SkippedImage[];
}

/**
 * Loads a folder of images, all cropped and scaled to one size.
 *
 * Folders within are classes, in the order of their names, and pictures may stand at any
 * depth in them; pictures beside each other without such folders have no classes. Within
 * a class the order is that of the paths, so that it is the same on every machine. Files
 * that are no JPEG, PNG, WebP, GIF, AVIF or TIFF by name are left out, hidden ones too.
 *
 * Each picture is turned as its EXIF data say, laid on white where it is transparent,
 * cropped to its centred square and scaled by sharp's antialiasing filter. Of a GIF the
 * first frame counts.
 *
 * A damaged picture is skipped and named in `skipped`; above `largestSkippedShare` the
 * loading stops, as that is rarely what the reader wants.
 *
 * @param path The folder.
 * @param options `size`, the side in pixels; `channels`, 1 for grey or 3 for colours;
 * `largestSkippedShare`, from 0 to 1.
 * @returns The set. More than 256 classes do not fit its labels: it then has none.
 * @throws {RangeError} If the folder is missing or empty, has pictures both beside and in
 * its folders, or too many of them are damaged.
 */
export async function loadImageFolder(
  path: string,
  { size, channels = 3, largestSkippedShare = 0.1 }: {
    size: number;
    channels?: 1 | 3;
    largestSkippedShare?: number;
  },
): Promise<ImageFolder> {
  requireSize(size);
  const { files, classNames } = await listImages(path);
  // The decoder is a native library: it is loaded only where there is work for it.
  const { default: sharp } = await import("sharp");
  const decode = async (file: string): Promise<Uint8Array | Error> => {
    try {
      const image = sharp(await Deno.readFile(file), { failOn: "error" })
        .autoOrient()
        .flatten({ background: "white" })
        .resize(size, size, { fit: "cover" })
        .toColourspace(channels === 1 ? "b-w" : "srgb");
      return new Uint8Array(await image.raw({ depth: "uchar" }).toBuffer());
    } catch (error) {
      if (error instanceof Error) return error;
      throw error;
    }
  };
  return await collect(files, decode, {
    path,
    size,
    channels,
    largestSkippedShare,
    classNames,
  });
}

const extensions = [".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif", ".tif", ".tiff"];

/** Decoded at a time: enough to keep the decoder's threads busy, few enough for memory. */
const decodedAtOnce = 16;

interface LabelledFile {
  path: string;
  label: number;
}

async function collect(
  files: LabelledFile[],
  decode: (file: string) => Promise<Uint8Array | Error>,
  { path, size, channels, largestSkippedShare, classNames }: {
    path: string;
    size: number;
    channels: number;
    largestSkippedShare: number;
    classNames: string[] | null;
  },
): Promise<ImageFolder> {
  const bytes = size * size * channels;
  const allowed = Math.floor(largestSkippedShare * files.length);
  const images = new Uint8Array(files.length * bytes);
  const labels: number[] = [];
  const skipped: SkippedImage[] = [];
  for (let start = 0; start < files.length; start += decodedAtOnce) {
    const group = files.slice(start, start + decodedAtOnce);
    const decoded = await Promise.all(group.map((file) => decode(file.path)));
    decoded.forEach((result, i) => {
      if (result instanceof Error) {
        skipped.push({ path: group[i].path, reason: result.message });
      } else {
        images.set(result, labels.length * bytes);
        labels.push(group[i].label);
      }
    });
    if (skipped.length > allowed) throw tooManySkipped(path, files, skipped, allowed);
  }
  const labelled = classNames !== null && classNames.length <= 256;
  const left = skipped.length > 0 ? `, ${skipped.length} damaged ones left out` : "";
  return {
    images: images.subarray(0, labels.length * bytes),
    count: labels.length,
    height: size,
    width: size,
    channels,
    labels: labelled ? Uint8Array.from(labels) : null,
    classNames: labelled ? classNames : null,
    origin: `${labels.length} images from ${path}${left}`,
    skipped,
  };
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

function requireSize(size: number): void {
  if (Number.isInteger(size) && size >= 1) return;
  throw new RangeError(
    `Cannot load images as 'size' must be a positive integer: current value is ${size}`,
  );
}

function tooManySkipped(
  path: string,
  files: LabelledFile[],
  skipped: SkippedImage[],
  allowed: number,
): RangeError {
  return new RangeError(
    `Cannot load the images of ${path} as at most ${allowed} of ${files.length} may be ` +
      `damaged: found ${skipped.length} so far, the first ${skipped[0].path} ` +
      `(${skipped[0].reason})`,
  );
}
