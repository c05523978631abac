import assert from "node:assert/strict";
import { mayHaveGpu } from "./gpu_devices.ts";

const listing = (...names: string[]) => () => ["null", "tty", ...names];

Deno.test("mayHaveGpu() finds the GPUs of desktops, containers, WSL 2 and phones on Linux", () => {
  for (const name of ["dri", "nvidia0", "nvidiactl", "dxg", "kgsl-3d0", "mali0"]) {
    assert.ok(mayHaveGpu({ os: "linux", devices: listing(name) }), name);
  }
  assert.equal(mayHaveGpu({ os: "linux", devices: listing("hydrid") }), false);
});

Deno.test("mayHaveGpu() looks at no files on other systems", () => {
  const devices = () => assert.fail("it looked");
  for (const os of ["darwin", "windows"] as const) {
    assert.equal(mayHaveGpu({ os, devices }), true);
  }
});

Deno.test("mayHaveGpu() rules nothing out where it may not look", () => {
  for (const Kind of [Deno.errors.NotCapable, Deno.errors.NotFound]) {
    const devices = () => {
      throw new Kind("no");
    };
    assert.equal(mayHaveGpu({ os: "linux", devices }), true);
  }
  const broken = () => {
    throw new TypeError("a bug");
  };
  assert.throws(() => mayHaveGpu({ os: "linux", devices: broken }), TypeError);
});

Deno.test("mayHaveGpu() answers on this machine, whatever this program may read", () => {
  assert.equal(typeof mayHaveGpu(), "boolean");
});
