/**
 * Writes the book: a page for each notebook, a first page, and all of it in one file.
 *
 * @module
 */
import { basename, dirname, join, resolve } from "@std/path";
import { isFileFault } from "../../data/file_fault.ts";
import { statIfThere } from "../../data/stat_if_there.ts";
import type { BookCover } from "./book_pages.ts";
import { chapterPage, indexPage, singlePage } from "./book_pages.ts";
import type { Chapter } from "./chapter.ts";

/** The book's files by name: `index.html`, `book.html` and a page for each chapter. */
export async function bookFiles(
  chapters: readonly Chapter[],
  cover: BookCover,
): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  files.set("index.html", await indexPage(chapters, cover));
  files.set("book.html", await singlePage(chapters, cover));
  for (const [index, { name }] of chapters.entries()) {
    files.set(`${name}.html`, await chapterPage(chapters, index, cover));
  }
  return files;
}

/**
 * Puts the book into a folder, whole or not at all.
 *
 * The files are written beside the folder and take its place at once, so that a failure
 * leaves an earlier book as it was. What else the folder held is gone.
 *
 * @param files From `bookFiles()`.
 * @param folder Such as "site"; created if it is missing.
 * @throws {RangeError} As {@linkcode requireBookFolder} does; the folder is left alone.
 */
export async function writeBook(
  files: ReadonlyMap<string, string>,
  folder: string,
): Promise<void> {
  const target = resolve(folder);
  await requireBookFolder(target);
  const parent = dirname(target);
  await Deno.mkdir(parent, { recursive: true });
  const beside = await Deno.makeTempDir({ dir: parent, prefix: `.${basename(target)}-` });
  try {
    const [next, last] = [join(beside, "next"), join(beside, "last")];
    await Deno.mkdir(next);
    for (const [name, text] of files) await Deno.writeTextFile(join(next, name), text);
    const existed = await renameIfThere(target, last);
    try {
      await Deno.rename(next, target);
    } catch (error) {
      if (existed) await Deno.rename(last, target);
      throw error;
    }
  } finally {
    await Deno.remove(beside, { recursive: true });
  }
}

/**
 * Refuses a folder that a book must not take the place of.
 *
 * @param folder Where a book is to be written; it need not exist.
 * @throws {RangeError} If it holds files but not a book's two: a training's folder, too,
 * has an `index.html`.
 */
export async function requireBookFolder(folder: string): Promise<void> {
  try {
    const names = (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name);
    const isBook = ["index.html", "book.html"].every((name) => names.includes(name));
    if (names.length === 0 || isBook) return;
    throw new RangeError(
      `Cannot write the book to ${folder} as it must be empty or hold an earlier book: ` +
        `it holds ${names.slice(0, 3).join(", ")}`,
    );
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/**
 * Refuses a place in which no book can be written, by making a folder beside it and
 * removing it again.
 *
 * @param folder Where a book is to be written; it need not exist, nor what it lies in.
 * @throws {RangeError} If nothing can be made there: the disk is read-only, another's, or
 * the place lies in a file.
 */
export async function requireWritablePlace(folder: string): Promise<void> {
  let parent = dirname(resolve(folder));
  try {
    while (await statIfThere(parent) === null) parent = dirname(parent);
    await Deno.remove(await Deno.makeTempDir({ dir: parent, prefix: ".book-" }));
  } catch (error) {
    if (!isFileFault(error) && !(error instanceof Deno.errors.NotFound)) throw error;
    throw new RangeError(
      `Cannot write the book to ${folder} as '${parent}' must be a folder in which you may ` +
        `make files: ${error.message}; name another place by 'output'`,
      { cause: error },
    );
  }
}

async function renameIfThere(from: string, to: string): Promise<boolean> {
  try {
    await Deno.rename(from, to);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
