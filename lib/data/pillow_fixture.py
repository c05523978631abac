"""Makes pillow.json, pictures and what torchvision makes of them, for decode_image_test.ts.

Resize(size) and CenterCrop(size) are written out with Pillow, as torchvision does them
(torchvision/transforms/_functional_pil.py and functional.py): the shorter side becomes
`size`, the longer one is cut down to an integer, the filter is BILINEAR, and the crop
begins at round((length - size) / 2).

Usage: pip install pillow==13.0.0 numpy, then python3 lib/data/pillow_fixture.py
"""

import base64
import io
import json
import pathlib

import numpy
from PIL import Image, ImageDraw, ImageFilter


def picture(width, height, seed):
    """Blurred discs: edges and areas, as photographs have them."""
    random = numpy.random.default_rng(seed)
    image = Image.new("RGB", (width, height), (90, 120, 160))
    draw = ImageDraw.Draw(image)
    for _ in range(25):
        x, y = random.integers(0, width), random.integers(0, height)
        r = random.integers(2, max(3, width // 5))
        colour = tuple(int(value) for value in random.integers(0, 256, 3))
        draw.ellipse([x - r, y - r, x + r, y + r], fill=colour)
    return image.filter(ImageFilter.GaussianBlur(0.7))


def resize_and_crop(image, size):
    width, height = image.size
    shorter = min(width, height)
    scaled = size * width // shorter, size * height // shorter
    image = image.resize(scaled, Image.BILINEAR)
    left, top = (int(round((length - size) / 2)) for length in scaled)
    return image.crop((left, top, left + size, top + size))


cases = [
    ("CelebA's 178 × 218 as JPEG to 64", (178, 218), "JPEG", 64),
    ("256 × 171 as JPEG to 64", (256, 171), "JPEG", 64),
    ("300 × 200 as JPEG to 32", (300, 200), "JPEG", 32),
    ("50 × 47 as PNG to 47", (50, 47), "PNG", 47),
    ("24 × 24 as PNG, enlarged to 40", (24, 24), "PNG", 40),
]
fixture = []
for seed, (name, shape, file_format, size) in enumerate(cases):
    file = io.BytesIO()
    picture(*shape, seed).save(file, file_format, quality=90)
    decoded = Image.open(io.BytesIO(file.getvalue())).convert("RGB")
    pixels = numpy.asarray(resize_and_crop(decoded, size)).tobytes()
    encode = lambda content: base64.b64encode(content).decode()
    case = {"name": name, "size": size, "file": encode(file.getvalue())}
    fixture.append({**case, "pixels": encode(pixels)})
path = pathlib.Path(__file__).with_name("pillow.json")
path.write_text(json.dumps(fixture, indent=2) + "\n")
