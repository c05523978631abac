"""PyTorch's side of pytorch_exchange_test.ts, with the DCGAN tutorial's own two classes.

Usage: python3 test/pytorch_exchange.py show FOLDER   loads FOLDER/generator.safetensors and
           discriminator.safetensors as the tutorial would, and writes what they make
       python3 test/pytorch_exchange.py make FOLDER   writes trained networks first

Both read FOLDER/latents.safetensors and write FOLDER/images.safetensors, in float64.
Source of the classes: https://pytorch.org/tutorials/beginner/dcgan_faces_tutorial.html
"""

import json
import pathlib
import sys

import torch
import torch.nn as nn

nc, nz, ngf, ndf = 3, 20, 6, 5


class Generator(nn.Module):
    def __init__(self, ngpu):
        super(Generator, self).__init__()
        self.ngpu = ngpu
        self.main = nn.Sequential(
            nn.ConvTranspose2d(nz, ngf * 8, 4, 1, 0, bias=False),
            nn.BatchNorm2d(ngf * 8),
            nn.ReLU(True),
            nn.ConvTranspose2d(ngf * 8, ngf * 4, 4, 2, 1, bias=False),
            nn.BatchNorm2d(ngf * 4),
            nn.ReLU(True),
            nn.ConvTranspose2d(ngf * 4, ngf * 2, 4, 2, 1, bias=False),
            nn.BatchNorm2d(ngf * 2),
            nn.ReLU(True),
            nn.ConvTranspose2d(ngf * 2, ngf, 4, 2, 1, bias=False),
            nn.BatchNorm2d(ngf),
            nn.ReLU(True),
            nn.ConvTranspose2d(ngf, nc, 4, 2, 1, bias=False),
            nn.Tanh()
        )

    def forward(self, input):
        return self.main(input)


class Discriminator(nn.Module):
    def __init__(self, ngpu):
        super(Discriminator, self).__init__()
        self.ngpu = ngpu
        self.main = nn.Sequential(
            nn.Conv2d(nc, ndf, 4, 2, 1, bias=False),
            nn.LeakyReLU(0.2, inplace=True),
            nn.Conv2d(ndf, ndf * 2, 4, 2, 1, bias=False),
            nn.BatchNorm2d(ndf * 2),
            nn.LeakyReLU(0.2, inplace=True),
            nn.Conv2d(ndf * 2, ndf * 4, 4, 2, 1, bias=False),
            nn.BatchNorm2d(ndf * 4),
            nn.LeakyReLU(0.2, inplace=True),
            nn.Conv2d(ndf * 4, ndf * 8, 4, 2, 1, bias=False),
            nn.BatchNorm2d(ndf * 8),
            nn.LeakyReLU(0.2, inplace=True),
            nn.Conv2d(ndf * 8, 1, 4, 1, 0, bias=False),
            nn.Sigmoid()
        )

    def forward(self, input):
        return self.main(input)


def weights_init(m):
    classname = m.__class__.__name__
    if classname.find("Conv") != -1:
        nn.init.normal_(m.weight.data, 0.0, 0.02)
    elif classname.find("BatchNorm") != -1:
        nn.init.normal_(m.weight.data, 1.0, 0.02)
        nn.init.constant_(m.bias.data, 0)


DTYPES = {"F32": torch.float32, "F64": torch.float64, "I64": torch.int64}


def load_file(path):
    """What safetensors.torch.load_file() gives, without that package."""
    data = pathlib.Path(path).read_bytes()
    start = 8 + int.from_bytes(data[:8], "little")
    header = json.loads(data[8:start])
    header.pop("__metadata__", None)
    return {
        key: torch.frombuffer(bytearray(data[start + a : start + b]),
                              dtype=DTYPES[entry["dtype"]]).reshape(entry["shape"])
        for key, entry in header.items() for a, b in [entry["data_offsets"]]}


def save_file(tensors, path):
    """What safetensors.torch.save_file() writes, without that package."""
    header, parts, length = {}, [], 0
    for key, tensor in tensors.items():
        part = tensor.detach().contiguous().numpy().tobytes()
        kind = next(name for name, dtype in DTYPES.items() if dtype == tensor.dtype)
        header[key] = {"dtype": kind, "shape": list(tensor.shape),
                       "data_offsets": [length, length + len(part)]}
        parts.append(part)
        length += len(part)
    text = json.dumps(header).encode()
    pathlib.Path(path).write_bytes(
        len(text).to_bytes(8, "little") + text + b"".join(parts))


def main():
    command, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    torch.set_num_threads(1)
    netG, netD = Generator(1), Discriminator(1)
    if command == "make":
        torch.manual_seed(3)
        for network in (netG, netD):
            network.apply(weights_init)
        for _ in range(60):  # The running statistics leave their first values.
            netD(netG(torch.randn(8, nz, 1, 1)))
        save_file(netG.state_dict(), folder / "generator.safetensors")
        save_file(netD.state_dict(), folder / "discriminator.safetensors")
    netG.load_state_dict(load_file(folder / "generator.safetensors"))
    netD.load_state_dict(load_file(folder / "discriminator.safetensors"))
    latents = load_file(folder / "latents.safetensors")["latents"][:, :, None, None]
    with torch.no_grad():
        images = netG.double().eval()(latents.double())
        scores = netD.double().eval()(images)
    save_file({"images": images, "scores": scores}, folder / "images.safetensors")


main()
