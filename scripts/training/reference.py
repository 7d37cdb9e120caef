"""The network and its losses in PyTorch, from the same description and numbers.

A development lane: it checks the TypeScript chain; what is shipped comes from there.

    python reference.py compare DUMP          a dump of write-dump.mjs and autograd
    python reference.py rate [--batch 32]     images a second of a training step
"""

from __future__ import annotations

import argparse
import json
import struct
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

DESCRIPTION = Path(__file__).parents[2] / "models/obstacle-net/network.json"
Heads = dict[str, Tensor]


def read_tensors(path: Path) -> tuple[dict[str, Tensor], dict[str, str]]:
    """Named float32 tensors and metadata of a safetensors file."""
    data = path.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    metadata = header.pop("__metadata__", {})
    body = memoryview(data)[8 + length :]
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        values = np.frombuffer(body[begin:end], dtype="<f4").copy()
        tensors[name] = torch.from_numpy(values).reshape(entry["shape"])
    return tensors, metadata


def write_tensors(
    path: Path, tensors: dict[str, Tensor], metadata: dict[str, str]
) -> None:
    """As src/training/safetensors.ts writes them."""
    header: dict[str, Any] = {"__metadata__": metadata}
    body = b""
    for name, tensor in tensors.items():
        values = tensor.detach().numpy().astype("<f4").tobytes()
        offsets = [len(body), len(body) + len(values)]
        header[name] = {"dtype": "F32", "shape": list(tensor.shape)}
        header[name]["data_offsets"] = offsets
        body += values
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + body)


class Layer(nn.Module):
    """One layer of the description."""

    def __init__(
        self,
        spec: dict[str, Any],
        channels: int,
        plane: tuple[int, int],
        norm: dict[str, float],
    ):
        super().__init__()
        self.spec = spec
        op = spec["op"]
        if op in ("conv", "depthwise"):
            out = spec.get("filters", channels)
            groups = channels if op == "depthwise" else 1
            kernel, padding = spec["kernel"], (spec["kernel"] - 1) // 2
            self.body: nn.Module = nn.Conv2d(
                channels,
                out,
                kernel,
                spec["stride"],
                padding,
                groups=groups,
                bias=not spec["norm"],
            )
            if spec["norm"]:
                momentum = 1 - norm["momentum"]
                self.norm = nn.BatchNorm2d(out, norm["epsilon"], momentum)
        elif op == "dense":
            self.body = nn.Linear(channels, spec["units"])
        elif op == "weigh":
            self.weight = nn.Parameter(torch.ones(1, 1, *plane))

    def forward(self, inputs: list[Tensor]) -> Tensor:
        op = self.spec["op"]
        x = inputs[0]
        if op in ("conv", "depthwise"):
            x = self.body(x)
            x = self.norm(x) if self.spec["norm"] else x
        elif op == "dense":
            x = self.body(x)
        elif op == "add":
            x = inputs[0] + inputs[1]
        elif op == "concat":
            x = torch.cat(inputs, 1)
        elif op == "upsample":
            x = F.interpolate(x, scale_factor=2, mode="nearest")
        elif op == "weigh":
            x = x * self.weight
        elif op == "pool":
            x = x.mean((2, 3))
        activation = self.spec.get("activation")
        if activation == "relu":
            return F.relu(x)
        if activation == "exp":
            return torch.exp(x)
        return F.softplus(x) if activation == "softplus" else x


class ObstacleNet(nn.Module):
    """Any network that the description can say."""

    def __init__(self, description: dict[str, Any]):
        super().__init__()
        self.description = description
        self.layers = nn.ModuleList()
        channels = {"image": 3}
        size = description["input"]
        planes = {"image": (size["height"], size["width"])}
        for spec in description["layers"]:
            sources = _sources(spec)
            plane = planes[sources[0]]
            norm = description["norm"]
            layer = Layer(spec, channels[sources[0]], plane, norm)
            planes[spec["name"]] = _plane_after(spec, plane)
            self.layers.append(layer)
            joined = sum(channels[source] for source in sources)
            kept = joined if spec["op"] == "concat" else channels[sources[0]]
            channels[spec["name"]] = spec.get("filters", spec.get("units", kept))

    def forward(self, image: Tensor) -> Heads:
        """image: [batch, 3, height, width], normalised."""
        made = {"image": image}
        for layer in self.layers:
            assert isinstance(layer, Layer)
            inputs = [made[source] for source in _sources(layer.spec)]
            made[layer.spec["name"]] = layer(inputs)
        outputs = self.description["outputs"]
        return {head: made[name] for head, name in outputs.items()}

    def named(self) -> dict[str, Tensor]:
        """Parameters and statistics under the names of the weights file."""
        found: dict[str, Tensor] = {}
        for layer in self.layers:
            assert isinstance(layer, Layer)
            name = layer.spec["name"]
            for key, value in layer.state_dict(keep_vars=True).items():
                key = key.replace("body.", "").replace("running_", "")
                key = key.replace("norm.var", "norm.variance")
                if not key.endswith("num_batches_tracked"):
                    found[f"{name}.{key}"] = value
        return found

    def scales(self) -> list[Tensor]:
        """What layers weigh cells by: 1 before training, and not drawn to 0."""
        layers = [layer for layer in self.layers if isinstance(layer, Layer)]
        return [layer.weight for layer in layers if layer.spec["op"] == "weigh"]

    def load(self, tensors: dict[str, Tensor]) -> None:
        """Every tensor has to be there, in its shape."""
        named = self.named()
        if named.keys() != tensors.keys():
            raise ValueError(f"other tensors: {named.keys() ^ tensors.keys()}")
        with torch.no_grad():
            for name, value in named.items():
                value.copy_(tensors[name])


def _plane_after(spec: dict[str, Any], plane: tuple[int, int]) -> tuple[int, int]:
    """Height and width of what a layer puts out."""
    height, width = plane
    if spec["op"] == "upsample":
        return 2 * height, 2 * width
    if spec["op"] == "pool":
        return 1, 1
    stride = spec.get("stride", 1)
    return -(-height // stride), -(-width // stride)


def _sources(spec: dict[str, Any]) -> list[str]:
    source = spec["from"]
    return [source] if isinstance(source, str) else list(source)


def heat_loss(logits: Tensor, truth: Tensor, weights: Tensor, objects: int) -> Tensor:
    """Focal loss with soft targets; nothing where the truth is below 0."""
    off = torch.sigmoid(logits) - truth
    entropy = F.binary_cross_entropy_with_logits(
        logits, truth.clamp(min=0), reduction="none"
    )
    each = off**2 * entropy
    each = torch.where(truth < 0, torch.zeros_like(each), each)
    return (each * weights[:, None, None]).sum() / max(1, objects)


def box_losses(
    answer: Tensor, truth: Tensor, weight: Tensor, objects: int
) -> tuple[Tensor, Tensor]:
    """1 - GIoU and the relative distances of [batch, 4, rows, columns]."""
    a, t = answer.unbind(1), truth.unbind(1)
    least = [torch.minimum(x, y) for x, y in zip(a, t)]
    most = [torch.maximum(x, y) for x, y in zip(a, t)]
    inner = (least[0] + least[2]) * (least[1] + least[3])
    outer = (most[0] + most[2]) * (most[1] + most[3]) + 1e-7
    union = (a[0] + a[2]) * (a[1] + a[3]) + (t[0] + t[2]) * (t[1] + t[3])
    union = union - inner + 1e-7
    giou = inner / union - (outer - union) / outer
    side = (t[0] + t[1] + t[2] + t[3]).clamp(min=4e-7) / 4
    l1 = (answer - truth).abs().mean(1) / side
    share = weight / max(1, objects)
    known = weight > 0
    zero = torch.zeros_like(share)
    return (
        torch.where(known, share * (1 - giou), zero).sum(),
        torch.where(known, share * l1, zero).sum(),
    )


def free_loss(logits: Tensor, truth: Tensor) -> Tensor:
    """Cross-entropy over the cells that are known."""
    known = truth >= 0
    return F.binary_cross_entropy_with_logits(logits[known], truth[known])


def surface_loss(logits: Tensor, truth: Tensor) -> Tensor:
    """Cross-entropy over the pictures whose surface is known."""
    known = truth >= 0
    return F.cross_entropy(logits[known], truth[known].long())


def losses_of(
    heads: Heads,
    targets: dict[str, Tensor],
    class_weights: Tensor,
    options: tuple[dict[str, float], int],
) -> dict[str, Tensor]:
    """Each part, and their weighted sum as `total`."""
    weights, objects = options
    weight = targets["boxWeight"]
    giou, l1 = box_losses(heads["box"], targets["box"], weight, objects)
    parts = {
        "heat": heat_loss(heads["heat"], targets["heat"], class_weights, objects),
        "giou": giou,
        "l1": l1,
        "free": free_loss(heads["free"][:, 0], targets["free"]),
        "surface": surface_loss(heads["surface"], targets["surface"]),
    }
    total = torch.stack([weights[name] * part for name, part in parts.items()])
    return {**parts, "total": total.sum()}


def group_of(tensors: dict[str, Tensor], name: str) -> dict[str, Tensor]:
    """Those that begin with `name` and a dot, under what follows it."""
    start = f"{name}."
    return {
        key[len(start) :]: value
        for key, value in tensors.items()
        if key.startswith(start)
    }


def compare(dump: Path) -> dict[str, float]:
    """Greatest differences between a dump of the TypeScript chain and autograd.

    Heads and losses: absolute. Gradients: over the length of the gradient.
    """
    tensors, metadata = read_tensors(dump)
    group = partial(group_of, tensors)
    net = ObstacleNet(json.loads(metadata["network"]))
    net.load(group("parameters"))
    net.train()
    heads = net(tensors["pictures"].permute(0, 3, 1, 2))
    weights = json.loads(metadata["recipe"])["loss"]
    weighed = (weights, int(metadata["objects"]))
    losses = losses_of(heads, group("targets"), tensors["classWeights"], weighed)
    torch.autograd.backward(losses["total"])
    theirs = group("gradient")
    learned = {
        name: value.grad
        for name, value in net.named().items()
        if value.grad is not None
    }
    length = torch.cat([grad.flatten() for grad in learned.values()]).norm()
    apart = [(grad - theirs[name]).norm() for name, grad in learned.items()]
    return {
        "heads": max(
            float((heads[name].detach() - value).abs().max())
            for name, value in group("heads").items()
        ),
        "losses": max(
            abs(float(losses[name].detach()) - float(value))
            for name, value in group("losses").items()
        ),
        "gradient": float(torch.stack(apart).norm() / length),
    }


def rate(batch: int, steps: int = 8) -> float:
    """Images a second of forward, backward and an AdamW step; channels last."""
    description = json.loads(DESCRIPTION.read_text())
    net = ObstacleNet(description).to(memory_format=torch.channels_last)
    adam = torch.optim.AdamW(net.parameters(), 1e-3)
    size = description["input"]
    image = torch.randn(batch, 3, size["height"], size["width"])
    image = image.to(memory_format=torch.channels_last)
    began = 0.0
    for step in range(steps + 2):
        if step == 2:
            began = time.perf_counter()
        adam.zero_grad()
        squares = [head.square().mean() for head in net(image).values()]
        torch.autograd.backward(torch.stack(squares).sum())
        adam.step()
    return batch * steps / (time.perf_counter() - began)


def main(arguments: list[str]) -> int:
    """Exit code 1 if the chains disagree."""
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("compare").add_argument("dump", type=Path)
    commands.add_parser("rate").add_argument("--batch", type=int, default=32)
    options = parser.parse_args(arguments)
    if options.command == "rate":
        print(f"{rate(options.batch):.1f} images a second")
        return 0
    found = compare(options.dump)
    print(json.dumps(found, indent=2))
    agree = found["heads"] < 1e-3 and found["losses"] < 1e-3
    return 0 if agree and found["gradient"] < 1e-3 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
