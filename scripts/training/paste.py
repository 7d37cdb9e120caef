"""Whole objects cut out of their pictures, put on the free floor of others."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pictures import FLOOR_CELL, Boxes, Pictures, is_ignored, read_split, shares_of

# As src/training/cutouts.ts has them; a test compares what is cut out.
LEAST_VISIBLE = 0.97
MOST_TRUNCATED = 0.02
MARGIN = 1
MOST_OF_PICTURE = 0.5
# As src/training/paste.ts has them.
FOOT = 0.2
LEAST_FREE = 0.9
MOST_COVERED = 0.2
MOST_LIFT = 2
LIGHT = 0.25


@dataclass
class Cutout:
    """An object cut out of its picture, where it stood or is to stand."""

    box: Boxes
    """[6], as those of a picture."""
    left: int
    top: int
    pixels: NDArray[np.uint8]
    """[3, height, width], a part of its picture."""
    cover: NDArray[np.float32]
    """[height, width]: the share of each pixel that it covers."""


@dataclass
class Room:
    """One picture, changed in place."""

    pixels: NDArray[np.uint8]
    """[3, height, width]."""
    free: NDArray[np.float32]
    """[2, rows, columns]: share of free floor, known."""
    boxes: Boxes


Cutouts = list[list[Cutout]]
"""By class; no class is empty."""


def load_cutouts(
    data: Path, split: str, seen: Pictures, limit: int, rooms: int = 0
) -> Cutouts:
    """All whole objects of what `pictures.load` made of the same."""
    found: dict[int, list[Cutout]] = {}
    for i, (_, objects) in enumerate(read_split(data, split, limit, rooms)):
        pixels = seen.pixels[i].numpy()
        for each, box in zip(objects, seen.boxes[i]):
            cutout = cut_out(each, box, pixels)
            if cutout is not None:
                found.setdefault(int(box[0]), []).append(cutout)
    return [found[label] for label in sorted(found)]


def cut_out(
    annotation: dict[str, Any], box: Boxes, pixels: NDArray[np.uint8]
) -> Cutout | None:
    """None if there is no mask of it, or it is not whole."""
    if "segmentation" not in annotation or is_ignored(box[None])[0]:
        return None
    if annotation["visible_fraction"] < LEAST_VISIBLE:
        return None
    # The upper border cuts alike everywhere.
    if annotation["truncation"] > MOST_TRUNCATED and box[2] > MARGIN:
        return None
    left, top = math.floor(box[1]) - MARGIN, max(0, math.floor(box[2]) - MARGIN)
    right, bottom = math.ceil(box[3]) + MARGIN, math.ceil(box[4]) + MARGIN
    _, height, width = pixels.shape
    inside = left >= 0 and right <= width and bottom <= height
    area = (right - left) * (bottom - top)
    if not inside or area > MOST_OF_PICTURE * width * height:
        return None
    part = (slice(top, bottom), slice(left, right))
    cover = shares_of(annotation["segmentation"], (height, width), part)
    return Cutout(box, left, top, pixels[:, *part], cover)


def paste(
    seen: Pictures, cutouts: Cutouts, tries: int, chance: np.random.Generator
) -> Pictures:
    """As src/training/paste.ts does, by another source of chance."""
    if not cutouts or not tries:
        return seen
    pixels, free = seen.pixels.clone(), seen.free.clone()
    boxes = [
        _furnish(Room(*room), cutouts, tries, chance)
        for room in zip(pixels.numpy(), free.numpy(), seen.boxes)
    ]
    return Pictures(pixels, boxes, free, seen.surface)


def _furnish(
    room: Room, cutouts: Cutouts, tries: int, chance: np.random.Generator
) -> Boxes:
    """The boxes, with those of the objects that found a place."""
    if not room.free[1].any():
        return room.boxes
    for _ in range(tries):
        placed = _place(room, cutouts, chance)
        if _hides_little(placed.box, room.boxes) and _stands_free(placed, room):
            _put(placed, room, 1 + LIGHT * chance.uniform(-1, 1))
    return room.boxes


def _place(room: Room, cutouts: Cutouts, chance: np.random.Generator) -> Cutout:
    """On the row that it stood on, but anywhere along it, and perhaps mirrored."""
    among = cutouts[chance.integers(len(cutouts))]
    cutout = among[chance.integers(len(among))]
    _, rows, columns = room.pixels.shape
    height, width = cutout.cover.shape
    left, top = int(chance.integers(columns - width + 1)), 0
    if cutout.top > 0:
        lift = int(chance.integers(-MOST_LIFT, MOST_LIFT + 1))
        top = max(0, min(rows - height, cutout.top + lift))
    aside, up = left - cutout.left, top - cutout.top
    box = cutout.box + np.array([0, aside, up, aside, up, 0], np.float32)
    placed = replace(cutout, box=box, left=left, top=top)
    return _mirrored(placed) if chance.random() < 0.5 else placed


def _mirrored(cutout: Cutout) -> Cutout:
    """In its place."""
    box, twice = cutout.box.copy(), 2 * cutout.left + cutout.cover.shape[1]
    box[[1, 3]] = twice - box[[3, 1]]
    pixels, cover = cutout.pixels[:, :, ::-1], cutout.cover[:, ::-1]
    return replace(cutout, box=box, pixels=pixels, cover=cover)


def _hides_little(box: Boxes, others: Boxes) -> bool:
    """Nothing that is nearer, and of all else too little to change its box."""
    ends = np.minimum(others[:, 3:5], box[3:5])
    sides = (ends - np.maximum(others[:, 1:3], box[1:3])).clip(0)
    covered = sides.prod(1) / (others[:, 3:5] - others[:, 1:3]).prod(1)
    nearer = (covered > 0) & (others[:, 4] > box[4])
    return not (nearer | (covered > MOST_COVERED)).any()


def _stands_free(placed: Cutout, room: Room) -> bool:
    """On known and free floor, as far as it shows its foot: legs may straddle."""
    _, left, top, right, bottom, _ = placed.box
    foot = max(FLOOR_CELL, FOOT * min(bottom - top, right - left))
    first = max(0, math.floor(bottom - foot - placed.top))
    shown = placed.cover[first:] >= 0.5
    height, width = placed.cover.shape
    rows = np.arange(placed.top + first, placed.top + height) // FLOOR_CELL
    columns = np.arange(placed.left, placed.left + width) // FLOOR_CELL
    share, known = room.free[:, rows[:, None], columns][:, shown]
    return bool(share.size > 0 and known.all() and share.mean() >= LEAST_FREE)


def _put(placed: Cutout, room: Room, light: float) -> None:
    """Over what is there; the floor under it is no longer seen."""
    (height, width), left, top = placed.cover.shape, placed.left, placed.top
    behind = room.pixels[:, top : top + height, left : left + width]
    lit = np.minimum(255, np.float32(light) * placed.pixels)
    behind[:] = behind + placed.cover * (lit - behind) + 0.5
    # The patch may end within a cell: what is beside it hides nothing.
    above, below = top % FLOOR_CELL, -(top + height) % FLOOR_CELL
    before, after = left % FLOOR_CELL, -(left + width) % FLOOR_CELL
    cover = np.pad(placed.cover, ((above, below), (before, after)))
    rows, columns = (side // FLOOR_CELL for side in cover.shape)
    hidden = cover.reshape(rows, FLOOR_CELL, columns, FLOOR_CELL).mean((1, 3))
    row, column = top // FLOOR_CELL, left // FLOOR_CELL
    share = room.free[0, row : row + rows, column : column + columns]
    np.maximum(0, share - hidden, out=share)
    room.boxes = np.concatenate([room.boxes, placed.box[None]])
