import { KernelChannels } from "../lib/book/kernel/kernel_channels.ts";
import { KernelProcess } from "../lib/book/kernel/kernel_process.ts";

/** What a cell printed, as a front end shows it, and how it ended. */
export interface ShownCell {
  text: string;
  status: string;
}

/**
 * A client that believes the kernel, as Jupyter's front ends do: an output belongs to the
 * cell that it names as its parent, and a cell is done when the reply is there.
 */
export class NaiveFrontEnd {
  readonly #process: KernelProcess;
  readonly #channels: KernelChannels;
  readonly #folder: string;
  #shown: ShownCell[] = [];

  private constructor(process: KernelProcess, channels: KernelChannels, folder: string) {
    this.#process = process;
    this.#channels = channels;
    this.#folder = folder;
  }

  /** The version of the Deno that `DENO_KERNEL` names, else of this one. */
  static async version(): Promise<string> {
    const { stdout } = await new Deno.Command(kernelDeno(), { args: ["--version"] })
      .output();
    return new TextDecoder().decode(stdout).split(" ")[1];
  }

  /** Starts a kernel of the Deno that `DENO_KERNEL` names, else of this one. */
  static async start(): Promise<NaiveFrontEnd> {
    const folder = await Deno.makeTempDir();
    const options = { deno: kernelDeno(), folder: import.meta.dirname };
    const process = await KernelProcess.spawn(folder, options);
    const channels = await KernelChannels.connect(process, 60_000);
    const frontEnd = new NaiveFrontEnd(process, channels, folder);
    let heard = false;
    channels.onPublished = () => heard = true;
    while (!heard) {
      await (await channels.request("shell", "kernel_info_request", {})).reply;
      await pause(50);
    }
    return frontEnd;
  }

  /**
   * Runs cells as Run All does.
   *
   * @param sources The cells.
   * @returns What each shows, half a second after the last has ended.
   */
  async runAll(sources: string[]): Promise<ShownCell[]> {
    const cells = new Map<string, ShownCell>();
    this.#shown = [];
    this.#channels.onPublished = ({ header, parentHeader, content }) => {
      const cell = cells.get(parentHeader.msg_id ?? "");
      if (cell && header.msg_type === "stream") cell.text += content.text;
    };
    for (const source of sources) {
      const cell: ShownCell = { text: "", status: "" };
      this.#shown.push(cell);
      const { id, reply } = await this.#channels.request("shell", "execute_request", {
        code: source,
        silent: false,
        store_history: true,
        user_expressions: {},
        allow_stdin: false,
        stop_on_error: false,
      });
      cells.set(id, cell);
      const { content } = await Promise.race([reply, this.#process.died]);
      cell.status = String(content.status);
    }
    await pause(500);
    return this.#shown;
  }

  /**
   * Waits until a cell has printed something.
   *
   * @param text What it prints.
   */
  async untilPrinted(text: string): Promise<void> {
    for (let waited = 0; waited < 60_000; waited += 20) {
      if (this.#shown.some((cell) => cell.text.includes(text))) return;
      await pause(20);
    }
    throw new Error(`Cannot go on as a cell must print '${text}' within a minute`);
  }

  /** Presses Stop. */
  stop(): void {
    this.#process.signal("SIGINT");
  }

  /** Ends the kernel. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#process.signal("SIGKILL");
    await this.#process.end();
    await this.#channels.close();
    await Deno.remove(this.#folder, { recursive: true });
  }
}

const kernelDeno = (): string => Deno.env.get("DENO_KERNEL") ?? Deno.execPath();

/**
 * Waits.
 *
 * @param milliseconds How long.
 */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
