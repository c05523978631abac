import assert from "node:assert/strict";
import { python, testWith } from "../../../test/test_with.ts";
import { tryV8Flags } from "../../book/v8_flags.ts";
import { BenchFailure, denoProgram, Participant, torchProgram } from "./participant.ts";

const permissions: Deno.PermissionName[] = ["run", "read", "env"];
const job = {
  network: "pytorchTutorial",
  size: 16,
  width: 2,
  channels: 1,
  batch: 4,
  threads: 1,
} as const;

/** A program that answers its first lines with the messages given, then ends with 3. */
function fakeProgram(...messages: unknown[]) {
  const code = `
    const messages = ${JSON.stringify(messages)};
    for (const message of messages.slice(0, 1)) console.log(JSON.stringify(message));
    let next = 1;
    for await (const _ of Deno.stdin.readable) {
      if (next >= messages.length) break;
      console.log(JSON.stringify(messages[next++]));
    }
    Deno.exit(3);
  `;
  return { command: Deno.execPath(), args: ["eval", code] };
}

testWith(
  { permissions },
  "A participant gives images a second, by its batch",
  async () => {
    const answers = [{ firstStepSeconds: 2, parameters: 9 }, { steps: 3, seconds: 2 }];
    const participant = await Participant.start(fakeProgram(...answers), job);
    assert.equal(participant.firstStepSeconds, 2);
    assert.equal(participant.parameters, 9);
    assert.equal(await participant.measure(1), 4 * 3 / 2);
    await participant.end();
  },
);

testWith(
  { permissions },
  "A participant tells why its process cannot train",
  async () => {
    const failing = Participant.start(fakeProgram({ error: "no memory" }), job);
    await assert.rejects(
      failing,
      (error) => error instanceof BenchFailure && error.message === "no memory",
    );
    const answers = [{ firstStepSeconds: 2, parameters: 9 }, { error: "full" }];
    const later = await Participant.start(fakeProgram(...answers), job);
    await assert.rejects(later.measure(1), /^BenchFailure: full$/);
    await later.end();
  },
);

testWith({ permissions }, "A participant tells that its process has ended", async () => {
  const participant = await Participant.start(fakeProgram({ firstStepSeconds: 1 }), job);
  await assert.rejects(participant.measure(1), /the process ended with code 3/);
});

testWith(
  { permissions },
  "A participant tells by which signal it was ended",
  async () => {
    for (const milliseconds of [0, 300]) { // While it dies, and long after.
      const participant = await Participant.start(denoProgram({ flags: [] }), job);
      Deno.kill(participant.pid, "SIGKILL");
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
      await assert.rejects(participant.measure(1), /the process ended by SIGKILL/);
      await participant.end();
    }
  },
);

testWith({ permissions }, "Deno trains with and without the fast flags", async () => {
  for (const flags of [[], (await tryV8Flags()).taken]) {
    const participant = await Participant.start(denoProgram({ flags }), job);
    assert.ok(await participant.measure(0) > 0);
    await participant.end();
  }
});

testWith(
  { permissions, parts: ["torch"] },
  "PyTorch trains networks of as many parameters as this library's",
  async () => {
    const sources = [
      { ...job, size: 64, width: 8, channels: 3 },
      { ...job, network: "d2l" },
      { ...job, network: "gansInAction", size: 28, width: 64 },
    ] as const;
    for (const source of sources) {
      const [ours, torch] = await Promise.all(
        [denoProgram({ flags: [] }), torchProgram(python())]
          .map((program) => Participant.start(program, source)),
      );
      assert.equal(torch.parameters, ours.parameters);
      assert.ok(await torch.measure(0) > 0);
      await Promise.all([ours.end(), torch.end()]);
    }
  },
);
