import assert from "node:assert/strict";
import { nameInWords } from "./name_in_words.ts";

Deno.test("nameInWords() parts a name at its capitals", () => {
  assert.equal(nameInWords("hairStyle"), "hair style");
  assert.equal(nameInWords("aVeryLongName"), "a very long name");
  assert.equal(nameInWords("glasses"), "glasses");
  assert.equal(nameInWords("lossD"), "loss D");
});
