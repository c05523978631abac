import assert from "node:assert/strict";
import { crc32 } from "node:zlib";
import { fuzz } from "../../../test/fuzz.ts";
import { randomAccessTo } from "../formats/random_access.ts";
import { CACHE_MAGIC, type CacheContent, cacheEnd, ImageCache } from "./image_cache.ts";

/** A cache of three pictures of 2×2 grey pixels; picture 1 was damaged. */
function sample(changes: Partial<CacheContent> = {}): Uint8Array<ArrayBuffer> {
  const pixels = Uint8Array.of(1, 2, 3, 4, 0, 0, 0, 0, 9, 8, 7, 6);
  const content: CacheContent = {
    fingerprint: "f",
    place: "/pictures",
    size: 2,
    channels: 1,
    count: 3,
    damaged: [[1, "cut off"]],
    ...changes,
  };
  const sums = [0, 1, 2].map((i) => crc32(pixels.subarray(4 * i, 4 * i + 4)));
  const end = cacheEnd(content, Uint32Array.from(sums));
  return Uint8Array.of(...CACHE_MAGIC, ...pixels, ...end);
}

const open = (bytes: Uint8Array) => new ImageCache(randomAccessTo(bytes));

/** Opens a cache and reads all of it. */
async function readAll(bytes: Uint8Array): Promise<number[][]> {
  const cache = open(bytes);
  await cache.check();
  return [0, 2].map((picture) => [...cache.read(picture)]);
}

Deno.test("a cache gives back the pictures, and says of the damaged ones why", async () => {
  assert.deepEqual(await readAll(sample()), [[1, 2, 3, 4], [9, 8, 7, 6]]);
  const cache = open(sample());
  assert.equal(cache.content.fingerprint, "f");
  assert.throws(() => cache.read(1), { name: "DamagedImageError", message: "cut off" });
});

Deno.test("a cache's digest changes with every picture and all that is said of them", () => {
  const pixel = sample();
  const end = cacheEnd(open(pixel).content, Uint32Array.of(1, 2, 3));
  const others = [
    sample({ fingerprint: "g" }),
    sample({ damaged: [] }),
    Uint8Array.of(...pixel.subarray(0, 28), ...end),
  ];
  const digests = [pixel, ...others].map((bytes) => open(bytes).digest);
  assert.equal(new Set(digests).size, 4);
});

Deno.test("no byte of a cache can change, and none be missing, without being noticed", async () => {
  const whole = sample();
  for (let at = 0; at < whole.length; at++) {
    const changed = whole.slice();
    changed[at] ^= 16;
    await assert.rejects(readAll(changed), { name: "RangeError" }, `byte ${at} changed`);
    await assert.rejects(
      readAll(whole.slice(0, at)),
      { name: "RangeError" },
      `cut off at ${at}`,
    );
  }
  await assert.rejects(readAll(Uint8Array.of(...whole, 0)), { name: "RangeError" });
});

Deno.test("check() names the picture that has changed", async () => {
  const changed = sample();
  changed[CACHE_MAGIC.length + 9]++;
  await assert.rejects(
    open(changed).check(),
    /^RangeError: picture 2 in it has changed$/,
  );
});

Deno.test("a cache that is no cache, or says impossible things, is refused", () => {
  assert.throws(() => open(new Uint8Array(100)), /it is no file of decoded pictures/);
  for (const changes of [{ count: -3 }, { size: 1e9 }, { channels: 0.5 }]) {
    assert.throws(() => open(sample(changes)), /it is cut off or damaged/);
  }
});

Deno.test("1000 broken caches are read or refused, without a crash or a large allocation", async () => {
  const { refused } = await fuzz([sample(), sample({ damaged: [] })], readAll, {
    count: 1000,
    seed: 4,
  });
  assert.ok(refused > 900);
});
