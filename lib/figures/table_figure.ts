import { nameInWords } from "../measure/name_in_words.ts";
import { escapeHtml } from "./escape_html.ts";
import type { Figure } from "./figure.ts";
import { makeFigure } from "./figure.ts";
import { numberText } from "./number_text.ts";

/** What a table's cell can hold: a list is written as a shape, `[4, 4, 512]`. */
export type TableCell = string | number | boolean | readonly number[] | null;

/**
 * Draws rows as a table, with numbers to the right and thousands apart.
 *
 * @param rows Objects with the same keys; the first row's keys head the columns,
 *   `outputShape` as "output shape", `lossD` as "loss D".
 * @param options.caption Text over the table.
 * @param options.headings Other words for some of the keys.
 * @param options.percent Keys whose numbers are shares, to be shown in whole per cent;
 *   a list of shares is written as `17 · 83`.
 * @throws {RangeError} If there is no row, or a row lacks a key of the first.
 */
export function tableFigure<Row extends { [Key in keyof Row]: TableCell }>(
  rows: readonly Row[],
  { caption, headings = {}, percent = [] }: {
    caption?: string;
    headings?: { [Key in keyof Row]?: string };
    percent?: readonly (keyof Row)[];
  } = {},
): Figure {
  if (rows.length === 0) {
    throw new RangeError("Cannot draw a table as it must have a row: it has none");
  }
  const keys = Object.keys(rows[0]) as (keyof Row & string)[];
  const columns = keys.map((key) => {
    const cells = rows.map((row, index) => {
      const cell: TableCell | undefined = row[key];
      if (cell !== undefined) return percent.includes(key) ? inPercent(cell) : cell;
      throw new RangeError(
        `Cannot draw a table as each row must have '${key}': row ${index + 1} lacks it`,
      );
    });
    return {
      heading: headings[key] ?? nameInWords(key),
      cells: cells.map(cellText),
      numeric: cells.every((cell) => cell === null || typeof cell === "number"),
    };
  });
  const alt = `${caption ? `${caption}: table` : "Table"} of ${rows.length} ` +
    `${rows.length === 1 ? "row" : "rows"} with ` +
    `${columns.map(({ heading }) => heading).join(", ")}.`;
  const text = [...(caption ? [caption] : []), ...textLines(columns)].join("\n");
  return makeFigure({ content: tableHtml(columns, caption), alt, text });
}

interface Column {
  heading: string;
  cells: string[];
  numeric: boolean;
}

function inPercent(cell: TableCell): TableCell {
  if (typeof cell === "number") return Math.round(100 * cell);
  return Array.isArray(cell) ? cell.map(inPercent).join(" · ") : cell;
}

function cellText(cell: TableCell): string {
  if (cell === null) return "–";
  if (typeof cell === "number") return numberText(cell, { digits: 4 });
  if (typeof cell === "object") return `[${cell.join(", ")}]`;
  return String(cell);
}

function tableHtml(columns: Column[], caption?: string): string {
  const style = ({ numeric }: Column) =>
    `padding:0.25em 0.8em;vertical-align:top;text-align:${numeric ? "right" : "left"};` +
    `font-variant-numeric:tabular-nums`;
  const head = columns.map((column) =>
    `<th scope="col" style="${style(column)};border-bottom:1px solid currentColor">` +
    `${escapeHtml(column.heading)}</th>`
  );
  const body = columns[0].cells.map((_, row) =>
    columns.map((column) =>
      `<td style="${style(column)}${inOneLine(column.cells[row])}">` +
      `${escapeHtml(column.cells[row])}</td>`
    ).join("")
  );
  const above = caption
    ? `<caption style="text-align:left;padding:0.25em 0.8em;font-weight:600;` +
      `white-space:nowrap">` +
      `${escapeHtml(caption)}</caption>`
    : "";
  return `<div style="overflow-x:auto"><table style="border-collapse:collapse;` +
    `margin:0;font-size:0.9em">${above}<thead><tr>${head.join("")}</tr></thead>` +
    `<tbody><tr>${body.join("</tr><tr>")}</tr></tbody></table></div>`;
}

/** Numbers such as "17 · 83" are read together; words may go on in the next line. */
function inOneLine(text: string): string {
  return /\p{Letter}/u.test(text) ? "" : ";white-space:nowrap";
}

function textLines(columns: Column[]): string[] {
  const padded = columns.map(({ heading, cells, numeric }) => {
    const width = Math.max(...[heading, ...cells].map((text) => text.length));
    return [heading, "─".repeat(width), ...cells].map((text) =>
      numeric ? text.padStart(width) : text.padEnd(width)
    );
  });
  return padded[0].map((_, line) =>
    padded.map((column) => column[line]).join("  ").trimEnd()
  );
}
