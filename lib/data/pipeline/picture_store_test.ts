import assert from "node:assert/strict";
import { PictureStore } from "./picture_store.ts";

/** Reserves, and fills at once what was reserved, each picture with its own number. */
function load(store: PictureStore, wanted: number[]): number[] {
  const reserved = store.reserve(wanted);
  for (const { picture, place } of reserved) {
    new Uint8Array(store.memory)[place] = picture;
    store.fill(place);
  }
  return reserved.map(({ picture }) => picture);
}

const open = (count: number, budget: number, window: number) =>
  new PictureStore({ count, pictureBytes: 1, budget, window });

Deno.test("a store that fits the whole set takes each picture once, and no more memory", () => {
  const store = open(6, 100, 4);
  assert.equal(store.bytes, 6);
  assert.ok(store.holdsAll);
  assert.deepEqual(load(store, [5, 3, 1]), [5, 3, 1]);
  assert.deepEqual(load(store, [3, 0, 2, 4]), [0, 2, 4]);
  assert.deepEqual(load(store, [0, 1, 2, 3, 4, 5]), []);
  for (let i = 0; i < 6; i++) assert.deepEqual([...store.pixels(i)!], [i]);
});

Deno.test("a store smaller than the set keeps what filled it and takes turns in the rest", () => {
  const store = open(100, 5, 2);
  assert.equal(store.bytes, 5);
  assert.ok(!store.holdsAll);
  for (let i = 0; i < 50; i++) load(store, [i, i + 1]);
  assert.deepEqual([0, 1, 2].map((i) => [...store.pixels(i)!]), [[0], [1], [2]]);
  assert.deepEqual([49, 50].map((i) => [...store.pixels(i)!]), [[49], [50]]);
  assert.equal(store.pixels(48), null);
});

Deno.test("a place is never taken from a picture that is still wanted or on its way", () => {
  const store = open(100, 3, 3);
  load(store, [1, 2]);
  const [awaited] = store.reserve([3]);
  assert.equal(store.pixels(3), null);
  assert.deepEqual(store.reserve([1, 2, 4]), [], "1 and 2 are wanted, 3 is on its way");
  store.fill(awaited.place);
  assert.deepEqual(store.reserve([1, 2, 4]), [{ picture: 4, place: awaited.place }]);
  assert.equal(store.has(3), false);
});

Deno.test("pictures get their places in the order in which they are wanted", () => {
  const store = open(100, 3, 3);
  assert.deepEqual(load(store, [9, 8, 7, 6]), [9, 8, 7]);
});

Deno.test("a picture that will not come leaves its place to another, kept places too", () => {
  for (const store of [open(3, 3, 3), open(100, 3, 1)]) {
    const [first] = store.reserve([2]);
    store.giveUp(first.place);
    assert.equal(store.has(2), false);
    assert.deepEqual(load(store, [0, 1, 2]), [0, 1, 2]);
  }
});

Deno.test("any walk through a set gives the right pixels within the budget", () => {
  const store = open(40, 12, 5);
  for (let step = 0; step < 400; step++) {
    const at = (ahead: number) => (step + ahead) * 17 % 40;
    load(store, [0, 1, 2, 3, 4].map(at));
    assert.deepEqual([...store.pixels(at(0))!], [at(0)]);
  }
  assert.equal(store.bytes, 12);
});

Deno.test("PictureStore refuses a budget below what is decoded ahead, in bytes", () => {
  const make = () =>
    new PictureStore({ count: 100, pictureBytes: 12, budget: 47, window: 4 });
  assert.throws(make, {
    name: "RangeError",
    message:
      "Cannot hold decoded pictures as 'memory' must be at least 48 bytes, for 4 " +
      "pictures of 12: current value is 47",
  });
});
