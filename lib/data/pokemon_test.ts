import assert from "node:assert/strict";
import { makeZip } from "../../test/make_zip.ts";
import { testWith } from "../../test/test_with.ts";
import { loadImages } from "./load_images.ts";
import { openImageSource } from "./open_image_source.ts";
import { openPokemon, pokemon } from "./pokemon.ts";

/** All that the native decoder asks for. */
const permissions: Deno.PermissionName[] = ["read", "write", "env", "sys", "ffi"];

/** A sprite of two pixels, one of them clear with a colour under it. */
async function sprite(colour: number[]): Promise<Uint8Array> {
  const { default: sharp } = await import("sharp");
  const raw = { width: 2, height: 2, channels: 4 } as const;
  const row = [...colour, 255, 9, 99, 199, 0];
  return await sharp(Uint8Array.from([...row, ...row]), { raw }).png().toBuffer();
}

testWith(
  { permissions },
  "the archive as d2l builds it gives sprites on white, by species",
  async () => {
    const path = await Deno.makeTempFile({ suffix: ".zip" });
    try {
      const [red, blue] = [await sprite([200, 0, 0]), await sprite([0, 0, 200])];
      const parts = [
        { name: "pokemon/", method: 0 },
        { name: "pokemon/bulbasaur/10.png", content: red },
        { name: "pokemon/bulbasaur/2.png", content: blue },
        { name: "pokemon/abra/1.png", content: blue },
      ];
      Deno.writeFileSync(path, makeZip(parts));
      const source = openPokemon(path, { images: 3, classes: 2 });
      assert.deepEqual(source.classNames, ["abra", "bulbasaur"]);
      const set = await loadImages(source, { size: 2 });
      assert.deepEqual(Array.from(set.labels!), [0, 1, 1]);
      const white = [255, 255, 255];
      assert.deepEqual(Array.from(set.images.slice(0, 6)), [0, 0, 200, ...white]);
      assert.deepEqual(Array.from(set.images.slice(12, 18)), [200, 0, 0, ...white]);
      assert.equal(set.origin, `Pokémon sprites, 3 images from ${path}`);
      const again = await openImageSource(source.location);
      assert.equal(again.nameOf(2), "pokemon/bulbasaur/2.png");
      again.close();
      source.close();
      assert.throws(
        () => openPokemon(path),
        /must be 40597 pictures in 721 classes: found 3 in 2\. A part of them/,
      );
    } finally {
      await Deno.remove(path);
    }
  },
);

Deno.test("the sprites have the chapter's SHA-1 and its address", () => {
  assert.equal(pokemon.file.sha1, "c065c0e2593b8b161a2d7873e42418bf6a21106c");
  assert.equal(
    pokemon.mirrors[0] + pokemon.file.name,
    "http://d2l-data.s3-accelerate.amazonaws.com/pokemon.zip",
  );
});
