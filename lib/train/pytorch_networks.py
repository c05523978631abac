"""The sources' networks in PyTorch, whose keys are those of the library: "main.0.weight".

Source: https://pytorch.org/tutorials/beginner/dcgan_faces_tutorial.html for the DCGAN, with
a logit where it has a sigmoid; d2l's batch norm on D's first layer; kernels of 5 as in the
DCGAN paper; Langr and Bok (2019), GANs in Action, chapter 4, from its Keras definitions.
"""

import pathlib
import sys

from torch import nn

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent / "model"))
from keras_convolutions import SameConvolution, SameTransposedConvolution


class Network(nn.Module):
    """A network whose modules are numbered as the library numbers its layers."""

    def __init__(self, *modules):
        super().__init__()
        self.main = nn.Sequential(*modules)

    def forward(self, x):
        return self.main(x)


def generator(latent_size, width, channels, size=64, kernel=4):
    def spread(inputs, outputs):
        return nn.ConvTranspose2d(
            inputs, outputs, kernel, 2, kernel - 3, kernel - 4, bias=False)

    hidden = width * size // 8
    modules = [nn.ConvTranspose2d(latent_size, hidden, 4, 1, 0, bias=False)]
    while hidden > width:
        modules += [nn.BatchNorm2d(hidden), nn.ReLU(), spread(hidden, hidden // 2)]
        hidden //= 2
    modules += [nn.BatchNorm2d(width), nn.ReLU(), spread(width, channels), nn.Tanh()]
    return Network(*modules)


def discriminator(width, channels, size=64, normalise_first=False, kernel=4):
    def gather(inputs, outputs):
        return nn.Conv2d(inputs, outputs, kernel, 2, kernel - 3, bias=False)

    first = [nn.BatchNorm2d(width)] if normalise_first else []
    modules = [gather(channels, width), *first, nn.LeakyReLU(0.2)]
    last = width * size // 8
    while width < last:
        modules += [gather(width, 2 * width), nn.BatchNorm2d(2 * width), nn.LeakyReLU(0.2)]
        width *= 2
    return Network(*modules, nn.Conv2d(last, 1, 4, 1, 0, bias=False))


class ChannelsLast(nn.Linear):
    """A dense layer that reads and writes maps as Keras does, channels last."""

    def __init__(self, inputs, outputs, map_shape=None):
        super().__init__(inputs, outputs)
        self.map_shape = map_shape

    def forward(self, x):
        y = super().forward(x.permute(0, 2, 3, 1).flatten(1))
        if self.map_shape is None:
            return y[:, :, None, None]
        return y.reshape(-1, *self.map_shape).permute(0, 3, 1, 2)


def keras_batch_norm(channels):
    return nn.BatchNorm2d(channels, eps=1e-3, momentum=0.01)


def gans_in_action_generator(latent_size, width):
    leaky = lambda: nn.LeakyReLU(0.01)
    return Network(
        ChannelsLast(latent_size, 7 * 7 * 4 * width, (7, 7, 4 * width)),
        SameTransposedConvolution(4 * width, 2 * width, 3, 2),
        keras_batch_norm(2 * width), leaky(),
        SameTransposedConvolution(2 * width, width, 3, 1),
        keras_batch_norm(width), leaky(),
        SameTransposedConvolution(width, 1, 3, 2), nn.Tanh())


def gans_in_action_discriminator(width):
    leaky = lambda: nn.LeakyReLU(0.01)
    return Network(
        SameConvolution(1, width, 3, 2), leaky(),
        SameConvolution(width, 2 * width, 3, 2), keras_batch_norm(2 * width), leaky(),
        SameConvolution(2 * width, 4 * width, 3, 2), keras_batch_norm(4 * width), leaky(),
        ChannelsLast(4 * 4 * 4 * width, 1))
