"""torchvision beside any torch: one that is built for CUDA declares two operators in a library that a torch for the CPU does not load."""

import torch

library = torch.library.Library("torchvision", "FRAGMENT")
for op in ("nms", "qnms"):
    library.define(f"{op}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")

import torchvision  # noqa: E402, F401
