/**
 * Type-checks notebooks. The kernel does not: there a missing export is silently
 * undefined, and a syntax error says only "Execution failed".
 *
 * @module
 */
import { basename, dirname, join, resolve, toFileUrl } from "@std/path";
import { joinCells, type JoinedCells } from "./join_cells.ts";
import { codeCells, type NotebookFile, readNotebook } from "./notebook_file.ts";

/** One fault that the type checker found. */
export interface Diagnostic {
  /** The notebook, or the library's file if the fault is there. */
  file: string;
  /** The code cell, from 1; null if the fault is in a library's file. */
  cell: number | null;
  /** The line of the cell or file, from 1. */
  line: number;
  /** That line's text; empty if the fault is in a library's file. */
  source: string;
  /** What is wrong, in the checker's words. */
  message: string;
}

/** How to check. */
export interface CheckOptions {
  /** The Deno that checks. Default: the one that runs this. */
  deno?: string;
}

/** Notebooks that do not pass the type check. The message lists every fault. */
export class NotebookCheckError extends Error {
  /** The class's name, for logs. */
  override name = "NotebookCheckError";
  /** The faults. */
  readonly diagnostics: Diagnostic[];

  /** @param diagnostics The faults, one at least. */
  constructor(diagnostics: Diagnostic[]) {
    super(diagnostics.map(formatDiagnostic).join("\n\n"));
    this.diagnostics = diagnostics;
  }
}

/**
 * Checks all cells of notebooks, which takes little longer for many than for one.
 *
 * @param paths The notebooks, all under one `deno.json`.
 * @throws {NotebookCheckError} If there are faults.
 */
export async function checkNotebooks(
  paths: string[],
  options: CheckOptions = {},
): Promise<void> {
  const notebooks = await Promise.all(paths.map(async (path) => {
    const notebook = await readNotebook(path);
    return { path, notebook };
  }));
  const diagnostics = await findFaults(notebooks, options);
  if (diagnostics.length > 0) throw new NotebookCheckError(diagnostics);
}

/**
 * Checks notebooks that are already read.
 *
 * @param notebooks Notebooks and the paths by which their imports are resolved.
 * @returns The faults; none if all is well.
 * @throws {Error} If the checker fails without naming a fault.
 */
export async function findFaults(
  notebooks: { path: string; notebook: NotebookFile }[],
  { deno = Deno.execPath() }: CheckOptions = {},
): Promise<Diagnostic[]> {
  if (notebooks.length === 0) return [];
  const metas = notebooks.flatMap(({ path, notebook }) => findImportMeta(path, notebook));
  if (metas.length > 0) return metas;
  const folder = await Deno.makeTempDir({ prefix: "dcgan-book-check-" });
  try {
    const modules = new Map<string, CheckedModule>();
    for (const [index, { path, notebook }] of notebooks.entries()) {
      const file = join(folder, `${index}_${basename(path, ".ipynb")}.ts`);
      const joined = joinCells(notebook, resolve(dirname(path)));
      await Deno.writeTextFile(file, joined.code);
      modules.set(toFileUrl(await Deno.realPath(file)).href, { path, notebook, joined });
    }
    const config = await findConfig(resolve(dirname(notebooks[0].path)));
    const { success, stderr } = await new Deno.Command(deno, {
      args: [
        "check",
        ...config === null ? ["--no-config"] : ["--config", config],
        ...modules.keys(),
      ],
      env: { NO_COLOR: "1" },
      stdin: "null",
    }).output();
    if (success) return [];
    const output = new TextDecoder().decode(stderr);
    const diagnostics = parseDiagnostics(output, modules);
    if (diagnostics.length === 0) throw new Error(`Cannot check notebooks:\n${output}`);
    return diagnostics;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** A module that was checked in a notebook's place. */
export interface CheckedModule {
  path: string;
  notebook: NotebookFile;
  joined: JoinedCells;
}

/**
 * Reads what `deno check` printed, and leads faults back to cells.
 *
 * @param output The checker's standard error without colours.
 * @param modules The modules made from notebooks, by their URL.
 * @returns The faults in the order printed.
 */
export function parseDiagnostics(
  output: string,
  modules: Map<string, CheckedModule>,
): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  let text: string[] = [];
  for (const line of output.split("\n")) {
    const end = line.match(/^(.*?)\s*\bat (file:\S+?):(\d+)(?::(\d+))?$/);
    if (!end) {
      text.push(line);
      continue;
    }
    const [, last, url, number] = end;
    diagnostics.push(locate([...text, last], url, Number(number), modules));
    text = [];
  }
  return diagnostics;
}

/**
 * A fault as a person reads it: place, message, line.
 *
 * @param diagnostic The fault.
 * @returns Lines without a final newline.
 */
export function formatDiagnostic(
  { file, cell, line, source, message }: Diagnostic,
): string {
  const where = cell === null
    ? `${file}:${line}`
    : `${file}, code cell ${cell}, line ${line}`;
  const quoted = source === "" ? "" : `\n  ${line} | ${source}`;
  return `${where}: ${message}${quoted}`;
}

function locate(
  text: string[],
  url: string,
  number: number,
  modules: Map<string, CheckedModule>,
): Diagnostic {
  const module = modules.get(url);
  const quoted = module?.joined.code.split("\n")[number - 1];
  const message = text.filter((line) => !isNoise(line) && line.trim() !== quoted?.trim())
    .join("\n").replace(/^error: /, "").trimEnd();
  const place = module?.joined.places[number - 1];
  if (!module || !place) {
    return { file: url, cell: null, line: number, source: "", message };
  }
  const source =
    codeCells(module.notebook)[place.cell - 1].source.split("\n")[place.line - 1];
  return { file: module.path, ...place, source, message };
}

/** Progress, blank lines, carets and quoted lines, which stand below the message again. */
function isNoise(line: string): boolean {
  return /^(Check|Download|Initialize|Warning) |^\s*$|^[\s|]*[~^]*$|^\s*\d* \|/.test(
    line,
  );
}

function findImportMeta(path: string, notebook: NotebookFile): Diagnostic[] {
  return codeCells(notebook).flatMap((cell, index) =>
    cell.source.split("\n").flatMap((source, line) =>
      /^(?!\s*\/\/).*\bimport\.meta\b/.test(source)
        ? [{
          file: path,
          cell: index + 1,
          line: line + 1,
          source,
          message: "import.meta is a syntax error in the kernel",
        }]
        : []
    )
  );
}

/** The configuration that the kernel finds from a notebook's folder. */
async function findConfig(folder: string): Promise<string | null> {
  for (const name of ["deno.json", "deno.jsonc"]) {
    try {
      return await Deno.realPath(join(folder, name));
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  return dirname(folder) === folder ? null : await findConfig(dirname(folder));
}
