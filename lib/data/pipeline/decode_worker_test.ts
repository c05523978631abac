import assert from "node:assert/strict";
import { DECODES, makePictureFolder, pictureName } from "../../../test/picture_folder.ts";
import { testWith } from "../../../test/test_with.ts";
import { decodeImage } from "../decode_image.ts";
import {
  type DecodeAnswer,
  type DecodeJob,
  type DecodeRequest,
  serveDecoding,
} from "./decode_worker.ts";

const pictureBytes = 4 * 4 * 3;

/** Serves in this thread: what it answers, and a way to ask. */
function serve(path: string, places = 4) {
  const answers: DecodeAnswer[] = [];
  let listen: (request: DecodeRequest) => void = () => {};
  let heard: (() => void) | null = null;
  const memory = new SharedArrayBuffer(places * pictureBytes);
  const job: DecodeJob = {
    location: { kind: "folder", path },
    cache: null,
    size: 4,
    channels: 3,
    memory,
  };
  const started = serveDecoding({
    postMessage: (answer) => {
      answers.push(answer);
      heard?.();
    },
    on: (_, listener) => listen = listener,
  }, job);
  const results = () =>
    answers.flatMap((answer) => "results" in answer ? answer.results : []);
  const until = async (count: number) => {
    while (results().length < count) await new Promise<void>((done) => heard = done);
    return results();
  };
  const ask = (request: DecodeRequest) => listen(request);
  return { answers, ask, memory, started, until };
}

testWith(
  DECODES,
  "a thread puts each picture's pixels into its place, as decodeImage() gives them",
  async () => {
    await using folder = await makePictureFolder({ count: 3 });
    const { answers, ask, memory, started, until } = serve(folder.path);
    await started;
    assert.deepEqual(answers, [{ ready: true }]);
    const tasks = [{ picture: 0, place: 3, name: pictureName(0) }];
    ask({ tasks });
    await until(1);
    assert.deepEqual(answers[1], { results: [{ picture: 0, place: 3, fault: null }] });
    const file = await Deno.readFile(`${folder.path}/${pictureName(0)}`);
    const pixels = await decodeImage(file, { size: 4, channels: 3 });
    assert.deepEqual(new Uint8Array(memory, 3 * pictureBytes), pixels);
    assert.deepEqual(
      new Uint8Array(memory, 0, pictureBytes),
      new Uint8Array(pictureBytes),
    );
    ask("end");
    assert.deepEqual(answers[2], { ended: true });
  },
);

testWith(
  DECODES,
  "a thread tells damaged pictures from a list that is no longer the same",
  async () => {
    await using folder = await makePictureFolder({ count: 3, damaged: [0] });
    const { ask, started, until } = serve(folder.path);
    await started;
    ask({
      tasks: [
        { picture: 0, place: 0, name: pictureName(0) },
        { picture: 1, place: 1, name: "even/another.jpg" },
        { picture: 3, place: 2, name: pictureName(4) },
      ],
    });
    const faults = (await until(3)).map(({ fault }) => fault);
    assert.deepEqual(faults.map((fault) => fault?.kind).toSorted(), [
      "damaged",
      "lost",
      "lost",
    ]);
    const reasons = faults.map((fault) => fault!.reason).join("\n");
    assert.match(
      reasons,
      /picture 1 is 'even\/0002.jpg' now: files were added or removed/,
    );
    assert.match(reasons, /picture 3 is not there now/);
    ask("end");
  },
);

testWith(
  DECODES,
  "a thread that is asked to end leaves what waits and finishes what is in work",
  async () => {
    await using folder = await makePictureFolder({ count: 8 });
    const { answers, ask, started, until } = serve(folder.path, 8);
    await started;
    const listed = [0, 2, 4, 6, 1, 3, 5, 7];
    ask({
      tasks: listed.map((i, picture) => ({
        picture,
        place: picture,
        name: pictureName(i),
      })),
    });
    ask("end");
    ask({ tasks: [{ picture: 0, place: 0, name: pictureName(0) }] });
    await until(2);
    assert.deepEqual(answers.map((answer) => Object.keys(answer)[0]), [
      "ready",
      "results",
      "results",
      "ended",
    ]);
    assert.equal((await until(2)).length, 2);
  },
);

testWith(
  DECODES,
  "a thread tells results together while pictures wait, and the last at once",
  async () => {
    await using folder = await makePictureFolder({ count: 40 });
    const { answers, ask, started, until } = serve(folder.path, 40);
    await started;
    const tasks = Array.from({ length: 40 }, (_, picture) => {
      const name = pictureName(picture < 20 ? 2 * picture : 2 * picture - 39);
      return { picture, place: picture, name };
    });
    ask({ tasks });
    const results = await until(40);
    assert.deepEqual(results.filter(({ fault }) => fault), []);
    const pictures = results.map(({ picture }) => picture).toSorted((a, b) => a - b);
    assert.deepEqual(pictures, tasks.map(({ picture }) => picture));
    const told = answers.slice(1).length;
    assert.ok(told >= 3 && told <= 4, `told in ${told} messages`);
    ask("end");
  },
);

testWith(DECODES, "a thread says why it cannot open the pictures", async () => {
  const { answers, started } = serve("/no/such/folder");
  await started;
  assert.match((answers[0] as { failed: string }).failed, /\/no\/such\/folder/);
});
