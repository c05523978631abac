import assert from "node:assert/strict";
import { testWith } from "../../../test/test_with.ts";
import {
  DeadKernelError,
  freePorts,
  KernelProcess,
  settlesWithin,
} from "./kernel_process.ts";

const permissions: Deno.PermissionName[] = ["run", "read", "write", "net"];

const folders: string[] = [];
Deno.test.afterAll(async () => {
  for (const folder of folders) await Deno.remove(folder, { recursive: true });
});

async function spawn(script: string): Promise<KernelProcess> {
  const folder = await Deno.makeTempDir();
  folders.push(folder);
  const program = `${folder}/program`;
  await Deno.writeTextFile(program, `#!/bin/sh\n${script}\n`, { mode: 0o700 });
  return await KernelProcess.spawn(folder, { deno: program });
}

Deno.test("settlesWithin() tells promises that settle in time from those that do not", async () => {
  assert.equal(await settlesWithin(Promise.resolve(), 50), true);
  assert.equal(await settlesWithin(Promise.reject(new Error()), 50), true);
  assert.equal(await settlesWithin(new Promise(() => {}), 5), false);
});

testWith(
  { permissions: ["net"] },
  "freePorts() gives different ports that can be listened on, below those given out",
  () => {
    const ports = freePorts(200);
    assert.equal(new Set(ports).size, 200);
    assert.ok(ports.every((port) => port >= 20_000 && port < 32_000), `${ports}`);
    for (const port of ports) Deno.listen({ hostname: "127.0.0.1", port }).close();
  },
);

testWith(
  { permissions },
  "KernelProcess says how the process ended, and its log",
  async () => {
    const process = await spawn("echo out; echo err >&2; exit 4");
    await assert.rejects(process.died, (error) => {
      assert.ok(error instanceof DeadKernelError);
      assert.match(error.message, /^The kernel ended \(code 4\)\.\n/);
      assert.deepEqual(error.message.split("\n").slice(1).toSorted(), ["err", "out"]);
      return true;
    });
    assert.ok(process.hasEnded);
    await process.end();
  },
);

testWith(
  { permissions },
  "KernelProcess.end() kills a process that ignores SIGTERM",
  async () => {
    const process = await spawn("trap '' TERM; while true; do sleep 0.05; done");
    await process.end(100);
    assert.equal((await process.ended).signal, "SIGKILL");
  },
);

testWith(
  { permissions },
  "KernelProcess passes a connection file only its owner reads",
  async () => {
    const process = await spawn(`stat -c %a "$4"; cat "$4"; exit 1`);
    await process.end();
    const [mode, json] = process.log.split("\n");
    assert.equal(mode, "600");
    const { key, shell_port, hb_port, transport, ip } = JSON.parse(json);
    assert.deepEqual([transport, ip], ["tcp", "127.0.0.1"]);
    const { ports } = process;
    assert.deepEqual([key, shell_port, hb_port], [
      ports.key,
      ports.shell,
      ports.heartbeat,
    ]);
    assert.equal(new Set(Object.values(ports)).size, 6);
  },
);
