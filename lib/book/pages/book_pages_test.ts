import assert from "node:assert/strict";
import { parseHTML } from "linkedom";
import { contrast } from "../../../test/contrast.ts";
import { chapterPage, indexPage, singlePage } from "./book_pages.ts";
import type { Chapter } from "./chapter.ts";
import { pageFaults } from "./page_faults.ts";

const cover = { title: "A book & more", description: "It runs." };
const chapters: Chapter[] = ["10_a", "20_b", "30_c"].map((name) => ({
  name,
  title: { level: 1, html: `<em>${name}</em>`, text: name, id: `${name}-title` },
  summary: `About ${name}.`,
  sections: [
    { level: 2, html: "Why", text: "Why", id: `${name}-why` },
    { level: 3, html: "Detail", text: "Detail", id: `${name}-detail` },
    { level: 4, html: "Aside", text: "Aside", id: `${name}-aside` },
  ],
  html: `<h1 id="${name}-title">${name}</h1><a href="20_b.html">b</a>` +
    `<a href="20_b.html#20_b-why">why</a><a href="https://a.b/c.html">c</a>`,
}));

function links(html: string, selector: string): (string | null)[] {
  const { document } = parseHTML(html);
  return [...document.querySelectorAll(selector)].map((link) =>
    link.getAttribute("href")
  );
}

Deno.test("chapterPage() lists its sections down to the third level", async () => {
  const html = await chapterPage(chapters, 0, cover);
  assert.deepEqual(links(html, ".contents a"), ["#10_a-why", "#10_a-detail"]);
});

Deno.test("chapterPage() leads to the chapters beside it and to the first page", async () => {
  const steps = async (index: number) =>
    links(await chapterPage(chapters, index, cover), ".steps a");
  assert.deepEqual(await steps(0), ["20_b.html"]);
  assert.deepEqual(await steps(1), ["10_a.html", "30_c.html"]);
  assert.deepEqual(await steps(2), ["20_b.html"]);
  assert.deepEqual(links(await chapterPage(chapters, 1, cover), "header a"), [
    "index.html",
  ]);
});

Deno.test("chapterPage() names chapter and book in its title, and its language", async () => {
  const { document } = parseHTML(await chapterPage(chapters, 0, cover));
  assert.equal(document.querySelector("title")?.textContent, "10_a · A book & more");
  assert.equal(document.documentElement.getAttribute("lang"), "en-GB");
});

Deno.test("indexPage() has a link and a summary for each chapter", async () => {
  const html = await indexPage(chapters, cover);
  assert.deepEqual(links(html, ".chapters a"), ["10_a.html", "20_b.html", "30_c.html"]);
  for (const { summary } of chapters) assert.ok(html.includes(`<p>${summary}</p>`));
  assert.deepEqual(links(html, "main > p a"), ["book.html"]);
});

Deno.test("singlePage() has every chapter, and links between them stay inside", async () => {
  const html = await singlePage(chapters, cover);
  const { document } = parseHTML(html);
  const ids = [...document.querySelectorAll("article")].map(({ id }) => id);
  assert.deepEqual(ids, ["10_a", "20_b", "30_c"]);
  assert.deepEqual(links(html, "#10_a a"), ["#20_b", "#20_b-why", "https://a.b/c.html"]);
});

Deno.test("chapterPage(), indexPage() and singlePage() keep the words alone of links to chapters that are not in the book", async () => {
  const [first, second] = chapters.map((chapter) => ({
    ...chapter,
    sections: [],
    summary: `More in <a href="30_c.html">the <em>third</em></a>.`,
    html: `<h1 id="${chapter.name}-title"></h1><p>See <a href="30_c.html#30_c-why">the` +
      ` <em>third</em></a> and <a href="20_b.html">the second</a>.</p>`,
  }));
  const some = [first, second];
  const pages = {
    "10_a.html": await chapterPage(some, 0, cover),
    "20_b.html": await chapterPage(some, 1, cover),
    "index.html": await indexPage(some, cover),
    "book.html": await singlePage(some, cover),
  };
  for (const [name, html] of Object.entries(pages)) {
    assert.match(html, /(See|More in) the\s<em>third<\/em>[ .]/, name);
    for (const target of links(html, "a")) {
      const [page, section] = target!.split("#");
      assert.ok(page === "" || page in pages, `${name} leads to ${target}`);
      const on = pages[(page || name) as keyof typeof pages];
      assert.ok(!section || on.includes(`id="${section}"`), `${name} leads to ${target}`);
    }
  }
  assert.ok(links(pages["book.html"], "p a").includes("#20_b"));
  assert.ok(links(pages["10_a.html"], "p a").includes("20_b.html"));
});

Deno.test("singlePage() begins with its title, and folds the sections of each chapter", async () => {
  const { document } = parseHTML(await singlePage(chapters, cover));
  const [first, second] = [...document.body.children];
  assert.equal(first.querySelector("h1")?.textContent, cover.title);
  const folded = [...second.querySelectorAll("details")];
  assert.equal(folded.length, 3);
  assert.ok(folded.every((chapter) => !chapter.hasAttribute("open")));
});

Deno.test("no page loads anything from outside", async () => {
  const pages = [
    chapterPage(chapters, 1, cover),
    indexPage(chapters, cover),
    singlePage(chapters, cover),
  ];
  for (const html of await Promise.all(pages)) {
    assert.deepEqual(pageFaults(html), []);
    const { document } = parseHTML(html);
    const head = document.head.innerHTML.replace(/<style>[\s\S]*<\/style>/, "");
    assert.doesNotMatch(head, /https?:|<script/);
  }
});

Deno.test("pages have colours for dark mode, and print on white", async () => {
  const html = await indexPage(chapters, cover);
  assert.match(html, /@media screen and \(prefers-color-scheme: dark\)/);
  assert.match(html, /@media print/);
});

Deno.test("text has a contrast of at least 4.5 in light and in dark mode", async () => {
  const html = await indexPage(chapters, cover);
  // Those of the dark mode are indented, as they stand in a condition.
  for (const mode of [/^:root \{[^}]*/gm, /^ +:root \{[^}]*/gm]) {
    const rules = [...html.matchAll(mode)].join();
    const colours = new Map(
      [...rules.matchAll(/--([\w-]+): (#\w{6})/g)].map(([, name, hex]) => [name, hex]),
    );
    for (const ground of ["ground", "code-ground"]) {
      for (const text of ["text", "faint", "link", "warning"]) {
        const ratio = contrast(colours.get(text)!, colours.get(ground)!);
        assert.ok(ratio >= 4.5, `${text} on ${ground} has ${ratio}`);
      }
    }
  }
});

Deno.test("pages carry KaTeX's styles only where they have mathematics", async () => {
  assert.doesNotMatch(await indexPage(chapters, cover), /@font-face/);
  const [first] = chapters;
  const math = [{
    ...first,
    html: `<span class="katex"><i class="mathnormal">x</i></span>`,
  }];
  assert.match(await chapterPage(math, 0, cover), /@font-face.*KaTeX_Math/);
});
