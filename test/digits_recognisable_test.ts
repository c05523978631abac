/**
 * The book's promise: after chapter 6 a person recognises the digits.
 *
 * A classifier that learned from the same set stands for the person. Chapter 6 itself
 * judges the samples of its whole training; here they must do after less of it, from
 * another seed. `digits_by_seed.ts` trains to the end from any seeds.
 */
import assert from "node:assert/strict";
import type { Recognisability } from "../lib/measure/recognisable.ts";
import type { DigitReport, DigitSource } from "./recognise_digits.ts";
import { runFastChild } from "./run_fast_child.ts";
import { testWith } from "./test_with.ts";

const permissions: Deno.PermissionName[] = ["run", "read", "env"];
let reports: Record<DigitSource, Promise<DigitReport>> | undefined;

/** What the classifiers see: both sources side by side, as soon as a test asks for one. */
function reportOn(source: DigitSource): Promise<DigitReport> {
  reports ??= { drawn: recognise("drawn", 2), mnist: recognise("mnist", 1) };
  return reports[source];
}

function recognise(source: DigitSource, seed: number): Promise<DigitReport> {
  const program = new URL("./recognise_digits.ts", import.meta.url);
  const report = runFastChild<DigitReport>(program, [source, `${seed}`]);
  // Who asks hears of a fault; where MNIST is missing, nobody does.
  report.catch(() => {});
  return report;
}

testWith(
  { permissions },
  "the classifier names 97 % of held-out digits rightly and is .9 sure of 97 %",
  async () => {
    const { accuracy, confidentShare } = (await reportOn("drawn")).heldOut;
    assert.ok(accuracy > 0.97, `${accuracy}`);
    assert.ok(confidentShare > 0.97, `${confidentShare}`);
  },
);

testWith(
  { permissions },
  "after 2,000 of chapter 6's steps the classifier is .9 sure of 60 % of 64 samples and sees 8 digits among them",
  async () => {
    requireRecognisable((await reportOn("drawn")).samples, 0.6);
  },
);

testWith(
  { permissions, parts: ["mnist"] },
  "after 2,000 steps on MNIST's test images a classifier of them is .9 sure of 50 % of 64 samples and sees 8 digits among them",
  async () => {
    const { learned, samples } = await reportOn("mnist");
    assert.equal(learned, 10_000);
    // Less than of drawn digits, as real hands vary more.
    requireRecognisable(samples, 0.5);
  },
);

function requireRecognisable(
  { confidentShare, classes }: Recognisability,
  leastShare: number,
): void {
  console.log(`sure of ${confidentShare}, ${classes} digits`);
  assert.ok(
    confidentShare >= leastShare,
    `sure of ${confidentShare} of the samples only`,
  );
  assert.ok(classes >= 8, `${classes} digits only`);
}
