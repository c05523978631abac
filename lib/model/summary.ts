import type { Layer } from "./sequence.ts";

/** A layer in a summary. */
export interface SummaryRow {
  /** What the layer is. */
  layer: string;
  /** Its output's shape: "[batch, 4, 4, 512]". */
  outputShape: string;
  /** How many numbers an optimiser changes. */
  parameters: number;
  /** How many numbers are running statistics, which no optimiser changes. */
  statistics: number;
}

/**
 * What each layer is, gives and holds.
 *
 * Keras prints parameters and statistics together, PyTorch only parameters; here they
 * stand apart.
 *
 * @param layers The first layer first.
 * @param inputShape The first layer's input without the batch.
 * @returns One row a layer.
 * @throws {RangeError} If the layers do not fit one another.
 */
export function summaryRows(
  layers: readonly Layer[],
  inputShape: number[],
): SummaryRow[] {
  let shape = inputShape;
  return layers.map((layer) => {
    shape = layer.outputShape(shape);
    const count = (trainable: boolean) =>
      layer.parameters.filter((parameter) => parameter.trainable === trainable)
        .reduce((sum, { value }) => sum + value.size, 0);
    return {
      layer: layer.name,
      outputShape: `[${["batch", ...shape].join(", ")}]`,
      parameters: count(true),
      statistics: count(false),
    };
  });
}

/**
 * A network's summary and, in a last row, its sums: the rows of a table.
 *
 * @example
 * ```ts
 * import { RandomGenerator } from "../tensor/random.ts";
 * import { createGenerator } from "./generator.ts";
 * import { summaryTable } from "./summary.ts";
 *
 * const generator = createGenerator({ size: 16, random: new RandomGenerator(1) });
 * console.table(summaryTable(generator));
 * ```
 *
 * @param network Anything with a summary.
 * @returns The rows, and one named "total" whose output shape is empty.
 */
export function summaryTable(network: { summary(): SummaryRow[] }): SummaryRow[] {
  const rows = network.summary();
  return [...rows, {
    layer: "total",
    outputShape: "",
    parameters: rows.reduce((sum, row) => sum + row.parameters, 0),
    statistics: rows.reduce((sum, row) => sum + row.statistics, 0),
  }];
}
