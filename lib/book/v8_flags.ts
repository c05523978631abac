/**
 * The two V8 flags that make training faster, and whether this machine takes them.
 *
 * @module
 */

/** A flag of V8 and what it does, for the reader. */
export interface V8Flag {
  flag: string;
  /** One line that completes "This flag …". */
  does: string;
}

/** The flags, in the order in which they are tried. */
export const FAST_V8_FLAGS: readonly V8Flag[] = [
  {
    flag: "--experimental-wasm-revectorize",
    does:
      "lets WebAssembly compute with 8 numbers at once where the processor can (AVX2)",
  },
  {
    flag: "--no-wasm-bounds-checks",
    does:
      "leaves out the checks of WebAssembly's addresses; only trusted code may run so",
  },
];

/** What a trial of the flags has shown. */
export interface FlagTrial {
  /** The flags that can be used. */
  taken: V8Flag[];
  /** The others, each with Deno's own words. */
  refused: { flag: V8Flag; why: string }[];
}

/**
 * Tries which of the flags a Deno takes and computes rightly with.
 *
 * Each is tried in a Deno of its own, with those taken before it, on a loop of SIMD
 * instructions that runs until V8 has optimised it.
 *
 * @param deno The Deno to try. Default: the one that runs this.
 * @param flags The flags to try.
 * @returns Which it takes.
 */
export async function tryV8Flags(
  deno: string = Deno.execPath(),
  flags: readonly V8Flag[] = FAST_V8_FLAGS,
): Promise<FlagTrial> {
  const trial: FlagTrial = { taken: [], refused: [] };
  for (const flag of flags) {
    const why = await failure(deno, v8Environment([...trial.taken, flag]));
    if (why === null) trial.taken.push(flag);
    else trial.refused.push({ flag, why });
  }
  return trial;
}

/**
 * The environment that gives a Deno flags of V8.
 *
 * @param flags The flags. With none, those of this process are overridden by what V8 does
 * anyway; Deno refuses an empty list.
 * @returns Variables for a child process or a `kernel.json`.
 */
export function v8Environment(flags: readonly V8Flag[]): Record<string, string> {
  const names = flags.map(({ flag }) => flag);
  return { DENO_V8_FLAGS: names.length > 0 ? names.join(",") : "--wasm-bounds-checks" };
}

/** Why a Deno in that environment fails at SIMD; null if it does not. */
async function failure(
  deno: string,
  environment: Record<string, string>,
): Promise<string | null> {
  const child = new Deno.Command(deno, {
    args: ["eval", "--no-config", TRIAL],
    env: { NO_COLOR: "1", ...environment },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  });
  const { success, stdout, stderr, signal } = await child.output();
  const decoder = new TextDecoder();
  if (success && decoder.decode(stdout) === "right\n") return null;
  const [words] = decoder.decode(stderr).split("\n");
  return words || (signal ? `it ended by ${signal}` : "it computed wrongly");
}

/**
 * A module of one function, which doubles floats in memory, two vectors a turn:
 *
 *     for (address = 0; address < end; address += 32) {
 *       store(address, load(address) + load(address));
 *       store(address + 16, load(address + 16) + load(address + 16));
 *     }
 */
const DOUBLING = [
  "0061736d 01000000", // magic, version 1
  "0105 01 60017f00", // type: (i32) → ()
  "0302 0100", // one function of that type
  "0503 010001", // one page of memory
  "0709 02 016d0200 01660000", // exports "m", "f"
  "0a3f 01 3d 01017f", // one body of 61 bytes: one local i32
  "0340", // loop
  "2001 2001fd000400 2001fd000400 fde401 fd0b0400",
  "2001 2001fd000410 2001fd000410 fde401 fd0b0410",
  "2001 4120 6a 2201 2000 49 0d00", // address += 32; again while address < end
  "0b0b", // end of loop, end of body
].join("").replaceAll(" ", "");

const TRIAL = `
const { m, f } = new WebAssembly.Instance(
  new WebAssembly.Module(Uint8Array.fromHex("${DOUBLING}")),
).exports;
const numbers = new Float32Array(m.buffer, 0, 1024);
let right = true;
for (let run = 0; run < 20000; run++) {
  for (let i = 0; i < 1024; i++) numbers[i] = i + run;
  f(4096);
  right &&= numbers[0] === 2 * run && numbers[1023] === 2 * (1023 + run);
}
console.log(right && numbers.every((value, i) => value === 2 * (i + 19999)) ? "right" : "wrong");
`;
