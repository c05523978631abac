/**
 * Hears from inside the kernel what the kernel publishes.
 *
 * @module
 */
import { settlesWithin } from "./kernel/kernel_process.ts";
import { ZmtpSocket } from "./kernel/zmtp.ts";

/**
 * A subscription to the kernel's own outputs.
 *
 * The kernel publishes from another thread, after a queue that cells cannot look into, and
 * stamps each message with the cell that is current then. So the only sure sign that all
 * of a cell's output is out is to hear it: send a marker last, and wait until it comes.
 */
export class PublicationWatch {
  readonly #awaited = new Map<string, () => void>();
  #open = true;

  private constructor(socket: ZmtpSocket) {
    void this.#listen(socket);
  }

  /**
   * Subscribes to the kernel in which this runs.
   *
   * @returns The watch, or null where the kernel's address cannot be found out: on Windows,
   * where the kernel does not listen on TCP, or if its connection file has been removed.
   */
  static async open(): Promise<PublicationWatch | null> {
    const file = connectionFile(await commandLine());
    if (file === null) return null;
    try {
      const { transport, ip, iopub_port: port } = JSON.parse(
        await Deno.readTextFile(file),
      );
      if (transport !== "tcp") return null;
      const connection = await Deno.connect({ hostname: ip, port });
      return new PublicationWatch(await ZmtpSocket.open(connection, "SUB"));
    } catch (error) {
      const gone = error instanceof Deno.errors.NotFound ||
        error instanceof Deno.errors.ConnectionRefused;
      if (gone) return null;
      throw error;
    }
  }

  /**
   * Sends a marker and waits until the kernel has published it.
   *
   * @param send Sends a message that has the given text in it, through the same queue as
   * the outputs. It is called again while nothing comes, as a kernel drops what it
   * publishes before it has noticed the subscription.
   * @param patience How long to wait in all, in milliseconds. Default: 5000.
   * @returns False if the marker did not come in that time.
   */
  async published(
    send: (marker: string) => void | Promise<void>,
    patience = 5000,
  ): Promise<boolean> {
    const marker = `dcgan-book-${crypto.randomUUID()}`;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#awaited.set(marker, resolve);
    try {
      for (let waited = 0; waited < patience && this.#open; waited += 500) {
        await send(marker);
        if (await settlesWithin(promise, Math.min(500, patience))) return true;
      }
      return false;
    } finally {
      this.#awaited.delete(marker);
    }
  }

  async #listen(socket: ZmtpSocket): Promise<void> {
    for (let frames; (frames = await socket.receive()) !== null;) {
      if (this.#awaited.size === 0) continue;
      const texts = frames.filter(({ length }) => length < 1000)
        .map((frame) => new TextDecoder().decode(frame));
      for (const [marker, resolve] of this.#awaited) {
        if (texts.some((text) => text.includes(marker))) resolve();
      }
    }
    this.#open = false;
  }
}

/**
 * The connection file that a kernel's command line names.
 *
 * @param words The command line.
 * @returns The path after `--conn`, or null.
 */
export function connectionFile(words: string[]): string | null {
  const index = words.indexOf("--conn");
  return index < 0 ? null : words[index + 1] ?? null;
}

/** The words with which this process was started; none where that cannot be known. */
async function commandLine(): Promise<string[]> {
  if (Deno.build.os === "linux") {
    return (await Deno.readTextFile("/proc/self/cmdline")).split("\0");
  }
  if (Deno.build.os === "darwin") {
    const args = ["-ww", "-o", "command=", "-p", String(Deno.pid)];
    const { stdout } = await new Deno.Command("ps", { args }).output();
    // `ps` joins the words by blanks. The file is the last word, and may have blanks in it.
    const [, file] = new TextDecoder().decode(stdout).trim().split(" --conn ");
    return file === undefined ? [] : ["--conn", file];
  }
  return [];
}
