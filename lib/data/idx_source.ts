/**
 * A published set of IDX files: found on this machine, or downloaded.
 *
 * @module
 */
import { join } from "@std/path";
import { type DataFolder, dataFolders, isGranted } from "./data_folders.ts";
import { download, DownloadError } from "./download.ts";
import type { PublishedFile } from "./download/published_file.ts";
import { readIdx } from "./formats/idx.ts";
import { type ImageSet, requireImageSet } from "./image_set.ts";

/** The two parts of a set: one to learn from, one to test on. */
export type Split = "train" | "test";

/** What is published of a set in IDX files. */
export interface IdxSource {
  /** The set's name, for people. */
  name: string;
  /** The folder that its files stand in, within a folder of data sets. */
  folder: string;
  /** Addresses that the files' names follow. */
  mirrors: string[];
  /** The gzip files of each split. */
  splits: Record<Split, { images: PublishedFile; labels: PublishedFile }>;
  /** What each label means. */
  classNames: string[];
  /**
   * Whether another set's files have the same names: outside its own folder, files count
   * only where they are packed and as long as published.
   */
  sharesNames?: boolean;
}

/** How to look for a set; all can be left out. */
export interface IdxSourceOptions {
  /** Which part to load. */
  split?: Split;
  /** The folder to look in first. */
  folder?: string;
  /** Whether to download what no folder has. */
  download?: boolean;
  /** In place of the folder that `DCGAN_DATA` names. */
  environment?: string;
  /** In place of the project's `data` folder, where downloads land too. */
  project?: string;
  /** In place of the source's own mirrors. */
  mirrors?: string[];
  /** In place of the runtime's own; no permission is asked for it then. */
  fetch?: typeof globalThis.fetch;
  /** Milliseconds without a byte after which a mirror is given up. */
  patience?: number;
  /** Milliseconds before a mirror is asked again whose fault can pass. */
  pauseBetweenRounds?: number;
  /** Stops a download; what is there of it is kept. */
  signal?: AbortSignal;
}

/** A set that was found, or for each place why it was not. */
export type Search = { set: ImageSet } | { set: null; reasons: string[] };

/**
 * Looks for a set in the folders that `dataFolders()` names, then downloads it.
 *
 * In a folder the files may stand in the set's own folder, in `downloads` or directly,
 * as `.gz` or unpacked. The first place that has both files is taken.
 *
 * @param source What is published.
 * @param options How to look.
 * @returns The set, whose `origin` says where it was found; or the reasons.
 * @throws {RangeError} If files were found that are broken or disagree.
 * @throws The signal's reason, if it stops a download.
 */
export async function findIdxSource(
  source: IdxSource,
  options: IdxSourceOptions = {},
): Promise<Search> {
  const reasons: string[] = [];
  const folders = dataFolders(options);
  for (const folder of folders) {
    const set = await readFolder(source, folder, options.split, reasons);
    if (set) return { set };
  }
  const reason = await downloadSplit(source, folders.at(-1)!.path, options);
  if (reason !== undefined) return { set: null, reasons: [...reasons, reason] };
  const set = await readFolder(source, folders.at(-1)!, options.split, reasons);
  return set ? { set } : { set: null, reasons };
}

/** The set from a folder, or null and a reason more. */
async function readFolder(
  source: IdxSource,
  { path, namedBy }: DataFolder,
  split: Split = "train",
  reasons: string[],
): Promise<ImageSet | null> {
  if (!isGranted({ name: "read", path })) {
    reasons.push(`no permission to read ${path}, named by ${namedBy} (--allow-read)`);
    return null;
  }
  const { images, labels } = source.splits[split];
  for (const place of [source.folder, ".", join("downloads", source.folder)]) {
    const folder = join(path, place);
    const imageFile = await readEither(folder, images.name);
    const labelFile = await readEither(folder, labels.name);
    if (imageFile && labelFile) {
      const isOther = source.sharesNames && place === "." &&
        imageFile.bytes.length !== images.bytes;
      if (isOther) {
        const expected = `expected ${images.bytes} bytes in ${images.name}`;
        reasons.push(
          `${folder} has another set under these names: ${expected}, ` +
            `found ${imageFile.bytes.length}`,
        );
        continue;
      }
      return decode(source, split, folder, imageFile, labelFile);
    }
    if (imageFile || labelFile) {
      reasons.push(`${folder} has only one of ${images.name} and ${labels.name}`);
    }
  }
  // The project's own needs no path, which would stand in a book for all to read.
  const isOwn = namedBy === "the project";
  reasons.push(
    isOwn ? "not in the project's data" : `not in ${path}, named by ${namedBy}`,
  );
  return null;
}

interface File {
  path: string;
  bytes: Uint8Array;
}

/** The packed file or the unpacked one, whichever is there. */
async function readEither(folder: string, packedName: string): Promise<File | null> {
  for (const name of [packedName, packedName.replace(/\.gz$/, "")]) {
    const path = join(folder, name);
    try {
      return { path, bytes: await Deno.readFile(path) };
    } catch (error) {
      const isAbsent = error instanceof Deno.errors.NotFound ||
        error instanceof Deno.errors.NotADirectory;
      if (!isAbsent) throw error;
    }
  }
  return null;
}

async function decode(
  { name, classNames }: IdxSource,
  split: Split,
  folder: string,
  imageFile: File,
  labelFile: File,
): Promise<ImageSet> {
  const images = await readIdx(imageFile.bytes, imageFile.path);
  const labels = await readIdx(labelFile.bytes, labelFile.path);
  requireShape(images.shape, 3, "images", imageFile.path);
  requireShape(labels.shape, 1, "labels", labelFile.path);
  const [count, height, width] = images.shape;
  if (labels.shape[0] !== count) {
    throw new RangeError(
      `Cannot read ${labelFile.path} as it must have a label for each image: expected ` +
        `${count}, found ${labels.shape[0]}`,
    );
  }
  const set: ImageSet = {
    images: images.data,
    count,
    height,
    width,
    channels: 1,
    labels: Uint16Array.from(labels.data),
    classNames,
    origin: `${name}, ${split} split, ${count} images from ${folder}`,
  };
  requireImageSet(set, `use the files of ${folder}`);
  return set;
}

function requireShape(
  shape: number[],
  dimensions: number,
  what: string,
  path: string,
): void {
  if (shape.length === dimensions) return;
  throw new RangeError(
    `Cannot read ${path} as ${what} must have ${dimensions} dimensions: found ` +
      `${shape.length}, ${shape.join("×")}`,
  );
}

/** Downloads both files, or says why not. */
async function downloadSplit(
  source: IdxSource,
  project: string,
  options: IdxSourceOptions,
): Promise<string | undefined> {
  const { split = "train", download: wanted = true, mirrors = source.mirrors } = options;
  if (!wanted) return "downloads are switched off";
  const folder = join(project, "downloads", source.folder);
  for (const name of ["write", "read"] as const) {
    if (!isGranted({ name, path: folder })) {
      return `no permission to ${name} ${folder} (--allow-${name})`;
    }
  }
  const host = mirrors.map((mirror) => new URL(mirror).host)
    .find((host) => !isGranted({ name: "net", host }));
  if (host && !options.fetch) return `no permission to reach ${host} (--allow-net)`;
  try {
    for (const file of Object.values(source.splits[split])) {
      await download(file, join(folder, file.name), { ...options, mirrors });
    }
  } catch (error) {
    if (error instanceof DownloadError) return error.message;
    throw error;
  }
}
