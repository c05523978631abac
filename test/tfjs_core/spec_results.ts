/**
 * Runs tfjs-core's own tests on a backend, in a program of its own.
 *
 * @module
 */

/** What became of one spec. */
export interface SpecResult {
  /** Its suites and its name, without the backend's. */
  name: string;
  status: "passed" | "failed" | "pending" | "excluded";
  /** What failed, in Jasmine's words. */
  why: string[];
}

/** How long all specs may take: on two cores they take twelve seconds. */
const MILLISECONDS = 300_000;

/**
 * Runs all specs on one backend.
 *
 * @param bundle The program that `bundleSpecs()` wrote.
 * @param backend tfjs's name of the backend.
 * @returns Every spec's result, by its name; specs of one name are numbered.
 * @throws {Error} If the program hangs or ends early, with the last spec that ended.
 */
export async function runSpecs(
  bundle: string,
  backend: string,
): Promise<Map<string, SpecResult>> {
  const { stdout, stderr, code } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", bundle, backend],
    signal: AbortSignal.timeout(MILLISECONDS),
  }).output();
  const lines = new TextDecoder().decode(stdout).split("\n");
  const results = lines.filter((line) => line.startsWith("spec "))
    .map((line) => JSON.parse(line.slice("spec ".length)) as SpecResult);
  if (code !== 0 || !lines.includes("specs end")) {
    throw new Error(
      `The specs on '${backend}' ended early with code ${code}, after ` +
        `'${results.at(-1)?.name}': ${new TextDecoder().decode(stderr).slice(-2000)}`,
    );
  }
  return byName(results);
}

/** Results by name; the second of a name becomes "name (2)", and so on. */
export function byName(results: SpecResult[]): Map<string, SpecResult> {
  const counts = new Map<string, number>();
  return new Map(results.map((result) => {
    const count = (counts.get(result.name) ?? 0) + 1;
    counts.set(result.name, count);
    return [count === 1 ? result.name : `${result.name} (${count})`, result];
  }));
}

/**
 * The specs that pass on one backend and do not on another.
 *
 * @param reference Results on the backend to trust.
 * @param actual Results on the other.
 * @returns A line for each: its name and why it failed.
 */
export function failsBeside(
  reference: Map<string, SpecResult>,
  actual: Map<string, SpecResult>,
): string[] {
  return [...reference]
    .filter(([name, { status }]) =>
      status === "passed" && actual.get(name)?.status !== "passed"
    )
    .map(([name]) => {
      const result = actual.get(name);
      return `${name}: ${
        result ? result.why.join("; ") || result.status : "did not run"
      }`;
    });
}
