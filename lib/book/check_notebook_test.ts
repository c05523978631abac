import assert from "node:assert/strict";
import {
  checkNotebooks,
  findFaults,
  formatDiagnostic,
  NotebookCheckError,
  parseDiagnostics,
} from "./check_notebook.ts";
import { joinCells } from "./join_cells.ts";
import type { NotebookFile } from "./notebook_file.ts";
import { formatNotebook } from "../../test/format_notebook.ts";
import { testWith } from "../../test/test_with.ts";

function notebook(...sources: string[]): NotebookFile {
  const cells = sources.map((source, index) => ({
    cell_type: "code" as const,
    id: `c${index}`,
    metadata: {},
    source,
    execution_count: null,
    outputs: [],
  }));
  return { nbformat: 4, nbformat_minor: 5, metadata: {}, cells };
}

const modules = (...sources: string[]) => {
  const file = notebook(...sources);
  const path = "notebooks/x.ipynb";
  const joined = joinCells(file, "/book/notebooks");
  return new Map([["file:///tmp/0_x.ts", { path, notebook: file, joined }]]);
};

Deno.test("parseDiagnostics() leads each fault back to its cell and line", () => {
  const output = `Check file:///tmp/0_x.ts
TS2322 [ERROR]: Type 'number' is not assignable to type 'string'.
const b: string = a;
      ^
    at file:///tmp/0_x.ts:3:7

TS2345 [ERROR]: Argument of type 'A' is not assignable to parameter of type 'B'.
  Types of property 'b' are incompatible.
f(a);
  ~
    at file:///tmp/0_x.ts:5:3

Found 2 errors.

error: Type checking failed.
`;
  const map = modules("const a = 1;", "const b: string = a;\n\n  f(a);");
  assert.deepEqual(parseDiagnostics(output, map), [
    {
      file: "notebooks/x.ipynb",
      cell: 2,
      line: 1,
      source: "const b: string = a;",
      message: "TS2322 [ERROR]: Type 'number' is not assignable to type 'string'.",
    },
    {
      file: "notebooks/x.ipynb",
      cell: 2,
      line: 3,
      source: "  f(a);",
      message:
        "TS2345 [ERROR]: Argument of type 'A' is not assignable to parameter of type 'B'.\n" +
        "  Types of property 'b' are incompatible.",
    },
  ]);
});

Deno.test("parseDiagnostics() reads syntax errors, and faults in the library", () => {
  const output = `error: SyntaxError: Unexpected token \`=\`. Expected an identifier
  |
3 | const = 3;
  |       ~
    at file:///tmp/0_x.ts:3:7

TS2322 [ERROR]: Type 'number' is not assignable to type 'string'.
export const l: string = 1;
             ^
    at file:///book/lib/y.ts:1:14
`;
  const [syntax, library] = parseDiagnostics(output, modules("f();", "const = 3;"));
  assert.equal(
    formatDiagnostic(syntax),
    "notebooks/x.ipynb, code cell 2, line 1: " +
      "SyntaxError: Unexpected token `=`. Expected an identifier\n  1 | const = 3;",
  );
  assert.equal(library.file, "file:///book/lib/y.ts");
  assert.equal(library.cell, null);
  assert.match(formatDiagnostic(library), /^file:\/\/\/book\/lib\/y\.ts:1: TS2322/);
});

Deno.test("parseDiagnostics() finds nothing in other output", () => {
  assert.deepEqual(parseDiagnostics("", modules("f();")), []);
  assert.deepEqual(parseDiagnostics("error: no space left\n", modules("f();")), []);
});

Deno.test("findFaults() refuses import.meta, which only the kernel would", async () => {
  const path = "notebooks/x.ipynb";
  const [fault, ...others] = await findFaults([
    { path, notebook: notebook("// import.meta", "f();\nconst here = import.meta.url;") },
  ]);
  assert.equal(
    formatDiagnostic(fault),
    "notebooks/x.ipynb, code cell 2, line 2: import.meta is a syntax error in the kernel\n" +
      "  2 | const here = import.meta.url;",
  );
  assert.deepEqual(others, []);
});

testWith(
  { permissions: ["run", "read", "write"] },
  "checkNotebooks() finds type errors, missing exports and missing modules in one run",
  async () => {
    const folder = await Deno.makeTempDir();
    try {
      const good = `${folder}/good.ipynb`;
      const bad = `${folder}/bad.ipynb`;
      await Deno.writeTextFile(`${folder}/deno.json`, "{}");
      await Deno.writeTextFile(`${folder}/m.ts`, "export const x = 1;");
      const cells = ["const a: number = 1;", "\nconst b: string = a;"];
      const fine = notebook(`import { x } from "./m.ts";`, "await 0; x + 1");
      await Deno.writeTextFile(good, formatNotebook(fine));
      const faulty = notebook(
        ...cells,
        `import { y } from "./m.ts"; y;`,
        `import "./n.ts";`,
      );
      await Deno.writeTextFile(bad, formatNotebook(faulty));
      await checkNotebooks([good]);
      await assert.rejects(checkNotebooks([good, bad]), (error) => {
        assert.ok(error instanceof NotebookCheckError);
        const places = error.diagnostics.map((
          { file, cell, line },
        ) => [file, cell, line]);
        assert.deepEqual(places.toSorted(), [[bad, 2, 2], [bad, 3, 1], [bad, 4, 1]]);
        return true;
      });
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
);
