import assert from "node:assert/strict";
import { parseHTML } from "linkedom";
import type { StepRecord } from "../train/training_state.ts";
import { type RunPage, runPageHtml } from "./run_page.ts";

function record(step: number, loss = 1): StepRecord {
  return {
    step,
    epoch: 1,
    lossDReal: loss / 2,
    lossDFake: loss / 2,
    lossD: loss,
    lossG: 2 * loss,
    scoreReal: 0.7,
    scoreFakeBefore: 0.3,
    scoreFakeAfter: 0.2,
    imagesPerSecond: 100,
  };
}

const page: RunPage = {
  title: "Faces <64×64>",
  status: "ended after 3 steps",
  records: [record(1), record(2), record(3)],
  undecided: 2 * Math.LN2,
  diagnoses: [{
    condition: "generatorCollapsed",
    severity: "serious",
    since: 2,
    until: null,
    evidence: "The 64 samples form 2 groups.",
    advice: "a lower learning rate.",
    clusters: 2,
  }],
  grids: [
    { step: 0, file: "samples_000000.png" },
    { step: 3, file: "samples_000003.png" },
  ],
  comparison: "real_and_generated.png",
  animation: "samples.gif",
  facts: [{ heading: "Recipe", rows: [["learning rate", "0.0002"]] }],
  files: [{ file: "records.jsonl", what: "one line a step" }],
};

function opened(shown: RunPage) {
  return parseHTML(runPageHtml(shown)).document;
}

Deno.test("a run's page shows curves, samples, notes, facts and files", () => {
  const document = opened(page);
  assert.equal(document.querySelector("h1")?.textContent, "Faces <64×64>");
  const headings = [...document.querySelectorAll("h2")].map((h) => h.textContent);
  assert.deepEqual(headings, [
    "What the doctor says",
    "Samples of the same latents",
    "Real and generated",
    "Curves",
    "Recipe",
    "Files",
  ]);
  assert.match(
    document.querySelector(".notes .serious")!.textContent,
    /collapsed \(to 2 groups of images\), since step 2/,
  );
  assert.equal(document.querySelectorAll("figure svg[aria-label]").length, 2);
  assert.equal(document.querySelector("td")?.textContent, "0.0002");
  const links = [...document.querySelectorAll("a")].map((a) => a.getAttribute("href"));
  assert.deepEqual(links, ["samples.gif", "records.jsonl"]);
});

Deno.test("a run's page marks as good what is healthy, and not what it is too early for", () => {
  const common = { ...page.diagnoses[0], severity: "none" as const };
  const kinds = (["healthy", "tooEarly"] as const).map((condition) =>
    opened({ ...page, diagnoses: [{ ...common, condition }] })
      .querySelector(".notes li")!.className
  );
  assert.deepEqual(kinds, ["healthy", "tooEarly"]);
  const style = opened(page).querySelector("style")!.textContent;
  assert.match(
    style,
    /\.notes \.healthy,\s+\.notes \.lossesHealthy \{\s+border-color: var\(--good\)/,
  );
  assert.equal(style.match(/var\(--good\)/g)!.length, 1);
});

Deno.test("a run's page breaks a field's path after its dots, and no percentage", () => {
  const rows: [string, string][] = [["discriminator.normaliseFirst", "no"]];
  const evidence = "It judged 100 % rightly.";
  const document = opened({
    ...page,
    diagnoses: [{ ...page.diagnoses[0], evidence }],
    facts: [{ heading: "Recipe", rows }],
  });
  const heading = document.querySelector("th")!;
  assert.equal(heading.innerHTML, "discriminator.<wbr>normaliseFirst");
  assert.equal(heading.textContent, "discriminator.normaliseFirst");
  assert.match(document.querySelector(".notes")!.textContent, /100\u00a0% rightly/);
});

Deno.test("a run's page loads nothing but the pictures beside it", () => {
  const document = opened(page);
  const sources = [...document.querySelectorAll("img")].map((i) => i.getAttribute("src"));
  assert.deepEqual(sources, ["samples_000003.png", "real_and_generated.png"]);
  assert.equal(document.querySelectorAll("link, script[src], iframe").length, 0);
  assert.doesNotMatch(runPageHtml(page).replaceAll("http://www.w3.org", ""), /https?:/);
});

Deno.test("the scrubber begins at the last samples and knows them all", () => {
  const scrubber = opened(page).querySelector(".scrubber")!;
  assert.deepEqual(JSON.parse(scrubber.getAttribute("data-grids")!), page.grids);
  const slider = scrubber.querySelector("input")!;
  assert.equal(slider.getAttribute("max"), "1");
  assert.equal(slider.getAttribute("value"), "1");
  assert.equal(scrubber.querySelector("output")!.textContent, "3 steps");
});

Deno.test("a page before the first step has no empty sections", () => {
  const nothing = { records: [], diagnoses: [], grids: [], facts: [], files: [] };
  const { title, status, undecided } = page;
  const document = opened({ title, status, undecided, ...nothing });
  assert.equal(document.querySelectorAll("section").length, 0);
});

Deno.test("a diverged run's page says why there is no curve", () => {
  const document = opened({ ...page, records: [record(1, NaN)] });
  assert.match(document.body.textContent, /Cannot draw/);
});
