/**
 * Builds the book: checks the notebooks, runs them, writes their pages.
 *
 * @module
 */
import { basename, join } from "@std/path";
import { checkNotebooks } from "./check_notebook.ts";
import { type CellProgress, runNotebook } from "./kernel/run_notebook.ts";
import type { BookCover } from "./pages/book_pages.ts";
import { type Chapter, renderChapter } from "./pages/chapter.ts";
import { bookFiles, writeBook } from "./pages/export_book.ts";
import { loadHighlight } from "./pages/highlight_code.ts";

/** How to build a book. */
export interface BuildOptions {
  /** The notebooks' files, in the book's order. */
  notebooks: readonly string[];
  /** The folder that the book is written to. */
  output: string;
  cover: BookCover;
  /** Environment variables for the kernels, such as `DENO_V8_FLAGS`. */
  environment?: Record<string, string>;
  /** Told a line for each thing done. */
  log?: (line: string) => void;
  /** Told where the book stands, after each cell and while one runs. */
  progress?: (line: string) => void;
  /** Milliseconds between two such lines while a cell runs. */
  progressEvery?: number;
  /** What checks, runs and colours; the real things by default. */
  check?: (paths: string[]) => Promise<void>;
  run?: typeof runNotebook;
  load?: typeof loadHighlight;
}

/**
 * Builds a book from notebooks, each run on a kernel of its own.
 *
 * Nothing is written before every notebook has been checked, has run and has become a
 * page: a fault leaves the earlier book as it was.
 *
 * @returns The path of the book's first page.
 * @throws {RangeError} If there is no notebook.
 * @throws {NotebookCheckError} If a cell has a type error.
 * @throws {CellError} If a cell fails: with notebook, cell, source line and error.
 * @throws {ExportError} If a notebook cannot become a page.
 */
export async function buildBook(
  {
    notebooks,
    output,
    cover,
    environment,
    log = () => {},
    progress = () => {},
    progressEvery = 1000,
    check = checkNotebooks,
    run = runNotebook,
    load = loadHighlight,
  }: BuildOptions,
): Promise<string> {
  if (notebooks.length === 0) {
    throw new RangeError("Cannot build a book as it must have a notebook: it has none");
  }
  const checking = stopwatch();
  await sayWhile(
    () => check([...notebooks]),
    () => progress(`checking the types of all cells, ${checking()}`),
    progressEvery,
  );
  log(`types checked, ${checking()}`);

  const highlight = await load();
  const chapters: Chapter[] = [];
  for (const [index, path] of notebooks.entries()) {
    const running = stopwatch();
    const chapter = `${index + 1}/${notebooks.length} ${basename(path, ".ipynb")}`;
    let state = "no cell run yet";
    const say = () => progress(`${chapter}: ${state}, ${running()}`);
    const onCell = ({ cell, cells }: CellProgress) => {
      state = `${cell} of ${cells} cells run`;
      say();
    };
    const notebook = await sayWhile(
      () => run(path, { environment, onCell }),
      say,
      progressEvery,
    );
    chapters.push(renderChapter(notebook, { path, highlight }));
    log(`${chapter}: ${running()}`);
  }
  await writeBook(await bookFiles(chapters, cover), output);
  return join(output, "index.html");
}

/** A cell that trains takes a minute or two, in which nothing else would be said. */
async function sayWhile<T>(
  work: () => Promise<T>,
  say: () => void,
  every: number,
): Promise<T> {
  say();
  const timer = setInterval(say, every);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

function stopwatch(): () => string {
  const start = performance.now();
  return () => `${((performance.now() - start) / 1000).toFixed(1)} s`;
}
