"""The PyTorch reference against the TypeScript chain, and on its own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch

import reference
from conftest import write_dump


def assert_agree(tmp_path: Path, network: Path) -> None:
    for seed in (4, 5, 8):
        found = reference.compare(write_dump(tmp_path / "dump", seed, network))
        assert found["heads"] < 1e-3, found
        assert found["losses"] < 1e-3, found
        # A ReLU within rounding of 0 falls to either side, and is 1 % of the
        # gradient; a mistake is in every draw.
        if found["gradient"] < 1e-3:
            return
    assert found["gradient"] < 1e-3, found


def test_heads_losses_and_gradients_agree(tmp_path: Path) -> None:
    assert_agree(tmp_path, reference.DESCRIPTION)


def test_they_agree_on_operations_that_the_shipped_network_has_not(
    tmp_path: Path, other_network: Path
) -> None:
    assert_agree(tmp_path, other_network)


def test_another_weight_is_noticed(dump: Path, tmp_path: Path) -> None:
    data = bytearray(dump.read_bytes())
    length = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + length])
    begin = 8 + length + header["parameters.stem.weight"]["data_offsets"][0]
    data[begin : begin + 400] = bytes(400)
    changed = tmp_path / "changed.safetensors"
    changed.write_bytes(data)
    assert reference.compare(changed)["heads"] > 1e-3


def test_parameters_have_the_size_agreed() -> None:
    net = reference.ObstacleNet(json.loads(reference.DESCRIPTION.read_text()))
    assert 300_000 < sum(value.numel() for value in net.named().values()) < 800_000
    heads = net(torch.zeros(2, 3, 144, 192))
    assert heads["heat"].shape == (2, 8, 18, 24)
    assert heads["surface"].shape == (2, 4)


def test_wrong_tensors_are_refused() -> None:
    net = reference.ObstacleNet(json.loads(reference.DESCRIPTION.read_text()))
    with pytest.raises(ValueError, match="stem.weight"):
        net.load({})
