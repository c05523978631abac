/**
 * A Deno kernel as a process: its connection file, its log, its end.
 *
 * @module
 */
import { join } from "@std/path";

/** How to start a kernel. */
export interface KernelOptions {
  /** The Deno to run. Default: the one that runs this. */
  deno?: string;
  /** The kernel's working folder: for notebooks, the notebook's. Default: this process's. */
  folder?: string;
  /** Environment variables beside those of this process. */
  environment?: Record<string, string>;
  /** How long the kernel may take to answer, in milliseconds. Default: 60 000. */
  startTimeout?: number;
}

/** Where a kernel listens, and the key that signs its messages. */
export interface KernelPorts {
  key: string;
  shell: number;
  iopub: number;
  stdin: number;
  control: number;
  heartbeat: number;
}

/** The kernel ended though nobody asked it to. Its log is in the message. */
export class DeadKernelError extends Error {
  /** The class's name, for outputs and logs. */
  override name = "DeadKernelError";
}

/**
 * The process of one kernel. Whoever spawns it must call {@linkcode KernelProcess.end}.
 */
export class KernelProcess {
  /** Where the kernel listens. */
  readonly ports: KernelPorts;
  /** Settles when the process has ended, whatever the reason. */
  readonly ended: Promise<Deno.CommandStatus>;
  /** Rejects with a {@linkcode DeadKernelError} when the process has ended. */
  readonly died: Promise<never>;
  readonly #process: Deno.ChildProcess;
  readonly #lifeline: WritableStreamDefaultWriter<Uint8Array>;
  readonly #logged: Promise<void>;
  #log = "";
  #hasEnded = false;

  private constructor(process: Deno.ChildProcess, ports: KernelPorts) {
    this.ports = ports;
    this.#process = process;
    this.#lifeline = process.stdin.getWriter();
    const streams = [process.stdout, process.stderr];
    this.#logged = Promise.all(streams.map((stream) => this.#keep(stream))).then(
      () => {},
    );
    this.ended = process.status.finally(() => this.#hasEnded = true);
    this.died = this.ended.then(async (status) => {
      await this.#logged;
      const how = status.signal ?? `code ${status.code}`;
      throw new DeadKernelError(`The kernel ended (${how}).\n${this.#log}`.trimEnd());
    });
    this.died.catch(() => "nobody need be listening");
  }

  /**
   * Starts `deno jupyter` on free ports of this machine.
   *
   * @param connectionFolder A private folder for the connection file.
   * @returns The process. It may need a moment before it listens.
   */
  static async spawn(
    connectionFolder: string,
    { deno = Deno.execPath(), folder, environment }: KernelOptions = {},
  ): Promise<KernelProcess> {
    const [shell, iopub, stdin, control, heartbeat] = freePorts(5);
    const ports = { key: crypto.randomUUID(), shell, iopub, stdin, control, heartbeat };
    const file = join(connectionFolder, "connection.json");
    const connection = {
      transport: "tcp",
      ip: "127.0.0.1",
      signature_scheme: "hmac-sha256",
      key: ports.key,
      shell_port: shell,
      iopub_port: iopub,
      stdin_port: stdin,
      control_port: control,
      hb_port: heartbeat,
      kernel_name: "deno",
    };
    await Deno.writeTextFile(file, JSON.stringify(connection), { mode: 0o600 });
    const process = new Deno.Command(deno, {
      args: ["jupyter", "--kernel", "--conn", file],
      cwd: folder,
      env: { NO_COLOR: "1", ...environment },
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    return new KernelProcess(process, ports);
  }

  /** The process's id. */
  get pid(): number {
    return this.#process.pid;
  }

  /** Whether the process has ended. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** The last lines that the process itself wrote, which are not the cells' outputs. */
  get log(): string {
    return this.#log;
  }

  /** Sends the process a signal, if it still runs. */
  signal(signal: Deno.Signal): void {
    if (!this.#hasEnded) this.#process.kill(signal);
  }

  /**
   * Waits for the process to end, and makes it.
   *
   * @param patience How long to wait before SIGTERM, and again before SIGKILL, in
   * milliseconds.
   */
  async end(patience = 2000): Promise<void> {
    for (const signal of ["SIGTERM", "SIGKILL"] as const) {
      if (await settlesWithin(this.ended, patience)) break;
      this.signal(signal);
    }
    await this.ended;
    await this.#logged;
    await this.#lifeline.close().catch(ignoreBrokenPipe);
  }

  async #keep(stream: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    for await (const bytes of stream) {
      this.#log = (this.#log + decoder.decode(bytes, { stream: true })).slice(-4000);
    }
  }
}

/**
 * Code for the kernel that ends it with the process that started it.
 *
 * The kernel's standard input is a pipe that closes when this process ends, even when it
 * is killed. Without this a kernel whose Stop is repaired would outlive a Ctrl-C, and its
 * connection file would stay for ever.
 *
 * @param connectionFolder The folder that is removed with it.
 * @returns TypeScript for a silent cell.
 */
export function endWithParent(connectionFolder: string): string {
  return `void Deno.stdin.readable.pipeTo(new WritableStream({ close: () => {
    try {
      Deno.removeSync(${JSON.stringify(connectionFolder)}, { recursive: true });
    } finally {
      Deno.exit();
    }
  } }))`;
}

/**
 * Whether a promise settles in time.
 *
 * @param promise The promise. Its rejection counts as settling.
 * @param milliseconds The time it has.
 * @returns True if it settled.
 */
export async function settlesWithin(
  promise: Promise<unknown>,
  milliseconds: number,
): Promise<boolean> {
  const late = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => late.resolve(false), milliseconds);
  const settled = promise.then(() => true, () => true);
  try {
    return await Promise.race([settled, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** Linux gives out ports from 32768 on, macOS and Windows from 49152 on. */
const FIRST_PORT = 20_000;
const PORTS = 12_000;

/**
 * Ports of this machine on which nobody listens.
 *
 * They are below those that systems give to whoever connects somewhere or asks for any
 * port, which could take one again before it is used.
 *
 * @param count How many, all different.
 */
export function freePorts(count: number): number[] {
  const listeners: Deno.TcpListener[] = [];
  try {
    while (listeners.length < count) {
      const [random] = crypto.getRandomValues(new Uint16Array(1));
      const port = FIRST_PORT + random % PORTS;
      try {
        listeners.push(Deno.listen({ hostname: "127.0.0.1", port }));
      } catch (error) {
        if (!(error instanceof Deno.errors.AddrInUse)) throw error;
      }
    }
    return listeners.map((listener) => listener.addr.port);
  } finally {
    listeners.forEach((listener) => listener.close());
  }
}

function ignoreBrokenPipe(error: unknown): void {
  const gone = error instanceof Deno.errors.BrokenPipe || error instanceof TypeError;
  if (!gone) throw error;
}
