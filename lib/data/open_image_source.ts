/**
 * One door to all sources of pictures.
 *
 * @module
 */
import { openImageFolder } from "./image_folder.ts";
import type { ImageSource, SourceLocation } from "./image_source.ts";

/**
 * Opens the pictures at a location, as a worker does that was told only where they are.
 *
 * @param location What a source gave as its `location`.
 * @returns The same pictures in the same order. The caller closes it.
 * @throws {RangeError} If there is no such source, or what it lists cannot be used.
 */
export async function openImageSource(location: SourceLocation): Promise<ImageSource> {
  switch (location.kind) {
    case "folder":
      return await openImageFolder(location.path);
    default:
      throw new RangeError(
        "Cannot open a source of images as 'kind' must be one of folder: " +
          `current value is ${location.kind}`,
      );
  }
}
