/**
 * A stand-in for `jsr:@std/path`, so that a fresh checkout works where JSR cannot be
 * reached. The functions are Node's own, which agree with the published package on all
 * that this project asks of them.
 *
 * To use the published package, delete the `links` line of `deno.json`.
 *
 * Source: https://jsr.io/@std/path (the published package), `node:path`, `node:url`.
 *
 * @module
 */
export {
  basename,
  dirname,
  extname,
  isAbsolute,
  join,
  relative,
  resolve,
} from "node:path";
export { fileURLToPath as fromFileUrl, pathToFileURL as toFileUrl } from "node:url";
