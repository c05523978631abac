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
  const works = () => Promise.resolve();
  assert.equal(await writer.attempt("the page", works), true);
  assert.equal(await writer.attempt("the page", fails), false);
  assert.equal(lines.length, 1, "the samples still have no room");
  assert.equal(writer.isUpToDate, false);
  for (const what of ["the page", "the samples", "the page"]) {
    assert.equal(await writer.attempt(what, works), true);
  }
  assert.equal(writer.isUpToDate, true);
  assert.deepEqual(lines, [
    "Cannot write the page: No space left on device. The training goes on.",
    "Writing works again.",
  ]);
});

Deno.test("a folder that has gone is a fault of files, an error of the program is not", async () => {
  const writer = new PatientWriter(() => {});
  const gone = () => Promise.reject(new Deno.errors.NotFound("gone"));
  assert.equal(await writer.attempt("the page", gone), false);
  const bug = () => Promise.reject(new TypeError("bug"));
  await assert.rejects(writer.attempt("the page", bug), TypeError);
});

Deno.test("a writer says other words where it is given some", async () => {
  const lines: string[] = [];
  const writer = new PatientWriter((line) => lines.push(line));
  const words = { failure: ({ message }: Error) => `No: ${message}`, recovery: "Yes." };
  await writer.attempt("a checkpoint", () => Promise.reject(diskFull()), words);
  await writer.attempt("a checkpoint", () => Promise.resolve(), words);
  assert.deepEqual(lines, ["No: No space left on device", "Yes."]);
});
