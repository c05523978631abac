import assert from "node:assert/strict";
import { fromFileUrl } from "@std/path";
import { withFileServer } from "../../test/file_server.ts";
import { inFolder } from "../../test/in_folder.ts";
import { testWith } from "../../test/test_with.ts";
import { runData } from "./data.ts";

/** Runs the command and collects its lines. */
async function runCommand(args: string[]) {
  const lines: string[] = [], errors: string[] = [];
  const code = await runData(args, {
    log: (line) => lines.push(line),
    error: (line) => errors.push(line),
  });
  return { code, lines, errors };
}

Deno.test("data without words explains itself and ends with 0", async () => {
  const { code, lines } = await runCommand([]);
  assert.equal(code, 0);
  assert.match(lines[0], /deno task data get NAME/);
});

Deno.test("data with a wrong word prints one line and ends with 2", async () => {
  const { code, lines, errors } = await runCommand(["get", "imagenet"]);
  assert.equal(code, 2);
  assert.deepEqual(lines, []);
  assert.equal(errors.length, 1);
});

Deno.test({
  name: "data where Deno itself refuses a file says which flag lets it, and ends with 1",
  permissions: "none",
  fn: async () => {
    const { code, errors } = await runCommand(["show", "no/such/folder"]);
    assert.equal(code, 1);
    assert.equal(errors.length, 1);
    assert.match(
      errors[0],
      /^Cannot go on as its files must be .*: Requires .* --allow-/,
    );
  },
});

const files: Deno.PermissionName[] = ["read", "write", "env"];

testWith(
  { permissions: files },
  "data show digits prints a report, writes the sheet and ends with 0",
  () =>
    inFolder(async (folder) => {
      const output = `${folder}/sheet.png`;
      const { code, lines } = await runCommand(["show", "digits", "--output", output]);
      assert.equal(code, 0);
      assert.ok(lines.includes("Nothing speaks against training on them."));
      assert.ok((await Deno.stat(output)).size > 1000);
    }),
);

testWith(
  { permissions: files },
  "data show of a set that is not here ends with 1",
  () =>
    inFolder(async (folder) => {
      const { code, errors } = await runCommand(["show", "pokemon", "--folder", folder]);
      assert.equal(code, 1);
      assert.match(errors[0], /Get it with: deno task data get pokemon\.$/);
    }),
);

testWith(
  { permissions: files },
  "data show into a folder that is not there, or into a file, says so before it looks",
  () =>
    inFolder(async (folder) => {
      await Deno.writeTextFile(`${folder}/file`, "");
      for (const parent of [`${folder}/file`, `${folder}/none`]) {
        const args = ["show", "digits", "--output", `${parent}/sheet.png`];
        const { code, errors } = await runCommand(args);
        assert.equal(code, 2);
        assert.deepEqual(errors, [
          `--output must lie in a folder that is there: '${parent}' is none`,
        ]);
      }
    }),
);

testWith(
  { permissions: files },
  "data get --offline with files missing ends with 1",
  () =>
    inFolder(async (folder) => {
      const args = ["get", "mnist", "--offline", "--to", folder];
      const { code, lines } = await runCommand(args);
      assert.equal(code, 1);
      assert.match(lines.at(-1)!, /^4 of 4 files are missing/);
    }),
);

testWith(
  { permissions: [...files, "net", "run"] },
  "data get that Ctrl-C stops keeps what is there, says how to go on and ends with 130",
  () =>
    inFolder((folder) =>
      withFileServer({
        slow: async (_, { head, body }) => {
          await head("200 OK", { "content-length": 9_912_422 });
          for (let i = 0; i < 100; i++) {
            await body(new Uint8Array(10_000).fill(1));
            await new Promise((resolve) => setTimeout(resolve, 20));
          }
        },
      }, async (mirror) => {
        const script = fromFileUrl(new URL("data.ts", import.meta.url));
        const args = ["get", "mnist", "--to", folder, "--mirror", mirror("slow")];
        const child = new Deno.Command(Deno.execPath(), {
          args: ["run", "-A", script, ...args],
          stdout: "null",
          stderr: "piped",
        }).spawn();
        const partial = `${folder}/mnist/train-images-idx3-ubyte.gz.partial`;
        const sizeOf = async () =>
          (await Deno.stat(partial).catch(() => null))?.size ?? 0;
        while (await sizeOf() === 0) await new Promise((r) => setTimeout(r, 20));
        child.kill("SIGINT");
        const { code, stderr } = await child.output();
        assert.equal(code, 130);
        assert.match(
          new TextDecoder().decode(stderr),
          /Stopped\. What is there is kept; deno task data get mnist goes on from there\./,
        );
        assert.ok(await sizeOf() > 0);
      })
    ),
);
