"""Convolutions finished by a bias and an activation: results, gradients of sum(y · dy), and gradients of those gradients."""

import torch
from torch.nn import functional as F

from packing import pack, write

ACTIVATIONS = {None: lambda y: y, "relu": F.relu, "relu6": F.relu6}


def convolve(x, weight, options, bias=None, activation=None):
    """F.conv2d in either layout, and padded by F.pad where it is not with zeros."""
    options = {k: tuple(v) if isinstance(v, list) else v for k, v in options.items()}
    last = options.pop("layout", "NCHW") == "NHWC"
    if "paddingMode" in options:
        x = F.pad(x, [options.pop("padding")] * 4, mode=options.pop("paddingMode"))
    y = ACTIVATIONS[activation](F.conv2d(x.movedim(-1, -3) if last else x, weight, bias, **options))
    return y.movedim(-3, -1) if last else y


def conv2d(inputs, options):
    pass_ = {k: v for k, v in options.items() if k != "activation"}
    return convolve(inputs["x"], inputs["weight"], pass_, inputs.get("bias"), options.get("activation"))


def depthwiseConv2d(inputs, options):
    channels = inputs["x"].shape[-1 if options.get("layout") == "NHWC" else -3]
    return conv2d(inputs, {**options, "groups": channels})


def separableConv2d(inputs, options):
    own = {"activation", "depthwiseActivation"}
    pass_ = {k: v for k, v in options.items() if k not in own}
    channels = inputs["x"].shape[-1 if options.get("layout") == "NHWC" else -3]
    middle = options.get("depthwiseActivation")
    y = convolve(inputs["x"], inputs["depthwise"], {**pass_, "groups": channels}, inputs.get("depthwiseBias"), middle)
    layout = {k: v for k, v in options.items() if k == "layout"}
    return convolve(y, inputs["pointwise"], layout, inputs.get("bias"), options.get("activation"))


FUNCTIONS = {"conv2d": conv2d, "depthwiseConv2d": depthwiseConv2d, "pointwiseConv2d": conv2d, "separableConv2d": separableConv2d}


def configurations():
    """(name, function, shapes of the inputs, options); drawn from whole numbers where values lie on the bounds."""
    standard = {"x": [1, 4, 4, 3], "weight": [3, 4, 3, 2], "bias": [3]}
    grouped = {"x": [1, 4, 4, 5], "weight": [6, 2, 3, 3], "bias": [6]}
    depthwise = {"x": [2, 2, 5, 4], "weight": [4, 1, 3, 3], "bias": [4]}
    pointwise = {"x": [2, 5, 2, 3], "weight": [7, 5, 1, 1], "bias": [7]}
    separable = {"x": [1, 3, 5, 4], "depthwise": [6, 1, 3, 3], "pointwise": [4, 6, 1, 1], "depthwiseBias": [6], "bias": [4]}
    last = lambda shapes: {**shapes, "x": [*(shapes["x"][:-3]), *shapes["x"][-2:], shapes["x"][-3]]}
    without = lambda shapes, *names: {k: v for k, v in shapes.items() if k not in names}
    for activation in ["relu", "relu6"]:
        yield f"conv2d, {activation}", "conv2d", standard, {"padding": 1, "activation": activation}
        yield f"conv2d in groups at stride 2, {activation}", "conv2d", grouped, {"padding": 1, "stride": 2, "groups": 2, "activation": activation}
        yield f"conv2d without bias, dilated, {activation}", "conv2d", without(standard, "bias"), {"padding": 2, "dilation": 2, "activation": activation}
        yield f"conv2d, reflected, {activation}", "conv2d", standard, {"padding": 1, "paddingMode": "reflect", "activation": activation}
        yield f"conv2d of one image, {activation}", "conv2d", {**standard, "x": standard["x"][1:]}, {"padding": 1, "activation": activation}
        yield f"conv2d, channels last, {activation}", "conv2d", last(standard), {"padding": 1, "layout": "NHWC", "activation": activation}
        yield f"depthwiseConv2d, {activation}", "depthwiseConv2d", depthwise, {"padding": [1, 2], "stride": [2, 1], "activation": activation}
        yield f"depthwiseConv2d, channels last, {activation}", "depthwiseConv2d", last(depthwise), {"padding": 1, "layout": "NHWC", "activation": activation}
        yield f"pointwiseConv2d, {activation}", "pointwiseConv2d", pointwise, {"activation": activation}
        for middle in [None, "relu", "relu6"]:
            between = {"depthwiseActivation": middle} if middle else {}
            yield f"separableConv2d, {middle} and {activation}", "separableConv2d", separable, {"padding": 1, "stride": 2, **between, "activation": activation}
    yield "separableConv2d, relu between alone", "separableConv2d", without(separable, "bias"), {"depthwiseActivation": "relu"}
    yield "separableConv2d, relu6 between, without biases", "separableConv2d", without(separable, "bias", "depthwiseBias"), {"padding": 1, "depthwiseActivation": "relu6", "activation": "relu"}
    yield "separableConv2d, a bias between alone", "separableConv2d", without(separable, "bias"), {"dilation": 2, "padding": 2}
    yield "separableConv2d, channels last", "separableConv2d", last(separable), {"padding": 1, "layout": "NHWC", "depthwiseActivation": "relu", "activation": "relu6"}


def case(name, function, shapes, options, draw):
    inputs = {k: draw(shape).requires_grad_() for k, shape in shapes.items()}
    y = FUNCTIONS[function](inputs, options)
    dy = torch.randn(y.shape)
    gradients = torch.autograd.grad((y * dy).sum(), inputs.values())
    made = {"name": name, "function": function, "options": options, "inputs": {k: pack(v) for k, v in inputs.items()}}
    return made | {"dy": pack(dy), "y": pack(y), "gradients": {k: pack(g) for k, g in zip(inputs, gradients)}}


def on_the_bounds(name, function, shapes, options):
    """Whole numbers: y is often 0 or 6 exactly, where PyTorch's gradient is 0."""
    return case(f"{name}, on its bounds", function, shapes, options, lambda shape: torch.randint(-1, 2, shape).float())


def twice(name, function, shapes, options):
    """Gradients of sum(first gradients · directions), for dy and the inputs on which the first gradients depend."""
    inputs = {k: torch.randn(shape, requires_grad=True) for k, shape in shapes.items()}
    y = FUNCTIONS[function](inputs, options)
    dy = torch.randn(y.shape, requires_grad=True)
    gradients = torch.autograd.grad((y * dy).sum(), inputs.values(), create_graph=True)
    directions = {k: torch.randn(v.shape) for k, v in inputs.items()}
    value = sum((gradient * direction).sum() for gradient, direction in zip(gradients, directions.values()))
    given = {**inputs, "dy": dy}
    second = torch.autograd.grad(value, given.values(), allow_unused=True)
    seconds = {k: pack(g) for k, g in zip(given, second) if g is not None and g.any()}
    packed = lambda tensors: {k: pack(v) for k, v in tensors.items()}
    made = {"name": name, "function": function, "options": options, "inputs": packed(inputs), "dy": pack(dy)}
    return made | {"directions": packed(directions), "seconds": seconds}


CHOSEN = ["conv2d, relu", "conv2d, relu6", "depthwiseConv2d, relu6", "pointwiseConv2d, relu", "separableConv2d, relu and relu6", "separableConv2d, relu6 and relu"]

torch.manual_seed(0)
every = list(configurations())
chosen = [one for one in every if one[0] in CHOSEN]
linear = [
    ("conv2d", "conv2d", {"x": [2, 4, 4, 3], "weight": [4, 2, 3, 2], "bias": [4]}, {"padding": 1, "stride": 2, "groups": 2}),
    ("conv2d, dilated", "conv2d", {"x": [1, 2, 6, 5], "weight": [3, 2, 3, 2]}, {"padding": 2, "stride": 2, "dilation": 2}),
    ("depthwiseConv2d", "depthwiseConv2d", {"x": [1, 3, 4, 4], "weight": [6, 1, 3, 3]}, {"padding": 1}),
]
write(
    __file__,
    {
        "cases": [case(*one, torch.randn) for one in every] + [on_the_bounds(*one) for one in chosen],
        "twice": [twice(*one) for one in [*linear, *chosen]],
    },
)
