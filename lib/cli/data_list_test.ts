import assert from "node:assert/strict";
import { testWith } from "../../test/test_with.ts";
import { catalogue } from "../data/catalogue.ts";
import { listSets } from "./data_list.ts";

testWith(
  { permissions: ["read", "write", "env"] },
  "data list says of each set how many images it has, its licence, and whether it is here",
  async () => {
    const folder = await Deno.makeTempDir();
    try {
      await Deno.writeFile(`${folder}/bedroom_val_lmdb.zip`, new Uint8Array(1500));
      await Deno.mkdir(`${folder}/fashion-mnist`);
      const name = "t10k-labels-idx1-ubyte.gz";
      await Deno.writeFile(`${folder}/fashion-mnist/${name}`, new Uint8Array(1));
      const lines = await listSets(folder);
      const lineOf = (name: string) => lines.find((line) => line.startsWith(`${name} `));
      assert.match(lineOf("digits")!, /10,000 images {3}drawn by code, takes no space$/);
      assert.match(lineOf("lsun-bedroom-validation")!, /300 images {3}here, 1\.50 kB$/);
      assert.match(lineOf("lsun-bedroom")!, /3,033,042 images {3}not here, 45\.9 GB$/);
      assert.match(lineOf("fashion-mnist")!, /1 of 4 files here, 30\.9 MB in all$/);
      for (const { licence } of catalogue) {
        assert.ok(lines.some((line) => line.includes(licence)), licence);
      }
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
);
