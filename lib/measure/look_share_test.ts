import assert from "node:assert/strict";
import type { ImageBatch } from "../artefacts/image_grid.ts";
import { lookShare, lookTable } from "./look_share.ts";

const readings = {
  glasses: { labels: Uint16Array.of(1, 1, 0, 0) },
  hair: { labels: Uint16Array.of(3, 2, 2, 1) },
};

Deno.test("lookShare() asks of each image its own look, by hand", () => {
  const wanted = [{ hair: 3 }, { hair: 3 }, { hair: 2 }, { hair: 1 }];
  assert.equal(lookShare(readings, wanted), .75);
});

Deno.test("lookShare() counts an image only if all that is wanted of it holds", () => {
  const both = [3, 3, 2, 1].map((hair) => ({ hair, glasses: 1 }));
  assert.equal(lookShare(readings, both), .25);
  assert.equal(lookShare(readings, [{}, {}, {}, { glasses: 1 }]), .75);
});

Deno.test("lookShare() refuses unknown questions and another number of looks", () => {
  const hats = Array.from({ length: 4 }, () => ({ hat: 1 } as { hair?: number }));
  assert.throws(() => lookShare(readings, hats), {
    name: "RangeError",
    message: "Cannot count looks as 'hat' must be one of glasses, hair",
  });
  assert.throws(() => lookShare(readings, [{ hair: 1 }]), {
    name: "RangeError",
    message: "Cannot count looks as there must be one for each of 4 images: there are 1",
  });
});

Deno.test("lookTable() counts each kind of look in each batch, by hand", async () => {
  // A judge who sees a hat where the pixel is 1.
  const unasked = {
    confidences: new Float32Array(2),
    probabilities: new Float32Array(4),
  };
  const read = ({ data }: ImageBatch) =>
    Promise.resolve({ hat: { labels: Uint16Array.from(data), ...unasked } });
  const shape = [2, 1, 1, 1];
  const batches = {
    sum: { data: Uint8Array.of(1, 1), shape },
    control: { data: Uint8Array.of(1, 0), shape },
  };
  const looks = { hasIt: [{ hat: 1 }, { hat: 1 }], lacksIt: [{ hat: 0 }, { hat: 0 }] };
  assert.deepEqual(await lookTable({ read }, batches, looks), [
    { way: "sum", hasIt: 1, lacksIt: 0 },
    { way: "control", hasIt: .5, lacksIt: .5 },
  ]);
});
