/**
 * CelebA: 202,599 faces of celebrities with 40 attributes, read from their archive.
 *
 * @module
 */
import { basename, dirname } from "@std/path";
import type { PublishedFile } from "./download/published_file.ts";
import {
  type AttributeList,
  type CelebaSplit,
  parseAttributeList,
  parsePartition,
} from "./formats/attribute_list.ts";
import { openImageFolder } from "./image_folder.ts";
import { type ImageSource, leftOut } from "./image_source.ts";
import { openImageZip } from "./image_zip.ts";
import { findIn } from "./set_files.ts";

/** What is published of CelebA: its files and its numbers. */
export const celeba: {
  name: string;
  folder: string;
  /** The folder that the archive becomes where it is unpacked. */
  unpacked: string;
  mirrors: string[];
  files: Record<"images" | "attributes" | "partition", PublishedFile>;
  images: number;
  attributes: number;
} = {
  name: "CelebA",
  folder: "celeba",
  unpacked: "img_align_celeba",
  // PyTorch's copy of the archive; the authors give all files out by Google Drive only.
  mirrors: ["https://s3.amazonaws.com/pytorch-tutorial-assets/"],
  files: {
    images: {
      name: "img_align_celeba.zip",
      bytes: 1_443_490_838,
      sha256: "46fb89443c578308acf364d7d379fe1b9efb793042c0af734b6112e4fd3a8c74",
    },
    attributes: {
      name: "list_attr_celeba.txt",
      bytes: 26_721_026,
      sha256: "f0e5da289d5ccf75ffe8811132694922b60f2af59256ed362afa03fefba324d0",
    },
    partition: {
      name: "list_eval_partition.txt",
      bytes: 2_836_386,
      sha256: "fc955bcb3ef8fbdf7d5640d9a8693a8431b5f2ee291a5c1449a1549e7e073fe7",
    },
  },
  images: 202_599,
  attributes: 40,
};

/**
 * Opens CelebA's aligned faces without unpacking them.
 *
 * The pictures have 178×218 pixels; `decodeImage()` scales and crops them to the centre
 * as Hands-On GANs does. Beside the archive, `list_attr_celeba.txt` gives each picture
 * its attributes by its file's name (`attributesOf()`), and `list_eval_partition.txt` the
 * authors' splits; Kaggle's copies of both, which end in `.csv`, are read too.
 *
 * Source: Liu, Luo, Wang and Tang (2015), Deep Learning Face Attributes in the Wild,
 * https://mmlab.ie.cuhk.edu.hk/projects/CelebA.html
 *
 * @param path `img_align_celeba.zip`, or the folder that has it or its unpacked folder
 * `img_align_celeba`.
 * @param options `split`, one of the authors' in place of all; `images`, in place of the
 * published number of pictures.
 * @returns The faces in the order of their numbers. The caller closes it.
 * @throws {RangeError} If there are not as many pictures as published, the lists do not
 * describe exactly these, or a split is asked for without its list.
 */
export async function openCeleba(
  path: string,
  { split, images = celeba.images }: { split?: CelebaSplit; images?: number } = {},
): Promise<ImageSource> {
  const { folder, pictures } = await locate(path);
  const attributes = await readList(folder, celeba.files.attributes);
  const partition = split ? await readList(folder, celeba.files.partition) : null;
  if (split && !partition) {
    throw new RangeError(
      `Cannot open CelebA's ${split} split as ${celeba.files.partition.name} must stand ` +
        `in ${folder}: found no such file`,
    );
  }
  const source = pictures.endsWith(".zip")
    ? openImageZip(pictures)
    : await openImageFolder(pictures);
  try {
    const part = ". A part of it opens by its path, as any archive does";
    const more = leftOut(source) + part;
    requireExactly(pictures, "pictures", images, source.count, more);
    const list = attributes && parseAttributeList(attributes.bytes, attributes.path);
    if (list) requireRows(attributes.path, list, source);
    const indices = split && partition ? ofSplit(source, split, partition) : undefined;
    return faces(source, {
      location: { kind: "celeba", path, ...split && { split }, images },
      list,
      indices,
      split,
    });
  } catch (error) {
    source.close();
    throw error;
  }
}

async function locate(path: string): Promise<{ folder: string; pictures: string }> {
  if (path.endsWith(".zip")) return { folder: dirname(path), pictures: path };
  for (const name of [celeba.files.images.name, celeba.unpacked]) {
    const pictures = await findIn([path], name);
    if (pictures) return { folder: path, pictures };
  }
  throw new RangeError(
    `Cannot open CelebA in ${path} as it must hold ${celeba.files.images.name} or the ` +
      `folder ${celeba.unpacked}: found neither`,
  );
}

function faces(
  source: ImageSource,
  { location, list, indices, split }: {
    location: ImageSource["location"];
    list: AttributeList | null;
    indices?: Uint32Array;
    split?: CelebaSplit;
  },
): ImageSource {
  const at = (index: number) => indices ? indices[index] : index;
  const part = split ? `${split} split, ` : "";
  return {
    count: indices?.length ?? source.count,
    classNames: null,
    origin: `CelebA, ${part}${source.origin}`,
    location,
    skipped: source.skipped,
    nameOf: (index) => source.nameOf(at(index)),
    fileOf: (index) => source.fileOf(at(index)),
    labelOf: () => null,
    ...list &&
      { attributesOf: (index) => list.of(basename(source.nameOf(at(index)))) },
    read: (index) => source.read(at(index)),
    close: () => source.close(),
  };
}

/** Every picture has a row, and there are no more rows than pictures. */
function requireRows(path: string, list: AttributeList, source: ImageSource): void {
  requireExactly(path, "rows", source.count, list.count);
  for (let i = 0; i < source.count; i++) {
    const file = basename(source.nameOf(i));
    if (list.has(file)) continue;
    throw new RangeError(
      `Cannot use ${path} as it must have a row for each picture: found none of ${file}`,
    );
  }
}

function ofSplit(
  source: ImageSource,
  split: CelebaSplit,
  { path, bytes }: { path: string; bytes: Uint8Array },
): Uint32Array {
  const splits = parsePartition(bytes, path);
  requireExactly(path, "rows", source.count, splits.size);
  const all = Array.from({ length: source.count }, (_, i) => i);
  return Uint32Array.from(
    all.filter((i) => splits.get(basename(source.nameOf(i))) === split),
  );
}

function requireExactly(
  path: string,
  what: string,
  expected: number,
  found: number,
  more = "",
): void {
  if (found === expected) return;
  throw new RangeError(
    `Cannot use ${path} as it must have exactly ${expected} ${what}: found ${found}${more}`,
  );
}

/** A list as published, or with commas as Kaggle gives it out. */
async function readList(
  folder: string,
  { name }: PublishedFile,
): Promise<{ path: string; bytes: Uint8Array } | null> {
  const path = await findIn([folder], name) ??
    await findIn([folder], name.replace(/\.txt$/, ".csv"));
  return path === null ? null : { path, bytes: await Deno.readFile(path) };
}
