import assert from "node:assert/strict";
import {
  adam,
  advance,
  awaitedBatches,
  openTraining,
  timeless,
} from "../../test/small_training.ts";
import { drawDigits } from "../data/digits.ts";
import { resizeImages } from "../data/resize.ts";

Deno.test("a source that refuses a state leaves the training as it was", async () => {
  const { training, dispose } = openTraining();
  await advance(training, { steps: 2 });
  const state = await training.state();
  const batches = { ...state.batches as { position: number }, position: -1 };
  await assert.rejects(training.restore({ ...state, batches }), /position/);
  assert.deepEqual(timeless(await training.state()), timeless(state));
  await advance(training, { steps: 3 });
  dispose();
});

Deno.test("restore() refuses other networks, constants, batches and images, and names both", async () => {
  const { training, dispose } = openTraining();
  await advance(training, { steps: 2 });
  const state = await training.state();
  const refuse = async (options: Parameters<typeof openTraining>[0], message: RegExp) => {
    const other = openTraining(options);
    const before = timeless(await other.training.state());
    await assert.rejects(other.training.restore(state), { name: "RangeError", message });
    assert.deepEqual(timeless(await other.training.state()), before);
    other.dispose();
  };
  await refuse(
    { width: 2 },
    /the generator must be the checkpoint's, .*"width":1.*"width":2/,
  );
  await refuse(
    { adam: { ...adam, learningRate: 1e-3 } },
    /the constants .*"learningRate":0.0002.*"learningRate":0.001.* pass 'allowOtherConstants'/,
  );
  await refuse({ latents: "uniform" }, /the constants .*"normal".*"uniform"/);
  await refuse(
    { batchSize: 5 },
    /the batch size must be the checkpoint's, 4: it is 5; .* pass 'allowOtherData'/,
  );
  await refuse(
    { images: resizeImages(drawDigits({ count: 23, seed: 1 }), 16) },
    /the checkpoint's, 22 images from '.*': it is 23 images from '.*'/,
  );
  const mute = { batchesPerEpoch: 5, batchSize: 4, next: awaitedBatches().next };
  await refuse({ images: mute }, /22 images from .*: it is of unknown origin/);
  await refuse(
    { images: { ...mute, identity: state.data.identity! } },
    /'state' and 'restore': the one now cannot say where/,
  );
  dispose();
});

Deno.test("restore() takes other data and constants where that is allowed, from their beginning", async () => {
  const { training, dispose } = openTraining();
  await advance(training, { steps: 7 });
  const state = await training.state();
  dispose();
  const others = resizeImages(drawDigits({ count: 9, seed: 2 }), 16);
  const slow = { ...adam, learningRate: 1e-5 };
  const other = openTraining({ images: others, batchSize: 3, adam: slow });
  const allowed = { allowOtherData: true, allowOtherConstants: true };
  await other.training.restore(state, allowed);
  const records = await advance(other.training, { steps: 8 });
  assert.deepEqual(records.map(({ step, epoch }) => [step, epoch]), [[8, 3]]);
  other.dispose();
});
