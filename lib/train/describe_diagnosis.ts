import { type Condition, type Diagnosis, isIllness } from "./doctor/diagnosis.ts";

/**
 * What a condition is called in a few words, for a line that is short.
 *
 * @param condition What is going on.
 */
export function diagnosisTitle(condition: Condition): string {
  return WORDS[condition].title;
}

/**
 * The same where there is hardly any room, such as beside a progress bar.
 *
 * @param condition What is going on.
 */
export function diagnosisShort(condition: Condition): string {
  return WORDS[condition].short;
}

/**
 * A diagnosis in a few plain sentences: what is going on, how one sees it, what to try.
 *
 * @param diagnosis From `diagnose()` or a `Doctor`.
 */
export function describeDiagnosis(
  diagnosis: Diagnosis,
): string {
  const { condition, since, until, evidence, advice, clusters } = diagnosis;
  const { title, meaning } = WORDS[condition];
  if (!isIllness(diagnosis)) return `${title}. ${evidence} ${advice}`;
  const many = clusters === undefined
    ? ""
    : clusters === 1
    ? " (to one image)"
    : ` (to ${clusters} groups of images)`;
  const when = until === null ? `since step ${since}` : `from step ${since} to ${until}`;
  return `${title}${many}, ${when}: ${meaning} ${evidence} What to try: ${advice}`;
}

const WORDS: Record<Condition, { title: string; short: string; meaning: string }> = {
  tooEarly: { title: "Too early to say", short: "too early to say", meaning: "" },
  unformed: {
    title: "Nothing wrong so far, but the images are still fog",
    short: "no fault, still fog",
    meaning: "",
  },
  lossesHealthy: {
    title: "Healthy as far as losses tell",
    short: "losses look healthy",
    meaning: "",
  },
  healthy: { title: "Healthy", short: "healthy", meaning: "" },
  imagesAlike: {
    title: "The real images are all alike",
    short: "images all alike",
    meaning: "There is a single image to learn, and nothing to compare the generator's " +
      "with.",
  },
  diverging: {
    title: "Diverging",
    short: "diverging",
    meaning: "Training does not settle: the networks change too much from step to step.",
  },
  batchNormMisused: {
    title: "Batch norm misused",
    short: "batch norm misused",
    meaning:
      "The layers that normalise by a batch's mean and variance use other numbers " +
      "than those of the batch that the network learns from.",
  },
  deadRelus: {
    title: "Dead ReLUs",
    short: "dead ReLUs",
    meaning: "Units that are 0 whatever comes in learn nothing any more.",
  },
  saturated: {
    title: "Saturated",
    short: "G saturated",
    meaning: "The generator can hardly change its images, whatever it is told.",
  },
  generatorCollapsed: {
    title: "The generator collapsed",
    short: "G collapsed",
    meaning: "Whatever numbers go in, nearly the same images come out.",
  },
  discriminatorOverpowers: {
    title: "The discriminator overpowers the generator",
    short: "D overpowers G",
    meaning: "It tells real images from generated ones with hardly an error, so the " +
      "generator learns little from its answers.",
  },
};
