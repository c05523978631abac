import assert from "node:assert/strict";
import { fromFileUrl } from "@std/path";
import { testWith } from "../../../test/test_with.ts";
import { CellTimeoutError, Kernel } from "./kernel.ts";
import { DeadKernelError } from "./kernel_process.ts";

const permissions: Deno.PermissionName[] = ["run", "read", "write", "net"];

async function printed(kernel: Kernel, code: string): Promise<string> {
  let text = "";
  await kernel.execute(code, { onOutput: ({ content }) => text += content.text });
  return text;
}

testWith({ permissions }, "Kernel executes cells that share a scope", async () => {
  await using kernel = await Kernel.start();
  assert.deepEqual(await kernel.execute("const a: number = await Promise.resolve(2);"), {
    status: "ok",
    executionCount: 1,
    ename: "",
    evalue: "",
    traceback: [],
  });
  assert.equal(await printed(kernel, "console.log(a + 1)"), "3\n");
  assert.equal(kernel.info.implementation, "Deno kernel");
});

testWith(
  { permissions },
  "Kernel starts on other ports where another program took one",
  async () => {
    const folder = await Deno.makeTempDir();
    const program = `${folder}/deno`;
    // The first time not the kernel but another program listens, and hangs up.
    const takesPort = `
      const { iopub_port: port } = JSON.parse(Deno.readTextFileSync(Deno.args[0]));
      for await (const peer of Deno.listen({ hostname: "127.0.0.1", port })) peer.close();`;
    await Deno.writeTextFile(`${folder}/takes_port.ts`, takesPort);
    await Deno.writeTextFile(
      program,
      `#!/bin/sh
      if [ -e ${folder}/tried ]; then exec ${Deno.execPath()} "$@"; fi
      touch ${folder}/tried
      exec ${Deno.execPath()} run -A --no-check ${folder}/takes_port.ts "$4"`,
      { mode: 0o700 },
    );
    {
      await using kernel = await Kernel.start({ deno: program });
      assert.equal(await printed(kernel, "console.log(1 + 1)"), "2\n");
    }
    await Deno.remove(folder, { recursive: true });
  },
);

testWith({ permissions }, "Kernel takes a throw for a result and goes on", async () => {
  await using kernel = await Kernel.start();
  const { status, ename, evalue } = await kernel.execute("throw new RangeError('no')");
  assert.deepEqual([status, ename, evalue], ["error", "RangeError", "no"]);
  assert.equal((await kernel.execute("1")).status, "ok");
});

testWith({ permissions }, "Kernel gives a late output to the cell before", async () => {
  await using kernel = await Kernel.start();
  let text = "";
  await kernel.execute("void setTimeout(() => console.log('late'), 200);", {
    onOutput: ({ content }) => text += content.text,
  });
  for (let wait = 0; wait < 300 && text === ""; wait++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.equal(text, "late\n");
});

testWith({ permissions }, "Kernel collects garbage under an open input", async () => {
  // The kernel fails a cell whose promise is collected; the lifeline's own must not be it.
  await using kernel = await Kernel.start({
    environment: { DENO_V8_FLAGS: "--max-semi-space-size=1" },
  });
  const code = "let kept = []; for (let i = 0; i < 200; i++) { " +
    "kept = Array.from({ length: 1e4 }, () => ({})); await new Promise((r) => setTimeout(r)); }";
  assert.equal((await kernel.execute(code)).status, "ok");
  assert.equal(await printed(kernel, "console.log(kept.length)"), "10000\n");
});

testWith(
  { permissions },
  "Kernel ends a cell that shows nothing for too long, and no other",
  async () => {
    await using kernel = await Kernel.start();
    const slow = "for (let i = 0; i < 12; i++) { console.log(i); " +
      "await new Promise((r) => setTimeout(r, 300)); }";
    assert.equal((await kernel.execute(slow, { timeout: 2500 })).status, "ok");
    await assert.rejects(
      kernel.execute("while (true);", { timeout: 300, grace: 300 }),
      (error) => error instanceof CellTimeoutError && /within 300 ms/.test(error.message),
    );
  },
);

testWith({ permissions }, "Kernel tells every later cell that it has died", async () => {
  await using kernel = await Kernel.start();
  await assert.rejects(kernel.execute("Deno.exit(3)"), DeadKernelError);
  await assert.rejects(kernel.execute("1"), /The kernel ended \(code 3\)/);
});

testWith(
  { permissions },
  "Kernel leaves no process, though a cell still runs",
  async () => {
    for (const code of ["1", "while (true);", "setInterval(() => {}, 10)"]) {
      const kernel = await Kernel.start();
      const running = kernel.execute(code).catch((error) => error);
      await new Promise((resolve) => setTimeout(resolve, 100));
      await kernel.shutdown();
      await running;
      assert.throws(
        () => Deno.kill(kernel.pid, "SIGCONT"),
        /NotFound|ESRCH|No such process/i,
      );
    }
  },
);

testWith(
  { permissions },
  "Kernel ends when the process that started it is killed, and leaves no file behind",
  async () => {
    const code = `
    import { Kernel } from "${new URL("./kernel.ts", import.meta.url)}";
    const kernel = await Kernel.start();
    console.log(kernel.pid);
    await kernel.execute("Deno.addSignalListener('SIGINT', () => {}); await new Promise(() => {})");
  `;
    const config = fromFileUrl(new URL("../../../deno.json", import.meta.url));
    const folder = await Deno.makeTempDir();
    const parent = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", "--config", config, "-"],
      env: { TMPDIR: folder, TMP: folder },
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    const writer = parent.stdin.getWriter();
    await writer.write(new TextEncoder().encode(code));
    await writer.close();
    const reader = parent.stdout.getReader();
    const pid = Number(new TextDecoder().decode((await reader.read()).value));
    assert.ok(pid > 0);
    parent.kill("SIGKILL");
    await parent.status;
    await reader.cancel();
    for (let attempt = 0; attempt < 300 && runs(pid); attempt++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assert.ok(!runs(pid));
    assert.deepEqual(await Array.fromAsync(Deno.readDir(folder)), []);
    await Deno.remove(folder);
  },
);

function runs(pid: number): boolean {
  try {
    Deno.kill(pid, "SIGCONT");
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof TypeError) return false;
    throw error;
  }
}
