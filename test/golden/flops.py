"""What torch's own counter of floating-point operations sees in a forward and a backward pass: torch.utils.flop_counter counts
2 for each multiply-accumulate of convolutions and matrix products, and nothing else. Networks are lists of layers that a
test builds again."""

import json
import pathlib

import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode


class Attention(nn.Module):
    """Scaled dot products of queries and keys weigh the values; written out, so that each product is seen by itself."""

    def __init__(self, width):
        super().__init__()
        self.query, self.key, self.value = (nn.Linear(width, width, bias=False) for _ in range(3))

    def forward(self, x):
        scores = self.query(x) @ self.key(x).transpose(-1, -2)
        return torch.softmax(scores / x.shape[-1] ** 0.5, dim=-1) @ self.value(x)


LAYERS = {
    "conv2d": lambda c_in, c_out, k, s, p, g=1, d=1: nn.Conv2d(c_in, c_out, k, stride=s, padding=p, groups=g, dilation=d),
    "convTranspose2d": lambda c_in, c_out, k, s, p: nn.ConvTranspose2d(c_in, c_out, k, stride=s, padding=p),
    "conv3d": lambda c_in, c_out, k: nn.Conv3d(c_in, c_out, k),
    "batchNorm": lambda channels: nn.BatchNorm2d(channels).eval(),
    "relu": nn.ReLU,
    "maxPool": nn.MaxPool2d,
    "avgPool": nn.AvgPool2d,
    "flatten": nn.Flatten,
    "linear": nn.Linear,
    "attention": Attention,
}

NETWORKS = {
    "a convolution": ([2, 3, 9, 8], [["conv2d", 3, 5, 3, 1, 0]]),
    "a strided, padded convolution": ([1, 4, 11, 9], [["conv2d", 4, 6, 3, 2, 1]]),
    "a transposed convolution": ([2, 6, 5, 4], [["convTranspose2d", 6, 3, 4, 2, 1]]),
    "a volume": ([1, 2, 6, 7, 8], [["conv3d", 2, 4, 3]]),
    "LeNet": (
        [4, 1, 28, 28],
        [
            ["conv2d", 1, 6, 5, 1, 2],
            ["relu"],
            ["avgPool", 2],
            ["conv2d", 6, 16, 5, 1, 0],
            ["relu"],
            ["maxPool", 2],
            ["flatten"],
            ["linear", 400, 120],
            ["relu"],
            ["linear", 120, 84],
            ["relu"],
            ["linear", 84, 10],
        ],
    ),
    "convolutions with batch norm": (
        [2, 3, 32, 32],
        [
            ["conv2d", 3, 16, 3, 2, 1],
            ["batchNorm", 16],
            ["relu"],
            ["conv2d", 16, 32, 1, 1, 0],
            ["batchNorm", 32],
            ["relu"],
            ["conv2d", 32, 16, 3, 1, 1],
        ],
    ),
    "encoder and decoder": (
        [1, 3, 16, 16],
        [["conv2d", 3, 8, 4, 2, 1], ["relu"], ["conv2d", 8, 16, 4, 2, 1], ["convTranspose2d", 16, 8, 4, 2, 1], ["relu"]],
    ),
    "attention": ([2, 7, 16], [["attention", 16], ["linear", 16, 8]]),
    # forward only: torch's count of a grouped convolution's weight gradient does not divide by the groups
    "depthwise separable": ([1, 8, 14, 14], [["conv2d", 8, 8, 3, 1, 1, 8], ["relu"], ["conv2d", 8, 16, 1, 1, 0]]),
    "dilated": ([1, 4, 14, 14], [["conv2d", 4, 8, 3, 1, 2, 1, 2]]),
}


def count(sizes, layers, input_gradient):
    network = nn.Sequential(*(LAYERS[name](*given) for name, *given in layers))
    x = torch.zeros(sizes, requires_grad=input_gradient)
    with FlopCounterMode(display=False) as counter:
        y = network(x).sum()
        forward = counter.get_total_flops()
        y.backward()
    return {"forward": forward, "both": counter.get_total_flops()}


cases = [
    {"name": name, "input": sizes, "layers": layers, "weights": count(sizes, layers, False), "all": count(sizes, layers, True)}
    for name, (sizes, layers) in NETWORKS.items()
]
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(cases, separators=(",", ":")) + "\n")
