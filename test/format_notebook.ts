import type { JsonValue, NotebookFile, Output } from "../lib/book/notebook_file.ts";

/**
 * The text of a notebook's file: nbformat 4.5, one space of indentation as Jupyter's.
 *
 * @param notebook The notebook.
 * @returns JSON that ends in a newline.
 */
export function formatNotebook(notebook: NotebookFile): string {
  const cells = notebook.cells.map((cell) => {
    const source = splitLines(cell.source);
    if (cell.cell_type !== "code") return { ...cell, source };
    return { ...cell, source, outputs: cell.outputs.map(formatOutput) };
  });
  return JSON.stringify({ ...notebook, cells }, null, 1) + "\n";
}

function formatOutput(output: Output): JsonValue {
  if (output.output_type === "error") return { ...output };
  if (output.output_type === "stream") {
    return { ...output, text: splitLines(output.text) };
  }
  const data = Object.fromEntries(
    Object.entries(output.data).map(([media, value]) => {
      const lines = typeof value === "string" && /^text\/|\+xml$/.test(media);
      return [media, lines ? splitLines(value) : value];
    }),
  );
  return { ...output, data };
}

function splitLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}
