"""Keras's MobileNet and Xception: parameters, the sizes between their layers, and what they give with the weights of a seed."""

import os

os.environ["KERAS_BACKEND"] = "torch"

import keras
import numpy as np
import torch
from torch import nn

from packing import pack, write

NORM = keras.layers.BatchNormalization


def size(weights):
    return sum(int(np.prod(weight.shape)) for weight in weights)


def parameters(name, network, options):
    norms = size(weight for layer in network.layers if isinstance(layer, NORM) for weight in layer.trainable_weights)
    counted = {
        "all": network.count_params(), "trainable": size(network.trainable_weights), "norms": norms,
        "maps": [[layer.output.shape[i] for i in (3, 1, 2)] for layer in network.layers if isinstance(layer, NORM)],
    }
    return {"name": name, "options": options, "counted": counted}


def counts():
    mobilenet = lambda **options: keras.applications.MobileNet(weights=None, **options)
    for alpha, resolution in [(1, 224), (0.75, 224), (0.5, 160), (0.25, 128), (1, 192)]:
        network = mobilenet(alpha=alpha, input_shape=(resolution, resolution, 3))
        yield parameters("mobilenet_v1", network, {"alpha": alpha, "resolution": resolution})
    yield parameters("xception", keras.applications.Xception(weights=None), {})


def convolution(inputs, outputs, kernel=3, groups=1, mirrored=False):
    """A kernel as torch's seed begins it, in Keras's order of axes."""
    weight = nn.Conv2d(inputs, outputs, kernel, groups=groups, bias=False).weight.detach()
    weight = weight.flip(2, 3) if mirrored else weight
    return weight.permute(2, 3, 0, 1) if groups > 1 else weight.permute(2, 3, 1, 0)


def classifier(inputs, outputs):
    layer = nn.Linear(inputs, outputs)
    return layer.weight.detach().T, layer.bias.detach()


def image(size):
    """Two images whose values are sin(i²)."""
    return torch.sin(torch.arange(2 * 3 * size * size, dtype=torch.float64) ** 2).float().reshape(2, 3, size, size)


def learns(network, x, **layers):
    """The logits while batch norm learns, so that values keep their size through the network."""
    for name, weights in layers.items():
        network.get_layer(name).set_weights([np.ascontiguousarray(weight) for weight in weights])
    return torch.as_tensor(np.asarray(network(x.permute(0, 2, 3, 1), training=True).detach()))


def mobilenet():
    """Keras pads behind a stride of 2 and we before it: we see what it sees in the mirror. Its eps and ReLU6 are its own, too."""
    network = keras.applications.MobileNet(weights=None, alpha=0.25, input_shape=(64, 64, 3), classes=10, classifier_activation=None)
    network.get_layer("dropout").rate = 0
    for layer in network.layers:
        if isinstance(layer, NORM):
            layer.epsilon = 1e-5
    torch.manual_seed(1)
    widths = [8, 16, 32, 32, 64, 64, *[128] * 6, 256, 256]
    layers = {"conv1": [convolution(3, 8, mirrored=True)]}
    for i, (before, after) in enumerate(zip(widths, widths[1:]), 1):
        layers[f"conv_dw_{i}"] = [convolution(before, before, groups=before, mirrored=True)]
        layers[f"conv_pw_{i}"] = [convolution(before, after, 1)]
    weight, bias = classifier(256, 10)
    layers["conv_preds"] = [weight[None, None], bias]
    logits = learns(network, image(64).flip(2, 3), **layers)
    norms = keras.Model(network.input, [layer.output for layer in network.layers if isinstance(layer, NORM)])
    values = norms(image(64).flip(2, 3).permute(0, 2, 3, 1), training=True)
    assert max(value.max() for value in values) < 6, "ReLU6 would cut"
    return logits


def xception():
    network = keras.applications.Xception(weights=None, input_shape=(71, 71, 3), classes=10, classifier_activation=None)
    shortcuts = [layer.name for layer in network.layers if isinstance(layer, keras.layers.Conv2D) and not layer.name.startswith("block")]
    torch.manual_seed(1)
    separable = lambda before, after: [convolution(before, before, groups=before), convolution(before, after, 1)]
    layers = {"block1_conv1": [convolution(3, 32)], "block1_conv2": [convolution(32, 64)]}
    flows = [(2, 64, 128, 128), (3, 128, 256, 256), (4, 256, 728, 728), *[(i, 728, 728, 728, 728) for i in range(5, 13)], (13, 728, 728, 1024)]
    for block, *widths in flows:
        for i, (before, after) in enumerate(zip(widths, widths[1:]), 1):
            layers[f"block{block}_sepconv{i}"] = separable(before, after)
        if len(widths) == 3:
            layers[shortcuts.pop(0)] = [convolution(widths[0], widths[-1], 1)]
    layers["block14_sepconv1"] = separable(1024, 1536)
    layers["block14_sepconv2"] = separable(1536, 2048)
    layers["predictions"] = classifier(2048, 10)
    return learns(network, image(71), **layers)


write(__file__, {"counts": list(counts()), "mobilenet": pack(mobilenet()), "xception": pack(xception())})
