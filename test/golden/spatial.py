"""Writes spatial.json: what numpy finds in named and random kernels. Run with numpy 2: python spatial.py"""

import json
import pathlib

import numpy as np

rng = np.random.default_rng(20240601)


def gaussian(n, sigma):
    at = np.arange(n) - (n - 1) / 2
    line = np.exp(-(at**2) / (2 * sigma**2))
    kernel = np.exp(-(at[:, None] ** 2 + at[None, :] ** 2) / (2 * sigma**2))
    return kernel / line.sum() ** 2


named = {
    "sobelX": [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]],
    "sobelY": [[-1, -2, -1], [0, 0, 0], [1, 2, 1]],
    "prewittX": [[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]],
    "prewittY": [[-1, -1, -1], [0, 0, 0], [1, 1, 1]],
    "scharrX": [[-3, 0, 3], [-10, 0, 10], [-3, 0, 3]],
    "scharrY": [[-3, -10, -3], [0, 0, 0], [3, 10, 3]],
    "laplacian": [[0, 1, 0], [1, -4, 1], [0, 1, 0]],
    "sharpen": [[0, -1, 0], [-1, 5, -1], [0, -1, 0]],
    "emboss": [[-2, -1, 0], [-1, 1, 1], [0, 1, 2]],
    "box(3)": np.full((3, 3), 1 / 9).tolist(),
    "box(4)": np.full((4, 4), 1 / 16).tolist(),
    "gaussian(3)": gaussian(3, 0.8).tolist(),
    "gaussian(5)": gaussian(5, 1.1).tolist(),
    "gaussian(7, 2)": gaussian(7, 2.0).tolist(),
}


def random_kernels():
    for height, width in [(1, 1), (1, 5), (5, 1), (2, 2), (3, 3), (3, 5), (5, 3), (7, 7), (4, 9), (11, 11)]:
        full = min(height, width)
        for rank in sorted({1, (full + 1) // 2, full}):
            left, right = rng.normal(size=(height, rank)), rng.normal(size=(rank, width))
            yield f"{height}x{width} of rank {rank}", left @ right
            yield f"{height}x{width} of integers, rank at most {rank}", np.rint(3 * left) @ np.rint(3 * right) + 0.0
    yield "zeros", np.zeros((3, 4))


def case(name, kernel):
    kernel = np.asarray(kernel, dtype=np.float64)
    u, s, vh = np.linalg.svd(kernel, full_matrices=False)
    errors = [float(np.linalg.norm(kernel - (u[:, :r] * s[:r]) @ vh[:r])) for r in range(1, len(s) + 1)]
    return {
        "name": name,
        "kernel": kernel.tolist(),
        "rank": int(np.linalg.matrix_rank(kernel)),
        "singularValues": s.tolist(),
        "norm": float(np.linalg.norm(kernel)),
        "errors": errors,
    }


golden = {
    "named": [case(name, kernel) for name, kernel in named.items()],
    "random": [case(name, kernel) for name, kernel in random_kernels()],
}
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(golden, indent=None, separators=(",", ":")) + "\n")
