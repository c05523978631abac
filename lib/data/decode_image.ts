/**
 * From a picture's file to pixels of the networks' size.
 *
 * @module
 */
import type Sharp from "sharp";
import { requirePositive } from "../tensor/require_positive.ts";
import { readJpegSize } from "./formats/jpeg_header.ts";
import { DamagedImageError } from "./image_source.ts";
import { resampleImages } from "./resize.ts";
import { decodeSmallJpeg } from "./small_jpeg.ts";

/** What a decoded picture is to be. */
export interface DecodeOptions {
  /** Its side, in pixels. */
  size: number;
  /** 1 for grey, 3 for red, green and blue. */
  channels: 1 | 3;
}

/** What a picture's file says of it, before it is decoded. */
export interface ImageDescription {
  /** "jpeg", "png", "webp", "gif", "tiff" or "avif". */
  format: string;
  /** Columns, once it is turned as its EXIF data say. */
  width: number;
  /** Rows, likewise. */
  height: number;
}

/**
 * Decodes a JPEG, PNG, WebP, GIF, AVIF or TIFF into a square of pixels.
 *
 * The picture is turned as its EXIF data say, laid on white where it is transparent,
 * scaled until its shorter side is `size`, and cropped to the centre. Of a GIF the first
 * frame counts; 16 bits become 8; palettes and CMYK become colours. A file that declares
 * more than 268 million pixels is refused before it is decoded.
 *
 * It is scaled by the triangle filter of `resizeImages()`, an average over all that a new
 * pixel covers. So the result is that of the sources' `Resize(size), CenterCrop(size)`
 * within 4 of 255, .2 on average; only JPEGs of more than four times the size differ more
 * (1.5 on average), as their decoder halves them while it decodes, which is fast. Smaller
 * pictures go through our own filter, as sharp, when it enlarges, would move them by half a
 * new pixel to the right and down; and plain JPEGs among them through a decoder of their
 * own, which has the same bits sooner.
 *
 * Source: torchvision's transforms, which Hands-On GANs trains with; measured against
 * Pillow 13 (`pillow_fixture.py`).
 *
 * @param bytes The file's content.
 * @param options The square that is wanted.
 * @returns `[size, size, channels]`, 0 to 255.
 * @throws {RangeError} If `size` is no positive integer.
 * @throws {DamagedImageError} If it is damaged or of no such format: the decoder's words.
 */
export async function decodeImage(
  bytes: Uint8Array,
  options: DecodeOptions,
): Promise<Uint8Array> {
  return (await decodeDescribedImage(bytes, options)).pixels;
}

/** A decoded picture, with what it was before. */
export interface DescribedImage {
  /** `[size, size, channels]`, 0 to 255. */
  pixels: Uint8Array;
  /** What the file said of it. */
  description: ImageDescription;
}

/**
 * As `decodeImage()`, and tells what the picture was before it was scaled.
 *
 * @param bytes The file's content.
 * @param options The square that is wanted.
 * @throws {RangeError} If `size` is no positive integer.
 * @throws {DamagedImageError} As `decodeImage()`.
 */
export async function decodeDescribedImage(
  bytes: Uint8Array,
  { size, channels }: DecodeOptions,
): Promise<DescribedImage> {
  requirePositive(size, { action: "load images", name: "size" });
  const plain = describePlainJpeg(bytes);
  if (plain && channels === 3 && isSmall(plain, size)) {
    const colours = await decodeSmallJpeg(bytes);
    if (colours) return { pixels: squareOf(colours, plain, size), description: plain };
  }
  const sharp = await loadSharp();
  try {
    const image = open(sharp, bytes);
    const description = plain ?? await describe(image);
    return { pixels: await scale(image, description, { size, channels }), description };
  } catch (error) {
    throw asDamaged(error);
  }
}

const FORMATS = ["jpeg", "png", "webp", "gif", "tiff", "avif"];

/** Two kinds of files in one container, of which the decoder reads the first. */
const IN_HEIF: Record<string, string> = { av1: "avif", hevc: "heic" };

/** The decoder is a native library: it is loaded only where there is work for it. */
async function loadSharp(): Promise<typeof Sharp> {
  return (await import("sharp")).default;
}

function open(sharp: typeof Sharp, bytes: Uint8Array): Sharp.Sharp {
  return sharp(bytes, { failOn: "error" }).autoOrient();
}

async function describe(image: Sharp.Sharp): Promise<ImageDescription> {
  const { format: container, compression, autoOrient } = await image.metadata();
  const format = container === "heif"
    ? IN_HEIF[compression ?? ""] ?? container
    : container;
  if (FORMATS.includes(format)) return { format, ...autoOrient };
  const formats = FORMATS.join(", ");
  throw new DamagedImageError(`its format must be one of ${formats}: it is ${format}`);
}

/** What needs no decoder: to ask it is a third of all work on 32 × 32. */
function describePlainJpeg(bytes: Uint8Array): ImageDescription | null {
  const size = readJpegSize(bytes);
  return size && { format: "jpeg", ...size };
}

async function scale(
  image: Sharp.Sharp,
  { width, height }: ImageDescription,
  { size, channels }: DecodeOptions,
): Promise<Uint8Array> {
  image.flatten({ background: "white" });
  const shorter = Math.min(width, height);
  if (shorter >= size) {
    const scaledWidth = Math.floor((size * width) / shorter);
    const scaledHeight = Math.floor((size * height) / shorter);
    image
      .resize(scaledWidth, scaledHeight, {
        fit: "fill",
        kernel: "linear",
        fastShrinkOnLoad: false,
      })
      .extract(centre(scaledWidth, scaledHeight, size));
    return await pixelsOf(image, channels);
  }
  image.extract(centre(width, height, shorter));
  return enlarge(await pixelsOf(image, channels), { side: shorter, channels, size });
}

function enlarge(
  images: Uint8Array,
  { side, channels, size }: DecodeOptions & { side: number },
): Uint8Array {
  if (side === size) return images;
  const square = { images, count: 1, height: side, width: side, channels };
  const set = { ...square, labels: null, classNames: null, origin: "a picture" };
  return resampleImages(set, size).images;
}

/** Above it decoding takes longer than sharp's preparations, and sharp leaves less garbage. */
const LARGEST_SMALL_SIDE = 128;

/** Whether a picture is small, and to be cropped and enlarged at most. */
function isSmall({ width, height }: ImageDescription, size: number): boolean {
  const [shorter, longer] = [Math.min(width, height), Math.max(width, height)];
  return shorter <= size && longer <= LARGEST_SMALL_SIDE;
}

/** Crops a picture of four channels to its centre, leaves one channel out and enlarges it. */
function squareOf(
  colours: Uint8ClampedArray,
  { width, height }: ImageDescription,
  size: number,
): Uint8Array {
  const side = Math.min(width, height);
  const { left, top } = centre(width, height, side);
  const pixels = new Uint8Array(side * side * 3);
  for (let y = 0, to = 0; y < side; y++) {
    let from = 4 * ((top + y) * width + left);
    for (let x = 0; x < side; x++, from += 4) {
      pixels[to++] = colours[from];
      pixels[to++] = colours[from + 1];
      pixels[to++] = colours[from + 2];
    }
  }
  return enlarge(pixels, { side, channels: 3, size });
}

async function pixelsOf(image: Sharp.Sharp, channels: 1 | 3): Promise<Uint8Array> {
  image.toColourspace(channels === 1 ? "b-w" : "srgb");
  return new Uint8Array(await image.raw({ depth: "uchar" }).toBuffer());
}

/** The centred square; half a pixel goes to the even side, as torchvision has it. */
function centre(width: number, height: number, side: number) {
  const start = (length: number) => {
    const half = (length - side) / 2, down = Math.floor(half);
    return half === down || down % 2 === 0 ? down : down + 1;
  };
  return { left: start(width), top: start(height), width: side, height: side };
}

/** The decoder throws plain errors; what has a class of its own is no fault of a picture. */
function asDamaged(error: unknown): unknown {
  const isOwn = error instanceof Error && error.constructor === Error;
  if (!isOwn) return error;
  const plain = PLAIN_WORDS.find(([pattern]) => pattern.test(error.message))?.[1];
  return plain === undefined
    ? DamagedImageError.from(error)
    : new DamagedImageError(`${plain} (${error.message})`, { cause: error });
}

/**
 * What the decoder's words mean. It gives up on some JPEGs that break off without any, and
 * where several threads decode, one's words may be lost to another: libvips keeps one text
 * of errors for all.
 */
const PLAIN_WORDS: [RegExp, string][] = [
  [/(Array|Buffer) is empty/, "the file is empty"],
  [/premature end|unexpected end|end of stream/i, "the file breaks off before its end"],
  [
    /Unknown error|corrupt header:?\s*$/,
    "it cannot be decoded: the file may break off before its end",
  ],
  [/unsupported image format/, `its format must be one of ${FORMATS.join(", ")}`],
];
