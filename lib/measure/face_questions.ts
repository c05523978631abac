import { attributeClasses } from "../data/faces/attributes.ts";
import type { AttributeQuestion } from "./attribute_judge.ts";

/** Beyond this a head is said to look aside; a third of all heads do so to each side. */
const ASIDE = .155;

/** What can be asked of a drawn face. */
export type FaceQuestion = keyof typeof attributeClasses | "turn";

/**
 * What can be asked of a drawn face: its attributes, and where its head turns.
 *
 * The turn is a number from −1 to 1, so it is cut in three.
 */
export const faceQuestions: Readonly<Record<FaceQuestion, AttributeQuestion>> = {
  smiling: questionOf("smiling"),
  glasses: questionOf("glasses"),
  hairStyle: questionOf("hairStyle"),
  hairColour: questionOf("hairColour"),
  beard: questionOf("beard"),
  skinTone: questionOf("skinTone"),
  faceShape: questionOf("faceShape"),
  background: questionOf("background"),
  turn: {
    names: ["left", "ahead", "right"],
    answerOf: ({ turn: of }) => {
      const turn = Number(of);
      return 1 + Number(turn > ASIDE) - Number(turn < -ASIDE);
    },
  },
};

function questionOf(name: keyof typeof attributeClasses): AttributeQuestion {
  const { values, names } = attributeClasses[name];
  const known: readonly unknown[] = values;
  return { names, answerOf: (attributes) => known.indexOf(attributes[name]) };
}
