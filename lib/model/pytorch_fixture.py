"""Writes pytorch_fixture.json: what PyTorch computes with the networks of this folder.

Run from this folder: python3 pytorch_fixture.py   (PyTorch 2.13, in float64)

The weights are not in the file. Both sides make them by `weyl`, in the axis order of
TensorFlow.js, and this side then turns them into PyTorch's.
"""
import json

import torch
from torch import nn

from keras_convolutions import SameConvolution, SameTransposedConvolution

torch.set_default_dtype(torch.float64)


def weyl(shape, place, scale, shift=0.0):
    """scale · (u − ½) + shift, with u = (i · 2654435761 + place · 40503) mod 2³² / 2³²."""
    count = torch.Size(shape).numel()
    numbers = [(i * 2654435761 + place * 40503) % 2**32 for i in range(count)]
    values = torch.tensor(numbers) / 2**32 - 0.5
    return (scale * values + shift).float().double().reshape(shape)


def batch_norm(channels, keras=False):
    if keras:
        return nn.BatchNorm2d(channels, eps=1e-3, momentum=0.01)
    return nn.BatchNorm2d(channels, eps=1e-5, momentum=0.1)


class NhwcView(nn.Module):
    """Keras counts channels last, so a dense layer meets numbers in that order."""

    def __init__(self, *shape):
        super().__init__()
        self.shape = shape

    def forward(self, x):
        if x.dim() == 4:
            return x.permute(0, 2, 3, 1).reshape(x.shape[0], -1)
        return x.reshape(x.shape[0], *self.shape).permute(0, 3, 1, 2)


def generator(latent_size, width, channels):
    wide = 4 * width
    return nn.Sequential(
        nn.ConvTranspose2d(latent_size, wide, 4, 1, 0, bias=False),
        batch_norm(wide), nn.ReLU(),
        nn.ConvTranspose2d(wide, wide // 2, 4, 2, 1, bias=False),
        batch_norm(wide // 2), nn.ReLU(),
        nn.ConvTranspose2d(wide // 2, width, 4, 2, 1, bias=False),
        batch_norm(width), nn.ReLU(),
        nn.ConvTranspose2d(width, channels, 4, 2, 1, bias=False), nn.Tanh())


def discriminator(width, channels, normalise_first):
    first = [batch_norm(width)] if normalise_first else []
    return nn.Sequential(
        nn.Conv2d(channels, width, 4, 2, 1, bias=False), *first, nn.LeakyReLU(0.2),
        nn.Conv2d(width, 2 * width, 4, 2, 1, bias=False),
        batch_norm(2 * width), nn.LeakyReLU(0.2),
        nn.Conv2d(2 * width, 4 * width, 4, 2, 1, bias=False),
        batch_norm(4 * width), nn.LeakyReLU(0.2),
        nn.Conv2d(4 * width, 1, 4, 1, 0, bias=False))


def gans_in_action_generator():
    return nn.Sequential(
        nn.Linear(100, 7 * 7 * 256), NhwcView(7, 7, 256),
        SameTransposedConvolution(256, 128, 3, 2), batch_norm(128, True), nn.LeakyReLU(0.01),
        SameTransposedConvolution(128, 64, 3, 1), batch_norm(64, True), nn.LeakyReLU(0.01),
        SameTransposedConvolution(64, 1, 3, 2), nn.Tanh())


def gans_in_action_discriminator():
    return nn.Sequential(
        SameConvolution(1, 32, 3, 2), nn.LeakyReLU(0.01),
        SameConvolution(32, 64, 3, 2), batch_norm(64, True), nn.LeakyReLU(0.01),
        SameConvolution(64, 128, 3, 2), batch_norm(128, True), nn.LeakyReLU(0.01),
        NhwcView(), nn.Linear(4 * 4 * 128, 1))


def fill(network):
    """Sets the trainable parameters by `weyl`, each with its place among them."""
    parameters = [
        (module, name, parameter)
        for module in network
        for name, parameter in module.named_parameters()
    ]
    for place, (module, name, parameter) in enumerate(parameters):
        if parameter.dim() == 4:  # [2, 3, 1, 0] makes PyTorch's axes ours.
            shape = [parameter.shape[axis] for axis in (2, 3, 1, 0)]
            fan = shape[0] * shape[1] * shape[3 if "Transpose" in str(module) else 2]
            values = weyl(shape, place, 4 / fan**0.5).permute(3, 2, 0, 1)
        elif parameter.dim() == 2:
            inputs = parameter.shape[1]
            values = weyl([inputs, parameter.shape[0]], place, 4 / inputs**0.5).T
        else:
            gamma = name == "weight"
            values = weyl(parameter.shape, place, 0.5, 1 if gamma else 0)
        parameter.data = values.contiguous()


def rounded(tensor):
    return [float(f"{value:.9g}") for value in tensor.detach().flatten().tolist()]


def record(network, x):
    """Two passes of training, so that the running statistics show their momentum."""
    fill(network)
    channels_last = (0, 2, 3, 1)
    image_in, nchw = x.dim() == 4, x
    if image_in:
        nchw = x.permute(0, 3, 1, 2)
    elif isinstance(network[0], nn.ConvTranspose2d):
        nchw = x[:, :, None, None]

    def run():
        y = network(nchw)
        if image_in:
            return y.reshape(-1, 1)
        return y.permute(channels_last)

    network.train()
    run()
    trained = run()
    running = [
        {"mean": rounded(module.running_mean), "variance": rounded(module.running_var)}
        for module in network
        if isinstance(module, nn.BatchNorm2d)
    ]
    # A scalar whose gradient meets every output with another weight.
    weights = weyl(trained.shape, 99, 1)
    gradients = torch.autograd.grad((trained * weights).sum(), list(network.parameters()))
    network.eval()
    inferred = run()
    return {
        "training": rounded(trained),
        "inference": rounded(inferred),
        "running": running,
        "gradientNorms": [float(f"{g.norm():.9g}") for g in gradients],
    }


def main():
    latents = weyl([3, 10], 50, 4)
    images = weyl([3, 32, 32, 3], 51, 2)
    fixture = {
        "generator": record(generator(10, 8, 1), latents),
        "discriminator": record(discriminator(8, 3, False), images),
        "discriminatorOfD2l": record(discriminator(8, 3, True), images),
        "gansInActionGenerator": record(gans_in_action_generator(), weyl([1, 100], 52, 4)),
        "gansInActionDiscriminator": record(
            gans_in_action_discriminator(), weyl([2, 28, 28, 1], 53, 2)),
    }
    with open("pytorch_fixture.json", "w", encoding="utf8") as file:
        json.dump(fixture, file, indent=2)
        file.write("\n")


main()
