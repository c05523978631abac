/**
 * The words of a progress bar, cut to a terminal's width.
 *
 * @module
 */
import { printable } from "./printable.ts";

/** What a progress line can say; empty parts are left out. */
export interface LineParts {
  /** What is being done. */
  title: string;
  /** How much of it is done, in [0, 1]; undefined where nobody knows the whole. */
  share: number | undefined;
  /** `4.2 MB of 9.91 MB`. */
  amount: string;
  /** `1.2 MB/s`. */
  rate: string;
  /** `0:05 left`. */
  time: string;
  /** Anything else. */
  detail: string;
  /** Whether the detail goes last, where the line is narrow, and not first. */
  keepsDetail?: boolean;
}

/**
 * Lays the parts out in one line of at most `width` columns.
 *
 * Where it is narrow, the bar shrinks first, then the details go, the amount, the bar and
 * the rate; the percentage and the time left stay longest, and the title is shortened in
 * its middle. With `keepsDetail` the details go after the rate.
 *
 * @param parts What to say.
 * @param width The columns that may be used.
 * @returns The line, without a break at its end.
 */
export function fitLine(parts: LineParts, width: number): string {
  const clean = { ...parts, title: printable(parts.title) };
  const layouts = clean.keepsDetail ? detailLast : detailFirst;
  for (const { barWidth, leaveOut } of layouts) {
    const line = layOut(clean, leaveOut, barWidth);
    const spare = width - displayWidth(line);
    if (spare < 0) continue;
    if (barWidth === 0 || clean.share === undefined) return line;
    return layOut(clean, leaveOut, Math.min(barWidth + spare, maximumBar));
  }
  const { leaveOut } = layouts.at(-1)!;
  const rest = displayWidth(layOut({ ...clean, title: "t" }, leaveOut, 0)) - 1;
  const title = shorten(clean.title, width - rest);
  return cut(layOut({ ...clean, title }, leaveOut, 0), width);
}

type PartName = Exclude<keyof LineParts, "keepsDetail">;

/** How wide the bar is at least, and what is not said. */
interface Layout {
  barWidth: number;
  leaveOut: PartName[];
}

const minimumBar = 10;
const maximumBar = 30;

/** From what is wanted to what is needed. */
const detailFirst: Layout[] = [
  { barWidth: minimumBar, leaveOut: [] },
  { barWidth: minimumBar, leaveOut: ["detail"] },
  { barWidth: minimumBar, leaveOut: ["detail", "amount"] },
  { barWidth: 0, leaveOut: ["detail", "amount"] },
  { barWidth: 0, leaveOut: ["detail", "amount", "rate"] },
];

const detailLast: Layout[] = [
  { barWidth: minimumBar, leaveOut: [] },
  { barWidth: minimumBar, leaveOut: ["amount"] },
  { barWidth: 0, leaveOut: ["amount"] },
  { barWidth: 0, leaveOut: ["amount", "rate"] },
  { barWidth: 0, leaveOut: ["amount", "rate", "detail"] },
];

function layOut(parts: LineParts, leaveOut: PartName[], barWidth: number): string {
  const { title, share, amount, rate, time, detail } = parts;
  const percent = share === undefined
    ? ""
    : `${String(Math.floor(share * 100)).padStart(3)} %`;
  const bar = share === undefined || barWidth === 0 ? "" : drawBar(share, barWidth);
  // Without a whole there is no percentage, and the amount says it all.
  const keepsAmount = share === undefined || !leaveOut.includes("amount");
  const facts = [
    keepsAmount ? amount : "",
    leaveOut.includes("rate") ? "" : rate,
    time,
    leaveOut.includes("detail") ? "" : printable(detail),
  ].filter((fact) => fact !== "");
  return [title, percent, bar, facts.join(", ")].filter((part) => part !== "").join(" ");
}

/** In ASCII, whose width every terminal agrees on. */
function drawBar(share: number, width: number): string {
  const full = Math.floor(share * width);
  const tip = full < width ? ">" : "";
  return `[${"=".repeat(full)}${tip}${" ".repeat(width - full - tip.length)}]`;
}

/** Keeps a text's start and end, which tell file names apart. */
function shorten(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  if (width < 5) return cut(text, Math.max(width, 0));
  const start = cut(text, Math.ceil((width - 1) / 2));
  const letters = Array.from(text);
  let end = "";
  for (let i = letters.length - 1; i >= 0; i--) {
    if (displayWidth(start + "…" + letters[i] + end) > width) break;
    end = letters[i] + end;
  }
  return `${start}…${end}`;
}

function cut(text: string, width: number): string {
  let kept = "";
  for (const letter of text) {
    if (displayWidth(kept + letter) > width) break;
    kept += letter;
  }
  return kept;
}

/**
 * The columns a text takes on a terminal: East Asian letters and emoji take two, marks
 * over letters none.
 *
 * @param text Without control characters.
 */
export function displayWidth(text: string): number {
  let width = 0;
  for (const letter of text) {
    width += /\p{M}/u.test(letter) ? 0 : wide.test(letter) ? 2 : 1;
  }
  return width;
}

/** Unicode's wide blocks: Hangul, Chinese and Japanese, their forms, emoji. */
const wide = new RegExp(
  "[\\u1100-\\u115f\\u2e80-\\ua4cf\\uac00-\\ud7a3\\uf900-\\ufaff\\ufe30-\\ufe6f" +
    "\\uff00-\\uff60\\uffe0-\\uffe6\\u{1f300}-\\u{1faff}\\u{20000}-\\u{3fffd}]",
  "u",
);
