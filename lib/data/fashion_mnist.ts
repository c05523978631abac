/**
 * Fashion-MNIST: found on this machine or downloaded.
 *
 * @module
 */
import { findIdxSource, type IdxSource, type IdxSourceOptions } from "./idx_source.ts";
import type { ImageSet } from "./image_set.ts";

/**
 * What is published of Fashion-MNIST: names, lengths and SHA-256 checksums.
 *
 * The files have the names of MNIST's, so that they count only in a folder of their own.
 *
 * Source: Xiao, Rasul and Vollgraf (2017), Fashion-MNIST,
 * https://arxiv.org/abs/1708.07747; lengths and names as in
 * https://github.com/zalandoresearch/fashion-mnist
 */
export const fashionMnist: IdxSource = {
  name: "Fashion-MNIST",
  folder: "fashion-mnist",
  sharesNames: true,
  mirrors: [
    "https://storage.googleapis.com/tensorflow/tf-keras-datasets/",
    "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
    "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
  ],
  splits: {
    train: {
      images: {
        name: "train-images-idx3-ubyte.gz",
        bytes: 26_421_880,
        sha256: "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
      },
      labels: {
        name: "train-labels-idx1-ubyte.gz",
        bytes: 29_515,
        sha256: "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
      },
    },
    test: {
      images: {
        name: "t10k-images-idx3-ubyte.gz",
        bytes: 4_422_102,
        sha256: "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
      },
      labels: {
        name: "t10k-labels-idx1-ubyte.gz",
        bytes: 5_148,
        sha256: "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
      },
    },
  },
  classNames: [
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
  ],
};

/**
 * Loads Fashion-MNIST from the first place that has it, or from its mirrors.
 *
 * The places are those of `loadMnist()`. Nothing stands in for it where it is nowhere, as
 * the library draws no clothes.
 *
 * An exercise of Dive into Deep Learning trains on it class by class: `selectClass(set,
 * "Sneaker")` is one class.
 *
 * @param options How to look (`IdxSourceOptions`); `log`, where the line goes that says
 * which place it was.
 * @returns 28×28 grey images with labels 0 to 9, 60,000 of "train" or 10,000 of "test".
 * @throws {RangeError} If files were found that are broken, or it is nowhere: the message
 * says for each place why not.
 */
export async function loadFashionMnist(
  { log = console.log, ...options }: IdxSourceOptions & {
    log?: (line: string) => void;
  } = {},
): Promise<ImageSet> {
  const found = await findIdxSource(fashionMnist, options);
  if (found.set) {
    log(found.set.origin);
    return found.set;
  }
  const split = options.split ?? "train";
  throw new RangeError(
    `Cannot load Fashion-MNIST's ${split} split as its files must be in a folder or on ` +
      `a mirror: ${found.reasons.join("; ")}`,
  );
}
