/**
 * A training so small that tests can run it many times.
 *
 * @module
 */
import { join } from "@std/path";
import { chooseBackend } from "../lib/backend/choose_backend.ts";
import { drawDigits } from "../lib/data/digits.ts";
import { overrideRecipe, type Recipe, type RecipeChanges } from "../lib/train/recipe.ts";
import { recipes } from "../lib/train/recipes.ts";

/** What a run needs: its files, the decoder, the machine's facts. */
export const runPermissions: Deno.PermissionName[] = [
  "read",
  "write",
  "env",
  "ffi",
  "sys",
];

/** Networks of width 1 on 16×16 digits; `inRunsFolder()` has the digits. */
export function tinyRecipe(changes: RecipeChanges = {}): Recipe {
  const tiny = { "data.set": "mnist", size: 16, channels: 1, width: 1, latentSize: 3 };
  return overrideRecipe(
    overrideRecipe(recipes.pytorchTutorial, { ...tiny, batchSize: 4, steps: 6 }),
    changes,
  );
}

/**
 * Gives a test a new folder, the cpu backend, and 256 drawn digits in the place of MNIST:
 * to draw a whole set for every run would take most of a test's time.
 */
export async function inRunsFolder<T>(
  test: (folder: string) => Promise<T>,
): Promise<T> {
  await chooseBackend({ backend: "cpu", log: () => {} });
  const [folder, data] = [await Deno.makeTempDir(), await Deno.makeTempDir()];
  const before = Deno.env.get("DCGAN_DATA");
  await writeDigits(join(data, "mnist"));
  Deno.env.set("DCGAN_DATA", data);
  try {
    return await test(folder);
  } finally {
    if (before === undefined) Deno.env.delete("DCGAN_DATA");
    else Deno.env.set("DCGAN_DATA", before);
    for (const made of [folder, data]) await Deno.remove(made, { recursive: true });
  }
}

/** Digits in MNIST's files: a magic number, big-endian sizes, values. */
async function writeDigits(folder: string): Promise<void> {
  const { images, labels, count } = drawDigits({ count: 256, seed: 1 });
  const sizes = [0, 0, count >> 8, count & 255];
  const imageSizes = [0, 0, 8, 3, ...sizes, 0, 0, 0, 28, 0, 0, 0, 28];
  await Deno.mkdir(folder);
  for (
    const [name, header, values] of [
      ["train-images-idx3-ubyte", imageSizes, images],
      ["train-labels-idx1-ubyte", [0, 0, 8, 1, ...sizes], labels!],
    ] as const
  ) {
    const bytes = Uint8Array.from([...header, ...values]);
    await Deno.writeFile(join(folder, name), bytes);
  }
}
