import assert from "node:assert/strict";
import { recipes } from "./recipes.ts";
import * as sourceNotes from "./source_notes.ts";

Deno.test("every note is in a recipe, once a recipe, and short enough to be read", () => {
  const all = Object.values(recipes).map(({ notes }) => notes);
  for (const note of Object.values(sourceNotes).flat()) {
    assert.ok(all.some((notes) => notes.includes(note)), note);
    assert.ok(note.length <= 200, `${note.length}: ${note}`);
  }
  for (const notes of all) assert.equal(new Set(notes).size, notes.length);
});
