/**
 * What is said where no illness shows: that it is too early, that the generator's images
 * are not formed yet, that losses are all there is to go by, or that all is well.
 */
export type NoIllnessCondition = "tooEarly" | "unformed" | "lossesHealthy" | "healthy";

/** What can be going on in a training. */
export type Condition =
  | NoIllnessCondition
  | "imagesAlike"
  | "diverging"
  | "batchNormMisused"
  | "deadRelus"
  | "saturated"
  | "generatorCollapsed"
  | "discriminatorOverpowers";

/** One thing that is going on, and how the doctor knows. */
export interface Diagnosis {
  /** What it is. */
  condition: Condition;
  /**
   * "none" where no illness shows, "warning" for what may pass by itself, "serious" for
   * what does not.
   */
  severity: "none" | "warning" | "serious";
  /** The first step of which it is true; 1 where no illness shows. */
  since: number;
  /** The step in which it was over, or null while it goes on. */
  until: number | null;
  /** The numbers that say so, in a sentence. */
  evidence: string;
  /** What to try, in a sentence. */
  advice: string;
  /** If the generator collapsed: to how many groups of alike images. */
  clusters?: number;
}

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
  { condition, severity, since, until, evidence, advice, clusters }: Diagnosis,
): string {
  const { title, meaning } = WORDS[condition];
  if (severity === "none") {
    return `${title}. ${evidence} ${advice}`;
  }
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
