import assert from "node:assert/strict";
import { attributeChange } from "./attribute_change.ts";

/** Four images before a change, and after it. */
const before = {
  glasses: { labels: Uint16Array.of(0, 0, 1, 0) },
  hair: { labels: Uint16Array.of(3, 2, 2, 1) },
  wall: { labels: Uint16Array.of(0, 0, 0, 0) },
};
const after = {
  glasses: { labels: Uint16Array.of(1, 0, 0, 1) },
  hair: { labels: Uint16Array.of(3, 1, 0, 1) },
  wall: { labels: Uint16Array.of(0, 1, 4, 1) },
};

Deno.test("attributeChange() counts, of the images that lacked it, those that gained it and those that kept the rest, by hand", () => {
  const change = attributeChange(before, after, { name: "glasses", answer: 1 });
  assert.deepEqual(change, {
    count: 3,
    gained: 2 / 3,
    kept: { hair: 2 / 3, wall: 1 / 3 },
    keptMean: 1 / 2,
  });
});

Deno.test("attributeChange() without a change gains nothing and keeps everything", () => {
  const { gained, keptMean } = attributeChange(before, before, {
    name: "hair",
    answer: 2,
  });
  assert.deepEqual([gained, keptMean], [0, 1]);
});

Deno.test("attributeChange() gives no number where every image had it", () => {
  const { count, gained } = attributeChange(before, after, { name: "wall", answer: 0 });
  assert.deepEqual([count, gained], [0, NaN]);
});

Deno.test("attributeChange() refuses an unknown question and other images", () => {
  assert.throws(
    () => attributeChange(before, after, { name: "hat" as "hair", answer: 1 }),
    {
      name: "RangeError",
      message: "Cannot measure a change as 'hat' must be one of glasses, hair, wall",
    },
  );
  const fewer = { ...after, glasses: { labels: Uint16Array.of(1) } };
  assert.throws(() => attributeChange(before, fewer, { name: "glasses", answer: 1 }), {
    message: /as many images after it: there are 4 before and 1 after/,
  });
});
