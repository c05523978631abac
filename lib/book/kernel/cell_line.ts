/**
 * Which line of a cell an error's stack means.
 *
 * @module
 */
import { stripTypeScriptTypes } from "node:module";

/** A place in a text; both numbers start at 1. */
export interface Position {
  line: number;
  column: number;
}

/**
 * The line of a cell at which the kernel says an error was thrown.
 *
 * The kernel runs JavaScript that it printed from the cell's TypeScript, without blank
 * lines and types, and names lines of that. Node's function of the same printer gives the
 * map back.
 *
 * @param source The cell's TypeScript.
 * @param traceback The error's stack. Its last frame `<anonymous>:line:column` is the
 * cell's own; those before may be functions of earlier cells.
 * @returns The line in `source`, from 1, or null if the stack or the map does not say.
 */
export function cellLine(source: string, traceback: string[]): number | null {
  const frame = traceback.join("\n").match(/.*<anonymous>:(\d+):(\d+)/s);
  if (!frame) return null;
  const position = { line: Number(frame[1]), column: Number(frame[2]) };
  const map = printedMap(source);
  return map === null ? null : originalLine(map, position);
}

/** What the kernel writes before the first line. */
const PREFIX = `"use strict"; void 0;`;

/** Some versions of Node's types know no mode but "strip"; Deno has "transform" too. */
const print: (source: string, options: object) => string = stripTypeScriptTypes;

/** The `mappings` of the source map from the kernel's JavaScript to the cell. */
function printedMap(source: string): string | null {
  // The printer drops imports that the cell does not use; the kernel keeps them.
  const names = [...source.matchAll(/^import\s+(?!type)([^"']+?)\s+from\b/gm)]
    .flatMap(([, clause]) => clause.replaceAll(/[{}]/g, "").split(","))
    .map((part) => part.trim().split(/\s+as\s+/).at(-1)!)
    .filter((name) => /^\w+$/.test(name));
  const kept = names.length > 0 ? `${source}\nexport { ${names.join(", ")} };` : source;
  try {
    const printed = print(kept, { mode: "transform", sourceMap: true });
    const [, base64] = printed.split("sourceMappingURL=data:application/json;base64,");
    const json = new TextDecoder().decode(Uint8Array.fromBase64(base64));
    return JSON.parse(json).mappings;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return null;
    throw error;
  }
}

/**
 * Looks a printed position up in a source map.
 *
 * Source: https://tc39.es/ecma426/ (the format of `mappings`)
 */
function originalLine(mappings: string, { line, column }: Position): number | null {
  const wanted = line === 1 ? column - PREFIX.length - 1 : column - 1;
  let original = 0;
  for (const [index, segments] of mappings.split(";").entries()) {
    let printedColumn = 0;
    let found: number | null = null;
    for (const segment of segments.split(",")) {
      const [columns, , lines] = decodeVlq(segment);
      if (lines === undefined) continue;
      printedColumn += columns;
      original += lines;
      if (found === null || printedColumn <= wanted) found = original + 1;
    }
    if (index + 1 === line) return found;
  }
  return null;
}

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Numbers of variable length: 5 bits a digit, the sixth says that more follow. */
function decodeVlq(text: string): number[] {
  const numbers: number[] = [];
  let value = 0;
  let shift = 0;
  for (const character of text) {
    const digit = DIGITS.indexOf(character);
    value |= (digit & 31) << shift;
    shift += 5;
    if (digit & 32) continue;
    numbers.push(value & 1 ? -(value >> 1) : value >> 1);
    value = shift = 0;
  }
  return numbers;
}
