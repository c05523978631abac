/**
 * The faces' attributes can be seen: a small classifier reads each of them in the pixels of
 * faces that it has not learned from.
 */
import assert from "node:assert/strict";
import { chooseBackend } from "../lib/backend/choose_backend.ts";
import { attributeClasses } from "../lib/data/faces/attributes.ts";
import { drawFaces, type FaceOptions } from "../lib/data/faces.ts";
import type { ImageSet } from "../lib/data/image_set.ts";
import { resizeImages } from "../lib/data/resize.ts";
import { trainClassifier } from "../lib/measure/classifier.ts";

await chooseBackend({ backend: "wasm-simd", log: () => {} });

type Label = NonNullable<FaceOptions["label"]>;

/** Draws faces once, and labels them by any attribute. */
function drawLabelled(count: number, seed: number): (label: Label) => ImageSet {
  const faces = drawFaces({ count, seed });
  const images = resizeImages(faces, 32);
  return (label) => {
    const { values, names }: { values: readonly unknown[]; names: readonly string[] } =
      attributeClasses[label];
    const labels = Array.from(
      { length: count },
      (_, i) => values.indexOf(faces.attributesOf(i)[label]),
    );
    return { ...images, labels: Uint16Array.from(labels), classNames: [...names] };
  };
}

const learned = drawLabelled(3000, 1);
const heldOut = drawLabelled(500, 2);

/** The share of held-out faces read rightly, and what guessing the commonest would reach. */
const shares = {
  smiling: [0.97, 0.5],
  glasses: [0.97, 0.67],
  hairStyle: [0.94, 0.17],
  hairColour: [0.8, 0.2],
  beard: [0.75, 0.5],
  skinTone: [0.85, 0.17],
  faceShape: [0.65, 0.25],
  background: [0.98, 0.2],
} as const;

for (const [name, [least, guess]] of Object.entries(shares)) {
  const label = name as Label;
  Deno.test(`'${label}' of held-out faces is read rightly in ${100 * least} % (guessing: ${100 * guess} %)`, async () => {
    // A moustache is a few pixels, so beards take longer to learn.
    const options = { steps: name === "beard" ? 700 : 300, batchSize: 32 };
    const classifier = await trainClassifier(learned(label), options);
    const accuracy = await classifier.accuracy(heldOut(label));
    classifier.dispose();
    console.log(`${label}: ${accuracy}`);
    assert.ok(accuracy >= least, `${accuracy}`);
  });
}
