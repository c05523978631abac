import assert from "node:assert/strict";
import { displayWidth, fitLine, type LineParts } from "./progress_line.ts";

const parts: LineParts = {
  title: "train-images-idx3-ubyte.gz",
  share: 0.42,
  amount: "4.16 MB of 9.91 MB",
  rate: "1.20 MB/s",
  time: "0:05 left",
  detail: "from ossci-datasets",
};

Deno.test("fitLine() says everything, with a bar of 30, where there is room", () => {
  assert.equal(
    fitLine(parts, 200),
    `train-images-idx3-ubyte.gz  42 % [${"=".repeat(12)}>${" ".repeat(17)}] ` +
      "4.16 MB of 9.91 MB, 1.20 MB/s, 0:05 left, from ossci-datasets",
  );
});

Deno.test("fitLine() keeps percentage and time left longest", () => {
  const lines = [100, 80, 60, 46].map((width) => fitLine(parts, width));
  assert.deepEqual(lines, [
    `train-images-idx3-ubyte.gz  42 % [${"=".repeat(10)}>${" ".repeat(13)}] ` +
    "4.16 MB of 9.91 MB, 1.20 MB/s, 0:05 left",
    `train-images-idx3-ubyte.gz  42 % [${"=".repeat(10)}>${" ".repeat(13)}] ` +
    "1.20 MB/s, 0:05 left",
    "train-images-idx3-ubyte.gz  42 % 1.20 MB/s, 0:05 left",
    "train-images-idx3-ubyte.gz  42 % 0:05 left",
  ]);
});

Deno.test("fitLine() never exceeds the width, whatever it is", () => {
  const titles = [parts.title, "アニメの顔/顔.zip", "a", "line\nbreak\x1b[2J"];
  for (const title of titles) {
    for (const share of [undefined, 0, 0.999, 1]) {
      for (let width = 1; width <= 120; width++) {
        const line = fitLine({ ...parts, title, share }, width);
        assert.ok(displayWidth(line) <= width, `${width}: ${line}`);
      }
    }
  }
});

Deno.test("fitLine() shortens a long title in its middle", () => {
  assert.equal(fitLine(parts, 36), "train-imag…-ubyte.gz  42 % 0:05 left");
});

Deno.test("fitLine() draws no bar and no percentage where the whole is not known", () => {
  const line = fitLine({ ...parts, share: undefined, amount: "4.16 MB", time: "" }, 80);
  assert.equal(
    line,
    "train-images-idx3-ubyte.gz 4.16 MB, 1.20 MB/s, from ossci-datasets",
  );
});

Deno.test("fitLine() lets no control character through, as it would move the cursor", () => {
  const line = fitLine({ ...parts, title: "a\r\x1b[2Jb", detail: "c\nd" }, 200);
  assert.match(line, /^a\?\?\[2Jb .*, c\?d$/);
});

Deno.test("displayWidth() counts East Asian letters twice and combining marks not at all", () => {
  assert.equal(displayWidth("abc"), 3);
  assert.equal(displayWidth("顔写真"), 6);
  assert.equal(displayWidth("e\u0301"), 1);
  assert.equal(displayWidth("🙂"), 2);
});
