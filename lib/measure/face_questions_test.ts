import assert from "node:assert/strict";
import { drawAttributes } from "../data/faces/attributes.ts";
import { Variation } from "../data/faces/variation.ts";
import { RandomGenerator } from "../tensor/random.ts";
import { faceQuestions } from "./face_questions.ts";

/** What face `seed` is drawn from. */
const attributesOf = (seed: number) =>
  drawAttributes(new Variation(new RandomGenerator(seed)));

Deno.test("faceQuestions answer with the attribute's own name, for every attribute of a drawn face", () => {
  const attributes = attributesOf(1);
  for (const [name, { names, answerOf }] of Object.entries(faceQuestions)) {
    if (name === "turn") continue;
    const value = attributes[name as "hairStyle"];
    const answer = names[answerOf(attributes)];
    if (typeof value === "boolean") assert.equal(!/^no/.test(answer), value, name);
    else assert.equal(answer, String(value), name);
  }
});

Deno.test("the turn is left, ahead or right, each for 31 to 36 % of 3000 heads", () => {
  const { names, answerOf } = faceQuestions.turn;
  const word = (turn: number) => names[answerOf({ turn })];
  assert.deepEqual([-1, -.1, 0, .1, 1].map(word), [
    ...["left", "ahead", "ahead", "ahead", "right"],
  ]);
  const counts = [0, 0, 0];
  for (let i = 0; i < 3000; i++) counts[answerOf(attributesOf(i))]++;
  // Four standard errors of 3000 draws are 3.4 %.
  for (const count of counts) assert.ok(count > 930 && count < 1080, `${counts}`);
});
