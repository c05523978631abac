import { imageGridFigure } from "../lib/figures/image_grid_figure.ts";
import type { Figure } from "../lib/figures/figure.ts";
import { jupyterDisplay } from "../lib/figures/figure.ts";
import { leakyReluFigure } from "../lib/figures/leaky_relu_figure.ts";
import { tableFigure } from "../lib/figures/table_figure.ts";
import { recipeFigure } from "../lib/run/recipe_figure.ts";
import { recipes } from "../lib/train/recipes.ts";
import type {
  Cell,
  JsonObject,
  NotebookFile,
  Output,
} from "../lib/book/notebook_file.ts";

/**
 * A notebook as it is after a run, with every kind of output that a page can show.
 *
 * It says nothing true: it is there to be looked at and measured in a browser.
 */
export function sampleNotebook(title: string): NotebookFile {
  const cells = [
    prose(`# ${title}

**The question.** What does a page of this book look like, on paper, at night and on a
phone? It has prose about as wide as this paragraph, with \`code\`, _stress_ and
[a link](https://arxiv.org/abs/1511.06434).

**Running time.** None.`),
    code(`import * as tf from "@tensorflow/tfjs";\n\nawait openNotebook();`, [
      stream("stdout", "Backend wasm-simd: \x1b[32mtwo threads\x1b[39m\n"),
    ]),
    prose(`## A formula that is wider than a phone, $f_\\alpha$

$$
\\min_G \\max_D V(D, G) = \\mathbb{E}_{x \\sim p_{\\text{data}}}\\big[\\log D(x)\\big] +
\\mathbb{E}_{z \\sim p_z}\\big[\\log(1 - D(G(z)))\\big], \\qquad
f_\\alpha(x) = \\begin{cases} x & x > 0 \\\\ \\alpha x & \\text{otherwise} \\end{cases}
$$

Before you run the cell, predict the value at $x = -\\tfrac12$.

| layer | output shape | parameters | what it does to the images that come in |
|:--|:--|--:|:--|
| dense | $4 \\times 4 \\times 512$ | 819,200 | makes a map of a vector |
| transposed convolution | $8 \\times 8 \\times 256$ | 2,097,152 | doubles each side |

> A quoted remark, which stands a little apart.`),
    code(
      `// A line that is far longer than a phone is wide, so that its box scrolls: ${
        "x".repeat(40)
      }\nconst slopes: number[] = [0, 0.2, 0.4, 0.6, 0.8, 1];\n` +
        `for (const slope of slopes) console.log(\`α = \${slope}\`, await check(slope));`,
      [
        stream(
          "stdout",
          `✓ a claim that holds, and a long line: ${"0.25 ".repeat(40)}\n`,
        ),
        stream("stderr", "Warning: something to know about\n"),
      ],
    ),
    code("await show(leakyReluFigure(slopes));", [
      display(leakyReluFigure([0, 0.2, 0.4, 0.6, 0.8, 1], { caption: "LeakyReLU." })),
    ]),
    prose("### A table and pictures"),
    code("await show(tableFigure(rows));", [display(tableFigure(rows))]),
    code("await live.update(recipeFigure(records, images, { recipe }));", [
      display(recipeFigure(records, disks(64), {
        recipe: recipes.pytorchTutorial,
        caption: "Step 60.",
      })),
    ]),
    code("await show(imageGridFigure(images, { labels }));", [
      display(imageGridFigure(disks(10), {
        columns: 5,
        labels: ["airplane", "automobile", "bird", "cat", "deer", ..."56789"],
      })),
    ]),
    code("picture;", [
      forms({ "image/png": dot, "text/plain": "a dot" }),
      forms({ "image/svg+xml": circle }),
      forms({ "text/markdown": "**Markdown** with $x^2$" }),
      forms({ "text/plain": "[ 1, 2, 3 ]" }),
    ]),
    code(`throw new RangeError("too far");`, [{
      output_type: "error",
      ename: "RangeError",
      evalue: "too far",
      traceback: ["\x1b[31mRangeError\x1b[39m: too far", "    at <anonymous>:1:7"],
    }]),
    prose(`## Exercises

Predict what happens without batch norm.

<details><summary>Hint</summary>

Look at $\\gamma$.

</details>`),
    { ...code("check(true);"), metadata: { tags: ["solution"] } },
  ];
  return { nbformat: 4, nbformat_minor: 5, metadata: {}, cells };
}

const rows = [
  { layer: "main.0", outputShape: [4, 4, 512], parameters: 819200 },
  { layer: "main.1", outputShape: [8, 8, 256], parameters: 2097152 },
];

const records = Array.from({ length: 60 }, (_, step) => ({
  step: step + 1,
  epoch: 1,
  imagesPerSecond: 100,
  lossDReal: 0.7 - step / 200,
  lossDFake: 0.7 - step / 200,
  lossD: 1.4 - step / 100 + Math.sin(step) / 10,
  lossG: 0.7 + step / 50 + Math.cos(step * 2) / 10,
  scoreReal: 0.5 + step / 200,
  scoreFakeBefore: 0.5 - step / 200,
  scoreFakeAfter: 0.45 - step / 200,
}));

const dot =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==";

const circle =
  `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40" role="img" ` +
  `aria-label="a circle"><circle cx="20" cy="20" r="16" fill="currentColor"/></svg>`;

/** Images of disks that grow. */
function disks(count: number) {
  const side = 28;
  const data = new Float32Array(count * side * side).map((_, index) => {
    const [x, y] = [index % side, Math.floor(index / side) % side];
    const radius = 2 + Math.floor(index / side / side) % 12;
    return Math.hypot(x - side / 2, y - side / 2) < radius ? 1 : -1;
  });
  return { data, shape: [count, side, side, 1] };
}

function prose(source: string): Cell {
  return { cell_type: "markdown", id: "prose", metadata: {}, source };
}

function code(source: string, outputs: Output[] = []): Cell {
  const id = "code";
  return { cell_type: "code", id, metadata: {}, source, execution_count: 1, outputs };
}

function stream(name: "stdout" | "stderr", text: string): Output {
  return { output_type: "stream", name, text };
}

function display(figure: Figure): Output {
  return forms(figure[jupyterDisplay]());
}

function forms(data: JsonObject): Output {
  return { output_type: "display_data", data, metadata: {} };
}
