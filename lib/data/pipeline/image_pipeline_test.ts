import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { DECODES, makePictureFolder } from "../../../test/picture_folder.ts";
import { testWith } from "../../../test/test_with.ts";
import { RandomGenerator } from "../../tensor/random.ts";
import { type Batch, Batches } from "../batches.ts";
import { EpochOrder } from "../epoch_order.ts";
import { openImageFolder } from "../image_folder.ts";
import { loadImages } from "../load_images.ts";
import { ImagePipeline } from "./image_pipeline.ts";
import type { ImagePipelineOptions } from "./image_pipeline_options.ts";

const size = 16;

/** Bytes of one decoded picture. */
const pictureBytes = size * size * 3;

type Settings = Partial<ImagePipelineOptions> & { seed?: number };

async function open(
  path: string,
  { seed = 1, batchSize = 4, ...options }: Settings = {},
): Promise<ImagePipeline> {
  const source = await openImageFolder(path);
  const random = new RandomGenerator(seed);
  return await ImagePipeline.open(source, {
    size,
    batchSize,
    random,
    workers: 1,
    ...options,
  });
}

/** What a batch holds, as plain data; its images are disposed. */
function contentOf({ images, labels, indices, epoch }: Batch) {
  const pixels = [...images.dataSync()];
  images.dispose();
  return { pixels, labels, indices: [...indices], epoch };
}

async function take(batches: ImagePipeline | Batches, count: number) {
  const taken = [];
  for (let i = 0; i < count; i++) taken.push(contentOf(await batches.next()));
  return taken;
}

testWith(
  DECODES,
  "the batches are those of Batches, whatever the threads and the memory",
  async () => {
    await using folder = await makePictureFolder({ count: 50 });
    const set = await loadImages(await openImageFolder(folder.path), {
      size,
      channels: 3,
    });
    const little = 32 * pictureBytes;
    for (
      const settings of [
        { workers: 1, memory: little },
        { workers: 3, memory: little },
        { workers: 2, horizontalFlips: true },
        { workers: 2, memory: little, dropLast: false },
      ]
    ) {
      const { horizontalFlips, dropLast } = settings as Settings;
      const random = new RandomGenerator(1);
      const options = { batchSize: 4, random, horizontalFlips, dropLast };
      const expected = await take(new Batches(set, options), 40);
      const pipeline = await open(folder.path, settings);
      assert.deepEqual(await take(pipeline, 40), expected, JSON.stringify(settings));
      await pipeline.close();
    }
  },
);

testWith(
  DECODES,
  "a walk continues from its state at any batch, by other threads too",
  async () => {
    await using folder = await makePictureFolder({ count: 22 });
    const pipeline = await open(folder.path, { horizontalFlips: true });
    const resumed = await open(folder.path, {
      horizontalFlips: true,
      seed: 9,
      workers: 2,
    });
    for (const before of [0, 1, 3, 5]) {
      await take(pipeline, before);
      const state = JSON.parse(JSON.stringify(pipeline.state()));
      const expected = await take(pipeline, 7);
      resumed.restore(state);
      assert.deepEqual(await take(resumed, 7), expected, `after ${before} more batches`);
    }
    await pipeline.close();
    await resumed.close();
  },
);

testWith(
  DECODES,
  "the next picture of the order takes a damaged one's place, in every batch",
  async () => {
    const damaged = [3, 8, 16, 21];
    await using folder = await makePictureFolder({ count: 30, damaged });
    // The folder lists its classes one after the other: the even pictures, then the odd.
    const listed = damaged.map((i) => i % 2 === 0 ? i / 2 : 15 + (i - 1) / 2);
    const order = new EpochOrder(30, {
      batchSize: 4,
      random: new RandomGenerator(1),
      dropLast: true,
      horizontalFlips: false,
    });
    const expected: number[][] = [];
    for (let epoch = 0; epoch < 3; epoch++) {
      const usable = Array.from({ length: 30 }, (_, at) => order.indexAt(at))
        .filter((index) => !listed.includes(index));
      for (let at = 0; at + 4 <= usable.length; at += 4) {
        expected.push(usable.slice(at, at + 4));
      }
      order.startEpoch();
    }
    const states = [];
    for (const workers of [1, 3]) {
      const pipeline = await open(folder.path, { workers, largestSkippedShare: 0.2 });
      const taken: number[][] = [];
      while (taken.length < expected.length) {
        states.push(pipeline.state());
        taken.push((await take(pipeline, 1))[0].indices);
      }
      assert.deepEqual(taken, expected);
      assert.deepEqual(
        pipeline.skipped.map(({ path }) => path).toSorted(),
        ["even/0008.jpg", "even/0016.jpg", "odd/0003.jpg", "odd/0021.jpg"],
      );
      for (const { reason } of pipeline.skipped) {
        assert.match(reason, /break(s)? off before/);
      }
      await pipeline.close();
    }
    const resumed = await open(folder.path, { largestSkippedShare: 0.2 });
    for (const at of [2, 5, 6, 11]) {
      resumed.restore(states[at]);
      assert.deepEqual((await take(resumed, 1))[0].indices, expected[at], `batch ${at}`);
    }
    await resumed.close();
  },
);

testWith(
  DECODES,
  "a cache gives the same batches, also where pictures are damaged, and is used again",
  async () => {
    await using folder = await makePictureFolder({ count: 30, damaged: [3, 8] });
    const path = await Deno.makeTempFile();
    const made: string[] = [];
    const cache = {
      path,
      onNotice: (notice: string) => made.push(notice),
      onProgress: (done: number) => made.push(`${done} done`),
    };
    const plain = await open(folder.path);
    const expected = await take(plain, 12);
    for (const first of [true, false]) {
      made.length = 0;
      const cached = await open(folder.path, { cache, workers: 2 });
      assert.equal(made.length, first ? 30 : 0);
      assert.deepEqual(await take(cached, 12), expected);
      assert.deepEqual(
        cached.skipped.map(({ path }) => path),
        plain.skipped.map(({ path }) => path),
      );
      await cached.close();
    }
    await plain.close();
    await Deno.remove(path);
  },
);

testWith(
  DECODES,
  "too many damaged pictures end the walk by name, and asking again does not help",
  async () => {
    await using folder = await makePictureFolder({ count: 20, damaged: [2, 5, 9, 12] });
    const pipeline = await open(folder.path, { largestSkippedShare: 0.1 });
    const message =
      /at most 2 of 20 may be damaged: found 3 so far, (even|odd)\/00\d\d\.jpg/;
    await assert.rejects(take(pipeline, 5), { name: "ImagesLostError", message });
    await assert.rejects(pipeline.next(), { name: "ImagesLostError", message });
    await pipeline.close();
  },
);

testWith(
  DECODES,
  "a batch larger than all undamaged pictures is refused, not waited for",
  async () => {
    await using folder = await makePictureFolder({ count: 6, damaged: [0, 1, 2] });
    const pipeline = await open(folder.path, { largestSkippedShare: 1 });
    await assert.rejects(pipeline.next(), {
      name: "ImagesLostError",
      message: `Cannot cut a batch of 6 images from ${folder.path} as it must have at ` +
        "least 4 pictures that are not damaged: found 3 of 6",
    });
    await pipeline.close();
  },
);

testWith(DECODES, "batches asked for at once come in order, each its own", async () => {
  await using folder = await makePictureFolder({ count: 20 });
  const [one, other] = [await open(folder.path), await open(folder.path)];
  const together = await Promise.all(Array.from({ length: 6 }, () => one.next()));
  assert.deepEqual(together.map(contentOf), await take(other, 6));
  await one.close();
  await other.close();
});

testWith(
  DECODES,
  "a folder that vanishes ends the walk with the file and the reason",
  async () => {
    const folder = await makePictureFolder({ count: 60 });
    const pipeline = await open(folder.path, { batchSize: 2, memory: 20 * pictureBytes });
    await take(pipeline, 1);
    await folder[Symbol.asyncDispose]();
    await assert.rejects(take(pipeline, 60), /\.jpg is not \(No such file or directory/);
    await pipeline.close();
  },
);

testWith(
  DECODES,
  "closing and aborting tell those who wait, and those who ask later",
  async () => {
    await using folder = await makePictureFolder({ count: 20 });
    const closed = await open(folder.path);
    const waiting = closed.next();
    const told = assert.rejects(waiting, /it was closed/);
    await closed.close();
    await told;
    await assert.rejects(closed.next(), /it was closed/);
    const controller = new AbortController();
    const aborted = await open(folder.path, { signal: controller.signal });
    const next = assert.rejects(aborted.next(), /enough/);
    controller.abort(new Error("enough"));
    await next;
    await assert.rejects(aborted.next(), /enough/);
    await aborted.close();
    await assert.rejects(open(folder.path, { signal: controller.signal }), /enough/);
  },
);

testWith(DECODES, "a batch leaves one tensor, its images, to the caller", async () => {
  await using folder = await makePictureFolder({ count: 12 });
  const pipeline = await open(folder.path, { horizontalFlips: true });
  const before = tf.memory().numTensors;
  const { images } = await pipeline.next();
  assert.equal(tf.memory().numTensors, before + 1);
  images.dispose();
  await take(pipeline, 5);
  assert.equal(tf.memory().numTensors, before);
  await pipeline.close();
});

testWith(
  DECODES,
  "open() refuses a batch that does not fit, too little memory and no threads",
  async () => {
    await using folder = await makePictureFolder({ count: 20 });
    await assert.rejects(open(folder.path, { batchSize: 21 }), /current value is 21/);
    await assert.rejects(open(folder.path, { memory: 1000 }), {
      name: "RangeError",
      message: `Cannot hold decoded pictures as 'memory' must be at least ` +
        `${20 * pictureBytes} bytes, for 20 pictures of ${pictureBytes}: ` +
        "current value is 1000",
    });
    const workerless = open(folder.path, { workers: 0 });
    await assert.rejects(workerless, /'workers' must be a positive integer/);
  },
);

testWith(
  DECODES,
  "restore() waits for nobody: it refuses while a batch is awaited",
  async () => {
    await using folder = await makePictureFolder({ count: 20 });
    const pipeline = await open(folder.path);
    const state = pipeline.state();
    const pending = pipeline.next();
    assert.throws(
      () => pipeline.restore(state),
      /no batch may be awaited: current number is 1/,
    );
    contentOf(await pending);
    pipeline.restore(state);
    await pipeline.close();
  },
);
