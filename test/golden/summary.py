"""What torchsummary prints for torch modules: version 1.5.1 from PyPI as it is, and the form of the head of its repository; and
the totals that torch itself and torchinfo give for them."""

import contextlib
import io
import json
import pathlib
import random

import torch
import torchinfo
from torch import nn
from torch.nn import functional as F
from torchsummary import summary


class Conv_test(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, padding, groups):
        super().__init__()
        self.conv = nn.Conv2d(in_channels, out_channels, kernel_size, stride=1, padding=padding, groups=groups, bias=False)

    def forward(self, x):
        return self.conv(x)


class Net(nn.Module):
    """The network for MNIST in torchsummary's README."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 10, kernel_size=5)
        self.conv2 = nn.Conv2d(10, 20, kernel_size=5)
        self.conv2_drop = nn.Dropout2d()
        self.fc1 = nn.Linear(320, 50)
        self.fc2 = nn.Linear(50, 10)

    def forward(self, x):
        x = F.relu(F.max_pool2d(self.conv1(x), 2))
        x = F.relu(F.max_pool2d(self.conv2_drop(self.conv2(x)), 2))
        x = F.relu(self.fc1(x.view(-1, 320)))
        return F.log_softmax(self.fc2(F.dropout(x, training=self.training)), dim=1)


class VGG(nn.Module):
    """VGG16, configuration D of arXiv 1409.1556, with torchvision's adaptive pooling."""

    def __init__(self):
        super().__init__()
        layers, channels = [], 3
        for width in [64, 64, "M", 128, 128, "M", 256, 256, 256, "M", 512, 512, 512, "M", 512, 512, 512, "M"]:
            if width == "M":
                layers.append(nn.MaxPool2d(2, 2))
            else:
                layers += [nn.Conv2d(channels, width, 3, padding=1), nn.ReLU()]
                channels = width
        self.features = nn.Sequential(*layers)
        self.avgpool = nn.AdaptiveAvgPool2d((7, 7))
        self.classifier = nn.Sequential(
            nn.Linear(512 * 7 * 7, 4096), nn.ReLU(), nn.Dropout(), nn.Linear(4096, 4096), nn.ReLU(), nn.Dropout(), nn.Linear(4096, 1000)
        )

    def forward(self, x):
        return self.classifier(torch.flatten(self.avgpool(self.features(x)), 1))


class Twice(nn.Module):
    """One layer that runs twice, and is held by two modules."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(4, 4, 3, padding=1)
        self.inner = nn.ModuleList([Holder(self.conv)])

    def forward(self, x):
        return self.inner[0](self.conv(x))


class Holder(nn.Module):
    def __init__(self, held):
        super().__init__()
        self.held = held

    def forward(self, x):
        return self.held(x)


class Scale(nn.Module):
    """Parameters of its own, one of them called weight."""

    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(3, 1, 1))
        self.offset = nn.Parameter(torch.ones(3, 1, 1))

    def forward(self, x):
        return x * self.weight + self.offset


class Two(nn.Module):
    """Two inputs."""

    def __init__(self):
        super().__init__()
        self.left = nn.Conv2d(1, 2, 3)
        self.right = nn.Conv2d(3, 2, 3)

    def forward(self, x, y):
        return self.left(x) + self.right(y)


def frozen():
    network = nn.Sequential(nn.Conv2d(3, 8, 3), nn.BatchNorm2d(8), nn.Conv2d(8, 8, 3, groups=8))
    network[0].weight.requires_grad = False
    return network


NETWORKS = {
    "standard": (Conv_test(3, 4, 3, 1, 1), [(3, 64, 64)]),
    "depthwise": (Conv_test(3, 3, 3, 1, 3), [(3, 64, 64)]),
    "pointwise": (Conv_test(3, 4, 1, 0, 1), [(3, 64, 64)]),
    "grouped": (Conv_test(4, 6, 3, 1, 2), [(4, 64, 64)]),
    "mnist": (Net(), [(1, 28, 28)]),
    "vgg16": (VGG(), [(3, 224, 224)]),
    "nested": (
        nn.Sequential(
            nn.Sequential(nn.Conv2d(3, 3, 3, padding=1, groups=3), nn.BatchNorm2d(3), nn.ReLU6()),
            nn.Sequential(nn.Conv2d(3, 16, 1), nn.BatchNorm2d(16), nn.ReLU6(), nn.Sequential(nn.AvgPool2d(2), nn.Flatten())),
            nn.Linear(16 * 16 * 16, 1000),
        ),
        [(3, 32, 32)],
    ),
    "twice": (Twice(), [(4, 16, 16)]),
    "scale": (nn.Sequential(Scale(), nn.Conv2d(3, 1, 1)), [(3, 8, 8)]),
    "two inputs": (Two(), [(1, 16, 16), (3, 16, 16)]),
    "frozen": (frozen(), [(3, 128, 128)]),
    "rounding": (nn.Sequential(nn.ReLU(), nn.Conv2d(32, 1, 1)), [(32, 32, 32)]),
}


def pypi(module, sizes, batch_size):
    text = io.StringIO()
    with contextlib.redirect_stdout(text):
        summary(module, sizes, batch_size, device="cpu")
    return text.getvalue()


def github(module, sizes, batch_size):
    """The other form differs by a row for the module itself, and by one more line break. So it is what 1.5.1 prints of the module
    inside of another one, which torchsummary then leaves out in its stead."""

    class Around(nn.Module):
        def __init__(self):
            super().__init__()
            self.inside = module

        def forward(self, *inputs):
            return self.inside(*inputs)

    return pypi(Around(), sizes, batch_size) + "\n"


texts = {
    name: {
        f"{form.__name__}, batch {batch_size}": form(module, sizes, batch_size).split("\n")
        for form in [pypi, github]
        for batch_size in [-1, 16]
    }
    for name, (module, sizes) in NETWORKS.items()
}

# torchinfo counts a shared layer's container twice, and misses tensors that a module holds beside its layers
FAULTY = ["twice", "scale"]


def totals(name, module, sizes):
    """Parameters as torch has them; bytes as torchinfo adds them up: twice the outputs of layers with parameters."""
    info = torchinfo.summary(module, [(1, *size) for size in sizes], verbose=0)
    return {
        "totalParams": sum(p.numel() for p in module.parameters()),
        "trainableParams": sum(p.numel() for p in module.parameters() if p.requires_grad),
        **({} if name in FAULTY else {"paramsSize": info.total_param_bytes, "outputs": info.total_output_bytes}),
    }


full = {name: totals(name, module, sizes) for name, (module, sizes) in NETWORKS.items()}
draw = random.Random(0)
numbers = [n / 8 for n in range(33)] + [n / 1000 for n in range(995, 1046, 10)] + [draw.uniform(0, 10 ** draw.randint(0, 6)) for _ in range(200)]
golden = {"fixed2": [[number, "%0.2f" % number] for number in numbers], "texts": texts, "full": full}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(golden, indent=0) + "\n")
