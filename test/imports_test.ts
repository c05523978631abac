import assert from "node:assert/strict";
import { dirname, fromFileUrl, join, relative } from "@std/path";
import { testWith } from "./test_with.ts";

/** The rooms of `lib` from the ground up: a room may import those of earlier floors. */
const FLOORS = [
  ["std_path"],
  ["tensor"],
  ["wasm"],
  ["backend"],
  ["data", "model"],
  ["train"],
  ["artefacts"],
  ["latent", "measure"],
  ["figures"],
  ["run"],
  ["book"],
  ["cli"],
];

const lib = join(dirname(fromFileUrl(import.meta.url)), "..", "lib");

testWith(
  { permissions: ["read"] },
  "imports in lib point one way, from the ground up",
  () => {
    const wrong = arrows().filter(({ from, to }) =>
      from !== to && floor(to) >= floor(from)
    );
    assert.deepEqual(wrong, []);
  },
);

testWith({ permissions: ["read"] }, "only lib/backend knows lib/wasm", () => {
  const others = arrows().filter(({ from, to }) => to === "wasm" && from !== "wasm");
  assert.deepEqual(others.filter(({ from }) => from !== "backend"), []);
  assert.ok(others.length > 0, "lib/backend should import lib/wasm");
});

testWith(
  { permissions: ["read"] },
  "figures take plain arrays: no tensors, no models",
  () => {
    const sources = modules().filter((file) => room(file) === "figures");
    const wrong = sources.filter((file) =>
      specifiers(file).some((name) => /tfjs|\/(model|train|backend)\//.test(name))
    );
    assert.deepEqual(wrong.map((file) => relative(lib, file)), []);
  },
);

testWith({ permissions: ["read"] }, "every module of lib has its test beside it", () => {
  const alone = modules().filter((file) => {
    try {
      return !Deno.statSync(file.replace(/\.ts$/, "_test.ts")).isFile;
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return true;
      throw error;
    }
  });
  assert.deepEqual(alone.map((file) => relative(lib, file)), []);
});

interface Arrow {
  file: string;
  from: string;
  to: string;
}

/** Every import between two files of `lib`, tests aside, by the rooms it joins. */
function arrows(): Arrow[] {
  return modules().flatMap((file) =>
    specifiers(file).filter((name) => name.startsWith(".")).map((name) => ({
      file: relative(lib, file),
      from: room(file),
      to: room(join(dirname(file), name)),
    }))
  );
}

function floor(name: string): number {
  const at = FLOORS.findIndex((rooms) => rooms.includes(name));
  assert.ok(at >= 0, `lib/${name} stands on no floor of the design`);
  return at;
}

function room(file: string): string {
  return relative(lib, file).split("/")[0];
}

/** The modules of `lib`: no tests, no AssemblyScript. */
function modules(folder = lib): string[] {
  return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) => {
    const path = join(folder, name);
    if (isDirectory) return name === "assembly" ? [] : modules(path);
    return name.endsWith(".ts") && !name.endsWith("_test.ts") ? [path] : [];
  });
}

/** The module names that a file imports or re-exports, dynamic imports too. */
function specifiers(file: string): string[] {
  const code = Deno.readTextFileSync(file).replace(/\/\*[^]*?\*\//g, "");
  const names = code.matchAll(/(?:\bfrom|\bimport\s*\(?)\s*"([^"]+)"/g);
  return [...names].map((match) => match[1]);
}
