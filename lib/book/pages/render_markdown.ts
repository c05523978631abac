import katex from "katex";
import MarkdownIt from "markdown-it";
import markdownItKatex from "@vscode/markdown-it-katex";
import type { Highlight } from "./highlight_code.ts";

/** A heading of a page. */
export interface Heading {
  level: number;
  /** Its words as HTML, mathematics included. */
  html: string;
  /** Its words without markup. */
  text: string;
  /** What a link to it names. */
  id: string;
}

/** Prose as HTML, and what else was found in it. */
export interface RenderedMarkdown {
  html: string;
  headings: Heading[];
  /** Mathematics that KaTeX cannot read, with its reason. */
  badTex: { tex: string; reason: string }[];
}

/** Renders the cells of one page, so that no two headings share an id. */
export type RenderMarkdown = (source: string) => RenderedMarkdown;

/**
 * Makes the function that renders a page's prose.
 *
 * CommonMark with tables, `$…$` and `$$…$$` through KaTeX and highlighted fences.
 * Headings get ids from their words, so that a link to a section holds while
 * sections are added. Links within the notebook (`#section`) and to other notebooks
 * (`20_topic.ipynb`) become links to their pages.
 *
 * @param highlight Colours the fences.
 * @param options.prefix Opens every id, such as "10_leaky_relu-" (the page's name and a
 *   hyphen), so that chapters can share one file.
 */
export function markdownRenderer(
  highlight: Highlight,
  { prefix = "" } = {},
): RenderMarkdown {
  const used = new Map<string, number>();
  let badTex: RenderedMarkdown["badTex"] = [];
  const md = new MarkdownIt({
    html: true,
    highlight: (source, language) => highlight(source.replace(/\n$/, ""), language),
  });
  const readTex: typeof katex.renderToString = (tex, options) => {
    try {
      return katex.renderToString(tex, { ...options, throwOnError: true });
    } catch (error) {
      if (!(error instanceof katex.ParseError)) throw error;
      badTex.push({ tex: tex.trim(), reason: error.rawMessage });
      return "";
    }
  };
  md.renderer.rules.heading_close = (tokens, index) => {
    const id = tokens[index - 2].attrGet("id");
    const link =
      `<a class="anchor" href="#${id}" aria-label="Link to this section">#</a>`;
    return `${link}</${tokens[index].tag}>\n`;
  };
  md.use(markdownItKatex.default, { katex: { ...katex, renderToString: readTex } });

  return (source) => {
    badTex = [];
    const tokens = md.parse(source, {});
    const headings: Heading[] = [];
    tokens.forEach((token, index) => {
      if (token.type !== "heading_open") return;
      const words = tokens[index + 1];
      const id = prefix + distinct(slug(words.content), used);
      token.attrSet("id", id);
      const parts = words.children ?? [];
      headings.push({
        level: Number(token.tag.slice(1)),
        html: md.renderer.renderInline(parts, md.options, {}),
        text: parts.map(({ content }) => content).join(""),
        id,
      });
    });
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      const target = token.attrGet("href");
      if (target !== null) token.attrSet("href", pageLink(String(target), prefix));
    }
    badTex = [];
    const html = md.renderer.render(tokens, md.options, {});
    return { html, headings, badTex };
  };
}

/** A link to a section or to another notebook, as it is between pages. */
function pageLink(target: string, prefix: string): string {
  if (target.startsWith("#")) return `#${prefix}${target.slice(1)}`;
  const other = /^(?:\.\/)?([\w-]+)\.ipynb(?:#(.+))?$/.exec(target);
  if (!other) return target;
  const [, name, section] = other;
  return section ? `${name}.html#${name}-${section}` : `${name}.html`;
}

/** "The size formula, $s(i-1)$" → "the-size-formula-s-i-1". */
function slug(words: string): string {
  const parts = words.normalize("NFKD").toLowerCase().match(/[\p{Letter}\p{Number}]+/gu);
  return parts?.join("-") ?? "section";
}

function distinct(id: string, used: Map<string, number>): string {
  const count = (used.get(id) ?? 0) + 1;
  used.set(id, count);
  return count === 1 ? id : `${id}-${count}`;
}
