import assert from "node:assert/strict";
import { fromFileUrl, join } from "@std/path";
import { DECODES, makePictureFolder, pictureName } from "./picture_folder.ts";
import { testWith } from "./test_with.ts";

const here = fromFileUrl(new URL(".", import.meta.url));
const needs = { permissions: [...DECODES.permissions, "run" as const] };

/** Runs `pipeline_process.ts`; a process that does not end is ended, and fails. */
async function run(task: string, folder: string): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "-A", "--quiet", "--config", join(here, "../deno.json")],
      ...[join(here, "pipeline_process.ts"), task, folder],
    ],
    signal: AbortSignal.timeout(120_000),
  }).output();
  assert.ok(success, `${task} failed: ${new TextDecoder().decode(stderr)}`);
  return new TextDecoder().decode(stdout);
}

/** Of one decoded picture, 256×256. */
const pictureBytes = 256 * 256 * 3;

const lastLine = (text: string) => text.trim().split("\n").at(-1)!;

testWith(
  needs,
  "a process grows by less than 64 MB while 295 MB of pictures pass through 9 MB",
  async () => {
    await using folder = await makePictureFolder({ count: 10, size: 256 });
    for (let i = 10; i < 1000; i++) {
      await Deno.link(
        join(folder.path, pictureName(i % 10)),
        join(folder.path, pictureName(i)),
      );
    }
    const { grown, bytes } = JSON.parse(lastLine(await run("memory", folder.path)));
    assert.equal(bytes, 48 * pictureBytes);
    // Half an epoch, from where it grows, and another one: if pictures stayed in memory it
    // would grow by 98 MB, if they leaked by 197 MB. A part of what is allowed is garbage.
    assert.ok(grown < 64e6, `grew by ${grown} bytes`);
  },
);

testWith(
  needs,
  "an open pipeline keeps no process alive, and one whose batch is awaited does",
  async () => {
    await using folder = await makePictureFolder({ count: 40 });
    assert.equal(lastLine(await run("leave", folder.path)), "left");
    assert.equal(lastLine(await run("wait", folder.path)), "came");
  },
);
