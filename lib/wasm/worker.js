/**
 * The program of each thread, and the one place where tasks are claimed.
 *
 * The main thread imports `runTasks` from here; the other threads run this file's text
 * followed by a call of `serve`. So it may import nothing.
 *
 * @module
 */

/**
 * Where each 32-bit word of the control block stands, counted in words. Words that
 * different threads write at the same time are 64 bytes apart.
 */
export const CONTROL = {
  /** Number of jobs started so far; threads wait for it to change. */
  job: 0,
  /** 1 while tasks of the job may be claimed. */
  open: 16,
  /** Index of the kernel among the module's exports. */
  kernel: 17,
  /** Address of the kernel's arguments. */
  args: 18,
  /** How many tasks the job has. */
  tasks: 19,
  /** The next task to claim. */
  next: 32,
  /** How many threads beside the main one are inside the job. */
  active: 48,
  /** 1 + the task that failed, or 0. */
  failed: 64,
  /** 1 when the threads are to end. */
  stop: 65,
  /** Length of the failure's message, whose characters follow. */
  message: 66,
  /** Words in the block. */
  length: 256,
};

/**
 * Claims tasks of the open job one by one, and does them, until none is left.
 *
 * Which thread does which task changes from run to run. What a task does must therefore
 * depend on its number alone. A task that throws ends the job for all threads.
 *
 * @param {Int32Array} words The control block.
 * @param {((args: number, task: number, thread: number) => void)[]} kernels
 *   The module's exports, in their order.
 * @param {number} thread 0 for the main thread.
 */
export function runTasks(words, kernels, thread) {
  const kernel = kernels[words[CONTROL.kernel]];
  const args = words[CONTROL.args];
  const tasks = words[CONTROL.tasks];
  for (;;) {
    const task = Atomics.add(words, CONTROL.next, 1);
    if (task >= tasks) return;
    try {
      kernel(args, task, thread);
    } catch (error) {
      if (Atomics.compareExchange(words, CONTROL.failed, 0, task + 1) === 0) {
        const text = String(error).slice(0, CONTROL.length - CONTROL.message - 1);
        for (let i = 0; i < text.length; i++) {
          words[CONTROL.message + 1 + i] = text.charCodeAt(i);
        }
        words[CONTROL.message] = text.length;
      }
      Atomics.store(words, CONTROL.next, tasks);
    }
  }
}

/**
 * Waits until a word differs from a value: first by asking again and again, as most
 * waits are short and waking a sleeping thread takes 20 to 170 µs, then asleep. Between
 * two questions the core rests for a moment, which leaves more to a thread beside it.
 *
 * @param {Int32Array} words The control block.
 * @param {number} index The word.
 * @param {number} value What it must no longer be.
 * @param {number} spinMilliseconds How long to stay awake.
 */
export function waitWhile(words, index, value, spinMilliseconds) {
  const end = performance.now() + spinMilliseconds;
  do {
    for (let i = 0; i < 64; i++) {
      if (Atomics.load(words, index) !== value) return;
      Atomics.pause();
    }
  } while (performance.now() < end);
  while (Atomics.load(words, index) === value) Atomics.wait(words, index, value);
}

/**
 * Runs one thread until the control block says stop.
 *
 * A thread counts itself active before it looks whether the job is open, and the main
 * thread closes the job before it looks who is active. So a thread that wakes late
 * either is waited for or finds the job closed: it never takes a task of the next job
 * with the arguments of this one.
 *
 * @param {{module: WebAssembly.Module, memory: WebAssembly.Memory, thread: number,
 *   spinMilliseconds: number}} start
 * @param {(message: string) => void} tell Called once, when the thread is ready.
 */
export function serve({ module, memory, thread, spinMilliseconds }, tell) {
  const words = new Int32Array(memory.buffer, 0, CONTROL.length);
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const kernels = Object.values(exports).filter((value) => typeof value === "function");
  let job = Atomics.load(words, CONTROL.job);
  tell("ready");
  for (;;) {
    waitWhile(words, CONTROL.job, job, spinMilliseconds);
    job = Atomics.load(words, CONTROL.job);
    if (Atomics.load(words, CONTROL.stop)) return;
    Atomics.add(words, CONTROL.active, 1);
    if (Atomics.load(words, CONTROL.open)) runTasks(words, kernels, thread);
    if (Atomics.sub(words, CONTROL.active, 1) === 1) {
      Atomics.notify(words, CONTROL.active);
    }
  }
}
