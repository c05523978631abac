/**
 * Shows the library's source in a notebook.
 *
 * @module
 */
import { fromFileUrl, join } from "@std/path";
import { send } from "./show.ts";

/** How to show a source. */
export interface SourceOptions {
  /** Whether the comment above the declaration is shown too. Default: false. */
  docstring?: boolean;
}

/**
 * Shows the source of a function, class or constant as it stands in the library now.
 *
 *     await showSource("lib/model/g_block.ts", "gBlock");
 *
 * @param path The file, from the project's folder.
 * @param name The declaration's name.
 * @throws {RangeError} If the file does not declare it.
 */
export async function showSource(
  path: string,
  name: string,
  options: SourceOptions = {},
): Promise<void> {
  const project = fromFileUrl(new URL("../../", import.meta.url));
  const text = await Deno.readTextFile(join(project, path));
  const source = sourceOf(text, name, { path, ...options });
  await send({ "text/markdown": fencedSource(source, path), "text/plain": source });
}

/**
 * Finds a declaration in a module's text.
 *
 * It relies on the format that `deno fmt` gives: a declaration at the top level starts in
 * the first column, and what belongs to it is indented or closes a bracket.
 *
 * @param text The module.
 * @param name The declaration's name.
 * @param options The file's path for the error, and whether the comment is wanted.
 * @returns The declaration's lines.
 * @throws {RangeError} If there is none.
 */
export function sourceOf(
  text: string,
  name: string,
  { path, docstring = false }: SourceOptions & { path: string },
): string {
  const lines = text.split("\n");
  const declaration = new RegExp(
    "^(export )?(default )?(abstract )?(async )?" +
      `(function\\*?|class|const|let|interface|type|enum) ${name}\\b`,
  );
  const start = lines.findIndex((line) => declaration.test(line));
  if (start < 0) {
    throw new RangeError(
      `Cannot show '${name}' as '${path}' must declare it at its top level: it does not`,
    );
  }
  const after = lines.findIndex((line, index) =>
    index > start && /^[^\s)}\]]/.test(line)
  );
  const end = after < 0 ? lines.length : after;
  const first = docstring ? commentStart(lines, start) : start;
  return lines.slice(first, end).join("\n").trimEnd();
}

/**
 * A source as Markdown that names its file.
 *
 * @param source The source.
 * @param path Its file.
 * @returns Markdown whose fence is longer than any in the source.
 */
export function fencedSource(source: string, path: string): string {
  const runs = source.match(/`+/g) ?? [];
  const fence = "`".repeat(Math.max(3, ...runs.map((run) => run.length + 1)));
  return `From \`${path}\`:\n\n${fence}typescript\n${source}\n${fence}`;
}

/** The first line of the block comment that ends right above a line. */
function commentStart(lines: string[], start: number): number {
  if (!/\*\/$/.test(lines[start - 1] ?? "")) return start;
  let first = start - 1;
  while (first > 0 && !lines[first].startsWith("/*")) first--;
  return first;
}
