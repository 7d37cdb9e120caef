"""A dataset in memory, and other pictures from it."""

from __future__ import annotations

import hashlib
import io
import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Iterator

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from pycocotools import mask as coco_mask
from torch import Tensor
from torch.nn import functional as F

Boxes = NDArray[np.float32]
"""[objects, 6]: class, left, top, right, bottom in pixels of the input, 1 if hidden."""
Index = NDArray[np.int64]

# As src/training/labels.ts and mask-shares.ts have them; tests compare.
FLOOR_CELL = 2
SAMPLES = 4
LEAST_SIDE = 4


@dataclass
class Pictures:
    """Pictures at the size of the network's input, and what they show."""

    pixels: Tensor
    """[count, 3, height, width], 0 to 255."""
    boxes: list[Boxes]
    free: Tensor
    """[count, 2, rows, columns] of FLOOR_CELL pixels: share of free floor, known."""
    surface: Tensor
    """[count]: place in the network's surfaces, -1 if unknown."""

    def at(self, index: Index) -> Pictures:
        """Some of them."""
        boxes = [self.boxes[i] for i in index]
        return Pictures(
            self.pixels[index], boxes, self.free[index], self.surface[index]
        )


def read_split(
    data: Path, split: str, limit: int, rooms: int = 0
) -> list[tuple[Any, list[Any]]]:
    """Images with their annotations, of so many rooms, or all for 0; at most
    so many, evenly from these."""
    found = json.loads((data / f"annotations/{split}.json").read_text())
    of_rooms = keep_rooms(found["images"], rooms) if rooms else found["images"]
    count = len(of_rooms)
    kept = min(count, limit)
    images = [of_rooms[i * count // kept] for i in range(kept)]
    by_image: dict[int, list[Any]] = {image["id"]: [] for image in images}
    for each in found["annotations"]:
        if each["image_id"] in by_image:
            by_image[each["image_id"]].append(each)
    return [(image, by_image[image["id"]]) for image in images]


def keep_rooms(images: list[Any], rooms: int) -> list[Any]:
    """Those of the rooms that src/dataset/fewer-rooms.ts draws; tests hold both."""
    found = {image["room"] for image in images}
    if rooms > len(found):
        raise ValueError(f"{rooms} rooms are asked for, and there are {len(found)}")

    def place(room: str) -> str:
        return hashlib.sha256(f"fewer rooms: {room}".encode()).hexdigest()

    kept = set(sorted(found, key=place)[:rooms])
    return [image for image in images if image["room"] in kept]


def load(
    data: Path, split: str, network: dict[str, Any], limit: int, rooms: int = 0
) -> Pictures:
    """Of a dataset of `jackdaw dataset build`; of so many rooms, or all for 0,
    and at most so many pictures, evenly from these."""
    manifest = json.loads((data / "manifest.json").read_text())
    found = read_split(data, split, limit, rooms)
    height, width = network["input"]["height"], network["input"]["width"]
    size, cells = (height, width), (height // FLOOR_CELL, width // FLOOR_CELL)
    pixels = torch.empty(len(found), 3, *size, dtype=torch.uint8)
    free = torch.zeros(len(found), 2, *cells)
    boxes, surface = [], []
    for i, (image, objects) in enumerate(found):
        planes = planes_of(Image.open(data / image["file_name"]))
        small = F.interpolate(planes[None], size, mode="bilinear")
        pixels[i] = small[0].round().byte()
        if "free_space" in image:
            free[i, 0] = torch.from_numpy(shares_of(image["free_space"], cells))
            free[i, 1] = 1
        scale = (width / image["width"], height / image["height"])
        rows = [_box_of(each, scale, manifest, network) for each in objects]
        boxes.append(np.array(rows, np.float32).reshape(-1, 6))
        known = image["surface"] in network["surfaces"]
        surface.append(network["surfaces"].index(image["surface"]) if known else -1)
    return Pictures(pixels, boxes, free, torch.tensor(surface))


def _box_of(
    annotation: dict[str, Any],
    scale: tuple[float, float],
    manifest: dict[str, Any],
    network: dict[str, Any],
) -> list[float]:
    (x, y, across, down), (sx, sy) = annotation["bbox"], scale
    name = manifest["classes"][annotation["category_id"] - 1]
    hidden = annotation["visible_fraction"] < manifest["ignoreRule"]["visibleFraction"]
    sides = [x * sx, y * sy, (x + across) * sx, (y + down) * sy]
    return [network["classes"].index(name), *sides, hidden]


def shares_of(
    rle: Any, grid: tuple[int, int], part: tuple[slice, slice] | None = None
) -> NDArray[np.float32]:
    """What of each cell of a grid of rows and columns a mask covers."""
    mask = coco_mask.decode(rle)
    places = []
    for axis, cells in enumerate(part or (slice(0, grid[0]), slice(0, grid[1]))):
        middles = np.arange(cells.start, cells.stop, 1 / SAMPLES) + 0.5 / SAMPLES
        places.append((middles * (mask.shape[axis] / grid[axis])).astype(int))
    rows, columns = (len(each) // SAMPLES for each in places)
    hits = mask[np.ix_(*places)].reshape(rows, SAMPLES, columns, SAMPLES)
    shares: NDArray[np.float32] = hits.mean((1, 3), dtype=np.float32)
    return shares


def planes_of(picture: Image.Image) -> Tensor:
    """[3, height, width], 0 to 255."""
    return torch.from_numpy(np.array(picture.convert("RGB"))).permute(2, 0, 1).float()


def is_ignored(boxes: Boxes) -> NDArray[np.bool_]:
    """Neither trained on nor scored."""
    sides = (boxes[:, 3:5] - boxes[:, 1:3]).min(1, initial=math.inf)
    ignored: NDArray[np.bool_] = (boxes[:, 5] > 0) | (sides < LEAST_SIDE)
    return ignored


def augment(
    seen: Pictures, amounts: dict[str, float], chance: np.random.Generator
) -> Pictures:
    """As src/training/augment.ts does, by another source of chance."""
    count, _, height, width = seen.pixels.shape
    mappings = _draw_mappings(count, amounts, width / height, chance)
    theta = torch.from_numpy(mappings).float()
    grid = F.affine_grid(theta, [count, 3, height, width], align_corners=False)
    pixels = F.grid_sample(seen.pixels.float(), grid, "bilinear", "border", False)
    coarse = F.affine_grid(theta, list(seen.free.shape), align_corners=False)
    free = F.grid_sample(seen.free, coarse, "nearest", "zeros", False)
    half = np.array([width / 2, height / 2])
    boxes = [_move(box, m, half) for box, m in zip(seen.boxes, mappings)]
    return Pictures(_spoil(pixels, amounts, chance), boxes, free, seen.surface)


def _draw_mappings(
    count: int, amounts: dict[str, float], aspect: float, chance: np.random.Generator
) -> NDArray[np.float64]:
    """[count, 2, 3]: a place in the new picture to one in the old, both -1 to 1."""
    mirror = np.where(chance.random(count) < amounts["flip"], -1, 1)
    size = (1 + amounts["scale"]) ** chance.uniform(-1, 1, count)
    turn = np.radians(chance.uniform(-1, 1, count) * amounts["tiltDeg"])
    shift = chance.uniform(-1, 1, (count, 2, 1)) * amounts["shift"] * 2
    cos, sin = np.cos(turn) / size, np.sin(turn) / size
    turned = np.array([[mirror * cos, -mirror * sin / aspect], [sin * aspect, cos]])
    matrix = turned.transpose(2, 0, 1)
    return np.concatenate([matrix, -matrix @ shift], 2)


def _move(boxes: Boxes, mapping: NDArray[np.float64], half: Any) -> Boxes:
    """The middles of the sides, mapped; cut at the border, gone if outside."""
    low, high = boxes[:, 1:3] / half - 1, boxes[:, 3:5] / half - 1
    middle = (low + high) / 2
    ends = np.stack(
        [
            np.stack([low[:, 0], middle[:, 1]], 1),
            np.stack([high[:, 0], middle[:, 1]], 1),
            np.stack([middle[:, 0], low[:, 1]], 1),
            np.stack([middle[:, 0], high[:, 1]], 1),
        ]
    )
    x, y = np.moveaxis((ends - mapping[:, 2]) @ np.linalg.inv(mapping[:, :2]).T, 2, 0)
    across, down = np.sort(x[:2], 0), np.sort(y[2:], 0)
    sides = np.stack([across[0], down[0], across[1], down[1]], 1)
    moved = boxes.copy()
    moved[:, 1:5] = (sides.clip(-1, 1) + 1) * np.tile(half, 2)
    return moved[(moved[:, 3] > moved[:, 1]) & (moved[:, 4] > moved[:, 2])]


def _spoil(
    pixels: Tensor, amounts: dict[str, float], chance: np.random.Generator
) -> Tensor:
    """What light, lens, sensor and compression do."""
    count = len(pixels)

    def drawn(name: str, *shape: int) -> Tensor:
        values = amounts[name] * chance.uniform(-1, 1, (count, *shape, 1, 1))
        return torch.from_numpy(values).float()

    def lot(name: str) -> Iterator[int]:
        return map(int, np.flatnonzero(chance.random(count) < amounts[name]))

    gain = (1 + drawn("contrast", 1)) * (1 + drawn("colour", 3))
    pixels = (pixels - 128) * gain + 128 + 255 * drawn("brightness", 1)
    pixels = pixels.clamp(0, 255)
    line = torch.tensor([1.0, 2, 1]) / 4
    kernel = torch.outer(line, line).expand(3, 1, 3, 3)
    for i in lot("blur"):
        padded = F.pad(pixels[i][None], (1, 1, 1, 1), "replicate")
        pixels[i] = F.conv2d(padded, kernel, groups=3)[0]
    for i in lot("noise"):
        noise = chance.normal(0, chance.uniform(2, 12), pixels[i].shape)
        pixels[i] = (pixels[i] + torch.from_numpy(noise)).clamp(0, 255)
    for i in lot("jpeg"):
        file = io.BytesIO()
        picture = Image.fromarray(pixels[i].byte().permute(1, 2, 0).numpy())
        picture.save(file, "JPEG", quality=int(chance.integers(15, 61)))
        pixels[i] = planes_of(Image.open(file))
    return pixels
