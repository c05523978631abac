import assert from "node:assert/strict";
import { isInNpmCache, stableDeno } from "./stable_deno.ts";
import { testWith } from "../../test/test_with.ts";

Deno.test("isInNpmCache() knows npx's folders on every system", () => {
  assert.ok(isInNpmCache("/home/u/.npm/_npx/5f3f/node_modules/deno/deno"));
  assert.ok(
    isInNpmCache("C:\\Users\\u\\npm-cache\\_npx\\5f3f\\node_modules\\deno\\deno.exe"),
  );
  assert.ok(!isInNpmCache("/usr/lib/node_modules/deno/deno"));
  assert.ok(!isInNpmCache("/home/u/.deno/bin/deno"));
});

testWith(
  { permissions: ["read", "write"] },
  "stableDeno() copies a Deno out of npm's cache once, and leaves any other",
  async () => {
    const folder = await Deno.makeTempDir();
    await Deno.mkdir(`${folder}/_npx`);
    const cached = `${folder}/_npx/deno`;
    await Deno.writeTextFile(cached, "a program", { mode: 0o755 });
    const path = `${folder}/data/deno-${Deno.version.deno}/deno`;
    assert.deepEqual(await stableDeno(`${folder}/data`, cached), { path, copied: true });
    assert.deepEqual(await stableDeno(`${folder}/data`, cached), { path, copied: false });
    assert.equal(await Deno.readTextFile(path), "a program");
    assert.equal((await Deno.stat(path)).mode! & 0o100, 0o100);
    const other = await stableDeno(folder, "/usr/bin/deno");
    assert.deepEqual(other, { path: "/usr/bin/deno", copied: false });
    await Deno.remove(folder, { recursive: true });
  },
);

testWith(
  { permissions: ["read", "write"] },
  "stableDeno() leaves no part of a copy that fails",
  async () => {
    const folder = await Deno.makeTempDir();
    await Deno.mkdir(`${folder}/_npx`);
    const cached = `${folder}/_npx/deno`;
    await Deno.writeTextFile(cached, "a program");
    const copies = `${folder}/data/deno-${Deno.version.deno}`;
    // A folder that is not empty stands where the copy belongs: no file can replace it.
    await Deno.mkdir(`${copies}/deno/full`, { recursive: true });
    await assert.rejects(stableDeno(`${folder}/data`, cached), Deno.errors.IsADirectory);
    const left = [...Deno.readDirSync(copies)].map(({ name }) => name);
    assert.deepEqual(left, ["deno"]);
    await Deno.remove(folder, { recursive: true });
  },
);
