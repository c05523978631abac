/**
 * The Pokémon sprites of Dive into Deep Learning, read from their archive.
 *
 * @module
 */
import type { PublishedFile } from "./download/published_file.ts";
import { type ImageSource, leftOut } from "./image_source.ts";
import { openImageZip } from "./image_zip.ts";

/**
 * What d2l publishes of the sprites: 40,597 PNGs in a folder for each of 721 species.
 *
 * The archive's length is not published; its SHA-1 is the one that the chapter gives.
 *
 * Source: Zhang et al., Dive into Deep Learning, "Deep Convolutional Generative
 * Adversarial Networks", https://d2l.ai; the sprites are of https://pokemondb.net/sprites
 */
export const pokemon: {
  name: string;
  folder: string;
  mirrors: string[];
  file: PublishedFile;
  images: number;
  classes: number;
} = {
  name: "Pokémon sprites",
  folder: "pokemon",
  mirrors: [
    "http://d2l-data.s3-accelerate.amazonaws.com/",
    "https://d2l-data.s3-accelerate.amazonaws.com/",
  ],
  file: { name: "pokemon.zip", sha1: "c065c0e2593b8b161a2d7873e42418bf6a21106c" },
  images: 40_597,
  classes: 721,
};

/**
 * Opens the archive of sprites without unpacking it.
 *
 * The sprites are transparent; `decodeImage()` lays them on white, where that book's
 * first loaders, which drop the alpha channel, show whatever colour lies under it. The
 * few that are no squares are cropped, where it stretches them.
 *
 * @param path The archive: `pokemon.zip`.
 * @param options `images` and `classes`, in place of the published numbers.
 * @returns The sprites, with their species as classes. The caller closes it.
 * @throws {RangeError} If it is no whole zip archive, or has other numbers of pictures or
 * classes: `openImageZip()` opens any.
 */
export function openPokemon(
  path: string,
  { images = pokemon.images, classes = pokemon.classes }: {
    images?: number;
    classes?: number;
  } = {},
): ImageSource {
  const source = openImageZip(path);
  const found = [source.count, source.classNames?.length ?? 0];
  if (found[0] !== images || found[1] !== classes) {
    source.close();
    throw new RangeError(
      `Cannot use ${path} as d2l's Pokémon sprites must be ${images} pictures in ` +
        `${classes} classes: found ${found[0]} in ${found[1]}${leftOut(source)}` +
        ". A part of them opens by its path, as any archive does",
    );
  }
  return {
    ...source,
    origin: `Pokémon sprites, ${source.origin}`,
    location: { kind: "pokemon", path, images, classes },
  };
}
