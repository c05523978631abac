/**
 * Bundles tfjs-core's own tests with this project's backends into one program.
 *
 * The package ships its tests as modules whose imports name no file endings, which Deno
 * cannot run; and they must share one copy of tfjs-core with the backends. A bundler
 * solves both.
 *
 * @module
 */
import * as esbuild from "esbuild";
import { dirname, fromFileUrl, join, toFileUrl } from "@std/path";

/** Where the packages of the project lie, by name. */
type Packages = Map<string, string>;

/**
 * Writes `run_specs.ts` with all that it imports as one JavaScript file.
 *
 * @param outfile The file to write.
 */
export async function bundleSpecs(outfile: string): Promise<void> {
  const entry = fromFileUrl(new URL("./run_specs.ts", import.meta.url));
  const packages = await findPackages(entry);
  try {
    await esbuild.build({
      entryPoints: [entry],
      outfile,
      bundle: true,
      format: "esm",
      platform: "node",
      target: "esnext",
      mainFields: ["module", "main"],
      ignoreAnnotations: true,
      logLevel: "error",
      banner: {
        js: "import { createRequire } from 'node:module';" +
          "const require = createRequire(import.meta.url);",
      },
      plugins: [resolvePackages(packages), loadRaw],
    });
  } finally {
    await esbuild.stop();
  }
}

/** Asks Deno where it keeps the npm packages that a module needs. */
async function findPackages(entry: string): Promise<Packages> {
  const { stdout, success } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", entry],
    stderr: "inherit",
  }).output();
  if (!success) throw new Error(`Cannot find the packages that '${entry}' imports`);
  const { npmPackages } = JSON.parse(new TextDecoder().decode(stdout)) as {
    npmPackages: Record<string, { name: string; localPath: string }>;
  };
  return new Map(Object.values(npmPackages).map((p) => [p.name, p.localPath]));
}

/** Resolves bare names to the packages that Deno keeps, whoever imports them. */
function resolvePackages(packages: Packages): esbuild.Plugin {
  return {
    name: "resolve-packages",
    setup(build) {
      build.onResolve({ filter: /^(npm:)?(@[a-z]|[a-z])/ }, async (args) => {
        const match = /^(?:npm:)?((?:@[^/]+\/)?[^/@]+)(?:@[^/]+)?(\/.*)?$/.exec(
          args.path,
        );
        const folder = match && packages.get(match[1]);
        if (!folder || args.pluginData === "resolved") return undefined;
        const path = match[2]
          ? join(folder, match[2])
          : join(folder, await mainFile(folder));
        return { path: await existing(path), sideEffects: true };
      });
    },
  };
}

async function mainFile(folder: string): Promise<string> {
  const manifest = JSON.parse(await Deno.readTextFile(join(folder, "package.json")));
  return manifest.module ?? manifest.main ?? "index.js";
}

/** A path as imports name it, with the ending that its file has. */
async function existing(path: string): Promise<string> {
  for (const ending of ["", ".js", "/index.js"]) {
    try {
      if ((await Deno.stat(path + ending)).isFile) return path + ending;
    } catch (error) {
      if (
        !(error instanceof Deno.errors.NotFound ||
          error instanceof Deno.errors.NotADirectory)
      ) throw error;
    }
  }
  throw new Error(`Cannot bundle '${path}' as there is no such file`);
}

/** Deno's imports of a file's text and bytes. */
const loadRaw: esbuild.Plugin = {
  name: "load-raw",
  setup(build) {
    build.onLoad({ filter: /.*/ }, async ({ path, with: attributes }) => {
      const loader = { text: "text", bytes: "binary" }[attributes.type];
      if (!loader) return undefined;
      return { contents: await Deno.readFile(path), loader: loader as esbuild.Loader };
    });
  },
};

if (import.meta.main) {
  await bundleSpecs(Deno.args[0]);
  console.log(toFileUrl(dirname(Deno.args[0])).href);
}
