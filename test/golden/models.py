"""torchvision's networks, made on shapes alone: parameters, names and shapes in the state dict, MACs, and what its weights publish.

MACs are counted by hooks on Conv2d and Linear, at the resolution of the weights' own recipe, and compared with fvcore's. A small
member of each family also runs: weights and input come from a formula that the tests compute, too, so that only outputs are kept.
"""

import hashlib
import re
import warnings

import numpy
import torch
from fvcore.nn import FlopCountAnalysis
from torch import nn

from packing import pack, write
from vision import torchvision

warnings.simplefilter("ignore")

FAMILIES = "alexnet|vgg|resnet|resnext|wide_resnet|inception|mobilenet|shufflenet|efficientnet|convnext|squeezenet|mnasnet|densenet"

# name, size of the input, the part that runs where the rest is too large, and a gain of the filters by which what goes through
# neither fades nor grows until rounding decides
RUNNING = [
    ("alexnet", 64, "features", 1), ("vgg11_bn", 64, "features", 1), ("resnet18", 64, "", 1), ("resnet50", 64, "", 1),
    ("resnext50_32x4d", 64, "", 1.15), ("inception_v3", 75, "", 1.15), ("mobilenet_v2", 64, "", 0.9), ("mobilenet_v3_small", 64, "", 1.05),
    ("mobilenet_v3_large", 64, "", 0.9), ("shufflenet_v2_x0_5", 64, "", 1), ("efficientnet_b0", 64, "", 1.15),
    ("efficientnet_v2_s", 64, "", 0.85), ("convnext_tiny", 64, "", 1), ("squeezenet1_0", 64, "", 1), ("squeezenet1_1", 64, "", 1),
    ("mnasnet0_5", 64, "", 1), ("densenet121", 64, "", 1),
]  # fmt: skip


def build(name, **options):
    return torchvision.models.get_model(name, weights=None, **({"init_weights": False} if name == "inception_v3" else {}), **options).eval()


def digest(network):
    """Of a line for each tensor: its name and sizes, such as "features.0.weight 64,3,11,11"."""
    lines = [f"{name} {','.join(map(str, tensor.shape))}\n" for name, tensor in network.state_dict().items()]
    return hashlib.sha256("".join(lines).encode()).hexdigest()[:16]


def macs(network, x):
    """Each output value of a convolution or linear layer is a sum of so many products as one filter has weights."""
    total = 0

    def hook(layer, _, y):
        nonlocal total
        total += y.numel() * layer.weight[0].numel()

    handles = [layer.register_forward_hook(hook) for layer in network.modules() if isinstance(layer, (nn.Conv2d, nn.Linear))]
    network(x)
    for handle in handles:
        handle.remove()
    # fvcore traces, which shapes alone do not allow
    analysis = FlopCountAnalysis(network.to_empty(device="cpu"), torch.zeros(x.shape)).unsupported_ops_warnings(False)
    counted = analysis.uncalled_modules_warnings(False).by_operator()
    assert total == counted["conv"] + counted["linear"] + counted["addmm"] + counted["matmul"], (total, counted)
    return total


def counts(name):
    weights = torchvision.models.get_model_weights(name)
    resolution = weights.DEFAULT.transforms.keywords["crop_size"]
    with torch.device("meta"):
        network, x = build(name), torch.zeros(1, 3, resolution, resolution)
    return {
        "name": name,
        "resolution": resolution,
        "parameters": sum(parameter.numel() for parameter in network.parameters()),
        "stateDict": digest(network),
        "macs": macs(network, x),
        "published": [
            {"weights": w.name, "resolution": w.transforms.keywords["crop_size"], "numParams": w.meta["num_params"], "ops": w.meta["_ops"]}
            for w in weights
        ],
    }


def spread(name, shape):
    """Float32 numbers in [0, 1): MurmurHash3's finalizer of each position, seeded by the 32-bit FNV-1a hash of the name."""
    seed = 2166136261
    for byte in name.encode():
        seed = (seed ^ byte) * 16777619 % 2**32
    h = numpy.arange(numpy.prod(shape, dtype=int), dtype=numpy.uint32) * numpy.uint32(0x9E3779B9) + numpy.uint32(seed)
    for shift, factor in [(16, 0x85EBCA6B), (13, 0xC2B2AE35), (16, 1)]:
        h = (h ^ (h >> numpy.uint32(shift))) * numpy.uint32(factor)
    return torch.from_numpy((h >> numpy.uint32(8)).astype(numpy.float64) / 2**24).reshape(shape)


def weight(name, shape, gain):
    """Running variances are small enough for the epsilon beside them to show."""
    u = spread(name, shape)
    if len(shape) > 1:
        return (2 * u - 1) * gain * (6 / numpy.prod(shape[1:])) ** 0.5
    if name.endswith("running_var"):
        return 0.05 + 0.1 * u
    return 0.15 + 0.3 * u if name.endswith("weight") else 0.2 * u - 0.1


def run(name, size, part, gain):
    network = build(name, num_classes=10)
    for key, value in network.state_dict().items():
        if value.ndim > 0:
            value.copy_(weight(key, value.shape, gain))
    x = 2 * spread("x", [2, 3, size, size]) - 1
    with torch.no_grad():
        y = (network.get_submodule(part) if part else network)(x.float())
    return {"name": name, "size": size, "part": part, "gain": gain, "y": pack(y)}


names = [name for name in torchvision.models.list_models(module=torchvision.models) if re.match(FAMILIES, name)]
write(
    __file__,
    {
        "torchvision": torchvision.__version__.split("+")[0],
        "counts": [counts(name) for name in names],
        "running": [run(*case) for case in RUNNING],
    },
)
