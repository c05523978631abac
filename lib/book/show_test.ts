import assert from "node:assert/strict";
import { jupyterDisplay } from "../figures/figure.ts";
import { type Displayable, show, showLive, ThrottledDisplay } from "./show.ts";

const figure = (text: string): Displayable => ({
  [jupyterDisplay]: () => ({ "text/plain": text }),
});

async function printed(run: () => Promise<unknown>): Promise<string[]> {
  const lines: string[] = [];
  const { log } = console;
  console.log = (line) => void lines.push(line);
  try {
    await run();
  } finally {
    console.log = log;
  }
  return lines;
}

Deno.test("show() prints the words of a figure where there is no notebook", async () => {
  assert.deepEqual(await printed(() => show(figure("losses fall"))), ["losses fall"]);
  assert.deepEqual(await printed(() => show("a text")), ["a text"]);
});

Deno.test("showLive() prints the first and the last words", async () => {
  const { now } = performance;
  const started = now.call(performance);
  // The clock stands, as a busy machine may take long for the 50 figures.
  performance.now = () => started;
  try {
    const lines = await printed(async () => {
      const live = await showLive(figure("0"));
      for (let i = 1; i <= 50; i++) await live.update(figure(String(i)));
      await new Promise((resolve) => setTimeout(resolve, 150));
    });
    assert.deepEqual(lines, ["0", "1", "50"]);
  } finally {
    performance.now = now;
  }
});

Deno.test("ThrottledDisplay shows 10 figures a second and never loses the last", async () => {
  let now = 0;
  const shown: string[] = [];
  const live = new ThrottledDisplay(
    (next) => Promise.resolve(void shown.push(next[jupyterDisplay]()["text/plain"])),
    () => now,
  );
  for (let i = 0; i < 1000; i++) {
    await live.update(figure(String(i)));
    now += 5;
  }
  await live.flush();
  await live.flush();
  assert.equal(shown.length, 51);
  assert.equal(shown[0], "0");
  assert.equal(shown.at(-1), "999");
});
