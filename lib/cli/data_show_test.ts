import assert from "node:assert/strict";
import { testWith } from "../../test/test_with.ts";
import { decodePng, encodePng } from "../artefacts/png.ts";
import { SetNotHereError } from "../data/open_set.ts";
import { contactSheet, report, showImages } from "./data_show.ts";
import { type Survey, surveySet } from "../data/data_survey.ts";
import { UsageError } from "./usage_error.ts";

const stripes = surveySet({
  images: Uint8Array.from({ length: 40 * 16 }, (_, i) => i % 251),
  count: 40,
  height: 4,
  width: 4,
  channels: 1,
  labels: new Uint16Array(40).map((_, i) => i % 4 === 0 ? 1 : 0),
  classNames: ["many", "few"],
  origin: "stripes",
}, { sample: 20, samples: 11 });

Deno.test("report() says counts, sizes, channels and the classes as bars", () => {
  const lines = report(stripes);
  assert.equal(lines[0], "stripes");
  assert.ok(lines.includes("pictures   40, 20 of them looked at, evenly spread"));
  assert.ok(lines.includes("sizes      4×4 (100 %)"));
  assert.ok(lines.includes("classes    2, 10 to 30 pictures each"));
  assert.ok(lines.includes(`  many ${"#".repeat(30)} 30`));
  assert.ok(lines.includes(`  few  ${"#".repeat(10)} 10`));
  assert.match(lines.at(-1)!, /^ {2}- 40 pictures are few/);
});

Deno.test("report() shows the largest and smallest of many classes", () => {
  const classes = Array.from(
    { length: 721 },
    (_, i) => ({ name: `class ${i}`, count: i + 1 }),
  );
  const lines = report({ ...stripes, classes });
  const bars = lines.filter((line) => line.startsWith("  class"));
  assert.ok(lines.includes("classes    721, 1 to 721 pictures each, median 361"));
  assert.equal(bars.length, 10);
  assert.match(bars[0], /^ {2}class 720 #{30} 721$/);
  assert.match(bars[9], /^ {2}class 0 {3}# 1$/);
});

Deno.test("report() names a few of the damaged pictures and copies, and counts all", () => {
  const damaged = Array.from(
    { length: 7 },
    (_, i) => ({ path: `${i}.jpg`, reason: "cut" }),
  );
  const survey: Survey = { ...stripes, damaged, duplicates: [{ name: "b", of: "a" }] };
  const lines = report(survey);
  const counts =
    "pictures   40, 20 of them looked at, evenly spread: 13 usable, 7 damaged";
  assert.ok(lines.includes(counts));
  const classes = "classes    2, 10 to 30 pictures each, without those found damaged";
  assert.ok(lines.includes(classes));
  const at = lines.indexOf("damaged    7");
  assert.equal(lines[at + 1], "  0.jpg (cut)");
  assert.equal(lines[at + 6], "  … and 2 more");
  assert.ok(lines.includes("  b = a"));
  const six = report({ ...survey, damaged: damaged.slice(0, 6) });
  assert.equal(six[six.indexOf("damaged    6") + 6], "  5.jpg (cut)");
});

Deno.test("contactSheet() doubles small pictures, ten in a row", () => {
  const { width, height, pixels } = contactSheet(stripes);
  assert.deepEqual([width, height], [10 * 10 - 2, 2 * 10 - 2]);
  const at = (x: number, y: number) => pixels[y * width + x];
  // The first picture counts 0, 1, 2, 3 in its first row, 4 … in its second.
  assert.deepEqual([at(0, 0), at(1, 1), at(2, 0), at(7, 1), at(0, 2)], [0, 0, 1, 3, 4]);
});

const output = { columns: () => null, write: () => {} };

testWith(
  { permissions: ["read", "write", "env", "ffi", "sys"] },
  "data show of a reader's folder writes the sheet and names what is broken",
  async () => {
    const folder = await Deno.makeTempDir();
    try {
      for (const [name, grey] of [["a", 10], ["b", 200]] as const) {
        await Deno.mkdir(`${folder}/pictures/${name}`, { recursive: true });
        const pixels = new Uint8Array(80 * 60 * 3).fill(grey);
        const png = encodePng({ width: 80, height: 60, channels: 3, pixels });
        await Deno.writeFile(`${folder}/pictures/${name}/1.png`, png);
      }
      await Deno.writeTextFile(`${folder}/pictures/b/2.jpg`, "no picture");
      const sheet = `${folder}/sheet.png`;
      const lines = await showImages({
        what: `${folder}/pictures`,
        channels: 3,
        sample: 100,
        output: sheet,
        progress: output,
      });
      const text = lines.join("\n");
      assert.match(
        text,
        /pictures {3}3: 2 usable, 1 damaged\nsizes {6}80×60 \(100 %\)\n/,
      );
      assert.match(text, /\nformats {4}2 png\n/);
      assert.match(text, /classes {4}2, 1 picture each, without those found damaged\n/);
      assert.match(text, /damaged {4}1\n {2}b\/2\.jpg \(/);
      assert.match(text, /\n {2}- 2 pictures are few: /);
      assert.match(text, /The pictures are grey but loaded with three channels/);
      assert.match(text, /100 % of the pictures are smaller than 64 pixels/);
      assert.equal(lines.at(-1), `Contact sheet of 2 pictures: ${sheet}`);
      const { width, height } = decodePng(await Deno.readFile(sheet));
      assert.deepEqual([width, height], [2 * 66 - 2, 64]);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
);

testWith(
  { permissions: ["read", "write", "env"] },
  "data show of what is not there says what to do",
  async () => {
    const folder = await Deno.makeTempDir();
    const options = {
      folder,
      channels: 3,
      sample: 1,
      output: "none",
      progress: output,
    } as const;
    try {
      const show = (what: string) => showImages({ ...options, what });
      await assert.rejects(show(`${folder}/none`), UsageError);
      await assert.rejects(show("pokemon"), SetNotHereError);
      const output = `${folder}/nowhere/sheet.png`;
      await assert.rejects(showImages({ ...options, what: "digits", output }), {
        name: "UsageError",
        message: "--output must lie in a folder that is there: " +
          `'${folder}/nowhere' is none`,
      });
      await assert.rejects(showImages({ ...options, what: "digits", output: folder }), {
        name: "UsageError",
        message: `--output must be a file, such as sheet.png: '${folder}' is a folder`,
      });
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
);

Deno.test("report() keeps control characters of a name from the terminal", () => {
  const leftOut = [{ path: "\x1b[2Jx.png", reason: "it is a link" }];
  const lines = report({ ...stripes, leftOut });
  assert.ok(lines.includes("left out   1"));
  assert.ok(lines.includes("  ?[2Jx.png (it is a link)"), lines.join("\n"));
});
