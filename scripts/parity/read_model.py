"""An independent reading of a model: its manifest by docs/formats/model.md, NumPy, Pillow and Python's onnxruntime.

Usage: read_model.py FOLDER. Prints one JSON object {"frames": n, "problems": [...]}; exit code 1 if there are problems.
Nothing of jackdaw is used: what this script and the runtime agree on is what the manifest says.
"""

import base64
import hashlib
import json
import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from PIL import Image

HEADS = ("heat", "box", "free", "surface")


def axis(target, source):
    """For each target place the source index before it, the one behind, and the share of the latter."""
    place = (np.arange(target) + 0.5) * source / target - 0.5
    steps = np.floor(np.clip(place, 0, source - 1) * 256 + 0.5).astype(np.int64)
    before = steps // 256
    return before, np.minimum(before + 1, source - 1), steps % 256 / 256


def prepare(picture, spec):
    top, bottom, down = axis(spec["height"], picture.shape[0])
    left, right, across = axis(spec["width"], picture.shape[1])
    rows = picture[top] * (1 - down[:, None, None]) + picture[bottom] * down[:, None, None]
    pixels = rows[:, left] * (1 - across[None, :, None]) + rows[:, right] * across[None, :, None]
    values = (pixels / 255 - np.array(spec["mean"])) / np.array(spec["std"])
    return values.transpose(2, 0, 1)[None].astype(np.float32)


def overlap(a, b):
    across = min(a[2], b[2]) - max(a[0], b[0])
    down = min(a[3], b[3]) - max(a[1], b[1])
    if across <= 0 or down <= 0:
        return 0.0
    both = across * down
    return both / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - both)


def peaks(heat):
    """Cells that no neighbour exceeds; of equal neighbours the first in reading order."""
    rows, columns = heat.shape
    padded = np.pad(heat, 1, constant_values=-np.inf)
    peak = np.ones_like(heat, dtype=bool)
    for dy in (-1, 0, 1):
        for dx in (-1, 0, 1):
            if (dy, dx) == (0, 0):
                continue
            other = padded[1 + dy : 1 + dy + rows, 1 + dx : 1 + dx + columns]
            peak &= heat > other if (dy, dx) < (0, 0) else heat >= other
    return peak


def decode(outputs, manifest, frame):
    decoding, stride = manifest["decoding"], manifest["outputs"]["stride"]
    calibration = decoding.get("calibration")
    width, height = manifest["input"]["width"], manifest["input"]["height"]
    candidates = []
    for index, label in enumerate(manifest["labels"]):
        heat = outputs["heat"][0, index].astype(np.float64)
        scale = calibration["scale"][index] if calibration else 1
        offset = calibration["offset"][index] if calibration else 0
        scores = 1 / (1 + np.exp(-(scale * heat + offset)))
        for y, x in zip(*np.nonzero(peaks(heat) & (scores >= decoding["thresholds"][index]))):
            sides = outputs["box"][0, :, y, x].astype(np.float64) * stride
            cx, cy = (x + 0.5) * stride, (y + 0.5) * stride
            box = [
                max(0, cx - sides[0]) * frame[0] / width,
                max(0, cy - sides[1]) * frame[1] / height,
                min(width, cx + sides[2]) * frame[0] / width,
                min(height, cy + sides[3]) * frame[1] / height,
            ]
            if box[2] > box[0] and box[3] > box[1]:
                candidates.append((float(scores[y, x]), label, box))
    kept = []
    for score, label, box in sorted(candidates, key=lambda each: -each[0]):
        same = any(one[1] == label and overlap(one[2], box) > decoding["iouSameClass"] for one in kept)
        if not same and all(overlap(one[2], box) <= decoding["iouAnyClass"] for one in kept):
            kept.append((score, label, box))
    return kept[: decoding["maxDetections"]]


def lacking(ones, others, manifest):
    tolerances = manifest["golden"]["tolerances"]
    thresholds = dict(zip(manifest["labels"], manifest["decoding"]["thresholds"]))
    for score, label, box in ones:
        if abs(score - thresholds[label]) <= tolerances["score"]:
            continue
        if not any(
            other[1] == label
            and abs(other[0] - score) <= tolerances["score"]
            and overlap(other[2], box) >= tolerances["iou"]
            for other in others
        ):
            yield f"{label} {score:.3f} is found by one only"


def check_frame(folder, frame, manifest, session):
    picture = np.asarray(Image.open(folder / "golden" / frame["image"]).convert("RGB"), dtype=np.float64)
    expected = json.loads((folder / "golden" / frame["expected"]).read_text(encoding="utf-8"))
    names = [manifest["outputs"][head] for head in HEADS]
    values = session.run(names, {manifest["input"]["name"]: prepare(picture, manifest["input"])})
    outputs = dict(zip(HEADS, values))
    problems = []
    for head in HEADS:
        theirs = np.frombuffer(base64.b64decode(expected["outputs"][head]), dtype="<f4")
        ours = outputs[head].ravel()
        greatest = float((np.abs(ours - theirs) / np.maximum(1, np.abs(ours))).max())
        if not greatest <= manifest["golden"]["tolerances"]["logits"]:
            problems.append(f"{head} differs by {greatest:.3g}")
    ours = decode(outputs, manifest, (picture.shape[1], picture.shape[0]))
    theirs = [(each["score"], each["label"], each["box"]) for each in expected["detections"]]
    problems += [*lacking(ours, theirs, manifest), *lacking(theirs, ours, manifest)]
    return [f"independent reading, {frame['image']}: {problem}" for problem in problems]


def main():
    folder = Path(sys.argv[1])
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    network = folder / manifest["network"]["file"]
    problems = []
    if hashlib.sha256(network.read_bytes()).hexdigest() != manifest["network"]["sha256"]:
        problems.append("independent reading: the network has another digest")
    onnx.checker.check_model(str(network), full_check=True)
    session = onnxruntime.InferenceSession(str(network), providers=["CPUExecutionProvider"])
    frames = manifest["golden"]["frames"]
    for frame in frames:
        problems += check_frame(folder, frame, manifest, session)
    print(json.dumps({"frames": len(frames), "problems": problems}))
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
