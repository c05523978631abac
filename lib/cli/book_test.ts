import assert from "node:assert/strict";
import { fromFileUrl, join } from "@std/path";
import { formatNotebook } from "../../test/format_notebook.ts";
import { testWith } from "../../test/test_with.ts";
import type { Cell } from "../book/notebook_file.ts";

const all = ["read", "write", "run", "env", "net", "sys"] as const;
const program = fromFileUrl(new URL("book.ts", import.meta.url));

/** A folder with notebooks, and the book program run on it. */
async function withBook(
  run: (
    book: (notebooks: Record<string, string[]>, ...args: string[]) => Promise<{
      code: number;
      stdout: string;
      stderr: string;
    }>,
    site: string,
  ) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  const site = join(folder, "site");
  try {
    await run(async (notebooks, ...args) => {
      const sources = join(folder, "notebooks");
      await Deno.mkdir(sources, { recursive: true });
      for (const [name, cells] of Object.entries(notebooks)) {
        await Deno.writeTextFile(join(sources, name), notebookOf(cells));
      }
      const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
        args: ["run", "-A", program, "--notebooks", sources, "--output", site, ...args],
        env: { NO_COLOR: "1" },
      }).output();
      const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
      return { code, stdout: decode(stdout), stderr: decode(stderr) };
    }, site);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Cells that start with `#` are prose. */
function notebookOf(sources: string[]): string {
  const cells = sources.map((source, index): Cell => {
    const id = `cell-${index}`;
    return source.startsWith("#")
      ? { cell_type: "markdown", id, metadata: {}, source }
      : {
        cell_type: "code",
        id,
        metadata: {},
        source,
        execution_count: null,
        outputs: [],
      };
  });
  return formatNotebook({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells });
}

testWith(
  { permissions: [...all] },
  "the book program runs notebooks on the kernel, writes the book and says where",
  () =>
    withBook(async (book, site) => {
      const notebooks = {
        "10_a.ipynb": ["# First\n\nText.", "console.log(6 * 7);"],
        "20_b.ipynb": ["# Second\n\nText.", `console.log("b");`],
      };
      const { code, stdout, stderr } = await book(notebooks);
      assert.equal(code, 0, stderr);
      assert.match(stdout, /1\/2 10_a: \d+\.\d s\n2\/2 20_b: \d+\.\d s\n/);
      assert.ok(stdout.includes(`Open ${join(site, "index.html")}`));
      assert.match(await Deno.readTextFile(join(site, "10_a.html")), />42<\/pre>/);

      assert.match(stdout, /^The kernels run /m);

      const one = await book({}, "20", "--safe");
      assert.equal(one.code, 0, one.stderr);
      assert.match(one.stdout, /^The kernels run without flags of V8\.$/m);
      assert.doesNotMatch(await Deno.readTextFile(join(site, "index.html")), /First/);
    }),
);

testWith(
  { permissions: [...all] },
  "the book program names notebook, cell, source line and error, and keeps the old book",
  () =>
    withBook(async (book, site) => {
      const good = { "10_a.ipynb": ["# First\n\nText.", "console.log(1);"] };
      assert.equal((await book(good)).code, 0);
      const cell = `const x = 1;\nif (x > 0) throw new RangeError("too far");`;
      const { code, stderr } = await book({
        "20_b.ipynb": ["# Second\n\nText.", "console.log(2);", cell],
      });
      assert.equal(code, 1);
      assert.match(stderr, /20_b\.ipynb, code cell 2, line 2: RangeError: too far/);
      assert.match(stderr, /2 \| if \(x > 0\) throw new RangeError\("too far"\);/);
      assert.match(await Deno.readTextFile(join(site, "index.html")), /First/);
    }),
);

testWith(
  { permissions: [...all] },
  "the book program fails on a type error and on TeX that cannot be read",
  () =>
    withBook(async (book) => {
      const title = "# First\n\nText.";
      const typed = await book({ "10_a.ipynb": [title, `const x: number = "1";`] });
      assert.equal(typed.code, 1);
      assert.match(typed.stderr, /10_a\.ipynb, code cell 1, line 1: .*not assignable/);
      const tex = await book({ "10_a.ipynb": [`${title}\n\n$\\fra{1}{2}$`] });
      assert.equal(tex.code, 1);
      assert.match(tex.stderr, /10_a\.ipynb, the opening text, as KaTeX .*\\fra\{1\}/);
    }),
);

testWith(
  { permissions: [...all] },
  "the book program explains its options, and the ones that it does not know",
  () =>
    withBook(async (book) => {
      assert.match((await book({}, "--help")).stdout, /deno task book \[chapter …\]/);
      const { code, stderr } = await book({}, "--fast");
      assert.equal(code, 2);
      assert.match(stderr, /--fast/);
      const none = await book({});
      assert.equal(none.code, 2);
      assert.match(
        none.stderr,
        /^Cannot find notebooks in \S+ as it must hold some: it holds none/,
      );
    }),
);

testWith(
  { permissions: [...all] },
  "the book program refuses a folder of other files before it runs a notebook",
  () =>
    withBook(async (book, site) => {
      await Deno.mkdir(site);
      await Deno.writeTextFile(join(site, "thesis.txt"), "mine");
      const { code, stdout, stderr } = await book({ "10_a.ipynb": ["# A", "1;"] });
      assert.equal(code, 2);
      assert.equal(stdout, "");
      assert.match(stderr, /^Cannot write the book to \S+ .*: it holds thesis\.txt\n$/);
      assert.equal(await Deno.readTextFile(join(site, "thesis.txt")), "mine");
    }),
);

testWith(
  { permissions: [...all] },
  "the book program refuses a place where it cannot write before it runs a notebook",
  () =>
    withBook(async (book, site) => {
      await Deno.writeTextFile(site, "");
      const notebooks = { "10_a.ipynb": ["# First\n\nText.", "console.log(1);"] };
      const within = join(site, "book");
      const { code, stdout, stderr } = await book(notebooks, "--output", within);
      assert.equal(code, 2);
      assert.equal(stdout, "");
      assert.match(
        stderr,
        /^Cannot write the book to \S+ as '.*; name another place by --output FOLDER$/m,
      );
    }),
);
