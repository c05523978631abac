import assert from "node:assert/strict";
import { beginsAsPicture } from "./begins_as_picture.ts";

const begins = (text: string) =>
  beginsAsPicture(Uint8Array.from(text, (letter) => letter.charCodeAt(0)));

Deno.test("each format is known by its first bytes, and text and shorter files are none", () => {
  const pictures = [
    "\xff\xd8\xff\xe0\0\x10JFIF",
    "\x89PNG\r\n\x1a\n",
    "GIF89a",
    "RIFF\x0a\r\0\0WEBP",
    "\0\0\0\x1cftypavif",
    "II*\0\x08\0\0\0",
    "MM\0*\0\0\0\x08",
  ];
  for (const picture of pictures) assert.ok(begins(picture), picture);
  for (const other of ["", "\xff\xd8", "MIT License", "RIFF\0\0\0\0WAVE"]) {
    assert.equal(begins(other), false, other);
  }
});
