import assert from "node:assert/strict";
import { digitTraining } from "../train/digit_training.ts";
import { parseTrainOptions, TRAIN_HELP } from "./train_options.ts";
import { UsageError } from "./usage_error.ts";

Deno.test("parseTrainOptions() without arguments trains on the embedded digits as the book does", () => {
  assert.deepEqual(parseTrainOptions([]), {
    data: "digits",
    ...digitTraining,
    seed: 1,
    output: undefined,
    backend: "auto",
    threads: undefined,
  });
});

Deno.test("parseTrainOptions() with a folder takes the sources' 64×64 colour networks", () => {
  assert.deepEqual(parseTrainOptions(["--data", "photos"]), {
    data: "photos",
    size: 64,
    width: 64,
    channels: 3,
    latentSize: 100,
    batchSize: 64,
    learningRate: 2e-4,
    epochs: 20,
    seed: 1,
    output: undefined,
    backend: "auto",
    threads: undefined,
  });
});

Deno.test("parseTrainOptions() reads every option", () => {
  const line = "--data=mnist --size 16 --width 8 --channels 3 --latent-size 10 " +
    "--epochs 3 --batch 7 --learning-rate 1e-3 --seed 0 --output here --backend cpu " +
    "--threads 2 --safe";
  assert.deepEqual(parseTrainOptions(line.split(" ")), {
    data: "mnist",
    size: 16,
    width: 8,
    channels: 3,
    latentSize: 10,
    steps: undefined,
    epochs: 3,
    batchSize: 7,
    learningRate: 1e-3,
    seed: 0,
    output: "here",
    backend: "cpu",
    threads: 2,
  });
});

Deno.test("parseTrainOptions() says in one line what is wrong with an option", () => {
  const wrong: [string[], RegExp][] = [
    [["--cake"], /^Unknown option '--cake'; --help lists the options$/],
    [["photos"], /^Unexpected argument 'photos'/],
    [["--size"], /--size.*argument missing/],
    [["--size", "48"], /^--size must be one of 16, 32, 64, 128: it is '48'$/],
    [["--steps", "0"], /^--steps must be a whole number from 1: it is '0'$/],
    [["--steps", "1e3"], /^--steps must be a whole number/],
    [["--batch", "1"], /^--batch must be a whole number from 2: it is '1'$/],
    [["--channels", "2"], /^--channels must be one of 1, 3/],
    [["--learning-rate", "fast"], /^--learning-rate must be a number above 0/],
    [["--learning-rate", ""], /^--learning-rate must be a number above 0/],
    [["--seed", "4294967296"], /^--seed must be a whole number from 0/],
    [["--seed=-1"], /^--seed must be a whole number from 0: it is '-1'$/],
    [["--backend", "gpu"], /^--backend must be one of auto, webgpu, wasm-simd, cpu/],
    [["--steps", "1", "--epochs", "1"], /^--steps and --epochs exclude one another/],
    [["--data", ""], /^--data must name a folder/],
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

Deno.test("parseTrainOptions() with --help asks for help, whose text names every option", () => {
  assert.equal(parseTrainOptions(["--help"]), null);
  for (const name of ["data", "size", "latent-size", "epochs", "threads", "output"]) {
    assert.ok(TRAIN_HELP.includes(`--${name} `), name);
  }
});
