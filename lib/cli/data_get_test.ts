import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { dropping, file as serving, withFileServer } from "../../test/file_server.ts";
import { testWith } from "../../test/test_with.ts";
import type { KnownSet } from "../data/catalogue.ts";
import { DownloadError } from "../data/download.ts";
import { getSet } from "./data_get.ts";

const content = new Uint8Array(300_000).map((_, i) => (i * i) >> 3);
const sha256 = createHash("sha256").update(content).digest("hex");

const toy: KnownSet = {
  name: "toy",
  title: "Toys",
  what: "toys",
  origin: "made for a test",
  licence: "free",
  count: 1,
  size: "28×28",
  channels: 1,
  classes: null,
  folder: "toy",
  files: [{ name: "toys.zip", bytes: content.length, sha256 }],
  mirrors: ["http://127.0.0.1:1/"],
  byHand: "their page",
  afterwards: "Unpack it.",
};

/** Gets the set into an empty folder from a server, with what is said. */
async function withGet(
  test: (
    get: (name: string, set?: KnownSet, isOffline?: boolean) => Promise<boolean>,
    scene: { folder: string; lines: string[]; drawn: string[] },
  ) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  const lines: string[] = [], drawn: string[] = [];
  const answers = {
    good: serving(content),
    changed: serving(content.with(9, 0)),
    dropped: dropping(content, { after: 100_000, times: 1 }),
    gone: dropping(content.subarray(0, 1000), { after: 500 }),
  };
  try {
    await withFileServer(answers, (mirror) =>
      test(
        (name, set = toy, isOffline = false) =>
          getSet(set, {
            to: folder,
            mirror: mirror(name),
            isOffline,
            log: (line) => lines.push(line),
            progress: { columns: () => 100, write: (text) => drawn.push(text) },
            timing: { rounds: 1, patience: 1000, pauseBetweenRounds: 1 },
          }),
        { folder, lines, drawn },
      ));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const getTest = (name: string, test: Parameters<typeof withGet>[0]) =>
  testWith({ permissions: ["net", "read", "write", "env"] }, name, () => withGet(test));

getTest(
  "data get downloads a set with a bar, and says what it is and where",
  async (get, { folder, lines, drawn }) => {
    assert.ok(await get("dropped"));
    const saved = await Deno.readFile(`${folder}/toy/toys.zip`);
    assert.equal(createHash("sha256").update(saved).digest("hex"), sha256);
    assert.deepEqual(lines, [
      "Toys: made for a test. Licence: free.",
      "toys.zip is not here (300 kB).",
      `${folder}/toy/toys.zip is whole: its checksum is the published ${sha256}.`,
      "Toys is here. Unpack it.",
    ]);
    assert.match(drawn.at(-2)!, /toys\.zip 100 % \[=+\] 300 kB of 300 kB,.* in 0:0\d/);
  },
);

getTest("data get only checks what is there", async (get, { folder, lines }) => {
  await Deno.writeFile(`${folder}/toys.zip`, content);
  assert.ok(await get("changed"));
  assert.equal(lines[1], `${folder}/toys.zip is here and right: SHA-256 as published.`);
});

getTest(
  "data get --offline asks nobody and says what is missing",
  async (get, { folder, lines }) => {
    assert.equal(await get("good", toy, true), false);
    assert.match(
      lines.at(-1)!,
      /^1 of 1 files are missing or not as published\. Without --off/,
    );
    assert.deepEqual(Array.from(Deno.readDirSync(folder)), []);
  },
);

getTest(
  "data get says what to do by hand where no mirror gives the file",
  async (get, { folder }) => {
    await assert.rejects(get("changed"), (error) => {
      assert.ok(error instanceof DownloadError);
      assert.ok(error.message.includes("with SHA-256"));
      assert.ok(error.message.endsWith(
        "By hand: get toys.zip with a browser from their page, put it in " +
          `${folder}/toy/toys.zip, and run this command again, which checks it`,
      ));
      return true;
    });
  },
);

getTest(
  "data get checks a file that was got by hand, and does not take a wrong one",
  async (get, { folder, lines }) => {
    await Deno.mkdir(`${folder}/toy`);
    await Deno.writeFile(`${folder}/toy/toys.zip`, content.with(9, 0));
    await assert.rejects(get("gone"), DownloadError);
    assert.match(
      lines[1],
      /is here, but not as published: expected the published SHA-256/,
    );
  },
);

getTest("data get says that nobody published a checksum", async (get, { lines }) => {
  const unpublished = { ...toy, files: [{ name: "toys.zip" }] };
  assert.ok(await get("good", unpublished));
  assert.match(
    lines.at(-2)!,
    /Nobody published its checksum; its own is [0-9a-f]{64}\.$/,
  );
});

getTest(
  "data get has nothing to do for a set that is drawn by code",
  async (get, { lines }) => {
    assert.ok(await get("good", { ...toy, files: [] }));
    assert.deepEqual(lines, ["Toys need no files: they are made for a test."]);
  },
);
