/**
 * Whether something that happens every so many steps or epochs happens after this step.
 *
 * @param step The step that was made.
 * @param when How often.
 * @param stepsPerEpoch How many steps make an epoch.
 */
export function isDue(
  step: number,
  { every, unit }: { every: number; unit: "steps" | "epochs" },
  stepsPerEpoch: number,
): boolean {
  return step % (unit === "steps" ? every : every * stepsPerEpoch) === 0;
}
