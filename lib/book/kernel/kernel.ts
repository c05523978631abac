/**
 * A client of the Deno kernel that loses no output.
 *
 * @module
 */
import type { JsonObject } from "../notebook_file.ts";
import type { JupyterMessage } from "./jupyter_message.ts";
import {
  KernelChannels,
  PortTakenError,
  type RequestChannel,
} from "./kernel_channels.ts";
import {
  DeadKernelError,
  endWithParent,
  type KernelOptions,
  KernelProcess,
  settlesWithin,
} from "./kernel_process.ts";

/** A cell ran on and showed nothing for longer than it may. */
export class CellTimeoutError extends Error {
  /** The class's name, for outputs and logs. */
  override name = "CellTimeoutError";
}

/** How a cell ended. */
export interface ExecuteResult {
  status: "ok" | "error";
  executionCount: number | null;
  /** What the cell threw; empty strings if nothing. */
  ename: string;
  evalue: string;
  traceback: string[];
}

/** How to execute a cell. */
export interface ExecuteOptions {
  /** Called with each output message, in order. */
  onOutput?: (message: JupyterMessage) => void;
  /**
   * How long the cell may show nothing, in milliseconds. Default: no limit. A training
   * that draws how far it is may take as long as a slow machine needs.
   */
  timeout?: number;
  /** How long a cell may take to end once it is interrupted, in milliseconds. */
  grace?: number;
}

const OUTPUTS = new Set([
  "stream",
  "display_data",
  "update_display_data",
  "execute_result",
  "error",
  "clear_output",
]);
const MARKER = "dcgan_book_marker";

/**
 * A running kernel. Cells execute one after the other.
 *
 * The kernel says that a cell is done before it has published all that the cell printed,
 * and what comes late names a later request as its parent. So outputs are told apart by
 * order, not by parent: after each cell a silent request publishes a marker through the
 * same queue, and everything before the marker belongs to the cell.
 */
export class Kernel {
  /** What the kernel says of itself: `language_info` and so on. */
  info: JsonObject = {};
  readonly #process: KernelProcess;
  readonly #channels: KernelChannels;
  readonly #connectionFolder: string;
  #deliver: (message: JupyterMessage) => void = () => {};
  #watch: (message: JupyterMessage) => void = () => {};

  private constructor(
    process: KernelProcess,
    channels: KernelChannels,
    connectionFolder: string,
  ) {
    this.#process = process;
    this.#channels = channels;
    this.#connectionFolder = connectionFolder;
    channels.onPublished = (message) => {
      if (OUTPUTS.has(message.header.msg_type)) this.#deliver(message);
      this.#watch(message);
    };
  }

  /**
   * Starts a kernel and waits until it answers and publishes.
   *
   * @param options The Deno to run, its folder and its environment.
   * @returns The kernel. The caller shuts it down.
   * @throws {DeadKernelError} If the kernel ends before it answers, with its log.
   * @throws {PortTakenError} If other programs took its ports three times.
   */
  static async start(options: KernelOptions = {}): Promise<Kernel> {
    for (let attempt = 1;; attempt++) {
      try {
        return await Kernel.#startOnce(options);
      } catch (error) {
        // Another program can take a port between our finding it and the kernel's using it.
        const taken = error instanceof PortTakenError ||
          error instanceof DeadKernelError && /in use/i.test(error.message);
        if (!taken || attempt === 3) throw error;
      }
    }
  }

  static async #startOnce(options: KernelOptions): Promise<Kernel> {
    const { startTimeout = 60_000 } = options;
    const folder = await Deno.makeTempDir({ prefix: "dcgan-book-" });
    let process: KernelProcess | undefined;
    try {
      process = await KernelProcess.spawn(folder, options);
      const channels = await KernelChannels.connect(process, startTimeout);
      const kernel = new Kernel(process, channels, folder);
      try {
        await kernel.#untilReady(Date.now() + startTimeout);
        return kernel;
      } catch (error) {
        await channels.close();
        throw error;
      }
    } catch (error) {
      process?.signal("SIGKILL");
      await process?.end();
      await Deno.remove(folder, { recursive: true });
      throw error;
    }
  }

  /** The kernel's process id. */
  get pid(): number {
    return this.#process.pid;
  }

  /**
   * Executes one cell and waits for the last of its outputs.
   *
   * An output that nobody awaited may come even later; it is given to this cell until the
   * next one starts.
   *
   * @param code The cell's source.
   * @returns How the cell ended. A cell that throws is a result, not an exception.
   * @throws {CellTimeoutError} If it shows nothing for too long. It is interrupted first, as
   * by Stop; if that does not end it, the kernel is killed.
   * @throws {DeadKernelError} If the kernel ends.
   */
  async execute(
    code: string,
    { onOutput = () => {}, timeout, grace = 30_000 }: ExecuteOptions = {},
  ): Promise<ExecuteResult> {
    let heard = Date.now();
    this.#deliver = (message) => {
      heard = Date.now();
      onOutput(message);
    };
    const run = async () => {
      const result = await this.#run(code);
      await this.#marker();
      return result;
    };
    const running = run();
    const ends = async (timeout: number) => {
      let left = timeout;
      while (left > 0) {
        if (await settlesWithin(running, left)) return true;
        left = heard + timeout - Date.now();
      }
      return false;
    };
    if (timeout !== undefined && !await ends(timeout)) {
      this.interrupt();
      const stopped = await settlesWithin(running, grace);
      if (!stopped) this.#process.signal("SIGKILL");
      await settlesWithin(running, grace);
      throw new CellTimeoutError(
        `The cell must end or show something within ${timeout} ms: ` +
          (stopped ? "it was interrupted" : "it did not stop, so the kernel was killed"),
      );
    }
    return await running;
  }

  /**
   * Interrupts the cell as Jupyter's Stop does, by SIGINT. This ends the kernel unless
   * `repair_kernel.ts` listens there.
   */
  interrupt(): void {
    this.#process.signal("SIGINT");
  }

  /** Ends the kernel's process; gently if it still listens, else by force. */
  async shutdown(): Promise<void> {
    if (!this.#process.hasEnded) {
      await this.#channels.request("control", "shutdown_request", { restart: false });
    }
    await this.#process.end();
    await this.#channels.close();
    await Deno.remove(this.#connectionFolder, { recursive: true });
  }

  /** Shuts the kernel down at the end of an `await using` block. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.shutdown();
  }

  /** Runs code and waits for its reply and for `idle`, in whichever order they come. */
  async #run(code: string, { silent = false } = {}): Promise<ExecuteResult> {
    const idle = Promise.withResolvers<void>();
    const seen: string[] = [];
    let id: string | undefined;
    this.#watch = ({ header, parentHeader, content }) => {
      if (header.msg_type !== "status" || content.execution_state !== "idle") return;
      seen.push(parentHeader.msg_id ?? "");
      if (id !== undefined && seen.includes(id)) idle.resolve();
    };
    const content = await this.#request("shell", "execute_request", {
      code,
      silent,
      store_history: !silent,
      user_expressions: {},
      allow_stdin: false,
      stop_on_error: true,
    }, (requestId) => id = requestId);
    if (!seen.includes(id ?? "")) await this.#orDeath(idle.promise);
    const { status, execution_count, ename, evalue, traceback } = content;
    return {
      status: status === "ok" ? "ok" : "error",
      executionCount: typeof execution_count === "number" ? execution_count : null,
      ename: String(ename ?? ""),
      evalue: String(evalue ?? ""),
      traceback: Array.isArray(traceback) ? traceback.map(String) : [],
    };
  }

  /** Waits until everything printed so far has been published. */
  async #marker(): Promise<void> {
    const id = crypto.randomUUID();
    const arrived = Promise.withResolvers<void>();
    const deliver = this.#deliver;
    const publish = this.#channels.onPublished;
    this.#channels.onPublished = (message) => {
      publish(message);
      if (message.header.msg_type === MARKER && message.content.id === id) {
        arrived.resolve();
      }
    };
    try {
      // The repair holds printed text back for a moment; it offers this symbol to empty it.
      await this.#run(
        `await globalThis[Symbol.for("dcgan-book.drain")]?.();
         await Deno.jupyter.broadcast("${MARKER}", { id: "${id}" });`,
        { silent: true },
      );
      await this.#orDeath(arrived.promise);
    } finally {
      this.#deliver = deliver;
      this.#channels.onPublished = publish;
    }
  }

  /** A kernel drops what it publishes until it has heard the subscription: ask until then. */
  async #untilReady(deadline: number): Promise<void> {
    let published = false;
    this.#watch = () => published = true;
    while (!published) {
      if (Date.now() > deadline) {
        throw new DeadKernelError(
          `The kernel must publish within its start time.\n${this.#process.log}`,
        );
      }
      const reply = this.#request("shell", "kernel_info_request", {});
      if (await settlesWithin(reply, 1000)) this.info = await reply;
      if (!published) await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await this.#run(endWithParent(this.#connectionFolder), { silent: true });
  }

  async #request(
    channel: RequestChannel,
    type: string,
    content: JsonObject,
    onSent: (id: string) => void = () => {},
  ): Promise<JsonObject> {
    const { id, reply } = await this.#channels.request(channel, type, content);
    onSent(id);
    return (await this.#orDeath(reply)).content;
  }

  #orDeath<T>(promise: Promise<T>): Promise<T> {
    return Promise.race([promise, this.#process.died]);
  }
}
