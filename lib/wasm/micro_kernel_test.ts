import assert from "node:assert/strict";
import { microKernelSource } from "./micro_kernel.ts";

const source = microKernelSource();

Deno.test("microKernelSource() has a function for each tile", () => {
  const names = [...source.matchAll(/export function (\w+)/g)].map(([, name]) => name);
  assert.deepEqual(names, [
    ...["rowsProduct6", "rowsProduct4", "rowsProduct2"],
    ...["rowsProduct6Twice", "rowsProduct4Twice", "rowsProduct2Twice"],
    ...["columnsProduct6", "columnsProduct4"],
    ...["columnsProduct6Twice", "columnsProduct4Twice"],
  ]);
});

Deno.test("A step of the tile of 6 rows multiplies 6 × 4 vectors, and twice that", () => {
  const functions = source.split("export function ");
  const count = (name: string) =>
    functions.find((text) => text.startsWith(`${name}(`))?.match(/relaxed_madd/g)?.length;
  assert.equal(count("rowsProduct6"), 24);
  assert.equal(count("rowsProduct6Twice"), 48);
  assert.equal(count("columnsProduct6"), 24);
  assert.equal(count("columnsProduct4"), 16);
});

Deno.test("A row of sums is read whole before any of it is stored", () => {
  const rows = source.match(/v128\.load\(c, \d+\), c0_0[^]*?v128\.store/g) ?? [];
  assert.ok(rows.length > 0);
  for (const row of rows) assert.equal(row.match(/v128\.load\(c/g)?.length, 4);
});
