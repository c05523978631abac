import type { Health } from "../health.ts";
import type { Diagnosis } from "./diagnosis.ts";
import { formationInWords, formationSign, GREY_LEVEL } from "./formation.ts";
import { HeldAlarm } from "./held_alarm.ts";
import { inWords } from "./in_words.ts";
import { SMOOTHING, type Symptoms } from "./symptoms.ts";

/** By then a training that was ill from the start has been found out: see the holds. */
const FIRST_WORD = 2.5 * SMOOTHING;

/** From as many steps on in which the spread did not grow, that is said. */
const STANDSTILL = 200;

/**
 * What is said where no illness shows: only what is known.
 *
 * That nothing is wrong is not yet health. It can be too early to say; the images can
 * still be the fog that every training begins with, and some never leave; and losses alone
 * cannot tell. So it is healthy only whose images have been formed in two looks in a row.
 */
export class NoIllness {
  readonly #formed = new HeldAlarm({ hold: 1, release: SMOOTHING });

  /**
   * Looks at what a record adds.
   *
   * @param symptoms With the record taken in.
   * @param record The record's step, and its health if it has one.
   */
  see({ health, step }: Symptoms, record: { health?: unknown }): void {
    if (record.health && health) this.#formed.see(formationSign(health), step);
  }

  /**
   * What is said now.
   *
   * @param symptoms Those of all records so far.
   */
  diagnosis(symptoms: Symptoms): Diagnosis {
    const { count, health } = symptoms;
    const common = { severity: "none", since: 1, until: null } as const;
    if (count < FIRST_WORD) {
      return { ...common, condition: "tooEarly", ...tooEarly(symptoms) };
    }
    const losses =
      `Smoothed over about ${SMOOTHING} steps, the discriminator's loss is ` +
      `${inWords(symptoms.lossD)}, the generator's ${inWords(symptoms.lossG)}, and ` +
      "neither runs away.";
    if (!health) {
      return {
        ...common,
        condition: "lossesHealthy",
        evidence:
          `${losses} Only losses were looked at: fog, collapse, dead units and a ` +
          "misused batch norm do not show in them.",
        advice: GO_ON,
      };
    }
    const look = lookInWords(health);
    if (this.#formed.since === null) {
      const { heldFor } = symptoms.spread;
      const standstill = heldFor >= STANDSTILL
        ? ` The first has not grown in ${heldFor} steps.`
        : "";
      return {
        ...common,
        condition: "unformed",
        evidence: `${losses}${look}${standstill}`,
        advice: "It takes 50 % of both to speak of images, so go on. Steps count, not " +
          "images: smaller batches come out of the fog sooner. If neither number grows " +
          "over hundreds of steps, try another learning rate.",
      };
    }
    return {
      ...common,
      condition: "healthy",
      evidence: `${losses}${look}`,
      advice: GO_ON,
    };
  }
}

const GO_ON =
  "Go on, and judge by the images: these numbers do not say how good they are.";

function tooEarly(
  { count, health }: Symptoms,
): Pick<Diagnosis, "evidence" | "advice"> {
  const advice = "More steps will tell.";
  if (count === 0) {
    return {
      evidence: `There are no records yet; it takes ${FIRST_WORD} steps.`,
      advice,
    };
  }
  const steps = count === 1 ? "1 step" : `${count} steps`;
  const look = health ? lookInWords(health) : "";
  const evidence =
    `Nothing wrong shows in ${steps} so far; it takes ${FIRST_WORD}.${look}`;
  return { evidence, advice };
}

/** A space and a sentence; nothing where the real images are no measure. */
function lookInWords(health: Health): string {
  if (health.realSpread < GREY_LEVEL) return "";
  return ` At the last look, ${formationInWords(health)}`;
}
