"""How good a network is on a split, as src/training/validate.ts looks at it."""

from __future__ import annotations

import contextlib
import io
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from pycocotools import mask as coco_mask
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval
from torch import Tensor
from torch.nn import functional as F

import pictures
import reference
from pictures import Boxes, Pictures
from targets import targets_of

Found = NDArray[np.float64]
"""[detections, 6]: left, top, width, height, score, class."""


def decode(heads: reference.Heads, network: dict[str, Any]) -> list[Found]:
    """By picture, best first, as src/perception/detect/decode.ts reads them."""
    heat, stride = heads["heat"], network["stride"]
    peaks = (heat == F.max_pool2d(heat, 3, 1, 1)) & (torch.sigmoid(heat) >= 0.01)
    size = [network["input"]["width"], network["input"]["height"]]
    found = []
    for i in range(len(heat)):
        label, y, x = torch.nonzero(peaks[i], as_tuple=True)
        middle = torch.stack([x, y], 1) + 0.5
        sides = heads["box"][i][:, y, x].T
        low = ((middle - sides[:, :2]) * stride).clamp(min=0)
        high = ((middle + sides[:, 2:]) * stride).clamp(max=torch.tensor(size))
        score = torch.sigmoid(heat[i][label, y, x])
        parts = [low, high - low, score[:, None], label[:, None]]
        rows = torch.cat(parts, 1).double().numpy()
        rows = rows[np.argsort(-rows[:, 4], kind="stable")]
        found.append(_suppress(rows[(rows[:, 2:4] > 0).all(1)]))
    return found


def _suppress(rows: Found) -> Found:
    """Overlap above 0.5 in a class and above 0.8 in any; 50 at most."""
    boxes: Any = rows[:, :4]
    overlap = np.array(coco_mask.iou(boxes, boxes, [0] * len(rows)))
    same = rows[:, 5] == rows[:, None, 5]
    taken = overlap.reshape(same.shape) > np.where(same, 0.5, 0.8)
    kept: list[int] = []
    for i in range(len(rows)):
        if len(kept) < 50 and not taken[i, kept].any():
            kept.append(i)
    return rows[kept]


def mean_precision(found: list[Found], truths: list[Boxes]) -> float:
    """The mean average precision at an overlap of 0.5, by pycocotools."""
    rows = [(i, *row) for i, part in enumerate(found) for row in part]
    there = [
        (i, label, left, top, right - left, bottom - top, ignored)
        for i, boxes in enumerate(truths)
        for (label, left, top, right, bottom, _), ignored in zip(
            boxes.tolist(), pictures.is_ignored(boxes)
        )
    ]
    if not rows or not there:
        return 0.0
    data: Any = {
        "info": {},
        "images": [{"id": i} for i in range(len(truths))],
        "categories": [{"id": int(label)} for label in {each[1] for each in there}],
        "annotations": [
            # `ignore` is taken from `iscrowd`, which would change the overlap too.
            {"id": n, "image_id": i, "category_id": int(label), "bbox": box}
            | {"area": -1 if ignored else 1, "iscrowd": 0}
            for n, (i, label, *box, ignored) in enumerate(there, 1)
        ],
    }
    with contextlib.redirect_stdout(io.StringIO()):
        truth = COCO()
        truth.dataset = data
        truth.createIndex()
        judge = COCOeval(truth, truth.loadRes(np.array(rows)), "bbox")
        judge.params.iouThrs = np.array([0.5])
        judge.params.areaRng, judge.params.areaRngLbl = [[0, 1e10]], ["all"]
        judge.evaluate()
        judge.accumulate()
    precision = judge.eval["precision"][0, :, :, 0, -1]
    known = precision[:, precision[0] > -1]
    return float(known.mean()) if known.size else 0.0


def normalised(pixels: Tensor, network: dict[str, Any]) -> Tensor:
    """As the network is given them."""
    size = network["input"]
    mean, std = (torch.tensor(size[of])[:, None, None] for of in ("mean", "std"))
    given = (pixels.float() / 255 - mean) / std
    return given.contiguous(memory_format=torch.channels_last)


@torch.no_grad()
def validate(net: reference.ObstacleNet, held: Pictures) -> dict[str, float]:
    """mAP@0.5, accuracy of the surface, intersection over union of free floor."""
    net.eval()
    network = net.description
    found: list[Found] = []
    right = known = both = either = 0
    for part in np.array_split(np.arange(len(held.boxes)), 1 + len(held.boxes) // 64):
        seen = held.at(part)
        heads = net(normalised(seen.pixels, network))
        found += decode(heads, network)
        said = heads["surface"].argmax(1)
        known += int((seen.surface >= 0).sum())
        right += int((said == seen.surface).sum())
        truth = targets_of(seen, network)[0]["free"]
        free, clear = (heads["free"][:, 0] >= 0)[truth >= 0], truth[truth >= 0] >= 0.5
        both += int((free & clear).sum())
        either += int((free | clear).sum())
    return {
        "map50": mean_precision(found, held.boxes),
        "surfaceAccuracy": right / max(1, known),
        "freeIou": both / max(1, either),
    }
