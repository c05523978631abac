/**
 * Where a user's programs and kernels belong on each operating system.
 *
 * @module
 */
import { join } from "@std/path";

/** What the folders depend on. */
export interface UserPlace {
  os: typeof Deno.build.os;
  /** The value of an environment variable. */
  variable: (name: string) => string | undefined;
}

/** This machine and user. */
const thisPlace: UserPlace = {
  os: Deno.build.os,
  variable: (name) => Deno.env.get(name) || undefined,
};

/**
 * The folder for what this project keeps outside itself.
 *
 * Source: https://specifications.freedesktop.org/basedir-spec/ for Linux.
 *
 * @param place The machine and user.
 * @returns For example `~/.local/share/dcgan-book`.
 */
export function bookDataFolder(place: UserPlace = thisPlace): string {
  return join(dataHome(place), "dcgan-book");
}

/**
 * The folder in which Jupyter looks for a user's own kernels.
 *
 * Source: https://docs.jupyter.org/en/latest/use/jupyter-directories.html
 *
 * @param place The machine and user.
 * @returns For example `~/.local/share/jupyter/kernels`.
 */
export function jupyterKernelsFolder(place: UserPlace = thisPlace): string {
  const own = place.variable("JUPYTER_DATA_DIR");
  if (own !== undefined) return join(own, "kernels");
  if (place.os === "darwin") return join(home(place), "Library", "Jupyter", "kernels");
  if (place.os === "windows") {
    return join(place.variable("APPDATA") ?? home(place), "jupyter", "kernels");
  }
  return join(dataHome(place), "jupyter", "kernels");
}

function dataHome(place: UserPlace): string {
  const chosen = place.variable("XDG_DATA_HOME");
  if (chosen !== undefined) return chosen;
  if (place.os === "darwin") return join(home(place), "Library", "Application Support");
  if (place.os === "windows") return place.variable("LOCALAPPDATA") ?? home(place);
  return join(home(place), ".local", "share");
}

function home({ os, variable }: UserPlace): string {
  const name = os === "windows" ? "USERPROFILE" : "HOME";
  const folder = variable(name);
  if (folder === undefined) {
    throw new Error(`Cannot find the user's folder as ${name} must be set: it is not`);
  }
  return folder;
}
