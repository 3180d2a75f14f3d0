"""What other counters make of single layers and of torchvision's networks, for one sample.

They differ in what they count: some know layers by their class, some watch the functions that layers call. `layers` is a counter's
sum over the network's layers, each by itself; where it differs from `total`, functions were called outside of layers.
"""

import importlib.metadata
import logging
import re
import warnings

from vision import torchvision  # before what imports it  # isort: skip

import calflops
import fvcore.nn
import ptflops
import thop
import torch
import torchinfo
from deepspeed.profiling.flops_profiler import get_model_profile
from torch import nn

from packing import write

warnings.simplefilter("ignore")
logging.disable()

COUNTERS = {
    "fvcore": lambda module, shape: fvcore.nn.FlopCountAnalysis(module, torch.zeros(shape)).total(),
    "thop": lambda module, shape: thop.profile(module, (torch.zeros(shape),), verbose=False)[0],
    "ptflops": lambda module, shape: ptflops.get_model_complexity_info(module, tuple(shape[1:]), print_per_layer_stat=False, as_strings=False)[0],
    "calflops": lambda module, shape: calflops.calculate_flops(module, tuple(shape), print_results=False, output_as_string=False)[0],
    "deepspeed": lambda module, shape: get_model_profile(module, tuple(shape), print_profile=False, as_string=False, warm_up=0)[0],
    "torchinfo": lambda module, shape: torchinfo.summary(module, input_size=tuple(shape), verbose=0).total_mult_adds,
}

NETWORKS = [
    "alexnet", "vgg11_bn", "resnet18", "resnext50_32x4d", "mobilenet_v2", "mobilenet_v3_small", "shufflenet_v2_x1_0", "efficientnet_b0",
    "convnext_tiny", "squeezenet1_1", "mnasnet0_5", "densenet121",
]  # fmt: skip

MAPS = [1, 6, 7, 5]
LAYERS = [
    ("Conv2d", [6, 4, 3], {}, MAPS),
    ("Conv2d", [6, 12, [3, 2]], {"stride": [2, 1], "padding": [1, 2], "dilation": 2, "groups": 3, "bias": False}, MAPS),
    ("Conv2d", [6, 12, 3], {"groups": 6, "padding": "same"}, MAPS),
    ("Linear", [5, 4], {}, [1, 5]),
    ("Linear", [5, 4], {"bias": False}, [1, 5]),
    ("Linear", [5, 4], {}, MAPS),
    ("BatchNorm2d", [6], {}, MAPS),
    ("BatchNorm2d", [6], {"affine": False}, MAPS),
    ("BatchNorm2d", [6], {"trackRunningStats": False}, MAPS),
    ("BatchNorm2d", [6], {"affine": False, "trackRunningStats": False}, MAPS),
    ("LayerNorm", [5], {}, MAPS),
    ("LayerNorm", [[7, 5]], {"bias": False}, MAPS),
    ("LayerNorm", [5], {"elementwiseAffine": False}, MAPS),
    ("LayerNorm2d", [6], {}, MAPS),
    ("LocalResponseNorm", [5], {}, MAPS),
    ("LocalResponseNorm", [4], {}, MAPS),
    ("MaxPool2d", [3], {"stride": 2, "padding": 1}, MAPS),
    ("AvgPool2d", [2], {}, MAPS),
    ("AdaptiveAvgPool2d", [1], {}, MAPS),
    ("AdaptiveAvgPool2d", [[3, 4]], {}, MAPS),
    ("ReLU", [], {}, MAPS),
    ("ReLU6", [], {}, MAPS),
    ("PReLU", [1], {}, MAPS),
    ("SiLU", [], {}, MAPS),
    ("GELU", [], {}, MAPS),
    ("Tanh", [], {}, MAPS),
    ("Sigmoid", [], {}, MAPS),
    ("Hardswish", [], {}, MAPS),
    ("Hardsigmoid", [], {}, MAPS),
    ("Softmax", [], {"dim": 1}, MAPS),
    ("Dropout", [0.5], {}, MAPS),
    ("Dropout2d", [0.5], {}, MAPS),
    ("Flatten", [], {}, MAPS),
    ("Identity", [], {}, MAPS),
]


class Alone(nn.Module):
    """A layer in a module of its own, which has a parameter: calflops asks for one."""

    def __init__(self, layer):
        super().__init__()
        self.layer = layer
        self.unused = nn.Parameter(torch.zeros(1))

    def forward(self, x):
        return self.layer(x)


def build(kind, arguments, options):
    kinds = {"LayerNorm2d": torchvision.models.convnext.LayerNorm2d}
    pairs = lambda value: tuple(value) if isinstance(value, list) else value
    named = {re.sub("([A-Z])", r"_\1", name).lower(): pairs(value) for name, value in options.items()}
    return kinds.get(kind, getattr(nn, kind, None))(*map(pairs, arguments), **named).eval()


def each(module, shape):
    return {name: int(count(module, shape)) for name, count in COUNTERS.items()}


known = {}


def alone(layer, shape):
    key = (repr(layer), *shape)
    if key not in known:
        known[key] = each(Alone(layer), shape)
    return known[key]


def network(name):
    module, calls = torchvision.models.get_model(name).eval(), []
    leaves = [layer for layer in module.modules() if not any(layer.children())]
    handles = [layer.register_forward_hook(lambda layer, x, _: calls.append((layer, list(x[0].shape)))) for layer in leaves]
    module(torch.zeros(1, 3, 224, 224))
    for handle in handles:
        handle.remove()
    counted = [alone(layer, shape) for layer, shape in calls]
    layers = {name: sum(counts[name] for counts in counted) for name in COUNTERS}
    return {"name": name, "total": each(module, [1, 3, 224, 224]), "layers": layers}


write(
    __file__,
    {
        "versions": {name: importlib.metadata.version(name) for name in ["torchvision", *COUNTERS]},
        "layers": [
            {"name": kind, "spec": [kind, arguments, options], "x": x, "counts": each(Alone(build(kind, arguments, options)), x)}
            for kind, arguments, options, x in LAYERS
        ],
        "networks": [network(name) for name in NETWORKS],
    },
)
