/**
 * Compares steps of every recipe with PyTorch's, from `lib/train/pytorch_recipes.py`.
 *
 * @module
 */
import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { decodeSafetensors, type StoredTensor } from "../lib/artefacts/safetensors.ts";
import type { Network, Parameter } from "../lib/model/network.ts";
import { RandomGenerator } from "../lib/tensor/random.ts";
import { Adam } from "../lib/train/adam.ts";
import { createNetworks } from "../lib/train/create_networks.ts";
import { overrideRecipe, type Recipe } from "../lib/train/recipe.ts";
import { recipes } from "../lib/train/recipes.ts";
import { type StepResult, trainStep } from "../lib/train/train_step.ts";

/** Of a loss, as a part of it. */
const LOSS = 1e-6;
/** Of a tensor, by norm: gradients, running statistics and all weights after ten steps. */
const TENSOR = 1e-5;
/** Of a gradient that is 0 but for rounding, beside its layer's filter's. */
const IDLE = 1e-4;
/** Of what Adam adds to zeros, by norm. */
const ADAM = 1e-6;
const STEPS = 10;

/** What stands beside a recipe's tensors. */
interface Facts {
  seed: number;
  measured: StepResult[];
  /** How far PyTorch's own float32 departs from its float64. */
  float32: Record<string, number>;
  /** Values that batch norm takes out again: their gradients are rounding alone. */
  idle: string[];
}

/** The worst departures of a recipe, as parts of what is allowed. */
export interface ParityReport {
  recipe: string;
  seed: number;
  losses: number;
  gradients: number;
  statistics: number;
  adam: number;
  tenSteps: number;
}

/**
 * Checks each recipe of a fixture on the backend that is set.
 *
 * A loss must be within 1e-6 of PyTorch's float64, a gradient or statistic within 1e-5 by
 * norm; where PyTorch's own float32 does not meet that, twice its error is the bar. Adam
 * is checked apart, on float64's gradients, to 1e-6, and ten steps to 1e-5.
 *
 * @param bytes What `pytorch_recipes.py` wrote.
 * @param options.withoutTenSteps Recipes of which only the first step is checked.
 * @returns How near each recipe came to its bars; 1 is the bar.
 * @throws {AssertionError} If one departs by more; it names the recipe and the tensor.
 */
export async function checkRecipeParity(
  bytes: Uint8Array,
  { withoutTenSteps = [] }: { withoutTenSteps?: readonly string[] } = {},
): Promise<ParityReport[]> {
  const { tensors, metadata } = decodeSafetensors(bytes);
  const reports: ParityReport[] = [];
  for (const name of Object.keys(recipes)) {
    const own = new Map(
      [...tensors].filter(([key]) => key.startsWith(`${name}.`))
        .map(([key, tensor]) => [key.slice(name.length + 1), tensor]),
    );
    const parity = new RecipeParity(name, JSON.parse(metadata[name]), own);
    reports.push(await parity.check(withoutTenSteps.includes(name) ? 1 : STEPS));
  }
  return reports;
}

/** The recipe as narrow as the script's networks. */
function narrow(name: string): Recipe {
  const recipe = recipes[name as keyof typeof recipes];
  const sizes = name === "gansInAction" ? { width: 2 } : { size: 16, width: 4 };
  return overrideRecipe(recipe, { ...sizes, latentSize: 8, batchSize: 4 });
}

class RecipeParity {
  readonly #name: string;
  readonly #facts: Facts;
  readonly #tensors: Map<string, StoredTensor>;
  readonly #recipe: Recipe;
  readonly #networks: { generator: Network; discriminator: Network };

  constructor(name: string, facts: Facts, tensors: Map<string, StoredTensor>) {
    this.#name = name;
    this.#facts = facts;
    this.#tensors = tensors;
    this.#recipe = narrow(name);
    this.#networks = createNetworks(this.#recipe, new RandomGenerator(1));
  }

  async check(steps: number): Promise<ParityReport> {
    const { generator, discriminator } = this.#networks;
    for (const [key, parameter] of this.#parameters()) {
      tf.tidy(() => parameter.value.assign(this.#read("initial", key, parameter)));
    }
    const { adam, loss, fakeBatch } = this.#recipe;
    const generatorOptimiser = new Adam(generator.trainable, adam);
    const discriminatorOptimiser = new Adam(discriminator.trainable, adam);
    const report = {
      recipe: this.#name,
      seed: this.#facts.seed,
      losses: 0,
      gradients: 0,
      statistics: 0,
      adam: this.#checkAdam(),
      tenSteps: 0,
    };
    for (let step = 0; step < steps; step++) {
      const heard = new Map<string, tf.Tensor>();
      listen(heard, "generator", generator, generatorOptimiser);
      listen(heard, "discriminator", discriminator, discriminatorOptimiser);
      const [realImages, latents] = [this.#images(step), this.#latents(step)];
      const result = await trainStep({
        generator,
        discriminator,
        generatorOptimiser,
        discriminatorOptimiser,
        realImages,
        latents,
        loss,
        fakeBatch,
      });
      tf.dispose([realImages, latents]);
      if (step === 0) {
        report.losses = this.#checkLosses(result);
        report.gradients = this.#checkGradients(heard);
        report.statistics = this.#checkStatistics();
      }
      if (step === STEPS - 1) report.tenSteps = this.#checkTenSteps(result);
      tf.dispose([...heard.values()]);
    }
    for (
      const part of [
        generator,
        discriminator,
        generatorOptimiser,
        discriminatorOptimiser,
      ]
    ) {
      part.dispose();
    }
    return report;
  }

  #checkLosses(result: StepResult): number {
    return worst(
      Object.entries(this.#facts.measured[0]).map(([key, expected]) =>
        this.#within(key, Math.abs(result[key as keyof StepResult] / expected - 1), {
          bar: LOSS,
          float32: this.#facts.float32[key],
        })
      ),
    );
  }

  #checkGradients(heard: Map<string, tf.Tensor>): number {
    return worst(
      this.#parameters().filter(([, { trainable }]) => trainable).map(
        ([key, parameter]) => {
          if (this.#facts.idle.includes(key)) return this.#checkIdle(key, heard);
          return this.#compare("gradient", key, parameter, heard.get(key)!);
        },
      ),
    );
  }

  /** A gradient that is 0 but for rounding, beside that of the same layer's filter. */
  #checkIdle(key: string, heard: Map<string, tf.Tensor>): number {
    const [own, filter] = [key, key.replace(/bias$/, "weight")].map((name) =>
      tf.tidy(() => tf.norm(heard.get(name)!).dataSync()[0])
    );
    return this.#within(`gradient.${key}`, own / filter, { bar: IDLE });
  }

  #checkStatistics(): number {
    return worst(
      this.#parameters().filter(([, { trainable }]) => !trainable).map(
        ([key, parameter]) => {
          if (this.#facts.idle.includes(key)) {
            return this.#checkDrift("statistic", key, parameter, 1);
          }
          return this.#compare("statistic", key, parameter, parameter.value);
        },
      ),
    );
  }

  #checkTenSteps(result: StepResult): number {
    const { measured, idle } = this.#facts;
    const losses = Object.entries(measured[STEPS - 1]).map(([key, expected]) =>
      this.#within(
        `${key} after ten steps`,
        Math.abs(result[key as keyof StepResult] / expected - 1),
        { bar: TENSOR },
      )
    );
    const values = this.#parameters().map(([key, parameter]) =>
      idle.includes(key)
        ? this.#checkDrift("last", key, parameter, STEPS)
        : this.#compare("last", key, parameter, parameter.value)
    );
    return worst([...losses, ...values]);
  }

  /** Adam makes steps of its full size out of rounding: no two agree, but all are bounded. */
  #checkDrift(prefix: string, key: string, parameter: Parameter, steps: number): number {
    const off = tf.tidy(() =>
      tf.max(tf.abs(tf.sub(parameter.value, this.#read(prefix, key, parameter))))
        .dataSync()[0]
    );
    // Two that drift apart, each by at most (1 − β1) / √(1 − β2) learning rates a step.
    const { learningRate, beta1, beta2 } = this.#recipe.adam;
    const bar = 2 * steps * learningRate *
      Math.max(1, (1 - beta1) / Math.sqrt(1 - beta2));
    return this.#within(`${prefix}.${key}`, off, { bar });
  }

  #checkAdam(): number {
    return worst(
      this.#parameters().filter(([, { trainable }]) => trainable).map(
        ([key, parameter]) => {
          const value = tf.tidy(() => tf.variable(tf.zeros(parameter.value.shape)));
          const optimiser = new Adam([value], this.#recipe.adam);
          for (const factor of [1, -.5, 2]) {
            tf.tidy(() =>
              optimiser.apply([tf.mul(this.#read("gradient", key, parameter), factor)])
            );
          }
          const off = departure(value, () => this.#read("adam", key, parameter));
          optimiser.dispose();
          value.dispose();
          return this.#within(`adam.${key}`, off, { bar: ADAM });
        },
      ),
    );
  }

  #compare(prefix: string, key: string, parameter: Parameter, actual: tf.Tensor): number {
    const off = departure(actual, () => this.#read(prefix, key, parameter));
    const float32 = this.#facts.float32[`${prefix}.${key}`];
    return this.#within(`${prefix}.${key}`, off, { bar: TENSOR, float32 });
  }

  /** How much of its bar a departure takes; the bar is twice float32's where that fails it. */
  #within(
    what: string,
    off: number,
    { bar, float32 = 0 }: { bar: number; float32?: number },
  ): number {
    const allowed = float32 <= bar ? bar : 2 * float32;
    assert.ok(
      off <= allowed,
      `${this.#name}, seed ${this.#facts.seed}: ${what} departs by ${off}, more than ` +
        `${allowed} (PyTorch's float32: ${float32})`,
    );
    return off / allowed;
  }

  #parameters(): [string, Parameter][] {
    return Object.entries(this.#networks).flatMap(([name, { parameters }]) =>
      parameters.map((parameter): [string, Parameter] => [
        `${name}.${parameter.key}`,
        parameter,
      ])
    );
  }

  /** A tensor of the fixture in our order of axes. */
  #read(prefix: string, key: string, { role }: Parameter): tf.Tensor {
    const { shape, data } = this.#tensors.get(`${prefix}.${key}`)!;
    const tensor = tf.tensor(data as Float32Array, shape);
    if (role === "dense") return tf.transpose(tensor);
    return shape.length === 4 ? tf.transpose(tensor, [2, 3, 1, 0]) : tensor;
  }

  #images(step: number): tf.Tensor {
    const { shape, data } = this.#tensors.get("images")!;
    return tf.tidy(() => {
      const scaled = Float32Array.from(
        data as Uint8Array,
        (byte) => Math.fround(byte / 127.5) - 1,
      );
      const all = tf.transpose(tf.tensor(scaled, shape), [0, 1, 3, 4, 2]);
      return tf.squeeze(tf.slice(all, step, 1), [0]);
    });
  }

  #latents(step: number): tf.Tensor {
    const { shape, data } = this.#tensors.get("latents")!;
    return tf.tidy(() =>
      tf.squeeze(tf.slice(tf.tensor(data as Float32Array, shape), step, 1), [0])
    );
  }
}

/** Copies what an optimiser is given in its next update to a map, by parameter. */
function listen(
  heard: Map<string, tf.Tensor>,
  name: string,
  network: Network,
  optimiser: Adam,
): void {
  const keys = network.parameters.filter(({ trainable }) => trainable)
    .map(({ key }) => `${name}.${key}`);
  optimiser.apply = (gradients) => {
    gradients.forEach((gradient, i) => heard.set(keys[i], tf.keep(gradient.clone())));
    Adam.prototype.apply.call(optimiser, gradients);
  };
}

/** ‖actual − expected‖ / ‖expected‖, in double precision; of zeros ‖actual‖. */
function departure(actual: tf.Tensor, expected: () => tf.Tensor): number {
  const [a, e] = tf.tidy(() => [actual.dataSync(), expected().dataSync()]);
  let [difference, norm] = [0, 0];
  for (let i = 0; i < e.length; i++) {
    difference += (a[i] - e[i]) ** 2;
    norm += e[i] ** 2;
  }
  return Math.sqrt(difference / (norm || 1));
}

const worst = (parts: number[]) => Math.max(...parts);
