/**
 * Runs notebooks on the real Deno kernel.
 *
 * @module
 */
import { dirname } from "@std/path";
import { findFaults, formatDiagnostic } from "../check_notebook.ts";
import {
  type CodeCell,
  codeCells,
  hasTag,
  type NotebookFile,
  readNotebook,
} from "../notebook_file.ts";
import { cellLine } from "./cell_line.ts";
import { OutputCollector } from "./collect_outputs.ts";
import { type ExecuteOptions, type ExecuteResult, Kernel } from "./kernel.ts";
import type { KernelOptions } from "./kernel_process.ts";

/** What a cell's end is reported with. */
export interface CellProgress {
  /** The code cell that ended, from 1. */
  cell: number;
  /** How many code cells the notebook has. */
  cells: number;
  /** How long it ran. */
  seconds: number;
}

/** How to run a notebook. */
export interface RunOptions extends KernelOptions, Pick<ExecuteOptions, "grace"> {
  /** How long one cell may show nothing, in milliseconds. Default: 600 000. */
  timeout?: number;
  /** Called after each cell. */
  onCell?: (progress: CellProgress) => void;
}

/** Where and why a notebook failed. */
export interface CellFailure {
  notebook: string;
  /** The code cell, from 1. */
  cell: number;
  /** The line of the cell, from 1, or null if the kernel does not say. */
  line: number | null;
  /** That line's text, or the cell's first line. */
  source: string;
  ename: string;
  evalue: string;
  /** The stack, innermost call first. */
  traceback: string[];
}

/** A cell that failed. The message names notebook, cell, line, source line and error. */
export class CellError extends Error {
  /** The class's name, for logs. */
  override name = "CellError";
  /** The failure in parts. */
  readonly failure: CellFailure;

  /**
   * @param failure Where and why.
   * @param options The cause, if an exception was one.
   */
  constructor(failure: CellFailure, options?: ErrorOptions) {
    super(formatFailure(failure), options);
    this.failure = failure;
  }
}

/**
 * Runs a notebook from top to bottom on a kernel of its own, in the notebook's folder.
 *
 * The file is left alone. Two tags of cells count: `raises-exception` says that the cell
 * must throw, `skip-execution` that it must not run.
 *
 * @param path The notebook.
 * @param options Timeout, progress, and the kernel's Deno and environment.
 * @returns The notebook with outputs.
 * @throws {CellError} If a cell throws, runs too long or ends the kernel, or if a cell that
 * must throw does not. No later cell is run.
 */
export async function runNotebook(
  path: string,
  options: RunOptions = {},
): Promise<NotebookFile> {
  return await runCells(await readNotebook(path), path, options);
}

/**
 * Runs a notebook that is already read.
 *
 * @param notebook The notebook; it is not changed.
 * @param path Where it lies, or would.
 * @param options As for {@linkcode runNotebook}.
 * @returns A copy with outputs.
 * @throws {CellError} As {@linkcode runNotebook} does.
 */
async function runCells(
  notebook: NotebookFile,
  path: string,
  options: RunOptions = {},
): Promise<NotebookFile> {
  const result = structuredClone(notebook);
  const cells = codeCells(result);
  const collector = new OutputCollector();
  await using kernel = await Kernel.start({ folder: dirname(path), ...options });
  for (const [index, cell] of cells.entries()) {
    cell.outputs = [];
    cell.execution_count = null;
    if (cell.source.trim() === "" || hasTag(cell, "skip-execution")) continue;
    const start = performance.now();
    const place = { notebook: path, cell: index + 1 };
    const ended = await runCell(kernel, cell, collector, options, place);
    const mustThrow = hasTag(cell, "raises-exception");
    if (mustThrow && ended.status === "ok") {
      throw new CellError({
        ...place,
        line: null,
        source: firstLine(cell.source),
        ename: "Error",
        evalue: "The cell must throw as its tag 'raises-exception' says: it did not",
        traceback: [],
      });
    }
    if (!mustThrow && ended.status === "error") {
      throw new CellError(await explain(result, cell, place, ended));
    }
    const seconds = (performance.now() - start) / 1000;
    options.onCell?.({ cell: index + 1, cells: cells.length, seconds });
  }
  result.metadata.kernelspec ??= {
    display_name: "Deno",
    language: "typescript",
    name: "deno",
  };
  result.metadata.language_info = kernel.info.language_info ?? {};
  return result;
}

type Place = Pick<CellFailure, "notebook" | "cell">;

async function runCell(
  kernel: Kernel,
  cell: CodeCell,
  collector: OutputCollector,
  { timeout = 600_000, grace }: RunOptions,
  place: Place,
): Promise<ExecuteResult> {
  const { outputs, add } = collector.cell();
  cell.outputs = outputs;
  try {
    const ended = await kernel.execute(cell.source, {
      onOutput: add,
      timeout,
      grace,
    });
    cell.execution_count = ended.executionCount;
    return ended;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const source = firstLine(cell.source);
    throw new CellError({
      ...place,
      line: null,
      source,
      ename: error.name,
      evalue: error.message,
      traceback: [],
    }, { cause: error });
  }
}

/** Adds the line, and asks the type checker where the kernel says only that it failed. */
async function explain(
  notebook: NotebookFile,
  cell: CodeCell,
  place: Place,
  { ename, evalue, traceback }: ExecuteResult,
): Promise<CellFailure> {
  const line = cellLine(cell.source, traceback);
  const source = line === null
    ? firstLine(cell.source)
    : cell.source.split("\n")[line - 1] ?? "";
  const failure = { ...place, line, source, ename, evalue, traceback };
  if (evalue !== "Execution failed" || line !== null) return failure;
  const faults = await findFaults([{ path: place.notebook, notebook }]);
  const fault = faults.find((fault) => fault.cell === place.cell);
  if (!fault) {
    const others = faults.map(formatDiagnostic).join("\n");
    return { ...failure, evalue: `${evalue}\n${others}`.trimEnd() };
  }
  return { ...failure, line: fault.line, source: fault.source, evalue: fault.message };
}

function formatFailure(
  { notebook, cell, line, source, ename, evalue, traceback }: CellFailure,
): string {
  const where = `${notebook}, code cell ${cell}${line === null ? "" : `, line ${line}`}`;
  const frames = traceback.filter((frame) => /^\s+at .*file:/.test(frame));
  return [
    `${where}: ${ename}: ${evalue}`,
    `  ${line ?? 1} | ${source}`,
    ...frames.slice(0, 8),
  ].join("\n");
}

const firstLine = (source: string): string =>
  source.split("\n").find((line) => line.trim() !== "") ?? "";
