"""Patches: on free floor below the horizon only, which stays free."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import cast

import numpy as np
import pytest
import torch

import reference
from conftest import HEIGHT, WIDTH
from patches import floors_of, lay
from pictures import FLOOR_CELL, Pictures

SEEDS = range(40)


def room(grey: int = 90, free: float = 1, known: float = 1) -> Pictures:
    """All floor."""
    pixels = torch.full((1, 3, HEIGHT, WIDTH), grey, dtype=torch.uint8)
    floor = torch.full((1, 2, HEIGHT // FLOOR_CELL, WIDTH // FLOOR_CELL), free)
    floor[:, 1] = known
    return Pictures(pixels, [np.zeros((0, 6), np.float32)], floor, torch.tensor([1]))


def joined(*seen: Pictures) -> Pictures:
    """As one set."""
    tensors = ([each.pixels, each.free, each.surface] for each in seen)
    pixels, free, surface = (torch.cat(each) for each in zip(*tensors))
    return Pictures(pixels, [each.boxes[0] for each in seen], free, surface)


def laid(
    seen: Pictures, seed: int, others: Pictures | None = None, count: int = 1
) -> Pictures:
    """By chance of a seed; without others all patches are of the same floor."""
    floors = floors_of(room(known=0) if others is None else others)
    return lay(seen, floors, count, np.random.default_rng(seed))


class Replay:
    """Gives draws from 0 to 1 again, as numpy's generator would."""

    def __init__(self, draws: list[float]) -> None:
        self.left = draws[::-1]

    def random(self) -> float:
        return self.left.pop()

    def uniform(self, low: float, high: float) -> float:
        return low + (high - low) * self.left.pop()

    def integers(self, high: int) -> int:
        return int(high * self.left.pop())


def test_what_is_laid_is_that_of_the_typescript_chain(dump: Path) -> None:
    tensors, metadata = reference.read_tensors(dump)
    theirs = {k[8:]: v for k, v in tensors.items() if k.startswith("patches.")}
    pixels = theirs["pictures"].byte().permute(0, 3, 1, 2)
    known = (theirs["free"] != 255).float()
    free = torch.stack([theirs["free"] / 254 * known, known], 1)
    seen = Pictures(pixels, room().boxes * 3, free, torch.zeros(3))
    first, others = seen.at(np.arange(1)), replace(seen, free=free.clone())
    others.free[0] = 0
    facts = json.loads(metadata["patches"])
    chance = Replay(facts["draws"])
    generator = cast(np.random.Generator, chance)
    ours = lay(first, floors_of(others), facts["count"], generator)
    assert not chance.left, "as many draws"
    changed = (ours.pixels != first.pixels).any(1)[0, HEIGHT // 2 :]
    assert 0.2 < changed.float().mean() < 0.9
    expected = theirs["laid"].byte().permute(2, 0, 1)
    torch.testing.assert_close(ours.pixels[0], expected, atol=0, rtol=0)


def test_patches_are_on_free_floor_below_the_horizon_and_it_stays_free() -> None:
    seen = room()
    seen.free[0, 0, :, :30] = 0
    seen.free[0, 0, :, 30:40] = 0.9
    seen.free[0, 1, 60:] = 0
    floor = (seen.free[0] == 1).all(0)
    floor[: HEIGHT // 2 // FLOOR_CELL] = False
    ever = torch.zeros_like(floor)
    for seed in SEEDS:
        other = laid(seen, seed, joined(room(200), room(10)), count=3)
        changed = (other.pixels != seen.pixels).any(1)[0].float()
        ever |= torch.nn.functional.max_pool2d(changed[None], FLOOR_CELL)[0] > 0
        assert torch.equal(other.free, seen.free)
        assert other.boxes is seen.boxes and other.surface is seen.surface
    assert not ever[~floor].any()
    assert torch.equal(ever.any(0), floor.any(0)), "everywhere, sooner or later"


def test_a_patch_of_another_floor_is_where_that_is_free() -> None:
    # Black stays black in any light: what is not, comes from the other.
    half = room(200)
    half.free[0, 0, :, : WIDTH // FLOOR_CELL // 2] = 0.9
    found = [laid(room(0), seed, half).pixels for seed in SEEDS]
    assert set(np.unique(torch.cat(found))) == {0, 200}
    assert not all(each.any() for each in found), "some are of its own"
    for each in found:
        assert not each[:, :, :, : WIDTH // 2].any()
    for none in (room(200, free=0.9), room(200, known=0)):
        assert not any(laid(room(0), seed, none).pixels.any() for seed in SEEDS)


def test_a_patch_shows_what_the_other_floor_shows_at_its_place() -> None:
    other, shade = room(), torch.arange(1, WIDTH + 1, dtype=torch.uint8)
    other.pixels[:] = shade
    shown = torch.zeros(WIDTH, dtype=torch.bool)
    for seed in SEEDS:
        row = laid(room(0), seed, other).pixels[0, 1]
        assert ((row == 0) | (row == shade)).all()
        shown |= (row > 0).any(0)
    assert shown.all()


def test_a_patch_of_the_same_floor_keeps_its_texture_in_another_colour() -> None:
    seen = room(100)
    seen.pixels[..., ::2] = 250
    brighter, darker, coloured = 0, 0, 0
    for seed in SEEDS:
        pixels = laid(seen, seed).pixels[0]
        changed = (pixels != seen.pixels[0]).any(0)
        if not changed.any():
            continue
        gains = []
        for channel in pixels:
            (light,) = np.unique(channel[:, ::2][changed[:, ::2]])
            (dark,) = np.unique(channel[:, 1::2][changed[:, 1::2]])
            assert light == pytest.approx(min(255, dark * 2.5), abs=1.5)
            assert 100 * 0.4 * 0.82 - 1 <= dark <= 100 * 1.6 * 1.18 + 1
            gains.append(dark)
        brighter += min(gains) > 100
        darker += max(gains) < 100
        coloured += max(gains) - min(gains) > 3
    assert min(brighter, darker, coloured) > len(SEEDS) / 10


def test_nothing_is_laid_where_no_floor_is_free_or_known() -> None:
    for seen in (room(free=0), room(free=0.9), room(known=0)):
        for seed in SEEDS:
            other = laid(seen, seed, room(200), count=5)
            assert torch.equal(other.pixels, seen.pixels)


def test_each_picture_has_patches_of_its_own() -> None:
    several = joined(room(), room(known=0), room())
    first, unknown, last = laid(several, 3, count=8).pixels
    assert (unknown == 90).all()
    assert (first != 90).any() and (last != 90).any()
    assert not torch.equal(first, last)


def test_the_seed_decides_and_the_original_stays() -> None:
    seen, others = room(), joined(room(200), room(10))
    once, again, other = (laid(seen, seed, others, 5).pixels for seed in (5, 5, 6))
    assert torch.equal(once, again)
    assert not torch.equal(once, other)
    assert (seen.pixels == 90).all()
    assert np.unique(others.pixels).tolist() == [10, 200]
    assert laid(seen, 5, others, count=0) is seen
