/**
 * How well a classifier recognises held-out digits, and those of chapter 6's training.
 *
 *     deno run -A test/recognise_digits.ts drawn 2
 *
 * Prints a {@link DigitReport} as JSON. One thread, as the networks are small and the test
 * runs two of these programs side by side.
 *
 * @module
 */
import { imageBatchOf } from "../lib/artefacts/image_batch_of.ts";
import { chooseBackend } from "../lib/backend/choose_backend.ts";
import { drawDigits } from "../lib/data/digits.ts";
import type { ImageSet } from "../lib/data/image_set.ts";
import { loadMnist } from "../lib/data/mnist.ts";
import { resizeImages } from "../lib/data/resize.ts";
import { trainClassifier } from "../lib/measure/classifier.ts";
import { type Recognisability, recognisability } from "../lib/measure/recognisable.ts";
import { digitTraining } from "../lib/train/digit_training.ts";
import { samplesAfterTraining } from "./digits_by_seed.ts";
import { dataFolder } from "./test_with.ts";

/** Which digits the networks learn: those that are drawn by code, or MNIST's test images. */
export type DigitSource = "drawn" | "mnist";

/** What a classifier sees after 1,000 steps of its own. */
export interface DigitReport {
  /** How many images it and the networks learned from. */
  learned: number;
  /** Of drawn digits that it has not learned from. */
  heldOut: Recognisability & {
    /** The share that it names rightly. */
    accuracy: number;
  };
  /** Of 64 samples after 2,000 steps of the book's training. */
  samples: Recognisability;
}

const inSize = (set: ImageSet) => resizeImages(set, digitTraining.size);

async function main([source, seed]: string[]): Promise<void> {
  await chooseBackend({ backend: "wasm-simd", threads: 1, log: () => {} });
  const images = inSize(await loadDigits(source));
  const classifier = await trainClassifier(images, { steps: 1000 });
  const heldOut = inSize(drawDigits({ count: 1000, seed: 2 }));
  const samples = await samplesAfterTraining(images, { seed: Number(seed), steps: 2000 });
  const report: DigitReport = {
    learned: images.count,
    heldOut: {
      accuracy: await classifier.accuracy(heldOut),
      ...await recognisability(classifier, imageBatchOf(heldOut)),
    },
    samples: await recognisability(classifier, samples),
  };
  console.log(JSON.stringify(report));
}

function loadDigits(source: string): ImageSet | Promise<ImageSet> {
  if (source === "drawn") return drawDigits();
  const log = () => {};
  return loadMnist({ split: "test", folder: dataFolder(), download: false, log });
}

if (import.meta.main) await main(Deno.args);
