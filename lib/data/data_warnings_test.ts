import assert from "node:assert/strict";
import type { Survey } from "./data_survey.ts";
import { warnings } from "./data_warnings.ts";

const good: Survey = {
  origin: "good pictures",
  count: 10_000,
  lookedAt: 1000,
  classes: [{ name: "a", count: 5000 }, { name: "b", count: 5000 }],
  sizes: [{ width: 178, height: 218, count: 1000 }],
  formats: [{ format: "jpeg", count: 1000 }],
  size: 64,
  channels: 3,
  means: [120, 120, 120],
  deviations: [60, 60, 60],
  greyShare: 0.01,
  duplicates: [],
  leftOut: [],
  damaged: [],
  remarks: [],
  samples: new Uint8Array(0),
};

Deno.test("nothing speaks against good pictures", () => {
  assert.deepEqual(warnings(good), []);
});

Deno.test("warnings() counts no damaged pictures among those that are enough", () => {
  const damaged = [{ path: "a", reason: "cut off" }];
  const [, few] = warnings({ ...good, count: 2000, damaged });
  assert.match(few, /^1999 pictures are few/);
  assert.equal(warnings({ ...good, count: 2001, damaged }).length, 1);
});

const troubles: [string, Partial<Survey>, RegExp][] = [
  ["few pictures", { count: 300 }, /^300 pictures are few: the discriminator can learn/],
  [
    "damaged ones",
    { damaged: [{ path: "a", reason: "cut off" }] },
    /^Less than 1 % of the pictures are damaged and are skipped/,
  ],
  [
    "what was left out before",
    { leftOut: [{ path: "a", reason: "leads nowhere" }] },
    /^1 file or folder is left out and not counted/,
  ],
  [
    "copies",
    { duplicates: [{ name: "b", of: "a" }] },
    /^Of 1000 pictures looked at, 1 picture is a copy/,
  ],
  [
    "small ones",
    {
      sizes: [{ width: 64, height: 64, count: 750 }, {
        width: 300,
        height: 63,
        count: 250,
      }],
    },
    /^25 % of the pictures are smaller than 64 pixels/,
  ],
  [
    "long ones",
    {
      sizes: [{ width: 200, height: 100, count: 1 }, {
        width: 100,
        height: 100,
        count: 1,
      }],
    },
    /^50 % of the pictures lose more than a quarter to the centred square/,
  ],
  ["grey ones", { greyShare: 1 }, /^The pictures are grey but .*: --channels 1 spares/],
  ["some grey ones", { greyShare: 0.3 }, /^30 % of the pictures are grey among coloured/],
  [
    "a rare class",
    { classes: [{ name: "a", count: 9901 }, { name: "b", count: 99 }] },
    /^The largest class has 9901 pictures and the smallest 99/,
  ],
  ["one even colour", { deviations: [2, 2, 1] }, /^The pictures hardly differ from one/],
  [
    "a source's remark",
    { remarks: ["All stand in one folder"] },
    /^All stand in one folder\.$/,
  ],
];

for (const [what, found, message] of troubles) {
  Deno.test(`warnings() names ${what}, and nothing else`, () => {
    const sentences = warnings({ ...good, ...found });
    assert.match(sentences[0], message);
    // A set where half are long has also some that are small or the other way round.
    assert.ok(sentences.length <= 2, sentences.join("\n"));
  });
}
