import type { Diagnosis } from "./doctor/diagnosis.ts";
import { Doctor } from "./doctor/doctor.ts";
import type { DoctorRecord, SymptomsOptions } from "./doctor/symptoms.ts";

/**
 * Says what is going on in a training, from its records alone.
 *
 * It reads losses and scores, and what `diagnoseEvery` adds to some records: without
 * that, a collapse, dead units and a misused batch norm mostly remain unseen. To watch a
 * training while it runs, keep a `Doctor` and give it each record once: it comes to the
 * same words.
 *
 * @param records In the order of their steps, from the first one on; a record after a gap
 *   stands for the steps of the gap as well.
 * @param options.fakeBatch That of the training's recipe; what a `Doctor` is told as well.
 * @returns What goes on at the end, what to cure first foremost; at least one.
 * @throws {RangeError} If the steps do not rise.
 */
export function diagnose(
  records: Iterable<DoctorRecord>,
  options: SymptomsOptions = {},
): Diagnosis[] {
  const doctor = new Doctor(options);
  for (const record of records) doctor.add(record);
  return doctor.diagnoses();
}
