"""Makes pytorch.safetensors, three whole steps of PyTorch's, for pytorch_parity_test.ts.

Source: the networks and the step of https://pytorch.org/tutorials/beginner/
dcgan_faces_tutorial.html, for 32x32 images, with logits instead of a sigmoid.

The expected values are those of float64. On some seeds an activation lies so near 0 that
PyTorch's own float32 takes another turn there; the seed is one where it does not.

Usage: pip install torch==2.13.0 safetensors==0.8.0, then
python3 lib/train/pytorch_fixture.py [seed]
"""

import pathlib
import sys

import torch
from safetensors.torch import save_file
from torch import nn

SEED = int(sys.argv[1]) if len(sys.argv) > 1 else 2
SIZE, WIDTH, CHANNELS, LATENTS, BATCH, STEPS = 32, 8, 3, 20, 4, 3


def generator():
    def block(inputs, outputs, stride=2, padding=1):
        convolution = nn.ConvTranspose2d(inputs, outputs, 4, stride, padding, bias=False)
        return [convolution, nn.BatchNorm2d(outputs), nn.ReLU()]

    return nn.Sequential(
        *block(LATENTS, 4 * WIDTH, 1, 0),
        *block(4 * WIDTH, 2 * WIDTH),
        *block(2 * WIDTH, WIDTH),
        nn.ConvTranspose2d(WIDTH, CHANNELS, 4, 2, 1, bias=False),
        nn.Tanh(),
    )


def discriminator():
    def block(inputs, outputs):
        convolution = nn.Conv2d(inputs, outputs, 4, 2, 1, bias=False)
        return [convolution, nn.BatchNorm2d(outputs), nn.LeakyReLU(0.2)]

    return nn.Sequential(
        nn.Conv2d(CHANNELS, WIDTH, 4, 2, 1, bias=False),
        nn.LeakyReLU(0.2),
        *block(WIDTH, 2 * WIDTH),
        *block(2 * WIDTH, 4 * WIDTH),
        nn.Conv2d(4 * WIDTH, 1, 4, bias=False),
        nn.Flatten(),
    )


def initialise(layer):
    if isinstance(layer, (nn.Conv2d, nn.ConvTranspose2d)):
        nn.init.normal_(layer.weight, 0, 0.02)
    if isinstance(layer, nn.BatchNorm2d):
        nn.init.normal_(layer.weight, 1, 0.02)


def state(networks, dtype):
    return {
        f"{name}.main.{key}": value.detach().to(dtype).clone()
        for name, network in networks.items()
        for key, value in network.state_dict().items()
        if not key.endswith("num_batches_tracked")
    }


def train(initial, images, latents, dtype):
    networks = {"generator": generator(), "discriminator": discriminator()}
    G, D = networks.values()
    for name, network in networks.items():
        prefix = f"{name}.main."
        own = [key for key in initial if key.startswith(prefix)]
        values = {key.removeprefix(prefix): initial[key] for key in own}
        network.load_state_dict(values, strict=False)
        network.to(dtype)
    adams = [torch.optim.Adam(net.parameters(), 2e-4, (0.5, 0.999)) for net in (G, D)]
    loss = nn.BCEWithLogitsLoss()
    real, fake = torch.ones(BATCH, 1, dtype=dtype), torch.zeros(BATCH, 1, dtype=dtype)
    measured = []
    for x, z in zip(images.to(dtype), latents.to(dtype)):
        D.zero_grad()
        real_logits = D(x)
        fake_images = G(z[:, :, None, None])
        fake_logits = D(fake_images.detach())
        halves = loss(real_logits, real), loss(fake_logits, fake)
        sum(halves).backward()
        adams[1].step()
        G.zero_grad()
        logits_after = D(fake_images)
        loss_g = loss(logits_after, real)
        loss_g.backward()
        adams[0].step()
        logits = (real_logits, fake_logits, logits_after)
        scores = [torch.sigmoid(values).mean() for values in logits]
        measured.append([number.item() for number in (*halves, loss_g, *scores)])
    G.eval()
    samples = G(latents[0].to(dtype)[:, :, None, None]).detach()
    return torch.tensor(measured, dtype=torch.float64), state(networks, dtype), samples


torch.manual_seed(SEED)
networks = {"generator": generator(), "discriminator": discriminator()}
for network in networks.values():
    network.apply(initialise)
initial = state(networks, torch.float32)
coarse = torch.rand(STEPS * BATCH, CHANNELS, 8, 8) * 2 - 1
images = nn.functional.interpolate(coarse, size=SIZE, mode="bilinear")
images = images.view(STEPS, BATCH, CHANNELS, SIZE, SIZE).contiguous()
latents = torch.randn(STEPS, BATCH, LATENTS)

single, single_weights, single_samples = train(initial, images, latents, torch.float32)
double, weights, samples = train(initial, images, latents, torch.float64)
off = {
    key: float((single_weights[key].double() - weights[key]).norm() / weights[key].norm())
    for key in weights
}
print(f"seed {SEED}: float32 departs from float64 by at most")
print(f"  {float(((single - double) / double).abs().max()):.1e} of a loss or score")
print(f"  {max(off.values()):.1e} of a tensor's norm ({max(off, key=off.get)})")

save_file(
    {
        "images": images,
        "latents": latents,
        "measured": double,
        "samples": samples.float(),
        **{f"initial.{key}": value for key, value in initial.items()},
        **{f"expected.{key}": value.float() for key, value in weights.items()},
    },
    pathlib.Path(__file__).with_name("pytorch.safetensors"),
    metadata={"torch": torch.__version__, "seed": str(SEED), "axes": "NCHW, OIHW, IOHW"},
)
