import { escapeHtml } from "../../figures/escape_html.ts";
import type {
  DisplayOutput,
  JsonObject,
  Output,
  ResultOutput,
} from "../notebook_file.ts";
import { ansiHtml } from "./ansi_html.ts";

/**
 * Renders one output of a code cell.
 *
 * Of a display's forms it takes the richest: HTML, SVG, a picture, Markdown, text.
 * A picture's alternative text is its metadata's `alt`, else the display's plain text.
 *
 * @param output The output.
 * @param renderMarkdown Renders Markdown and LaTeX that a cell displays.
 * @returns HTML; nothing for a display without a form that a page can show.
 */
export function renderOutput(
  output: Output,
  renderMarkdown: (source: string) => string,
): string {
  switch (output.output_type) {
    case "stream":
      return preformatted(output.text, output.name);
    case "error": {
      const { traceback, ename, evalue } = output;
      const text = traceback.join("\n") || `${ename}: ${evalue}`;
      return preformatted(text, "error");
    }
    default:
      return display(output, renderMarkdown);
  }
}

function display(
  { data, metadata }: DisplayOutput | ResultOutput,
  renderMarkdown: (source: string) => string,
): string {
  const text = (type: string) => typeof data[type] === "string" ? data[type] : undefined;
  const plain = text("text/plain");
  const html = text("text/html") ?? text("image/svg+xml");
  if (html !== undefined) return `<div class="output display">${html}</div>`;
  for (const type of ["image/png", "image/jpeg", "image/gif", "image/webp"]) {
    const bytes = text(type);
    if (bytes === undefined) continue;
    return `<div class="output display">${picture(type, bytes, metadata, plain)}</div>`;
  }
  const markdown = text("text/markdown") ?? text("text/latex");
  if (markdown !== undefined) {
    return `<div class="output display">${renderMarkdown(markdown)}</div>`;
  }
  return plain === undefined ? "" : preformatted(plain, "result");
}

function picture(
  type: string,
  base64: string,
  metadata: JsonObject,
  plain?: string,
): string {
  const own = metadata[type];
  const details = typeof own === "object" && own !== null && !Array.isArray(own)
    ? own
    : {};
  const alt = details.alt ?? metadata.alt ?? plain;
  const words = typeof alt === "string" ? ` alt="${escapeHtml(alt)}"` : "";
  const size = (["width", "height"] as const).map((side) =>
    typeof details[side] === "number" ? ` ${side}="${details[side]}"` : ""
  );
  return `<img src="data:${type};base64,${base64.replace(/\s/g, "")}"${words}` +
    `${size.join("")}>`;
}

const names = {
  stdout: "printed",
  stderr: "standard error",
  error: "error",
  result: "result",
};

/** A box of text that scrolls by itself, for which it must take the keyboard's focus. */
function preformatted(text: string, kind: keyof typeof names): string {
  const lines = ansiHtml(text.replace(/\n$/, ""));
  return `<pre class="output ${kind}" tabindex="0" role="region" ` +
    `aria-label="${names[kind]}">${lines}</pre>`;
}
