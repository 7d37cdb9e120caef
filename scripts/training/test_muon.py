"""The recipe's optimiser against that of the TypeScript chain, and Muon on its own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from torch import Tensor

import muon
import reference
from conftest import NETWORK, write_dump
from optimiser import Optimiser

# Of the way that a tensor goes in two steps. What float32 rounds off a matrix (6e-8)
# grows by at most 3.4445 in each of five rounds, to 3e-5; off a bias of -4.6 it rounds
# 2e-7, and a step is 0.002 or 0.004 long. The least mistake tried made 0.04.
TOLERANCE = 3e-4


def apart_after_steps(dump: Path) -> dict[str, float]:
    """How far from where the TypeScript chain came to, over how far that went."""
    tensors, metadata = reference.read_tensors(dump)
    before = reference.group_of(tensors, "parameters")
    theirs = reference.group_of(tensors, "stepped")
    net = reference.ObstacleNet(json.loads(metadata["network"]))
    net.load(before)
    learned = {name: net.named()[name] for name in theirs}
    assert len(learned) == len(list(net.parameters()))
    stepper = Optimiser(net, json.loads(metadata["recipe"])["optimiser"])
    for group, rate in zip(("gradient", "second"), tensors["rates"].tolist()):
        for name, value in learned.items():
            value.grad = tensors[f"{group}.{name}"].clone()
        stepper.step(rate)
    apart = {}
    for name, value in learned.items():
        way = (theirs[name] - before[name]).norm()
        apart[name] = float((value.detach() - theirs[name]).norm() / way)
    return apart


def length_of(tensors: dict[str, Tensor], group: str) -> float:
    """Of a gradient, by what is learned."""
    learned = reference.group_of(tensors, "stepped")
    parts = [tensors[f"{group}.{name}"].norm() for name in learned]
    return float(torch.stack(parts).norm())


def test_two_steps_are_those_of_the_typescript_chain(dump: Path) -> None:
    tensors, metadata = reference.read_tensors(dump)
    recipe = json.loads(metadata["recipe"])["optimiser"]
    lengths = [length_of(tensors, group) for group in ("gradient", "second")]
    assert recipe["kind"] == "muon"
    assert lengths[0] < recipe["clipNorm"] < lengths[1]
    apart = apart_after_steps(dump)
    assert max(apart.values()) < TOLERANCE, apart


def test_they_are_where_a_convolution_is_depthwise_or_has_more_filters_than_inputs(
    tmp_path: Path, other_network: Path
) -> None:
    apart = apart_after_steps(write_dump(tmp_path / "dump", network=other_network))
    assert max(apart.values()) < TOLERANCE, apart


def test_momentum_that_does_not_look_ahead_is_noticed(
    dump: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(muon, "look_ahead", lambda mean, *_: mean)
    apart = apart_after_steps(dump)
    assert apart["trunk.1.weight"] > 10 * TOLERANCE, apart
    assert apart["heat.weight"] < TOLERANCE, apart


def test_adam_steps_everything_where_the_recipe_says_so(dump: Path) -> None:
    recipe = json.loads(reference.read_tensors(dump)[1]["recipe"])["optimiser"]
    net = reference.ObstacleNet(NETWORK)
    before = [value.detach().clone() for value in net.parameters()]
    for value in net.parameters():
        value.grad = torch.ones_like(value)
    Optimiser(net, {**recipe, "kind": "adam", "weightDecay": 0}).step(0.1)
    for value, was in zip(net.parameters(), before):
        torch.testing.assert_close(value.detach(), was - 0.1, atol=1e-5, rtol=0)


@pytest.mark.parametrize("shape", [(4, 18), (18, 4)])
def test_an_orthogonal_matrix_keeps_directions_at_about_unit_length(
    shape: tuple[int, int],
) -> None:
    matrix = 30 * torch.randn(shape, generator=torch.Generator().manual_seed(1))
    left, _, right = torch.linalg.svd(matrix, full_matrices=False)
    values = left.T @ muon.orthogonal(matrix) @ right.T
    lengths = values.diag()
    torch.testing.assert_close(values, lengths.diag(), atol=1e-4, rtol=0)
    assert 0.6 < lengths.min() and lengths.max() < 1.25


def test_nothing_comes_of_nothing() -> None:
    assert not muon.orthogonal(torch.zeros(3, 4)).any()
