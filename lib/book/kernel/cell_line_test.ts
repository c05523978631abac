import assert from "node:assert/strict";
import { cellLine } from "./cell_line.ts";

// Each stack is what Deno 2.9.6's kernel gave for the cell; test/kernel_test.ts asks again.

Deno.test("cellLine() finds the line past comments, blank lines and types", () => {
  const source = `// a comment

interface A { a: number;
  b: string }

const x: A = {
  a: 1, b: "2" };

function f(a: number): number {
  // why
  throw new RangeError("no " + a);
}
/* c
 */
f(x.a as number);
`;
  const stack = [
    "RangeError: no 1",
    "    at f (<anonymous>:8:9)",
    "    at <anonymous>:11:5",
  ];
  assert.equal(cellLine(source, stack), 15);
  assert.equal(cellLine(source, stack.slice(0, 2)), 11);
});

Deno.test("cellLine() counts imports that the cell itself does not use", () => {
  const source = `import { join } from "@std/path";

// comment


throw new Error("after import");`;
  assert.equal(cellLine(source, ["Error: after import", "    at <anonymous>:3:7"]), 6);
});

Deno.test("cellLine() knows the prefix of the first line", () => {
  const stack = ["ReferenceError: a is not defined", "    at <anonymous>:1:22"];
  assert.equal(cellLine("a.b.c", stack), 1);
});

Deno.test("cellLine() names the statement's line in a statement of several", () => {
  const source = `
class Foo<T> {
  constructor(private a: T, readonly b = 3) {}

  go() {
    return (this.a as Foo<Foo<T>>).a.a;
  }
}
enum E { A, B }
new Foo<number>(3)
   .go();
`;
  const stack = [
    "TypeError",
    "    at Foo.go (<anonymous>:9:21)",
    "    at <anonymous>:17:12",
  ];
  assert.equal(cellLine(source, stack), 11);
});

Deno.test("cellLine() is null where stack or source do not say", () => {
  assert.equal(cellLine("f()", [""]), null);
  assert.equal(cellLine("f()", ["at file:///a.ts:1:2"]), null);
  assert.equal(cellLine("const = ;", ["at <anonymous>:1:22"]), null);
  assert.equal(cellLine("f()", ["at <anonymous>:9:1"]), null);
});
