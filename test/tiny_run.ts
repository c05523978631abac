/**
 * A training so small that tests can run it many times.
 *
 * @module
 */
import { chooseBackend } from "../lib/backend/choose_backend.ts";
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

/** Networks of width 1 on 16×16 digits. */
export function tinyRecipe(changes: RecipeChanges = {}): Recipe {
  const tiny = { "data.set": "digits", size: 16, channels: 1, width: 1, latentSize: 3 };
  return overrideRecipe(
    overrideRecipe(recipes.pytorchTutorial, { ...tiny, batchSize: 4, steps: 6 }),
    changes,
  );
}

/** Gives a test a new folder and the cpu backend. */
export async function inRunsFolder(
  test: (folder: string) => Promise<void>,
): Promise<void> {
  await chooseBackend({ backend: "cpu", log: () => {} });
  const folder = await Deno.makeTempDir();
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
