import assert from "node:assert/strict";
import { testWith } from "../../../test/test_with.ts";
import { KernelChannels, PortTakenError } from "./kernel_channels.ts";
import { DeadKernelError, KernelProcess } from "./kernel_process.ts";

const folders: string[] = [];
Deno.test.afterAll(async () => {
  for (const folder of folders) await Deno.remove(folder, { recursive: true });
});

async function connectionFolder(): Promise<string> {
  const folder = await Deno.makeTempDir();
  folders.push(folder);
  return folder;
}

const permissions: Deno.PermissionName[] = ["run", "read", "write", "net"];

testWith({ permissions }, "KernelChannels gives each request its own reply", async () => {
  const process = await KernelProcess.spawn(await connectionFolder());
  const channels = await KernelChannels.connect(process, 30_000);
  const first = await channels.request("shell", "kernel_info_request", {});
  const second = await channels.request("control", "kernel_info_request", {});
  const replies = await Promise.all([second.reply, first.reply]);
  assert.deepEqual(
    replies.map(({ header, parentHeader }) => [header.msg_type, parentHeader.msg_id]),
    [["kernel_info_reply", second.id], ["kernel_info_reply", first.id]],
  );
  await channels.close();
  process.signal("SIGKILL");
  await process.end();
});

testWith(
  { permissions },
  "KernelChannels.connect() stops trying when the kernel ends",
  async () => {
    const process = await KernelProcess.spawn(await connectionFolder(), {
      deno: "false",
    });
    await assert.rejects(KernelChannels.connect(process, 30_000), DeadKernelError);
    await process.end();
  },
);

testWith(
  { permissions },
  "KernelChannels.connect() says that another program listens where the kernel should",
  async () => {
    const folder = await connectionFolder();
    const idle = `${folder}/idle`;
    await Deno.writeTextFile(idle, "#!/bin/sh\nexec sleep 60\n", { mode: 0o700 });
    const process = await KernelProcess.spawn(folder, { deno: idle });
    const port = process.ports.iopub;
    using other = Deno.listen({ hostname: "127.0.0.1", port });
    const hangUp = other.accept().then((connection) => connection.close());
    await assert.rejects(KernelChannels.connect(process, 30_000), (error) => {
      assert.ok(error instanceof PortTakenError);
      assert.match(
        error.message,
        new RegExp(`^Cannot open port ${port} as the kernel must`),
      );
      return true;
    });
    await hangUp;
    process.signal("SIGKILL");
    await process.end();
  },
);
