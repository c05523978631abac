/**
 * The channels of a Jupyter kernel: requests that are answered, and what it publishes.
 *
 * @module
 */
import type { JsonObject } from "../notebook_file.ts";
import { type JupyterMessage, MessageCodec } from "./jupyter_message.ts";
import { type KernelProcess, settlesWithin } from "./kernel_process.ts";
import { type SocketType, ZmtpSocket } from "./zmtp.ts";

/** A channel that takes requests. */
export type RequestChannel = "shell" | "control";

/** A request on its way. */
export interface PendingRequest {
  /** The request's id, which its outputs name as their parent. */
  id: string;
  /** The kernel's answer. */
  reply: Promise<JupyterMessage>;
}

/** Another program listens where the kernel should: it took the port before the kernel did. */
export class PortTakenError extends Error {
  /** The class's name, for outputs and logs. */
  override name = "PortTakenError";
}

/** How long a kernel that finds a port taken may need to end, in milliseconds. */
const ENDING = 1000;

/**
 * The sockets of one kernel.
 */
export class KernelChannels {
  /** Called with every message that the kernel publishes, in order. */
  onPublished: (message: JupyterMessage) => void = () => {};
  readonly #codec: MessageCodec;
  readonly #session: string;
  readonly #sockets: Record<RequestChannel | "iopub", ZmtpSocket>;
  readonly #pending = new Map<string, (reply: JupyterMessage) => void>();
  readonly #pumps: Promise<void>[];

  private constructor(
    codec: MessageCodec,
    session: string,
    sockets: Record<RequestChannel | "iopub", ZmtpSocket>,
  ) {
    this.#codec = codec;
    this.#session = session;
    this.#sockets = sockets;
    const settle = (message: JupyterMessage) =>
      this.#pending.get(message.parentHeader.msg_id ?? "")?.(message);
    this.#pumps = [
      this.#pump(sockets.iopub, (message) => this.onPublished(message)),
      this.#pump(sockets.shell, settle),
      this.#pump(sockets.control, settle),
    ];
  }

  /**
   * Connects to a kernel that may not be listening yet.
   *
   * @param process The kernel.
   * @param timeout How long to try, in milliseconds.
   * @returns The channels. The caller closes them.
   * @throws {DeadKernelError} If the kernel ends meanwhile.
   * @throws {PortTakenError} If something else answers at one of its ports.
   */
  static async connect(process: KernelProcess, timeout: number): Promise<KernelChannels> {
    const deadline = Date.now() + timeout;
    const session = crypto.randomUUID();
    const opened: ZmtpSocket[] = [];
    const open = async (type: SocketType, port: number): Promise<ZmtpSocket> => {
      const stream = await listening(process, port, deadline);
      const greeting = ZmtpSocket.open(stream, type, { identity: session });
      const socket = await greeting.catch((error) => explain(error, process, port));
      opened.push(socket);
      return socket;
    };
    try {
      const sockets = {
        iopub: await open("SUB", process.ports.iopub),
        shell: await open("DEALER", process.ports.shell),
        control: await open("DEALER", process.ports.control),
      };
      const codec = await MessageCodec.create(process.ports.key);
      return new KernelChannels(codec, session, sockets);
    } catch (error) {
      opened.forEach((socket) => socket.close());
      throw error;
    }
  }

  /**
   * Sends a request.
   *
   * @param channel Where to send it.
   * @param type The message's type, for example `execute_request`.
   * @param content The message's content.
   * @returns Its id, and a promise of the reply that stays open if there is none.
   */
  async request(
    channel: RequestChannel,
    type: string,
    content: JsonObject,
  ): Promise<PendingRequest> {
    const id = crypto.randomUUID();
    const { promise: reply, resolve } = Promise.withResolvers<JupyterMessage>();
    this.#pending.set(id, (message) => {
      this.#pending.delete(id);
      resolve(message);
    });
    const header = {
      msg_id: id,
      msg_type: type,
      session: this.#session,
      username: "dcgan-book",
      date: new Date().toISOString(),
      version: "5.3",
    };
    const frames = await this.#codec.encode({ header, parentHeader: {}, content });
    await this.#sockets[channel].send(frames);
    return { id, reply };
  }

  /** Closes every socket. */
  async close(): Promise<void> {
    Object.values(this.#sockets).forEach((socket) => socket.close());
    await Promise.all(this.#pumps);
  }

  async #pump(
    socket: ZmtpSocket,
    receive: (message: JupyterMessage) => void,
  ): Promise<void> {
    while (true) {
      const frames = await socket.receive();
      if (frames === null) return;
      receive(await this.#codec.decode(frames));
    }
  }
}

async function listening(
  process: KernelProcess,
  port: number,
  deadline: number,
): Promise<Deno.TcpConn> {
  while (true) {
    if (process.hasEnded) await process.died;
    try {
      const connection = await Deno.connect({ hostname: "127.0.0.1", port });
      connection.setNoDelay(true);
      return connection;
    } catch (error) {
      const refused = error instanceof Deno.errors.ConnectionRefused;
      if (!refused || Date.now() > deadline) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Why a port's other side did not greet as a kernel does. */
async function explain(
  cause: Error,
  process: KernelProcess,
  port: number,
): Promise<never> {
  if (await settlesWithin(process.ended, ENDING)) await process.died;
  throw new PortTakenError(
    `Cannot open port ${port} as the kernel must answer there: ${cause.message}`,
    { cause },
  );
}
