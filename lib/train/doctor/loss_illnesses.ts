import { percent } from "../../data/percent.ts";
import { type Illness, signOf } from "./illness.ts";
import { inWords } from "./in_words.ts";
import { SMOOTHING } from "./symptoms.ts";

/** D's loss, halves added, if it answers ½ to everything: 2 ln 2. */
const UNDECIDED_D = 2 * Math.LN2;
/** Smoothed losses that lie beyond a threshold by chance come back within that. */
const HOLD = 50;
const LOWER_RATE = "take a tenth of the learning rate (2e-4 is the paper's)";

/** A loss is NaN or infinite: nothing that follows means anything. */
export const brokenLosses: Illness = {
  condition: "diverging",
  severity: "serious",
  seenIn: "losses",
  hold: 0,
  release: HOLD,
  sign: ({ brokenLoss }) => signOf(brokenLoss !== null, brokenLoss === null),
  evidence: ({ brokenLoss }) => `${brokenLoss}.`,
  advice: `Go back to the last good checkpoint and ${LOWER_RATE}; if it happens in the ` +
    "first step, look for NaN in the images.",
};

/**
 * A loss of a single step that no training comes back from.
 *
 * softplus(l) is at most ln 2 + |l|, so behind a mean loss of 1,000 logits are about as
 * large; from 149 ln 2 ≈ 103 on the right answer's probability, e⁻ˡ, is below the smallest
 * number that float32 has. In the healthy trainings of the book, of the tests and of faces
 * no step's loss was above 11.
 */
export const explodedLosses: Illness = {
  condition: "diverging",
  severity: "serious",
  seenIn: "losses",
  hold: 0,
  release: HOLD,
  sign: ({ largestLoss: { value } }) => signOf(value > 1000, value < 1000),
  evidence: ({ largestLoss: { name, value } }) =>
    `${name} is ${value.toPrecision(2)}, when a healthy training's stays below ` +
    "a few tens in every step.",
  advice: `Start again and ${LOWER_RATE}; look whether the first weights are too large ` +
    "(N(0, .02) is usual).",
};

/**
 * The losses run away.
 *
 * D has 2 ln 2 for free, by answering ½ to everything, so a mean of twice that is no
 * state on the way to anything. From 24 ln 2 on, D(G(z)) is less than 2⁻²⁴, what float32
 * can add to 1.
 */
export const runawayLosses: Illness = {
  condition: "diverging",
  severity: "serious",
  seenIn: "losses",
  hold: HOLD,
  release: HOLD,
  sign: ({ lossD, lossG }) =>
    signOf(
      lossD > 2 * UNDECIDED_D || lossG > 24 * Math.LN2,
      lossD < 1.5 * UNDECIDED_D && lossG < 16 * Math.LN2,
    ),
  evidence: ({ lossD, lossG }) =>
    `Smoothed over about ${SMOOTHING} steps, the discriminator's loss is ` +
    `${inWords(lossD)} ` +
    `(${inWords(UNDECIDED_D)} if it only guessed), the generator's ${inWords(lossG)} ` +
    `(${inWords(Math.LN2)}).`,
  advice: `Start again and ${LOWER_RATE}; look whether the first weights are too large ` +
    "(N(0, .02) is usual).",
};

/**
 * The steps are too long: one update of D undoes what many others did.
 *
 * When D learns from a batch, D(G(z)) of that batch falls. Compared with the distance
 * between D(x) and D(G(z)), which is what all updates together have reached, that should
 * be little. Smoothed, healthy trainings reach .04 on small networks and .10 in the first
 * hundred steps of the book's, a seventh of the distance; rates of .005 and .02 keep to .10
 * to .23, half of it and more.
 */
export const overshootingSteps: Illness = {
  condition: "diverging",
  severity: "warning",
  seenIn: "losses",
  hold: HOLD,
  release: HOLD,
  sign: ({ push, scoreReal, scoreFake }) => {
    const reached = scoreReal - scoreFake;
    return signOf(
      push > .1 && push > reached / 4,
      !(push > .07 && push > reached / 6),
    );
  },
  evidence: ({ push, scoreReal, scoreFake }) =>
    "A single update lowers what the discriminator thinks of the very same images by " +
    `${inWords(100 * push)} points of 100, when all updates together hold real and ` +
    `generated images only ${inWords(100 * (scoreReal - scoreFake))} points apart.`,
  advice: `The steps are too long to settle: ${LOWER_RATE}, or larger batches.`,
};

/** D is another network when G learns from it than when it learns itself. */
export const twoDiscriminators: Illness = {
  condition: "batchNormMisused",
  severity: "serious",
  seenIn: "losses",
  hold: HOLD,
  release: HOLD,
  // Learning from images lowers D's score of them, so a mean below 0 has another cause.
  sign: ({ push }) => signOf(push < -.1, !(push < -.05)),
  evidence: ({ push }) =>
    "Right after the discriminator learned that images are generated, it takes them for " +
    `real by ${inWords(-100 * push)} points of 100 more than before.`,
  advice: "The discriminator runs in another mode when the generator learns: apply it " +
    "with training: true there, too.",
};

/**
 * D overpowers G: it is right, and sure of it, whatever G makes.
 *
 * On geometric average it gives the right answer a probability above .94 and, when G's turn
 * comes, real one below .1. GANs in Action ends at .116 and 4.25 and d2l at .060 and 7.2, halves
 * added, where a reader of the images would agree; the book's own training, whose digits
 * are good, comes down to .17 for a while at its beginning. A strong D is what a training
 * begins with, so it must last.
 */
export const overpoweringDiscriminator: Illness = {
  condition: "discriminatorOverpowers",
  severity: "warning",
  seenIn: "losses",
  hold: 2 * HOLD,
  release: HOLD,
  sign: ({ lossD, lossG }) =>
    signOf(
      lossD < lossOfCertainty(.94) && lossG > Math.log(10),
      lossD > lossOfCertainty(.88) || lossG < Math.log(5),
    ),
  evidence: ({ lossD, lossG, scoreReal, scoreFake, health }) => {
    const scores = Number.isFinite(scoreReal) && Number.isFinite(scoreFake)
      ? ` It takes real images for real with ${percent(scoreReal)} and generated ones ` +
        `with ${percent(scoreFake)}.`
      : "";
    const { accuracyReal, accuracyFake } = health ?? {};
    const accuracy = accuracyReal === undefined || accuracyFake === undefined
      ? ""
      : " At the last look it judged " +
        `${percent((accuracyReal + accuracyFake) / 2)} of a batch rightly.`;
    return `Smoothed over about ${SMOOTHING} steps, the discriminator's loss is ` +
      `${inWords(lossD)} (${inWords(UNDECIDED_D)} if it only guessed), the generator's ` +
      `${inWords(lossG)} (${inWords(Math.LN2)}).${scores}${accuracy}`;
  },
  advice: "Weaken the discriminator (fewer channels, a lower learning rate of its own) " +
    "or take β1 = .5 and the learning rate 2e-4 for both; with few images, more of them.",
};

/** D's loss, halves added, if it gives the right answer this probability on average. */
function lossOfCertainty(probability: number): number {
  return -2 * Math.log(probability);
}
