"""The recipe of a run: what it must have, and changes to it."""

from __future__ import annotations

import json
from typing import Any

Recipe = dict[str, dict[str, Any]]

SETTINGS = {
    "training": (
        *("seed", "images", "batch", "validateEvery"),
        *("rooms", "trainImages", "validateOn", "validationImages"),
    ),
    "optimiser": (
        *("kind", "learningRate", "warmUp", "finalRate"),
        *("weightDecay", "momentum", "clipNorm", "averageDecay"),
    ),
    "loss": ("heat", "giou", "l1", "free", "surface", "classBalance"),
    "augment": (
        *("paste", "patches", "flip", "scale", "shift", "tiltDeg"),
        *("brightness", "contrast", "colour", "blur", "noise", "jpeg"),
    ),
}
"""As src/training/recipe.ts has them, without its memoryMb; a test compares."""


def recipe_of(run: dict[str, Any]) -> Recipe:
    """ValueError if it is from before a setting existed."""
    recipe: Recipe = run.get("recipe", {})
    missing = [
        f"{section}.{name}"
        for section, names in SETTINGS.items()
        for name in names
        if name not in recipe.get(section, {})
    ]
    if missing:
        raise ValueError(
            f"the run's recipe lacks {', '.join(missing)}: another version began it, "
            "and --set changes only what is there. Begin one with this version: "
            "`jackdaw train --data DATA --out NEW` writes NEW/run.json at once."
        )
    return recipe


def settle(recipe: Recipe, changes: list[str]) -> None:
    """Changes the recipe; ValueError for what it has not."""
    for change in changes:
        path, _, text = change.partition("=")
        section, _, name = path.partition(".")
        if name not in recipe.get(section, {}):
            raise ValueError(f"{path}: no setting of the recipe")
        was = recipe[section][name]
        recipe[section][name] = text if isinstance(was, str) else json.loads(text)
    if recipe["optimiser"]["kind"] not in ("muon", "adam"):
        raise ValueError("optimiser.kind: only muon and adam are known here")
