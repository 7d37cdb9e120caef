"""Flat patches laid on the free floor of pictures: inlays, mats, stains."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from pictures import FLOOR_CELL, Index, Pictures

# As src/training/patches.ts has them; a test compares what is laid.
HORIZON = 0.5
FOCAL = 0.8
LEAST_HALF, MOST_HALF = 0.1, 1.5
ROUND = 0.3
TINT = 0.6
FOREIGN = 0.5

Mask = NDArray[np.bool_]


@dataclass
class Floors:
    """Pictures whose floors patches may be of."""

    seen: Pictures
    known: Index
    """Those of which it is known where the floor is free."""


@dataclass
class Floor:
    """What one picture shows below the horizon."""

    pixels: NDArray[np.uint8]
    """[3, rows, columns], a part of its picture."""
    free: Mask
    """[rows, columns]: known, and free wholly."""


@dataclass
class Ground:
    """Where the pixels below the horizon are on the floor, in heights of the camera."""

    right: NDArray[np.floating[Any]]
    """[rows, columns]."""
    ahead: NDArray[np.floating[Any]]
    """[rows, 1]."""


@dataclass
class Shape:
    """On the floor: right of and ahead of its middle, in heights of the camera."""

    x: float
    z: float
    half_width: float
    half_length: float
    turn: float
    is_round: bool


def floors_of(seen: Pictures) -> Floors:
    """Looks through all of them: once a training."""
    known = seen.free[:, 1].amax((1, 2)) > 0
    return Floors(seen, np.flatnonzero(known.numpy()))


def lay(
    seen: Pictures, floors: Floors, count: int, chance: np.random.Generator
) -> Pictures:
    """As src/training/patches.ts does, by another source of chance."""
    if not count:
        return seen
    _, _, height, width = seen.pixels.shape
    ground, pixels = _ground_of(height, width), seen.pixels.clone()
    for picture, free in zip(pixels, seen.free):
        floor = _floor_of(picture, free)
        if not floor.free.any():
            continue
        for _ in range(count):
            inside = _is_inside(_draw_shape(height, width, chance), ground)
            texture = _draw_texture(floor, floors, chance)
            shown = inside & floor.free & texture.free
            np.copyto(floor.pixels, texture.pixels, where=shown)
    return replace(seen, pixels=pixels)


def _first_row(height: int) -> int:
    """Farther away the floor is too small."""
    return math.ceil(HORIZON * height) + 1


def _ground_of(height: int, width: int) -> Ground:
    """Of a camera that looks level."""
    down = np.arange(_first_row(height), height)[:, None] + 0.5 - HORIZON * height
    right = (np.arange(width) + 0.5 - width / 2) / down
    return Ground(right, FOCAL * width / down)


def _floor_of(picture: Tensor, free: Tensor) -> Floor:
    """In the picture's own memory."""
    first = _first_row(picture.shape[1])
    whole = (free.numpy() == 1).all(0).repeat(FLOOR_CELL, 0).repeat(FLOOR_CELL, 1)
    return Floor(picture.numpy()[:, first:], whole[first:])


def _draw_shape(height: int, width: int, chance: np.random.Generator) -> Shape:
    """Its middle anywhere in the picture below the horizon."""
    down = chance.uniform(HORIZON * height + 4, height) - HORIZON * height
    right = chance.uniform(0, width) - width / 2
    half_width, half_length = (
        LEAST_HALF * (MOST_HALF / LEAST_HALF) ** chance.random() for _ in range(2)
    )
    turn, is_round = chance.uniform(0, math.pi), chance.random() < ROUND
    x, z = right / down, FOCAL * width / down
    return Shape(x, z, half_width, half_length, turn, is_round)


def _is_inside(shape: Shape, ground: Ground) -> Mask:
    """By pixel: its middle."""
    dx, dz = ground.right - shape.x, ground.ahead - shape.z
    cos, sin = math.cos(shape.turn), math.sin(shape.turn)
    across = (cos * dx + sin * dz) / shape.half_width
    along = (cos * dz - sin * dx) / shape.half_length
    if shape.is_round:
        return np.asarray(across**2 + along**2 <= 1)
    return np.asarray(np.maximum(abs(across), abs(along)) <= 1)


def _draw_texture(floor: Floor, floors: Floors, chance: np.random.Generator) -> Floor:
    """Another picture's floor, or this one in another colour."""
    foreign = chance.random() < FOREIGN and len(floors.known) > 0
    other = floors.known[chance.integers(len(floors.known))] if foreign else 0
    light = 1 + TINT * chance.uniform(-1, 1)
    gains = [light * (1 + 0.3 * TINT * chance.uniform(-1, 1)) for _ in range(3)]
    if foreign:
        return _floor_of(floors.seen.pixels[other], floors.seen.free[other])
    tinted = np.minimum(255, np.array(gains)[:, None, None] * floor.pixels + 0.5)
    return replace(floor, pixels=tinted.astype(np.uint8))
