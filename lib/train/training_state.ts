import * as tf from "@tensorflow/tfjs";
import type { Architecture } from "../model/network.ts";
import type { AdamOptions } from "./adam.ts";
import type { DataIdentity } from "../data/data_identity.ts";
import type { Health } from "./health.ts";
import type { LossForm } from "./losses.ts";
import type { Recipe } from "./recipe.ts";
import type { StepDiagnosis } from "./step_diagnosis.ts";
import type { FakeBatch, StepResult } from "./train_step.ts";

/** What the trainer tells about one step. */
export interface StepRecord extends StepResult {
  /** The step's number; the first is 1. */
  step: number;
  /** Which round through the images it belongs to; the first is 1. */
  epoch: number;
  /** Real images trained on in a second of this step, without the caller's own time. */
  imagesPerSecond: number;
  /** What is measured only every so many steps; see `diagnoseEvery`. */
  health?: Health & StepDiagnosis;
}

/** How a training learns: the same from its first step to its last. */
export interface TrainingConstants {
  /** Adam's constants, for both networks. */
  adam: AdamOptions;
  /** What is differentiated. */
  loss: LossForm;
  /** Whether G's images are reused for its own update, computed again or drawn anew. */
  fakeBatch: FakeBatch;
  /** Latents are N(0, 1), or uniform in [−1, 1) as in the paper. */
  latents: Recipe["latents"]["distribution"];
  /** Of the running average of G's weights, in [0, 1), or null for none. */
  averageDecay: number | null;
}

/** A tensor's values outside TensorFlow.js, with every bit. */
export interface StateTensor {
  shape: number[];
  data: Float32Array;
}

/** Which data a training learns from; compared before it is continued. */
export interface TrainingData {
  /** Images in a batch, or null where the source does not say. */
  batchSize: number | null;
  /** Which images, or null where the source does not say. */
  identity: DataIdentity | null;
}

/**
 * Everything that decides how a training goes on: plain data, and a copy, so that it
 * stays what it is while the training goes on.
 */
export interface TrainingState {
  /** Steps made so far. */
  step: number;
  /** What the networks are made of. */
  architectures: { generator: Architecture; discriminator: Architecture };
  /** How it learns. */
  constants: TrainingConstants;
  /** The recipe that gave them, if one did. */
  recipe: Recipe | null;
  /** What else the caller keeps with the training: JSON data. */
  about: unknown;
  /** The data's identity. */
  data: TrainingData;
  /** The random generator that draws the latents. */
  random: number[];
  /** Where the source of batches stands, or null if it cannot say. */
  batches: unknown;
  /** How many epochs were begun on other images before these; 0 where it is absent. */
  epochsBefore?: number;
  /** How many updates each optimiser made. */
  updates: { generator: number; discriminator: number };
  /**
   * By name: all parameters and running statistics ("generator.main.0.weight"), the
   * moments ("generator.main.0.weight.firstMoment", "….secondMoment"), "fixedLatents"
   * and, where G's weights are averaged, their averages ("average.main.0.weight").
   */
  tensors: Map<string, StateTensor>;
  /** One record for every step so far. */
  records: StepRecord[];
}

/** The two networks of a GAN, by the names that files give them. */
export const NETWORKS = ["generator", "discriminator"] as const;

/**
 * Copies the values of tensors out of TensorFlow.js.
 *
 * All reads are asked for before the first is waited for, so they belong to one moment.
 *
 * @param tensors By name; not disposed.
 */
export async function readTensors(
  tensors: Map<string, tf.Tensor>,
): Promise<Map<string, StateTensor>> {
  const entries = [...tensors].map(async ([name, tensor]) => {
    const data = await tensor.data() as Float32Array;
    return [name, { shape: [...tensor.shape], data }] as [string, StateTensor];
  });
  return new Map(await Promise.all(entries));
}

/**
 * Refuses tensors that do not fit variables of the same names, so that none is changed.
 *
 * @param variables By name.
 * @param tensors By name.
 * @throws {RangeError} If one is missing or too much, or has another shape.
 */
export function requireTensors(
  variables: Map<string, tf.Variable>,
  tensors: Map<string, StateTensor>,
): void {
  for (const [name, { shape }] of variables) {
    const stored = tensors.get(name);
    if (stored && tf.util.arraysEqual(stored.shape, shape)) continue;
    const found = stored ? `its shape is [${stored.shape.join(", ")}]` : "it is missing";
    // Older states have 64, whatever their recipe shows.
    const cure = stored && name === "fixedLatents"
      ? `; make the training with 'fixedLatents: ${stored.shape[0]}'`
      : "";
    refuse(`'${name}' must have the shape [${shape.join(", ")}]: ${found}${cure}`);
  }
  for (const name of tensors.keys()) {
    if (!variables.has(name)) refuse(`no part of the training is called '${name}'`);
  }
}

/**
 * Writes values into variables of the same names, with every bit.
 *
 * @param variables By name; changed in place.
 * @param tensors By name; they fit, see {@link requireTensors}.
 */
export function fillVariables(
  variables: Map<string, tf.Variable>,
  tensors: Map<string, StateTensor>,
): void {
  for (const [name, variable] of variables) {
    const { shape, data } = tensors.get(name)!;
    // A copy, as a backend may keep the array that it is given.
    tf.tidy(() => variable.assign(tf.tensor(data.slice(), shape, "float32")));
  }
}

function refuse(requirement: string): never {
  throw new RangeError(`Cannot continue the training as ${requirement}`);
}
