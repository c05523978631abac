import assert from "node:assert/strict";
import { fencedSource, showSource, sourceOf } from "./source_of.ts";
import { testWith } from "../../test/test_with.ts";

const text = `import { a } from "./a.ts";

/** Not this. */
export const twiceTwo = 4;

/**
 * Twice a number.
 */
export async function twice<T>(
  { value }: { value: number },
): Promise<number> {
  if (value > 0) {

    return 2 * value;
  }
  return 0;
}

const list = [
  1,
];
class Pair extends Base {
  left = 1;
}

export const fn = (x: number): number =>
  x + 1;
// The end.
`;
const find = (name: string, docstring = false) =>
  sourceOf(text, name, { path: "m.ts", docstring });

Deno.test("sourceOf() gives a declaration from its first line to its last bracket", () => {
  assert.equal(find("twiceTwo"), "export const twiceTwo = 4;");
  assert.equal(find("twice").split("\n").length, 9);
  assert.match(find("twice"), /^export async function twice<T>\([^]*return 0;\n\}$/);
  assert.equal(find("list"), "const list = [\n  1,\n];");
  assert.equal(find("Pair"), "class Pair extends Base {\n  left = 1;\n}");
  assert.equal(find("fn"), "export const fn = (x: number): number =>\n  x + 1;");
});

Deno.test("sourceOf() gives the comment above where it is wanted", () => {
  assert.match(find("twice", true), /^\/\*\*\n \* Twice a number\.\n \*\/\nexport async/);
  assert.equal(find("list", true), find("list"));
});

Deno.test("sourceOf() refuses a name that the module does not declare", () => {
  assert.throws(
    () => find("value"),
    /RangeError: Cannot show 'value' as 'm\.ts' must declare it at its top level/,
  );
});

Deno.test("fencedSource() fences code that has fences in it", () => {
  assert.equal(
    fencedSource("f();", "m.ts"),
    "From `m.ts`:\n\n```typescript\nf();\n```",
  );
  assert.match(fencedSource("/* ```ts */", "m.ts"), /\n````typescript\n.*\n````$/);
});

testWith(
  { permissions: ["read"] },
  "showSource() reads the library's own file",
  async () => {
    const { log } = console;
    let shown = "";
    console.log = (line) => void (shown += line);
    try {
      await showSource("lib/book/source_of.ts", "commentStart", { docstring: true });
    } finally {
      console.log = log;
    }
    assert.match(
      shown,
      /^\/\*\* The first line of the block [^]*function commentStart\([^]*\}$/,
    );
  },
);
