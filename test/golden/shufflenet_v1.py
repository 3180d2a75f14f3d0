"""ShuffleNet v1 of pytorchcv, by another hand: parameters, MACs of the convolutions, and what it gives with the weights of a seed."""

import torch
from fvcore.nn import FlopCountAnalysis
from pytorchcv.models import shufflenet
from torch import nn

from packing import pack, write

MEMBERS = [(1, 1), (2, 1), (3, 1), (4, 1), (8, 1), (1, 0.75), (3, 0.75), (1, 0.5), (3, 0.5), (1, 0.25), (3, 0.25)]

# pytorchcv joins the pooled input behind the branch, the authors' own code before it
join = torch.cat
torch.cat = lambda parts, dim: join(parts[::-1], dim)


def counts(groups, scale):
    network = shufflenet.get_shufflenet(groups, scale).eval()
    analysis = FlopCountAnalysis(network, torch.zeros(1, 3, 224, 224)).unsupported_ops_warnings(False)
    parameters = sum(parameter.numel() for parameter in network.parameters())
    return {"groups": groups, "scale": scale, "parameters": parameters, "macs": analysis.by_operator()["conv"]}


def run(groups, scale):
    """Batch norm learns, so that values keep their size through the network; the images are sin(i²)."""
    network = shufflenet.get_shufflenet(groups, scale, num_classes=10).train()
    network.features.final_pool = nn.AdaptiveAvgPool2d(1)
    torch.manual_seed(1)
    for layer in network.modules():
        if isinstance(layer, (nn.Conv2d, nn.Linear)):
            layer.reset_parameters()
    x = torch.sin(torch.arange(2 * 3 * 64 * 64, dtype=torch.float64) ** 2).float().reshape(2, 3, 64, 64)
    return {"groups": groups, "scale": scale, "y": pack(network(x))}


write(__file__, {"counts": [counts(*member) for member in MEMBERS], "running": [run(3, 0.25), run(8, 1)]})
