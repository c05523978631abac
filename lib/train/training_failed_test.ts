import assert from "node:assert/strict";
import { Doctor } from "./doctor/doctor.ts";
import { likelyCause, lossesAreFinite, TrainingFailedError } from "./training_failed.ts";

const fine = {
  lossDReal: 0.7,
  lossDFake: 0.7,
  lossD: 1.4,
  lossG: 0.7,
  scoreReal: 0.5,
  scoreFakeBefore: 0.5,
  scoreFakeAfter: 0.5,
};
const usual = {
  step: 9,
  result: { ...fine, lossDReal: NaN, lossDFake: NaN, lossG: NaN },
  learningRate: 2e-4,
  range: [-1, 1] as [number, number],
};

Deno.test("lossesAreFinite() looks at every loss", () => {
  assert.ok(lossesAreFinite(fine));
  for (const name of ["lossDReal", "lossDFake", "lossG"]) {
    for (const value of [NaN, Infinity, -Infinity]) {
      assert.ok(!lossesAreFinite({ ...fine, [name]: value }));
    }
  }
});

Deno.test("likelyCause() accuses the images first", () => {
  assert.match(likelyCause({ ...usual, range: [NaN, NaN] }), /images hold NaN/);
  assert.match(
    likelyCause({ ...usual, range: [0, 255] }),
    /images lie in \[0, 255\], out of the range \[−1, 1\]/,
  );
});

Deno.test("likelyCause() lets rounding of the images' range pass", () => {
  assert.doesNotMatch(likelyCause({ ...usual, range: [-1, 1.00001] }), /images/);
});

Deno.test("likelyCause() names the network whose weights were bad from the start", () => {
  assert.match(likelyCause({ ...usual, step: 1 }), /discriminator held NaN .* before/);
  const result = { ...fine, lossDFake: NaN, lossG: NaN };
  assert.match(
    likelyCause({ ...usual, step: 1, result }),
    /generator held NaN .* before/,
  );
});

Deno.test("likelyCause() blames D's update when only G's loss fails, even in step 1", () => {
  const result = { ...fine, lossG: Infinity };
  const cause = likelyCause({ ...usual, step: 1, result, learningRate: 10 });
  assert.match(
    cause,
    /update made the discriminator's weights overflow.* 10 is too high/,
  );
});

Deno.test("likelyCause() blames a learning rate only if it is high", () => {
  assert.match(
    likelyCause({ ...usual, learningRate: 1 }),
    /learning rate of 1 is too high/,
  );
  assert.match(likelyCause(usual), /although the learning rate of 0.0002 is not high/);
});

Deno.test("TrainingFailedError says the requirement, the step, the losses and the cause", () => {
  const error = new TrainingFailedError(7, { ...fine, lossG: NaN }, "the moon");
  assert.ok(error instanceof Error);
  assert.equal(error.step, 7);
  assert.equal(
    error.message,
    "Cannot go on training as every loss must be finite: step 7 has lossDReal 0.7, " +
      "lossDFake 0.7, lossG NaN. Likely cause: the moon",
  );
});

Deno.test("the doctor reads the result of a training that failed, and says that it diverges", () => {
  const doctor = new Doctor();
  doctor.add({ step: 6, ...fine });
  const { step, result } = new TrainingFailedError(7, { ...fine, lossG: NaN }, "it");
  doctor.add({ step, ...result });
  const [{ condition, evidence, since }] = doctor.diagnoses();
  assert.deepEqual([condition, evidence, since], ["diverging", "lossG is NaN.", 7]);
});
