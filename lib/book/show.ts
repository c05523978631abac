/**
 * Shows figures in a notebook, and their words elsewhere.
 *
 * @module
 */
import { jupyterDisplay } from "../figures/figure.ts";
import { onRelease } from "./held_output.ts";
import { inKernel } from "./repair_kernel.ts";

/** What a notebook can display, by media type. */
export interface MediaBundle {
  "text/plain": string;
  [media: string]: string;
}

/** Anything that says how it is displayed: a figure, for example. */
export interface Displayable {
  [jupyterDisplay](): MediaBundle;
}

/** A figure that is shown once and then changes in place. */
export interface LiveDisplay {
  /**
   * Shows another figure in the first one's place.
   *
   * Of figures that come faster than 10 a second some are left out, but never the last.
   * Await it, as for all that a cell starts.
   */
  update(figure: Displayable): Promise<void>;
}

/**
 * Shows a figure or a text below the cell.
 *
 * End no cell with a value, as the kernel keeps it for ever; end it with this, which gives
 * none.
 *
 * @param thing The figure or the text.
 */
export async function show(thing: Displayable | string): Promise<void> {
  if (typeof thing === "string") console.log(thing);
  else await send(thing[jupyterDisplay]());
}

/**
 * Shows a figure that can be updated.
 *
 *     const live = await showLive(lossCurvesFigure([]));
 *     for await (const record of train(…)) {
 *       records.push(record);
 *       await live.update(lossCurvesFigure(records));
 *     }
 *
 * @param figure The first figure.
 * @returns What updates it.
 */
export async function showLive(figure: Displayable): Promise<LiveDisplay> {
  const display_id = `dcgan-book-live-${crypto.randomUUID()}`;
  await send(figure[jupyterDisplay](), { display_id });
  const live = new ThrottledDisplay((next) =>
    send(next[jupyterDisplay](), { display_id, update: true })
  );
  onRelease(() => live.flush());
  return live;
}

/**
 * Shows media of the caller's own making.
 *
 * @param bundle The media; `text/plain` is printed where there is no notebook.
 * @param options As `Deno.jupyter.display` takes them.
 */
export async function send(
  bundle: MediaBundle,
  options: { display_id?: string; update?: boolean } = {},
): Promise<void> {
  if (!inKernel()) return console.log(bundle["text/plain"]);
  await Deno.jupyter.display(bundle, { ...options, raw: true });
}

/** The least time between two updates, in milliseconds. */
const INTERVAL = 100;

/**
 * Passes on 10 figures a second at most, and always the last.
 */
export class ThrottledDisplay implements LiveDisplay {
  readonly #show: (figure: Displayable) => Promise<void>;
  readonly #now: () => number;
  #lastShown = -Infinity;
  #waiting: Displayable | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param show Shows a figure.
   * @param now The time in milliseconds.
   */
  constructor(
    show: (figure: Displayable) => Promise<void>,
    now: () => number = () => performance.now(),
  ) {
    this.#show = show;
    this.#now = now;
  }

  /** Shows a figure now, or soon if none comes after it. */
  async update(figure: Displayable): Promise<void> {
    this.#waiting = figure;
    const wait = this.#lastShown + INTERVAL - this.#now();
    if (wait <= 0) await this.flush();
    else this.#timer ??= setTimeout(() => void this.flush(), wait);
  }

  /** Shows the figure that waits, if one does. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const figure = this.#waiting;
    if (figure === null) return;
    this.#waiting = null;
    this.#lastShown = this.#now();
    await this.#show(figure);
  }
}
