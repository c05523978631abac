import assert from "node:assert/strict";
import { join } from "@std/path";
import { inFolder } from "../../test/in_folder.ts";
import { testWith } from "../../test/test_with.ts";
import { buildBook } from "./build_book.ts";
import type { NotebookFile } from "./notebook_file.ts";
import { plainCode } from "./pages/highlight_code.ts";

const cover = { title: "A book", description: "It runs." };

function notebook(source: string): NotebookFile {
  const cell = { cell_type: "markdown", id: "a", metadata: {}, source } as const;
  return { nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [cell] };
}

function parts(log: string[] = []) {
  return {
    cover,
    check: (paths: string[]) => {
      log.push(`check ${paths.join(" ")}`);
      return Promise.resolve();
    },
    run: (path: string) => {
      log.push(`run ${path}`);
      return Promise.resolve(notebook(`# Title of ${path}\n\nText.`));
    },
    load: () => Promise.resolve(plainCode),
  };
}

testWith(
  { permissions: ["read", "write"] },
  "buildBook() checks all notebooks, then runs them in order, then writes the book",
  () =>
    inFolder(async (folder) => {
      const log: string[] = [];
      const output = join(folder, "site");
      const notebooks = ["n/10_a.ipynb", "n/20_b.ipynb"];
      const path = await buildBook({ ...parts(log), notebooks, output });
      assert.deepEqual(log, [
        "check n/10_a.ipynb n/20_b.ipynb",
        ...notebooks.map((n) => `run ${n}`),
      ]);
      assert.equal(path, join(output, "index.html"));
      const first = await Deno.readTextFile(path);
      assert.ok(first.indexOf("10_a.html") < first.indexOf("20_b.html"));
    }),
);

testWith(
  { permissions: ["read", "write"] },
  "buildBook() leaves the earlier book as it was where the last notebook fails",
  () =>
    inFolder(async (folder) => {
      const output = join(folder, "site");
      const path = await buildBook({ ...parts(), notebooks: ["10_a.ipynb"], output });
      const before = await Deno.readTextFile(path);
      const run = (path: string) =>
        path === "20_b.ipynb"
          ? Promise.reject(new Error("cell 3 failed"))
          : Promise.resolve(notebook("# Another title\n\nText."));
      const notebooks = ["10_a.ipynb", "20_b.ipynb"];
      await assert.rejects(
        () => buildBook({ ...parts(), run, notebooks, output }),
        /cell 3 failed/,
      );
      assert.equal(await Deno.readTextFile(path), before);
    }),
);

testWith(
  { permissions: ["read", "write"] },
  "buildBook() logs each chapter with its place and seconds, and hands on the environment",
  () =>
    inFolder(async (folder) => {
      const lines: string[] = [];
      const progress: string[] = [];
      const environments: unknown[] = [];
      await buildBook({
        ...parts(),
        run: (_, options) => {
          environments.push(options?.environment);
          options?.onCell?.({ cell: 1, cells: 3, seconds: 1 });
          return Promise.resolve(notebook("# A\n\nText."));
        },
        notebooks: ["10_a.ipynb"],
        output: join(folder, "site"),
        environment: { DENO_V8_FLAGS: "--x" },
        log: (line) => lines.push(line),
        progress: (line) => progress.push(line),
      });
      assert.match(lines[0], /^types checked, \d+\.\d s$/);
      assert.match(lines[1], /^1\/1 10_a: \d+\.\d s$/);
      assert.match(progress[0], /^checking the types of all cells, \d+\.\d s$/);
      assert.match(progress[1], /^1\/1 10_a: no cell run yet, \d+\.\d s$/);
      assert.match(progress[2], /^1\/1 10_a: 1 of 3 cells run, \d+\.\d s$/);
      assert.deepEqual(environments, [{ DENO_V8_FLAGS: "--x" }]);
    }),
);

testWith(
  { permissions: ["read", "write"] },
  "buildBook() says again and again where it stands while a long cell runs, and not after it",
  () =>
    inFolder(async (folder) => {
      const lines: string[] = [];
      const { promise: saidTwice, resolve } = Promise.withResolvers<void>();
      await buildBook({
        ...parts(),
        run: async (_, options) => {
          options?.onCell?.({ cell: 7, cells: 9, seconds: 1 });
          await saidTwice;
          return notebook("# A\n\nText.");
        },
        notebooks: ["10_a.ipynb"],
        output: join(folder, "site"),
        progressEvery: 1,
        progress: (line) => {
          lines.push(line);
          if (lines.filter((said) => said.includes("7 of 9")).length === 3) resolve();
        },
      });
      const { length } = lines;
      assert.match(lines.at(-1)!, /^1\/1 10_a: 7 of 9 cells run, \d+\.\d s$/);
      await new Promise((resolve) => setTimeout(resolve, 20));
      assert.equal(lines.length, length);
    }),
);

Deno.test("buildBook() refuses to build a book without notebooks", async () => {
  await assert.rejects(
    () => buildBook({ ...parts(), notebooks: [], output: "site" }),
    /it must have a notebook: it has none/,
  );
});
