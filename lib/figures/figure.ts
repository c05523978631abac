import { escapeHtml } from "./escape_html.ts";

/** The symbol under which notebooks ask a value how it is displayed. */
export const jupyterDisplay: unique symbol = Symbol.for("Jupyter.display");

/** Something that a notebook shows, with words for those who cannot see it. */
export interface Figure {
  /** A `<figure>` element that needs nothing from outside: no style sheet, no script. */
  readonly html: string;
  /** What the figure shows, made from its data. */
  readonly alt: string;
  /** What a terminal shows instead of the figure. */
  readonly text: string;
  /** The picture alone as an SVG file, where the figure is one picture. */
  readonly svg?: string;
  /** What the kernel sends to the notebook. */
  [jupyterDisplay](): { "text/html": string; "text/plain": string };
}

/**
 * Makes a figure of markup and its words.
 *
 * The markup must carry `alt` itself where it needs it (`aria-label` of an SVG): the
 * figure adds only the element around it and the caption.
 *
 * @param parts.content Markup that stands inside `<figure>`.
 * @param parts.alt What the figure shows; must not be blank.
 * @param parts.text What a terminal shows, `alt` by default.
 * @param parts.caption Plain text under the figure.
 * @param parts.svg The picture as an SVG file of its own.
 * @throws {RangeError} If `alt` is blank.
 */
export function makeFigure(
  { content, alt, text = alt, caption, svg }: {
    content: string;
    alt: string;
    text?: string;
    caption?: string;
    svg?: string;
  },
): Figure {
  if (alt.trim() === "") {
    throw new RangeError(
      `Cannot make a figure as 'alt' must say what it shows: it is ""`,
    );
  }
  const foot = caption === undefined ? "" : figcaption(caption);
  const html = `<figure style="margin:0.5em 0;max-width:100%">${content}${foot}</figure>`;
  const display = { "text/html": html, "text/plain": text };
  return { html, alt, text, svg, [jupyterDisplay]: () => ({ ...display }) };
}

function figcaption(caption: string): string {
  const style = "font:14px system-ui,sans-serif;margin-top:0.5em";
  return `<figcaption style="${style}">${escapeHtml(caption)}</figcaption>`;
}
