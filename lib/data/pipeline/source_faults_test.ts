import assert from "node:assert/strict";
import type { ImageSource } from "../image_source.ts";
import { lostPicture, requireFewDamaged } from "./source_faults.ts";

const source: ImageSource = {
  count: 19,
  classNames: null,
  origin: "19 images from cats",
  location: { kind: "folder", path: "cats" },
  nameOf: (index) => `${index}.jpg`,
  fileOf: (index) => `cats/${index}.jpg`,
  labelOf: () => null,
  read: () => Promise.reject(new Error("nothing is read")),
  close() {},
};

const damaged = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ path: `${i}.jpg`, reason: "cut off" }));

Deno.test("requireFewDamaged() lets the share pass, rounded down, and then names three", () => {
  requireFewDamaged(source, damaged(1), 0.1);
  assert.throws(() => requireFewDamaged(source, damaged(2), 0.1), {
    name: "ImagesLostError",
    message: "Cannot go on with 19 images from cats as at most 1 of 19 may be damaged: " +
      "found 2 so far, 0.jpg (cut off), 1.jpg (cut off)",
  });
  assert.throws(
    () => requireFewDamaged(source, damaged(4), 0),
    /found 4 so far, 0\.jpg \(cut off\), 1\.jpg .*, 2\.jpg \(cut off\) and others$/,
  );
});

Deno.test("lostPicture() names the file, the source and the reason", () => {
  assert.equal(
    lostPicture(source, 3, "disk gone").message,
    "Cannot go on with 19 images from cats as it must stay readable: 3.jpg is not " +
      "(disk gone)",
  );
});
