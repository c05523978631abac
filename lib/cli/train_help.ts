import { bookRecipes } from "../train/book_recipes.ts";
import type { Recipe } from "../train/recipe.ts";
import { fieldsOf } from "../train/recipe_fields.ts";
import { recipes } from "../train/recipes.ts";

/** What `deno task train --help` prints. */
export function trainHelp(): string {
  const book = bookRecipes();
  const known: Recipe[] = [...Object.values(book), ...Object.values(recipes)];
  const table = known.map(({ name, title, data, epochs, steps, batchSize }) => {
    const until = steps === null ? `${epochs} epochs` : `${steps} steps`;
    const what =
      `${title}: ${data.set}, ${data.size}×${data.size}, ${until} of ${batchSize}`;
    return `  ${name.padEnd(18)} ${what}`;
  });
  return `\
Trains a DCGAN into a folder of its own: page, samples, records, checkpoints, networks.

  deno task train [options]
  deno task train --resume FOLDER

  --recipe NAME        how to train, one of those below (digits for sets of digits,
                       faces for the embedded faces, images for all else)
  --data WHAT          a set's name (deno task data list), mnist-test and the like for
                       test images, or a folder of images, classes in folders or not, or a
                       zip of one, which is not unpacked; by default the recipe's set
  --set FIELD=VALUE    changes any field of the recipe, see below; can be repeated
  --size N             side of the images: 16, 32, 64 or 128
  --width N            channels at half the side, of both networks
  --channels N         1 for grey, 3 for colour
  --latent-size N      numbers in a latent
  --steps N            updates of each network, or
  --epochs N           rounds through the images
  --batch N            images in a batch
  --learning-rate X    Adam's
  --flip               mirrors images at random
  --seed N             decides weights, latents and order (1)
  --output FOLDER      new or empty; by default a new one under runs
  --resume FOLDER      goes on with that run, bit for bit, and needs nothing else;
                       --steps or --epochs move its end, --data says where its images
                       lie now if they were moved
  --other-data         resumes also if images were added, removed or changed, at the
                       beginning of the next epoch; an end in epochs is that many
                       rounds through the new images, less the steps already made
  --checkpoint-every X seconds between two checkpoints (60)
  --memory MB          for decoded pictures; those beyond it are decoded again in every
                       epoch
  --cache FILE         keeps all decoded pictures in a file, made once and checked before
                       use: pays where they are more than --memory holds (512 MiB, which
                       is 43,000 of 64×64 in colour) or for many runs on large pictures
  --backend NAME       auto (the default), webgpu, wasm-simd or cpu
  --threads N          of wasm-simd; by default one a core, at most two
  --safe               without the V8 flags that make training faster
  --help               this text

Ctrl-C once ends after the current step and saves; twice ends at once, and the last
checkpoint is still good.

Recipes, with their images, how long and in batches of how many:
${table.join("\n")}

Fields for --set, such as --set adam.beta1=.9 --set loss.halves=halved:
${wrapped(fieldsOf(book.digits))}
`;
}

/** Words in lines of at most 88 columns. */
function wrapped(words: string[]): string {
  const lines = ["  "];
  for (const word of words) {
    if (`${lines.at(-1)}${word}, `.length > 88) lines.push("  ");
    lines.push(`${lines.pop()}${word}, `);
  }
  return lines.map((line) => line.trimEnd()).join("\n").replace(/,$/, "");
}
