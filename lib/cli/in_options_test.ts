import assert from "node:assert/strict";
import { inOptions } from "./in_options.ts";

Deno.test("inOptions() puts the command line's names for those of the library", () => {
  const lines = [
    ["name the place by 'set'", "name the place by --data PLACE"],
    [
      "name a later end by 'steps' or 'epochs'",
      "name a later end by --steps or --epochs",
    ],
    ["to go on, pass 'allowOtherData'", "to go on, pass --other-data"],
    ["Cannot cut batches as 'batchSize' must", "Cannot cut batches as --batch must"],
    [
      "as 'memory' must be at least 48 bytes",
      "as --memory (given in MB, a million bytes each) must be at least 48 bytes",
    ],
  ];
  for (const [ofLibrary, ofCommand] of lines) {
    assert.equal(inOptions(ofLibrary), ofCommand);
  }
});

Deno.test("inOptions() leaves other names, and folders that are called like options", () => {
  const lines = [
    "Cannot override the recipe d2l as 'generator.width' must be a whole number from 1",
    "Cannot resume 'steps' as it must be the folder of a run: it is not there",
    "5 images from 'set'",
    "as 'constructor' must",
  ];
  for (const line of lines) assert.equal(inOptions(line), line);
});
