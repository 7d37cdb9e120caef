"""Trains a network in PyTorch with the recipe of a run of `jackdaw train`.

A development lane: it searches hyper-parameters, and says what mAP is to be had.
Prints a line of JSON for each validation, as RUN/metrics.jsonl has them, and with
the mean losses since the line before.
"""

from __future__ import annotations

import argparse
import copy
import hashlib
import json
import math
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any, Callable, Iterator

import numpy as np
import torch
from torch import Tensor, nn

import pictures
import reference
from optimiser import Optimiser
from paste import Cutouts, load_cutouts, paste
from patches import floors_of, lay
from pictures import Index, Pictures
from recipe import Recipe, recipe_of, settle
from score import normalised, validate
from targets import targets_of


@torch.no_grad()
def draw_weights(net: reference.ObstacleNet) -> None:
    """As src/training/parameters.ts does, by another source of chance."""
    for layer in net.modules():
        if not isinstance(layer, reference.Layer) or not hasattr(layer, "body"):
            continue
        spec, body = layer.spec, layer.body
        assert isinstance(body, nn.Conv2d | nn.Linear)
        head = spec["op"] == "dense" or (spec["op"] == "conv" and not spec["norm"])
        body.weight.normal_(0, math.sqrt((0.1 if head else 2) / body.weight[0].numel()))
        if body.bias is not None:
            body.bias.fill_(spec.get("initialBias", 0))


def weigh_classes(train: Pictures, classes: int, balance: float) -> Tensor:
    """More for what is rarer, as src/training/loss.ts weighs them."""
    judged = [boxes[~pictures.is_ignored(boxes), 0] for boxes in train.boxes]
    counts = np.bincount(np.concatenate(judged).astype(int), minlength=classes)
    raw = ((counts.mean() / counts.clip(1)) ** balance).clip(0.25, 4)
    return torch.tensor(raw / raw.mean(), dtype=torch.float32)


def rate_at(step: int, steps: int, optimiser: dict[str, Any]) -> float:
    """Straight up, then half a cosine down."""
    peak, final = optimiser["learningRate"], optimiser["finalRate"]
    rise = max(1, math.floor(optimiser["warmUp"] * steps + 0.5))
    if step < rise:
        return float(peak * (step + 1) / rise)
    progress = min(1, (step - rise) / max(1, steps - rise))
    fall = 0.5 * (1 + math.cos(math.pi * progress))
    return float(peak * (final + (1 - final) * fall))


def draw_order(count: int, batch: int, chance: np.random.Generator) -> Iterator[Index]:
    """Batches without end; one epoch follows the other without a gap."""
    order = np.zeros(0, np.int64)
    while True:
        while len(order) < batch:
            order = np.concatenate([order, chance.permutation(count)])
        yield order[:batch]
        order = order[batch:]


def fit(
    train: Pictures,
    cutouts: Cutouts,
    held: Pictures,
    net: reference.ObstacleNet,
    recipe: Recipe,
    log: Callable[[dict[str, Any]], None],
) -> reference.ObstacleNet:
    """The averaged network; `log` is given each validation."""
    training, optimiser = recipe["training"], recipe["optimiser"]
    network, size, amounts = net.description, training["batch"], recipe["augment"]
    torch.manual_seed(training["seed"])
    chance = np.random.default_rng(training["seed"])
    net = net.to(memory_format=torch.channels_last)
    draw_weights(net)
    average = copy.deepcopy(net).requires_grad_(False)
    stepper = Optimiser(net, optimiser)
    balance = recipe["loss"]["classBalance"]
    class_weights = weigh_classes(train, len(network["classes"]), balance)
    steps = math.ceil(training["images"] / size)
    every = max(1, math.floor(training["validateEvery"] / size + 0.5))
    order, floors = draw_order(len(train.boxes), size, chance), floors_of(train)
    sums: Counter[str] = Counter()
    began, since = time.perf_counter(), 0
    for step in range(steps):
        seen = lay(train.at(next(order)), floors, amounts["patches"], chance)
        seen = paste(seen, cutouts, amounts["paste"], chance)
        seen = pictures.augment(seen, amounts, chance)
        targets, objects = targets_of(seen, network)
        heads = net(normalised(seen.pixels, network))
        weighed = (recipe["loss"], objects)
        losses = reference.losses_of(heads, targets, class_weights, weighed)
        stepper.zero_grad()
        torch.autograd.backward(losses["total"])
        stepper.step(rate_at(step, steps, optimiser))
        keep = min(optimiser["averageDecay"], (2 + step) / (11 + step))
        with torch.no_grad():
            for kept, value in zip(average.named().values(), net.named().values()):
                kept.lerp_(value, 1 - keep)
        sums.update({name: float(loss.detach()) for name, loss in losses.items()})
        since += 1
        if (step + 1) % every and step + 1 < steps:
            continue
        seconds = time.perf_counter() - began
        entry = {"kind": "validation", "step": step + 1, "images": (step + 1) * size}
        means = {name: value / since for name, value in sums.items()}
        speed = {"imagesPerSecond": since * size / seconds}
        log({**entry, **validate(average, held), **means, **speed})
        sums.clear()
        began, since = time.perf_counter(), 0
    return average


def save(folder: Path, net: reference.ObstacleNet, run: dict[str, Any]) -> None:
    """A run that `jackdaw models tune` and `export` take."""
    folder.mkdir(parents=True, exist_ok=True)
    metadata = {"network": net.description["name"], "trainer": "learn.py (PyTorch)"}
    weights = folder / "weights.safetensors"
    reference.write_tensors(weights, net.named(), metadata)
    network = (json.dumps(net.description, indent=2) + "\n").encode()
    (folder / "network.json").write_bytes(network)
    # Start and rooms are those of the run that lent its recipe.
    run = {key: value for key, value in run.items() if not key.startswith(("start", "rooms"))}
    run = {**run, "networkSha256": hashlib.sha256(network).hexdigest()}
    (folder / "run.json").write_text(json.dumps(run, indent=2) + "\n")


def parse(arguments: list[str]) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    add = parser.add_argument
    add("data", metavar="DATA", type=Path, help="a dataset of `jackdaw dataset build`")
    add("run", metavar="RUN/run.json", type=Path, help="the run with the recipe")
    add("--network", metavar="FILE", type=Path, help="default: network.json of the run")
    change = "change the recipe: optimiser.learningRate=0.014 loss.giou=3"
    add(
        "--set",
        metavar="section.name=value",
        nargs="+",
        action="extend",
        default=[],
        help=change,
    )
    new = "a new run with the averaged weights, for `jackdaw models tune`"
    add("--save", metavar="FOLDER", type=Path, help=new)
    return parser.parse_args(arguments)


def main(arguments: list[str]) -> int:
    """Exit code 2 for what cannot be used."""
    options = parse(arguments)
    torch.set_flush_denormal(True)
    try:
        run = json.loads(options.run.read_text())
        recipe = recipe_of(run)
        settle(recipe, options.set)
        network = options.network or options.run.parent / "network.json"
        net = reference.ObstacleNet(json.loads(network.read_text()))
        manifest = json.loads((options.data / "manifest.json").read_text())
        run["dataset"] = manifest["digest"]
        if options.save and options.save.exists():
            raise ValueError(f"{options.save} is there already")
        training = recipe["training"]
        split, limit = training["validateOn"], training["validationImages"]
        held = pictures.load(options.data, split, net.description, limit)
        part = (training["trainImages"], training["rooms"])
        train = pictures.load(options.data, "train", net.description, *part)
        pastes = recipe["augment"]["paste"] > 0
        cutouts = load_cutouts(options.data, "train", train, *part) if pastes else []
    except (OSError, ValueError) as error:
        print(f"learn.py: {error}", file=sys.stderr)
        return 2
    except KeyError as error:
        print(f"learn.py: the network or dataset has no {error}", file=sys.stderr)
        return 2

    def log(entry: dict[str, Any]) -> None:
        print(json.dumps(entry), flush=True)

    average = fit(train, cutouts, held, net, recipe, log)
    if options.save:
        save(options.save, average, run)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
