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
 * Whether a diagnosis says that something is wrong; else it says why nothing is said.
 *
 * @param diagnosis From `diagnose()` or a `Doctor`.
 */
export function isIllness({ severity }: Pick<Diagnosis, "severity">): boolean {
  return severity !== "none";
}
