import assert from "node:assert/strict";
import { dataInTurn, dataSoFar } from "./earlier_data.ts";

const identityOf = (origin: string) => ({ count: 5, origin, fingerprint: origin });
const [a, b] = ["drawn", "photographs"].map(identityOf);

Deno.test("images that a run leaves for others are kept with their last step", () => {
  const first = dataSoFar([], { step: 150, set: "/a", identity: a }, b);
  assert.deepEqual(first, [{ set: "/a", origin: "drawn", lastStep: 150 }]);
  const second = dataSoFar(first, { step: 160, set: "/b", identity: b }, a);
  assert.deepEqual(second.map(({ set, lastStep }) => [set, lastStep]), [
    ["/a", 150],
    ["/b", 160],
  ]);
  const unknown = dataSoFar([], { step: 1, set: "/a", identity: null }, b);
  assert.equal(unknown[0].origin, "/a");
});

Deno.test("images are not kept twice, nor those on which no step was made", () => {
  assert.deepEqual(dataSoFar([], { step: 150, set: "/a", identity: a }, a), []);
  assert.deepEqual(dataSoFar([], { step: 0, set: "/a", identity: a }, b), []);
  const first = dataSoFar([], { step: 150, set: "/a", identity: a }, b);
  assert.equal(dataSoFar(first, { step: 150, set: "/b", identity: b }, a), first);
});

Deno.test("a run's images are told in the order in which it learned from them", () => {
  assert.equal(dataInTurn([], "set", "/a"), "/a");
  const earlier = [{ set: "/a", origin: "drawn", lastStep: 150 }];
  assert.equal(dataInTurn(earlier, "set", "/b"), "/a to step 150, then /b");
  assert.equal(dataInTurn(earlier, "origin", "made"), "drawn to step 150, then made");
});
