/**
 * Tests that need more than every machine or every command line has.
 *
 * @module
 */

/** What a test can need that a user's machine may lack. */
export type Part =
  | "torch"
  | "lmdb"
  | "jupyterlab"
  | "chromium"
  | "terminal"
  | "mnist"
  | "images";

/** What must be there for a test to run. */
export interface Needs {
  /** Deno permissions; `deno test lib` as typed grants none, `deno task test` all. */
  permissions?: Deno.PermissionName[];
  /** Programs and data that are not the project's own. */
  parts?: Part[];
}

/**
 * Defines a test that is skipped by name where something it needs is missing.
 *
 * The name then says what is missing. In CI (`CI=true`) a missing part fails the test
 * instead, so that no skip can hide there; only data sets may be absent.
 *
 * @param needs The permissions and parts that the test cannot do without.
 * @param name A sentence that says what holds.
 * @param run The test.
 */
export function testWith(
  needs: Needs,
  name: string,
  run: (t: Deno.TestContext) => void | Promise<void>,
): void {
  const permissions = (needs.permissions ?? []).filter((permission) =>
    Deno.permissions.querySync({ name: permission } as Deno.PermissionDescriptor)
      .state !==
      "granted"
  );
  if (permissions.length > 0) {
    const flags = permissions.map((permission) => `--allow-${permission}`).join(" ");
    Deno.test({ name: `${name} [needs ${flags}]`, ignore: true, fn: run });
    return;
  }
  const missing = (needs.parts ?? []).filter((part) => !present[part]());
  const required = missing.filter((part) => part !== "mnist" && part !== "images");
  if (required.length > 0 && Deno.env.get("CI") === "true") {
    Deno.test(name, () => {
      throw new Error(`Cannot run '${name}' in CI as it lacks: ${required.join(", ")}`);
    });
    return;
  }
  const suffix = missing.length > 0 ? ` [needs ${missing.join(", ")}]` : "";
  Deno.test({ name: name + suffix, ignore: missing.length > 0, fn: run });
}

/** The folder of real data sets that `DCGAN_DATA` names, or undefined. */
export function dataFolder(): string | undefined {
  return Deno.env.get("DCGAN_DATA") || undefined;
}

/** The Python that may have PyTorch: the one that `PYTHON` names, else `python3`. */
export function python(): string {
  return Deno.env.get("PYTHON") || "python3";
}

const present: Record<Part, () => boolean> = {
  torch: () => succeeds(python(), ["-c", "import torch"]),
  lmdb: () => succeeds(python(), ["-c", "import lmdb"]),
  jupyterlab: () => succeeds("jupyter", ["lab", "--version"]),
  chromium: () => exists(Deno.env.get("CHROMIUM") ?? "/usr/bin/chromium"),
  // util-linux's program that makes one; BSD's takes other options.
  terminal: () => Deno.build.os === "linux" && succeeds("script", ["--version"]),
  mnist: () => exists(`${dataFolder()}/mnist/t10k-images-idx3-ubyte.gz`),
  images: () => exists(`${dataFolder()}/cifar10-automobile-horse-ship.zip`),
};

const known = new Map<string, boolean>();

function succeeds(command: string, args: string[]): boolean {
  const key = [command, ...args].join(" ");
  if (!known.has(key)) known.set(key, run(command, args));
  return known.get(key)!;
}

function run(command: string, args: string[]): boolean {
  try {
    return new Deno.Command(command, { args, stdout: "null", stderr: "null" })
      .outputSync()
      .success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
