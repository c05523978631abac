/**
 * Makes Deno's Jupyter kernel do what notebooks need.
 *
 * Three faults of the kernel of Deno 2.8 and 2.9 are made right:
 *
 * - Outputs land in the wrong cell, or nowhere. The kernel says that a cell is done before
 *   it has published what the cell printed, and stamps what is late with the next cell.
 *   Here the kernel waits until all is out.
 * - Stop ends the kernel. Here it aborts `stopSignal()`.
 * - A throw in a timer hangs the kernel. Here it is printed.
 *
 * @module
 */
import { onRelease, releaseOutput } from "./held_output.ts";
import { PrintBuffer, type StreamName } from "./print_buffer.ts";
import { PublicationWatch } from "./publication_watch.ts";
import { listenForStop } from "./stop_signal.ts";

/** The parts of the kernel that the repair holds on to. They are Deno's own affair. */
interface KernelInternals {
  Console: new (print: (text: string, level: number) => void) => Console;
  jupyter: {
    /** The kernel calls this, and waits for it, before it says that a cell is done. */
    broadcastResult(executionCount: number, result: unknown): Promise<void>;
  };
}

/** What {@linkcode repairKernel} found and did. */
export type KernelRepair =
  /** Not in a notebook: there is nothing to repair. */
  | "no kernel"
  /** A kernel without the hook: Stop and timers are repaired, outputs are left alone. */
  | "unknown kernel"
  /** All three faults are repaired. */
  | "repaired";

let repair: Promise<KernelRepair> | undefined;

/**
 * Repairs the kernel in which this runs. Repeated calls do nothing.
 *
 * @returns What was found.
 */
export function repairKernel(): Promise<KernelRepair> {
  return repair ??= repairOnce();
}

async function repairOnce(): Promise<KernelRepair> {
  if (!inKernel()) return "no kernel";
  listenForStop();
  reportLateThrows();
  const internals = findInternals();
  if (internals === null) return "unknown kernel";
  repairOutputs(internals, await PublicationWatch.open());
  return "repaired";
}

/**
 * Whether this runs in a Jupyter kernel.
 *
 * @returns False for any other program, where `Deno.jupyter` throws.
 */
export function inKernel(): boolean {
  try {
    return typeof Deno.jupyter.broadcast === "function";
  } catch (error) {
    if (error instanceof Error) return false;
    throw error;
  }
}

function findInternals(): KernelInternals | null {
  const key: unknown = Reflect.get(Deno, "internal");
  if (typeof key !== "symbol") return null;
  const internals: Partial<KernelInternals> = Reflect.get(Deno, key) ?? {};
  const { Console, jupyter } = internals;
  const known = typeof Console === "function" &&
    typeof jupyter?.broadcastResult === "function";
  return known ? { Console, jupyter } : null;
}

function repairOutputs(internals: KernelInternals, watch: PublicationWatch | null): void {
  const { broadcast, display } = Deno.jupyter;
  let unheard = 0;
  const publish = (name: StreamName, text: string) => {
    unheard += text.length + 1;
    return broadcast("stream", { name, text });
  };
  // Until the kernel has called the hook, nothing may wait for it: Deno 2.8.2 and 2.8.3
  // have the hook but never call it (https://github.com/denoland/deno/pull/35328).
  const prints = new PrintBuffer(publish, { interval: 0 });
  let hooked = false;
  onRelease(() => prints.endCell());
  const printing = new internals.Console((text, level) => {
    prints.print(level > 1 ? "stderr" : "stdout", text);
  });
  Object.assign(console, printing);
  Deno.jupyter.broadcast = async (...message) => {
    prints.flush();
    unheard++;
    await broadcast(...message);
  };
  Deno.jupyter.display = async (...message) => {
    prints.flush();
    unheard++;
    await display(...message);
    if (!hooked) await drain();
  };
  const drain = async () => {
    await releaseOutput();
    if (unheard === 0) return;
    const characters = unheard;
    unheard = 0;
    if (await watch?.published(sendMarker)) return;
    // Nobody says when the output is out: wait for as long as a slow machine takes.
    await new Promise((resolve) => setTimeout(resolve, 50 + characters / 1000));
  };
  // An update of a display that no front end knows, so that all of them pass it over.
  const sendMarker = (marker: string) =>
    broadcast("update_display_data", {
      data: {},
      metadata: {},
      transient: { display_id: marker },
    });
  const { broadcastResult } = internals.jupyter;
  internals.jupyter.broadcastResult = async (executionCount, result) => {
    hooked = true;
    prints.interval = 5;
    prints.flush();
    await broadcastResult(executionCount, result);
    if (result !== undefined) unheard++;
    await drain();
  };
  // `kernel.ts`, which runs the book, asks for this after a cell that throws.
  Reflect.set(globalThis, Symbol.for("dcgan-book.drain"), drain);
}

/** Prints what is thrown where no cell waits for it. */
function reportLateThrows(): void {
  addEventListener("error", (event) => {
    event.preventDefault();
    console.error("Uncaught", event.error ?? event.message);
  });
  addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    console.error("Uncaught (in promise)", event.reason);
  });
}
