"""What the tests share."""

from __future__ import annotations

import hashlib
import json
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from pycocotools import mask as coco_mask

import pictures
import reference

HERE = Path(__file__).parent
NETWORK = json.loads(reference.DESCRIPTION.read_text())
HEIGHT, WIDTH = NETWORK["input"]["height"], NETWORK["input"]["width"]


def boxed(*rows: tuple[float, ...]) -> pictures.Boxes:
    """Class, left, top, right, bottom, hidden."""
    return np.array(rows, np.float32).reshape(-1, 6)


def encoded(mask: Any) -> dict[str, Any]:
    """As a dataset has masks."""
    rle = coco_mask.encode(np.asfortranarray(mask, np.uint8))
    assert isinstance(rle["counts"], bytes)
    return {"size": rle["size"], "counts": rle["counts"].decode()}


def write_dump(
    path: Path, seed: int = 4, network: Path = reference.DESCRIPTION
) -> Path:
    """Of the built TypeScript chain; `seed` draws the parameters."""
    options = ["--seed", str(seed), "--network", str(network)]
    subprocess.run(
        ["node", str(HERE / "write-dump.mjs"), str(path), *options], check=True
    )
    return path


@pytest.fixture(scope="session")
def dump(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of one network and batch."""
    return write_dump(tmp_path_factory.mktemp("dump") / "dump.safetensors")


@pytest.fixture()
def other_network(tmp_path: Path) -> Path:
    """Of operations and shapes that the shipped one has not."""
    description = json.loads(reference.DESCRIPTION.read_text())
    layers = {layer["name"]: layer for layer in description["layers"]}
    layers["stage8.1.conv"] |= {"op": "depthwise", "kernel": 5}
    del layers["stage8.1.conv"]["filters"]
    layers["merged"]["op"] = "concat"
    del layers["merged"]["activation"]
    layers["surface.tower"]["filters"] = 128
    layers["box"]["activation"] = "softplus"
    network = tmp_path / "network.json"
    network.write_text(json.dumps(description))
    return network


@pytest.fixture()
def dataset(tmp_path: Path) -> Path:
    """Eight pictures of twice the input's size; of the last less is known."""
    data = tmp_path / "data"
    (data / "annotations").mkdir(parents=True)
    size = (2 * HEIGHT, 2 * WIDTH)
    floor = np.zeros(size)
    floor[HEIGHT:] = 1
    images, annotations = [], []
    for i in range(8):
        pixels = np.zeros((*size, 3), np.uint8)
        chair = np.s_[100:180, 80 + 10 * i : 140 + 10 * i]
        pixels[chair] = [200, 100, 0]
        Image.fromarray(pixels).save(data / f"{i}.png")
        image = {"id": 10 + i, "file_name": f"{i}.png", "surface": "tile"}
        image["room"] = f"room-{i // 2}"
        image |= {"width": size[1], "height": size[0], "free_space": encoded(floor)}
        images.append(image)
        for category, box, visible in (
            (2, [80 + 10 * i, 100, 60, 80], 1),
            (1, [200, 10, 40, 40], 0.1),
            (1, [300, 10, 40, 6], 0.9),
        ):
            found = {"image_id": 10 + i, "category_id": category, "bbox": box}
            found |= {"visible_fraction": visible, "truncation": 0}
            annotations.append(found)
        mask = np.zeros(size)
        mask[chair] = 1
        annotations[-3]["segmentation"] = encoded(mask)
    images[7]["surface"] = "unknown"
    del images[7]["free_space"], annotations[-3]["segmentation"]
    found = {"images": images, "annotations": annotations}
    (data / "annotations/train.json").write_text(json.dumps(found))
    manifest = {
        "classes": NETWORK["classes"],
        "ignoreRule": {"visibleFraction": 0.2},
        "digest": hashlib.sha256(b"eight").hexdigest(),
    }
    (data / "manifest.json").write_text(json.dumps(manifest))
    return data
