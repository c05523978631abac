/**
 * `deno task check`: format, lint and types of the whole project, cells of notebooks too.
 *
 * @module
 */
import { fromFileUrl, join } from "@std/path";
import { checkNotebooks, NotebookCheckError } from "../book/check_notebook.ts";
import { findNotebooks } from "../book/find_notebooks.ts";
import { unformattedNotebooks } from "../book/unformatted_notebooks.ts";
import { inherit } from "./inherit.ts";

/** Deno's own checks; notebooks are checked apart. */
const CHECKS = [
  ["fmt", "--check", "--ignore=notebooks"],
  ["lint"],
  ["check", "lib", "test"],
];

/**
 * Checks the project.
 *
 * @param folder The project. Default: this one.
 * @returns The exit code: 0, or 1 if a check has failed. All checks are run in any case.
 */
export async function main(
  folder: string = fromFileUrl(new URL("../../", import.meta.url)),
): Promise<number> {
  let code = 0;
  for (const args of CHECKS) {
    if (await inherit(Deno.execPath(), args, { folder }) !== 0) code = 1;
  }
  const notebooks = await findNotebooks(join(folder, "notebooks"));
  for (const path of await unformattedNotebooks(notebooks, join(folder, "deno.json"))) {
    console.error(`${path} is not formatted: deno fmt notebooks`);
    code = 1;
  }
  try {
    await checkNotebooks(notebooks);
    console.log(`Checked the cells of ${notebooks.length} notebooks`);
  } catch (error) {
    if (!(error instanceof NotebookCheckError)) throw error;
    console.error(error.message);
    code = 1;
  }
  return code;
}

if (import.meta.main) Deno.exit(await main());
