/**
 * A notebook's code cells as one TypeScript module, for the type checker.
 *
 * @module
 */
import { join, toFileUrl } from "@std/path";
import { codeCells, type NotebookFile } from "./notebook_file.ts";

/** A line of a code cell; both numbers start at 1. */
export interface CellPlace {
  cell: number;
  line: number;
}

/** A module made of cells, and where each of its lines comes from. */
export interface JoinedCells {
  code: string;
  /** The place of line `n` of the module is `places[n - 1]`; null between cells. */
  places: (CellPlace | null)[];
}

/**
 * Joins code cells so that they share one scope, as in the kernel.
 *
 * A name may be imported again from the same module, as the kernel allows. Relative
 * imports are made absolute, as the module may lie anywhere. Every line stays on a line of
 * its own, so that errors can be led back.
 *
 * @param notebook The notebook.
 * @param folder The notebook's folder, absolute.
 * @returns The module.
 */
export function joinCells(notebook: NotebookFile, folder: string): JoinedCells {
  const imported = new Set<string>();
  const lines: string[] = [];
  const places: (CellPlace | null)[] = [];
  codeCells(notebook).forEach(({ source }, index) => {
    const code = absoluteImports(withoutRepeatedImports(source, imported), folder);
    code.split("\n").forEach((line, lineIndex) => {
      lines.push(line);
      places.push({ cell: index + 1, line: lineIndex + 1 });
    });
    lines.push(";");
    places.push(null);
  });
  return { code: [...lines, "export {};", ""].join("\n"), places: [...places, null] };
}

const IMPORT = /^import\s+(type\s+)?([^"';]+?)\s+from\s+(["'])(.+?)\3[ \t]*;?/gm;

/** Drops from import statements the names that `imported` already has, and adds others. */
function withoutRepeatedImports(source: string, imported: Set<string>): string {
  return source.replace(IMPORT, (statement, type = "", clause, _quote, specifier) => {
    const isNew = (name: string): boolean => {
      const key = `${name.replaceAll(/\s+/g, " ")} from ${specifier}`;
      if (imported.has(key)) return false;
      imported.add(key);
      return true;
    };
    const { outside, inside } = splitClause(clause);
    const newOutside = outside.filter(isNew);
    const newInside = inside.filter(isNew);
    const repeated = outside.length + inside.length - newOutside.length -
      newInside.length;
    if (repeated === 0) return statement;
    const rest = [
      ...newOutside,
      ...newInside.length > 0 ? [`{ ${newInside.join(", ")} }`] : [],
    ].join(", ");
    const kept = rest === "" ? "" : `import ${type}${rest} from "${specifier}";`;
    return kept + "\n".repeat(statement.split("\n").length - 1);
  });
}

/** `a, { b, c as d }` → the names outside the braces and those inside. */
function splitClause(clause: string): { outside: string[]; inside: string[] } {
  const names = (text: string) =>
    text.split(",").map((name) => name.trim()).filter(Boolean);
  const [, before, braces = ""] = clause.match(/^([^{]*)(?:\{([^}]*)\})?/)!;
  return { outside: names(before), inside: names(braces) };
}

function absoluteImports(source: string, folder: string): string {
  return source.replace(
    /(\bfrom\s+|\bimport\s+|\bimport\(\s*)(["'])(\.\.?\/.+?)\2/g,
    (_match, before, quote, path) =>
      `${before}${quote}${toFileUrl(join(folder, path)).href}${quote}`,
  );
}
