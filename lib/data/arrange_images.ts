/**
 * Which class each picture belongs to, by the folders that it stands in.
 *
 * @module
 */

/** A picture's path, with slashes, and its class's index, 0 where there are none. */
export interface ArrangedImage {
  path: string;
  label: number;
}

/** Pictures in their order, with what their folders mean. */
export interface ArrangedImages {
  files: ArrangedImage[];
  /** What label i means, or null where there are no classes. */
  classNames: string[] | null;
  /** What a person should know of the arrangement before training on it. */
  remarks: string[];
}

/** The endings by which pictures are known. */
const PICTURE_EXTENSIONS = [
  ".jpg",
  ".jpeg",
  ".jfif",
  ".png",
  ".webp",
  ".gif",
  ".avif",
  ".tif",
  ".tiff",
];

/**
 * Says whether a file is a picture, by the ending of its name or path.
 *
 * @param path With slashes.
 */
export function isPicture(path: string): boolean {
  const lower = path.toLowerCase();
  return PICTURE_EXTENSIONS.some((extension) => lower.endsWith(extension));
}

/** Pictures too, but of kinds that the decoder cannot read. */
const OTHER_PICTURES =
  /\.(bmp|heic|heif|ico|jp2|jxl|ppm|pgm|psd|svg|tga|raw|cr2|nef|dng)$/i;

/**
 * Says why a picture is passed over whose kind, by the ending of its name, cannot be read.
 *
 * @param path With slashes.
 * @returns The reason, or null where the file is no such picture.
 */
export function whyNotOpened(path: string): string | null {
  const kind = OTHER_PICTURES.exec(path)?.[1];
  if (kind === undefined) return null;
  return `pictures of the kind ${kind.toLowerCase()} are not read: save it as PNG or JPEG`;
}

/**
 * Says whether a file or folder is none of the user's: hidden, or what a Mac adds to
 * archives (`__MACOSX`).
 *
 * @param name Without its folder.
 */
export function isHidden(name: string): boolean {
  return name.startsWith(".") || name === "__MACOSX";
}

/**
 * Puts pictures in order and names their classes.
 *
 * The top folders are the classes, in the order of their names, and pictures may stand at
 * any depth in them. A single folder around the class folders, as archives have it, is no
 * class; pictures that all stand in one folder have no classes either. Within a class the
 * order is that of the paths by character code, the same on every machine.
 *
 * @param paths The pictures' paths, with slashes, in any order.
 * @param where Where they are, for messages.
 * @param others What else stands there, which tells the reader of a mistaken place.
 * @throws {RangeError} If there are no pictures, some beside the class folders, or more
 * classes than labels.
 */
export function arrangeImages(
  paths: string[],
  where: string,
  others: string[] = [],
): ArrangedImages {
  if (paths.length === 0) {
    throw new RangeError(
      `Cannot load the images of ${where} as it must have at least one file that ends in ` +
        `${PICTURE_EXTENSIONS.join(", ")}: found none` +
        butFound(others.toSorted(byCode)),
    );
  }
  const prefix = wrapperOf(paths);
  const inner = prefix ? paths.map((path) => path.slice(prefix.length)) : paths;
  const names = [...new Set(inner.map(topFolder))].sort(byCode);
  if (names.length === 1) {
    const files = paths.toSorted(byCode).map((path) => ({ path, label: 0 }));
    return {
      files,
      classNames: null,
      remarks: remarkOnOneFolder(prefix + names[0], inner),
    };
  }
  if (names[0] === "") {
    const beside = inner.filter((path) => topFolder(path) === "");
    throw new RangeError(
      `Cannot load the images of ${where} as they must stand either in it or in a folder ` +
        `for each class: found ${beside.length} in it, the first ${beside[0]}, and ` +
        `${names.length - 1} such folders, the first ${names[1]}`,
    );
  }
  if (names.length > LARGEST_CLASSES) {
    throw new RangeError(
      `Cannot load the images of ${where} as a label has 16 bits: expected at most ` +
        `${LARGEST_CLASSES} folders of classes, found ${names.length}`,
    );
  }
  const labels = new Map(names.map((name, label) => [name, label]));
  const files = inner.map((path, i) => ({
    path: paths[i],
    label: labels.get(topFolder(path))!,
  }));
  files.sort((a, b) => a.label - b.label || byCode(a.path, b.path));
  return { files, classNames: names, remarks: remarkOnDepth(inner, names) };
}

const LARGEST_CLASSES = 2 ** 16;

/** What is there instead of pictures, and how one trains on such files. */
function butFound(others: string[]): string {
  if (others.length === 0) return "";
  const idx = others.find((path) => /idx\d-ubyte/.test(path));
  const archive = others.find((path) => /\.(zip|tar|t?gz|7z|rar)$/i.test(path));
  const telling = idx ?? archive ?? others[0];
  const found = others.length === 1
    ? `, but ${telling}`
    : `, but ${others.length} other files such as ${telling}`;
  if (idx) {
    return `${found}. Files of MNIST's kind are opened by their set's name, mnist or ` +
      "fashion-mnist, from a folder of that name: DCGAN_DATA says where this folder is";
  }
  if (archive) return `${found}. Of archives a zip can be used, by its own path`;
  return found;
}

/** The folders around the class folders, with a slash at the end, or nothing. */
function wrapperOf(paths: string[]): string {
  for (let prefix = "";;) {
    const start = prefix.length;
    const name = topFolder(paths[0].slice(start));
    const next = `${prefix}${name}/`;
    // Its own pictures make a folder one that holds pictures, not one around others.
    const isAround = name !== "" &&
      paths.every((path) => path.startsWith(next) && path.includes("/", next.length));
    if (!isAround) return prefix;
    prefix = next;
  }
}

function topFolder(path: string): string {
  return path.slice(0, Math.max(0, path.indexOf("/")));
}

function remarkOnOneFolder(folder: string, paths: string[]): string[] {
  if (folder === "") return [];
  const within = paths.map((path) => path.slice(topFolder(path).length + 1));
  const beside = within.find((path) => topFolder(path) === "");
  const inner = within.find((path) => topFolder(path) !== "");
  const advice = beside !== undefined && inner !== undefined
    ? `${topFolder(inner)} in it is no class, as ${beside} stands beside it`
    : "classes are two folders or more";
  return [
    `All pictures stand in one folder, '${folder}', so that they have no classes: ${advice}`,
  ];
}

function remarkOnDepth(paths: string[], names: string[]): string[] {
  const isDeep = paths.every((path) => path.includes("/", path.indexOf("/") + 1));
  if (!isDeep) return [];
  return [
    `The folders ${names.slice(0, 3).join(", ")} count as the classes though all their ` +
    "pictures stand in folders within: name one of them for the classes in it",
  ];
}

/** Sorts by character code, which no machine's language changes. */
function byCode(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
