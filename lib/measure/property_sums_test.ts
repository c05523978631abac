import assert from "node:assert/strict";
import { looksOfSum, promisesOf, propertySums } from "./property_sums.ts";

const smile = { property: "smiling", kind: "hair", A: 2, B: 0 } as const;
const options = { kind: "hair", kinds: 3, times: 2 } as const;

Deno.test("propertySums() has each property with each ordered pair of kinds, as often as asked for", () => {
  const sums = propertySums(["smiling", "glasses"], options);
  assert.equal(sums.length, 2 * 2 * 3 * 2);
  assert.ok(sums.every(({ A, B }) => A !== B));
  const once = new Set(sums.map((sum) => JSON.stringify(sum)));
  assert.equal(once.size, 12);
  assert.deepEqual(sums[0], { property: "smiling", kind: "hair", A: 0, B: 1 });
  assert.deepEqual(sums.slice(0, 12), sums.slice(12));
});

Deno.test("looksOfSum() takes the property from A, with it less without it, and gives it to B", () => {
  assert.deepEqual(looksOfSum(smile), {
    plus: { hair: 2, smiling: 1 },
    minus: { hair: 2, smiling: 0 },
    plusAlso: { hair: 0, smiling: 0 },
  });
});

Deno.test("promisesOf() wants the property, B, and both, of each result", () => {
  const glasses = { ...smile, property: "glasses", B: 1 } as const;
  assert.deepEqual(promisesOf<"smiling" | "glasses" | "hair">([smile, glasses]), {
    hasIt: [{ smiling: 1 }, { glasses: 1 }],
    isB: [{ hair: 0 }, { hair: 1 }],
    both: [{ hair: 0, smiling: 1 }, { hair: 1, glasses: 1 }],
  });
});
