import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { chooseBackend } from "../backend/choose_backend.ts";
import { drawFaces } from "../data/faces.ts";
import { toSignedUnit } from "../data/normalise.ts";
import { resizeImages } from "../data/resize.ts";
import { trainAttributeJudge } from "./attribute_judge.ts";
import { faceQuestions } from "./face_questions.ts";

await chooseBackend({ backend: "wasm-simd", log: () => {} });

const faces = drawFaces({ count: 40, seed: 1 });
const shape = [40, 64, 64, 3];

Deno.test("a judge reads most attributes of held-out faces in 100 steps: smiles and glasses over 90 %, walls over 97 %", async () => {
  const { smiling, glasses, background } = faceQuestions;
  const judge = await trainAttributeJudge(
    drawFaces({ count: 1500, seed: 1 }),
    { smiling, glasses, background },
    { steps: 100 },
  );
  const accuracies = await judge.accuracies(drawFaces({ count: 400, seed: 2 }));
  assert.deepEqual(Object.keys(accuracies), ["smiling", "glasses", "background"]);
  const { smiling: smiles, glasses: frames, background: walls } = accuracies;
  assert.ok(smiles > .9 && frames > .9 && walls > .97, JSON.stringify(accuracies));
  judge.dispose();
});

Deno.test("read() gives the same for bytes and for [−1, 1], and for images that have its size already", async () => {
  const { glasses, turn } = faceQuestions;
  const judge = await trainAttributeJudge(faces, { glasses, turn }, {
    ...{ steps: 2, batchSize: 8, side: 16 },
  });
  const ofBytes = await judge.read({ data: faces.images, shape });
  const floats = toSignedUnit(faces.images);
  assert.deepEqual(await judge.read({ data: floats, shape }), ofBytes);
  const small = resizeImages(faces, 16).images;
  assert.deepEqual(await judge.read({ data: small, shape: [40, 16, 16, 3] }), ofBytes);
  const { labels, confidences, probabilities } = ofBytes.turn;
  assert.equal(probabilities.length, 40 * 3);
  labels.forEach((label, i) =>
    assert.equal(probabilities[3 * i + label], confidences[i])
  );
  judge.dispose();
});

Deno.test("accuracies() are the shares of right answers, question by question", async () => {
  const { glasses, hairStyle } = faceQuestions;
  const judge = await trainAttributeJudge(faces, { glasses, hairStyle }, {
    ...{ steps: 2, batchSize: 8 },
  });
  const readings = await judge.read({ data: faces.images, shape });
  const accuracies = await judge.accuracies(faces);
  for (const name of ["glasses", "hairStyle"] as const) {
    const right = [...readings[name].labels].filter((label, i) =>
      label === faceQuestions[name].answerOf(faces.attributesOf(i))
    );
    assert.equal(accuracies[name], right.length / 40);
  }
  judge.dispose();
});

Deno.test("a judge is the same for the same seed and leaves nothing behind", async () => {
  const { glasses } = faceQuestions;
  const before = tf.memory().numTensors;
  const probabilities = async () => {
    const options = { steps: 2, batchSize: 8, seed: 3 };
    const judge = await trainAttributeJudge(faces, { glasses }, options);
    const readings = await judge.read({ data: faces.images, shape });
    judge.dispose();
    return readings.glasses.probabilities;
  };
  assert.deepEqual(await probabilities(), await probabilities());
  assert.equal(tf.memory().numTensors, before);
});

Deno.test("trainAttributeJudge() refuses images of which nothing is known, and answers that are none", async () => {
  await assert.rejects(
    trainAttributeJudge({ ...faces, attributesOf: undefined }, faceQuestions),
    {
      name: "RangeError",
      message: /Cannot train a judge as the set's attributes must be known: they are not/,
    },
  );
  const hat = { names: ["no", "yes"], answerOf: () => -1 };
  await assert.rejects(trainAttributeJudge(faces, { hat }), {
    message: "Cannot train a judge as the answer on 'hat' must be from 0 to 1: " +
      "that of image 0 is -1",
  });
});
