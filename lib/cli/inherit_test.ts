import assert from "node:assert/strict";
import { inherit } from "./inherit.ts";
import { testWith } from "../../test/test_with.ts";

testWith(
  { permissions: ["run"] },
  "inherit() passes arguments, environment and exit code",
  async () => {
    const folder = await Deno.realPath(".");
    const script = `[ "$CODE" = 7 ] && [ "$(pwd -P)" = "$1" ] && exit "$CODE"; exit 1`;
    const options = { environment: { CODE: "7" }, folder };
    assert.equal(await inherit("sh", ["-c", script, "sh", folder], options), 7);
    assert.equal(await inherit("sh", ["-c", script]), 1);
  },
);

testWith({ permissions: ["run"] }, "inherit() leaves Ctrl-C to the program", async () => {
  const url = new URL("./inherit.ts", import.meta.url);
  const asks = "trap 'exit 5' INT; kill -INT $PPID; sleep 0.2; kill -INT $$";
  const { code } = await new Deno.Command(Deno.execPath(), {
    args: [
      "eval",
      `import { inherit } from "${url}";
       Deno.exit(await inherit("sh", ["-c", "${asks}"]));`,
    ],
  }).output();
  assert.equal(code, 5);
});

testWith(
  { permissions: ["run"] },
  "inherit() ends a program that is deaf to Ctrl-C at the second one, if asked to",
  async () => {
    const url = new URL("./inherit.ts", import.meta.url);
    // `deno task` passes each press on: the second signal is not a second press.
    const press = "kill -INT $PPID; kill -INT $PPID; sleep 0.7";
    // What has to be ended goes on for long, as a busy machine may hear of it late.
    const ends = [[1, "sleep 0.5; exit 5", 5], [2, "exec sleep 60", 130]] as const;
    for (const [count, goesOn, code] of ends) {
      const presses = Array(count).fill(press).join("; ");
      const deaf = `trap '' INT; ${presses}; ${goesOn}`;
      const result = await new Deno.Command(Deno.execPath(), {
        args: [
          "eval",
          `import { inherit } from "${url}";
           const options = { endsAtSecond: true };
           Deno.exit(await inherit("sh", ["-c", "${deaf}"], options));`,
        ],
      }).output();
      assert.equal(result.code, code, `after ${count}`);
    }
  },
);

testWith(
  { permissions: ["run"] },
  "inherit() survives a second Ctrl-C in the turn in which the program ends by itself",
  async () => {
    const { addSignalListener } = Deno, { spawn } = Deno.Command.prototype;
    const { now } = performance;
    let later = 0;
    performance.now = () => now.call(performance) + 1000 * later++;
    let press = () => {}, pressed: Promise<void> | undefined;
    Deno.addSignalListener = (signal, listener) => {
      press = listener;
      addSignalListener(signal, listener);
    };
    Deno.Command.prototype.spawn = function () {
      const child = spawn.call(this);
      // Before inherit() itself hears of it.
      pressed = child.status.then(() => [1, 2].forEach(() => press()));
      return child;
    };
    try {
      const options = { endsAtSecond: true };
      assert.equal(await inherit("sh", ["-c", "exit 5"], options), 5);
      await pressed;
    } finally {
      performance.now = now;
      Deno.addSignalListener = addSignalListener;
      Deno.Command.prototype.spawn = spawn;
    }
  },
);
