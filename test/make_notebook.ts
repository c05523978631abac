import type { CodeCell, NotebookFile } from "../lib/book/notebook_file.ts";

/**
 * A notebook of code cells.
 *
 * @param sources The cells' sources. One that starts with `%tag ` and a line break is
 * given that tag.
 * @returns The notebook.
 */
export function makeNotebook(...sources: string[]): NotebookFile {
  const cells = sources.map((text, index): CodeCell => {
    const [, tag, source] = text.match(/^%tag (\S+)\n(.*)$/s) ?? [null, null, text];
    return {
      cell_type: "code",
      id: `cell-${index + 1}`,
      metadata: tag === null ? {} : { tags: [tag] },
      source,
      execution_count: null,
      outputs: [],
    };
  });
  const kernelspec = { display_name: "Deno", language: "typescript", name: "deno" };
  // deno fmt takes the cells' language from here.
  const language_info = { name: "typescript", file_extension: ".ts" };
  const metadata = { kernelspec, language_info };
  return { nbformat: 4, nbformat_minor: 5, metadata, cells };
}

/**
 * Cells that print, each line naming its cell: `cell 3 line 7`.
 *
 * @param cells How many cells.
 * @param lines How many lines each prints.
 * @returns The cells' sources.
 */
export function printingCells(cells: number, lines: number): string[] {
  return Array.from(
    { length: cells },
    (_, cell) =>
      `for (let line = 0; line < ${lines}; line++) {
  console.log(\`cell ${cell} line \${line}\`);
}`,
  );
}

/**
 * How many lines of {@linkcode printingCells} stand where they belong.
 *
 * @param texts What each of those cells printed.
 * @param lines How many lines each printed.
 * @returns The number of lines in their own cell, at their own place.
 */
export function linesInPlace(texts: string[], lines: number): number {
  let right = 0;
  texts.forEach((text, cell) => {
    const printed = text.split("\n");
    for (let line = 0; line < lines; line++) {
      if (printed[line] === `cell ${cell} line ${line}`) right++;
    }
  });
  return right;
}
