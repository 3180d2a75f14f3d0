"""Small networks as torch.onnx.export writes them, in both its ways, with the MACs that torch counts while they run.

    pip install torch==2.13.0 onnx==1.23.2 onnxscript==0.7.2
"""

import base64
import json
import math
import pathlib
import tempfile
import warnings

import onnx
import torch
from torch import nn
from torch.nn import functional as F
from torch.utils.flop_counter import FlopCounterMode

warnings.simplefilter("ignore")


class Separable(nn.Module):
    """Standard, grouped, depthwise and pointwise convolutions, batch norm, and a classifier."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(3, 8, 3, stride=2, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(8)
        self.grouped = nn.Conv2d(8, 12, (3, 5), padding=(1, 2), groups=4)
        self.depthwise = nn.Conv2d(12, 24, 3, dilation=2, padding=2, groups=12)
        self.pointwise = nn.Conv2d(24, 16, 1)
        self.classifier = nn.Linear(16, 10)

    def forward(self, x):
        x = F.relu(self.norm(self.stem(x)))
        x = self.pointwise(F.relu6(self.depthwise(F.relu(self.grouped(x)))))
        return self.classifier(F.adaptive_avg_pool2d(x, 1).flatten(1))


class Shuffled(nn.Module):
    """Channel shuffle and split: with an open batch an exporter computes these shapes in the graph."""

    def __init__(self):
        super().__init__()
        self.left = nn.Conv2d(4, 4, 3, padding=1, groups=4)
        self.right = nn.Conv2d(4, 8, 1)

    def forward(self, x):
        n, c, h, w = x.shape
        x = x.view(n, 2, c // 2, h, w).transpose(1, 2).reshape(n, c, h, w)
        a, b = x.chunk(2, dim=1)
        return torch.cat([self.left(a), self.right(b)], 1)


class Attention(nn.Module):
    """Matrix products of two values, of a value and a weight, and layer norm."""

    def __init__(self):
        super().__init__()
        self.norm = nn.LayerNorm(12)
        self.qkv = nn.Linear(12, 36)
        self.out = nn.Linear(12, 12, bias=False)

    def forward(self, x):
        n, length, c = x.shape
        q, k, v = self.qkv(self.norm(x)).reshape(n, length, 3, 4, 3).permute(2, 0, 3, 1, 4)
        y = torch.softmax(q @ k.transpose(-2, -1), -1) @ v
        return x + self.out(y.transpose(1, 2).reshape(n, length, c))


class Upsampling(nn.Module):
    """Transposed convolutions, groups and output padding among them, and a resize."""

    def __init__(self):
        super().__init__()
        self.up = nn.ConvTranspose2d(6, 8, 4, stride=2, padding=1)
        self.grouped = nn.ConvTranspose2d(8, 4, 3, stride=2, padding=1, output_padding=1, groups=2, bias=False)
        self.last = nn.Conv2d(4, 1, 3, padding=1)

    def forward(self, x):
        return self.last(F.interpolate(self.grouped(self.up(x)), scale_factor=2, mode="bilinear"))


class OtherRanks(nn.Module):
    """Convolutions along one axis and three."""

    def __init__(self):
        super().__init__()
        self.line = nn.Conv1d(3, 5, 5, stride=2)
        self.volume = nn.Conv3d(1, 2, (1, 3, 3), padding=(0, 1, 1))

    def forward(self, x):
        y = F.max_pool1d(self.line(x), 3, 2, ceil_mode=True)
        return self.volume(y[:, None, None].expand(-1, 1, 2, -1, -1)).mean((2, 3, 4))


CASES = {
    "separable": (Separable, (3, 32, 24)),
    "shuffled": (Shuffled, (8, 10, 6)),
    "attention": (Attention, (7, 12)),
    "upsampling": (Upsampling, (6, 5, 7)),
    "other ranks": (OtherRanks, (3, 40)),
}


def exported(module, x, folder, **how):
    path = pathlib.Path(folder) / "model.onnx"
    torch.onnx.export(module, (x,), path, input_names=["x"], verbose=False, **how)
    model = onnx.load(path, load_external_data=False)
    for node in model.graph.node:
        node.ClearField("doc_string")
        del node.metadata_props[:]
    for info in model.graph.value_info:
        del info.metadata_props[:]
    return {"file": base64.b64encode(model.SerializeToString()).decode(), "weights": weights(model.graph)}


def weights(graph):
    """How many values the file brings to be learned: not what batch norm keeps or a resize is told, no single constants, no integers."""
    settings = {"BatchNormalization": 3, "Resize": 1}
    kept = {name for node in graph.node if node.op_type in settings for name in node.input[settings[node.op_type] :]}
    learned = [
        tensor.dims
        for tensor in graph.initializer
        if tensor.dims and tensor.name not in kept and tensor.data_type == onnx.TensorProto.FLOAT
    ]
    return sum(math.prod(dims) for dims in learned)


def case(name, make, size, folder):
    torch.manual_seed(0)
    module = make().eval()
    for parameter in module.parameters():
        nn.init.normal_(parameter)
    batch = 2
    with FlopCounterMode(display=False) as flops, torch.no_grad():
        output = module(torch.zeros(batch, *size))
    x = torch.zeros(3, *size)
    keep = torch.onnx.TrainingMode.PRESERVE
    fixed = {"dynamo": False, "training": keep, "do_constant_folding": False}
    return {
        "name": name,
        "inputShape": size,
        "batchSize": batch,
        "outputShape": list(output.shape),
        "macs": flops.get_total_flops() // 2,
        "parameters": sum(parameter.numel() for parameter in module.parameters()),
        "models": {
            "traced, batch open": exported(module, x, folder, **fixed, dynamic_axes={"x": {0: "batch"}}),
            "exported program, batch open": exported(
                module, x, folder, dynamo=True, dynamic_shapes=({0: "batch"},), external_data=True, optimize=True
            ),
            "traced, batch of 2": exported(module, torch.zeros(batch, *size), folder, **fixed),
        },
    }


with tempfile.TemporaryDirectory() as folder:
    golden = {
        "torch": torch.__version__.split("+")[0],
        "onnx": onnx.__version__,
        "cases": [case(name, make, size, folder) for name, (make, size) in CASES.items()],
    }
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(golden, separators=(",", ":")).replace(',{"name"', ',\n{"name"') + "\n")
