"""Pasting: whole objects on free floor only, with labels as they then are."""

from __future__ import annotations

import json
from dataclasses import astuple
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

import pictures
import reference
from conftest import HEIGHT, NETWORK, WIDTH, boxed, encoded
from paste import Cutout, cut_out, load_cutouts, paste
from pictures import FLOOR_CELL, Pictures, shares_of

HORIZON = 60
BALL = boxed((4, 30.4, 69.2, 50.8, 90.6, 0))[0]
SEEDS = range(12)


def room(*boxes: tuple[float, ...]) -> Pictures:
    """Black; its floor is free below the horizon, and known."""
    pixels = torch.zeros(1, 3, HEIGHT, WIDTH, dtype=torch.uint8)
    free = torch.ones(1, 2, HEIGHT // FLOOR_CELL, WIDTH // FLOOR_CELL)
    free[:, 0, : HORIZON // FLOOR_CELL] = 0
    return Pictures(pixels, [boxed(*boxes)], free, torch.tensor([1]))


def cut_at(box: pictures.Boxes, **facts: Any) -> Cutout | None:
    """Of a picture twice as large: an ellipse without its upper left quarter,
    brighter on the left."""
    ys, xs = (np.mgrid[: 2 * HEIGHT, : 2 * WIDTH] + 0.5) / 2
    _, left, top, right, bottom, _ = box
    x, y = 2 * (xs - left) / (right - left) - 1, 2 * (ys - top) / (bottom - top) - 1
    mask = (x**2 + y**2 < 1) & ((x > 0) | (y > 0))
    shade = np.where(x < 0, 200, 120).astype(np.uint8)[::2, ::2]
    annotation = {"visible_fraction": 1, "truncation": 0} | facts
    annotation.setdefault("segmentation", encoded(mask))
    if annotation["segmentation"] is None:
        del annotation["segmentation"]
    return cut_out(annotation, box, np.repeat(shade[None], 3, 0))


def pasted(seen: Pictures, seed: int, tries: int = 20) -> Pictures:
    """With balls, by chance of a seed."""
    ball = cut_at(BALL)
    assert ball is not None
    return paste(seen, [[ball]], tries, np.random.default_rng(seed))


def test_what_is_cut_out_is_that_of_the_typescript_chain(dump: Path) -> None:
    tensors, metadata = reference.read_tensors(dump)
    theirs = {k[7:]: v.numpy() for k, v in tensors.items() if k.startswith("cutout.")}
    annotation = json.loads(metadata["annotation"])
    pixels = theirs["picture"].astype(np.uint8).transpose(2, 0, 1)
    ours = cut_out(annotation, theirs["box"], pixels)
    assert ours is not None
    assert [ours.left, ours.top] == theirs["place"].tolist()
    np.testing.assert_array_equal(ours.pixels.transpose(1, 2, 0), theirs["pixels"])
    assert 0.4 < ours.cover.mean() < 0.9
    # Theirs are bytes: half a step off at most.
    np.testing.assert_allclose(ours.cover, theirs["cover"] / 255, atol=0.51 / 255)
    cells = (HEIGHT // FLOOR_CELL, WIDTH // FLOOR_CELL)
    shares = shares_of(annotation["segmentation"], cells)
    np.testing.assert_allclose(shares, theirs["shares"] / 254, atol=0.51 / 254)


def test_only_whole_objects_are_cut_out() -> None:
    assert cut_at(BALL) is not None
    assert cut_at(BALL, segmentation=None) is None
    assert cut_at(BALL, visible_fraction=0.9) is None
    assert cut_at(BALL, truncation=0.3) is None
    for beside in ((-30.4, 0), (WIDTH - 50.8, 0), (0, HEIGHT - 90.6)):
        moved = BALL + np.array([0, *beside, *beside, 0], np.float32)
        assert cut_at(moved) is None, beside
    above = cut_at(boxed((4, 30, 0, 50, 21, 0))[0], truncation=0.5)
    assert above is not None and above.top == 0
    assert cut_at(boxed((4, 30, 70, 33, 90, 0))[0]) is None, "too thin"
    assert cut_at(boxed((4, 10, 10, 180, 130, 0))[0]) is None, "too large"


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_pasted_is_boxed_and_hides_the_floor(seed: int) -> None:
    after = pasted(room(), seed)
    assert len(after.boxes[0]) >= 1, "an empty room has a place for one"
    unexplained = (after.pixels[0] > 0).any(0).numpy()
    for _, left, top, right, bottom, hidden in after.boxes[0]:
        assert not hidden
        unexplained[int(top) : int(bottom) + 1, int(left) : int(right) + 1] = False
    assert not unexplained.any()
    floor = np.s_[HORIZON // FLOOR_CELL :]
    covered = torch.nn.functional.max_pool2d(after.pixels[0].float(), FLOOR_CELL)[0] > 0
    share, known = after.free[0]
    torch.testing.assert_close(share[floor] < 1, covered[floor])
    assert not covered[: HORIZON // FLOOR_CELL].any() and known.all()


def test_what_is_pasted_hides_as_much_floor_as_it_covers() -> None:
    other = pasted(room(), 1, tries=1)
    hidden = float((room().free - other.free).sum()) * FLOOR_CELL**2
    width, height = BALL[3:5] - BALL[1:3]
    assert hidden == pytest.approx(3 / 4 * np.pi / 4 * width * height, rel=0.01)
    brightness = other.pixels[0, 0].sum() / other.pixels[0, 0].max()
    assert brightness == pytest.approx(hidden * (200 + 2 * 120) / 3 / 200, rel=0.04)


def test_what_is_pasted_keeps_its_row_and_size() -> None:
    sides, lefts = set(), set()
    for seed in SEEDS:
        for label, left, top, right, bottom, _ in pasted(room(), seed).boxes[0]:
            assert label == BALL[0]
            assert abs(bottom - BALL[4]) <= 2.001
            assert right - left == pytest.approx(BALL[3] - BALL[1], abs=1e-4)
            assert bottom - top == pytest.approx(BALL[4] - BALL[2], abs=1e-4)
            lefts.add(left)
            sides.add(round(float(left % 1), 1))
    assert max(lefts) - min(lefts) > WIDTH / 2
    assert sides == {0.4, 0.2}, "as it was, and mirrored"


def test_a_mirrored_object_has_its_left_on_the_right() -> None:
    found = set()
    for seed in SEEDS:
        other = pasted(room(), seed, tries=1)
        _, left, top, right, bottom, _ = other.boxes[0][0].astype(int)
        inside = other.pixels[0, 0, top:bottom, left : right + 1].float()
        mirrored = bool(other.boxes[0][0, 1] % 1 < 0.3)
        found.add(mirrored)
        there, here = (inside.flip(1) if mirrored else inside).chunk(2, 1)
        assert there[:9, :8].max() == 0 < here[5:9, 2:6].min(), "a quarter is missing"
        assert there[13:15].max() > 1.5 * here[13:15].max(), "one side is brighter"
    assert found == {True, False}


def test_nothing_is_pasted_where_no_floor_is_free_or_known() -> None:
    walls, cluttered, unknown = room(), room(), room()
    walls.free[:, 0] = 0
    cluttered.free[:, 0] *= 0.85
    unknown.free[:, 1, HORIZON // FLOOR_CELL + 2 :] = 0
    for seen in (walls, cluttered, unknown):
        for seed in SEEDS:
            other = pasted(seen, seed)
            assert len(other.boxes[0]) == 0
            torch.testing.assert_close(other.pixels, seen.pixels)


def test_only_the_foot_needs_the_floor() -> None:
    seen = room()
    seen.free[:, 0, :42] = 0
    assert any(len(pasted(seen, seed).boxes[0]) for seed in SEEDS)
    seen.free[:, 0, :46] = 0
    assert not any(len(pasted(seen, seed).boxes[0]) for seed in SEEDS)


def test_nothing_nearer_is_covered_and_little_of_what_is_behind() -> None:
    near, behind = (1, 60, 60, 130, 110, 0), (1, 60, 62, 90, 82, 0)
    touched = 0
    for seed in SEEDS:
        for box in pasted(room(near), seed).boxes[0][1:]:
            assert box[3] <= near[1] or box[1] >= near[3]
        first, *added = pasted(room(behind), seed).boxes[0]
        assert first.tolist() == list(behind)
        for box in added:
            across = min(box[3], behind[3]) - max(box[1], behind[1])
            share = max(0, across) * (behind[4] - box[2]) / (30 * 20)
            assert share <= 0.2
            touched += share > 0
    assert touched > 0


def test_the_seed_decides_and_the_original_stays() -> None:
    seen = room()
    once, again, other = (pasted(seen, seed) for seed in (5, 5, 6))
    for ours, theirs in zip(astuple(once), astuple(again)):
        np.testing.assert_array_equal(np.array(ours), np.array(theirs))
    assert not torch.equal(once.pixels, other.pixels)
    for ours, theirs in zip(astuple(seen), astuple(room())):
        np.testing.assert_array_equal(np.array(ours), np.array(theirs))
    assert pasted(seen, 5, tries=0) is seen
    assert paste(seen, [], 20, np.random.default_rng(1)) is seen


def test_objects_that_a_dataset_has_masks_of_are_cut_out(dataset: Path) -> None:
    seen = pictures.load(dataset, "train", NETWORK, 100)
    (chairs,) = load_cutouts(dataset, "train", seen, 100)
    assert [chair.left for chair in chairs] == [39 + 5 * i for i in range(7)]
    _, height, width = chairs[3].pixels.shape
    assert (height, width) == (42, 32)
    assert chairs[3].pixels[:, 20, 15].tolist() == [200, 100, 0]
    assert chairs[3].cover[:, 15].tolist() == [0, *[1] * 40, 0]
    thinned = pictures.load(dataset, "train", NETWORK, 2)
    (chairs,) = load_cutouts(dataset, "train", thinned, 2)
    assert [chair.left for chair in chairs] == [39, 59]
