import assert from "node:assert/strict";
import { DerivedMemory } from "./derived_memory.ts";
import { SharedHeap } from "./memory.ts";

const heap = new SharedHeap({ pages: 256 });
const tensor = { dataId: {} };

Deno.test("get() computes once a kind, until the tensor is forgotten", () => {
  const before = heap.live;
  const derived = new DerivedMemory(heap);
  let computed = 0;
  const valueOf = (kind: string, of = tensor) =>
    heap.floats(
      derived.get(of, kind, 4, (address) => {
        heap.floats(address, 1)[0] = ++computed;
      }),
      1,
    )[0];
  assert.deepEqual(["a", "a", "b", "a"].map((kind) => valueOf(kind)), [1, 1, 2, 1]);
  const other = { dataId: {} };
  assert.equal(valueOf("a", other), 3);
  derived.forget(tensor);
  assert.deepEqual([valueOf("a"), valueOf("a", other)], [4, 3]);
  derived.forget(tensor);
  derived.forget(other);
  assert.equal(heap.live, before);
});

Deno.test("get() keeps nothing of a computation that throws", () => {
  const before = heap.live;
  const derived = new DerivedMemory(heap);
  const compute = () => {
    throw new Error("no");
  };
  assert.throws(() => derived.get(tensor, "a", 4, compute), { message: "no" });
  assert.equal(heap.live, before);
  derived.get(tensor, "a", 4, (address) => assert.ok(address > 0));
  derived.forget(tensor);
});
