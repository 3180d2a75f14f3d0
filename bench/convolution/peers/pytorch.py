"""The process of the peer PyTorch: pytorch.py THREADS. It answers as serve.ts does; protocol.ts says what is asked."""

import functools
import json
import statistics
import sys
import time

try:
    import torch
    import torch.nn.functional as F
except ImportError as error:
    print(json.dumps({"failure": str(error)}), flush=True)
    sys.exit()

LAYOUTS = {"NCHW": torch.contiguous_format, "NHWC": torch.channels_last}
X, DY, WEIGHTS = 1, 2, 3  # values.ts
LEARNING_RATE, BIAS = 0.0001, 0.2  # learning.ts
WARM_UP_SECONDS, WARM_UP_RUNS = 0.05, 2  # protocol.ts
STEPS = 3


def values(shape, seed, scale=1.0):
    """As values.ts has them."""
    return numbers(torch.Size(shape).numel(), seed, scale).reshape(shape)


@functools.lru_cache(maxsize=4)
def numbers(size, seed, scale):
    mask = 0xFFFFFFFF
    h = torch.arange(size, dtype=torch.int64)
    h = (h + ((seed * 0x9E3779B1) & mask)) & mask
    h = ((h ^ (h >> 16)) * 0x85EBCA6B) & mask
    h = ((h ^ (h >> 13)) * 0xC2B2AE35) & mask
    h = h ^ (h >> 16)
    return ((h.double() / 2**32 - 0.5) * scale).float()


def convolutions_of(layer):
    """As layer.ts has it: one, or the two of a separable one."""
    if not layer.get("separable"):
        return [layer]
    one = {"kernel": [1, 1], "stride": [1, 1], "padding": [0, 0], "groups": 1}
    channels = layer["inChannels"]
    return [{**layer, "outChannels": channels, "groups": channels}, {**layer, **one}]


def weight_shape(layer):
    return [layer["outChannels"], layer["inChannels"] // layer["groups"], *layer["kernel"]]


class Layer:
    def __init__(self, task, layout):
        self.layout = layout
        layer, self.task = task["layer"], task["pass"]
        self.parts = convolutions_of(layer)
        place = lambda tensor: tensor.detach().contiguous(memory_format=LAYOUTS[layout])
        self.x = place(values([task["batch"], layer["inChannels"], layer["height"], layer["width"]], X))
        self.weights = [place(values(weight_shape(part), WEIGHTS + i)) for i, part in enumerate(self.parts)]
        for tensor in {"forward": [], "input gradient": [self.x], "weight gradient": self.weights}[self.task]:
            tensor.requires_grad_(len(self.parts) > 1)
        self.dy = None if self.task == "forward" else place(values(self.forward(self.x).shape, DY))

    def forward(self, x):
        for part, weight in zip(self.parts, self.weights):
            x = F.conv2d(x, weight, None, part["stride"], part["padding"], 1, part["groups"])
        return x

    def run(self, mark):
        if self.task == "forward":
            with torch.inference_mode():
                return [self.forward(self.x)]
        if len(self.parts) == 1:
            part = self.parts[0]
            of_input = self.task == "input gradient"
            dx, dw, _ = torch.ops.aten.convolution_backward(
                self.dy, self.x, self.weights[0], None, part["stride"], part["padding"], [1, 1], False, [0, 0],
                part["groups"], [of_input, not of_input, False],
            )
            return [dx if of_input else dw]
        wanted = [self.x] if self.task == "input gradient" else self.weights
        y = self.forward(self.x)
        mark()
        return torch.autograd.grad(y, wanted, self.dy)

    def read(self, outputs):
        return torch.cat([output.contiguous().reshape(-1) for output in outputs])


def parameters_of(network):
    """As learning.ts has them."""
    linear = network["classifier"]
    shapes = [weight_shape(layer) for layer in network["convolutions"]]
    shapes.append([linear["outFeatures"], linear["inFeatures"]])
    for i, shape in enumerate(shapes):
        fan_in = torch.Size(shape[1:]).numel()
        yield values(shape, WEIGHTS + 2 * i, (24 / fan_in) ** 0.5), values(shape[:1], WEIGHTS + 2 * i + 1, BIAS)


class Network:
    def __init__(self, task, layout):
        self.format, self.task = LAYOUTS[layout], task
        first = task["network"]["convolutions"][0]
        x = values([task["batch"], first["inChannels"], first["height"], first["width"]], X)
        self.x = x.contiguous(memory_format=self.format)
        self.is_inference = task["pass"] == "inference"
        self.layout = layout + (", batch norms folded" if self.is_inference else "")
        classes = task["network"]["classifier"]["outFeatures"]
        self.labels = torch.tensor([i * 131 % classes for i in range(task["batch"])])
        self.reset()

    def reset(self):
        """Folded with the convolutions where it only infers; a batch norm with its own statistics where it learns."""
        network = self.task["network"]
        layers = []
        *convolutions, (last_weight, last_bias) = parameters_of(network)
        for layer, (weight, bias) in zip(network["convolutions"], convolutions):
            conv = torch.nn.Conv2d(
                layer["inChannels"], layer["outChannels"], layer["kernel"], layer["stride"], layer["padding"],
                groups=layer["groups"], bias=self.is_inference,
            )
            conv.weight.data.copy_(weight)
            if self.is_inference:
                conv.bias.data.copy_(bias)
                layers += [conv, torch.nn.ReLU(inplace=True)]
            else:
                norm = torch.nn.BatchNorm2d(layer["outChannels"])
                norm.bias.data.copy_(bias)
                layers += [conv, norm, torch.nn.ReLU(inplace=True)]
        linear = torch.nn.Linear(network["classifier"]["inFeatures"], network["classifier"]["outFeatures"])
        linear.weight.data.copy_(last_weight)
        linear.bias.data.copy_(last_bias)
        model = torch.nn.Sequential(*layers, torch.nn.AdaptiveAvgPool2d(1), torch.nn.Flatten(), linear)
        self.model = model.to(memory_format=self.format).train(not self.is_inference)
        self.optimizer = torch.optim.SGD(self.model.parameters(), LEARNING_RATE)

    def run(self, _mark):
        if self.is_inference:
            with torch.inference_mode():
                return self.model(self.x)
        self.optimizer.zero_grad()
        loss = F.cross_entropy(self.model(self.x), self.labels)
        loss.backward()
        self.optimizer.step()
        return loss.detach()

    def read(self, output):
        if self.is_inference:
            return output.reshape(-1)
        self.reset()
        return torch.stack([self.run(None) for _ in range(STEPS)])


class Product:
    layout = "rows"

    def __init__(self, task, _layout):
        self.a, self.b = (values([task["size"]] * 2, seed) for seed in (X, WEIGHTS))

    def run(self, _mark):
        return self.a @ self.b

    def read(self, output):
        return output.reshape(-1)


KINDS = {"layer": Layer, "network": Network, "product": Product}


def timed(candidate, runs):
    """Seconds of one of so many runs."""
    total = 0.0
    for _ in range(runs):
        begun = time.perf_counter()

        def mark():
            nonlocal begun
            begun = time.perf_counter()

        candidate.run(mark)
        total += time.perf_counter() - begun
    return total / runs


def warm_up(candidate):
    samples = [timed(candidate, 1)]
    while samples[0] < WARM_UP_SECONDS * WARM_UP_RUNS and (
        len(samples) <= WARM_UP_RUNS or sum(samples) < WARM_UP_SECONDS
    ):
        samples.append(timed(candidate, 1))
    return statistics.median(samples[len(samples) // 2 :])


def prepare(task, file):
    layouts = ["NCHW"] if task["kind"] == "product" else list(LAYOUTS)
    able = [(warm_up(candidate), candidate) for candidate in (KINDS[task["kind"]](task, layout) for layout in layouts)]
    seconds, candidate = min(able, key=lambda one: one[0])
    result = candidate.read(candidate.run(lambda: None)).detach().contiguous()
    result.numpy().tofile(file)
    return candidate, {"layout": candidate.layout, "milliseconds": 1000 * seconds}


def main():
    threads = int(sys.argv[1])
    torch.set_num_threads(threads)
    print(json.dumps({"version": torch.__version__, "threads": torch.get_num_threads()}), flush=True)
    candidate = None
    for line in sys.stdin:
        question = json.loads(line)
        try:
            if "prepare" in question:
                candidate = None
                candidate, answer = prepare(question["prepare"], question["file"])
            else:
                answer = {"milliseconds": 1000 * timed(candidate, question["measure"])}
        except Exception as error:
            answer = {"failure": str(error).split("\n")[0]}
        print(json.dumps(answer), flush=True)


main()
