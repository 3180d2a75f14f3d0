"""torch.nn layers and torchvision's blocks: results, gradients of sum(y · dy), running statistics, and the weights they start from
after a seed."""

import random
from collections import OrderedDict

import torch
from torch import nn

from packing import pack, write

# a torchvision built for CUDA declares these in a library that a torch for the CPU does not load
library = torch.library.Library("torchvision", "FRAGMENT")
for op in ("nms", "qnms"):
    library.define(f"{op}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
from torchvision.models.convnext import LayerNorm2d  # noqa: E402
from torchvision.ops import SqueezeExcitation, StochasticDepth  # noqa: E402

BLOCKS = {"LayerNorm2d": LayerNorm2d, "SqueezeExcitation": SqueezeExcitation, "StochasticDepth": StochasticDepth}
MAPS = [2, 3, 9, 7]
CAMEL = {
    "inChannels": "in_channels", "outChannels": "out_channels", "kernelSize": "kernel_size", "paddingMode": "padding_mode",
    "ceilMode": "ceil_mode", "countIncludePad": "count_include_pad", "trackRunningStats": "track_running_stats",
    "startDim": "start_dim", "endDim": "end_dim", "elementwiseAffine": "elementwise_affine", "scaleActivation": "scale_activation",
}

NETWORK = ["Sequential", [
    ["Conv2d", [3, 8, 3], {"bias": False}], ["BatchNorm2d", [8], {}], ["Conv2d", [8, 8, [3, 5]], {"groups": 4}], ["Linear", [40, 20], {}],
], {}]
NAMED = ["Sequential", [{
    "conv": ["Conv2d", [6, 4, 1], {}], "prelu": ["PReLU", [4], {}], "norm": ["LayerNorm", [4], {}], "conv_out": ["Conv2d", [4, 2, 2], {}],
}], {}]  # fmt: skip


def build(spec):
    """A module from [type, arguments, options], as the tests build ours; a Sequential's arguments are such lists, or one of them by name."""
    kind, arguments, options = spec
    if kind == "Sequential":
        if isinstance(arguments[0], dict):
            return nn.Sequential(OrderedDict((name, build(one)) for name, one in arguments[0].items()))
        return nn.Sequential(*map(build, arguments))

    def given(value):
        if isinstance(value, str):
            return getattr(nn, value, value)
        return tuple(value) if isinstance(value, list) else value

    make = BLOCKS.get(kind) or getattr(nn, kind)
    return make(*map(given, arguments), **{CAMEL.get(k, k): given(v) for k, v in options.items()})


def layers():
    """(spec, x shape, whether it learns, whether x has equal values)"""
    conv = lambda *arguments, **options: ["Conv2d", list(arguments), options]
    yield conv(3, 4, 3), MAPS, True, False
    yield conv(3, 6, [3, 2], stride=[2, 1], padding=[1, 2], groups=3, bias=False), MAPS, True, False
    yield conv(4, 6, 3, padding="same", dilation=2, groups=2, paddingMode="reflect"), [4, 9, 7], True, False
    for shape in [[5], [2, 5], [2, 3, 5], [2, 3, 4, 5]]:
        yield ["Linear", [5, 4], {}], shape, True, False
    yield ["Linear", [5, 1], {"bias": False}], [3, 5], True, False
    for kind in ["ReLU", "ReLU6"]:
        yield [kind, [], {}], MAPS, True, True
        yield [kind, [], {}], [7], True, False
    yield ["Flatten", [], {}], MAPS, True, False
    yield ["Flatten", [], {"startDim": 0, "endDim": -2}], MAPS, True, False
    yield ["Flatten", [], {"startDim": -1}], [4], True, False
    for learns in [True, False]:
        for options in [{}, {"affine": False}, {"trackRunningStats": False}, {"momentum": None, "eps": 0.01}, {"momentum": 0.3}]:
            yield ["BatchNorm2d", [3], options], MAPS, learns, False
    yield ["BatchNorm2d", [3], {}], [5, 3, 1, 1], True, False
    yield ["BatchNorm2d", [3], {}], [1, 3, 1, 1], False, False
    draw = random.Random(0)
    for kind in ["MaxPool2d", "AvgPool2d"]:
        yield [kind, [2], {}], MAPS, True, True
        yield [kind, [3], {"stride": 2, "padding": 1}], [3, 9, 7], True, True
        yield [kind, [[3, 1]], {"stride": [1, 2], "ceilMode": True}], MAPS, True, False
        yield [kind, [2], {"stride": 3, "ceilMode": True}], [1, 2, 8, 8], True, False
        yield [kind, [1], {"stride": 2, "ceilMode": True}], MAPS, True, False
        found = 0
        while found < 20:
            options = {"stride": draw.choice([1, 2, 3, [2, 1]]), "padding": draw.choice([0, 1, [1, 0], [0, 1], 2]), "ceilMode": draw.random() < 0.5}
            options |= {"dilation": draw.choice([1, 2, [1, 2]])} if kind == "MaxPool2d" else {"countIncludePad": draw.random() < 0.5}
            spec = [kind, [draw.choice([2, 3, [2, 3], [3, 2], 4])], options]
            shape = [draw.choice([1, 2]), 2, draw.randint(4, 9), draw.randint(4, 9)]
            try:
                build(spec)(torch.zeros(shape))
            except RuntimeError:
                continue
            found += 1
            yield spec, shape, True, draw.random() < 0.5
    for size in [1, 2, 3, [3, 2], [9, 7], [4, 10]]:
        yield ["AdaptiveAvgPool2d", [size], {}], MAPS, True, False
    yield ["AdaptiveAvgPool2d", [2], {}], [3, 5, 5], True, False
    block = [conv(3, 6, 3, padding=1, groups=3, bias=False), ["BatchNorm2d", [6], {}], ["ReLU6", [], {}], conv(6, 4, 1)]
    head = [["MaxPool2d", [2], {}], ["AdaptiveAvgPool2d", [2], {}], ["Flatten", [], {}], ["Linear", [16, 5], {}]]
    for learns in [True, False]:
        yield ["Sequential", [["Sequential", block, {}], *head], {}], MAPS, learns, False
    for kind, size, options in [("MaxPool2d", 3, {"stride": 2, "padding": 1}), ("AvgPool2d", 2, {"ceilMode": True}), ("AdaptiveAvgPool2d", 2, {})]:
        yield [kind, [size], options], [0, 3, 9, 7], True, False
    small = [2, 6, 3, 4]
    activations = [(kind, {}) for kind in ["Identity", "Sigmoid", "Tanh", "SiLU", "Hardswish", "Hardsigmoid", "GELU"]]
    for kind, options in [*activations, ("GELU", {"approximate": "tanh"}), ("PReLU", {})]:
        for shape, ties in [(small, True), ([7], False), ([], False), ([0, 2], False)]:
            yield [kind, [1] if kind == "PReLU" else [], options], shape, True, ties
    for shape in [small, [5, 6]]:
        yield ["PReLU", [6], {"init": 0.1}], shape, True, True
    for dim in [0, 1, 2, 3, -1, -3]:
        yield ["Softmax", [], {"dim": dim}], small, True, False
    for shape in [[5], [0, 5]]:
        yield ["Softmax", [], {"dim": 0}], shape, True, False
    for arguments, options in [([4], {}), ([[3, 4]], {"bias": False}), ([[6, 3, 4]], {"eps": 1}), ([4], {"elementwiseAffine": False})]:
        yield ["LayerNorm", arguments, options], small, True, False
    for shape in [[4], [0, 4]]:
        yield ["LayerNorm", [4], {}], shape, True, False
    for groups, shape in [(1, small), (2, small), (3, small), (2, [1, 6, 5]), (3, [2, 6, 1, 2, 3]), (2, [0, 6, 3, 4])]:
        yield ["ChannelShuffle", [groups], {}], shape, True, False
    for size in [1, 2, 4, 5, 9]:
        yield ["LocalResponseNorm", [size], {"alpha": 0.5, "beta": 0.6, "k": 2}], small, True, False
    for shape in [[1, 6, 5], [2, 6, 1, 2, 3], [0, 6, 3, 4]]:
        yield ["LocalResponseNorm", [3], {"alpha": 0.5}], shape, True, False
    yield NAMED, small, True, False


def blocks():
    """As layers(), for what the networks share."""
    for options in [{}, {"scaleActivation": "Hardsigmoid"}, {"activation": "SiLU"}]:
        yield ["SqueezeExcitation", [6, 2], options], [2, 6, 3, 4], True, False
    for shape in [[2, 6, 3, 4], [0, 6, 3, 4]]:
        yield ["LayerNorm2d", [6], {"eps": 0.1}], shape, True, False
    for mode in ["row", "batch"]:
        yield ["StochasticDepth", [0.5, mode], {}], [2, 6, 3, 4], False, False
    for mode in ["row", "batch"]:
        yield ["StochasticDepth", [0, mode], {}], [2, 6], True, False


def case(spec, shape, learns, ties):
    module = build(spec).train(learns)
    with torch.no_grad():
        for name, tensor in module.state_dict().items():
            if tensor.is_floating_point():
                tensor.copy_(torch.rand(tensor.shape) + 0.5 if name.endswith("var") else torch.randn(tensor.shape))
    made = {"name": f"{spec[0]} {spec[1] if spec[0] != 'Sequential' else ''} {spec[2]} on {shape}{'' if learns else ', eval'}"}
    made |= {"spec": spec, "learns": learns, "state": packed(module.state_dict())}
    x = torch.randn(shape) * 3
    x = (x.round() if ties else x).requires_grad_()
    y = module(x)
    dy = torch.randn(y.shape)
    (y * dy).sum().backward()
    gradients = {name: parameter.grad for name, parameter in module.named_parameters()}
    made |= {"x": pack(x), "dy": pack(dy), "y": pack(y), "dx": pack(x.grad), "gradients": packed(gradients)}
    with torch.no_grad():
        module(x * 2 + 1)
    return made | {"stateAfterTwo": packed(module.state_dict())}


def packed(tensors):
    return {name: pack(tensor.float()) for name, tensor in tensors.items()}


def start(seed, spec):
    torch.manual_seed(seed)
    return {"name": f"{spec[0]}, seed {seed}", "seed": seed, "spec": spec, "state": packed(build(spec).state_dict())}


torch.manual_seed(0)
golden = {"cases": [case(*one) for one in layers()], "blocks": [case(*one) for one in blocks()]}
starting = [NETWORK, NAMED, ["SqueezeExcitation", [6, 2], {}]]
write(__file__, golden | {"starts": [start(seed, spec) for spec in starting for seed in [0, 42, 2**32 - 1]]})
