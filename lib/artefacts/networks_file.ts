import * as tf from "@tensorflow/tfjs";
import { withFileLock } from "../data/download/file_lock.ts";
import type { Architecture, Network } from "../model/network.ts";
import { createFromArchitecture } from "../model/architecture.ts";
import { RandomGenerator } from "../tensor/random.ts";
import type { TrainingState } from "../train/training_state.ts";
import { decodeCheckpoint, isCheckpoint } from "./checkpoint_bytes.ts";
import {
  decodeSafetensors,
  encodeSafetensors,
  type Safetensors,
  SafetensorsError,
  type StoredTensor,
} from "./safetensors.ts";
import { STORED_AXES } from "./stored_axes.ts";
import { writeDurably } from "./write_durably.ts";

/** A generator and its discriminator. */
export interface NetworkPair {
  generator: Network;
  discriminator: Network;
}

/** Networks as they were read, and what their file says besides. */
export interface LoadedNetworks extends NetworkPair {
  /** What `saveNetworks()` was given; of a checkpoint, its step and the data's origin. */
  metadata: Record<string, string>;
}

/**
 * Saves both networks with all weights and running statistics as a safetensors file.
 *
 * The file says how to build the networks again, so loading needs nothing else. It is
 * written beside its place and then renamed, so that a crash or a power cut leaves the old
 * file or the new one, never half of one. Of processes that save there at once, such as
 * two notebooks, one waits for the other.
 *
 * Keys are those of PyTorch's tutorial under the network's name,
 * "generator.main.0.weight"; the axes are ours (the metadata says so). The optimisers are
 * not kept: a training that goes on from here starts with fresh moments.
 *
 * @param path The file; its folder must exist.
 * @param networks Not changed.
 * @param metadata What else a reader should know; the names "architectures", "recipes"
 *   and "axes" are ours.
 */
export async function saveNetworks(
  path: string,
  networks: NetworkPair,
  metadata: Record<string, string> = {},
): Promise<void> {
  const bytes = await encodeNetworks(networks, metadata);
  await withFileLock(`${path}.lock`, () => writeDurably(path, [bytes]));
}

/** Which generator of a checkpoint is meant. */
export interface LoadNetworksOptions {
  /**
   * The one that learns, also where the training keeps an average of its weights; by
   * default the average is taken then, as for a run's samples.
   */
  raw?: boolean;
}

/**
 * Loads what {@link saveNetworks} saved, or the networks of a training's checkpoint, as
 * new networks.
 *
 * @param path The file.
 * @param options For checkpoints; other files hold one generator.
 * @returns Networks that the caller disposes.
 * @throws {SafetensorsError} If the file is damaged or holds other networks, or only the
 *   average where the raw generator is asked for; the message names the path, the key and
 *   both shapes.
 */
export async function loadNetworks(
  path: string,
  options: LoadNetworksOptions = {},
): Promise<LoadedNetworks> {
  const bytes = await Deno.readFile(path);
  try {
    return decodeNetworks(bytes, options);
  } catch (error) {
    if (!(error instanceof SafetensorsError)) throw error;
    throw new SafetensorsError(`${error.message} (in '${path}')`, { cause: error });
  }
}

/**
 * Both networks as the bytes of a safetensors file; see {@link saveNetworks}.
 *
 * @param networks Not changed.
 * @param metadata What else a reader should know.
 */
export async function encodeNetworks(
  { generator, discriminator }: NetworkPair,
  metadata: Record<string, string> = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const tensors = new Map<string, StoredTensor>();
  for (const [name, network] of Object.entries({ generator, discriminator })) {
    for (const { key, value } of network.parameters) {
      const data = await value.data() as Float32Array;
      tensors.set(`${name}.${key}`, { shape: value.shape, data });
    }
  }
  const architectures = JSON.stringify({
    generator: generator.architecture,
    discriminator: discriminator.architecture,
  });
  return encodeSafetensors(tensors, { ...metadata, architectures, axes: STORED_AXES });
}

/**
 * The networks in the bytes of a safetensors file; see {@link loadNetworks}.
 *
 * @param bytes The whole file.
 * @param options For checkpoints.
 * @returns New networks that the caller disposes.
 * @throws {SafetensorsError} If the bytes are damaged or hold other networks.
 */
export function decodeNetworks(
  bytes: Uint8Array,
  { raw = false }: LoadNetworksOptions = {},
): LoadedNetworks {
  const file = decodeSafetensors(bytes);
  const { tensors, metadata: all } = isCheckpoint(file.metadata)
    ? networksOfCheckpoint(decodeCheckpoint(bytes), { raw })
    : file;
  // "recipes" is what files of the first version call their architectures.
  const { architectures: text = all.recipes, recipes: _, axes, ...metadata } = all;
  if (raw && metadata.averageDecay !== undefined) {
    fail(
      "the generator without its average is in the run's checkpoints only: this file " +
        `holds an average with 'averageDecay' ${metadata.averageDecay}`,
    );
  }
  if (axes !== STORED_AXES) {
    const found = JSON.stringify(axes);
    fail(`the metadata 'axes' must be "${STORED_AXES}": current value is ${found}`);
  }
  const architectures = parseArchitectures(text);
  const built: Network[] = [];
  try {
    const networks = NAMES.map((name) => {
      const network = build(name, architectures[name]);
      built.push(network);
      fill(name, network, tensors);
      return network;
    });
    const [extra] = tensors.keys();
    if (extra !== undefined) fail(`neither network has a parameter '${extra}'`);
    return { generator: networks[0], discriminator: networks[1], metadata };
  } catch (error) {
    for (const network of built) network.dispose();
    throw error;
  }
}

/** A checkpoint as if only its networks had been saved. */
function networksOfCheckpoint(
  { architectures, constants, data, step, tensors }: TrainingState,
  { raw }: { raw: boolean },
): Safetensors {
  const averaged = constants.averageDecay !== null && !raw;
  const generator = averaged ? "average." : "generator.";
  const parameters = [...tensors]
    .filter(([name]) => !/\.(first|second)Moment$/.test(name))
    .filter(([name]) => name.startsWith(generator) || name.startsWith("discriminator."))
    .map(([name, tensor]) => [name.replace(/^average\./, "generator."), tensor] as const);
  const metadata = {
    step: String(step),
    ...(data.identity && { origin: data.identity.origin }),
    ...(averaged && { averageDecay: String(constants.averageDecay) }),
    architectures: JSON.stringify(architectures),
    axes: STORED_AXES,
  };
  return { tensors: new Map(parameters), metadata };
}

const NAMES = ["generator", "discriminator"] as const;
type Name = typeof NAMES[number];

function parseArchitectures(text: string | undefined): Record<Name, Architecture> {
  if (text === undefined) fail("the metadata must hold the networks' 'architectures'");
  let architectures: unknown;
  try {
    architectures = JSON.parse(text);
  } catch (error) {
    throw new SafetensorsError(
      "Cannot load the networks as the metadata 'architectures' must be JSON",
      { cause: error },
    );
  }
  for (const name of NAMES) {
    const architecture = (architectures as Record<string, unknown> | null)?.[name];
    if (typeof architecture !== "object" || architecture === null) {
      fail(`the metadata 'architectures' must have one of the ${name}`);
    }
  }
  return architectures as Record<Name, Architecture>;
}

function build(name: Name, architecture: Architecture): Network {
  try {
    return createFromArchitecture(architecture, new RandomGenerator(0));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new SafetensorsError(
      `Cannot load the networks as the ${name}'s architecture is wrong: ${error.message}`,
      { cause: error },
    );
  }
}

/** Sets the network's parameters, and takes them off the map. */
function fill(name: Name, network: Network, tensors: Map<string, StoredTensor>): void {
  for (const { key, value } of network.parameters) {
    const full = `${name}.${key}`;
    const stored = tensors.get(full);
    if (!stored) fail(`'${full}' of shape [${value.shape.join(", ")}] is missing`);
    const { shape, data } = stored;
    if (!tf.util.arraysEqual(shape, value.shape) || !(data instanceof Float32Array)) {
      fail(
        `'${full}' must be F32 of shape [${value.shape.join(", ")}]: it is ` +
          `${data instanceof Float32Array ? "F32" : "not F32"} of shape ` +
          `[${shape.join(", ")}]`,
      );
    }
    tf.tidy(() => value.assign(tf.tensor(data, shape)));
    tensors.delete(full);
  }
}

function fail(requirement: string): never {
  throw new SafetensorsError(`Cannot load the networks as ${requirement}`);
}
