import assert from "node:assert/strict";
import { fromFileUrl } from "@std/path";
import { bookFiles } from "../lib/book/pages/export_book.ts";
import { renderChapter } from "../lib/book/pages/chapter.ts";
import { findNotebooks } from "../lib/book/find_notebooks.ts";
import { plainCode } from "../lib/book/pages/highlight_code.ts";
import { readNotebook } from "../lib/book/notebook_file.ts";

const paths = await findNotebooks(fromFileUrl(new URL("../notebooks", import.meta.url)));
const notebooks = await Promise.all(paths.map(readNotebook));
const chapters = notebooks.map((notebook, index) =>
  renderChapter(notebook, { path: paths[index], highlight: plainCode })
);
/** A chapter's name by its number, "6" → "50_training". */
const nameOf = new Map(
  chapters.map(({ name, title }) => [title.text.split(" · ")[0], name]),
);

const targets = (html: string) =>
  [...html.matchAll(/<a [^>]*?href="([^"]*)"/g)].map(([, target]) =>
    decodeURIComponent(target)
  );

Deno.test("each link of the book leads to a page and a section that are there", async () => {
  const files = await bookFiles(chapters, { title: "A book", description: "It runs." });
  // The pages drop dead links between chapters, so these are looked for in the chapters.
  const pages = chapters.map(({ name, html }) => [`${name}.html`, html]);
  let between = 0;
  for (const [page, html] of [...pages, ...files]) {
    for (const target of targets(html)) {
      if (/^https?:/.test(target)) continue;
      const [name, section] = target.split("#");
      const there = files.get(name === "" ? page : name);
      assert.ok(there !== undefined, `${page} leads to ${target}`);
      assert.ok(
        !section || there.includes(` id="${section}"`),
        `${page} leads to ${target}`,
      );
      if (name !== "") between++;
    }
  }
  assert.ok(between > 40, `${between} links between pages`);
});

Deno.test("each chapter that a chapter names by its number is a link to that chapter", () => {
  for (const [index, { cells }] of notebooks.entries()) {
    for (const { cell_type, source } of cells) {
      if (cell_type !== "markdown") continue;
      const prose = source.replace(/^#.*$/gm, "").replace(
        /_GANs in Action_, chapter/g,
        "",
      );
      for (const [link, number, name] of prose.matchAll(numberedLink)) {
        assert.equal(name, nameOf.get(number), `${paths[index]}: ${link}`);
      }
      const unlinked = prose.replace(numberedLink, "").match(/\bchapters?\s+\d+/i);
      assert.ok(!unlinked, `${paths[index]} names '${unlinked?.[0]}' without a link`);
    }
  }
});

/** [chapter 6](50_training.ipynb), or [6](50_training.ipynb) after "chapters". */
const numberedLink = /\[(?:chapters?\s+)?([\dA-Z])\]\(([\w-]+)\.ipynb[^)]*\)/gi;
