/**
 * The outputs of a notebook's cells, built up from the kernel's messages.
 *
 * @module
 */
import type { JsonObject, JsonValue, Output } from "../notebook_file.ts";
import type { JupyterMessage } from "./jupyter_message.ts";

/**
 * Outputs of all cells of one run. They know one another through display ids: a later
 * cell may update what an earlier one displayed.
 */
export class OutputCollector {
  readonly #displays = new Map<string, { data: JsonObject; metadata: JsonObject }[]>();

  /**
   * Starts a cell.
   *
   * @returns The cell's outputs, which grow in place, and the function that takes its
   * messages.
   */
  cell(): { outputs: Output[]; add: (message: JupyterMessage) => void } {
    const outputs: Output[] = [];
    let clearBeforeNext = false;
    const add = ({ header, content }: JupyterMessage): void => {
      const type = header.msg_type;
      if (type === "update_display_data") return this.#update(content);
      if (type === "clear_output" && content.wait === true) {
        clearBeforeNext = true;
        return;
      }
      if (clearBeforeNext || type === "clear_output") outputs.length = 0;
      clearBeforeNext = false;
      // An error ends the cell, but the kernel publishes it before what still waits in line.
      const error = outputs.at(-1)?.output_type === "error" ? outputs.splice(-1) : [];
      this.#append(outputs, type, content);
      outputs.push(...error);
    };
    return { outputs, add };
  }

  #append(outputs: Output[], type: string, content: JsonObject): void {
    if (type === "stream") {
      const name = content.name === "stderr" ? "stderr" : "stdout";
      const last = outputs.at(-1);
      const grows = last?.output_type === "stream" && last.name === name;
      const text = overwriteLines((grows ? last.text : "") + String(content.text));
      if (grows) last.text = text;
      else outputs.push({ output_type: "stream", name, text });
    } else if (type === "error") {
      const { ename, evalue, traceback } = content;
      outputs.push({
        output_type: "error",
        ename: String(ename),
        evalue: String(evalue),
        traceback: Array.isArray(traceback) ? traceback.map(String) : [],
      });
    } else if (type === "display_data" || type === "execute_result") {
      const data = asObject(content.data);
      const metadata = asObject(content.metadata);
      if (type === "display_data") {
        const output = { output_type: type, data, metadata } as const;
        outputs.push(output);
        this.#remember(content, output);
      } else {
        const { execution_count: count } = content;
        const execution_count = typeof count === "number" ? count : null;
        outputs.push({ output_type: type, execution_count, data, metadata });
      }
    }
  }

  #remember(
    content: JsonObject,
    output: { data: JsonObject; metadata: JsonObject },
  ): void {
    const { display_id: id } = asObject(content.transient);
    if (typeof id !== "string") return;
    this.#displays.set(id, [...this.#displays.get(id) ?? [], output]);
  }

  #update(content: JsonObject): void {
    const { display_id: id } = asObject(content.transient);
    for (const output of this.#displays.get(String(id)) ?? []) {
      output.data = asObject(content.data);
      output.metadata = asObject(content.metadata);
    }
  }
}

/** What a terminal shows: text after a lone carriage return overwrites its line. */
function overwriteLines(text: string): string {
  return text.replace(/^.*\r(?!\r*\n)(?!$)/gm, "");
}

function asObject(value: JsonValue | undefined): JsonObject {
  const object = typeof value === "object" && value !== null && !Array.isArray(value);
  return object ? value : {};
}
