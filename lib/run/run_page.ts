/**
 * The page that a run leaves in its folder.
 *
 * @module
 */
import look from "../figures/page_look.css" with { type: "text" };
import type { Figure } from "../figures/figure.ts";
import { escapeHtml } from "../figures/escape_html.ts";
import { lossCurvesFigure } from "../figures/loss_curves.ts";
import { scoreCurvesFigure } from "../figures/score_curves.ts";
import { describeDiagnosis } from "../train/describe_diagnosis.ts";
import type { Diagnosis } from "../train/doctor/diagnosis.ts";
import type { StepRecord } from "../train/training_state.ts";
import style from "./run_page.css" with { type: "text" };
import script from "./run_page.js" with { type: "text" };

/** A picture of the fixed latents, as a file beside the page. */
export interface GridFile {
  /** After how many steps it was made. */
  step: number;
  /** Its name in the folder. */
  file: string;
}

/** What the page shows. */
export interface RunPage {
  /** What was trained, in a few words. */
  title: string;
  /** How the run stands: "running", "ended after 5,000 steps", "stopped after …". */
  status: string;
  /** One for each step so far. */
  records: readonly StepRecord[];
  /** The loss D of a discriminator that cannot decide: 2 ln 2, or ln 2 where halved. */
  undecided: number;
  /** The doctor's. */
  diagnoses: readonly Diagnosis[];
  /** Pictures of the fixed latents, the earliest first. */
  grids: readonly GridFile[];
  /** Real images beside generated ones, if there is such a picture. */
  comparison?: string;
  /** The pictures of the fixed latents as an animation, if there is one. */
  animation?: string;
  /** Tables of names and values under headings: recipe, data, machine, versions. */
  facts: readonly { heading: string; rows: readonly [string, string][] }[];
  /** Other files of the folder, and what they are. */
  files: readonly { file: string; what: string }[];
}

/**
 * Writes the page of a run: curves, samples over time with a scrubber, the doctor's notes,
 * and with what it was made.
 *
 * It opens from the disk and loads nothing but the pictures beside it. Without scripts the
 * last picture of the samples shows.
 *
 * @param page What it shows; plain data.
 * @returns An HTML document.
 */
export function runPageHtml(page: RunPage): string {
  const parts = [
    section("What the doctor says", notes(page.diagnoses)),
    section("Samples of the same latents", samples(page)),
    section("Real and generated", comparison(page)),
    section("Curves", curves(page)),
    ...page.facts.map(({ heading, rows }) => section(heading, factsTable(rows))),
    section("Files", fileList(page.files)),
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(page.title)}</title>
<style>
${look}${style}</style>
</head>
<body>
<main>
<h1>${escapeHtml(page.title)}</h1>
<p class="status">${escapeHtml(page.status)}</p>
${parts.join("\n")}
</main>
</body>
</html>
`;
}

function section(heading: string, content: string): string {
  if (content === "") return "";
  return `<section>\n<h2>${escapeHtml(heading)}</h2>\n${content}\n</section>`;
}

function notes(diagnoses: readonly Diagnosis[]): string {
  const items = diagnoses.map((diagnosis) => {
    // No line begins with a percent sign.
    const words = describeDiagnosis(diagnosis).replaceAll(" %", "\u00a0%");
    const { severity, condition } = diagnosis;
    const kind = severity === "none" ? condition : severity;
    return `<li class="${kind}">${escapeHtml(words)}</li>`;
  });
  return items.length > 0 ? `<ul class="notes">${items.join("")}</ul>` : "";
}

function samples({ grids, animation }: RunPage): string {
  const last = grids.at(-1);
  if (!last) return "";
  const newest = grids.length - 1;
  const data = escapeHtml(JSON.stringify(grids));
  const link = animation
    ? `<p><a href="${escapeHtml(animation)}">The same as an animation</a></p>`
    : "";
  return `<div class="scrubber" data-grids="${data}">
<img src="${escapeHtml(last.file)}" alt="Samples after ${counted(last.step)}">
<p><label>After <output>${counted(last.step)}</output>
<input type="range" min="0" max="${newest}" value="${newest}"></label></p>
</div>
${link}
<script>${script}</script>`;
}

function comparison({ comparison: file }: RunPage): string {
  if (file === undefined) return "";
  const alt = "Left: real images. Right: generated ones.";
  return `<figure><img src="${escapeHtml(file)}" alt="${alt}">` +
    `<figcaption>${alt}</figcaption></figure>`;
}

function curves({ records, undecided }: RunPage): string {
  if (records.length === 0) return "";
  const size = { width: 680, height: 260 };
  const drawn = [
    () => lossCurvesFigure(records, { ...size, undecided }),
    () => scoreCurvesFigure(records, size),
  ];
  return drawn.map((draw) => figureOrReason(draw)).join("\n");
}

/** A diverged run has no finite values to draw, and its page must say so all the same. */
function figureOrReason(draw: () => Figure): string {
  try {
    return draw().html;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return `<p>${escapeHtml(error.message)}.</p>`;
  }
}

function factsTable(rows: readonly [string, string][]): string {
  const lines = rows.map(([name, value]) => {
    // Where a field's path is too long for its column, it ends after a dot.
    const heading = escapeHtml(name).replaceAll(".", ".<wbr>");
    return `<tr><th scope="row">${heading}</th><td>${escapeHtml(value)}</td></tr>`;
  });
  return lines.length > 0 ? `<table>${lines.join("")}</table>` : "";
}

function fileList(files: RunPage["files"]): string {
  const items = files.map(({ file, what }) =>
    `<li><a href="${escapeHtml(file)}">${escapeHtml(file)}</a> ${escapeHtml(what)}</li>`
  );
  return items.length > 0 ? `<ul>${items.join("")}</ul>` : "";
}

function counted(step: number): string {
  return `${step.toLocaleString("en")} ${step === 1 ? "step" : "steps"}`;
}
