import assert from "node:assert/strict";
import { DecodeCrew } from "./decode_crew.ts";
import type { DecodeJob } from "./decode_worker.ts";

const job: DecodeJob = {
  location: { kind: "folder", path: "pictures" },
  cache: null,
  size: 1,
  channels: 1,
  memory: new SharedArrayBuffer(8),
};

const task = (picture: number) => ({ picture, place: picture, name: `${picture}.jpg` });

/** A program that answers what the test wants: `ask(request, answer)` for each request. */
function start(
  ask: string,
  { threads = 1, first = "answer({ ready: true });", signal }: {
    threads?: number;
    first?: string;
    signal?: AbortSignal;
  } = {},
) {
  const program = new URL(`data:text/javascript,${
    encodeURIComponent(`
    import { parentPort } from "node:worker_threads";
    const answer = (message) => parentPort.postMessage(message);
    parentPort.on("message", (request) => { ${ask} });
    ${first}
  `)
  }`);
  return DecodeCrew.start(job, { threads, origin: "9 images", signal, program });
}

const END = `if (request === "end") return answer({ ended: true });`;

Deno.test("a crew hands out pictures, to each thread as many, and takes their results", async () => {
  const crew = await start(
    `${END} const { tasks } = request;
    const result = ({ picture, place }) =>
      ({ picture, place, fault: null, of: tasks.length });
    answer({ results: tasks.slice(1).map(result) });
    answer({ results: tasks.slice(0, 1).map(result) });`,
    { threads: 3 },
  );
  crew.ask([0, 1, 2, 3, 4, 5].map(task));
  const results: unknown[] = [];
  while (results.length < 6) {
    await crew.wait();
    results.push(...crew.take());
  }
  assert.deepEqual(
    results.map((result) => (result as { picture: number }).picture).sort(),
    [0, 1, 2, 3, 4, 5],
  );
  for (const result of results) assert.equal((result as { of: number }).of, 2);
  assert.deepEqual(crew.take(), []);
  await crew.end();
});

Deno.test("a thread that ends by itself fails the crew: who waits is told, and who takes", async () => {
  const crew = await start(`if (request === "end") return; process.exit(3);`);
  crew.ask([task(0)]);
  await crew.wait();
  const message = /^Error: Cannot decode pictures of 9 images: a thread ended by itself/;
  assert.throws(() => crew.take(), message);
  await crew.wait();
  assert.throws(() => crew.take(), message);
  await crew.end();
});

Deno.test("a thread that cannot start says why, and the others end", async () => {
  const first = `answer({ failed: "the disk is gone" });`;
  await assert.rejects(start(END, { threads: 2, first }), {
    message: "Cannot decode pictures of 9 images: the disk is gone",
  });
});

Deno.test("threads that never open the pictures are not waited for after an abort", async () => {
  const controller = new AbortController();
  const starting = start(END, { threads: 2, first: "", signal: controller.signal });
  const told = assert.rejects(starting, /enough/);
  controller.abort(new Error("enough"));
  await told;
  await assert.rejects(start(END, { signal: controller.signal }), /enough/);
});

Deno.test("a thread that hangs does not keep the crew from ending", async () => {
  const crew = await start(`while (request === "end");`);
  await crew.end();
});

Deno.test("who waits is told when the crew is made to fail", async () => {
  const crew = await start(END);
  const waiting = crew.wait();
  crew.fail(new Error("enough"));
  await waiting;
  assert.throws(() => crew.take(), /enough/);
  await crew.end();
});

Deno.test("a crew needs a thread", async () => {
  await assert.rejects(DecodeCrew.start(job, { threads: 0.5, origin: "9 images" }), {
    name: "RangeError",
    message: "Cannot decode pictures as 'workers' must be a positive integer: current " +
      "value is 0.5",
  });
});
