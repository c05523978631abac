import * as tf from "@tensorflow/tfjs";
import { chooseBackend } from "../backend/choose_backend.ts";
import type { BackendName } from "../backend/decide_backend.ts";
import { resumeRun, type ResumeRunOptions } from "../run/resume_run.ts";
import { startEarlierBackend } from "../run/start_earlier_backend.ts";
import type { TrainingRun } from "../run/training_run.ts";

/** What may be said when a notebook resumes a run; nothing has to be. */
export interface ResumeOptions extends Omit<ResumeRunOptions, "startBackend"> {
  /** Computes on another backend than the run's, which may round otherwise. */
  backend?: "auto" | BackendName;
}

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
 * @throws {BackendUnavailableError} If the backend of then cannot be had here.
 */
export async function resume(
  folder: string,
  { log = console.log, backend, ...options }: ResumeOptions = {},
): Promise<TrainingRun> {
  return await resumeRun(folder, {
    ...options,
    log,
    startBackend: async (name) => {
      if (tf.getBackend() === (backend ?? name)) return;
      const wanted = backend ?? name as BackendName;
      const start = () => chooseBackend({ backend: wanted, log });
      const advice = 'pass the option backend: "auto"';
      const chosen = await (backend ? start() : startEarlierBackend(start, advice));
      return chosen.threads;
    },
  });
}
