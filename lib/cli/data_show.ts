import { dirname } from "@std/path";
import { imageGrid } from "../artefacts/image_grid.ts";
import { encodePng } from "../artefacts/png.ts";
import { counted } from "../data/counted.ts";
import { openData } from "../data/open_data.ts";
import { type Survey, surveySet, surveySource } from "../data/data_survey.ts";
import { warnings } from "../data/data_warnings.ts";
import { percent } from "../data/percent.ts";
import { statIfThere } from "../data/stat_if_there.ts";
import { printable } from "./printable.ts";
import { ProgressBar, type ProgressOutput, standardError } from "./progress_bar.ts";
import { rethrowAsUsage, UsageError } from "./usage_error.ts";

/** What to show. */
export interface ShowOptions {
  /** A set's name, a folder, a zip or a database. */
  what: string;
  /** Where to look first for a set. */
  folder?: string;
  /** The side to train with, in pixels. */
  size?: number;
  /** 1 for grey, 3 for colours. */
  channels: 1 | 3;
  /** How many pictures to look at. */
  sample: number;
  /** The contact sheet's file. */
  output: string;
  /** Where the progress bar goes. */
  progress?: ProgressOutput;
}

/**
 * Looks at a set or at a reader's own pictures, and writes a contact sheet.
 *
 * @param options What to show.
 * @returns The report, line by line.
 * @throws {UsageError} If there are no such pictures, none is whole, or the contact sheet
 *   would be a folder or has none to lie in.
 * @throws {SetNotHereError} If the set is not on this machine.
 */
export async function showImages(options: ShowOptions): Promise<string[]> {
  // Before the pictures are looked at, which takes a while.
  await requireFile(options.output);
  const survey = await look(options).catch((error) => rethrowAsUsage(error));
  await Deno.writeFile(options.output, encodePng(contactSheet(survey)));
  return [
    ...report(survey),
    "",
    `Contact sheet of ${counted(samplesOf(survey), "picture")}: ${options.output}`,
  ];
}

async function requireFile(output: string): Promise<void> {
  if ((await statIfThere(output))?.isDirectory) {
    throw new UsageError(
      `--output must be a file, such as sheet.png: '${output}' is a folder`,
    );
  }
  const folder = dirname(output);
  if ((await statIfThere(folder))?.isDirectory) return;
  throw new UsageError(
    `--output must lie in a folder that is there: '${folder}' is none`,
  );
}

/** Pictures on a contact sheet. */
const SAMPLES = 100;

async function look(options: ShowOptions): Promise<Survey> {
  const { what, sample, channels, size = 64, progress = standardError } = options;
  const opened = await openData(what, { folder: options.folder });
  if (opened.kind === "images") {
    return surveySet(opened.images, { sample, samples: SAMPLES });
  }
  const { source } = opened;
  const total = Math.min(source.count, sample);
  const bar = new ProgressBar({
    title: "Looking",
    unit: "pictures",
    total,
    output: progress,
  });
  try {
    const onProgress = (done: number) => bar.update(done);
    return await surveySource(source, {
      size,
      channels,
      sample,
      samples: SAMPLES,
      onProgress,
    });
  } finally {
    bar.clear();
    source.close();
  }
}

/**
 * The samples side by side, small ones twice as large.
 *
 * @param survey With samples.
 */
export function contactSheet({ samples, size, channels }: Survey) {
  const count = samples.length / (size * size * channels);
  if (size >= 48) {
    return imageGrid({ data: samples, shape: [count, size, size, channels] }, {
      columns: 10,
    });
  }
  const side = 2 * size;
  const data = new Uint8Array(4 * samples.length);
  for (let i = 0; i < data.length; i++) {
    const channel = i % channels;
    const x = Math.floor(i / channels) % side;
    const row = Math.floor(i / (channels * side));
    const from = (Math.floor(row / 2) * size + Math.floor(x / 2)) * channels + channel;
    data[i] = samples[from];
  }
  return imageGrid({ data, shape: [count, side, side, channels] }, { columns: 10 });
}

/**
 * A survey in lines for a terminal.
 *
 * @param survey What was found.
 */
export function report(survey: Survey): string[] {
  const { origin, means, deviations, channels, size } = survey;
  const inWhole = (values: number[]) => values.map((value) => value.toFixed(1)).join(" ");
  const order = channels === 3 ? "red, green, blue" : "grey";
  const troubles = warnings(survey);
  return [
    origin,
    "",
    `pictures   ${countsOf(survey)}`,
    `sizes      ${sizesOf(survey)}`,
    ...formatsOf(survey),
    `channels   mean ${inWhole(means)}, deviation ${inWhole(deviations)} ` +
    `(${order}, from 0 to 255, at ${size}×${size})`,
    ...classesOf(survey),
    ...listed("damaged", survey.damaged, ({ path, reason }) => `${path} (${reason})`),
    ...listed("left out", survey.leftOut, ({ path, reason }) => `${path} (${reason})`),
    ...listed("copies", survey.duplicates, ({ name, of }) => `${name} = ${of}`),
    "",
    ...troubles.length === 0
      ? ["Nothing speaks against training on them."]
      : ["Before you train on them:", ...troubles.map((trouble) => `  - ${trouble}`)],
  ].map(printable);
}

function samplesOf({ samples, size, channels }: Survey): number {
  return samples.length / (size * size * channels);
}

/** How many there are, and of those looked at how many can be trained on. */
function countsOf({ count, lookedAt, damaged: { length: damaged } }: Survey): string {
  const looked = lookedAt < count ? `, ${lookedAt} of them looked at, evenly spread` : "";
  const found = damaged > 0 ? `: ${lookedAt - damaged} usable, ${damaged} damaged` : "";
  return `${count}${looked}${found}`;
}

function sizesOf({ sizes }: Survey): string {
  const all = sizes.reduce((sum, { count }) => sum + count, 0);
  const named = sizes.slice(0, 3).map(({ width, height, count }) =>
    `${width}×${height} (${percent(count / all)})`
  );
  if (sizes.length <= 3) return named.join(", ");
  const sides = sizes.flatMap(({ width, height }) => [width, height]);
  const others = sizes.length === 4 ? "1 other" : `${sizes.length - 3} others`;
  return `${named.join(", ")} and ${others}; ` +
    `sides from ${Math.min(...sides)} to ${Math.max(...sides)}`;
}

function formatsOf({ formats }: Survey): string[] {
  if (formats.length === 0) return [];
  const named = formats.map(({ format, count }) => `${count} ${format}`);
  return [`formats    ${named.join(", ")}`];
}

/** Classes in a bar chart of text: all, or the largest and the smallest of many. */
function classesOf({ classes, damaged }: Survey): string[] {
  if (classes === null) return ["classes    none"];
  const sorted = classes.toSorted((a, b) => b.count - a.count);
  const shown = classes.length <= 20
    ? classes
    : [...sorted.slice(0, 5), ...sorted.slice(-5)];
  const most = sorted[0].count;
  const width = Math.min(24, Math.max(...shown.map(({ name }) => name.length)));
  const bars = shown.map(({ name, count }) => {
    const bar = "#".repeat(Math.max(Math.round((count / most) * 30), count > 0 ? 1 : 0));
    return `  ${name.slice(0, width).padEnd(width)} ${bar} ${count}`;
  });
  if (classes.length > 20) bars.splice(5, 0, "  …");
  const median = sorted[Math.floor(sorted.length / 2)].count;
  const least = sorted.at(-1)!.count;
  const middle = classes.length > 2 ? `, median ${median}` : "";
  const range = least === most
    ? `${counted(most, "picture")} each`
    : `${least} to ${most} pictures each${middle}`;
  const without = damaged.length > 0 ? ", without those found damaged" : "";
  return [`classes    ${classes.length}, ${range}${without}`, ...bars];
}

/** How many there are, and the first few; the line of "1 more" has room for its name. */
function listed<Item>(
  title: string,
  items: Item[],
  line: (item: Item) => string,
): string[] {
  if (items.length === 0) return [];
  const shown = items.length > 6 ? items.slice(0, 5) : items;
  const rest = items.length - shown.length;
  const more = rest > 0 ? [`  … and ${rest} more`] : [];
  return [
    `${title.padEnd(10)} ${items.length}`,
    ...shown.map((item) => `  ${line(item)}`),
    ...more,
  ];
}
