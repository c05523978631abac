/**
 * The one memory that tensors, kernels and threads share.
 *
 * @module
 */

/** Every block starts on a multiple of this, so that no two share a cache line. */
const ALIGNMENT = 64;

const PAGE_BYTES = 65536;

/** 4 GiB, the most that 32-bit addresses reach. */
const LARGEST_PAGES = 65536;

/** 16 MiB, the least that is tried. */
const SMALLEST_PAGES = 256;

/** The engine refuses shared memory, even of the smallest size. */
export class MemoryRefusedError extends RangeError {
  /** The class's name, for outputs and logs. */
  override name = "MemoryRefusedError";
}

/** No free block is large enough for what a tensor or a kernel needs. */
export class MemoryFullError extends RangeError {
  /** The class's name, for outputs and logs. */
  override name = "MemoryFullError";
}

/** What a {@link SharedHeap} can be asked to be. */
export interface SharedHeapOptions {
  /** Size of the memory in pages of 64 KiB; smaller ones are tried if it is refused. */
  pages?: number;
  /** The first bytes, which are never handed out; a multiple of 64. */
  reservedBytes?: number;
  /** Whether freed blocks are filled with NaN, so that a use after free shows. */
  poison?: boolean;
}

/**
 * A heap of 64-byte aligned blocks in one shared `WebAssembly.Memory`.
 *
 * The memory has its largest size from the start. The operating system gives a page
 * only when it is first written, so the size costs nothing, and as the memory never
 * grows no view over it is ever detached.
 *
 * A freed block is joined to the free memory on both of its sides. A request is cut from
 * the smallest free block that is large enough: a training loop, which asks for the same
 * shapes at every step, finds them again. What was never handed out is one free block
 * too, as a rule the largest, and so the last that is taken.
 */
export class SharedHeap {
  /** The memory itself, as a WebAssembly instance imports it. */
  readonly memory: WebAssembly.Memory;
  /** Bytes in blocks that are in use, each rounded up to 64. */
  live = 0;
  /** The most that {@link live} has been. */
  peak = 0;

  /** Whether freed blocks are filled with NaN. */
  readonly poison: boolean;
  /** How that is done: at once, unless the owner has kernels that still use the block. */
  writePoison = (address: number, length: number): void => {
    this.floats(address, length).fill(NaN);
  };
  readonly #sizes = new Map<number, number>();
  /** By address; no two are neighbours. */
  readonly #free: Block[];

  /**
   * @param options Defaults: 4 GiB, the first 64 KiB reserved, no poison.
   * @throws {MemoryRefusedError} If not even 16 MiB of shared memory are granted.
   */
  constructor(options: SharedHeapOptions = {}) {
    const { pages = LARGEST_PAGES, reservedBytes = PAGE_BYTES, poison = false } = options;
    this.memory = reserve(pages);
    // The last page stays unused: an address one past a block must fit in 32 bits.
    const end = this.memory.buffer.byteLength - PAGE_BYTES;
    this.#free = [{ address: reservedBytes, size: end - reservedBytes }];
    this.poison = poison;
  }

  /** Bytes that {@link allocate} can still hand out, though perhaps not in one block. */
  get available(): number {
    return this.#free.reduce((bytes, { size }) => bytes + size, 0);
  }

  /**
   * Reserves a block. Its content is undefined: NaN in poison mode, else what was there.
   *
   * @param bytes How many bytes are needed, 0 or more.
   * @returns The block's address, a multiple of 64. The caller frees it.
   * @throws {MemoryFullError} If no free block is large enough.
   * @throws {RangeError} If `bytes` is negative or NaN.
   */
  allocate(bytes: number): number {
    if (!(bytes >= 0)) {
      throw new RangeError(
        `Cannot allocate memory as 'bytes' must be 0 or more: current value is ${bytes}`,
      );
    }
    const size = Math.max(ALIGNMENT, Math.ceil(bytes / ALIGNMENT) * ALIGNMENT);
    const address = this.#cut(size);
    if (address === undefined) {
      throw new MemoryFullError(
        `Cannot allocate ${bytes} bytes of shared memory as they must be free in one ` +
          `block: ${this.available} bytes are free and ${this.live} are in use. ` +
          "Smaller batches or networks need less",
      );
    }
    this.#sizes.set(address, size);
    this.live += size;
    this.peak = Math.max(this.peak, this.live);
    if (this.poison) this.writePoison(address, size / 4);
    return address;
  }

  /**
   * Gives a block back.
   *
   * @param address What {@link allocate} returned.
   * @throws {RangeError} If no block in use starts there: it was freed before, say.
   */
  free(address: number): void {
    const size = this.#sizes.get(address);
    if (size === undefined) {
      throw new RangeError(
        `Cannot free address ${address} as no block in use starts there`,
      );
    }
    this.#sizes.delete(address);
    this.live -= size;
    if (this.poison) this.writePoison(address, size / 4);
    this.#join(address, size);
  }

  /**
   * The float32 values at an address, as a view: writing to it writes to the heap, at
   * once, whatever kernels are still about to read there.
   *
   * @param address A multiple of 4.
   * @param length How many values.
   */
  floats(address: number, length: number): Float32Array {
    // tfjs's types know only views over unshared memory; at run time both are the same.
    return new Float32Array(this.memory.buffer, address, length) as Float32Array;
  }

  /** Takes the start of the smallest free block that has `size` bytes. */
  #cut(size: number): number | undefined {
    let best: Block | undefined;
    for (const block of this.#free) {
      if (block.size >= size && (!best || block.size < best.size)) best = block;
    }
    if (!best) return undefined;
    const { address } = best;
    best.address += size;
    best.size -= size;
    if (best.size === 0) this.#free.splice(this.#free.indexOf(best), 1);
    return address;
  }

  /** Makes a block free, as one with the free blocks that end or start where it does. */
  #join(address: number, size: number): void {
    const next = this.#firstFrom(address);
    const before: Block | undefined = this.#free[next - 1];
    const after: Block | undefined = this.#free[next];
    const touchesBefore = before && before.address + before.size === address;
    const touchesAfter = after && address + size === after.address;
    if (touchesBefore) {
      before.size += size;
      if (!touchesAfter) return;
      before.size += after.size;
      this.#free.splice(next, 1);
    } else if (touchesAfter) {
      after.address = address;
      after.size += size;
    } else {
      this.#free.splice(next, 0, { address, size });
    }
  }

  /** Index of the first free block at `address` or after it. */
  #firstFrom(address: number): number {
    let low = 0;
    let high = this.#free.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#free[middle].address < address) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

interface Block {
  address: number;
  size: number;
}

/** A shared memory of `pages`, or of the largest half, quarter, … that is granted. */
function reserve(pages: number): WebAssembly.Memory {
  for (let size = pages;; size = Math.floor(size / 2)) {
    try {
      return new WebAssembly.Memory({ initial: size, maximum: size, shared: true });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      if (size >= 2 * SMALLEST_PAGES) continue;
      throw new MemoryRefusedError(
        `Cannot reserve shared memory as the engine must grant ${size} pages of 64 KiB: ` +
          error.message,
        { cause: error },
      );
    }
  }
}
