/**
 * Every data set that the project knows by name.
 *
 * @module
 */
import { celeba } from "./celeba.ts";
import { fashionMnist } from "./fashion_mnist.ts";
import type { IdxSource, Split } from "./idx_source.ts";
import { mnist } from "./mnist.ts";
import { pokemon } from "./pokemon.ts";
import type { SetFiles } from "./set_files.ts";

/** What is known of a data set, for people and for the download. */
export interface KnownSet extends SetFiles {
  /** The name by which commands know it: "mnist". */
  name: string;
  /** Its name for people: "MNIST". */
  title: string;
  /** What it shows, in a few words. */
  what: string;
  /** Who made it, when, and where that is described. */
  origin: string;
  /** What one may do with it. */
  licence: string;
  /** How many images it has; for drawn ones, how many there are unless told. */
  count: number;
  /** The images' size in pixels, as published. */
  size: string;
  /** 1 for grey, 3 for colours. */
  channels: 1 | 3;
  /** How many classes it has; null where it has none. */
  classes: number | null;
  /** Whether its authors set test images apart: "mnist-test" names those. */
  hasTestSplit?: boolean;
  /** Addresses that the files' names follow, tried in turn. */
  mirrors: string[];
  /** Who published the lengths and checksums. */
  checksumsFrom?: string;
  /** Where a person finds the files with a browser, if no mirror gives them. */
  byHand?: string;
  /** What is to be done with the files before the set can be opened. */
  afterwards?: string;
}

/** All sets, the drawn ones first. */
export const catalogue: readonly KnownSet[] = [
  {
    name: "digits",
    title: "Embedded digits",
    what: "digits written by a drawn hand",
    origin: "drawn by this project's code, from a seed",
    licence: "that of this project",
    count: 10_000,
    size: "28×28",
    channels: 1,
    classes: 10,
    folder: "digits",
    files: [],
    mirrors: [],
  },
  {
    name: "faces",
    title: "Embedded faces",
    what: "drawn faces with exact attributes; the classes are smiling or not",
    origin: "drawn by this project's code, from a seed",
    licence: "that of this project",
    count: 10_000,
    size: "64×64",
    channels: 3,
    classes: 2,
    folder: "faces",
    files: [],
    mirrors: [],
  },
  {
    name: "mnist",
    title: "MNIST",
    what: "handwritten digits",
    origin: "LeCun, Cortes and Burges (1998), from NIST's Special Databases 1 and 3",
    licence: "CC BY-SA 3.0",
    count: 70_000,
    size: "28×28",
    channels: 1,
    classes: 10,
    ...filesOf(mnist),
    checksumsFrom: "TensorFlow Datasets, url_checksums/mnist.txt",
  },
  {
    name: "fashion-mnist",
    title: "Fashion-MNIST",
    what: "Zalando's photographs of clothes",
    origin: "Xiao, Rasul and Vollgraf (2017), https://arxiv.org/abs/1708.07747",
    licence: "MIT",
    count: 70_000,
    size: "28×28",
    channels: 1,
    classes: 10,
    ...filesOf(fashionMnist),
    checksumsFrom: "TensorFlow Datasets, url_checksums/fashion_mnist.txt",
  },
  {
    name: "celeba",
    title: "CelebA",
    what: "faces of celebrities with 40 attributes, aligned by their eyes",
    origin: "Liu, Luo, Wang and Tang (2015), " +
      "https://mmlab.ie.cuhk.edu.hk/projects/CelebA.html",
    licence: "for research that is not commercial, by the authors' agreement",
    count: celeba.images,
    size: "178×218",
    channels: 3,
    classes: null,
    hasTestSplit: true,
    folder: celeba.folder,
    files: Object.values(celeba.files),
    mirrors: [...celeba.mirrors, "https://graal.ift.ulaval.ca/public/celeba/"],
    checksumsFrom: "TensorFlow Datasets, url_checksums/celeb_a.txt",
    byHand: "the authors' Google Drive, which refuses programs " +
      "(https://drive.google.com/drive/folders/0B7EVK8r0v71pWEZsZE9oNnFzTm8)",
  },
  {
    name: "lsun-bedroom",
    title: "LSUN bedrooms",
    what: "photographs of bedrooms, their shorter side 256 pixels",
    origin: "Yu et al. (2015), https://arxiv.org/abs/1506.03365",
    licence: "none stated; published for research",
    count: 3_033_042,
    size: "256 and more",
    channels: 3,
    classes: null,
    folder: "lsun",
    files: [{
      name: "bedroom_train_lmdb.zip",
      bytes: 45_922_737_680,
      sha256: "a15644c2e7153106867f0adb3491fc41224102d1f01b24494fb47d9f5d1f174e",
    }],
    mirrors: ["http://dl.yf.io/lsun/scenes/"],
    checksumsFrom: "TensorFlow Datasets, url_checksums/lsun.txt",
    byHand: "https://www.yf.io/p/lsun",
    afterwards: "Unpack it in its folder, which makes bedroom_train_lmdb/data.mdb.",
  },
  {
    name: "lsun-bedroom-validation",
    title: "LSUN bedrooms, validation part",
    what: "photographs of bedrooms, few enough to try LSUN with",
    origin: "Yu et al. (2015), https://arxiv.org/abs/1506.03365",
    licence: "none stated; published for research",
    count: 300,
    size: "256 and more",
    channels: 3,
    classes: null,
    folder: "lsun",
    files: [{
      name: "bedroom_val_lmdb.zip",
      bytes: 4_670_661,
      sha256: "5d022e781b241c25ec2e1f1f769afcdb8091d7fd58362667aec03137b8114b12",
    }],
    mirrors: ["http://dl.yf.io/lsun/scenes/"],
    checksumsFrom: "TensorFlow Datasets, url_checksums/lsun.txt",
    byHand: "https://www.yf.io/p/lsun",
    afterwards: "Unpack it in its folder, which makes bedroom_val_lmdb/data.mdb.",
  },
  {
    name: "pokemon",
    title: "Pokémon sprites",
    what: "sprites of video games on white",
    origin: "pokemondb.net/sprites, collected for Dive into Deep Learning " +
      "(https://d2l.ai, chapter on DCGAN)",
    licence: "none stated; the characters are Nintendo's and its partners'",
    count: pokemon.images,
    size: "various",
    channels: 3,
    classes: pokemon.classes,
    folder: pokemon.folder,
    files: [pokemon.file],
    mirrors: pokemon.mirrors,
    checksumsFrom: "Dive into Deep Learning, d2l.DATA_HUB; it says no length",
  },
];

/**
 * Finds a set by its name.
 *
 * @param name As commands know it.
 * @returns What is known of the set, or undefined.
 */
export function knownSet(name: string): KnownSet | undefined {
  return catalogue.find((set) => set.name === name);
}

/**
 * Finds a set by its name, or its test images by the name with "-test".
 *
 * @param name "mnist" or "mnist-test".
 * @returns The set, and its split where the name asks for one; undefined if no set has that
 * name, or the set has no test images of its own.
 */
export function namedSet(name: string): { set: KnownSet; split?: Split } | undefined {
  const set = knownSet(name);
  if (set) return { set };
  const whole = name.endsWith("-test") ? knownSet(name.slice(0, -"-test".length)) : null;
  return whole?.hasTestSplit ? { set: whole, split: "test" } : undefined;
}

/** The files of a set of IDX files, whose training and test images stand apart. */
function filesOf(
  { folder, sharesNames, mirrors, splits }: IdxSource,
): Pick<KnownSet, "folder" | "sharesNames" | "mirrors" | "files" | "hasTestSplit"> {
  const files = Object.values(splits).flatMap(({ images, labels }) => [images, labels]);
  return { folder, sharesNames, mirrors, files, hasTestSplit: true };
}
