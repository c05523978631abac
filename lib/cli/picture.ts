/**
 * The command line `deno task picture`: makes README's picture again.
 *
 * @module
 */
import { dirname, fromFileUrl } from "@std/path";
import { type ImageBatch, imageGrid } from "../artefacts/image_grid.ts";
import { encodePng, type Picture } from "../artefacts/png.ts";
import { sideBySide } from "../artefacts/side_by_side.ts";
import { chooseBackend } from "../backend/choose_backend.ts";
import { drawDigits } from "../data/digits.ts";
import { resizeImages } from "../data/resize.ts";
import { generateImages } from "../latent/generate.ts";
import { sampleLatents } from "../latent/sample.ts";
import { createDiscriminator } from "../model/discriminator.ts";
import { createGenerator } from "../model/generator.ts";
import { RandomGenerator } from "../tensor/random.ts";
import { digitTraining } from "../train/digit_training.ts";
import { train } from "../train/trainer.ts";
import { answerWithoutOptions } from "./command_line.ts";

/** Where README's picture lies. */
const picturePath = fromFileUrl(
  new URL("../../data/readme.png", import.meta.url),
);

/** Images in a panel, and in a row of it. */
const [SHOWN, COLUMNS] = [64, 8];
/** Which part of the training the middle panel's generator has had. */
const EARLY = 1 / 20;

/**
 * Draws what chapter 6 shows, as one picture of three panels: digits of the embedded
 * set, what the generator draws early in its training, and what it draws after it.
 *
 * The last two panels come from the same latents, drawn once. Nothing is chosen: these
 * are the first 64.
 *
 * @param options.steps How long to train, 2 or more; as long as chapter 6 by default.
 * @param options.seed Decides weights, latents and the order of the digits.
 * @param options.log Gets the backend's line and the training's progress.
 * @returns A grey picture.
 */
export async function drawReadmePicture(
  { steps = digitTraining.steps, seed = 1, log = console.log }: {
    steps?: number;
    seed?: number;
    log?: (line: string) => void;
  } = {},
): Promise<Picture> {
  await chooseBackend({ log });
  const random = new RandomGenerator(seed);
  const generator = createGenerator({ ...digitTraining, random });
  const discriminator = createDiscriminator({ ...digitTraining, random });
  const latents = sampleLatents(SHOWN, digitTraining.latentSize, random);
  const images = resizeImages(drawDigits({ seed }), digitTraining.size);
  const side = digitTraining.size;
  const panels: ImageBatch[] = [{
    data: images.images.slice(0, SHOWN * side * side),
    shape: [SHOWN, side, side, 1],
  }];
  try {
    const networks = { generator, discriminator };
    const early = Math.ceil(steps * EARLY);
    for await (
      const { step } of train({ ...networks, ...digitTraining, images, steps, seed })
    ) {
      if (step % 500 === 0) log(`step ${step} of ${steps}`);
      if (step === early || step === steps) {
        panels.push(await generateImages(generator, latents));
      }
    }
  } finally {
    latents.dispose();
    generator.dispose();
    discriminator.dispose();
  }
  return sideBySide(panels.map((panel) => imageGrid(panel, { columns: COLUMNS })));
}

/** What `--help` prints. */
const PICTURE_HELP = `\
Trains chapter 6's networks and writes README's picture, data/readme.png, again.

  deno task picture [--safe] [--help]

  --safe   leaves out V8's flags that make training faster
`;

async function writePicture(): Promise<number> {
  await Deno.mkdir(dirname(picturePath), { recursive: true });
  await Deno.writeFile(picturePath, encodePng(await drawReadmePicture()));
  console.log(`Wrote ${picturePath}`);
  return 0;
}

if (import.meta.main) {
  // --safe was for run_fast.ts, which starts this program with the flags or without.
  const args = Deno.args.filter((arg) => arg !== "--safe");
  Deno.exit(answerWithoutOptions(args, PICTURE_HELP) ?? await writePicture());
}
