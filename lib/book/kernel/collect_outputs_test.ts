import assert from "node:assert/strict";
import type { JsonObject } from "../notebook_file.ts";
import { OutputCollector } from "./collect_outputs.ts";

function message(msg_type: string, content: JsonObject) {
  return { header: { msg_id: "", msg_type }, parentHeader: {}, content };
}
const print = (text: string, name = "stdout") => message("stream", { name, text });
const display = (type: string, text: string, display_id?: string) =>
  message(type, {
    data: { "text/plain": text },
    metadata: {},
    transient: display_id ? { display_id } : {},
  });

Deno.test("OutputCollector joins what is printed in a row, but not across the two streams", () => {
  const { outputs, add } = new OutputCollector().cell();
  [print("a\n"), print("b\n"), print("c\n", "stderr"), print("d\n")].forEach(add);
  assert.deepEqual(outputs, [
    { output_type: "stream", name: "stdout", text: "a\nb\n" },
    { output_type: "stream", name: "stderr", text: "c\n" },
    { output_type: "stream", name: "stdout", text: "d\n" },
  ]);
});

Deno.test("OutputCollector updates displays in place, in earlier cells too", () => {
  const collector = new OutputCollector();
  const first = collector.cell();
  [display("display_data", "1", "live"), print("x")].forEach(first.add);
  const second = collector.cell();
  second.add(display("display_data", "2", "live"));
  second.add(display("update_display_data", "3", "live"));
  second.add(display("update_display_data", "4", "unknown"));
  const shown = {
    output_type: "display_data",
    data: { "text/plain": "3" },
    metadata: {},
  };
  assert.deepEqual(first.outputs, [
    shown,
    { output_type: "stream", name: "stdout", text: "x" },
  ]);
  assert.deepEqual(second.outputs, [shown]);
});

Deno.test("OutputCollector clears at once, or when the next output comes", () => {
  const { outputs, add } = new OutputCollector().cell();
  add(print("1"));
  add(message("clear_output", { wait: false }));
  assert.deepEqual(outputs, []);
  add(print("2"));
  add(message("clear_output", { wait: true }));
  assert.equal(outputs.length, 1);
  add(print("3"));
  assert.deepEqual(outputs, [{ output_type: "stream", name: "stdout", text: "3" }]);
});

Deno.test("OutputCollector lets text after a carriage return overwrite its line", () => {
  const { outputs, add } = new OutputCollector().cell();
  ["10 %\r", "20 %", "\r100 %\r\n", "done\n"].forEach((text) => add(print(text)));
  const [output] = outputs;
  assert.equal(output.output_type === "stream" && output.text, "100 %\r\ndone\n");
});

Deno.test("OutputCollector keeps results with their number, and errors", () => {
  const { outputs, add } = new OutputCollector().cell();
  add(message("execute_result", { execution_count: 4, data: { "text/plain": "5" } }));
  add(message("error", { ename: "Error", evalue: "no", traceback: ["at 1"] }));
  add(message("status", { execution_state: "idle" }));
  assert.deepEqual(outputs, [
    {
      output_type: "execute_result",
      execution_count: 4,
      data: { "text/plain": "5" },
      metadata: {},
    },
    { output_type: "error", ename: "Error", evalue: "no", traceback: ["at 1"] },
  ]);
});

Deno.test("OutputCollector puts an error last, where it overtook what was printed", () => {
  const { outputs, add } = new OutputCollector().cell();
  add(print("a\n"));
  add(message("error", { ename: "Error", evalue: "no", traceback: [] }));
  add(print("b\n"));
  assert.deepEqual(outputs, [
    { output_type: "stream", name: "stdout", text: "a\nb\n" },
    { output_type: "error", ename: "Error", evalue: "no", traceback: [] },
  ]);
});
