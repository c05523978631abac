import assert from "node:assert/strict";
import { convolutionGeometry, convolutionWindows } from "./convolution_geometry.ts";

const input = [2, 7, 8, 3];
const filter = [3, 4, 3, 5];

Deno.test("convolutionWindows() starts the window in the padding", () => {
  const info = convolutionGeometry(input, filter, {
    strides: 2,
    pad: 1,
    dataFormat: "NHWC",
  });
  assert.ok(info);
  assert.deepEqual(convolutionWindows(640, info), {
    ...{ image: 640, batch: 2, height: 7, width: 8, channels: 3 },
    ...{ windowHeight: 3, windowWidth: 4, stepY: 2, stepX: 2 },
    ...{ offsetY: -1, offsetX: -1, gridHeight: 4, gridWidth: 4 },
  });
});

Deno.test("convolutionGeometry() leaves NCHW and dilation to tfjs", () => {
  const attributes = { strides: 1, pad: "same" as const, dataFormat: "NHWC" as const };
  assert.ok(convolutionGeometry(input, filter, attributes));
  assert.equal(convolutionGeometry(input, filter, { ...attributes, dilations: 2 }), null);
  assert.equal(
    convolutionGeometry(input, filter, { ...attributes, dataFormat: "NCHW" }),
    null,
  );
});
