/**
 * Notebooks as files: nbformat 4.5, read with clear errors.
 *
 * In memory every text is one string. On disk nbformat keeps texts as lists of lines, which
 * {@linkcode parseNotebook} joins.
 *
 * Source: https://nbformat.readthedocs.io/en/latest/format_description.html
 *
 * @module
 */

/** Any value that JSON can hold. */
export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;

/** An object of JSON values. */
export interface JsonObject {
  [key: string]: JsonValue;
}

/** Text that a cell printed. */
export interface StreamOutput {
  output_type: "stream";
  name: "stdout" | "stderr";
  text: string;
}

/** Something a cell displayed, by media type: `text/html`, `image/png` (base64), … */
export interface DisplayOutput {
  output_type: "display_data";
  data: JsonObject;
  metadata: JsonObject;
}

/** The value of a cell's last expression. */
export interface ResultOutput {
  output_type: "execute_result";
  execution_count: number | null;
  data: JsonObject;
  metadata: JsonObject;
}

/** What a cell threw. */
export interface ErrorOutput {
  output_type: "error";
  ename: string;
  evalue: string;
  traceback: string[];
}

/** One output of a code cell. */
export type Output = StreamOutput | DisplayOutput | ResultOutput | ErrorOutput;

/** A cell that the kernel runs. */
export interface CodeCell {
  cell_type: "code";
  id: string;
  metadata: JsonObject;
  source: string;
  execution_count: number | null;
  outputs: Output[];
}

/** A cell of prose (`markdown`) or of text that nothing reads (`raw`). */
export interface TextCell {
  cell_type: "markdown" | "raw";
  id: string;
  metadata: JsonObject;
  source: string;
  attachments?: JsonObject;
}

/** One cell of a notebook. */
export type Cell = CodeCell | TextCell;

/** A notebook: cells in order, and metadata that name the kernel. */
export interface NotebookFile {
  nbformat: 4;
  nbformat_minor: number;
  metadata: JsonObject;
  cells: Cell[];
}

/**
 * Reads a notebook from a file.
 *
 * @param path The `.ipynb` file.
 * @returns The notebook.
 * @throws {SyntaxError} If the file is not JSON.
 * @throws {TypeError} If it is JSON but no notebook of format 4.
 */
export async function readNotebook(path: string): Promise<NotebookFile> {
  return parseNotebook(await Deno.readTextFile(path), path);
}

/**
 * The notebook that a file's text holds.
 *
 * Cells of formats before 4.5 have no ids; they are given `cell-1`, `cell-2`, …
 *
 * @param text The file's text.
 * @param path The file's name, for the errors only.
 * @returns The notebook, every text in it one string.
 * @throws {SyntaxError} If the text is not JSON.
 * @throws {TypeError} If it is JSON but no notebook of format 4.
 */
export function parseNotebook(text: string, path: string): NotebookFile {
  const fail = (requirement: string, value: unknown): never => {
    const found = JSON.stringify(value)?.slice(0, 80);
    throw new TypeError(
      `Cannot read notebook '${path}' as ${requirement}: current value is ${found}`,
    );
  };
  const file = parseJson(text, path);
  if (!isObject(file)) return fail("it must hold a JSON object", file);
  if (file.nbformat !== 4) return fail("'nbformat' must be 4", file.nbformat);
  const minor = file.nbformat_minor;
  if (typeof minor !== "number") return fail("'nbformat_minor' must be a number", minor);
  const metadata = file.metadata ?? {};
  if (!isObject(metadata)) return fail("'metadata' must be an object", metadata);
  if (!Array.isArray(file.cells)) return fail("'cells' must be a list", file.cells);
  const cells = file.cells.map((cell, index) => readCell(cell, index, minor, fail));
  const ids = new Set<string>();
  for (const { id } of cells) {
    if (ids.has(id)) return fail("every cell must have an 'id' of its own", id);
    ids.add(id);
  }
  return { nbformat: 4, nbformat_minor: Math.max(5, minor), metadata, cells };
}

/**
 * The code cells in order. Cell numbers in errors are places in this list, from 1, which
 * is also the number that Jupyter shows beside a cell after Run All.
 *
 * @param notebook The notebook.
 * @returns Its code cells, the notebook's own objects.
 */
export function codeCells(notebook: NotebookFile): CodeCell[] {
  return notebook.cells.filter((cell): cell is CodeCell => cell.cell_type === "code");
}

/**
 * Whether a cell carries a tag.
 *
 * @param cell The cell.
 * @param tag For example `raises-exception`.
 * @returns True if the cell's metadata list the tag.
 */
export function hasTag(cell: Cell, tag: string): boolean {
  const { tags } = cell.metadata;
  return Array.isArray(tags) && tags.includes(tag);
}

type Fail = (requirement: string, value: unknown) => never;

function parseJson(text: string, path: string): JsonValue {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new SyntaxError(
      `Cannot read notebook '${path}' as it must hold JSON: ${(error as Error).message}`,
      { cause: error },
    );
  }
}

function readCell(cell: JsonValue, index: number, minor: number, fail: Fail): Cell {
  const where = `cell ${index + 1}`;
  if (!isObject(cell)) return fail(`${where} must be an object`, cell);
  const type = cell.cell_type;
  if (type !== "code" && type !== "markdown" && type !== "raw") {
    return fail(`'cell_type' of ${where} must be code, markdown or raw`, type);
  }
  const id = cell.id ?? (minor < 5 ? `cell-${index + 1}` : undefined);
  if (typeof id !== "string" || !/^[\w-]{1,64}$/.test(id)) {
    return fail(`'id' of ${where} must be 1 to 64 letters, digits, - or _`, id);
  }
  const source = joinLines(cell.source);
  if (source === undefined) {
    return fail(
      `'source' of ${where} must be a string or a list of strings`,
      cell.source,
    );
  }
  const metadata = cell.metadata ?? {};
  if (!isObject(metadata)) {
    return fail(`'metadata' of ${where} must be an object`, metadata);
  }
  if (type !== "code") {
    const text: TextCell = { cell_type: type, id, metadata, source };
    return isObject(cell.attachments) ? { ...text, attachments: cell.attachments } : text;
  }
  const outputs = cell.outputs ?? [];
  if (!Array.isArray(outputs)) {
    return fail(`'outputs' of ${where} must be a list`, outputs);
  }
  return {
    cell_type: "code",
    id,
    metadata,
    source,
    execution_count: readCount(cell.execution_count),
    outputs: outputs.map((output) => readOutput(output, where, fail)),
  };
}

function readOutput(output: JsonValue, where: string, fail: Fail): Output {
  if (!isObject(output)) return fail(`an output of ${where} must be an object`, output);
  const type = output.output_type;
  if (type === "stream") {
    const text = joinLines(output.text);
    if (text === undefined) return fail(`a stream of ${where} must have 'text'`, output);
    const name = output.name === "stderr" ? "stderr" : "stdout";
    return { output_type: "stream", name, text };
  }
  if (type === "error") {
    const { ename, evalue, traceback } = output;
    return {
      output_type: "error",
      ename: String(ename ?? ""),
      evalue: String(evalue ?? ""),
      traceback: Array.isArray(traceback) ? traceback.map(String) : [],
    };
  }
  if (type !== "display_data" && type !== "execute_result") {
    return fail(`'output_type' in ${where} must be one of nbformat's four`, type);
  }
  if (!isObject(output.data)) {
    return fail(`an output of ${where} must have 'data'`, output);
  }
  const data = Object.fromEntries(
    Object.entries(output.data).map(([media, value]) => [
      media,
      isJson(media) ? value : joinLines(value) ?? value,
    ]),
  );
  const metadata = isObject(output.metadata) ? output.metadata : {};
  if (type === "display_data") return { output_type: type, data, metadata };
  const execution_count = readCount(output.execution_count);
  return { output_type: type, execution_count, data, metadata };
}

const isJson = (media: string): boolean => /^application\/(.*\+)?json$/.test(media);

const readCount = (value: JsonValue | undefined): number | null =>
  typeof value === "number" ? value : null;

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function joinLines(value: JsonValue | undefined): string | undefined {
  if (typeof value === "string") return value;
  const lines = Array.isArray(value) && value.every((line) => typeof line === "string");
  return lines ? value.join("") : undefined;
}
