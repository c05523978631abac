import assert from "node:assert/strict";
import type { ImageSet } from "../data/image_set.ts";
import { judgeExam, learnedShares } from "./learned_shares.ts";

/** Four images, one of them with a hat; half of them are red. */
const set: ImageSet = {
  ...{ images: new Uint8Array(4), count: 4, height: 1, width: 1, channels: 1 },
  ...{ labels: null, classNames: null, origin: "by hand" },
  attributesOf: (i) => ({ hat: i === 0, wallColour: i % 2 === 0 ? "red" : "blue" }),
};
const questions = {
  hat: { names: ["no", "yes"], answerOf: ({ hat }: { hat?: unknown }) => Number(hat) },
  wallColour: {
    names: ["red", "blue", "grey"],
    answerOf: ({ wallColour }: { wallColour?: unknown }) =>
      ["red", "blue", "grey"].indexOf(String(wallColour)),
  },
};

Deno.test("judgeExam() puts an accuracy beside the commonest answer's share, by hand", () => {
  assert.deepEqual(judgeExam(set, questions, { hat: 1, wallColour: .75 }), [
    { question: "hat", answers: "no, yes", guessed: .75, right: 1 },
    { question: "wall colour", answers: "red, blue, grey", guessed: .5, right: .75 },
  ]);
});

Deno.test("learnedShares() shows a mode that is missing and how far that is off, by hand", () => {
  const readings = {
    hat: { labels: Uint16Array.of(0, 0) },
    wallColour: { labels: Uint16Array.of(0, 1) },
  };
  const [hat, wall] = learnedShares(readings, set, questions);
  assert.deepEqual(hat, {
    ...{ question: "hat", answers: "no, yes" },
    ...{ real: [.75, .25], generated: [1, 0], apart: .25 },
  });
  assert.deepEqual([wall.real, wall.generated, wall.apart], [
    [.5, .5, 0],
    [.5, .5, 0],
    0,
  ]);
});

Deno.test("shares of a set whose attributes nobody knows are refused", () => {
  const { attributesOf: _, ...unknown } = set;
  assert.throws(() => judgeExam(unknown, questions, { hat: 1, wallColour: 1 }), {
    name: "RangeError",
    message: "Cannot count right answers as the set's attributes must be known: " +
      "they are not (by hand)",
  });
});
