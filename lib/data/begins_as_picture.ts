/**
 * Says whether a file begins as a JPEG, PNG, GIF, WebP, AVIF or TIFF does, whatever it is
 * called.
 *
 * @param bytes The file's first 12 bytes, or all of a smaller one.
 */
export function beginsAsPicture(bytes: Uint8Array): boolean {
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return PICTURE.test(text);
}

/** The formats' signatures. */
const PICTURE =
  /^(\xff\xd8\xff|\x89PNG|GIF8|RIFF[^]{4}WEBP|[^]{4}ftypavif|II\*\0|MM\0\*)/;
