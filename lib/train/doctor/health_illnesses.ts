import { percent } from "../../data/percent.ts";
import { formationOf, GREY_LEVEL } from "./formation.ts";
import { type Illness, signOf } from "./illness.ts";
import { inWords } from "./in_words.ts";
import type { Symptoms } from "./symptoms.ts";

/**
 * Two measurements at least, as far apart as batch norm's running statistics need to
 * follow (momentum .01: 63 %) and a passing state of the first steps to pass.
 */
const HOLD = 100;

/** Steps without any movement after which something counts as standing still. */
const STILL = 100;

/**
 * Real images that do not differ: a folder of copies, or one that was decoded to nothing.
 *
 * What is measured beside their spread means nothing then.
 */
export const alikeRealImages: Illness = {
  condition: "imagesAlike",
  severity: "serious",
  seenIn: "health",
  hold: 1,
  release: HOLD,
  sign: ({ health }) => {
    const realSpread = health?.realSpread ?? NaN;
    return signOf(realSpread < GREY_LEVEL, realSpread > 2 * GREY_LEVEL);
  },
  evidence: ({ step }) =>
    `In the batch of step ${step}, two real images differ by less than a grey level of ` +
    "256.",
  advice:
    "Look at the images: whether they are the right ones, whether they are copies, " +
    "and whether their values lie in [−1, 1] and not all at one end.",
};

/** Batch norm runs in inference mode while the network trains. */
const frozenStatistics = (network: "G" | "D"): Illness => {
  const name = network === "G" ? "generator" : "discriminator";
  const still = (symptoms: Symptoms) => symptoms.stillFor(network);
  return {
    condition: "batchNormMisused",
    severity: "serious",
    seenIn: "health",
    hold: 0,
    release: HOLD,
    // A training step moves them, whatever the data: no chance is involved.
    sign: (symptoms) => signOf(still(symptoms) >= STILL, still(symptoms) === 0),
    evidence: (symptoms) =>
      `The ${name}'s running means and variances have not changed by a single bit in ` +
      `${still(symptoms)} steps, though each step in training mode moves them.`,
    advice: `Apply the ${name} with training: true when it learns, so that batch norm ` +
      "uses the batch's own mean and variance.",
  };
};

/** The generator's batch norm is frozen. */
export const frozenGenerator = frozenStatistics("G");
/** The discriminator's batch norm is frozen. */
export const frozenDiscriminator = frozenStatistics("D");

/**
 * D is another network when G learns from it: its batch norm runs in inference mode there.
 *
 * Keras's `trainable = false` does that. Its own turns move its running statistics all the
 * same, and the scores may show nothing, so what G's turn moves is measured apart.
 */
export const frozenInGeneratorsTurn: Illness = {
  condition: "batchNormMisused",
  severity: "serious",
  seenIn: "health",
  // Two looks in a row, though a pass in training mode moves them, whatever the data.
  hold: 1,
  release: HOLD,
  sign: ({ health }) => {
    const shift = health?.statisticsShiftD;
    return signOf(shift === 0, Number(shift) > 0);
  },
  evidence: ({ step }) =>
    `In step ${step}, the generator's turn did not move the discriminator's running ` +
    "means and variances by a single bit, though a pass in training mode moves them.",
  advice:
    "The discriminator runs in inference mode when the generator learns: apply it " +
    "with training: true there, too.",
};

/**
 * Images made in inference mode are not those that the training made.
 *
 * By a hundred steps the two differ by up to .10 of what real images do in healthy
 * trainings, and by .33 with Keras's slow statistics (momentum .01).
 */
export const differingModes: Illness = {
  condition: "batchNormMisused",
  severity: "serious",
  seenIn: "health",
  hold: HOLD,
  release: HOLD,
  sign: (symptoms) => {
    const difference = modeDifference(symptoms);
    return signOf(difference > .6, !(difference > .4));
  },
  evidence: (symptoms) =>
    "From the same latents, the generator makes images in inference mode that differ " +
    `from those of training by ${percent(modeDifference(symptoms))} of what two real ` +
    "images differ by.",
  advice: "The running means and variances do not follow the batches: check their " +
    "momentum, and that they were saved and loaded with the weights.",
};

/**
 * Units that are 0 for every image pass no gradient on.
 *
 * Healthy trainings had none. d2l's first values of γ and β, all near 0, cost G up to a
 * quarter of a small layer, with its learning rate on digits up to 88 %, and what is left
 * can draw digits all the same; so the advice looks at the images first.
 */
export const deadUnits: Illness = {
  condition: "deadRelus",
  severity: "serious",
  seenIn: "health",
  hold: HOLD,
  release: HOLD,
  sign: (symptoms) => {
    const { share } = worstLayer(symptoms);
    return signOf(share >= .5, !(share >= .4));
  },
  evidence: (symptoms) => {
    const { share, name } = worstLayer(symptoms);
    const gradient = symptoms.health
      ?.[name === "generator" ? "gradientNormG" : "gradientNormD"];
    return `In one layer of the ${name}, ${percent(share)} of the units are 0 at every ` +
      "place of every image" +
      (gradient === undefined
        ? "."
        : `; the norm of its gradient is ${inWords(gradient)}.`);
  },
  advice: "If the images still get better, what is left of the layer is enough; else " +
    "start again with other first values (biases and β at 0) and a lower learning rate, " +
    "or take LeakyReLU, which never dies.",
};

/**
 * tanh is at its ends nearly everywhere and lets no gradient by.
 *
 * Real images are the measure, as digits are mostly black themselves: at the end of the
 * book's training the ratio is 1.1, and healthy ones come down to that from above. With
 * last weights 500 times too large it was .12 to .27.
 */
export const saturatedTanh: Illness = {
  condition: "saturated",
  severity: "serious",
  seenIn: "health",
  hold: HOLD,
  release: HOLD,
  sign: ({ health }) => {
    const ratio = health ? health.tanhSlope / health.realTanhSlope : NaN;
    return signOf(ratio < 1 / 3, !(ratio < 1 / 2));
  },
  evidence: ({ health }) =>
    `Of a gradient, ${percent(health!.tanhSlope)} gets through the generator's last ` +
    `layer, a tanh; for the real images' values it would be ` +
    `${percent(health!.realTanhSlope)}. ` +
    "The generated pixels are stuck at black and white.",
  advice:
    "Start again with smaller first weights (N(0, .02)) and a lower learning rate; " +
    "check that the real images are in [−1, 1].",
};

/**
 * Different latents give the same few images.
 *
 * A new generator's images are all grey, and it first learns what all real images have in
 * common: early faces are alike and healthy. So the pixels' squares, on average, must have
 * come to half of the real ones', and the images' spread must have fallen or stand still.
 * Healthy faces of 64×64 had 16 groups or fewer for 300 to 480 steps, at .42 of the real
 * squares or less and growing; digits that collapse are beyond half by step 100.
 */
export const collapsedGenerator: Illness = {
  condition: "generatorCollapsed",
  severity: "serious",
  seenIn: "health",
  // Two looks in a row: a collapse can hop from one image to the next and pass.
  hold: 1,
  release: HOLD,
  sign: ({ health, spread }) => {
    if (!health) return "between";
    const { clusters, imageCount } = health;
    const paints = formationOf(health).strength > .5;
    const grows = !(spread.share < .8) && spread.heldFor < STILL;
    return signOf(
      paints && !grows && clusters <= imageCount / 4,
      clusters > imageCount / 2,
    );
  },
  // It names its step: the images may have parted since, and the alarm still be held.
  evidence: ({ health, step }) => {
    const { clusters, imageCount, spread, realSpread } = health!;
    return `In step ${step}, ${imageCount} fixed latents give ` +
      (clusters === 1
        ? "images that are all alike"
        : `only ${clusters} groups of alike images`) +
      `: two of them differ by ${percent(spread / realSpread)} of what two real images ` +
      "differ by.";
  },
  advice:
    "Go back to a checkpoint from before and lower the generator's learning rate; " +
    "check that the discriminator has batch norm, in training mode, and sees real and " +
    "generated images in separate batches.",
};

/** Beside what real images differ by; NaN where these do not differ. */
function modeDifference({ health }: Symptoms): number {
  if (!health || health.realSpread < GREY_LEVEL) return NaN;
  return health.modeDifference / health.realSpread;
}

function worstLayer({ health }: Symptoms): { share: number; name: string } {
  const { deadShareG = NaN, deadShareD = NaN } = health ?? {};
  return deadShareD > deadShareG
    ? { share: deadShareD, name: "discriminator" }
    : { share: deadShareG, name: "generator" };
}
