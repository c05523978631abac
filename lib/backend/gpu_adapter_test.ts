import assert from "node:assert/strict";
import { type AdapterInfo, findAdapter } from "./gpu_adapter.ts";

const gpu = (info: AdapterInfo | null, isFallbackAdapter?: boolean) => ({
  requestAdapter: () => Promise.resolve(info && { info, isFallbackAdapter }),
});

Deno.test("findAdapter() says that there is no adapter, or no navigator.gpu at all", async () => {
  assert.deepEqual(await findAdapter(gpu(null)), {
    state: "absent",
    why: "there is no GPU adapter",
  });
  const saved = Object.getOwnPropertyDescriptor(Navigator.prototype, "gpu");
  Object.defineProperty(Navigator.prototype, "gpu", {
    value: undefined,
    configurable: true,
  });
  try {
    assert.equal((await findAdapter()).state, "absent");
  } finally {
    if (saved) Object.defineProperty(Navigator.prototype, "gpu", saved);
  }
});

Deno.test("findAdapter() takes a GPU for hardware and names it, without its driver", async () => {
  const names = [
    ["llvmpipe (LLVM 15.0.6, 256 bits)", "llvmpipe"],
    ["AMD Radeon RX 6600 (RADV NAVI23)", "AMD Radeon RX 6600"],
  ];
  for (const [description, adapter] of names) {
    const found = await findAdapter(gpu({ description }));
    assert.ok(found.state !== "absent");
    assert.equal(found.adapter, adapter);
  }
  const info = { vendor: "4318", description: "NVIDIA H200", isFallbackAdapter: false };
  assert.deepEqual(await findAdapter(gpu(info)), {
    state: "hardware",
    adapter: "NVIDIA H200",
  });
  assert.deepEqual(await findAdapter(gpu({ vendor: "apple" })), {
    state: "hardware",
    adapter: "apple",
  });
});

Deno.test("findAdapter() takes fallback adapters and known imitations for software", async () => {
  const adapters = [
    gpu({ description: "a GPU", isFallbackAdapter: true }),
    gpu({ description: "a GPU" }, true),
    gpu({ description: "llvmpipe (LLVM 15.0.6, 256 bits)" }),
    gpu({ vendor: "google", architecture: "swiftshader" }),
    gpu({ device: "lavapipe" }),
    gpu({ description: "Microsoft Basic Render Driver" }),
  ];
  for (const adapter of adapters) {
    assert.equal((await findAdapter(adapter)).state, "software");
  }
});
