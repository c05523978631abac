import assert from "node:assert/strict";
import { join } from "@std/path";
import { inFolder } from "../../../test/in_folder.ts";
import { testWith } from "../../../test/test_with.ts";
import type { Chapter } from "./chapter.ts";
import { bookFiles, requireWritablePlace, writeBook } from "./export_book.ts";

const chapters: Chapter[] = ["10_a", "20_b"].map((name) => ({
  name,
  title: { level: 1, html: name, text: name, id: `${name}-title` },
  summary: "",
  sections: [],
  html: `<h1 id="${name}-title">${name}</h1>`,
}));

Deno.test("bookFiles() has a first page, all in one file, and a page a chapter", async () => {
  const files = await bookFiles(chapters, { title: "t", description: "d" });
  assert.deepEqual([...files.keys()], [
    "index.html",
    "book.html",
    "10_a.html",
    "20_b.html",
  ]);
  assert.match(files.get("20_b.html")!, /<h1 id="20_b-title">/);
});

function book(text: string, ...more: [string, string][]): Map<string, string> {
  return new Map([["index.html", text], ["book.html", text], ...more]);
}

async function names(folder: string): Promise<string[]> {
  return (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name).sort();
}

testWith(
  { permissions: ["read", "write"] },
  "writeBook() puts a new book in an earlier one's place and leaves nothing beside it",
  () =>
    inFolder(async (folder) => {
      const site = join(folder, "deep", "site");
      await writeBook(book("1", ["10_a.html", "a"]), site);
      await writeBook(book("2", ["20_b.html", "b"]), site);
      assert.deepEqual(await names(site), ["20_b.html", "book.html", "index.html"]);
      assert.equal(await Deno.readTextFile(join(site, "index.html")), "2");
      assert.deepEqual(await names(join(folder, "deep")), ["site"]);
    }),
);

testWith(
  { permissions: ["read", "write"] },
  "writeBook() leaves an earlier book as it was where it fails",
  () =>
    inFolder(async (folder) => {
      const site = join(folder, "site");
      await writeBook(book("1"), site);
      const files = book("2", ["no/such/folder.html", "x"]);
      await assert.rejects(() => writeBook(files, site));
      assert.equal(await Deno.readTextFile(join(site, "index.html")), "1");
      assert.deepEqual(await names(folder), ["site"]);
    }),
);

testWith(
  { permissions: ["read", "write"] },
  "writeBook() refuses a folder that holds something else",
  () =>
    inFolder(async (folder) => {
      await Deno.writeTextFile(join(folder, "thesis.txt"), "years of work");
      await assert.rejects(
        () => writeBook(book("1"), folder),
        /must be empty or hold an earlier book: it holds thesis\.txt/,
      );
      assert.deepEqual(await names(folder), ["thesis.txt"]);
    }),
);

testWith(
  { permissions: ["read", "write"] },
  "writeBook() refuses the folder of a training, which has an index.html too",
  () =>
    inFolder(async (folder) => {
      await Deno.writeTextFile(join(folder, "index.html"), "a run's page");
      await Deno.mkdir(join(folder, "checkpoints"));
      await assert.rejects(() => writeBook(book("1"), folder), /or hold an earlier book/);
      assert.deepEqual(await names(folder), ["checkpoints", "index.html"]);
    }),
);

testWith(
  { permissions: ["read", "write"] },
  "requireWritablePlace() leaves nothing where a book can be written, and names the place where none can",
  () =>
    inFolder(async (folder) => {
      await requireWritablePlace(join(folder, "not", "yet", "there"));
      assert.deepEqual(await names(folder), []);
      const file = join(folder, "file");
      await Deno.writeTextFile(file, "");
      const site = join(file, "site");
      await assert.rejects(requireWritablePlace(site), (error: Error) => {
        const start =
          `Cannot write the book to ${site} as '${file}' must be a folder in which you ` +
          "may make files: ";
        assert.ok(error instanceof RangeError && error.message.startsWith(start));
        return error.message.endsWith("; name another place by 'output'");
      });
    }),
);
