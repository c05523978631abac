"""The process of the benchmark that trains with PyTorch; child.ts is its twin.

It takes the step of PyTorch's DCGAN tutorial: D on real and fake images apart, then G on
the same fake images, Adam, and losses and scores as numbers. Networks and images are
channels-last, which is faster on a CPU. It gets a job as its argument, tells on standard
output when it is ready, and then answers each line {"seconds": 1} of standard input by
training so long.
"""
import json
import sys
import time

import torch
from torch import nn


def batch_norm(channels, activation):
    return [nn.BatchNorm2d(channels), activation]


def dcgan(network, size, width, channels):
    """The networks of PyTorch's tutorial; d2l's normalise D's first layer too."""
    hidden = []  # Channels from the image to the 4×4 map.
    side = size
    while side > 4:
        side //= 2
        hidden.append(width * size // (2 * side))
    def spread(inputs, outputs, stride=2, padding=1):
        return nn.ConvTranspose2d(inputs, outputs, 4, stride, padding, bias=False)
    def gather(inputs, outputs):
        return nn.Conv2d(inputs, outputs, 4, 2, 1, bias=False)
    top = hidden[-1]
    generator = [spread(100, top, 1, 0), *batch_norm(top, nn.ReLU(True))]
    for outputs, inputs in reversed(list(zip(hidden, hidden[1:]))):
        generator += [spread(inputs, outputs), *batch_norm(outputs, nn.ReLU(True))]
    generator += [spread(width, channels), nn.Tanh()]
    discriminator = []
    for i, (inputs, outputs) in enumerate(zip([channels, *hidden], hidden)):
        normalised = i > 0 or network == "d2l"
        activation = nn.LeakyReLU(0.2, inplace=True)
        discriminator += [gather(inputs, outputs)]
        discriminator += batch_norm(outputs, activation) if normalised else [activation]
    discriminator += [nn.Conv2d(top, 1, 4, bias=False), nn.Flatten(1)]
    return nn.Sequential(*generator), nn.Sequential(*discriminator)


def gans_in_action():
    """The networks of GANs in Action for 28×28 grey images, from Keras's definitions."""
    slope = 0.01
    generator = nn.Sequential(
        nn.Flatten(1), nn.Linear(100, 7 * 7 * 256), nn.Unflatten(1, (256, 7, 7)),
        nn.ConvTranspose2d(256, 128, 3, 2, 1, 1), *batch_norm(128, nn.LeakyReLU(slope)),
        nn.ConvTranspose2d(128, 64, 3, 1, 1), *batch_norm(64, nn.LeakyReLU(slope)),
        nn.ConvTranspose2d(64, 1, 3, 2, 1, 1), nn.Tanh())
    discriminator = nn.Sequential(
        nn.Conv2d(1, 32, 3, 2, 1), nn.LeakyReLU(slope),
        nn.Conv2d(32, 64, 3, 2, 1), *batch_norm(64, nn.LeakyReLU(slope)),
        nn.Conv2d(64, 128, 3, 2, 1), *batch_norm(128, nn.LeakyReLU(slope)),
        nn.Flatten(1), nn.Linear(4 * 4 * 128, 1))
    return generator, discriminator


def initialise(module):
    """The tutorial's first values."""
    if isinstance(module, (nn.Conv2d, nn.ConvTranspose2d)):
        nn.init.normal_(module.weight, 0, 0.02)
    elif isinstance(module, nn.BatchNorm2d):
        nn.init.normal_(module.weight, 1, 0.02)


class Training:
    def __init__(self, network, size, width, channels, batch):
        made = gans_in_action() if network == "gansInAction" else dcgan(
            network, size, width, channels)
        self.generator, self.discriminator = [
            part.apply(initialise).to(memory_format=torch.channels_last) for part in made]
        self.optimisers = [torch.optim.Adam(part.parameters(), 2e-4, (0.5, 0.999))
                           for part in (self.discriminator, self.generator)]
        self.loss = nn.BCEWithLogitsLoss()
        images = torch.rand(batch, channels, size, size) * 2 - 1
        self.real_images = images.contiguous(memory_format=torch.channels_last)
        self.batch = batch

    def parameters(self):
        return sum(parameter.numel() for part in (self.generator, self.discriminator)
                   for parameter in part.parameters())

    def step(self):
        """One update of each network; losses and scores as plain numbers."""
        discriminator = self.discriminator
        for_discriminator, for_generator = self.optimisers
        real, fake = torch.ones(self.batch, 1), torch.zeros(self.batch, 1)
        discriminator.zero_grad()
        real_logits = discriminator(self.real_images)
        loss_real = self.loss(real_logits, real)
        loss_real.backward()
        score_real = real_logits.sigmoid().mean().item()
        fake_images = self.generator(torch.randn(self.batch, 100, 1, 1))
        fake_logits = discriminator(fake_images.detach())
        loss_fake = self.loss(fake_logits, fake)
        loss_fake.backward()
        score_before = fake_logits.sigmoid().mean().item()
        for_discriminator.step()
        self.generator.zero_grad()
        fake_logits = discriminator(fake_images)
        loss_generator = self.loss(fake_logits, real)
        loss_generator.backward()
        score_after = fake_logits.sigmoid().mean().item()
        for_generator.step()
        losses = [loss_real.item(), loss_fake.item(), loss_generator.item()]
        return losses, [score_real, score_before, score_after]

    def measure(self, seconds):
        started = time.perf_counter()
        steps = 0
        while True:
            self.step()
            steps += 1
            elapsed = time.perf_counter() - started
            if elapsed >= seconds:
                return {"steps": steps, "seconds": elapsed}


def say(message):
    print(json.dumps(message), flush=True)


def main():
    job = json.loads(sys.argv[1])
    torch.set_num_threads(job.pop("threads"))
    torch.manual_seed(1)
    try:
        training = Training(**job)
        first = training.measure(0)["seconds"]
        say({"firstStepSeconds": first, "parameters": training.parameters()})
        for line in sys.stdin:
            say(training.measure(json.loads(line)["seconds"]))
    except (MemoryError, RuntimeError) as error:
        say({"error": str(error)})


main()
