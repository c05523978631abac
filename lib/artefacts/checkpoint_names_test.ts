import assert from "node:assert/strict";
import {
  checkpointName,
  checkpointsToThin,
  isPartialCheckpoint,
  stepOfCheckpoint,
} from "./checkpoint_names.ts";
import { RandomGenerator } from "../tensor/random.ts";

/** Saves after these steps and thins each time: what is left. */
function left(steps: number[]): number[] {
  let kept: number[] = [];
  for (const step of steps) {
    const gone = checkpointsToThin([...kept, step]);
    kept = [...kept, step].filter((each) => !gone.includes(each));
  }
  return kept;
}

const every = (interval: number, count: number) =>
  Array.from({ length: count }, (_, i) => (i + 1) * interval);

Deno.test("stepOfCheckpoint() reads what checkpointName() wrote, and other names as null", () => {
  assert.equal(checkpointName(400), "checkpoint_00000400.safetensors");
  for (const step of [0, 7, 12345678, 1234567890]) {
    assert.equal(stepOfCheckpoint(checkpointName(step)), step);
  }
  for (
    const name of [
      "networks.safetensors",
      `${checkpointName(1)}.partial`,
      "checkpoint_1.safetensors",
    ]
  ) {
    assert.equal(stepOfCheckpoint(name), null);
  }
});

Deno.test("isPartialCheckpoint() knows files of checkpoints alone", () => {
  assert.ok(isPartialCheckpoint(`${checkpointName(400)}.partial`));
  assert.ok(!isPartialCheckpoint(checkpointName(400)));
  assert.ok(!isPartialCheckpoint("networks.safetensors.partial"));
});

Deno.test("checkpointsToThin() leaves ten saves of 100 steps as counted by hand", () => {
  // Ages 900, 800 … 100: stretches of 512, 512, 512, 512, 256, 256, 256 and the newest 3.
  assert.deepEqual(left(every(100, 10)), [100, 600, 800, 900, 1000]);
});

Deno.test("checkpointsToThin() keeps the newest three, the first, and few of the others", () => {
  for (const interval of [1, 50, 777]) {
    const steps = every(interval, 1000);
    const kept = left(steps);
    assert.deepEqual(kept.slice(-3), steps.slice(-3));
    assert.equal(kept[0], interval);
    assert.ok(kept.length <= 3 + 2 * Math.log2(1000), `${kept.length} are left`);
  }
});

Deno.test("checkpointsToThin() one by one never removes what it would leave of all at once", () => {
  const random = new RandomGenerator(1);
  let step = 0;
  const steps = Array.from({ length: 300 }, () => step += 1 + random.integer(40));
  for (let count = 1; count <= steps.length; count++) {
    const some = steps.slice(0, count);
    const gone = checkpointsToThin(some);
    const kept = left(some);
    const wanted = some.filter((each) => !gone.includes(each));
    assert.deepEqual(wanted.filter((each) => !kept.includes(each)), []);
    assert.ok(kept.length <= 3 + 2 * Math.log2(step), `${kept.length} are left`);
  }
});

Deno.test("checkpointsToThin() leaves gaps of at most four times an age, and an interval", () => {
  // An age is less than two stretches; a gap spans less than one and the one after it.
  const kept = left(every(10, 2000));
  for (let i = 1; i < kept.length; i++) {
    const age = 20000 - kept[i];
    assert.ok(kept[i] - kept[i - 1] <= 4 * age + 10, `${kept[i - 1]} to ${kept[i]}`);
  }
});

Deno.test("checkpointsToThin() removes nothing of three or fewer", () => {
  for (const steps of [[], [5], [5, 6], [7, 5, 6]]) {
    assert.deepEqual(checkpointsToThin(steps), []);
  }
});
