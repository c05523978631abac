import { extname } from "@std/path";
import { isPicture, whyNotOpened } from "./arrange_images.ts";
import { beginsAsPicture } from "./begins_as_picture.ts";

/** What a file is to whoever looks for pictures; one that is left out has its reason. */
export type FileKind = "picture" | "other" | { reason: string };

/** How many of a file's bytes tell what it is. */
export const FIRST_BYTES = 12;

/** Of an ending that is no picture's, so many files are looked into before it is believed. */
const DOUBTED = 20;

/**
 * Finds out which files of a folder or archive are pictures.
 *
 * The ending of the name decides. Where there is none the first bytes do, as nothing else
 * says what the file is. A picture with another ending (`1.jpg.bak`, `1.jpg?w=300`) is left
 * out, as it may be a copy, but with a reason; the texts beside 200,000 pictures are not all
 * opened for that: the first 20 of an ending tell for the others.
 */
export class FileKinds {
  /** How often an ending was no picture's; -Infinity once it was one's. */
  readonly #others = new Map<string, number>();

  /**
   * @param path The file's, with slashes.
   * @param firstBytes Gives its first `FIRST_BYTES`, or all of a shorter file.
   */
  kindOf(path: string, firstBytes: () => Uint8Array): FileKind {
    if (isPicture(path)) return "picture";
    const why = whyNotOpened(path);
    if (why !== null) return { reason: why };
    const ending = extname(path);
    const others = this.#others.get(ending) ?? 0;
    if (ending !== "" && others >= DOUBTED) return "other";
    let first: Uint8Array;
    try {
      first = firstBytes();
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      return { reason: `it cannot be read: ${error.message}` };
    }
    if (!beginsAsPicture(first)) {
      this.#others.set(ending, others + 1);
      return "other";
    }
    if (ending === "") return "picture";
    this.#others.set(ending, -Infinity);
    const asIs = `it is a picture, but its name ends in ${ending}`;
    return { reason: `${asIs}: rename it to .jpg, .png or the like to use it` };
  }
}
