import assert from "node:assert/strict";
import { joinCells } from "./join_cells.ts";
import { type Cell, parseNotebook } from "./notebook_file.ts";

function notebook(...sources: string[]) {
  const cells = sources.map((source, index): Partial<Cell> => ({
    cell_type: source.startsWith("#") ? "markdown" : "code",
    id: `c${index}`,
    source,
  }));
  const file = { nbformat: 4, nbformat_minor: 5, metadata: {}, cells };
  return parseNotebook(JSON.stringify(file), "x.ipynb");
}

Deno.test("joinCells() knows the cell and line of each line, prose not counted", () => {
  const { code, places } = joinCells(
    notebook("const a = 1\n\nf()", "# prose", "(a)"),
    "/n",
  );
  assert.equal(code, "const a = 1\n\nf()\n;\n(a)\n;\nexport {};\n");
  assert.deepEqual(places, [
    { cell: 1, line: 1 },
    { cell: 1, line: 2 },
    { cell: 1, line: 3 },
    null,
    { cell: 2, line: 1 },
    null,
    null,
  ]);
});

Deno.test("joinCells() drops what an earlier cell imported, and keeps the count of lines", () => {
  const { code } = joinCells(
    notebook(
      `import * as tf from "tf";\nimport { a, b as c } from 'm';`,
      `import * as tf from "tf";\nimport {\n  a,\n  d,\n} from "m";\nd();`,
      `import { b as  c, type T } from "m"; c();`,
    ),
    "/n",
  );
  assert.equal(
    code,
    [
      `import * as tf from "tf";`,
      `import { a, b as c } from 'm';`,
      `;`,
      ``,
      `import { d } from "m";`,
      ``,
      ``,
      ``,
      `d();`,
      `;`,
      `import { type T } from "m"; c();`,
      `;`,
      `export {};`,
      ``,
    ].join("\n"),
  );
});

Deno.test("joinCells() keeps a name that comes from another module, which is an error", () => {
  const { code } = joinCells(notebook(`import a from "m";`, `import a from "n";`), "/n");
  assert.equal(code, `import a from "m";\n;\nimport a from "n";\n;\nexport {};\n`);
});

Deno.test("joinCells() makes relative imports absolute, dynamic ones and effects too", () => {
  const { code } = joinCells(
    notebook(
      `import { x } from "../lib/x.ts";\nimport "./y.ts";\nawait import('./z.ts');\nf("../a");`,
    ),
    "/book/notebooks",
  );
  assert.equal(
    code,
    [
      `import { x } from "file:///book/lib/x.ts";`,
      `import "file:///book/notebooks/y.ts";`,
      `await import('file:///book/notebooks/z.ts');`,
      `f("../a");`,
      `;`,
      `export {};`,
      ``,
    ].join("\n"),
  );
});
