"""Keras models as JSON, with the parameters that Keras counts and the MACs that torch counts while it runs them.

    pip install torch==2.13.0 keras==3.15.1
"""

import base64
import gzip
import json
import os
import pathlib

os.environ["KERAS_BACKEND"] = "torch"

import keras  # noqa: E402
import numpy  # noqa: E402
import torch  # noqa: E402
from keras import layers  # noqa: E402
from torch.utils.flop_counter import FlopCounterMode  # noqa: E402


def convolutions():
    """Every kind of convolution, with groups, dilation and both kinds of padding."""
    x = keras.Input((33, 32, 3))
    y = layers.ZeroPadding2D(((0, 1), (2, 1)))(x)
    y = layers.Conv2D(8, 3, strides=2, use_bias=False)(y)
    y = layers.ReLU(6.0)(layers.BatchNormalization()(y))
    y = layers.Conv2D(12, (3, 5), groups=4, padding="same")(y)
    y = layers.DepthwiseConv2D(3, depth_multiplier=2, strides=2, padding="same")(y)
    z = layers.SeparableConv2D(24, 3, dilation_rate=2, padding="same", depth_multiplier=2)(y)
    y = layers.Add()([y, layers.PReLU(shared_axes=[1, 2])(z)])
    y = layers.MaxPooling2D(3, strides=2, padding="same")(y)
    y = layers.Concatenate()([y, layers.AveragePooling2D(2, strides=1, padding="same")(y)])
    y = layers.Conv2D(6, 1, trainable=False)(layers.GroupNormalization(4)(y))
    y = layers.Dropout(0.5)(layers.GlobalAveragePooling2D()(y))
    return keras.Model(x, layers.Dense(10, activation="softmax")(y))


def upsampling():
    x = keras.Input((5, 7, 6))
    y = layers.Conv2DTranspose(8, 4, strides=2, padding="same")(x)
    y = layers.Conv2DTranspose(4, 3, strides=2, use_bias=False)(y)
    y = layers.UpSampling2D((2, 1))(layers.Cropping2D(((1, 0), (0, 2)))(y))
    return keras.Model(x, layers.LayerNormalization()(y))


def sequential():
    """A model in a model, and along one axis."""
    inner = keras.Sequential([keras.Input((None, 4)), layers.Conv1D(6, 5, padding="causal"), layers.SeparableConv1D(8, 3)])
    return keras.Sequential(
        [keras.Input((40, 4)), inner, layers.MaxPooling1D(2), layers.Flatten(), layers.Dense(12), layers.Reshape((3, -1))]
    )


def shared():
    """One layer for two inputs, and products of what it gives."""
    a, b = keras.Input((9, 7)), keras.Input((5, 7))
    dense = layers.Dense(6)
    y = layers.Dot(axes=2)([dense(a), dense(b)])
    return keras.Model([a, b], layers.Permute((2, 1))(y))


def volume():
    x = keras.Input((4, 9, 8, 2))
    y = layers.Conv3D(3, (1, 3, 3))(x)
    return keras.Model(x, layers.GlobalMaxPooling3D()(layers.MaxPooling3D((2, 2, 2))(y)))


def mobilenet():
    return keras.applications.MobileNet(weights=None)


def separable_in_tens():
    return keras.applications.Xception(weights=None)


CASES = {
    "convolutions": convolutions,
    "upsampling": upsampling,
    "sequential": sequential,
    "shared": shared,
    "volume": volume,
    "MobileNet": mobilenet,
    "Xception": separable_in_tens,
}


def shapes(model):
    """What each layer gives for a batch of 2, but for those that are called twice."""
    for layer in model.layers:
        if len(layer._inbound_nodes) == 1 and not isinstance(layer, (keras.Model, layers.InputLayer)):
            yield layer.name, [2, *layer.output.shape[1:]]


def case(name, make):
    keras.backend.clear_session()
    model = make()
    inputs = [numpy.zeros([2, *tensor.shape[1:]], "float32") for tensor in model.inputs]
    with FlopCounterMode(display=False) as flops, torch.no_grad():
        output = model(inputs if len(inputs) > 1 else inputs[0], training=False)
    return {
        "name": name,
        "model": base64.b64encode(gzip.compress(model.to_json().encode(), mtime=0)).decode(),
        "outputShape": list(output.shape),
        "macs": flops.get_total_flops() // 2,
        "parameters": sum(weight.numpy().size for weight in model.weights if not weight.name.startswith("moving_")),
        "trainable": sum(weight.numpy().size for weight in model.trainable_weights if weight.trainable),
        "shapes": {name: shape for name, shape in shapes(model)},
    }


golden = {
    "keras": keras.__version__,
    "torch": torch.__version__.split("+")[0],
    "cases": [case(name, make) for name, make in CASES.items()],
}
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(golden, separators=(",", ":")).replace(',{"name"', ',\n{"name"') + "\n")
