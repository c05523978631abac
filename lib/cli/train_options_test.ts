import assert from "node:assert/strict";
import { bookRecipes } from "../train/book_recipes.ts";
import { overrideRecipe } from "../train/recipe.ts";
import { recipes } from "../train/recipes.ts";
import { parseTrainOptions, type StartCommand } from "./train_options.ts";
import { UsageError } from "./usage_error.ts";

const computing = {
  ...{ backend: undefined, threads: undefined },
  ...{ memory: undefined, cache: undefined, checkpointEvery: undefined },
};
const plain = {
  ...computing,
  action: "start",
  seed: 1,
  output: undefined,
  horizontalFlips: false,
  checkpointEvery: 60,
};
const start = (line: string) => parseTrainOptions(line.split(" ")) as StartCommand;

Deno.test("parseTrainOptions() without arguments trains on the embedded digits as the book does", () => {
  assert.deepEqual(parseTrainOptions([]), { ...plain, recipe: bookRecipes().digits });
});

Deno.test("parseTrainOptions() trains on digits and on the embedded faces as the book does, on pictures with the tutorial's networks", () => {
  const { images, faces, digits } = bookRecipes();
  assert.deepEqual(start("--data faces"), { ...plain, recipe: faces });
  for (const set of ["photos", "lsun", "pokemon"]) {
    const recipe = overrideRecipe(images, { "data.set": set });
    assert.deepEqual(start(`--data ${set}`), { ...plain, recipe });
  }
  for (const set of ["mnist", "mnist-test", "fashion-mnist", "fashion-mnist-test"]) {
    assert.deepEqual(
      start(`--data ${set}`).recipe,
      overrideRecipe(digits, { "data.set": set }),
    );
  }
});

Deno.test("parseTrainOptions() changes single fields of the faces' recipe, the discriminator's own width too", () => {
  const { faces } = bookRecipes();
  assert.deepEqual(
    start("--data faces --steps 7 --set discriminator.width=9").recipe,
    overrideRecipe(faces, { steps: 7, "discriminator.width": 9 }),
  );
  const { generator, discriminator } = start("--data faces --width 8").recipe;
  assert.deepEqual(
    [generator, discriminator].map((network) => (network as { width: number }).width),
    [8, 8],
  );
});

Deno.test("parseTrainOptions() takes a source's recipe, on its own images or others", () => {
  assert.deepEqual(start("--recipe paper").recipe, recipes.paper);
  assert.deepEqual(
    start("--recipe d2l --data photos --steps 9").recipe,
    overrideRecipe(recipes.d2l, { "data.set": "photos", steps: 9 }),
  );
});

Deno.test("parseTrainOptions() sets any field of a recipe: numbers, words, lists, truths", () => {
  const { recipe } = start(
    "--recipe d2l --set adam.beta1=.9 --set loss.halves=added --set width=8 " +
      "--set logging.values=[lossD,lossG] --set discriminator.normaliseFirst=false " +
      "--set batchSize=32 --batch 16",
  );
  const { adam, loss, generator, logging, discriminator, batchSize } = recipe;
  assert.deepEqual(
    [adam.beta1, loss.halves, (generator as { width: number }).width, batchSize],
    [.9, "added", 8, 32],
  );
  assert.deepEqual(logging.values, ["lossD", "lossG"]);
  assert.equal((discriminator as { normaliseFirst: boolean }).normaliseFirst, false);
});

Deno.test("parseTrainOptions() sets an empty list, and a folder whose name is a number", () => {
  const { recipe } = start("--recipe d2l --set logging.values=[] --set data.set=2024");
  assert.deepEqual([recipe.logging.values, recipe.data.set], [[], "2024"]);
});

Deno.test("parseTrainOptions() reads every option", () => {
  const line = "--data=mnist --size 16 --width 8 --channels 3 --latent-size 10 " +
    "--epochs 3 --batch 7 --learning-rate 1e-3 --seed 0 --output here --backend cpu " +
    "--threads 2 --safe --flip --memory 100 --cache kept --checkpoint-every 5";
  const recipe = overrideRecipe(bookRecipes().digits, {
    ...{ "data.set": "mnist", size: 16, width: 8, channels: 3, latentSize: 10 },
    ...{ epochs: 3, batchSize: 7, learningRate: 1e-3 },
  });
  assert.deepEqual(start(line), {
    action: "start",
    ...{ recipe, seed: 0, output: "here", backend: "cpu", threads: 2 },
    ...{ horizontalFlips: true, memory: 1e8, cache: "kept", checkpointEvery: 5 },
  });
});

Deno.test("parseTrainOptions() resumes with nothing but the folder, or goes further", () => {
  const nothing = { set: undefined, steps: undefined, epochs: undefined };
  const resumed = {
    ...{ ...computing, action: "resume", folder: "runs/a", allowOtherData: false },
  };
  assert.deepEqual(parseTrainOptions(["--resume", "runs/a"]), { ...resumed, ...nothing });
  assert.deepEqual(
    parseTrainOptions(
      "--resume runs/a --steps 9 --data moved --cache kept --checkpoint-every 7 --threads 1"
        .split(" "),
    ),
    {
      ...resumed,
      ...nothing,
      steps: 9,
      set: "moved",
      cache: "kept",
      threads: 1,
      checkpointEvery: 7,
    },
  );
  assert.deepEqual(
    parseTrainOptions("--resume runs/a --other-data --safe".split(" ")),
    { ...resumed, ...nothing, allowOtherData: true },
  );
});

Deno.test("parseTrainOptions() says in one line what is wrong with an option", () => {
  const wrong: [string[], RegExp][] = [
    [["--frob"], /^Unknown option '--frob'; --help lists the options$/],
    [["photos"], /^Unexpected argument 'photos'/],
    [["--size"], /--size.*argument missing/],
    [
      ["--size", "48"],
      /'generator.size' must be 16, 32, 64 or 128: current value is 48$/,
    ],
    [["--cache", ""], /^--cache must name a file: it is empty$/],
    [["--steps", "0"], /^--steps must be a whole number from 1: current value is '0'$/],
    [["--steps", "1e3"], /^--steps must be a whole number/],
    [["--batch", "1"], /^--batch must be a whole number from 2: current value is '1'$/],
    [["--channels", "2"], /'data.channels' must be 1 or 3: current value is 2$/],
    [["--learning-rate", "fast"], /^--learning-rate must be a number above 0/],
    [["--learning-rate", ""], /^--learning-rate must be a number above 0/],
    [["--threads", "100000"], /^--threads must be .* as this machine has \d+ cores?: /],
    [["--seed", "4294967296"], /^--seed must be a whole number from 0/],
    [["--seed=-1"], /^--seed must be a whole number from 0: current value is '-1'$/],
    [["--backend", "gpu"], /^--backend must be one of auto, webgpu, wasm-simd, cpu/],
    [["--steps", "1", "--epochs", "1"], /^--steps and --epochs exclude one another/],
    [["--data", ""], /^--data must name a set or a folder/],
    [["--memory", "much"], /^--memory must be a number above 0/],
    [
      ["--recipe", "d2"],
      /^--recipe must be one of digits, .*: current value is 'd2'; .* 'd2l'$/,
    ],
    [["--recipe", "constructor"], /^--recipe must be one of/],
    [["--set", "adam.beta=.9"], /no field 'adam.beta' .* the nearest is 'adam.beta1'$/],
    [["--set", "adam.beta1=2"], /'adam.beta1' must be a number in \[0, 1\)/],
    [["--set", "beta1"], /^--set must be FIELD=VALUE: current value is 'beta1'$/],
    [["--other-data"], /^--other-data needs --resume: a new run takes any data$/],
    [["--resume", "a", "--width", "4"], /^--width cannot be given with --resume/],
    [
      ["--resume", "a", "--set", "batchSize=4"],
      /^--set cannot .* as a run goes on as it/,
    ],
    [
      ["--resume", "a", "--seed", "4"],
      /give only --data, --other-data, --steps, .* --threads, --safe$/,
    ],
  ];
  for (const [args, message] of wrong) {
    assert.throws(
      () => parseTrainOptions(args),
      (error: Error) =>
        error instanceof UsageError && message.test(error.message) &&
        !error.message.includes("\n"),
      args.join(" "),
    );
  }
});

Deno.test("parseTrainOptions() with --help asks for help", () => {
  assert.equal(parseTrainOptions(["--help"]), null);
});
