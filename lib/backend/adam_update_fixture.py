"""Writes adam_update_fixture.json: ten steps of PyTorch's Adam on seeded numbers.

Run from this folder: python3 adam_update_fixture.py (needs PyTorch; 2.13 made the file).
"""
import json

import torch

torch.manual_seed(1)
size, steps = 7, 10
options = {"learningRate": 2e-4, "beta1": 0.5, "beta2": 0.999, "epsilon": 1e-8}
parameter = torch.nn.Parameter(torch.randn(size))
optimiser = torch.optim.Adam(
    [parameter],
    lr=options["learningRate"],
    betas=(options["beta1"], options["beta2"]),
    eps=options["epsilon"],
)
start = parameter.tolist()
# Gradients of very different sizes, and a zero: each exercises another part of the formula.
scale = torch.tensor([1, 1e-3, 1e-6, 1e-9, 10, 1, 0])
gradients, parameters = [], []
for _ in range(steps):
    parameter.grad = torch.randn(size) * scale
    gradients.append(parameter.grad.tolist())
    optimiser.step()
    parameters.append(parameter.tolist())
state = optimiser.state[parameter]
with open("adam_update_fixture.json", "w") as file:
    json.dump(
        {
            "torch": torch.__version__,
            "options": options,
            "start": start,
            "gradients": gradients,
            "parameters": parameters,
            "firstMoment": state["exp_avg"].tolist(),
            "secondMoment": state["exp_avg_sq"].tolist(),
        },
        file,
        indent=1,
    )
    file.write("\n")
