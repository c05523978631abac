import assert from "node:assert/strict";
import {
  keptInWords,
  looksLikeWebPage,
  MirrorError,
  readAnswer,
  webPage,
  wrongLength,
} from "./mirror_answer.ts";

const file = { name: "digits.gz", bytes: 10 };
const answer = (status: number, headers: Record<string, string>) =>
  new Response("0123456789", { status, headers });

Deno.test("readAnswer() reads where a part begins and how long the whole is", () => {
  const part = answer(206, { "content-range": "bytes 4-9/10", etag: '"one"' });
  assert.deepEqual(readAnswer(part, { file, asked: 4 }), {
    from: 4,
    total: 10,
    validator: '"one"',
  });
  const unknown = answer(206, { "content-range": "bytes 4-9/*" });
  assert.equal(readAnswer(unknown, { file, asked: 4 }).total, null);
});

Deno.test("readAnswer() does not take a packed transfer's length for the file's", () => {
  const packed = answer(200, { "content-length": "3", "content-encoding": "gzip" });
  assert.equal(readAnswer(packed, { file, asked: 0 }).total, null);
});

Deno.test("readAnswer() never lets a weak ETag stand for a version", () => {
  const date = "Mon, 01 Jan 2024 00:00:00 GMT";
  const dated = answer(200, { etag: 'W/"one"', "last-modified": date });
  assert.equal(readAnswer(dated, { file, asked: 0 }).validator, date);
  const weak = answer(200, { etag: 'W/"one"' });
  assert.equal(readAnswer(weak, { file, asked: 0 }).validator, null);
});

const faults: [string, Response, boolean, RegExp][] = [
  ["404", answer(404, {}), false, /^answered 404$/],
  ["500", answer(500, {}), true, /^answered 500$/],
  ["429", answer(429, {}), true, /^answered 429$/],
  ["no content", new Response(null, { status: 204 }), false, /^answered 204$/],
  ["a page", answer(200, { "content-type": "text/html" }), false, /web page/],
  [
    "a wrong length",
    answer(200, { "content-length": "11" }),
    false,
    /^has 11 bytes where 10/,
  ],
  [
    "a wrong whole",
    answer(206, { "content-range": "bytes 4-9/11" }),
    false,
    /^has 11 bytes/,
  ],
  [
    "another part",
    answer(206, { "content-range": "bytes 5-9/10" }),
    false,
    /'bytes 5-9\/10'/,
  ],
  ["no range", answer(206, {}), false, /sent the part '' where 'bytes 4-' was asked for/],
];

for (const [what, response, isTemporary, message] of faults) {
  const kind = isTemporary ? "may be asked again" : "need not be asked again";
  Deno.test(`readAnswer() refuses ${what}, and such a mirror ${kind}`, () => {
    assert.throws(() => readAnswer(response, { file, asked: 4 }), (error) => {
      assert.ok(error instanceof MirrorError);
      assert.equal(error.isTemporary, isTemporary);
      assert.match(error.message, message);
      return true;
    });
  });
}

Deno.test("looksLikeWebPage() knows a page by its first bytes, and no data", () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  assert.ok(looksLikeWebPage(bytes("<!DOCTYPE html><html>")));
  assert.ok(looksLikeWebPage(bytes("\n <HTML lang=en>")));
  for (const data of ["PK\x03\x04<html>", "\x1f\x8b", "<svg>", "202599\n5_o_Clock", ""]) {
    assert.ok(!looksLikeWebPage(bytes(data)), data);
  }
});

Deno.test("the faults say what was sent and what was expected", () => {
  assert.ok(!webPage().isTemporary);
  const fault = wrongLength("12 or more", 10, { isTemporary: false });
  assert.equal(fault.message, "sent 12 or more bytes where 10 were expected");
  assert.equal(keptInWords(5_000, 20_000), "5.00 kB of 20.0 kB");
  assert.equal(keptInWords(5_000, null), "5.00 kB");
});
