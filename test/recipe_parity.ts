/**
 * Compares steps of every recipe with PyTorch's, from `lib/train/pytorch_recipes.py`.
 *
 * @module
 */
import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import type { Network } from "../lib/model/network.ts";
import type { Parameter } from "../lib/model/parameter.ts";
import { RandomGenerator } from "../lib/tensor/random.ts";
import { Adam } from "../lib/train/adam.ts";
import { createNetworks } from "../lib/train/create_networks.ts";
import { overrideRecipe, type Recipe } from "../lib/train/recipe.ts";
import { recipes } from "../lib/train/recipes.ts";
import { type StepResult, trainStep } from "../lib/train/train_step.ts";
import { RecipeFixture, recipeFixtures } from "./recipe_fixture.ts";

/** Of a loss, as a part of it. */
const LOSS = 1e-6;
/** Of a tensor, by norm: gradients, running statistics and all weights after ten steps. */
const TENSOR = 1e-5;
/** Of a gradient that is idle (0 but for rounding), beside its layer's filter's. */
const IDLE = 1e-4;
/** Of what Adam adds to zeros, by norm. */
const ADAM = 1e-6;
const STEPS = 10;

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
 * is checked apart, on float64's gradients, to 1e-6, and ten steps to 1e-5, on seeds where
 * PyTorch's float32 agrees with its float64 in all orders and layouts that were tried.
 *
 * @param bytes What `pytorch_recipes.py` wrote, of all recipes or some.
 * @returns How near each recipe came to its bars; 1 is the bar.
 * @throws {AssertionError} If one departs by more; it names the recipe and the tensor.
 */
export async function checkRecipeParity(bytes: Uint8Array): Promise<ParityReport[]> {
  const reports: ParityReport[] = [];
  for (const [name, fixture] of recipeFixtures(bytes)) {
    reports.push(await new RecipeParity(name, fixture).check());
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
  readonly #fixture: RecipeFixture;
  readonly #recipe: Recipe;
  readonly #networks: { generator: Network; discriminator: Network };

  constructor(name: string, fixture: RecipeFixture) {
    this.#name = name;
    this.#fixture = fixture;
    this.#recipe = narrow(name);
    this.#networks = createNetworks(this.#recipe, new RandomGenerator(1));
  }

  async check(): Promise<ParityReport> {
    const { generator, discriminator } = this.#networks;
    for (const [key, parameter] of this.#parameters()) {
      tf.tidy(() =>
        parameter.value.assign(this.#fixture.read(`initial.${key}`, parameter))
      );
    }
    const { adam, loss, fakeBatch } = this.#recipe;
    const generatorOptimiser = new Adam(generator.trainable, adam);
    const discriminatorOptimiser = new Adam(discriminator.trainable, adam);
    const report = {
      recipe: this.#name,
      seed: this.#fixture.facts.seed,
      losses: 0,
      gradients: 0,
      statistics: 0,
      adam: this.#checkAdam(),
      tenSteps: 0,
    };
    for (let step = 0; step < STEPS; step++) {
      const heard = new Map<string, tf.Tensor>();
      this.#listen(heard, "generator", generatorOptimiser);
      this.#listen(heard, "discriminator", discriminatorOptimiser);
      const realImages = this.#fixture.images(step);
      const [latents, generatorLatents] = this.#fixture.latents(
        step,
        fakeBatch === "drawnAgain" ? 2 : 1,
      );
      const result = await trainStep({
        generator,
        discriminator,
        generatorOptimiser,
        discriminatorOptimiser,
        realImages,
        latents,
        generatorLatents,
        loss,
        fakeBatch,
      });
      tf.dispose([realImages, latents, ...generatorLatents ? [generatorLatents] : []]);
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
      Object.entries(this.#fixture.facts.measured[0]).map(([key, expected]) =>
        this.#within(key, Math.abs(result[key as keyof StepResult] / expected - 1), {
          bar: LOSS,
          float32: this.#fixture.facts.float32[key],
        })
      ),
    );
  }

  #checkGradients(heard: Map<string, tf.Tensor>): number {
    const parameters = new Map(this.#parameters());
    assert.deepEqual([...heard.keys()].sort(), this.#fixture.gradientKeys());
    return worst(
      [...heard].map(([name, gradient]) => {
        const key = name.slice(name.indexOf(".") + 1);
        if (this.#isIdle(key)) return this.#checkIdle(name, heard);
        return this.#compare(name, parameters.get(key)!, gradient);
      }),
    );
  }

  /** A gradient that is 0 but for rounding, beside that of the same layer's filter. */
  #checkIdle(name: string, heard: Map<string, tf.Tensor>): number {
    const [own, filter] = [name, name.replace(/bias$/, "weight")].map((name) =>
      tf.tidy(() => tf.norm(heard.get(name)!).dataSync()[0])
    );
    return this.#within(name, own / filter, { bar: IDLE });
  }

  #checkStatistics(): number {
    return worst(
      this.#parameters().filter(([, { trainable }]) => !trainable).map(
        ([key, parameter]) =>
          this.#compare(`statistic.${key}`, parameter, parameter.value),
      ),
    );
  }

  #checkTenSteps(result: StepResult): number {
    const { measured } = this.#fixture.facts;
    const losses = Object.entries(measured[STEPS - 1]).map(([key, expected]) =>
      [key, Math.abs(result[key as keyof StepResult] / expected - 1)] as const
    );
    const values = this.#parameters().map(([key, parameter]) =>
      [key, this.#departure(`last.${key}`, parameter, parameter.value)] as const
    );
    return worst(
      [...losses, ...values].map(([key, off]) =>
        this.#within(`${key} after ten steps`, off, { bar: TENSOR })
      ),
    );
  }

  #checkAdam(): number {
    return worst(
      this.#parameters().filter(([, { trainable }]) => trainable).map(
        ([key, parameter]) => {
          const value = tf.tidy(() => tf.variable(tf.zeros(parameter.value.shape)));
          const optimiser = new Adam([value], this.#recipe.adam);
          const read = (prefix: string) =>
            this.#fixture.read(`${prefix}.${key}`, parameter);
          for (const factor of [1, -.5, 2]) {
            tf.tidy(() => optimiser.apply([tf.mul(read("gradient"), factor)]));
          }
          const off = departure(value, () => read("adam"));
          optimiser.dispose();
          value.dispose();
          return this.#within(`adam.${key}`, off, { bar: ADAM });
        },
      ),
    );
  }

  #compare(name: string, parameter: Parameter, actual: tf.Tensor): number {
    const off = this.#departure(name, parameter, actual);
    const float32 = this.#fixture.facts.float32[name];
    return this.#within(name, off, { bar: TENSOR, float32 });
  }

  #departure(name: string, parameter: Parameter, actual: tf.Tensor): number {
    return departure(actual, () => this.#fixture.read(name, parameter));
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
      `${this.#name}, seed ${this.#fixture.facts.seed}: ${what} departs by ${off}, more than ` +
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

  #isIdle(key: string): boolean {
    return this.#fixture.facts.idle.includes(key);
  }

  /**
   * Copies what an optimiser is given to a map: of each update the gradients by parameter.
   *
   * An idle gradient it is not given, but zeros: Adam makes steps of its full size out of
   * rounding, no two agree, and a generator in inference mode would show them.
   */
  #listen(
    heard: Map<string, tf.Tensor>,
    name: "generator" | "discriminator",
    optimiser: Adam,
  ): void {
    const keys = this.#networks[name].parameters.filter(({ trainable }) => trainable)
      .map(({ key }) => `${name}.${key}`);
    const updates = ["gradient", "gradientOnFake"].values();
    optimiser.apply = (gradients) => {
      const update = updates.next().value;
      gradients.forEach((gradient, i) =>
        heard.set(`${update}.${keys[i]}`, tf.keep(gradient.clone()))
      );
      tf.tidy(() => {
        const given = gradients.map((gradient, i) =>
          this.#isIdle(keys[i]) ? tf.zerosLike(gradient) : gradient
        );
        Adam.prototype.apply.call(optimiser, given);
      });
    };
  }
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
