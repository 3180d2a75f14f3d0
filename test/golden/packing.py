"""How golden files hold tensors, and what they are written by."""

import base64
import json
import pathlib

import torch


def pack(tensor):
    """A float32 tensor as JSON: its sizes, and its little-endian bytes in base64."""
    data = tensor.detach().contiguous().numpy().astype("<f4").tobytes()
    return {"shape": list(tensor.shape), "data": base64.b64encode(data).decode()}


def write(script, golden):
    """Writes the .json beside a script, one case a line."""
    text = json.dumps({"torch": torch.__version__.split("+")[0], **golden}, separators=(",", ":"))
    pathlib.Path(script).with_suffix(".json").write_text(text.replace(',{"name"', ',\n{"name"') + "\n")
