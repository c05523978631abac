import type { EarlierData } from "./earlier_data.ts";

/** What a checkpoint keeps of a run beside its training: all that resuming needs. */
export interface RunPlan {
  /** Tells it from what other programs keep with their checkpoints. */
  kind: "run";
  /** Decided weights, latents and order. */
  seed: number;
  /** Whether images are mirrored at random. */
  horizontalFlips: boolean;
  /** Bytes for decoded pictures; null for the pipeline's own choice. */
  memory: number | null;
  /** The file that keeps decoded pictures, by its whole path; null or absent for none. */
  cache?: string | null;
  /** The backend that computed, as another one may round otherwise. */
  backend: string;
  /** Every so many steps the training's health is measured. */
  diagnoseEvery: number;
  /** Seconds between two checkpoints. */
  checkpointEvery: number;
  /** Other images that it learned from before, the earliest first; absent for none. */
  earlierData?: readonly EarlierData[];
}

/**
 * Refuses a checkpoint that no run of ours left.
 *
 * @param about What the checkpoint keeps besides the training.
 * @param path The checkpoint's, for the message.
 * @throws {RangeError} If it is no plan.
 */
export function requireRunPlan(about: unknown, path: string): asserts about is RunPlan {
  const plan = about as Partial<RunPlan> | null;
  const isPlan = typeof plan === "object" && plan?.kind === "run" &&
    typeof plan.seed === "number" && typeof plan.horizontalFlips === "boolean" &&
    (plan.memory === null || typeof plan.memory === "number") &&
    (plan.cache === undefined || plan.cache === null || typeof plan.cache === "string") &&
    typeof plan.backend === "string" && isPositive(plan.diagnoseEvery) &&
    isPositive(plan.checkpointEvery) &&
    (plan.earlierData === undefined || Array.isArray(plan.earlierData));
  if (isPlan) return;
  throw new RangeError(
    `Cannot resume from '${path}' as it must be a checkpoint of a run's folder: it ` +
      `keeps ${JSON.stringify(about)?.slice(0, 60)} in place of a run's plan`,
  );
}

const isPositive = (value: unknown) => typeof value === "number" && value > 0;
