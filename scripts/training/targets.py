"""What the heads shall say of pictures."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from pictures import FLOOR_CELL, Boxes, Pictures, is_ignored

# As src/training/targets.ts has them; a test compares what is made.
SPREAD = 0.12
LEAST_SIGMA = 0.5
BOX_REACH = 0.3


def targets_of(
    seen: Pictures, network: dict[str, Any]
) -> tuple[dict[str, Tensor], int]:
    """What the heads shall say, as src/training/targets.ts makes it; the objects."""
    stride, classes = network["stride"], len(network["classes"])
    rows, columns = (network["input"][side] // stride for side in ("height", "width"))
    count = len(seen.boxes)
    heat = np.zeros((count, classes, rows, columns), np.float32)
    box = np.zeros((count, 4, rows, columns), np.float32)
    weight = np.zeros((count, rows, columns), np.float32)
    objects = 0
    for i, boxes in enumerate(seen.boxes):
        cells = boxes / [1, *[stride] * 4, 1]
        ignored = is_ignored(boxes)
        for label, *sides, _ in cells[ignored]:
            left, top, right, bottom = (max(0, math.floor(side)) for side in sides)
            heat[i, int(label), top : bottom + 1, left : right + 1] = -1
        judged = cells[~ignored]
        area = (judged[:, 3] - judged[:, 1]) * (judged[:, 4] - judged[:, 2])
        # Small ones last: where two claim a cell, it belongs to the smaller.
        for label, *sides, _ in judged[np.argsort(-area, kind="stable")]:
            _write_box(sides, heat[i, int(label)], box[i], weight[i])
        objects += len(judged)
    known, side = seen.free[:, 1:], stride // FLOOR_CELL
    share = F.avg_pool2d(seen.free[:, :1] * known, side)
    known = F.avg_pool2d(known, side)
    free = torch.where(known >= 0.5, share / known.clamp(min=1e-6), -1.0)[:, 0]
    made = {"heat": heat, "box": box, "boxWeight": weight}
    tensors = {name: torch.from_numpy(values) for name, values in made.items()}
    return {**tensors, "free": free, "surface": seen.surface}, objects


def _write_box(sides: list[float], heat: Boxes, box: Boxes, weight: Boxes) -> None:
    """One object, in cells, on the planes of its picture."""
    left, top, right, bottom = sides
    rows, columns = heat.shape
    ys, xs = np.mgrid[:rows, :columns]
    x = min(columns - 1, int((left + right) / 2))
    y = min(rows - 1, int((top + bottom) / 2))
    sigma_x = max(LEAST_SIGMA, SPREAD * (right - left))
    sigma_y = max(LEAST_SIGMA, SPREAD * (bottom - top))
    value = np.exp(-(((xs - x) / sigma_x) ** 2 + ((ys - y) / sigma_y) ** 2) / 2)
    reached = abs(xs - x) <= math.ceil(3 * sigma_x)
    reached &= abs(ys - y) <= math.ceil(3 * sigma_y)
    np.maximum(heat, value, out=heat, where=reached, casting="same_kind")
    px, py = xs + 0.5, ys + 0.5
    mine = (px > left) & (px < right) & (py > top) & (py < bottom)
    mine &= value >= BOX_REACH
    if not mine.any():
        mine[y, x], value[y, x] = True, 1
    distances = np.stack([px - left, py - top, right - px, bottom - py])
    box[:, mine] = distances[:, mine].clip(0)
    weight[mine] = value[mine] / value[mine].sum()
