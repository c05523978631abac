import assert from "node:assert/strict";
import { fromFileUrl } from "@std/path";
import { download, DownloadError } from "../lib/data/download.ts";
import {
  assertSame,
  content,
  downloadTest,
  file,
  half,
  permissions,
  unpublished,
  withMirrors,
} from "./faulty_mirrors.ts";
import { file as serving, withFileServer } from "./file_server.ts";
import { testWith } from "./test_with.ts";

downloadTest(
  "goes on at once where a mirror dropped the connection, of the same version only",
  async (get, { path, ranges, conditions }) => {
    const seen: number[] = [];
    await get(["drops once"], { rounds: 1, onProgress: ({ bytes }) => seen.push(bytes) });
    assertSame(await Deno.readFile(path), content);
    assert.deepEqual(ranges(), [undefined, "bytes=100000-"]);
    assert.deepEqual(conditions(), [undefined, '"one"']);
    assert.equal(seen.at(-1), content.length);
    assert.ok(seen.every((bytes, i) => i === 0 || bytes > seen[i - 1]));
  },
);

downloadTest(
  "goes on where an earlier try ended, from another mirror, and says so",
  async (get, { path, ranges, conditions }) => {
    await assert.rejects(get(["stalled"], { rounds: 1 }), DownloadError);
    const notices: string[] = [];
    await get(["tagged"], { onNotice: (notice) => notices.push(notice) });
    assertSame(await Deno.readFile(path), content);
    // The mirror that got half of the way was asked once more, at once.
    const half = "bytes=100000-";
    assert.deepEqual(ranges(), [undefined, half, half]);
    assert.deepEqual(conditions(), [undefined, undefined, undefined]);
    assert.deepEqual(notices, ["Going on with digits.gz: 100 kB of 200 kB are there."]);
  },
);

downloadTest(
  "loses nothing to a mirror that cannot send parts and drops too",
  async (get, { path }) => {
    await Deno.writeFile(`${path}.partial`, content.subarray(0, 150_000));
    await assert.rejects(get(["dropped without ranges"], { rounds: 1 }), DownloadError);
    assertSame(await Deno.readFile(`${path}.partial`), content.slice(0, 150_000));
    await get(["without ranges"]);
    assertSame(await Deno.readFile(path), content);
  },
);

downloadTest(
  "begins anew where what was there turns out wrong",
  async (get, { path, ranges }) => {
    await Deno.writeFile(`${path}.partial`, new Uint8Array(half));
    await get(["tagged"], { rounds: 1 });
    assertSame(await Deno.readFile(path), content);
    assert.deepEqual(ranges(), ["bytes=100000-", undefined]);
  },
);

downloadTest("begins anew where a mirror sends the wrong part", async (get, { path }) => {
  await Deno.writeFile(`${path}.partial`, content.subarray(0, half));
  await get(["shifted part"], { rounds: 1 });
  assertSame(await Deno.readFile(path), content);
});

for (const length of [content.length, content.length + 1]) {
  downloadTest(
    `ends also with a wrong partial file of ${length} bytes`,
    async (get, { path }) => {
      await Deno.writeFile(`${path}.partial`, new Uint8Array(length));
      await get(["tagged"], { rounds: 1 });
      assertSame(await Deno.readFile(path), content);
    },
  );
}

downloadTest(
  "needs no mirror for a partial file that is whole: the program was killed then",
  async (get, { path, ranges }) => {
    await Deno.writeFile(`${path}.partial`, content);
    await get(["missing"]);
    assertSame(await Deno.readFile(path), content);
    assert.deepEqual(ranges(), []);
  },
);

for (const known of ["published", "unpublished"]) {
  testWith(
    { permissions },
    `download() never joins two versions of a file whose checksum is ${known}`,
    async () => {
      const folder = await Deno.makeTempDir();
      const other = content.map((value) => value ^ 255);
      const versions = serving(content, { etag: '"two"' });
      try {
        await withFileServer({ versions }, async (mirror, asked) => {
          const options = { mirrors: [mirror("versions")], rounds: 1, patience: 400 };
          const wanted = known === "published" ? file : unpublished;
          const path = `${folder}/digits.gz`;
          await Deno.writeFile(`${path}.partial`, other.subarray(0, half));
          const origin = { url: `${mirror("versions")}digits.gz`, validator: '"one"' };
          await Deno.writeTextFile(`${path}.partial.json`, JSON.stringify(origin));
          await download(wanted, path, options);
          assertSame(await Deno.readFile(path), content);
          assert.deepEqual(asked.map(({ headers }) => headers["if-range"]), ['"one"']);
        });
      } finally {
        await Deno.remove(folder, { recursive: true });
      }
    },
  );
}

downloadTest(
  "of an unpublished file begins anew where nothing says which version is there",
  async (get, { path, ranges }) => {
    await Deno.writeFile(`${path}.partial`, new Uint8Array(half));
    await get(["tagged"], { file: unpublished });
    assertSame(await Deno.readFile(path), content);
    assert.deepEqual(ranges(), [undefined]);
  },
);

downloadTest(
  "of an unpublished file takes the end from the mirror's word",
  async (_get, { path }) => {
    await Deno.writeFile(`${path}.partial`, content);
    const answer = { url: "", validator: '"one"' };
    await withFileServer({
      end: (_, { head }) =>
        head("416 Range Not Satisfiable", { "content-range": "bytes */200000" }),
    }, async (mirror) => {
      answer.url = `${mirror("end")}digits.gz`;
      await Deno.writeTextFile(`${path}.partial.json`, JSON.stringify(answer));
      await download(unpublished, path, { mirrors: [mirror("end")] });
    });
    assertSame(await Deno.readFile(path), content);
  },
);

downloadTest(
  "stops at its signal with its reason, and the next try goes on",
  async (get, { path, ranges }) => {
    const stop = new AbortController();
    const onProgress = () => stop.abort(new Error("the reader stopped it"));
    await assert.rejects(
      get(["stalled"], { signal: stop.signal, onProgress }),
      /the reader stopped it/,
    );
    const kept = (await Deno.stat(`${path}.partial`)).size;
    assert.ok(kept > 0);
    await get(["tagged"]);
    assertSame(await Deno.readFile(path), content);
    assert.deepEqual(ranges(), [undefined, `bytes=${kept}-`]);
  },
);

testWith(
  { permissions: [...permissions, "run"] },
  "download() goes on where a killed process ended, which blocks nobody",
  () =>
    withMirrors(async (get, { path, mirror, ranges }) => {
      const program = `
        import { download } from "${new URL("../lib/data/download.ts", import.meta.url)}";
        await download(${JSON.stringify(file)}, ${JSON.stringify(path)}, {
          mirrors: ["${mirror("stalled")}"], patience: 60_000,
          onProgress: ({ bytes }) => { if (bytes === ${half}) console.log("half"); },
        });`;
      const child = new Deno.Command(Deno.execPath(), {
        args: ["eval", "--quiet", program],
        cwd: fromFileUrl(new URL("..", import.meta.url)),
        stdout: "piped",
      }).spawn();
      for await (const _ of child.stdout) child.kill("SIGKILL");
      await child.status;
      await get(["tagged"]);
      assertSame(await Deno.readFile(path), content);
      assert.deepEqual(ranges(), [undefined, "bytes=100000-"]);
    }),
);

testWith(
  { permissions: [...permissions, "run"] },
  "download() in two processes at once fetches the file once, and both have it",
  () =>
    withMirrors(async (_get, { path, mirror, ranges }) => {
      const program = `
        import { download } from "${new URL("../lib/data/download.ts", import.meta.url)}";
        const { isNew } = await download(${JSON.stringify(file)}, ${
        JSON.stringify(path)
      }, {
          mirrors: ["${mirror("slow")}"],
        });
        console.log(isNew);`;
      const outputs = await Promise.all([1, 2].map(() =>
        new Deno.Command(Deno.execPath(), {
          args: ["eval", "--quiet", program],
          cwd: fromFileUrl(new URL("..", import.meta.url)),
        }).output()
      ));
      const said = outputs.map(({ stdout }) => new TextDecoder().decode(stdout).trim());
      assert.deepEqual(said.sort(), ["false", "true"]);
      assertSame(await Deno.readFile(path), content);
      assert.equal(ranges().length, 1);
    }),
);
