import styles from "./book.css" with { type: "text" };
import look from "../../figures/page_look.css" with { type: "text" };
import { escapeHtml } from "../../figures/escape_html.ts";
import type { Chapter } from "./chapter.ts";
import { katexStyles } from "./katex_styles.ts";
import type { Heading } from "./render_markdown.ts";

/** What stands on the book's cover. */
export interface BookCover {
  title: string;
  /** One sentence under the title. */
  description: string;
}

/**
 * A chapter's page: contents, cells, and the way to the chapters beside it.
 *
 * @param chapters All chapters, in order.
 * @param index Which one.
 * @returns A whole HTML document that loads nothing.
 */
export async function chapterPage(
  chapters: readonly Chapter[],
  index: number,
  { title }: BookCover,
): Promise<string> {
  const chapter = chapters[index];
  const link = `<a href="index.html">${escapeHtml(title)}</a>`;
  const sections = chapter.sections.filter(({ level }) => level <= 3);
  const steps = [
    step(chapters[index - 1], "previous", "Previous: "),
    step(chapters[index + 1], "next", "Next: "),
  ].join("");
  return await page(`${chapter.title.text} · ${title}`, [
    `<header class="page">${link}</header>`,
    contents(`<ol>${sections.map(sectionItem).join("")}</ol>`),
    `<main>${linksThatLead(chapter.html, chapters)}</main>`,
    `<footer class="page"><nav class="steps" aria-label="Chapters">${steps}</nav></footer>`,
  ], "with-contents");
}

/** The first page: what the book is, and what each chapter asks. */
export async function indexPage(
  chapters: readonly Chapter[],
  cover: BookCover,
): Promise<string> {
  const items = chapters.map(({ name, title, summary }) =>
    `<li><a href="${name}.html">${title.html}</a>` +
    `<p>${linksThatLead(summary, chapters)}</p></li>`
  );
  return await page(cover.title, [
    `<main>${frontMatter(cover)}<nav aria-label="Chapters"><ol class="chapters">`,
    ...items,
    `</ol></nav><p><a href="book.html">All chapters in one file</a></p></main>`,
  ]);
}

/** The whole book in one file, to hand on. */
export async function singlePage(
  chapters: readonly Chapter[],
  cover: BookCover,
): Promise<string> {
  // A chapter's sections are folded, as those of all chapters fill several screens.
  const items = chapters.map(({ name, title, sections }) => {
    const inner = sections.filter(({ level }) => level === 2).map(sectionItem).join("");
    return `<li><details><summary><a href="#${name}">${title.html}</a></summary>` +
      `<ol class="sub">${inner}</ol></details></li>`;
  });
  const articles = chapters.map(({ name, html }) =>
    `<article id="${name}">${linksWithin(html, chapters)}</article>`
  );
  return await page(cover.title, [
    `<header class="cover">${frontMatter(cover)}</header>`,
    contents(`<ol>${items.join("")}</ol>`),
    `<main>${articles.join("\n")}</main>`,
  ], "with-contents");
}

/** Links between pages as links within one. */
function linksWithin(html: string, chapters: readonly Chapter[]): string {
  return linksThatLead(html, chapters).replace(
    /href="([\w-]+)\.html(?:#([^"]*))?"/g,
    (_, name, section) => `href="#${section ?? name}"`,
  );
}

/** A book of some chapters has no pages of the others: links to those become plain words. */
function linksThatLead(html: string, chapters: readonly Chapter[]): string {
  const names = new Set(chapters.map(({ name }) => name));
  return html.replace(
    /<a href="([\w-]+)\.html(?:#[^"]*)?">(.*?)<\/a>/gs,
    (link, name, words) => names.has(name) ? link : words,
  );
}

function frontMatter({ title, description }: BookCover): string {
  return `<div class="prose"><h1>${escapeHtml(title)}</h1>` +
    `<p class="lead">${escapeHtml(description)}</p></div>`;
}

function contents(list: string): string {
  return `<details class="contents" open><summary>Contents</summary>` +
    `<nav aria-label="Contents">${list}</nav></details>`;
}

function sectionItem({ level, html, id }: Heading): string {
  const sub = level > 2 ? ` class="sub"` : "";
  return `<li${sub}><a href="#${id}">${html}</a></li>`;
}

function step(chapter: Chapter | undefined, kind: string, word: string): string {
  if (chapter === undefined) return "";
  const { name, title } = chapter;
  return `<a class="${kind}" rel="${kind === "next" ? "next" : "prev"}" ` +
    `href="${name}.html">${word}${title.html}</a>`;
}

async function page(title: string, parts: string[], bodyClass = ""): Promise<string> {
  const body = parts.join("\n");
  return `<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>${escapeHtml(title)}</title>
<style>
${await katexStyles(body)}
${look}${styles}</style>
</head>
<body${bodyClass === "" ? "" : ` class="${bodyClass}"`}>
${body}
</body>
</html>
`;
}
