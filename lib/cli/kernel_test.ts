import assert from "node:assert/strict";
import { FAST_V8_FLAGS } from "../book/v8_flags.ts";
import { report } from "./kernel.ts";
import { testWith } from "../../test/test_with.ts";

const path = "/k/deno/kernel.json";

Deno.test("report() says in one line each what the flags do, and how to leave them out", () => {
  const [revectorize, bounds] = FAST_V8_FLAGS;
  const lines = report(
    { name: "deno", path, foreign: null },
    { taken: [bounds], refused: [{ flag: revectorize, why: "unknown" }] },
  );
  assert.equal(lines.length, 5);
  assert.match(lines[4], /all permissions/);
  assert.equal(lines[0], `Installed the kernel 'deno': ${path}`);
  assert.match(lines[1], /^ {2}--no-wasm-bounds-checks leaves out .*\.$/);
  assert.match(
    lines[2],
    /^ {2}--experimental-wasm-revectorize is left out, .*: unknown$/,
  );
  assert.match(lines[3], /--safe$/);
});

Deno.test("report() says how to come by our kernel where another has the name", () => {
  const lines = report(
    { name: "dcgan-book", path, foreign: "/theirs" },
    { taken: [], refused: [] },
  );
  assert.equal(lines[1], "  It has no V8 flags.");
  assert.match(
    lines.join("\n"),
    /was left as it is: \/theirs\n.*Deno \(DCGAN book\).*\n.*--replace/,
  );
});

testWith(
  { permissions: ["run", "read", "write", "env"] },
  "deno task kernel installs a kernelspec that Jupyter can read, and --safe one without flags",
  async () => {
    const folder = await Deno.makeTempDir();
    const install = async (...options: string[]) => {
      const program = new URL("./kernel.ts", import.meta.url).href;
      const { code } = await new Deno.Command(Deno.execPath(), {
        args: ["run", "-A", "--no-check", program, ...options],
        env: { JUPYTER_DATA_DIR: folder, XDG_DATA_HOME: folder },
        stdout: "null",
        stderr: "null",
      }).output();
      assert.equal(code, options.includes("--nonsense") ? 2 : 0);
      return JSON.parse(await Deno.readTextFile(`${folder}/kernels/deno/kernel.json`));
    };
    const { argv, env } = await install();
    assert.equal(argv.at(-1), "{connection_file}");
    assert.match(env.DENO_V8_FLAGS, /--no-wasm-bounds-checks/);
    assert.deepEqual((await install("--safe")).env, {});
    await install("--nonsense");
    await Deno.remove(folder, { recursive: true });
  },
);
