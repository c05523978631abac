/**
 * MNIST: found on this machine, downloaded, or stood in for.
 *
 * @module
 */
import { drawDigits } from "./digits.ts";
import { findIdxSource, type IdxSource, type IdxSourceOptions } from "./idx_source.ts";
import type { ImageSet } from "./image_set.ts";

/**
 * What is published of MNIST: names, lengths and SHA-256 checksums of its gzip files.
 *
 * The site of its authors no longer gives the files out, so two copies stand for it.
 *
 * Source: LeCun, Cortes and Burges (1998), The MNIST database of handwritten digits.
 */
export const mnist: IdxSource = {
  name: "MNIST",
  folder: "mnist",
  mirrors: [
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
  ],
  splits: {
    train: {
      images: {
        name: "train-images-idx3-ubyte.gz",
        bytes: 9_912_422,
        sha256: "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
      },
      labels: {
        name: "train-labels-idx1-ubyte.gz",
        bytes: 28_881,
        sha256: "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
      },
    },
    test: {
      images: {
        name: "t10k-images-idx3-ubyte.gz",
        bytes: 1_648_877,
        sha256: "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
      },
      labels: {
        name: "t10k-labels-idx1-ubyte.gz",
        bytes: 4_542,
        sha256: "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
      },
    },
  },
  classNames: Array.from("0123456789"),
};

/**
 * Loads MNIST from the first place that has it; where none has, the embedded digits stand
 * in, so that a book without network still runs.
 *
 * The places: the option's folder, the one that `DCGAN_DATA` names, the project's `data`,
 * the mirrors. One line says which it was, and why the digits stand in if they do.
 *
 * The stand-in has 10,000 digits for "train" and 2,000 others for "test".
 *
 * @example
 * ```ts
 * import { loadMnist } from "./mnist.ts";
 *
 * const digits = await loadMnist({ split: "test", download: false });
 * console.log(digits.count, digits.origin);
 * ```
 *
 * @param options How to look (`IdxSourceOptions`); `log`, where the line goes.
 * @returns 28×28 grey images with labels 0 to 9.
 * @throws {RangeError} If files were found that are broken: then nothing stands in, as a
 * reader who has the files wants those.
 */
export async function loadMnist(
  { log = console.log, ...options }: IdxSourceOptions & {
    log?: (line: string) => void;
  } = {},
): Promise<ImageSet> {
  const found = await findIdxSource(mnist, options);
  if (found.set) {
    log(found.set.origin);
    return found.set;
  }
  const digits = options.split === "test"
    ? drawDigits({ count: 2_000, seed: 2 })
    : drawDigits({ count: 10_000, seed: 1 });
  log(
    `${digits.origin}, stand in for MNIST's ${options.split ?? "train"} split: ` +
      found.reasons.join("; "),
  );
  return digits;
}
