import assert from "node:assert/strict";
import { join } from "@std/path";
import { inFolder } from "../../test/in_folder.ts";
import { testWith } from "../../test/test_with.ts";
import { writeDurably } from "./write_durably.ts";

const names = (folder: string) => [...Deno.readDirSync(folder)].map(({ name }) => name);

testWith(
  { permissions: ["read", "write"] },
  "writeDurably() writes the parts one after another, over what was there, and nothing else",
  () =>
    inFolder(async (folder) => {
      const path = join(folder, "file");
      await writeDurably(path, [Uint8Array.of(9, 9, 9, 9, 9, 9)]);
      const large = new Uint8Array(3_000_000).map((_, i) => i);
      const parts = [Uint8Array.of(1), new Uint8Array(0), large, large.subarray(5, 9)];
      await writeDurably(path, parts);
      const expected = Uint8Array.from(parts.flatMap((part) => [...part]));
      assert.ok((await Deno.readFile(path)).every((byte, i) => byte === expected[i]));
      assert.equal((await Deno.stat(path)).size, expected.length);
      assert.deepEqual(names(folder), ["file"]);
    }),
);

testWith(
  { permissions: ["read", "write"] },
  "writeDurably() that fails leaves the old file and no partial one",
  () =>
    inFolder(async (folder) => {
      await Deno.mkdir(join(folder, "taken"));
      await Deno.writeTextFile(join(folder, "taken", "inside"), "");
      await assert.rejects(writeDurably(join(folder, "taken"), [Uint8Array.of(1)]));
      await assert.rejects(writeDurably(join(folder, "nowhere", "file"), []), {
        name: "NotFound",
      });
      assert.deepEqual(names(folder), ["taken"]);
    }),
);

testWith(
  { permissions: ["read", "write"] },
  "writeDurably() asks the disk to have the bytes before the name, and then the name",
  () =>
    inFolder(async (folder) => {
      const order: string[] = [];
      const { rename } = Deno, { sync } = Deno.FsFile.prototype;
      Deno.FsFile.prototype.sync = async function () {
        order.push((await this.stat()).isDirectory ? "sync the folder" : "sync the file");
        await sync.call(this);
      };
      Deno.rename = (from, to) => {
        order.push("rename");
        return rename(from, to);
      };
      try {
        await writeDurably(join(folder, "file"), [Uint8Array.of(1)]);
      } finally {
        Deno.FsFile.prototype.sync = sync;
        Deno.rename = rename;
      }
      const folders = Deno.build.os === "windows" ? [] : ["sync the folder"];
      assert.deepEqual(order, ["sync the file", "rename", ...folders]);
    }),
);
