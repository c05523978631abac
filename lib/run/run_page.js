// Shows the picture that the slider stands at.
for (const scrubber of document.querySelectorAll(".scrubber")) {
  const grids = JSON.parse(scrubber.dataset.grids);
  const [image, output, slider] = ["img", "output", "input"].map((name) =>
    scrubber.querySelector(name)
  );
  slider.addEventListener("input", () => {
    const { step, file } = grids[slider.value];
    const steps = `${step.toLocaleString("en")} ${step === 1 ? "step" : "steps"}`;
    image.src = file;
    image.alt = `Samples after ${steps}`;
    output.textContent = steps;
  });
}
