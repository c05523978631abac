"""Makes python.safetensors with the reference implementation, for safetensors_test.ts.

Usage: pip install safetensors==0.8.0 numpy, then python3 lib/artefacts/python_fixture.py
"""

import pathlib

import numpy
from safetensors.numpy import save_file

tensors = {
    "main.0.weight": numpy.arange(6, dtype=numpy.float32).reshape(1, 2, 3) / 4 - 0.5,
    "main.1.num_batches_tracked": numpy.array(7, dtype=numpy.int64),
    "double": numpy.array([1 / 3], dtype=numpy.float64),
    "integer": numpy.array([[-1], [2**31 - 1]], dtype=numpy.int32),
    "bytes": numpy.array([0, 255, 7], dtype=numpy.uint8),
    "empty": numpy.zeros((0, 4), dtype=numpy.float32),
}
save_file(
    tensors,
    pathlib.Path(__file__).with_name("python.safetensors"),
    metadata={"axes": "OIHW", "größe": "ε"},
)
