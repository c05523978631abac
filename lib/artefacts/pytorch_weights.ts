import * as tf from "@tensorflow/tfjs";
import type { Network } from "../model/network.ts";
import type { Parameter } from "../model/parameter.ts";
import {
  decodeSafetensors,
  encodeSafetensors,
  SafetensorsError,
  type StoredTensor,
} from "./safetensors.ts";

/**
 * A network's weights as PyTorch keeps them: the bytes of a safetensors file.
 *
 * `load_state_dict` of the DCGAN tutorial's own Generator or Discriminator takes it as it
 * is, after safetensors' `load_file`. The keys are the tutorial's ("main.0.weight"), the
 * axes PyTorch's, and batch norm has its `num_batches_tracked`, which is 0, as nobody
 * counted. The tutorial's D ends in a sigmoid; that of ours stands in the loss.
 *
 * The tutorial's classes are for images of 64×64, kernels of 4 and a D that does not normalise
 * its first layer; its nc, nz, ngf and ndf are our channels, latent size and widths. For
 * others its lists of layers must be changed likewise: a block less for 32×32, batch norm
 * after D's first convolution for d2l's recipe, kernels of 5 for the paper's. Networks of
 * GANs in Action have no class in PyTorch: one must pad as Keras does ("same") and hand maps
 * to and from its dense layers channels last.
 *
 * @param network Not changed.
 */
export async function encodeForPyTorch(
  network: Network,
): Promise<Uint8Array<ArrayBuffer>> {
  const tensors = new Map<string, StoredTensor>();
  for (const parameter of network.parameters) {
    const { key, role } = parameter;
    const turned = tf.tidy(() => tf.transpose(parameter.value, toPyTorch(parameter)));
    try {
      const data = Float32Array.from(await turned.data());
      tensors.set(key, { shape: turned.shape, data });
    } finally {
      turned.dispose();
    }
    if (role === "runningVariance") {
      tensors.set(countKey(key), { shape: [], data: new BigInt64Array(1) });
    }
  }
  const architecture = JSON.stringify(network.architecture);
  return encodeSafetensors(tensors, { format: "pt", axes: AXES, architecture });
}

/**
 * Reads the weights of a PyTorch network of the same shapes, in two steps, so that several
 * networks change together or not at all.
 *
 *     const change = readFromPyTorch(generator, bytes); // may fail, and changes nothing
 *     change(); // cannot fail
 *
 * @param network Not changed yet.
 * @param bytes A safetensors file of a `state_dict()`, in float32 or float64.
 * @returns What sets all parameters of the network.
 * @throws {SafetensorsError} If the bytes are damaged, a key is missing or too many, or a
 *   shape differs; the message names the key and both shapes, and says what to do. Also if
 *   they are a pickle (.pt, .pth), which is never read, as reading one can run any program;
 *   the message says how to convert it.
 */
export function readFromPyTorch(network: Network, bytes: Uint8Array): () => void {
  const tensors = decode(bytes);
  const values = network.parameters.map((parameter) => {
    const { data, shape } = take(network, parameter, tensors);
    return { parameter, data, shape };
  });
  const [extra] = tensors.keys();
  if (extra !== undefined) {
    fail(
      `the ${network.name} has no parameter '${extra}'; its first is ` +
        `'${network.parameters[0].key}'`,
    );
  }
  return () =>
    tf.tidy(() => {
      for (const { parameter, data, shape } of values) {
        const turned = tf.transpose(tf.tensor(data, shape), fromPyTorch(parameter));
        parameter.value.assign(turned);
      }
    });
}

/** The tensors of a file, or an error that says how to write the file again. */
function decode(bytes: Uint8Array): Map<string, StoredTensor> {
  if (isPickle(bytes)) fail(`the file must be safetensors: it is a pickle. ${CONVERT}`);
  try {
    return decodeSafetensors(bytes).tensors;
  } catch (error) {
    if (!(error instanceof SafetensorsError)) throw error;
    throw new SafetensorsError(`${error.message}. ${SAVE_AGAIN}`, { cause: error });
  }
}

const AXES = "OIHW convolutions, IOHW transposed convolutions, OI dense";

const SAVE_AGAIN =
  "If it is cut off or another kind of file, copy it again; else save it " +
  "again in Python: save_file(net.float().state_dict(), 'FILE.safetensors')";

const CONVERT = "Convert it once in Python, where you trust it: from safetensors.torch " +
  "import save_file; save_file(torch.load('FILE.pth', weights_only=True, " +
  "map_location='cpu'), 'FILE.safetensors')";

/** HWIO and HWOI become OIHW and IOHW by the same turn. */
function toPyTorch({ role, value }: Parameter): number[] {
  if (role === "dense") return [1, 0];
  return value.rank === 4 ? [3, 2, 0, 1] : [0];
}

function fromPyTorch({ role, value }: Parameter): number[] {
  if (role === "dense") return [1, 0];
  return value.rank === 4 ? [2, 3, 1, 0] : [0];
}

/** Batch norm's number of batches, which only PyTorch keeps. */
function countKey(varianceKey: string): string {
  return varianceKey.replace(/running_var$/, "num_batches_tracked");
}

/** A parameter's values off the map, with batch norm's count, and their shape. */
function take(
  network: Network,
  parameter: Parameter,
  tensors: Map<string, StoredTensor>,
): { data: Float32Array; shape: number[] } {
  const { key, role, value } = parameter;
  const expected = toPyTorch(parameter).map((axis) => value.shape[axis]);
  const stored = tensors.get(key);
  if (!stored) {
    fail(
      `the ${network.name}'s '${key}' of shape ${show(expected)} is missing` +
        instead(key, [...tensors.keys()]),
    );
  }
  const { shape, data } = stored;
  if (!tf.util.arraysEqual(shape, expected)) {
    fail(
      `the ${network.name}'s '${key}' must have shape ${show(expected)}: it has ` +
        `${show(shape)}. Is it the file of another network, or of other sizes?`,
    );
  }
  if (!(data instanceof Float32Array || data instanceof Float64Array)) {
    fail(
      `the ${network.name}'s '${key}' must be of float32 or float64: it is of ` +
        `${data.constructor.name.replace("Array", "")}. ${SAVE_AGAIN}`,
    );
  }
  tensors.delete(key);
  if (role === "runningVariance") tensors.delete(countKey(key));
  return { data: Float32Array.from(data), shape };
}

/** What the file has in place of a key: the same under another name, or its first. */
function instead(key: string, keys: string[]): string {
  const found = keys.find((other) => other.endsWith(`.${key}`)) ??
    keys.find((other) => key.endsWith(`.${other}`));
  if (found !== undefined) {
    return `; the file has '${found}'. Rename its keys: 'main.' must stand first, and once`;
  }
  return keys.length === 0 ? ": the file is empty" : `; the file has '${keys[0]}'`;
}

/**
 * A zip archive or a bare pickle, the two forms that `torch.save` has written; pickles of
 * Python's own, too. The length of a safetensors header can begin like any of them, but then
 * the header's brace follows.
 */
function isPickle(bytes: Uint8Array): boolean {
  const starts = [
    [0x50, 0x4b, 0x03, 0x04],
    ...[2, 3, 4, 5].map((protocol) => [0x80, protocol]),
  ];
  return bytes[8] !== "{".charCodeAt(0) &&
    starts.some((start) => start.every((byte, i) => bytes[i] === byte));
}

const show = (shape: readonly number[]) => `[${shape.join(", ")}]`;

function fail(requirement: string): never {
  throw new SafetensorsError(`Cannot take PyTorch's weights as ${requirement}`);
}
