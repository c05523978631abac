import type { ImageBatch } from "../artefacts/image_grid.ts";
import { undecidedLoss } from "../train/losses.ts";
import type { Recipe } from "../train/recipe.ts";
import type { StepRecord } from "../train/training_state.ts";
import { accuracyCurvesFigure } from "../figures/accuracy_curves.ts";
import { epochLossesFigure } from "../figures/epoch_losses.ts";
import type { Figure } from "../figures/figure.ts";
import { makeFigure } from "../figures/figure.ts";
import { imageGridFigure, type ImageGridOptions } from "../figures/image_grid_figure.ts";
import { loggedRecordsFigure } from "../figures/logged_records.ts";
import { lossCurvesFigure } from "../figures/loss_curves.ts";
import { scoreCurvesFigure } from "../figures/score_curves.ts";
import { threeLossesFigure } from "../figures/three_losses.ts";

/** What decides how a recipe's training is drawn. */
export type DrawnRecipe = Pick<Recipe, "logging" | "loss">;

/**
 * Draws a training as its source draws it, from the same records whatever the recipe.
 *
 * Losses by epoch where the source logs epochs; its three losses where it logs both
 * halves; loss and accuracy where it logs the accuracy; loss and score curves over printed
 * lines where it logs scores. Under them stand the generator's images.
 *
 * @param records One for each step so far, in order.
 * @param images The generator's images, or null while there are none.
 * @param options.recipe What is logged, and the form of the loss.
 * @param options.lines How many printed lines are shown.
 * @returns A figure to show again and again in one place while training runs.
 * @throws {RangeError} If a part cannot be drawn.
 */
export function recipeFigure(
  records: readonly StepRecord[],
  images: ImageBatch | null,
  { recipe, lines, caption, ...grid }: ImageGridOptions & {
    recipe: DrawnRecipe;
    lines?: number;
  },
): Figure {
  const started = records.length > 0;
  const plots = started ? plotsOf(records, recipe) : [];
  const printed = started && recipe.logging.values.includes("scoreReal")
    ? [loggedRecordsFigure(records, { every: recipe.logging.every, lines })]
    : [];
  const made = `The generator's images of ${recipe.logging.grid.latents} latents`;
  const samples = images
    ? [imageGridFigure(images, { ...gridOf(recipe), ...grid, caption: made })]
    : [];
  const parts = [...plots, ...printed, ...samples];
  const half = ({ svg }: Figure) =>
    `<div style="flex:1 1 300px;min-width:0">${svg}</div>`;
  const row = `<div style="display:flex;flex-wrap:wrap;align-items:flex-end;gap:8px;` +
    `margin-bottom:8px">${plots.map((plot) => half(plot)).join("")}</div>`;
  const below = [...printed, ...samples].map(({ svg, html }) => svg ?? html).join("");
  const alt = parts.map((part) => part.alt).join(" ") || "The training has not begun.";
  const text = caption === undefined ? alt : `${alt}\n${caption}`;
  return makeFigure({ content: row + below, caption, alt, text });
}

function plotsOf(records: readonly StepRecord[], recipe: DrawnRecipe): Figure[] {
  const { values, unit } = recipe.logging;
  const undecided = undecidedLoss(recipe.loss);
  if (unit === "epochs") {
    return [epochLossesFigure(records, { width: 520, height: 240, undecided })];
  }
  const size = { width: 420, height: 230 };
  if (values.includes("lossDReal")) {
    return [threeLossesFigure(records, { width: 520, height: 240 })];
  }
  const losses = lossCurvesFigure(records, { ...size, undecided });
  if (values.includes("accuracy")) {
    const measured = records.flatMap(({ step, health }) =>
      health ? [{ step, ...health }] : []
    );
    return measured.length === 0
      ? [losses]
      : [losses, accuracyCurvesFigure(measured, size)];
  }
  return values.includes("scoreReal")
    ? [losses, scoreCurvesFigure(records, size)]
    : [losses];
}

/** d2l's 21 images stand in 3 rows of 7; many stand in rows of 16, as a page is wide. */
function gridOf({ logging: { grid: { count } } }: DrawnRecipe): ImageGridOptions {
  if (count >= 64) return { columns: 16 };
  return count % 7 === 0 ? { columns: 7 } : {};
}
