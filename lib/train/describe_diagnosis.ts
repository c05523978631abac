/** What can be going on in a training; the first two are no illness. */
export type Condition =
  | "tooEarly"
  | "healthy"
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
   * "none" for a healthy training, "warning" for what may pass by itself, "serious" for
   * what does not.
   */
  severity: "none" | "warning" | "serious";
  /** The first step of which it is true; 1 for a healthy training. */
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
 * A diagnosis in a few plain sentences: what is going on, how one sees it, what to try.
 *
 * @param diagnosis From `diagnose()` or a `Doctor`.
 */
export function describeDiagnosis(
  { condition, since, until, evidence, advice, clusters }: Diagnosis,
): string {
  const { title, meaning } = WORDS[condition];
  if (condition === "tooEarly" || condition === "healthy") {
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

const WORDS: Record<Condition, { title: string; meaning: string }> = {
  tooEarly: { title: "Too early to say", meaning: "" },
  healthy: { title: "Healthy", meaning: "" },
  diverging: {
    title: "Diverging",
    meaning: "Training does not settle: the networks change too much from step to step.",
  },
  batchNormMisused: {
    title: "Batch norm misused",
    meaning:
      "The layers that normalise by a batch's mean and variance use other numbers " +
      "than those of the batch that the network learns from.",
  },
  deadRelus: {
    title: "Dead ReLUs",
    meaning: "Units that are 0 whatever comes in learn nothing any more.",
  },
  saturated: {
    title: "Saturated",
    meaning: "The generator can hardly change its images, whatever it is told.",
  },
  generatorCollapsed: {
    title: "The generator collapsed",
    meaning: "Whatever numbers go in, nearly the same images come out.",
  },
  discriminatorOverpowers: {
    title: "The discriminator overpowers the generator",
    meaning: "It tells real images from generated ones with hardly an error, so the " +
      "generator learns little from its answers.",
  },
};
