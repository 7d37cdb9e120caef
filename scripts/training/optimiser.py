"""What a recipe steps a network by: AdamW, and Muon for the normed convolutions."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn

import reference
from muon import Muon


def matrices_of(net: reference.ObstacleNet) -> list[Tensor]:
    """Weights of full convolutions that a norm follows."""
    named = net.named()
    return [
        named[f"{spec['name']}.weight"]
        for spec in net.description["layers"]
        if spec["op"] == "conv" and spec["norm"]
    ]


class Optimiser:
    """Steps all that is learned along the gradients that it holds."""

    def __init__(self, net: reference.ObstacleNet, recipe: dict[str, Any]):
        decay, momentum = recipe["weightDecay"], recipe["momentum"]
        matrices = matrices_of(net) if recipe["kind"] == "muon" else []
        places = {id(matrix) for matrix in matrices}
        others = [value for value in net.parameters() if id(value) not in places]
        decays = {id(value) for value in others if value.dim() > 1}
        decays -= {id(value) for value in net.scales()}
        groups = [
            {"params": [v for v in others if id(v) in decays], "weight_decay": decay},
            {"params": [v for v in others if id(v) not in decays], "weight_decay": 0.0},
        ]
        self._learned, self._others = list(net.parameters()), others
        self._clip_norm = recipe["clipNorm"]
        self._parts: list[torch.optim.Optimizer] = [
            torch.optim.AdamW(groups, betas=(momentum, 0.999))
        ]
        if matrices:
            self._parts.append(Muon(matrices, momentum, decay))

    def zero_grad(self) -> None:
        """Before the next gradients."""
        for part in self._parts:
            part.zero_grad()

    def step(self, rate: float) -> None:
        """Shortens the gradients that Adam takes by the length of all."""
        slopes = [value.grad for value in self._learned if value.grad is not None]
        norm = nn.utils.get_total_norm(slopes)
        nn.utils.clip_grads_with_norm_(self._others, self._clip_norm, norm)
        for part in self._parts:
            for group in part.param_groups:
                group["lr"] = rate
            part.step()
