import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { inFolder } from "../../test/in_folder.ts";
import { testWith } from "../../test/test_with.ts";
import type { PublishedFile } from "./download/published_file.ts";
import { findIdxSource, type IdxSource } from "./idx_source.ts";

const images = Uint8Array.from(
  [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 10, 20, 30, 40],
);
const labels = Uint8Array.from([0, 0, 8, 1, 0, 0, 0, 2, 1, 0]);

async function gzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

const served: Record<string, Uint8Array<ArrayBuffer>> = {
  "toy-images.gz": await gzip(images),
  "toy-labels.gz": await gzip(labels),
};

const published = (name: string): PublishedFile => ({
  name,
  bytes: served[name].length,
  sha256: createHash("sha256").update(served[name]).digest("hex"),
});

const split = { images: published("toy-images.gz"), labels: published("toy-labels.gz") };
const toy: IdxSource = {
  name: "Toy",
  folder: "toy",
  mirrors: ["http://localhost/never/"],
  splits: { train: split, test: split },
  classNames: ["nought", "one"],
};

const never: typeof fetch = () => {
  throw new Error("this test must not download");
};

function write(folder: string, files: Record<string, Uint8Array>): void {
  Deno.mkdirSync(folder, { recursive: true });
  for (const [name, bytes] of Object.entries(files)) {
    Deno.writeFileSync(`${folder}/${name}`, bytes);
  }
}

const permissions: Deno.PermissionName[] = ["read", "write"];

for (const place of ["toy", ".", "downloads/toy"]) {
  for (const form of ["packed", "plain"]) {
    testWith(
      { permissions },
      `a set is found in a folder's '${place}', ${form}`,
      () =>
        inFolder(async (folder) => {
          const plain = { "toy-images": images, "toy-labels": labels };
          write(`${folder}/${place}`, form === "packed" ? served : plain);
          const { set } = await findIdxSource(toy, { folder, fetch: never });
          assert.deepEqual(Array.from(set!.images), [10, 20, 30, 40]);
          assert.deepEqual(Array.from(set!.labels!), [1, 0]);
          assert.deepEqual([set!.count, set!.height, set!.width], [2, 1, 2]);
          assert.match(set!.origin, /^Toy, train split, 2 images from /);
        }),
    );
  }
}

testWith(
  { permissions },
  "the option's folder comes before DCGAN_DATA, then the project's",
  () =>
    inFolder(async (root) => {
      const options = {
        folder: `${root}/option`,
        environment: `${root}/environment`,
        project: `${root}/project`,
        fetch: never,
      };
      for (const name of ["project", "environment", "option"]) {
        write(`${root}/${name}`, served);
        const { set } = await findIdxSource(toy, options);
        assert.match(set!.origin, new RegExp(`from .*${name}$`));
      }
    }),
);

const refusals: [string, Record<string, Uint8Array>, RegExp][] = [
  [
    "an image file that is cut off",
    { "toy-images": images.slice(0, 18), "toy-labels": labels },
    /toy-images as it is cut off: expected 20 bytes for 2×1×2, found 18/,
  ],
  [
    "fewer labels than images",
    {
      "toy-images": images,
      "toy-labels": Uint8Array.from([0, 0, 8, 1, 0, 0, 0, 1, 1]),
    },
    /toy-labels as it must have a label for each image: expected 2, found 1/,
  ],
  [
    "a label without a class",
    { "toy-images": images, "toy-labels": labels.with(9, 2) },
    /every label must be below 2: current value is 2/,
  ],
  [
    "labels where images should be",
    { "toy-images": labels, "toy-labels": labels },
    /toy-images as images must have 3 dimensions: found 1, 2$/,
  ],
];

for (const [what, files, message] of refusals) {
  testWith(
    { permissions },
    `found files with ${what} are an error, not passed over`,
    () =>
      inFolder(async (folder) => {
        write(folder, files);
        await assert.rejects(findIdxSource(toy, { folder, fetch: never }), message);
      }),
  );
}

testWith(
  { permissions },
  "a set that is nowhere gives a reason for each place",
  () =>
    inFolder(async (root) => {
      write(`${root}/option`, { "toy-images.gz": served["toy-images.gz"] });
      const found = await findIdxSource(toy, {
        folder: `${root}/option`,
        environment: "",
        project: `${root}/project`,
        download: false,
      });
      assert.deepEqual(found, {
        set: null,
        reasons: [
          `${root}/option has only one of toy-images.gz and toy-labels.gz`,
          `not in ${root}/option, named by the option`,
          "not in the project's data",
          "downloads are switched off",
        ],
      });
    }),
);

testWith(
  { permissions: ["read", "write", "net"] },
  "a set is downloaded from the mirror that has it, and found there the next time",
  () =>
    inFolder(async (project) => {
      const server = Deno.serve(
        { hostname: "127.0.0.1", port: 0, onListen: () => {} },
        (request) => {
          const [, mirror, name] = new URL(request.url).pathname.split("/");
          if (mirror === "empty") return new Response(null, { status: 404 });
          return new Response(served[name]);
        },
      );
      const address = `http://127.0.0.1:${server.addr.port}`;
      const mirrors = [`${address}/empty/`, `${address}/full/`];
      const options = { environment: "", project };
      const first = await findIdxSource(toy, { ...options, mirrors });
      await server.shutdown();
      const second = await findIdxSource(toy, { ...options, fetch: never });
      assert.match(first.set!.origin, /from .*downloads.toy$/);
      assert.deepEqual(second, first);
    }),
);

testWith(
  { permissions },
  "a download of wrong bytes is a reason, and no file gets the name",
  () =>
    inFolder(async (project) => {
      const found = await findIdxSource(toy, {
        environment: "",
        project,
        pauseBetweenRounds: 1,
        fetch: () => Promise.resolve(new Response(new Uint8Array(4))),
      });
      assert.ok(found.set === null);
      assert.match(
        found.reasons.at(-1)!,
        /^Cannot download toy-images.gz .* sent 4 bytes/,
      );
      const names = Array.from(Deno.readDirSync(`${project}/downloads/toy`), ({ name }) =>
        name);
      assert.ok(
        names.every((name) =>
          name.includes(".partial")
        ),
        names.join(),
      );
    }),
);

Deno.test({
  name: "without permissions there is a reason for each place, and no question",
  permissions: "none",
  async fn() {
    const found = await findIdxSource(toy, { folder: "/a", project: "/b" });
    assert.deepEqual(found, {
      set: null,
      reasons: [
        "no permission to read /a, named by the option (--allow-read)",
        "no permission to read /b, named by the project (--allow-read)",
        "no permission to write /b/downloads/toy (--allow-write)",
      ],
    });
  },
});
