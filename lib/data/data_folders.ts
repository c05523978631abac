/**
 * Where data sets are looked for, and where downloads land.
 *
 * @module
 */
import { fromFileUrl } from "@std/path";

/** A folder that may hold data sets, and what named it. */
export interface DataFolder {
  /** The folder's path. */
  path: string;
  /** Who named it: "the option", "DCGAN_DATA" or "the project". */
  namedBy: string;
}

/** The project's own `data` folder, wherever the notebook or the command runs. */
export function projectDataFolder(): string {
  return fromFileUrl(new URL("../../data", import.meta.url));
}

/**
 * The folders in which data are looked for, first things first: the option's, that of the
 * environment's `DCGAN_DATA`, the project's `data`.
 *
 * @param options `folder`, what the caller asked for; `project`, in place of the project's
 * own folder; `environment`, in place of what `DCGAN_DATA` says.
 * @returns One to three folders; they need not exist.
 */
export function dataFolders(
  { folder, project = projectDataFolder(), environment = readEnvironment() }: {
    folder?: string;
    project?: string;
    environment?: string;
  } = {},
): DataFolder[] {
  const named: [string | undefined, string][] = [
    [folder, "the option"],
    [environment, "DCGAN_DATA"],
    [project, "the project"],
  ];
  return named.flatMap(([path, namedBy]) => path ? [{ path, namedBy }] : []);
}

/**
 * Says whether Deno grants a permission, without asking the user for it.
 *
 * @param permission The permission, with its path, host or variable.
 */
export function isGranted(permission: Deno.PermissionDescriptor): boolean {
  return Deno.permissions.querySync(permission).state === "granted";
}

function readEnvironment(): string | undefined {
  const variable = "DCGAN_DATA";
  return isGranted({ name: "env", variable }) ? Deno.env.get(variable) : undefined;
}
