/**
 * Pictures that stay where they are until one is wanted.
 *
 * @module
 */
import type { CelebaSplit } from "./formats/attribute_list.ts";
import type { Attributes } from "./image_set.ts";

/**
 * Pictures that are read and decoded only when wanted: a folder, a zip, a database.
 *
 * A source lists its pictures when it is opened and then reads one at a time, so that a
 * set of any size fits into memory. Its pictures have an order that is the same on every
 * machine.
 */
export interface ImageSource {
  /** How many pictures there are. */
  readonly count: number;
  /** What label i means, or null where there are no classes. */
  readonly classNames: string[] | null;
  /** What the set is and where it came from, for a person to read. */
  readonly origin: string;
  /** By which another thread opens the same pictures: see `openImageSource()`. */
  readonly location: SourceLocation;
  /** What was found while listing and is not among the pictures, such as a broken link. */
  readonly skipped?: SkippedImage[];
  /** What a person should know before training on them: that there is one class only. */
  readonly remarks?: string[];
  /** The picture's name in the source, for messages: "class/file.jpg". */
  nameOf(index: number): string;
  /** The file that holds the picture: its own, or the archive or database of all. */
  fileOf(index: number): string;
  /** The picture's class, or null where there are no classes. */
  labelOf(index: number): number | null;
  /** What is known of the picture beside its class. */
  attributesOf?(index: number): Attributes;
  /**
   * The picture's file as it is stored: JPEG, PNG, WebP, GIF …
   *
   * @throws {DamagedImageError} If this one cannot be read though others may be.
   */
  read(index: number): Promise<Uint8Array>;
  /** Closes the files that it holds open; nothing can be read afterwards. */
  close(): void;
}

/**
 * Where pictures are, as plain data: it goes through JSON and to a worker unchanged.
 *
 * `kind` says what reads them, `path` is the folder or the main file.
 */
export type SourceLocation =
  | { kind: "folder"; path: string }
  | { kind: "zip"; path: string }
  | { kind: "lsun"; path: string }
  | { kind: "pokemon"; path: string; images?: number; classes?: number }
  | { kind: "celeba"; path: string; split?: CelebaSplit; images?: number };

/** A picture that is left out. */
export interface SkippedImage {
  /** The file. */
  path: string;
  /** Why it is left out: what the decoder or the file system said. */
  reason: string;
}

/** One picture cannot be used; the others may be. Whoever loads many skips and counts it. */
export class DamagedImageError extends Error {
  override name = "DamagedImageError";

  /** What went wrong, in the words of the decoder or the file system. */
  static from(error: Error): DamagedImageError {
    return new DamagedImageError(error.message, { cause: error });
  }
}

/**
 * Says what a source left out, to be put behind the number of pictures that it has.
 *
 * @param source A source.
 * @returns ", and 2 left out, the first a.png (it is a link)", or nothing.
 */
export function leftOut({ skipped = [] }: ImageSource): string {
  if (skipped.length === 0) return "";
  const { path, reason } = skipped[0];
  return `, and ${skipped.length} left out, the first ${path} (${reason})`;
}
