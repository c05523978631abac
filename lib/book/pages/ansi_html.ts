import { escapeHtml } from "../../figures/escape_html.ts";

/**
 * Writes a terminal's text as HTML: its colours and bold as spans, the rest as text.
 *
 * Colours become the classes `ansi-1` (red) to `ansi-7` (white), bold `ansi-bold`.
 * Other control sequences are left out.
 *
 * @param text What a cell printed, with ANSI control sequences (ECMA-48, "SGR").
 */
export function ansiHtml(text: string): string {
  let html = "";
  let style: Style = { bold: false };
  for (const part of text.split(control)) {
    if (part.startsWith(escape)) {
      const codes = /^.\[([\d;]*)m$/.exec(part);
      if (codes) style = plainCodes(codes[1]).map(Number).reduce(changed, style);
    } else if (part !== "") {
      html += styled(escapeHtml(part), style);
    }
  }
  return html;
}

const escape = "\u001b";
const control = new RegExp(`(${escape}\\[[\\d;?]*[A-Za-z])`);

interface Style {
  bold: boolean;
  colour?: number;
}

/** Colours of a palette or of 24 bits count as the text's own: 38 as 39, 48 as 49. */
function plainCodes(codes: string): string[] {
  const ofPalette = /\b([34])8;(?:5;\d*|2;\d*;\d*;\d*)/g;
  return codes.replace(ofPalette, (_, layer) => `${layer}9`).split(";");
}

function changed(style: Style, code: number): Style {
  if (code === 0) return { bold: false };
  if (code === 1) return { ...style, bold: true };
  if (code === 22) return { ...style, bold: false };
  if (code === 39) return { ...style, colour: undefined };
  if ((code >= 30 && code <= 37) || (code >= 90 && code <= 97)) {
    return { ...style, colour: code % 10 };
  }
  return style;
}

function styled(html: string, { bold, colour }: Style): string {
  const classes = [
    ...(colour === undefined ? [] : [`ansi-${colour}`]),
    ...(bold ? ["ansi-bold"] : []),
  ];
  return classes.length > 0 ? `<span class="${classes.join(" ")}">${html}</span>` : html;
}
