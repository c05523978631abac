import assert from "node:assert/strict";
import { fromFileUrl } from "@std/path";
import { testWith } from "./test_with.ts";

const read = (path: string) =>
  Deno.readTextFileSync(fromFileUrl(new URL(`../${path}`, import.meta.url)));

testWith(
  { permissions: ["read"] },
  "CI's two processes test the same folders by the same command as deno task test",
  () => {
    const { test } = JSON.parse(read("deno.json")).tasks;
    const command = "deno test -A --doc lib";
    assert.equal(test, `${command} test`);
    const steps = read(".ci/run").split("\n").map((line) => line.trim());
    assert.ok(steps.includes(`step 4500 lib ${command}`));
    assert.ok(steps.includes("step 4500 test deno task test --ignore=lib"));
  },
);
