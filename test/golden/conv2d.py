"""torch.nn.functional.conv2d and nn.Conv2d: results and gradients of sum(y · dy), and what they refuse."""

import itertools
import random

import torch
from torch import nn
from torch.nn import functional as F

from packing import pack, write

MODES = ["zeros", "reflect", "replicate", "circular"]


def configurations():
    """(name, x shape, C_out, kernel, options), each axis of variation by itself, then 120 drawn at random."""
    x = [2, 4, 7, 6]
    for stride, dilation in itertools.product([1, 2, 3, 5, [2, 1], [1, 3]], [1, 2, [1, 2], [3, 1]]):
        yield f"stride {stride}, dilation {dilation}", [1, 2, 11, 10], 3, [3, 2], {"stride": stride, "dilation": dilation, "padding": 2}
    for padding in [0, 1, [1, 2], [0, 3], "same", "valid"]:
        for mode in MODES:
            yield f"padding {padding} {mode}", x, 3, [3, 3], {"padding": padding, "paddingMode": mode}
    for kernel in [[1, 1], [1, 3], [3, 1], [2, 2], [4, 4], [1, 5], [5, 1], [2, 3]]:
        for options in [{"padding": "same"}, {"padding": 2, "stride": 2}, {"padding": "same", "dilation": 2}]:
            yield f"kernel {kernel} {options}", x, 2, kernel, options
        # A depthwise convolution at a stride is where kernels of backends go wrong.
        yield f"kernel {kernel} depthwise at stride 2", x, 4, kernel, {"padding": 2, "stride": 2, "groups": 4}
    for groups, filters in [(1, 4), (2, 4), (2, 6), (3, 6), (3, 12), (6, 6), (6, 12), (6, 18)]:
        for options in [{}, {"stride": 2, "padding": 1}, {"dilation": 2, "padding": 2}, {"stride": 2, "dilation": 2, "padding": 2}]:
            yield f"groups {groups} of 6 to {filters} {options}", [2, 6, 6, 7], filters, [3, 3], {"groups": groups, **options}
    for options in [{}, {"stride": 2, "padding": 1}, {"stride": 2, "dilation": 2, "padding": 2}]:
        yield f"groups 2 of 12 {options}", [2, 12, 6, 5], 4, [3, 2], {"groups": 2, **options}
    yield "one channel in, many out", [1, 1, 5, 5], 5, [3, 3], {"padding": 1}
    yield "a kernel as large as the input", [1, 3, 4, 5], 2, [4, 5], {}
    yield "a stride beyond the input", [1, 2, 5, 5], 2, [2, 2], {"stride": 9}
    yield "more padding than input", [1, 2, 2, 2], 2, [3, 3], {"padding": 4}
    yield "an empty batch", [0, 2, 5, 5], 3, [3, 3], {"padding": 1}
    yield "an empty batch, depthwise", [0, 2, 5, 5], 4, [3, 3], {"padding": 1, "groups": 2}
    yield "wide enough for a vector unit and one more", [1, 17, 9, 9], 17, [3, 3], {"padding": 1}
    yield "wide enough for a vector unit and one more, depthwise", [1, 17, 9, 9], 34, [3, 3], {"padding": 1, "groups": 17}
    draw = random.Random(0)
    found = 0
    while found < 120:
        groups, perGroup, outPerGroup = draw.choice([1, 1, 2, 3]), draw.choice([1, 2, 3]), draw.choice([1, 2])
        sizes = [draw.randint(3, 9), draw.randint(3, 9)]
        kernel = [draw.randint(1, 4), draw.randint(1, 4)]
        mode = draw.choice(MODES)
        options = {
            "stride": draw.choice([1, 2, [1, 2], [3, 1]]),
            "padding": draw.choice([0, 1, 2, [1, 0], [0, 2], "same", "valid"]),
            "dilation": draw.choice([1, 1, 2, [2, 1], [1, 3]]),
            "groups": groups,
            "paddingMode": mode,
        }
        batch = draw.choice([[], [1], [3]])
        shape = [*batch, groups * perGroup, *sizes]
        try:
            module(shape, groups * outPerGroup, kernel, options)(torch.zeros(shape))
        except (RuntimeError, ValueError):
            continue
        found += 1
        yield f"drawn {found}", shape, groups * outPerGroup, kernel, options


def module(shape, filters, kernel, options, bias=True):
    names = {"paddingMode": "padding_mode"}
    options = {names.get(k, k): tuple(v) if isinstance(v, list) else v for k, v in options.items()}
    return nn.Conv2d(shape[-3], filters, tuple(kernel), bias=bias, **options)


def case(name, shape, filters, kernel, options, bias):
    conv = module(shape, filters, kernel, options, bias)
    x = torch.randn(shape, requires_grad=True)
    with torch.no_grad():
        for parameter in conv.parameters():
            parameter.copy_(torch.randn(parameter.shape))
    y = conv(x)
    dy = torch.randn(y.shape)
    (y * dy).sum().backward()
    made = {"name": name, "options": options, "x": x, "weight": conv.weight, "bias": conv.bias, "dy": dy, "y": y}
    made |= {"dx": x.grad, "dweight": conv.weight.grad, "dbias": conv.bias.grad if conv.bias is not None else None}
    return {k: pack(v) if isinstance(v, torch.Tensor) else v for k, v in made.items() if v is not None}


def refusals():
    """What torch refuses, with its own words: (name, x shape, weight shape, options, x type)."""
    x, w = [1, 3, 8, 8], [4, 3, 3, 3]
    asked = [
        ("groups that do not divide the channels", x, w, {"groups": 2}),
        ("groups that do not divide the filters", [1, 4, 8, 8], [3, 2, 3, 3], {"groups": 2}),
        ("groups 0", x, w, {"groups": 0}),
        ("groups -1", x, w, {"groups": -1}),
        ("groups 1.5", x, w, {"groups": 1.5}),
        ("weights for other channels", x, [4, 2, 3, 3], {}),
        ("depthwise weights for all channels", x, [3, 3, 3, 3], {"groups": 3}),
        ("x of rank 2", [8, 8], w, {}),
        ("x of rank 5", [1, 1, 3, 8, 8], w, {}),
        ("weights of rank 3", x, [4, 3, 3], {}),
        ("weights of rank 5", x, [4, 3, 3, 3, 1], {}),
        ("a kernel higher than the input", x, [4, 3, 9, 3], {}),
        ("a kernel wider than the padded input", x, [4, 3, 3, 11], {"padding": 1}),
        ("a dilated kernel larger than the input", x, w, {"dilation": 4}),
        ("stride 0", x, w, {"stride": 0}),
        ("stride -1", x, w, {"stride": -1}),
        ("stride 1.5", x, w, {"stride": 1.5}),
        ("stride NaN", x, w, {"stride": "NaN"}),
        ("three strides", x, w, {"stride": [1, 1, 1]}),
        ("one stride 0 of two", x, w, {"stride": [1, 0]}),
        ("padding -1", x, w, {"padding": -1}),
        ("padding 0.5", x, w, {"padding": 0.5}),
        ("padding NaN", x, w, {"padding": "NaN"}),
        ("three paddings", x, w, {"padding": [1, 1, 1]}),
        ("padding by an unknown word", x, w, {"padding": "full"}),
        ("padding same at stride 2", x, w, {"padding": "same", "stride": 2}),
        ("padding same at stride 2 along one axis", x, w, {"padding": "same", "stride": [1, 2]}),
        ("dilation 0", x, w, {"dilation": 0}),
        ("dilation -2", x, w, {"dilation": -2}),
        ("dilation 1.5", x, w, {"dilation": 1.5}),
        ("an unknown padding mode", x, w, {"paddingMode": "mirror", "padding": 1}),
        ("reflect padding as large as the input", x, w, {"paddingMode": "reflect", "padding": 8}),
        ("reflect padding as large as the width", [1, 3, 8, 2], w, {"paddingMode": "reflect", "padding": [1, 2]}),
        ("circular padding larger than the input", x, w, {"paddingMode": "circular", "padding": 9}),
        ("a bias of another size", x, w, {"bias": [3]}),
        ("a bias of rank 2", x, w, {"bias": [4, 1]}),
        ("an empty image", [1, 3, 0, 8], w, {"padding": 1}),
        ("an empty kernel", x, [4, 3, 0, 3], {}),
        ("x of integers", x, w, {}, "int32"),
        ("x of booleans", x, w, {}, "bool"),
        ("x of complex numbers", x, w, {}, "complex64"),
    ]
    return [refusal(*one) for one in asked]


def refusal(name, shape, weight, options, dtype="float32"):
    x = torch.ones(shape).to(getattr(torch, dtype))
    try:
        run(x, torch.ones(weight), {k: float("nan") if v == "NaN" else v for k, v in options.items()})
    except (RuntimeError, ValueError, TypeError) as error:
        message = str(error).split("\n")[0].strip()
        return {"name": name, "x": shape, "weight": weight, "options": options, "dtype": dtype, "message": message}
    raise AssertionError(f"torch does not refuse: {name}")


def run(x, weight, options):
    options = {k: tuple(v) if isinstance(v, list) else v for k, v in options.items()}
    bias = torch.ones(options.pop("bias")) if "bias" in options else None
    if "paddingMode" not in options:
        return F.conv2d(x, weight, bias, **options)
    conv = nn.Conv2d(x.shape[-3], weight.shape[0], weight.shape[2:], bias=False, padding=options["padding"], padding_mode=options["paddingMode"])
    return conv(x)


torch.manual_seed(0)
write(__file__, {"cases": [case(*one, bias=i % 3 > 0) for i, one in enumerate(configurations())], "refused": refusals()})
