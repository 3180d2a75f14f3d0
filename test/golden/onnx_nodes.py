"""The shapes that ONNX's own node tests give: each operator at work, as the standard's reference computes it.

    pip install onnx==1.23.2
"""

import base64
import gzip
import json
import pathlib
import warnings

import numpy
import onnx
from onnx import numpy_helper
from onnx.backend.test.loader import load_model_tests

warnings.simplefilter("ignore")
SMALL = 1024


def cases():
    for case in load_model_tests(kind="node"):
        graph = case.model.graph
        if len(graph.node) != 1 or graph.node[0].domain not in ("", "ai.onnx"):
            continue
        inputs, outputs = case.data_sets[0]
        if not all(isinstance(value, numpy.ndarray) for value in [*inputs, *outputs]):
            continue
        if not all(info.type.tensor_type.HasField("shape") for info in graph.input):
            continue
        yield case.name, with_settings(case.model, inputs), [list(value.shape) for value in outputs]


def with_settings(model, inputs):
    """The model with its small lists of settings in the file, as exporters write them, and with no shapes of outputs."""
    types = [numpy.int64, numpy.int32]
    if model.graph.node[0].op_type in ("Resize", "Upsample"):
        types.append(numpy.float32)
    settings = {
        info.name: numpy_helper.from_array(value, info.name)
        for info, value in list(zip(model.graph.input, inputs))[1:]
        if value.dtype in types and value.size <= SMALL
    }
    model.graph.initializer.extend(settings.values())
    kept = [info for info in model.graph.input if info.name not in settings]
    del model.graph.input[:]
    model.graph.input.extend(kept)
    for info in model.graph.output:
        info.type.tensor_type.ClearField("shape")
    model.ClearField("producer_name")
    return model.SerializeToString()


golden = [
    {"name": name, "model": base64.b64encode(model).decode(), "outputs": outputs} for name, model, outputs in cases()
]
packed = base64.b64encode(gzip.compress(json.dumps(golden, separators=(",", ":")).encode(), mtime=0)).decode()
text = json.dumps({"onnx": onnx.__version__, "cases": packed}, separators=(",", ":"))
pathlib.Path(__file__).with_suffix(".json").write_text(text + "\n")
