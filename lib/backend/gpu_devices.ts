/**
 * Whether this machine can have a GPU at all.
 *
 * @module
 */

/**
 * What GPUs are called in Linux's /dev: Mesa's and most others, NVIDIA's own (the only
 * one in a container), and Windows' in WSL 2; then those of Adreno and Mali.
 */
const DEVICE = /^(dri|nvidia|dxg|kgsl|mali)/;

/**
 * Whether to look for a GPU adapter.
 *
 * On Linux a GPU has a file in /dev. Without one, an adapter could only be an imitation
 * by software, which is never chosen; but to look for it loads Mesa, which writes lines
 * on XDG_RUNTIME_DIR into the terminal that no program can hold back. Other systems, and
 * a program that may not look into /dev, are not known to lack a GPU.
 *
 * @param options.os The operating system.
 * @param options.devices Lists the names in /dev.
 * @returns False only where there is surely no GPU.
 */
export function mayHaveGpu(
  { os = Deno.build.os, devices = listDevices }: {
    os?: typeof Deno.build.os;
    devices?: () => string[];
  } = {},
): boolean {
  if (os !== "linux") return true;
  try {
    return devices().some((name) => DEVICE.test(name));
  } catch (error) {
    const unknown = error instanceof Deno.errors.NotCapable ||
      error instanceof Deno.errors.PermissionDenied ||
      error instanceof Deno.errors.NotFound;
    if (unknown) return true;
    throw error;
  }
}

/** Deno lets only a program with all permissions look into /dev, and is not asked. */
function listDevices(): string[] {
  const { state } = Deno.permissions.querySync({ name: "read", path: "/dev" });
  if (state !== "granted") throw new Deno.errors.NotCapable("/dev may not be read");
  return Array.from(Deno.readDirSync("/dev"), ({ name }) => name);
}
