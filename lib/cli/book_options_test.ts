import assert from "node:assert/strict";
import { BOOK_HELP, parseBookOptions } from "./book_options.ts";
import { UsageError } from "./usage_error.ts";

Deno.test("parseBookOptions() without arguments builds all notebooks into site", () => {
  assert.deepEqual(parseBookOptions([]), {
    only: [],
    notebooks: "notebooks",
    output: "site",
    safe: false,
  });
});

Deno.test("parseBookOptions() takes chapters, folders and --safe in any order", () => {
  const args = ["10", "--safe", "--output", "out", "50_training", "--notebooks=n"];
  assert.deepEqual(parseBookOptions(args), {
    only: ["10", "50_training"],
    notebooks: "n",
    output: "out",
    safe: true,
  });
});

Deno.test("parseBookOptions() names an option that it does not know, in one line", () => {
  for (const args of [["--fast"], ["--output"]]) {
    assert.throws(() => parseBookOptions(args), (error: Error) => {
      assert.ok(error instanceof UsageError);
      assert.match(error.message, new RegExp(`${args[0]}.*--help lists the options$`));
      assert.doesNotMatch(error.message, /\n/);
      return true;
    });
  }
});

Deno.test("parseBookOptions() gives null for help, which names every option", () => {
  assert.equal(parseBookOptions(["--help"]), null);
  for (const option of ["--output", "--notebooks", "--safe"]) {
    assert.ok(BOOK_HELP.includes(option));
  }
});
