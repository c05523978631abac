import type { Browser, Page } from "playwright-core";
import { join } from "@std/path";
import { freePorts } from "../lib/book/kernel/kernel_process.ts";
import { labEnvironment } from "../lib/cli/lab.ts";
import {
  codeCells,
  type NotebookFile,
  parseNotebook,
} from "../lib/book/notebook_file.ts";
import { launchChromium, PATIENCE } from "./launch_chromium.ts";
import { pause } from "./naive_front_end.ts";

/**
 * JupyterLab in a real browser, on a folder of its own that has the project's library.
 */
export class JupyterLab {
  readonly #server: Deno.ChildProcess;
  readonly #browser: Browser;
  readonly #folder: string;
  readonly #url: string;
  readonly #log: Promise<unknown>;

  private constructor(
    server: Deno.ChildProcess,
    browser: Browser,
    folder: string,
    url: string,
    log: Promise<unknown>,
  ) {
    this.#server = server;
    this.#browser = browser;
    this.#folder = folder;
    this.#url = url;
    this.#log = log;
  }

  /** Starts the server, with the kernel that `deno task lab` gives it, and the browser. */
  static async start(): Promise<JupyterLab> {
    const folder = await Deno.makeTempDir({ prefix: "dcgan-lab-" });
    const project = join(import.meta.dirname!, "..");
    for (const name of ["notebooks", "data"]) await Deno.mkdir(join(folder, name));
    await Deno.copyFile(join(project, "deno.json"), join(folder, "deno.json"));
    await Deno.symlink(join(project, "lib"), join(folder, "lib"));
    const [port] = freePorts(1);
    const server = new Deno.Command("jupyter", {
      args: [
        "lab",
        "--no-browser",
        "--allow-root",
        `--ServerApp.root_dir=${join(folder, "notebooks")}`,
        "--ServerApp.ip=127.0.0.1",
        `--ServerApp.port=${port}`,
        "--ServerApp.port_retries=0",
        "--IdentityProvider.token=",
        "--LabApp.expose_app_in_browser=True",
        "--LabApp.news_url=None",
      ],
      env: {
        ...await labEnvironment({ safe: false, folder: join(folder, "share") }),
        JUPYTER_CONFIG_DIR: join(folder, "config"),
        JUPYTER_RUNTIME_DIR: join(folder, "runtime"),
      },
      stdin: "null",
      stdout: "null",
      stderr: "piped",
    }).spawn();
    const log = new Response(server.stderr).text();
    const url = `http://127.0.0.1:${port}`;
    try {
      await answering(`${url}/api`);
      const browser = await launchChromium();
      return new JupyterLab(server, browser, folder, url, log);
    } catch (error) {
      await endServer(server, log, folder);
      throw error;
    }
  }

  /**
   * Puts a notebook into the folder and opens it.
   *
   * @param name Its name with `.ipynb`.
   * @param text The file's text.
   */
  async open(name: string, text: string): Promise<OpenNotebook> {
    await Deno.writeTextFile(join(this.#folder, "notebooks", name), text);
    const page = await this.#browser.newPage();
    page.setDefaultTimeout(PATIENCE);
    await page.goto(
      `${this.#url}/lab/workspaces/${crypto.randomUUID()}/tree/${name}?reset`,
    );
    const notebook = new OpenNotebook(page);
    await notebook.untilIdle(PATIENCE);
    return notebook;
  }

  /** Ends the kernels and removes what they saved, so that the next notebook runs alone. */
  async reset(): Promise<void> {
    await this.#endKernels();
    const data = join(this.#folder, "data");
    await Deno.remove(data, { recursive: true });
    await Deno.mkdir(data);
  }

  async #endKernels(): Promise<void> {
    const kernels: { id: string }[] = await (await fetch(`${this.#url}/api/kernels`))
      .json();
    for (const { id } of kernels) {
      const headers = { origin: this.#url };
      const gone = await fetch(`${this.#url}/api/kernels/${id}`, {
        method: "DELETE",
        headers,
      });
      await gone.body?.cancel();
    }
  }

  /** Ends browser, server and kernels. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close();
    await this.#endKernels();
    await endServer(this.#server, this.#log, this.#folder);
  }
}

async function endServer(
  server: Deno.ChildProcess,
  log: Promise<unknown>,
  folder: string,
): Promise<void> {
  try {
    server.kill("SIGTERM");
  } catch (error) {
    // It has ended by itself.
    if (!(error instanceof TypeError)) throw error;
  }
  // Asked to end, it can wait for a thread of its own that never ends.
  const patience = setTimeout(() => server.kill("SIGKILL"), 30_000);
  await server.status;
  clearTimeout(patience);
  await log;
  await Deno.remove(folder, { recursive: true });
}

/** A notebook that is open in JupyterLab. */
export class OpenNotebook {
  readonly #page: Page;

  /** @param page The browser's page. */
  constructor(page: Page) {
    this.#page = page;
  }

  /** Presses Run All Cells. */
  async runAll(): Promise<void> {
    await this.#page.click(`.lm-MenuBar-itemLabel:text-is("Run")`);
    await this.#page.click(`.lm-Menu-itemLabel:text-is("Run All Cells")`);
  }

  /**
   * Selects a cell and presses Run Selected Cell.
   *
   * @param index The cell, from 0, prose counted.
   */
  run(index: number): Promise<void> {
    return this.#select(index, "Run Selected Cell");
  }

  /**
   * Selects a cell and presses Run Selected Cell and All Below.
   *
   * @param index The cell, from 0, prose counted.
   */
  runFrom(index: number): Promise<void> {
    return this.#select(index, "Run Selected Cell and All Below");
  }

  async #select(index: number, item: string): Promise<void> {
    await this.#page.evaluate(
      `globalThis.jupyterapp.shell.currentWidget.content.activeCellIndex = ${index}`,
    );
    await this.#page.click(`.lm-MenuBar-itemLabel:text-is("Run")`);
    await this.#page.click(`.lm-Menu-itemLabel:text-is("${item}")`);
  }

  /**
   * The first code cell with some text in its source, from 0, prose counted; −1 if none.
   *
   * @param text What to look for.
   */
  async find(text: string): Promise<number> {
    return (await this.content()).cells.findIndex(({ cell_type, source }) =>
      cell_type === "code" && source.includes(text)
    );
  }

  /** Presses the toolbar's Stop. */
  async stop(): Promise<void> {
    await this.#page.click(
      `.jp-NotebookPanel-toolbar [data-jp-item-name="interrupt"] >> nth=0`,
    );
  }

  /**
   * Waits until no cell runs.
   *
   * @param timeout The longest to wait, in milliseconds.
   */
  async untilIdle(timeout: number): Promise<void> {
    await this.#page.waitForFunction(
      `(() => {
        const panel = globalThis.jupyterapp?.shell.currentWidget;
        const kernel = panel?.sessionContext?.session?.kernel;
        if (kernel?.status !== "idle" || panel.content.widgets.length === 0) return false;
        return panel.content.widgets.every(({ model }) => model.executionState !== "running");
      })()`,
      undefined,
      { timeout, polling: 100 },
    );
    await pause(300);
  }

  /** The notebook as JupyterLab has it now, outputs included. */
  async content(): Promise<NotebookFile> {
    const text = await this.#page.evaluate<string>(
      `JSON.stringify(globalThis.jupyterapp.shell.currentWidget.content.model.toJSON())`,
    );
    return parseNotebook(text, "the notebook in the browser");
  }

  /** What each code cell printed. */
  async printed(): Promise<string[]> {
    return codeCells(await this.content()).map(({ outputs }) =>
      outputs.map((output) => output.output_type === "stream" ? output.text : "").join("")
    );
  }

  /** Dialogs that are open, by their text: a dead kernel opens one. */
  dialogs(): Promise<string[]> {
    return this.#page.evaluate<string[]>(
      `[...document.querySelectorAll(".jp-Dialog")].map((dialog) => dialog.textContent)`,
    );
  }

  /** Closes the page. The kernel lives on until the server ends. */
  close(): Promise<void> {
    return this.#page.close();
  }
}

async function answering(url: string): Promise<void> {
  for (let waited = 0; waited < PATIENCE; waited += 200) {
    try {
      await (await fetch(url)).body?.cancel();
      return;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
    await pause(200);
  }
  throw new Error("Cannot use JupyterLab as its server must answer within three minutes");
}
