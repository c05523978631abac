import * as tf from "@tensorflow/tfjs";
import { chooseBackend } from "../backend/choose_backend.ts";
import type { BackendName } from "../backend/decide_backend.ts";
import { resumeRun, type ResumeRunOptions } from "../run/resume_run.ts";
import type { TrainingRun } from "../run/training_run.ts";

/**
 * Goes on with a run after Stop, a dead kernel or a night, from its folder alone.
 *
 * The backend of then is started unless it runs already. See {@link resumeRun}.
 *
 * @example
 * ```ts ignore
 * import { resume } from "./resume.ts";
 * import { stopSignal } from "./stop_signal.ts";
 *
 * const run = await resume("runs/2026-01-31_09-05-00");
 * for await (const record of run.steps({ signal: stopSignal() })) console.log(record.lossG);
 * await run.close();
 * ```
 *
 * @param folder The run's folder.
 * @param options Where its images lie now, or another end, in `steps` or `epochs`.
 * @returns The run. The caller closes it.
 */
export async function resume(
  folder: string,
  { log = console.log, ...options }: Omit<ResumeRunOptions, "startBackend"> = {},
): Promise<TrainingRun> {
  return await resumeRun(folder, {
    ...options,
    log,
    startBackend: async (name) => {
      if (tf.getBackend() === name) return;
      return (await chooseBackend({ backend: name as BackendName, log })).threads;
    },
  });
}
