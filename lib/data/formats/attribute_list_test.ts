import assert from "node:assert/strict";
import { fuzz } from "../../../test/fuzz.ts";
import { parseAttributeList, parsePartition } from "./attribute_list.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

const list = `3
Smiling Male Young
000001.jpg -1  1 -1
000002.jpg  1 -1  1
000003.jpg  1  1  1
`;

Deno.test("a list says what is true of each file, in whatever order it is asked", () => {
  const attributes = parseAttributeList(bytes(list));
  assert.deepEqual([attributes.count, attributes.names], [3, [
    "Smiling",
    "Male",
    "Young",
  ]]);
  assert.deepEqual(attributes.of("000002.jpg"), {
    Smiling: true,
    Male: false,
    Young: true,
  });
  assert.deepEqual(Object.values(attributes.of("000001.jpg")), [false, true, false]);
  assert.equal(attributes.has("000004.jpg"), false);
  assert.throws(() => attributes.of("4.jpg"), /4.jpg as it must be in the list: found 3/);
});

Deno.test("a list with commas, without a count, with lines of Windows or none at the end is the same", () => {
  const kaggle = "image_id,Smiling,Male,Young\n" +
    "000001.jpg,-1,1,-1\n000002.jpg,1,-1,1\n000003.jpg,1,1,1";
  for (const text of [kaggle, list.replaceAll("\n", "\r\n"), list.trimEnd()]) {
    const attributes = parseAttributeList(bytes(text));
    assert.deepEqual([attributes.count, attributes.names.length], [3, 3]);
    assert.deepEqual(Object.values(attributes.of("000002.jpg")), [true, false, true]);
  }
});

Deno.test("a list of one attribute, without a count, is read by the attribute's name", () => {
  const { names, count } = parseAttributeList(bytes("Smiling\n000001.jpg 1\n"));
  assert.deepEqual([names, count], [["Smiling"], 1]);
  assert.throws(
    () => parseAttributeList(bytes("photographs\n000001.jpg 1 1\n"), "the list"),
    /the row of 000001.jpg must have a value for each attribute: expected 1, found 2$/,
  );
});

Deno.test("0 is untrue, as -1 is", () => {
  const attributes = parseAttributeList(bytes("Smiling Male\n1.jpg 0 1\n"));
  assert.deepEqual(attributes.of("1.jpg"), { Smiling: false, Male: true });
});

Deno.test("40 attributes of 5,000 files come out as they went in", () => {
  const names = Array.from({ length: 40 }, (_, i) => `A${i}`);
  const isTrue = (row: number, i: number) => (row * 31 + i * i) % 3 === 0;
  const rows = Array.from(
    { length: 5_000 },
    (_, row) => [`${row}.jpg`, ...names.map((_, i) => isTrue(row, i) ? 1 : -1)].join(" "),
  );
  const attributes = parseAttributeList(
    bytes(["5000", names.join(" "), ...rows].join("\n")),
  );
  for (let row = 0; row < 5_000; row++) {
    const found = Object.values(attributes.of(`${row}.jpg`));
    assert.deepEqual(found, names.map((_, i) => isTrue(row, i)));
  }
});

Deno.test("a list whose rows, values or count disagree says where", () => {
  const refused = (text: string, message: RegExp) =>
    assert.throws(() => parseAttributeList(bytes(text), "the list"), {
      name: "RangeError",
      message,
    });
  refused("", /must name its attributes: expected one name for each, found none$/);
  refused("2\na b a\n", /must name its attributes: .* found one of them twice$/);
  refused(list.replace("3\n", "4\n"), /as many rows as it says: expected 4, found 3$/);
  refused(list.replace(" 1\n", "\n"), /row of 000002.jpg .*: expected 3, found 2$/);
  refused(list.replace("-1  1", "-1  2"), /row of 000001.jpg must hold 1 and -1: .* 2$/);
  refused(list.replace("000003", "000001"), /must occur once: expected 000001.jpg,/);
});

Deno.test("a partition says the split of each file, and refuses other numbers and repeats", () => {
  const splits = parsePartition(bytes("1.jpg 0\n2.jpg 2\n3.jpg 1\n"));
  assert.deepEqual([...splits.values()], ["train", "test", "validation"]);
  assert.deepEqual(parsePartition(bytes("image_id,partition\n1.jpg,0\n")).size, 1);
  const refused = (text: string, message: RegExp) =>
    assert.throws(() => parsePartition(bytes(text)), { name: "RangeError", message });
  refused("1.jpg 3", /row of 1.jpg must have a number once: expected 0 to 2, found 3$/);
  refused("1.jpg", /found undefined$/);
  refused("1.jpg 0 0", /found 0 0$/);
  refused("1.jpg 0\n1.jpg 0", /found it twice$/);
});

Deno.test("2,000 seeded broken lists end in a list or a RangeError, with little memory", async () => {
  const lists = [bytes(list), bytes("image_id,a,b\n1.jpg,1,-1\n2.jpg,0,1\n")];
  const attributes = await fuzz(lists, (broken) => parseAttributeList(broken), {
    count: 2_000,
    seed: 22,
  });
  const { accepted, refused } = attributes;
  assert.ok(accepted > 50 && refused > 1_000, `${accepted} and ${refused}`);
  const partitions = [bytes("1.jpg 0\n2.jpg 2\n3.jpg 1\n")];
  await fuzz(partitions, (broken) => parsePartition(broken), { count: 1_000, seed: 23 });
});
