"""Muon: steps matrices along the orthogonal ones nearest to their momentum.

Jordan and others, 2024; steps as long as Adam's, after Liu and others, 2025.
"""

from __future__ import annotations

import math
from typing import Any, Iterable

import torch
from torch import Tensor

ROUNDS = 5
LINEAR, CUBIC, QUINTIC = 3.4445, -4.775, 2.0315
"""Of the odd polynomial that sends every singular value of (0, 1] near 1."""
ADAM_STEP = 0.2
"""Root mean square of a step of Adam, in units of the rate."""


def orthogonal(matrix: Tensor) -> Tensor:
    """Newton-Schulz rounds: singular values that are not tiny come to 0.7 to 1.2."""
    rows, columns = matrix.shape
    if rows > columns:
        return orthogonal(matrix.T).T
    x: Tensor = matrix / matrix.norm().clamp(min=1e-7)
    for _ in range(ROUNDS):
        gram = x @ x.T
        x = LINEAR * x + (CUBIC * gram + QUINTIC * gram @ gram) @ x
    return x


def look_ahead(mean: Tensor, slope: Tensor, momentum: float) -> Tensor:
    """Nesterov's: the momentum as the same slope once more would leave it."""
    return mean.lerp(slope, 1 - momentum)


class Muon(torch.optim.Optimizer):
    """Takes each parameter for a matrix [first side, the others]; decay is decoupled.

    `lr` of the groups is for the caller to set before each step.
    """

    def __init__(self, matrices: Iterable[Tensor], momentum: float, decay: float):
        settings = {"lr": 0.0, "momentum": momentum, "weight_decay": decay}
        super().__init__(matrices, settings)

    @torch.no_grad()
    def step(self, closure: Any = None) -> Any:
        assert closure is None
        for group in self.param_groups:
            for value in group["params"]:
                if value.grad is not None:
                    self._step(value, value.grad, group)

    def _step(self, value: Tensor, slope: Tensor, group: dict[str, Any]) -> None:
        state, momentum = self.state[value], group["momentum"]
        if not state:
            state["mean"] = torch.zeros_like(value)
        mean = state["mean"].lerp_(slope, 1 - momentum)
        matrix = look_ahead(mean, slope, momentum).flatten(1)
        stride = group["lr"] * ADAM_STEP * math.sqrt(max(matrix.shape))
        value.mul_(1 - group["lr"] * group["weight_decay"])
        value.sub_(orthogonal(matrix).reshape(value.shape), alpha=stride)
