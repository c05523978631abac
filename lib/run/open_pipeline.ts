import { counted } from "../data/counted.ts";
import type { ImageSource } from "../data/image_source.ts";
import { ImagePipeline } from "../data/pipeline/image_pipeline.ts";
import type { ImagePipelineOptions } from "../data/pipeline/image_pipeline_options.ts";
import { ImageCacheError } from "../data/pipeline/make_image_cache.ts";
import { RandomGenerator } from "../tensor/random.ts";
import { seldom } from "./seldom.ts";

/** How pictures become batches, and where they are kept decoded. */
export interface OpenPipelineOptions
  extends Omit<ImagePipelineOptions, "random" | "cache"> {
  /** Decides the order. */
  seed: number;
  /** A file for the decoded pictures; none by default. */
  cache?: string;
  /** Told what is done with that file. */
  log: (line: string) => void;
}

/** Milliseconds between two lines while pictures are decoded into a file. */
const LINE_EVERY = 10_000;

/**
 * Opens pictures in files as batches, by a file of the decoded ones where one is wanted.
 *
 * The file saves time and nothing else: where it cannot be used a line says why, and the
 * batches are the same without it.
 *
 * @param source The pictures; it stays open.
 * @param options How.
 * @returns The batches. The caller closes them.
 * @throws As `ImagePipeline.open()` does without a cache.
 */
export async function openPipeline(
  source: ImageSource,
  { seed, cache, log, ...options }: OpenPipelineOptions,
): Promise<ImagePipeline> {
  // One number is drawn from a generator when a pipeline is opened.
  const settings = () => ({ ...options, random: new RandomGenerator(seed) });
  if (cache === undefined) return await ImagePipeline.open(source, settings());
  const tell = seldom(log, { every: LINE_EVERY });
  const onProgress = (done: number, count: number) => {
    if (done === 1) {
      const pictures = counted(count, "picture");
      log(`Decoding ${pictures} into ${cache}, once; later runs read them there.`);
    }
    tell(`Decoded ${done} of ${count} pictures.`);
  };
  try {
    const file = { path: cache, onNotice: log, onProgress };
    const pipeline = await ImagePipeline.open(source, { ...settings(), cache: file });
    log(`Reading the decoded pictures from ${cache}.`);
    return pipeline;
  } catch (error) {
    if (!(error instanceof ImageCacheError)) throw error;
    log(`${error.message}. Going on without it.`);
    return await ImagePipeline.open(source, settings());
  }
}
