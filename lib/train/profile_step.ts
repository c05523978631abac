import { type PartProfile, profile } from "../backend/profile.ts";
import { requirePositive } from "../tensor/require_positive.ts";
import { trainStep } from "./train_step.ts";

/** One kernel's part of a step, or what is between kernels. */
export interface ProfileRow {
  /** tfjs's name of the op; `between kernels` for the rest of the step. */
  kernel: string;
  /** How often a step runs it. */
  calls: number;
  /** Wall time of all calls of a step. */
  milliseconds: number;
  /** Part of the step's time, in [0, 1]. */
  share: number;
  /** 10⁹ operations of the plain sum a second; null where nobody counts them. */
  gigaflops: number | null;
  /** 10⁹ bytes a second, if inputs are read and outputs written once. */
  gigabytesPerSecond: number | null;
}

/** Where the time of a training step goes. */
export interface StepProfile {
  /** Wall time of a step while it is measured. */
  milliseconds: number;
  /** The slowest first, `between kernels` last; the shares add up to 1. */
  rows: ProfileRow[];
  /** On `wasm-simd`: a step's time in each WebAssembly function, by kernel. */
  parts: PartProfile[];
}

/** The name of the row for tfjs itself: the tape, scopes and whatever else a step does. */
export const BETWEEN_KERNELS = "between kernels";

/**
 * Measures where a training step's time goes, kernel by kernel.
 *
 *     GFLOP/s = operations / (10⁶ · milliseconds)      GB/s = bytes / (10⁶ · milliseconds)
 *
 * The steps are real: both networks and optimisers move, by one unmeasured step and the
 * measured ones. Operations and bytes are the least that the op's definition needs, so
 * GFLOP/s of a kernel by Winograd's method, which multiplies less, can exceed what the
 * processor does. Numbers are means over the steps.
 *
 * Source of the comparison that they serve: Williams, Waterman and Patterson (2009),
 * Roofline, https://doi.org/10.1145/1498765.1498785
 *
 * @param options What `trainStep()` takes; nothing is disposed.
 * @param options.steps How many steps to measure, 1 or more.
 * @param options.byShape Whether a kernel has one row for each combination of shapes.
 * @returns Plain numbers. Nothing is left to dispose.
 * @throws {RangeError} If `steps` is no positive integer, or as `trainStep()`.
 * @throws {Error} If the backend is `webgpu`, whose kernels return before they are done.
 */
export async function profileStep(
  { steps = 3, byShape = false, ...step }: Parameters<typeof trainStep>[0] & {
    steps?: number;
    byShape?: boolean;
  },
): Promise<StepProfile> {
  requirePositive(steps, { action: "profile a step", name: "steps" });
  await trainStep(step);
  const { milliseconds: total, kernels, parts } = await profile(async () => {
    for (let i = 0; i < steps; i++) await trainStep(step);
  }, { byShape });
  const milliseconds = total / steps;
  const rows = kernels.map((row): ProfileRow => ({
    kernel: row.kernel,
    calls: row.calls / steps,
    milliseconds: row.milliseconds / steps,
    share: row.milliseconds / total,
    gigaflops: rate(row.operations, row.milliseconds),
    gigabytesPerSecond: rate(row.bytes, row.milliseconds),
  }));
  const between = milliseconds - rows.reduce((sum, row) => sum + row.milliseconds, 0);
  rows.push({
    kernel: BETWEEN_KERNELS,
    calls: 1,
    milliseconds: between,
    share: between / milliseconds,
    gigaflops: null,
    gigabytesPerSecond: null,
  });
  const perStep = parts.map((part) => ({
    ...part,
    calls: part.calls / steps,
    milliseconds: part.milliseconds / steps,
  }));
  return { milliseconds, rows, parts: perStep };
}

/** 10⁹ a second; null where the amount is unknown or the time too short to be measured. */
function rate(amount: number | null, milliseconds: number): number | null {
  if (amount === null || milliseconds === 0) return null;
  return amount / (1e6 * milliseconds);
}
