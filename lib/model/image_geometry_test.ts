import assert from "node:assert/strict";
import { convolutionSize } from "../tensor/convolution_size.ts";
import { halvingGeometry, hiddenChannels } from "./image_geometry.ts";

Deno.test("hiddenChannels() gives the sources' 512, 256, 128, 64 for 64×64 and width 64", () => {
  assert.deepEqual(
    hiddenChannels({ size: 64, width: 64, channels: 3 }, "test"),
    [512, 256, 128, 64],
  );
});

Deno.test("hiddenChannels() starts at width · size / 8 and halves down to the width", () => {
  for (
    const [size, expected] of [[16, [6, 3]], [32, [12, 6, 3]], [128, [48, 24, 12, 6, 3]]]
  ) {
    assert.deepEqual(
      hiddenChannels({ size: size as number, width: 3, channels: 1 }, "test"),
      expected,
    );
  }
});

Deno.test("a geometry out of range is refused with the action, the rule and the value", () => {
  for (const size of [0, 8, 28, 48, 256, NaN]) {
    assert.throws(() => hiddenChannels({ size, width: 4, channels: 1 }, "do it"), {
      name: "RangeError",
      message: "Cannot do it as 'size' must be a power of two from 16 to 128: " +
        `current value is ${size}`,
    });
  }
  for (const width of [0, -1, 1.5, NaN]) {
    assert.throws(() => hiddenChannels({ size: 16, width, channels: 1 }, "do it"), {
      name: "RangeError",
      message: "Cannot do it as 'width' must be a positive integer: " +
        `current value is ${width}`,
    });
  }
  for (const channels of [0, 2, 4]) {
    assert.throws(() => hiddenChannels({ size: 16, width: 4, channels }, "do it"), {
      name: "RangeError",
      message: `Cannot do it as 'channels' must be 1 or 3: current value is ${channels}`,
    });
  }
});

Deno.test("halvingGeometry() halves every even side exactly, for both kernels", () => {
  for (const kernel of [4, 5]) {
    const geometry = halvingGeometry(kernel, "test");
    assert.equal(geometry.kernel, kernel);
    for (const size of [2, 8, 64, 100]) {
      assert.equal(convolutionSize(size, geometry), size / 2);
    }
  }
  assert.throws(() => halvingGeometry(3, "do it"), /'kernel' must be 4 or 5.* is 3/);
});
