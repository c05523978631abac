import assert from "node:assert/strict";
import { bookRecipes } from "../train/book_recipes.ts";
import { overrideRecipe } from "../train/recipe.ts";
import { recipes } from "../train/recipes.ts";
import { fitOfTutorialClasses } from "./tutorial_classes.ts";

Deno.test("fitOfTutorialClasses() says that the tutorial's own networks fit, with their constants", () => {
  assert.equal(
    fitOfTutorialClasses(bookRecipes().faces),
    "With nc=3, nz=100, ngf=32, ndf=16 the classes of PyTorch's tutorial take them as " +
      "they are.",
  );
  const { kernel: _, ...older } = bookRecipes().faces.generator as { kernel?: number };
  const { discriminator } = bookRecipes().faces;
  const generator = older as typeof discriminator;
  assert.match(fitOfTutorialClasses({ generator, discriminator }), /as they are\.$/);
  for (const name of ["pytorchTutorial", "handsOnCelebA", "handsOnLsun"] as const) {
    assert.match(fitOfTutorialClasses(recipes[name]), /take them as they are\.$/, name);
  }
});

Deno.test("fitOfTutorialClasses() names each change that other networks need", () => {
  const slow = overrideRecipe(recipes.d2l, { size: 32, "discriminator.slope": .1 });
  assert.match(
    fitOfTutorialClasses(slow),
    /: a block less \(G begins with 4·ngf channels, D ends with 4·ndf\), nn\.BatchNorm2d after D's first convolution, nn\.LeakyReLU\(0\.1\)\.$/,
  );
  assert.match(fitOfTutorialClasses(recipes.paper), /changes: kernels of 5\.$/);
  assert.match(fitOfTutorialClasses(recipes.gansInAction), /has no class for these/);
});
