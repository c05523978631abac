/**
 * A zip archive of pictures, read where it is.
 *
 * @module
 */
import { arrangeImages, isHidden } from "./arrange_images.ts";
import { counted } from "./counted.ts";
import { FileKinds, FIRST_BYTES } from "./file_kinds.ts";
import { openRandomAccess, type RandomAccess } from "./formats/random_access.ts";
import {
  readZipDirectory,
  type ZipDirectory,
  type ZipEntry,
} from "./formats/zip_directory.ts";
import { readZipEntry, readZipEntryStart, whyUnreadable } from "./formats/zip_entry.ts";
import { unsafeName } from "./formats/zip_name.ts";
import {
  DamagedImageError,
  type ImageSource,
  type SkippedImage,
} from "./image_source.ts";
import { requireOnePicture } from "./require_one_picture.ts";

/**
 * Opens a zip archive of pictures without unpacking it: each is read when it is wanted.
 *
 * Its folders and files mean what a folder's do (`openImageFolder()`); hidden files and
 * `__MACOSX` are left out. Nothing is ever written, so that no name in the archive can lead
 * anywhere; links, passwords, names that lead out of the archive, names that occur twice
 * and files beyond the limits of `readZipEntry()` are named in `skipped`.
 *
 * @param path The archive.
 * @returns The pictures. The caller closes it.
 * @throws {RangeError} If it is no whole zip archive, or has no pictures that can be
 * arranged.
 */
export function openImageZip(path: string): ImageSource {
  const file = openRandomAccess(path);
  try {
    return imageZip(file);
  } catch (error) {
    file.close();
    throw error;
  }
}

function imageZip(file: RandomAccess): ImageSource {
  const directory = readZipDirectory(file);
  const skipped: SkippedImage[] = [];
  const places = listPictures(file, directory, skipped);
  requireOnePicture(places.size, skipped, file.name);
  const { files, classNames, remarks } = arrangeImages([...places.keys()], file.name);
  return {
    count: files.length,
    classNames,
    origin: `${counted(files.length, "image")} from ${file.name}`,
    location: { kind: "zip", path: file.name },
    skipped,
    remarks,
    nameOf: (index) => files[index].path,
    fileOf: () => file.name,
    labelOf: (index) => classNames && files[index].label,
    read: (index) =>
      Promise.try(readPicture, file, directory.entry(places.get(files[index].path)!)),
    close: () => file.close(),
  };
}

function readPicture(file: RandomAccess, entry: ZipEntry): Uint8Array {
  try {
    return readZipEntry(file, entry);
  } catch (error) {
    if (error instanceof RangeError) throw DamagedImageError.from(error);
    throw error;
  }
}

/** The pictures that can be read: their names and their places in the directory. */
function listPictures(
  file: RandomAccess,
  directory: ZipDirectory,
  skipped: SkippedImage[],
): Map<string, number> {
  const places = new Map<string, number>(), kinds = new FileKinds();
  for (let i = 0; i < directory.count; i++) {
    const entry = directory.entry(i), { name } = entry;
    const unsafe = unsafeName(name);
    if (!unsafe && name.split("/").some(isHidden)) continue;
    // Of what is not to be followed, and of folders, the name has to do.
    const hasContent = !unsafe && !entry.isLink && entry.size >= FIRST_BYTES;
    const kind = kinds.kindOf(
      name,
      () => hasContent ? readZipEntryStart(file, entry, FIRST_BYTES) : new Uint8Array(),
    );
    if (kind === "other") continue;
    const reason = unsafe ?? (kind === "picture" ? null : kind.reason) ??
      (entry.isLink ? "it is a link, which an archive's pictures must not be" : null) ??
      whyUnreadable(entry) ??
      (places.has(name)
        ? "its name occurs twice in the archive: the first counts"
        : null);
    if (reason) skipped.push({ path: name, reason });
    else places.set(name, i);
  }
  return places;
}
