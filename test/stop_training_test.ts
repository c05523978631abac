import assert from "node:assert/strict";
import { NaiveFrontEnd } from "./naive_front_end.ts";

Deno.test("Stop ends real training, and the next cell still has the networks", async () => {
  await using frontEnd = await NaiveFrontEnd.start();
  const cells = [
    `import { openNotebook } from "../lib/book/open_notebook.ts";
import { stopSignal } from "../lib/book/stop_signal.ts";
import { drawDigits } from "../lib/data/digits.ts";
import { resizeImages } from "../lib/data/resize.ts";
import { generateImages } from "../lib/latent/generate.ts";
import { sampleLatents } from "../lib/latent/sample.ts";
import { createDiscriminator } from "../lib/model/discriminator.ts";
import { createGenerator } from "../lib/model/generator.ts";
import { RandomGenerator } from "../lib/tensor/random.ts";
import { train } from "../lib/train/trainer.ts";
await openNotebook();`,
    `const random = new RandomGenerator(1);
const size = 16;
const images = await resizeImages(drawDigits({ count: 256, seed: 1 }), size);
const networks = { size, width: 8, channels: 1, random } as const;
const generator = createGenerator({ ...networks, latentSize: 10 });
const discriminator = createDiscriminator(networks);
const all = { generator, discriminator, images, batchSize: 16, steps: 1e6, seed: 1 };`,
    `const records = [];
for await (const record of train({ ...all, signal: stopSignal() })) {
  if (records.push(record) === 10) console.log("begun");
}
console.log("ended");`,
    `const { shape } = await generateImages(generator, sampleLatents(3, 10, random));
console.log(records.length > 0 && records.length < 1e6, shape.join());
for await (const record of train({ ...all, steps: 2 })) console.log("step", record.step);`,
  ];
  const running = frontEnd.runAll(cells);
  await frontEnd.untilPrinted("begun\n");
  frontEnd.stop();
  const [opened, , training, next] = await running;
  assert.match(opened.text, /Backend: .*\n$/);
  assert.equal(training.text, "begun\nended\n");
  assert.equal(next.text, "true 3,16,16,1\nstep 1\nstep 2\n");
});
