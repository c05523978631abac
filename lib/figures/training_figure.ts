import type { ImageBatch } from "../artefacts/image_grid.ts";
import type { Figure } from "./figure.ts";
import { makeFigure } from "./figure.ts";
import { imageGridFigure } from "./image_grid_figure.ts";
import type { ImageGridOptions } from "./image_grid_figure.ts";
import { lossCurvesFigure } from "./loss_curves.ts";
import type { LossRecord } from "./loss_curves.ts";
import { scoreCurvesFigure } from "./score_curves.ts";
import type { ScoreRecord } from "./score_curves.ts";

/**
 * Draws how a training run goes: losses and scores, and under them what the generator
 * makes of the same latents.
 *
 * Made to be shown again and again in one place while training runs. The two plots
 * stand side by side where the page is wide enough.
 *
 * @param records One for each step so far, in order.
 * @param images The generator's images, such as those of 64 fixed latents.
 * @param options.undecided See `lossCurvesFigure`; `columns`, `scale`, `labels` and the
 *   rest are those of `imageGridFigure`.
 * @throws {RangeError} If either plot or the grid cannot be drawn.
 */
export function trainingFigure(
  records: readonly (LossRecord & ScoreRecord)[],
  images: ImageBatch,
  { undecided, caption, ...grid }: ImageGridOptions & { undecided?: number | null } = {},
): Figure {
  const size = { width: 420, height: 230 };
  const parts = [
    lossCurvesFigure(records, { ...size, undecided }),
    scoreCurvesFigure(records, size),
    imageGridFigure(images, grid),
  ];
  const [losses, scores, samples] = parts.map(({ svg }) => svg);
  const half = (plot?: string) => `<div style="flex:1 1 300px;min-width:0">${plot}</div>`;
  const content =
    `<div style="display:flex;flex-wrap:wrap;align-items:flex-end;gap:8px;` +
    `margin-bottom:8px">${half(losses)}${half(scores)}</div>${samples}`;
  return makeFigure({ content, caption, alt: parts.map(({ alt }) => alt).join(" ") });
}
