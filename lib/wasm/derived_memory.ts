import type * as tf from "@tensorflow/tfjs";
import type { SharedHeap } from "./memory.ts";

/**
 * Memory for what a kernel computes from a tensor and another kernel needs again, such as
 * the values of an image at Winograd's points in a forward and in a backward pass.
 */
export class DerivedMemory {
  readonly #heap: SharedHeap;
  readonly #addresses = new WeakMap<tf.DataId, Map<string, number>>();

  /** @param heap Where its blocks come from. */
  constructor(heap: SharedHeap) {
    this.#heap = heap;
  }

  /**
   * What was derived from a tensor. It is computed once and stays until {@link forget} or
   * until the tensor's memory is freed.
   *
   * @param tensor What it is computed from.
   * @param kind Names what is computed, with all that it depends on beside the values.
   * @param bytes How many bytes it takes.
   * @param compute Writes it to the address that it gets, or has kernels do so. If one of
   * them fails later, what stays is undefined until {@link forget}.
   * @returns Its address, aligned to 64 bytes.
   */
  get(
    { dataId }: { dataId: tf.DataId },
    kind: string,
    bytes: number,
    compute: (address: number) => void,
  ): number {
    const derived = this.#addresses.get(dataId) ?? new Map<string, number>();
    const known = derived.get(kind);
    if (known !== undefined) return known;
    const address = this.#heap.allocate(bytes);
    try {
      compute(address);
    } catch (error) {
      this.#heap.free(address);
      throw error;
    }
    this.#addresses.set(dataId, derived.set(kind, address));
    return address;
  }

  /**
   * Frees what was derived from a tensor. A kernel that writes to a tensor's memory in
   * place must call it, and one that is the last to need it does.
   */
  forget({ dataId }: { dataId: tf.DataId }): void {
    for (const address of this.#addresses.get(dataId)?.values() ?? []) {
      this.#heap.free(address);
    }
    this.#addresses.delete(dataId);
  }
}
