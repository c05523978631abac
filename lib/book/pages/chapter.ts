import { basename } from "@std/path";
import type { Cell, CodeCell, NotebookFile } from "../notebook_file.ts";
import { hasTag } from "../notebook_file.ts";
import { ExportError } from "./export_error.ts";
import type { Highlight } from "./highlight_code.ts";
import { pageFaults } from "./page_faults.ts";
import {
  type Heading,
  markdownRenderer,
  type RenderMarkdown,
} from "./render_markdown.ts";
import { renderOutput } from "./render_output.ts";

/** A notebook as a part of the book. */
export interface Chapter {
  /** The notebook's name without its ending; it opens every id in `html`. */
  name: string;
  /** The notebook's first heading. */
  title: Heading;
  /** The first paragraph under the title, as HTML. */
  summary: string;
  /** The sections, without the title. */
  sections: Heading[];
  /** The cells. */
  html: string;
}

/**
 * Renders a notebook and its outputs.
 *
 * Cells with the tag `solution` are folded under the word "Solution".
 *
 * @param notebook The notebook, usually after it ran.
 * @param options.path Its file, which names the chapter and the errors.
 * @param options.highlight Colours its code.
 * @returns HTML that loads nothing and has words for every picture.
 * @throws {ExportError} If it opens without a title of level 1; if TeX cannot be read; if
 *   a picture has no words; if something would be loaded from outside; if a link names a
 *   section that is not there.
 */
export function renderChapter(
  notebook: NotebookFile,
  { path, highlight }: { path: string; highlight: Highlight },
): Chapter {
  const name = basename(path, ".ipynb");
  const renderMarkdown = markdownRenderer(highlight, { prefix: `${name}-` });
  const places = placeNames(notebook.cells);
  const headings: Heading[] = [];
  const parts = notebook.cells.map((cell, index) => {
    const where = places[index];
    const prose = (source: string) => {
      const { html, headings: found, badTex } = renderMarkdown(source);
      for (const { tex, reason } of badTex) {
        throw new ExportError(path, where, `KaTeX must read its TeX: ${tex} (${reason})`);
      }
      headings.push(...found);
      return html;
    };
    const html = renderCell(cell, { where, prose, highlight });
    const [fault] = pageFaults(html);
    if (fault !== undefined) throw new ExportError(path, where, fault);
    return html;
  });

  const [title, ...sections] = headings;
  if (title?.level !== 1) {
    const found = title === undefined ? "it has no heading" : `it is '${title.text}'`;
    throw new ExportError(
      path,
      places[0] ?? "empty",
      `a title '# …' must open it: ${found}`,
    );
  }
  const html = parts.join("\n");
  requireSections(html, path);
  return { name, title, summary: summaryOf(notebook, renderMarkdown), sections, html };
}

interface CellContext {
  where: string;
  prose: (source: string) => string;
  highlight: Highlight;
}

function renderCell(cell: Cell, context: CellContext): string {
  if (cell.cell_type === "raw" || cell.source.trim() === "") return "";
  const html = cell.cell_type === "code"
    ? renderCode(cell, context)
    : `<div class="prose">${context.prose(withAttachments(cell))}</div>`;
  return hasTag(cell, "solution")
    ? `<details class="solution"><summary>Solution</summary>\n${html}\n</details>`
    : html;
}

function renderCode(cell: CodeCell, { where, prose, highlight }: CellContext): string {
  const outputs = cell.outputs.map((output) => renderOutput(output, prose));
  return `<section class="cell" aria-label="${where}">` +
    [highlight(cell.source, "typescript"), ...outputs].join("\n") + `</section>`;
}

/** Prose whose `![words](attachment:name)` are pictures inside the page. */
function withAttachments(cell: Cell): string {
  const attachments = cell.cell_type === "code" ? undefined : cell.attachments;
  return cell.source.replace(/\(attachment:([^)\s]+)\)/g, (whole, name) => {
    const forms = attachments?.[name];
    if (typeof forms !== "object" || forms === null || Array.isArray(forms)) return whole;
    const [[type, bytes]] = Object.entries(forms);
    return `(data:${type};base64,${bytes})`;
  });
}

/** What each cell is called: code cells by number, prose by the code cell before it. */
function placeNames(cells: Cell[]): string[] {
  let count = 0;
  return cells.map(({ cell_type }) => {
    if (cell_type === "code") return `code cell ${++count}`;
    return count === 0 ? "the opening text" : `the text after code cell ${count}`;
  });
}

/** The first paragraph, past a bold lead such as "The question." */
function summaryOf(notebook: NotebookFile, renderMarkdown: RenderMarkdown): string {
  const prose = notebook.cells.filter(({ cell_type }) => cell_type === "markdown")
    .map(({ source }) => source).join("\n\n");
  const paragraph = prose.split(/\n\s*\n/).map((text) => text.trim())
    .find((text) => text !== "" && !text.startsWith("#")) ?? "";
  const { html } = renderMarkdown(paragraph.replace(/^\*\*[^*]*\*\*\s+/, ""));
  return html.trim().replace(/^<p>|<\/p>$/g, "");
}

function requireSections(html: string, path: string): void {
  const ids = new Set([...html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id));
  for (const [, target] of html.matchAll(/<a [^>]*href="#([^"]+)"/g)) {
    if (ids.has(decodeURIComponent(target))) continue;
    throw new ExportError(
      path,
      "a link",
      `its section must be in the notebook: there is no '${target}'`,
    );
  }
}
