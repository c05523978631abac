import assert from "node:assert/strict";
import { FAST_V8_FLAGS } from "../book/v8_flags.ts";
import { installKernelSpec, kernelSpec } from "./kernelspec.ts";
import { testWith } from "../../test/test_with.ts";

Deno.test("kernelSpec() carries the flags in the environment, and none if there are none", () => {
  const { argv, env, language } = kernelSpec("/bin/deno", FAST_V8_FLAGS);
  assert.deepEqual(argv, [
    "/bin/deno",
    "jupyter",
    "--kernel",
    "--conn",
    "{connection_file}",
  ]);
  assert.equal(language, "typescript");
  assert.deepEqual(env, {
    DENO_V8_FLAGS: "--experimental-wasm-revectorize,--no-wasm-bounds-checks",
  });
  assert.deepEqual(kernelSpec("/bin/deno", []).env, {});
});

const permissions: Deno.PermissionName[] = ["read", "write"];

testWith(
  { permissions },
  "installKernelSpec() takes the name deno and renews its own",
  async () => {
    const folder = await Deno.makeTempDir();
    const first = await installKernelSpec(folder, "/old/deno", FAST_V8_FLAGS);
    assert.deepEqual(first, {
      name: "deno",
      path: `${folder}/deno/kernel.json`,
      foreign: null,
    });
    await installKernelSpec(folder, "/new/deno", []);
    const { argv, env } = JSON.parse(await Deno.readTextFile(first.path));
    assert.equal(argv[0], "/new/deno");
    assert.deepEqual(env, {});
    await Deno.remove(folder, { recursive: true });
  },
);

testWith(
  { permissions },
  "installKernelSpec() leaves a foreign kernel, or replaces it",
  async () => {
    const folder = await Deno.makeTempDir();
    const foreign = `${folder}/deno/kernel.json`;
    await Deno.mkdir(`${folder}/deno`);
    for (const theirs of [`{"argv":["/their/deno"]}`, "damaged"]) {
      await Deno.writeTextFile(foreign, theirs);
      const installed = await installKernelSpec(folder, "/our/deno", []);
      assert.deepEqual(installed, {
        name: "dcgan-book",
        path: `${folder}/dcgan-book/kernel.json`,
        foreign,
      });
      assert.equal(await Deno.readTextFile(foreign), theirs);
    }
    const { name } = await installKernelSpec(folder, "/our/deno", [], { replace: true });
    assert.equal(name, "deno");
    assert.equal(JSON.parse(await Deno.readTextFile(foreign)).argv[0], "/our/deno");
    await Deno.remove(folder, { recursive: true });
  },
);
