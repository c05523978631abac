import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { testWith } from "../../test/test_with.ts";
import type { LoadedNetworks } from "../artefacts/networks_file.ts";
import { chooseBackend } from "../backend/choose_backend.ts";
import { drawDigits } from "../data/digits.ts";
import type { ImageSet } from "../data/image_set.ts";
import { resizeImages } from "../data/resize.ts";
import { digitNetworks, saveDigitNetworks } from "./digit_networks.ts";

// A step takes a moment on this backend, and a second on tfjs's own.
await chooseBackend({ backend: "wasm-simd", log: () => {} });

const images = resizeImages(drawDigits({ count: 20, seed: 1 }), 32);
const permissions: Deno.PermissionName[] = ["read", "write"];

/** Networks, saved or short of a training, and the lines that tell of them. */
async function networksFor(set: ImageSet, path: string, steps = 1) {
  const lines: string[] = [];
  const log = (line: string) => lines.push(line);
  const networks = await digitNetworks(set, { path, steps, width: 4, log });
  return { networks, lines };
}

function dispose({ generator, discriminator }: LoadedNetworks) {
  generator.dispose();
  discriminator.dispose();
}

testWith({ permissions }, "digitNetworks() trains where none were saved", async () => {
  const { networks, lines } = await networksFor(images, "/nowhere/digits.safetensors");
  assert.deepEqual(networks.generator.outputShape([100]), [32, 32, 1]);
  assert.deepEqual(lines, [
    "networks: none were saved, so these learned for 1 step just now; " +
    "for better ones run the chapter on training to its end",
  ]);
  dispose(networks);
});

testWith(
  { permissions },
  "digitNetworks() throws the reason of a signal that ended its training, and frees what it made",
  async () => {
    const before = tf.memory().numTensors;
    const stop = new AbortController();
    const reason = new DOMException("Stop was pressed", "AbortError");
    setTimeout(() => stop.abort(reason), 0);
    const log = () => assert.fail("nothing is told of networks that nobody gets");
    const options = { path: "/nowhere/digits.safetensors", steps: 10_000, width: 4, log };
    await assert.rejects(
      digitNetworks(images, { ...options, signal: stop.signal }),
      (error) => error === reason,
    );
    assert.equal(tf.memory().numTensors, before);
  },
);

testWith(
  { permissions },
  "digitNetworks() returns what was saved",
  () =>
    inNewFolder(async (path) => {
      const { networks: trained } = await networksFor(images, path);
      await saveDigitNetworks(trained, { images, steps: 1 }, { path });
      const { networks: saved, lines } = await networksFor(images, path);
      assert.deepEqual(lines, ["networks: saved earlier after 1 step"]);
      assert.deepEqual(
        await saved.generator.parameters[0].value.data(),
        await trained.generator.parameters[0].value.data(),
      );
      [trained, saved].forEach(dispose);
    }),
);

testWith(
  { permissions },
  "digitNetworks() trains rather than return networks of fewer steps or other images, and frees those",
  () =>
    inNewFolder(async (path) => {
      const { networks: trained } = await networksFor(images, path);
      await saveDigitNetworks(trained, { images, steps: 1 }, { path });
      dispose(trained);
      const others = resizeImages(drawDigits({ count: 20, seed: 2 }), 32);
      for (
        const [set, steps, reason] of [
          [images, 2, "learned for 1 step only, fewer than 2"],
          [others, 1, "learned from other images, or do not say from which"],
        ] as const
      ) {
        const before = tf.memory().numTensors;
        const { networks, lines } = await networksFor(set, path, steps);
        assert.match(lines[0], new RegExp(`networks: those saved ${reason}, so these`));
        assert.equal(networks.metadata.steps, String(steps));
        dispose(networks);
        assert.equal(tf.memory().numTensors, before);
      }
    }),
);

testWith(
  { permissions },
  "saveDigitNetworks() refuses untrained networks, and what was saved stays",
  () =>
    inNewFolder(async (path) => {
      const { networks } = await networksFor(images, path);
      await saveDigitNetworks(networks, { images, steps: 1 }, { path });
      const before = await Deno.readFile(path);
      await assert.rejects(
        saveDigitNetworks(networks, { images, steps: 0 }, { path }),
        /as they must have learned for a step or more: 0; train them first/,
      );
      assert.deepEqual(await Deno.readFile(path), before);
      dispose(networks);
    }),
);

testWith(
  { permissions },
  "saveDigitNetworks() keeps a file of more steps on the same images, says so, and frees what it read",
  () =>
    inNewFolder(async (path) => {
      const { networks } = await networksFor(images, path);
      await saveDigitNetworks(networks, { images, steps: 5000 }, { path });
      const before = await Deno.readFile(path);
      const { numTensors } = tf.memory();
      const lines: string[] = [];
      const log = (line: string) => lines.push(line);
      const saved = await saveDigitNetworks(networks, { images, steps: 10 }, {
        path,
        log,
      });
      assert.equal(saved, false);
      assert.deepEqual(lines, [
        `networks: not saved, as those in '${path}' learned from the same images for ` +
        "5000 steps, these for 10; to save these all the same, delete that file",
      ]);
      assert.deepEqual(await Deno.readFile(path), before);
      assert.equal(tf.memory().numTensors, numTensors);
      dispose(networks);
    }),
);

testWith(
  { permissions },
  "saveDigitNetworks() replaces a file of as many or fewer steps, of other images, or damaged, without a word",
  () =>
    inNewFolder(async (path) => {
      const { networks } = await networksFor(images, path);
      const others = resizeImages(drawDigits({ count: 20, seed: 2 }), 32);
      const log = (line: string) => assert.fail(line);
      for (
        const [set, steps] of [[images, 7], [images, 7], [images, 8], [
          others,
          3,
        ]] as const
      ) {
        assert.ok(
          await saveDigitNetworks(networks, { images: set, steps }, { path, log }),
        );
        const { networks: saved } = await networksFor(set, path, steps);
        assert.equal(saved.metadata.steps, String(steps));
        dispose(saved);
      }
      await Deno.writeFile(path, (await Deno.readFile(path)).slice(0, 1000));
      assert.ok(
        await saveDigitNetworks(networks, { images: others, steps: 2 }, { path, log }),
      );
      const { networks: saved } = await networksFor(others, path, 2);
      assert.equal(saved.metadata.steps, "2");
      [networks, saved].forEach(dispose);
    }),
);

async function inNewFolder(work: (path: string) => Promise<void>) {
  const folder = await Deno.makeTempDir();
  try {
    await work(`${folder}/new/folder/digits.safetensors`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
