"""Convolutions in PyTorch with kernels of 3 and the "same" padding of Keras.

PyTorch's strided layers lack it, so it is written out: an odd zero comes last.
"""

from torch import nn
from torch.nn import functional


class SameConvolution(nn.Conv2d):
    """A convolution with Keras's "same" padding, which PyTorch's strided ones lack."""

    def forward(self, x):
        stride, size = self.stride[0], x.shape[-1]
        zeros = max((-(-size // stride) - 1) * stride + 3 - size, 0)
        before, after = zeros // 2, zeros - zeros // 2
        x = functional.pad(x, (before, after, before, after))
        return functional.conv2d(x, self.weight, self.bias, self.stride)


class SameTransposedConvolution(nn.ConvTranspose2d):
    """A transposed convolution with Keras's "same" padding."""

    def forward(self, x):
        stride, size = self.stride[0], x.shape[-1] * self.stride[0]
        before = (3 - stride) // 2
        whole = functional.conv_transpose2d(x, self.weight, self.bias, self.stride)
        return whole[..., before : before + size, before : before + size]
