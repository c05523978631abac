import assert from "node:assert/strict";
import { arrangeImages, isHidden, isPicture } from "./arrange_images.ts";

function arranged(...paths: string[]) {
  const { files, classNames, remarks } = arrangeImages(paths, "mine");
  const sorted = files.map(({ path, label }) => `${path} ${label}`);
  return { sorted, classNames, remarks };
}

Deno.test("top folders are classes in the order of their names, pictures by their paths", () => {
  // "-" stands before "/" in the alphabet of codes: the class comes first, then the path.
  assert.deepEqual(arranged("b/1.png", "a-b/1.png", "a/x/2.png", "a/10.png", "a/2.png"), {
    sorted: ["a/10.png 0", "a/2.png 0", "a/x/2.png 0", "a-b/1.png 1", "b/1.png 2"],
    classNames: ["a", "a-b", "b"],
    remarks: [],
  });
});

Deno.test("folders around the class folders are no classes, however many there are", () => {
  const { sorted, classNames } = arranged("x/y/b/1.png", "x/y/a/1.png");
  assert.deepEqual(sorted, ["x/y/a/1.png 0", "x/y/b/1.png 1"]);
  assert.deepEqual(classNames, ["a", "b"]);
});

Deno.test("pictures in no folder, or all in one, have no classes; of the second a remark says so", () => {
  assert.deepEqual(arranged("2.png", "1.png"), {
    sorted: ["1.png 0", "2.png 0"],
    classNames: null,
    remarks: [],
  });
  const one = arranged("img/cats/1.png", "img/cats/2.png");
  assert.equal(one.classNames, null);
  assert.match(one.remarks[0], /one folder, 'img\/cats', so .* two folders or more$/);
  const mixed = arranged("img/cats/1.png", "img/dogs/2.png", "img/loose.png");
  assert.equal(mixed.classNames, null);
  assert.match(
    mixed.remarks[0],
    /'img', so .*: cats in it is no class, as loose.png stands/,
  );
});

Deno.test("folders of class folders get a remark, as train and test are rarely classes", () => {
  const { classNames, remarks } = arranged("train/a/1.png", "test/a/1.png");
  assert.deepEqual(classNames, ["test", "train"]);
  assert.match(remarks[0], /^The folders test, train count as the classes though/);
});

Deno.test("no pictures, and pictures both beside and in folders, are refused", () => {
  assert.throws(() => arranged(), /mine as it must have at least one .*: found none$/);
  assert.throws(
    () => arranged("1.png", "a/1.png", "b/1.png"),
    /for each class: found 1 in it, the first 1.png, and 2 such folders, the first a$/,
  );
});

Deno.test("where no picture is, what is there instead is named, with what to do", () => {
  const among = (...others: string[]) => () => arrangeImages([], "mine", others);
  assert.throws(
    among("b.txt", "a.bmp"),
    /: found none, but 2 other files such as a.bmp$/,
  );
  assert.throws(
    among("set.zip"),
    /: found none, but set.zip. Of archives a zip .* own path$/,
  );
  assert.throws(
    among("README.md", "mnist/t10k-images-idx3-ubyte.gz"),
    /such as mnist.t10k-images-idx3-ubyte.gz. Files of MNIST's kind .* DCGAN_DATA says where/,
  );
});

Deno.test("200,000 pictures in no class and in 10,000 are put in order", () => {
  const paths = Array.from({ length: 200_000 }, (_, i) => `${i % 10_000}/${i}.jpg`);
  assert.equal(arrangeImages(paths, "mine").classNames!.length, 10_000);
  const flat = paths.map((path) => `all/${path.split("/")[1]}`);
  assert.equal(arrangeImages(flat, "mine").files[1].path, "all/1.jpg");
});

Deno.test("more classes than 16 bits can number are refused", () => {
  const paths = Array.from({ length: 65_537 }, (_, i) => `${i}/1.png`);
  assert.throws(() => arranged(...paths), /at most 65536 folders .*, found 65537$/);
  assert.equal(arranged(...paths.slice(1)).classNames!.length, 65_536);
});

Deno.test("pictures are known by the ending, hidden files by a dot, a Mac's by their folder", () => {
  assert.deepEqual(["a/b.JPG", "b.tiff", "c.txt", "png"].map(isPicture), [
    true,
    true,
    false,
    false,
  ]);
  assert.deepEqual([".a.png", "__MACOSX", "a.b"].map(isHidden), [true, true, false]);
});
