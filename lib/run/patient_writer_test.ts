import assert from "node:assert/strict";
import { PatientWriter } from "./patient_writer.ts";

function diskFull(): Error {
  return Object.assign(new Error("No space left on device"), { code: "ENOSPC" });
}

Deno.test("a full disk is told once, and once more when writing works again", async () => {
  const lines: string[] = [];
  const writer = new PatientWriter((line) => lines.push(line));
  const fails = () => Promise.reject(diskFull());
  assert.equal(await writer.attempt("the page", fails), false);
  assert.equal(await writer.attempt("the samples", fails), false);
  assert.equal(await writer.attempt("the page", () => Promise.resolve()), true);
  assert.equal(await writer.attempt("the page", () => Promise.resolve()), true);
  assert.deepEqual(lines, [
    "Cannot write the page: No space left on device. The training goes on.",
    "Writing works again: the page is written.",
  ]);
});

Deno.test("a folder that has gone is a fault of files, an error of the program is not", async () => {
  const writer = new PatientWriter(() => {});
  const gone = () => Promise.reject(new Deno.errors.NotFound("gone"));
  assert.equal(await writer.attempt("the page", gone), false);
  const bug = () => Promise.reject(new TypeError("bug"));
  await assert.rejects(writer.attempt("the page", bug), TypeError);
});
