import { BackendUnavailableError } from "../backend/choose_backend.ts";

/**
 * Starts the backend that a run began on; where it cannot be had, the error says how to go
 * on with another.
 *
 * @param start Starts it.
 * @param advice What the user does for another one: "add --backend auto".
 * @returns What `start` returns.
 * @throws {BackendUnavailableError} If it cannot be had here, with the advice.
 */
export async function startEarlierBackend<T>(
  start: () => Promise<T>,
  advice: string,
): Promise<T> {
  try {
    return await start();
  } catch (error) {
    if (!(error instanceof BackendUnavailableError)) throw error;
    throw new BackendUnavailableError(
      `${error.message}, and the run began on it: to go on with another one, which may ` +
        `round otherwise, ${advice}`,
      { cause: error },
    );
  }
}
