import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { testWith } from "../../test/test_with.ts";
import { overrideRecipe } from "../train/recipe.ts";
import { recipes } from "../train/recipes.ts";
import { dataFacts, machineFacts, recipeFacts, versionFacts } from "./run_facts.ts";

Deno.test("a recipe's facts have its fields as they were changed, and all of its notes", () => {
  const recipe = overrideRecipe(recipes.d2l, { steps: 7, learningRate: .001 });
  const { rows } = recipeFacts(recipe);
  const facts = new Map(rows);
  assert.equal(facts.get("adam.learningRate"), "0.001");
  assert.equal(facts.get("steps"), "7");
  assert.equal(facts.has("epochs"), false);
  assert.equal(facts.get("discriminator.normaliseFirst"), "yes");
  assert.equal(facts.get("logging.values"), "lossD, lossG, imagesPerSecond");
  assert.equal(rows.filter(([name]) => name === "note").length, recipe.notes.length);
});

const plan = { seed: 3, horizontalFlips: true };

Deno.test("a set of the catalogue has its licence, images of one's own have none", () => {
  const data = { origin: "there", count: 12_345, remarks: ["one is grey"], damaged: [] };
  const factsOf = (set: string) => new Map(dataFacts(set, data, plan).rows);
  assert.equal(factsOf("digits").get("licence"), "that of this project");
  const own = factsOf("/photos");
  assert.equal(own.has("licence"), false);
  assert.equal(own.get("images"), "12,345");
  assert.equal(own.get("mirrored at random"), "yes");
  assert.equal(own.get("remark"), "one is grey");
  assert.equal(own.get("seed"), "3");
});

Deno.test("the number of images says how many of them were met and are damaged", () => {
  const data = { origin: "there", count: 3000, remarks: [] };
  const imagesOf = (...paths: string[]) => {
    const damaged = paths.map((path) => ({ path, reason: "cut off" }));
    return new Map(dataFacts("/photos", { ...data, damaged }, plan).rows).get("images");
  };
  assert.equal(imagesOf(), "3,000");
  assert.equal(imagesOf("a"), "3,000, of which at least 1 is damaged and left out");
  assert.equal(imagesOf("a", "b"), "3,000, of which at least 2 are damaged and left out");
});

testWith(
  { permissions: ["sys", "env"] },
  "machine and versions are those of this process",
  async () => {
    await tf.setBackend("cpu");
    const machine = new Map(machineFacts().rows);
    assert.equal(machine.get("cores"), `${navigator.hardwareConcurrency}`);
    assert.match(machine.get("memory")!, /\d (GB|MB|TB)$/);
    assert.ok(machine.get("processor"));
    const versions = new Map(versionFacts(2).rows);
    assert.equal(versions.get("Deno"), Deno.version.deno);
    assert.equal(versions.get("TensorFlow.js"), "4.22.0");
    assert.equal(versions.get("backend"), "cpu, 2 threads");
    assert.equal(new Map(versionFacts().rows).get("backend"), "cpu");
  },
);
