import assert from "node:assert/strict";
import { RandomGenerator } from "../tensor/random.ts";
import { shuffledIndices } from "../tensor/shuffle.ts";
import { EpochOrder } from "./epoch_order.ts";

interface Settings {
  count: number;
  batchSize?: number;
  seed?: number;
  dropLast?: boolean;
  horizontalFlips?: boolean;
}

function open(
  { count, batchSize = 4, seed = 1, dropLast = true, horizontalFlips = false }: Settings,
): EpochOrder {
  const random = new RandomGenerator(seed);
  return new EpochOrder(count, { batchSize, random, dropLast, horizontalFlips });
}

/** The current epoch's indices; the walk then stands in the next. */
function takeEpoch(order: EpochOrder): number[] {
  const indices = Array.from({ length: order.count }, (_, at) => order.indexAt(at));
  order.startEpoch();
  return indices;
}

/** Which images of the current epoch are mirrored, by their index. */
function takeFlips(order: EpochOrder): boolean[] {
  const flips: boolean[] = [];
  for (let at = 0; at < order.count; at++) {
    flips[order.indexAt(at)] = order.isMirroredAt(at);
  }
  order.startEpoch();
  return flips;
}

Deno.test("the order is Fisher–Yates from a stream that one draw of 'random' starts", () => {
  const order = open({ count: 20, seed: 7 });
  const stream = new RandomGenerator(new RandomGenerator(7).uint32());
  for (let epoch = 0; epoch < 3; epoch++) {
    assert.equal(order.epoch, epoch);
    assert.deepEqual(takeEpoch(order), [...shuffledIndices(20, stream)]);
  }
});

Deno.test("looking ahead changes nothing", () => {
  const looking = open({ count: 20 });
  const plain = open({ count: 20 });
  for (let epoch = 0; epoch < 3; epoch++) {
    looking.upcoming(30);
    assert.deepEqual(looking.state(), plain.state());
    assert.deepEqual(takeEpoch(looking), takeEpoch(plain));
  }
});

Deno.test("upcoming() tells what batches take, without what dropLast leaves out", () => {
  const order = open({ count: 10, batchSize: 4 });
  const first = Array.from({ length: 8 }, (_, at) => order.indexAt(at));
  const told = order.upcoming(12);
  order.startEpoch();
  const second = Array.from({ length: 4 }, (_, at) => order.indexAt(at));
  assert.deepEqual(told, [...first, ...second]);
});

Deno.test("upcoming() takes the next images where some are damaged, in a batch begun too", () => {
  const order = open({ count: 10, batchSize: 4 });
  const epoch = Array.from({ length: 10 }, (_, at) => order.indexAt(at));
  const isUsable = (index: number) => index !== epoch[1] && index !== epoch[5];
  assert.deepEqual(
    order.upcoming(8, { isUsable }),
    epoch.filter(isUsable),
    "8 usable images make two batches",
  );
  order.moveTo(4);
  assert.deepEqual(
    order.upcoming(5, { from: 6, gathered: 1, isUsable }).slice(0, 3),
    epoch.slice(6, 9),
    "the batch lacks three",
  );
});

Deno.test("without dropLast upcoming() tells all of both epochs, and no more", () => {
  const order = open({ count: 10, batchSize: 4, dropLast: false });
  const told = order.upcoming(100);
  assert.deepEqual(told, [...takeEpoch(order), ...takeEpoch(order)]);
});

Deno.test("flips leave the order as it is and mirror half of the images, others each epoch", () => {
  const settings = { count: 4000, batchSize: 100 };
  assert.deepEqual(
    takeEpoch(open({ ...settings, horizontalFlips: true })),
    takeEpoch(open(settings)),
  );
  const order = open({ ...settings, horizontalFlips: true });
  const [first, second] = [takeFlips(order), takeFlips(order)];
  const share = (flips: boolean[]) => flips.filter((is) => is).length / flips.length;
  // Four standard deviations of a fair coin thrown 4000 times are .032.
  for (const flips of [first, second, first.map((is, i) => is !== second[i])]) {
    assert.ok(Math.abs(share(flips) - 0.5) < 0.032, `share ${share(flips)}`);
  }
  assert.deepEqual(takeFlips(open(settings)), Array(4000).fill(false));
});

Deno.test("a walk continues from its state with the same order and the same flips", () => {
  for (const horizontalFlips of [false, true]) {
    const settings = { count: 30, horizontalFlips };
    const order = open(settings);
    order.startEpoch();
    order.moveTo(8);
    order.upcoming(40);
    const resumed = open({ ...settings, seed: 99 });
    resumed.restore(JSON.parse(JSON.stringify(order.state())));
    assert.deepEqual(resumed.state(), order.state());
    for (let epoch = 0; epoch < 3; epoch++) {
      const flips = (of: EpochOrder) =>
        Array.from({ length: 30 }, (_, at) => of.isMirroredAt(at));
      assert.deepEqual(flips(resumed), flips(order));
      assert.deepEqual(takeEpoch(resumed), takeEpoch(order));
    }
  }
});

Deno.test("a state from before flips counts as one without", () => {
  const { horizontalFlips: _, ...old } = open({ count: 30 }).state();
  open({ count: 30 }).restore(old);
  assert.throws(() => open({ count: 30, horizontalFlips: true }).restore(old), {
    name: "RangeError",
    message:
      "Cannot continue in the set as 'horizontalFlips' must be false, as it was: " +
      "current value is true",
  });
});
