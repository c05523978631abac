/**
 * The program of each thread, and the one place where tasks are claimed and jobs end.
 *
 * The main thread imports `doTask` from here; the other threads run this file's text
 * followed by a call of `serve`. So it may import nothing.
 *
 * Jobs stand in a ring in the order in which they are done. One at a time is open: its
 * tasks may be claimed. The thread that ends its last task opens the next, so that a job
 * finds all that the jobs before it wrote, while the main thread prepares later ones.
 *
 * @module
 */

/**
 * Where each 32-bit word of the control block stands, counted in words. Words that
 * different threads write at the same time are 64 bytes apart.
 */
export const CONTROL = {
  /** Tasks of the open job that nobody has claimed. */
  unclaimed: 0,
  /** Tasks of the open job that are not done. */
  unfinished: 16,
  /** Jobs that are not done, the open one included. */
  pending: 32,
  /** How many threads sleep, or are about to. */
  sleeping: 48,
  /** Number of the open job, or of the last; it starts at 0 and each adds 1. */
  job: 64,
  /** 1 when the threads are to end. */
  stop: 80,
  /** Index of the first kernel that failed, plus 1, or 0. */
  failedKernel: 81,
  /** The task of it that failed. */
  failedTask: 82,
  /** Length of the failure's message, whose characters follow. */
  message: 83,
  /** Words of all these. */
  length: 256,
};

/** Where a job's words stand in its own block. */
export const JOB = {
  /** Index of the kernel among the module's exports. */
  kernel: 0,
  /** How many tasks it has, at least 1. */
  tasks: 1,
  /** The kernel's arguments, aligned to 64 bytes. */
  args: 16,
  /** How many words of arguments there may be. */
  argsLength: 64,
  /** Words of all these. */
  length: 80,
};

/** Jobs that may be pending at the same time. */
export const JOBS = 32;

/** The first word of a job, by its number. */
export function jobWord(number) {
  return CONTROL.length + (number >>> 0) % JOBS * JOB.length;
}

/**
 * Claims a task of the open job and does it.
 *
 * Which thread does which task changes from run to run. What a task does must therefore
 * depend on its number alone. A task that throws ends its job for all threads.
 *
 * A claim is worth a task of whichever job is open when it succeeds, and that job stays
 * open until the task is done: so its number is read after the claim.
 *
 * @param {Int32Array} words The control block and the ring of jobs.
 * @param {((args: number, task: number, thread: number) => void)[]} kernels
 *   The module's exports, in their order.
 * @param {number} thread 0 for the main thread.
 * @returns {boolean} False if there is no task to claim.
 */
export function doTask(words, kernels, thread) {
  const unclaimed = Atomics.load(words, CONTROL.unclaimed);
  if (unclaimed <= 0) return false;
  const left = unclaimed - 1;
  if (Atomics.compareExchange(words, CONTROL.unclaimed, unclaimed, left) !== unclaimed) {
    return true; // Another thread was faster; there may be more.
  }
  const job = jobWord(Atomics.load(words, CONTROL.job));
  const kernel = words[job + JOB.kernel];
  const task = words[job + JOB.tasks] - unclaimed;
  let finished = 1;
  try {
    kernels[kernel]((job + JOB.args) * 4, task, thread);
  } catch (error) {
    noteFailure(words, { kernel, task, error });
    finished += Math.max(0, Atomics.exchange(words, CONTROL.unclaimed, 0));
  }
  if (Atomics.sub(words, CONTROL.unfinished, finished) === finished) {
    if (Atomics.sub(words, CONTROL.pending, 1) > 1) openNext(words);
    if (Atomics.load(words, CONTROL.sleeping) > 0) {
      Atomics.notify(words, CONTROL.pending);
    }
  }
  return true;
}

/** Keeps the first failure, for the main thread to throw. */
function noteFailure(words, { kernel, task, error }) {
  if (Atomics.compareExchange(words, CONTROL.failedKernel, 0, kernel + 1) !== 0) return;
  const text = String(error).slice(0, CONTROL.length - CONTROL.message - 1);
  for (let i = 0; i < text.length; i++) {
    words[CONTROL.message + 1 + i] = text.charCodeAt(i);
  }
  words[CONTROL.message] = text.length;
  words[CONTROL.failedTask] = task;
}

/**
 * Lets the tasks of the next job be claimed. To be called by the thread that knows that
 * no job is open and one is pending: the one that made the first job pending, or the one
 * that did the last task of the job before.
 *
 * @param {Int32Array} words The control block and the ring of jobs.
 */
export function openNext(words) {
  const number = Atomics.add(words, CONTROL.job, 1) + 1;
  const tasks = words[jobWord(number) + JOB.tasks];
  Atomics.store(words, CONTROL.unfinished, tasks);
  Atomics.store(words, CONTROL.unclaimed, tasks);
  if (Atomics.load(words, CONTROL.sleeping) > 0) {
    Atomics.notify(words, CONTROL.unclaimed);
  }
}

/**
 * Waits for a task to claim or for a word to differ from a value: first by asking again
 * and again, as most waits are short and waking a sleeping thread takes 20 to 170 µs, then
 * asleep until somebody notifies the word. Between two questions the core rests for a
 * moment, which leaves more to a thread beside it. It may return with neither, so callers
 * look again.
 *
 * @param {Int32Array} words The control block.
 * @param {number} index The word: `unclaimed`, or `pending` on the main thread.
 * @param {number} value What it must no longer be.
 * @param {number} spinMilliseconds How long to stay awake.
 */
export function waitForTask(words, index, value, spinMilliseconds) {
  const end = performance.now() + spinMilliseconds;
  do {
    for (let i = 0; i < 64; i++) {
      if (Atomics.load(words, CONTROL.unclaimed) > 0) return;
      if (Atomics.load(words, index) !== value) return;
      Atomics.pause();
    }
  } while (performance.now() < end);
  Atomics.add(words, CONTROL.sleeping, 1);
  Atomics.wait(words, index, value);
  Atomics.sub(words, CONTROL.sleeping, 1);
}

/**
 * Runs one thread until the control block says that it is to end.
 *
 * @param {{module: WebAssembly.Module, memory: WebAssembly.Memory, thread: number,
 *   spinMilliseconds: number}} start
 * @param {(message: string) => void} tell Called once, when the thread is ready.
 */
export function serve({ module, memory, thread, spinMilliseconds }, tell) {
  const words = new Int32Array(memory.buffer, 0, CONTROL.length + JOBS * JOB.length);
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const kernels = Object.values(exports).filter((value) => typeof value === "function");
  tell("ready");
  while (!Atomics.load(words, CONTROL.stop)) {
    if (doTask(words, kernels, thread)) continue;
    waitForTask(words, CONTROL.unclaimed, 0, spinMilliseconds);
  }
}
