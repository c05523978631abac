import assert from "node:assert/strict";
import { DecodeCrew } from "./decode_crew.ts";
import type { DecodeJob, PictureFault } from "./decode_worker.ts";
import { DecodedPictures } from "./decoded_pictures.ts";
import { PictureStore } from "./picture_store.ts";

/**
 * Ten pictures of one byte, 10 + index, which a thread "decodes"; picture 3 is damaged and
 * picture 5 lost until it is asked for again.
 */
async function open(budget = 4) {
  const store = new PictureStore({ count: 10, pictureBytes: 1, budget, window: 4 });
  const program = `
    import { parentPort, workerData } from "node:worker_threads";
    const answer = (message) => parentPort.postMessage(message);
    const tell = (result) => answer({ results: [result] });
    const pixels = new Uint8Array(workerData.memory);
    const tried = new Set();
    parentPort.on("message", (request) => {
      if (request === "end") return answer({ ended: true });
      for (const { picture, place, name } of request.tasks) {
        const again = tried.has(picture);
        tried.add(picture);
        if (picture === 3) tell({ picture, place, fault: { kind: "damaged", reason: name } });
        else if (picture === 5 && !again) {
          tell({ picture, place, fault: { kind: "lost", reason: "no network" } });
        } else {
          pixels[place] = 10 + picture;
          tell({ picture, place, fault: null });
        }
      }
    });
    answer({ ready: true });
  `;
  const job: DecodeJob = {
    location: { kind: "folder", path: "pictures" },
    cache: null,
    size: 1,
    channels: 1,
    memory: store.memory,
  };
  const crew = await DecodeCrew.start(job, {
    threads: 1,
    origin: "ten pictures",
    program: new URL(`data:text/javascript,${encodeURIComponent(program)}`),
  });
  const nameOf = (picture: number) => `${picture}.jpg`;
  return { crew, pictures: new DecodedPictures({ store, crew, nameOf }) };
}

const none = () => [];

Deno.test("pictures come in any order, whether they were asked for ahead or not", async () => {
  const { crew, pictures } = await open();
  pictures.ask([1, 2, 4, 6, 7, 8]);
  for (const picture of [4, 1, 9, 0, 2, 9, 8]) {
    const pixels = await pictures.get(picture, () => [1, 2]);
    assert.deepEqual([...pixels as Uint8Array], [10 + picture]);
  }
  await crew.end();
});

Deno.test("a damaged picture stays so; one that was out of reach is tried again", async () => {
  const { crew, pictures } = await open();
  const damaged: PictureFault = { kind: "damaged", reason: "3.jpg" };
  assert.ok(pictures.isUsable(3));
  assert.deepEqual(await pictures.get(3, none), damaged);
  assert.ok(!pictures.isUsable(3));
  assert.deepEqual(await pictures.get(3, none), damaged);
  assert.deepEqual(await pictures.get(5, none), { kind: "lost", reason: "no network" });
  assert.deepEqual([...await pictures.get(5, none) as Uint8Array], [15]);
  await crew.end();
});
