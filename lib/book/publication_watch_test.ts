import assert from "node:assert/strict";
import { testWith } from "../../test/test_with.ts";
import { Kernel } from "./kernel/kernel.ts";
import { connectionFile } from "./publication_watch.ts";

Deno.test("connectionFile() finds the path after --conn, blanks included", () => {
  const words = ["deno", "jupyter", "--kernel", "--conn", "/a b/kernel.json", ""];
  assert.equal(connectionFile(words), "/a b/kernel.json");
  assert.equal(connectionFile(["deno", "run"]), null);
  assert.equal(connectionFile(["deno", "--conn"]), null);
  assert.equal(connectionFile([]), null);
});

const url = new URL("./publication_watch.ts", import.meta.url);

testWith(
  { permissions: ["run", "read", "write", "net"] },
  "PublicationWatch hears a marker from inside the kernel, and misses one never sent",
  async () => {
    await using kernel = await Kernel.start();
    let text = "";
    const { status, evalue } = await kernel.execute(
      `import { PublicationWatch } from "${url}";
       const watch = await PublicationWatch.open();
       const send = (text: string) => Deno.jupyter.broadcast("stream", { name: "stdout", text });
       const heard = [await watch.published(send), await watch.published(() => {}, 200)];
       await send(heard.join());`,
      { onOutput: ({ content }) => text += content.text },
    );
    assert.equal(status, "ok", evalue);
    assert.match(text, /^(dcgan-book-[-\da-f]{36})+true,false$/);
  },
);
