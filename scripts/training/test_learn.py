"""The training in PyTorch: sees what the TypeScript chain sees, and learns."""

from __future__ import annotations

import copy
import hashlib
import json
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

import learn
import paste
import patches
import pictures
import reference
import score
from conftest import HEIGHT, NETWORK, WIDTH, boxed
from recipe import SETTINGS, Recipe
from targets import targets_of

NOTHING = dict.fromkeys(SETTINGS["augment"], 0.0)
RECIPE: Recipe = {
    "training": {
        **{"seed": 1, "images": 96, "batch": 8, "validateEvery": 32},
        **{"trainImages": 8, "validateOn": "train", "validationImages": 8},
        "rooms": 0,
    },
    "optimiser": {
        **{"kind": "adam", "learningRate": 0.01, "warmUp": 0.05, "finalRate": 0.01},
        **{"weightDecay": 0.02, "momentum": 0.9, "clipNorm": 20, "averageDecay": 0.9},
    },
    "loss": {
        **{"heat": 1, "giou": 1, "l1": 0.1, "free": 1, "surface": 0.3},
        "classBalance": 0.5,
    },
    "augment": NOTHING,
}


def square(left: int = 40, top: int = 30, side: int = 30) -> pictures.Pictures:
    """A white square on black; floor that is free on the left half."""
    pixels = torch.zeros(1, 3, HEIGHT, WIDTH, dtype=torch.uint8)
    pixels[:, :, top : top + side, left : left + side] = 255
    free = torch.ones(1, 2, HEIGHT // 2, WIDTH // 2)
    free[:, 0, :, WIDTH // 4 :] = 0
    boxes = [boxed((0, left, top, left + side, top + side, 0))]
    return pictures.Pictures(pixels, boxes, free, torch.tensor([1]))


@pytest.fixture()
def run(tmp_path: Path) -> Path:
    """A run of `jackdaw train` as far as it is read."""
    folder = tmp_path / "run"
    folder.mkdir()
    (folder / "network.json").write_text(json.dumps(NETWORK))
    (folder / "run.json").write_text(json.dumps({"recipe": RECIPE}))
    return folder / "run.json"


def test_targets_are_those_of_the_typescript_chain(dump: Path) -> None:
    tensors, metadata = reference.read_tensors(dump)
    floor, boxes = tensors["labels.free"], tensors["labels.boxes"]
    known = (floor != 255).float()
    free = torch.stack([floor / 254 * known, known], 1)
    surface, pixels = tensors["targets.surface"], torch.zeros(len(floor))
    seen = pictures.Pictures(pixels, [each.numpy() for each in boxes], free, surface)
    made, objects = targets_of(seen, NETWORK)
    assert objects == int(metadata["objects"]) > 0
    assert (made["heat"] == -1).any() and (made["free"] == -1).any()
    for name, values in made.items():
        torch.testing.assert_close(values, tensors[f"targets.{name}"])


def test_the_rate_rises_and_falls_as_the_typescript_one(dump: Path) -> None:
    tensors, metadata = reference.read_tensors(dump)
    theirs, recipe = tensors["rates"], json.loads(metadata["recipe"])
    steps, optimiser = len(theirs), recipe["optimiser"]
    ours = [learn.rate_at(step, steps, optimiser) for step in range(steps)]
    torch.testing.assert_close(torch.tensor(ours), theirs)


def test_a_dataset_is_read_as_it_was_written(dataset: Path) -> None:
    seen = pictures.load(dataset, "train", NETWORK, 100)
    assert seen.pixels.shape == (8, 3, HEIGHT, WIDTH)
    assert seen.pixels[3, :, 50, 60].tolist() == [200, 100, 0]
    assert seen.boxes[3][0].tolist() == [1, 55, 50, 85, 90, 0]
    assert pictures.is_ignored(seen.boxes[3]).tolist() == [False, True, True]
    assert seen.free[0, 0, 35:37, 5].tolist() == [0, 1]
    assert seen.free[:, 1, 0, 0].tolist() == [1] * 7 + [0]
    assert seen.surface.tolist() == [1] * 7 + [-1]
    thinned = pictures.load(dataset, "train", NETWORK, 2)
    assert [box[0, 1] for box in thinned.boxes] == [40, 60]


def test_rooms_are_those_of_the_typescript_chain(dataset: Path) -> None:
    images = [{"room": f"room-{i % 20}"} for i in range(60)]
    kept = pictures.keep_rooms(images, 3)
    assert len(kept) == 9
    assert {image["room"] for image in kept} == {"room-14", "room-17", "room-3"}
    assert len(pictures.load(dataset, "train", NETWORK, 100, 3).boxes) == 6
    with pytest.raises(ValueError, match="5 rooms are asked for, and there are 4"):
        pictures.load(dataset, "train", NETWORK, 100, 5)


def test_a_thin_or_hidden_object_is_ignored() -> None:
    thin, least = (5, 0, 0, 90, 3.9, 0), (5, 0, 0, 4, 90, 0)
    ignored = pictures.is_ignored(boxed(thin, least, (5, 0, 0, 90, 90, 1)))
    assert ignored.tolist() == [True, False, True]


def test_a_mirrored_picture_has_mirrored_labels() -> None:
    seen, chance = square(), np.random.default_rng(1)
    other = pictures.augment(seen, {**NOTHING, "flip": 1}, chance)
    mirrored = seen.pixels.flip(3).float()
    torch.testing.assert_close(other.pixels, mirrored, atol=0.01, rtol=0)
    torch.testing.assert_close(other.free, seen.free.flip(3))
    np.testing.assert_allclose(
        other.boxes[0], boxed((0, WIDTH - 70, 30, WIDTH - 40, 60, 0)), atol=1e-4
    )


@pytest.mark.parametrize("seed", range(5))
def test_a_box_moves_with_what_is_in_it(seed: int) -> None:
    amounts = {**NOTHING, "flip": 0.5, "scale": 0.3, "shift": 0.1}
    other = pictures.augment(square(), amounts, np.random.default_rng(seed))
    _, left, top, right, bottom, _ = other.boxes[0][0]
    rows, columns = np.nonzero(other.pixels[0, 0].numpy() > 127)
    ends = [columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]
    np.testing.assert_allclose([left, top, right, bottom], ends, atol=1)
    assert abs(left - 40) > 1


def test_spoiled_pixels_stay_bytes_and_differ() -> None:
    for name in ("brightness", "contrast", "colour", "blur", "noise", "jpeg"):
        amounts = {**NOTHING, name: 1.0}
        seen = square()
        seen.pixels[:, 1] = 90
        other = pictures.augment(seen, amounts, np.random.default_rng(4)).pixels
        assert 0 <= other.min() and other.max() <= 255, name
        assert (other - seen.pixels).abs().mean() > 0.1, name


def test_average_precision_of_two_objects_by_hand() -> None:
    truths = [boxed((0, 0, 0, 10, 10, 0), (0, 50, 0, 60, 10, 0))]
    hit, miss = [0.0, 0, 10, 10, 0.9, 0], [90.0, 0, 10, 10, 0.95, 0]
    assert score.mean_precision([np.array([hit])], truths) == pytest.approx(51 / 101)
    both = score.mean_precision([np.array([miss, hit])], truths)
    assert both == pytest.approx(51 / 2 / 101)
    assert score.mean_precision([np.zeros((0, 6))], truths) == 0


def test_an_ignored_object_neither_helps_nor_harms() -> None:
    truths = [boxed((3, 0, 0, 10, 10, 0), (3, 50, 0, 60, 10, 1))]
    found = np.array([[50.0, 0, 10, 10, 0.95, 3], [0, 0, 10, 10, 0.9, 3]])
    assert score.mean_precision([found], truths) == pytest.approx(1)


def test_what_the_targets_say_is_read_back() -> None:
    targets, _ = targets_of(square(), NETWORK)
    box, heat = targets["box"], torch.logit(targets["heat"], 1e-3)
    (found,) = score.decode({"heat": heat, "box": box}, NETWORK)
    np.testing.assert_allclose(found[0], [40, 30, 30, 30, 0.999, 0], rtol=1e-4)
    assert len(found) == 1


def test_overlapping_detections_are_suppressed_by_class() -> None:
    heat = torch.full((1, 8, 18, 24), -9.0)
    box = torch.full((1, 4, 18, 24), 4.0)
    heat[0, 0, 9, 10], heat[0, 0, 9, 12], heat[0, 1, 9, 12] = 3, 2, 1
    (found,) = score.decode({"heat": heat, "box": box}, NETWORK)
    assert found[:, 5].tolist() == [0, 1]


@pytest.mark.parametrize("kind", ["muon", "adam"])
def test_a_run_learns_reports_and_is_saved(
    kind: str,
    dataset: Path,
    run: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    saved, settings = tmp_path / "saved", [f"optimiser.kind={kind}", "loss.l1=0.2"]
    command = [str(dataset), str(run), "--set", *settings, "--save", str(saved)]
    assert learn.main(command) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["images"] for line in lines] == [32, 64, 96]
    assert lines[2]["total"] < 0.5 * lines[0]["total"]
    assert lines[2]["surfaceAccuracy"] == 1
    written = json.loads((saved / "run.json").read_text())
    assert written["recipe"]["loss"]["l1"] == 0.2
    assert written["dataset"] == hashlib.sha256(b"eight").hexdigest()
    script = """
        import { readFileSync } from 'node:fs';
        import { parseNetwork } from './dist/training/network.js';
        import { decodeWeights } from './dist/training/weights.js';
        const [network, weights] = process.argv.slice(1);
        const description = parseNetwork(readFileSync(network, 'utf8'), network);
        console.log(decodeWeights(description, readFileSync(weights), weights).length);
    """
    files = [saved / "network.json", saved / "weights.safetensors"]
    count = subprocess.run(
        ["node", "--input-type=module", "-e", script, *map(str, files)],
        cwd=Path(__file__).parents[2],
        check=True,
        capture_output=True,
    )
    tensors, _ = reference.read_tensors(files[1])
    assert int(count.stdout) == sum(value.numel() for value in tensors.values())


@pytest.mark.parametrize("tries", [0, 8])
def test_a_run_pastes_as_often_as_its_recipe_says(
    tries: int, dataset: Path, run: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    added = []

    def counted(
        seen: pictures.Pictures, cutouts: paste.Cutouts, *rest: Any
    ) -> pictures.Pictures:
        assert bool(cutouts) == (tries > 0)
        other = paste.paste(seen, cutouts, *rest)
        added.append(sum(map(len, other.boxes)) - sum(map(len, seen.boxes)))
        return other

    monkeypatch.setattr(learn, "paste", counted)
    settings = [f"augment.paste={tries}", "training.images=16"]
    assert learn.main([str(dataset), str(run), "--set", *settings]) == 0
    assert len(added) == 2
    assert (sum(added) > 0) == (tries > 0)


@pytest.mark.parametrize("count", [0, 30])
def test_a_run_lays_as_many_patches_as_its_recipe_says_and_pastes_upon_them(
    count: int, dataset: Path, run: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    last: list[pictures.Pictures] = []

    def noted(
        seen: pictures.Pictures, floors: patches.Floors, *rest: Any
    ) -> pictures.Pictures:
        assert floors.known.tolist() == list(range(7))
        last[:] = [patches.lay(seen, floors, *rest)]
        assert torch.equal(last[0].pixels, seen.pixels) == (count == 0)
        return last[0]

    def upon(seen: pictures.Pictures, *rest: Any) -> pictures.Pictures:
        assert seen is last.pop()
        return paste.paste(seen, *rest)

    monkeypatch.setattr(learn, "lay", noted)
    monkeypatch.setattr(learn, "paste", upon)
    settings = [f"augment.patches={count}", "training.images=16"]
    assert learn.main([str(dataset), str(run), "--set", *settings]) == 0
    assert not last


@pytest.mark.parametrize("setting", ["loss.l2=1", "optimiser.kind=sgd", "l1=1"])
def test_a_setting_that_is_not_known_is_refused(
    setting: str, dataset: Path, run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert learn.main([str(dataset), str(run), "--set", setting]) == 2
    assert setting.split("=")[0] in capsys.readouterr().err


def test_the_settings_are_those_of_the_typescript_chain(dump: Path) -> None:
    theirs = json.loads(reference.read_tensors(dump)[1]["recipe"])
    del theirs["training"]["memoryMb"]
    assert {name: set(found) for name, found in theirs.items()} == {
        name: set(found) for name, found in SETTINGS.items()
    }


def test_a_run_from_before_a_setting_existed_is_refused_with_what_to_do(
    dataset: Path, run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    older = copy.deepcopy(RECIPE)
    del older["augment"]["patches"], older["augment"]["paste"]
    run.write_text(json.dumps({"recipe": older}))
    command = [str(dataset), str(run), "--set", "augment.patches=3", "augment.paste=8"]
    assert learn.main(command) == 2
    said = capsys.readouterr().err
    assert "lacks augment.paste, augment.patches:" in said
    assert "--set changes only" in said and "`jackdaw train " in said
    run.write_text(json.dumps({"networkSha256": ""}))
    assert learn.main([str(dataset), str(run)]) == 2
    assert "training.seed" in capsys.readouterr().err


@pytest.mark.parametrize("part", ["layers", "digest"])
def test_what_is_missing_elsewhere_is_named(
    part: str, dataset: Path, run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for file in (run.parent / "network.json", dataset / "manifest.json"):
        found = json.loads(file.read_text())
        found.pop(part, None)
        file.write_text(json.dumps(found))
    assert learn.main([str(dataset), str(run)]) == 2
    assert f"the network or dataset has no '{part}'" in capsys.readouterr().err
