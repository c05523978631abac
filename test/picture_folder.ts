import { join } from "@std/path";
import type { Needs } from "./test_with.ts";

/** What decoding needs: threads that read files and load a native library. */
export const DECODES = {
  permissions: ["read", "write", "ffi", "env", "sys"],
} satisfies Needs;

/** A folder of pictures for one test. */
export interface PictureFolder extends AsyncDisposable {
  /** Where it is. */
  path: string;
}

/**
 * Writes a folder of JPEGs that differ in every pixel, in the classes "even" and "odd".
 *
 * @param options `count`, how many; `size`, their side; `damaged`, which of them are cut
 * off after half of their bytes.
 * @returns The folder, which is removed when it is disposed.
 */
export async function makePictureFolder(
  { count, size = 20, damaged = [] }: {
    count: number;
    size?: number;
    damaged?: number[];
  },
): Promise<PictureFolder> {
  const { default: sharp } = await import("sharp");
  const path = await Deno.makeTempDir();
  await Deno.mkdir(join(path, "even"));
  await Deno.mkdir(join(path, "odd"));
  for (let i = 0; i < count; i++) {
    const pixels = Uint8Array.from(
      { length: size * size * 3 },
      (_, at) => (i * 89 + at * (3 + i % 7)) & 255,
    );
    const raw = { width: size, height: size, channels: 3 } as const;
    const jpeg = await sharp(pixels, { raw }).jpeg().toBuffer();
    const bytes = damaged.includes(i) ? jpeg.subarray(0, jpeg.length / 2) : jpeg;
    await Deno.writeFile(join(path, pictureName(i)), bytes);
  }
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }) };
}

/** Picture i's name in its folder. */
export function pictureName(i: number): string {
  return `${i % 2 === 0 ? "even" : "odd"}/${String(i).padStart(4, "0")}.jpg`;
}
