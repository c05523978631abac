import assert from "node:assert/strict";
import { parseDataOptions } from "./data_options.ts";
import { UsageError } from "./usage_error.ts";

Deno.test("data get takes a set, a folder, a mirror and --offline", () => {
  const args = ["get", "mnist", "--to", "sets", "--mirror", "http://here/", "--offline"];
  assert.deepEqual(parseDataOptions(args), {
    action: "get",
    name: "mnist",
    to: "sets",
    mirror: "http://here/",
    isOffline: true,
  });
});

Deno.test("data show fills in what is not said", () => {
  assert.deepEqual(parseDataOptions(["show", "my pictures"]), {
    action: "show",
    what: "my pictures",
    folder: undefined,
    size: undefined,
    channels: 3,
    sample: 2000,
    output: "contact_sheet.png",
  });
});

Deno.test("data without a word, or with --help, asks for help", () => {
  assert.equal(parseDataOptions([]), null);
  assert.equal(parseDataOptions(["get", "--help"]), null);
});

const refusals: [string, string][] = [
  ["fetch mnist", "The first word must be list, get or show: current value is 'fetch'"],
  ["list mnist", "list takes no more words: found 'mnist'"],
  ["get", "get must be followed by a name: found nothing"],
  ["get mnist digits", "get takes no more words: found 'digits'"],
  ["list --offline", "--offline is no option of list; --help lists them"],
  ["show mnist --mirror http://a/", "--mirror is no option of show; --help lists them"],
  [
    "get mnist --mirror here",
    "--mirror must be an http address that ends in /: current value is 'here'",
  ],
  [
    "get mnist --mirror http://a/b",
    "--mirror must be an http address that ends in /: current value is 'http://a/b'",
  ],
  ["show a --channels 2", "--channels must be one of 1, 3: current value is '2'"],
  ["show a --size 3", "--size must be a whole number from 4: current value is '3'"],
  ["show a --sample 0", "--sample must be a whole number from 1: current value is '0'"],
];

for (const [line, message] of refusals) {
  Deno.test(`data ${line} is refused in one line`, () => {
    assert.throws(() => parseDataOptions(line.split(" ")), new UsageError(message));
  });
}

Deno.test("data get of an unknown set names those that there are", () => {
  assert.throws(
    () => parseDataOptions(["get", "imagenet"]),
    /^UsageError: get must be followed by one of digits, .*pokemon.*: found 'imagenet'$/,
  );
  assert.throws(
    () => parseDataOptions(["get", "mnits"]),
    /^UsageError: get must be .*: found 'mnits'; the nearest is 'mnist'$/,
  );
});
