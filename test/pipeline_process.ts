/**
 * A process of its own for the tests of the image pipeline.
 *
 * Its arguments: `memory FOLDER` walks through a folder within a small budget and prints
 * by how many bytes the process grew after half an epoch; `leave FOLDER` takes a batch and
 * leaves the pipeline open; `wait FOLDER` ends with a batch asked for and says that it
 * came.
 *
 * @module
 */
import { openImageFolder } from "../lib/data/image_folder.ts";
import { ImagePipeline } from "../lib/data/pipeline/image_pipeline.ts";
import { RandomGenerator } from "../lib/tensor/random.ts";

const [task, folder] = Deno.args;
const pipeline = await ImagePipeline.open(await openImageFolder(folder), {
  size: 256,
  batchSize: 4,
  random: new RandomGenerator(1),
  workers: 2,
  memory: 48 * 256 * 256 * 3,
});

async function walk(batches: number): Promise<void> {
  for (let i = 0; i < batches; i++) (await pipeline.next()).images.dispose();
}

/** The process's memory now: everything, native libraries and threads too. */
const resident = () => Deno.memoryUsage().rss;

switch (task) {
  case "memory": {
    await walk(pipeline.batchesPerEpoch / 2);
    const before = resident();
    await walk(pipeline.batchesPerEpoch);
    console.log(JSON.stringify({ grown: resident() - before, bytes: pipeline.bytes }));
    await pipeline.close();
    break;
  }
  case "leave":
    await walk(1);
    console.log("left");
    break;
  case "wait":
    pipeline.next().then(() => console.log("came"));
}
