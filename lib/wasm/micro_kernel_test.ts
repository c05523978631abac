import assert from "node:assert/strict";
import { microKernelSource } from "./micro_kernel.ts";

const source = microKernelSource();

Deno.test("microKernelSource() has a function for each tile", () => {
  const names = [...source.matchAll(/export function (\w+)/g)].map(([, name]) => name);
  assert.deepEqual(names, [
    ...["rowsProduct6", "rowsProduct4", "rowsProduct2", "rowsProduct2Narrow"],
    ...["columnsProduct6", "columnsProduct4", "columnsProduct4Narrow"],
  ]);
});

Deno.test("A round of a micro-kernel multiplies its tile's vectors, and reads A seldom", () => {
  const functions = source.split("export function ");
  const count = (name: string, what: RegExp) =>
    functions.find((text) => text.startsWith(`${name}(`))?.match(what)?.length;
  for (
    const [name, products, reads] of [
      ["rowsProduct6", 6 * 4, 6],
      ["rowsProduct2Narrow", 4 * 2 * 4, 2],
      ["columnsProduct6", 6 * 4, 6],
      ["columnsProduct4Narrow", 4 * 2, 1],
    ] as const
  ) {
    assert.equal(count(name, /relaxed_madd/g), products, name);
    assert.equal(count(name, /v128\.load(32_splat)?\(a/g), reads, name);
  }
});

Deno.test("A row of sums is read whole before any of it is stored", () => {
  const rows = source.match(/v128\.load\(c, \d+\), c0_0[^]*?v128\.store/g) ?? [];
  // Three tall tiles and a narrow one for rows; two and a narrow one of half a strip.
  const reads = rows.map((row) => row.match(/v128\.load\(c/g)?.length);
  assert.deepEqual(reads, [4, 4, 4, 4, 4, 4, 2]);
});
