import type { Condition, Diagnosis, NoIllnessCondition } from "./diagnosis.ts";
import type { Sign } from "./held_alarm.ts";
import type { Symptoms } from "./symptoms.ts";

/** Something that can go wrong, and by which numbers it is known. */
export interface Illness {
  /** What it is called; several illnesses can have one name. */
  condition: Exclude<Condition, NoIllnessCondition>;
  /** How bad it is. */
  severity: Exclude<Diagnosis["severity"], "none">;
  /** When its numbers are new: in each record, or in those with a health. */
  seenIn: "losses" | "health";
  /** Over how many steps its signs must hold before it is believed. */
  hold: number;
  /** Over how many steps they must be gone before it is over. */
  release: number;
  /** Whether the numbers speak for it now. */
  sign(symptoms: Symptoms): Sign;
  /** The numbers in a sentence. */
  evidence(symptoms: Symptoms): string;
  /** What to try, in a sentence. */
  advice: string;
}

/**
 * A sign with two thresholds, so that it does not flicker about one.
 *
 * @param on Whether the numbers lie beyond the stricter threshold.
 * @param off Whether they lie on the healthy side of the looser one.
 */
export function signOf(on: boolean, off: boolean): Sign {
  return on ? "on" : off ? "off" : "between";
}
