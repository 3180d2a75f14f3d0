"""Networks that torchvision does not have, of timm: parameters, MACs, and what a small one gives with the weights of a seed."""

import torch
import vision  # noqa: F401 — before timm, which imports torchvision
import timm
from torch import nn

from packing import pack, write

# name here, name there, size of the input
MEMBERS = [
    ("efficientnet_lite0", "efficientnet_lite0", 224), ("efficientnet_lite1", "efficientnet_lite1", 240),
    ("efficientnet_lite2", "efficientnet_lite2", 260), ("efficientnet_lite3", "efficientnet_lite3", 280),
    ("efficientnet_lite4", "efficientnet_lite4", 300), ("efficientnet_v2_xl", "tf_efficientnetv2_xl", 512),
    ("convnext_xlarge", "convnext_xlarge", 224), ("resnext101_32x4d", "resnext101_32x4d", 224),
]  # fmt: skip


def layers(network):
    return [layer for layer in network.modules() if isinstance(layer, (nn.Conv2d, nn.Linear))]


def counts(name, there, resolution):
    """Each output value of a convolution or linear layer is a sum of so many products as one filter has weights."""
    macs = []
    with torch.device("meta"):
        network = timm.create_model(there).eval()
        for layer in layers(network):
            layer.register_forward_hook(lambda layer, _, y: macs.append(y.numel() * layer.weight[0].numel()))
        network(torch.zeros(1, 3, resolution, resolution))
    parameters = sum(parameter.numel() for parameter in network.parameters())
    return {"name": name, "resolution": resolution, "parameters": parameters, "macs": sum(macs)}


def run(name):
    """Batch norm learns, so that values keep their size through the network; the images are sin(i²)."""
    network = timm.create_model(name, num_classes=10, bn_eps=1e-3).train()
    torch.manual_seed(1)
    for layer in layers(network):
        layer.reset_parameters()
    x = torch.sin(torch.arange(2 * 3 * 64 * 64, dtype=torch.float64) ** 2).float().reshape(2, 3, 64, 64)
    return {"name": name, "y": pack(network(x))}


write(__file__, {"counts": [counts(*member) for member in MEMBERS], "running": [run("efficientnet_lite0"), run("efficientnet_lite1")]})
