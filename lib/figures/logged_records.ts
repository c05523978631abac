import { requirePositive } from "../tensor/require_positive.ts";
import { escapeHtml } from "./escape_html.ts";
import type { Figure } from "./figure.ts";
import { makeFigure } from "./figure.ts";
import type { LossRecord } from "./loss_curves.ts";
import type { ScoreRecord } from "./score_curves.ts";

/**
 * Shows training as a terminal does: a line every so many steps.
 *
 *     step 50   loss D 1.464   loss G 6.936   D(x) .714   D(G(z)) .588 / .002
 *
 * The last pair is the mean score of the same fake images before and after the
 * discriminator's update. These are the numbers that PyTorch's tutorial prints.
 *
 * @param records One for each step so far, in order.
 * @param options.every Steps from one line to the next.
 * @param options.lines How many lines are shown; the latest, as a terminal scrolls.
 * @throws {RangeError} If `every` or `lines` is no positive integer.
 */
export function loggedRecordsFigure(
  records: readonly (LossRecord & ScoreRecord)[],
  { every = 50, lines = 5 }: { every?: number; lines?: number } = {},
): Figure {
  const action = "show records";
  requirePositive(every, { action, name: "every" });
  requirePositive(lines, { action, name: "lines" });
  const chosen = records.filter(({ step }) => step % every === 0).slice(-lines);
  const width = String(chosen.at(-1)?.step ?? 0).length;
  const text = chosen.length === 0
    ? `The first line comes after ${every} steps.`
    : chosen.map((record) => lineOf(record, width)).join("\n");
  const style = "margin:0.5em 0;overflow-x:auto;font-size:0.85em;line-height:1.45;" +
    "background:none;border:0;padding:0";
  const content = `<pre style="${style}">${escapeHtml(text)}</pre>`;
  return makeFigure({ content, alt: text, text });
}

function lineOf(record: LossRecord & ScoreRecord, width: number): string {
  const { step, lossD, lossG, scoreReal, scoreFakeBefore, scoreFakeAfter } = record;
  return [
    `step ${String(step).padStart(width)}`,
    `loss D ${lossD.toFixed(3)}`,
    `loss G ${lossG.toFixed(3)}`,
    `D(x) ${scoreReal.toFixed(3)}`,
    `D(G(z)) ${scoreFakeBefore.toFixed(3)} / ${scoreFakeAfter.toFixed(3)}`,
  ].join("   ");
}
