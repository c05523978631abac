/**
 * `deno task check`: format, lint and types of the whole project, cells of notebooks too.
 *
 * @module
 */
import { fromFileUrl, join } from "@std/path";
import { checkNotebooks, NotebookCheckError } from "../book/check_notebook.ts";
import { findNotebooks } from "../book/find_notebooks.ts";
import { unformattedNotebooks } from "../book/unformatted_notebooks.ts";
import { counted } from "../data/counted.ts";
import { answerWithoutOptions } from "./command_line.ts";
import { inherit } from "./inherit.ts";

/**
 * What Deno itself checks of the format; notebooks are checked apart. Paths are named, as
 * `--ignore` would replace the `exclude` of `deno.json`.
 */
const FORMATTED = ["lib", "test", "data", "deno.json", "README.md"];

/** What `--help` prints. */
const CHECK_HELP = `\
Checks format, lint and types of the library and of every notebook's cells.

  deno task check [--help]
`;

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
  const names = Array.from(Deno.readDirSync(folder), ({ name }) => name);
  const formatted = FORMATTED.filter((name) => names.includes(name));
  const checks = [["fmt", "--check", ...formatted], ["lint"], ["check", "lib", "test"]];
  for (const args of checks) {
    if (await inherit(Deno.execPath(), args, { folder }) !== 0) code = 1;
  }
  const notebooks = await findNotebooks(join(folder, "notebooks"));
  for (const path of await unformattedNotebooks(notebooks, join(folder, "deno.json"))) {
    console.error(`${path} is not formatted: deno fmt notebooks`);
    code = 1;
  }
  try {
    await checkNotebooks(notebooks);
    console.log(`Checked the cells of ${counted(notebooks.length, "notebook")}`);
  } catch (error) {
    if (!(error instanceof NotebookCheckError)) throw error;
    console.error(error.message);
    code = 1;
  }
  return code;
}

if (import.meta.main) {
  Deno.exit(answerWithoutOptions(Deno.args, CHECK_HELP) ?? await main());
}
