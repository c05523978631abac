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

// Pictures are enlarged by whole numbers only, so that all of their pixels are alike.
function enlarge(image) {
  const room = Math.min(image.parentElement.clientWidth, 576);
  const times = Math.floor(room / image.naturalWidth);
  const fits = times >= 1 && Number.isFinite(times);
  image.style.width = fits ? `${times * image.naturalWidth}px` : "";
  image.style.imageRendering = fits ? "pixelated" : "";
}

// Loading does not bubble, so it is caught on its way down.
document.addEventListener("load", ({ target }) => {
  if (target instanceof HTMLImageElement) enlarge(target);
}, true);
addEventListener("resize", () => [...document.images].forEach(enlarge));
