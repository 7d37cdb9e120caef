"""Compares our average precision with pycocotools.

Usage: compare_coco.py CASES.json, as write-cases.mjs writes it: for each case
its images with what is there and what was found, and our mAP@0.5 and
mAP@0.5:0.95. Exit code 0 if all agree within 0.001, else 1.
"""

import contextlib
import io
import json
import sys

import numpy as np
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

TOLERANCE = 0.001


def box_of(item):
    """Left, top, right, bottom as COCO's x, y, width, height."""
    left, top = item["left"], item["top"]
    return [left, top, item["right"] - left, item["bottom"] - top]


def annotations_of(images):
    """What is there, as COCO annotations."""
    truths = []
    for image_id, image in enumerate(images, start=1):
        for truth in image["truths"]:
            # pycocotools takes `ignore` from `iscrowd`, which would also
            # change the overlap; an area out of range ignores and no more.
            truths.append(
                {
                    "id": len(truths) + 1,
                    "image_id": image_id,
                    "category_id": truth["classId"] + 1,
                    "bbox": box_of(truth),
                    "area": -1 if truth["ignore"] else 1,
                    "iscrowd": 0,
                }
            )
    return truths


def score(case):
    """mAP@0.5 and mAP@0.5:0.95 of one case by pycocotools."""
    images = case["images"]
    found = [
        {
            "image_id": image_id,
            "category_id": item["classId"] + 1,
            "bbox": box_of(item),
            "score": item["score"],
        }
        for image_id, image in enumerate(images, start=1)
        for item in image["found"]
    ]
    truth = COCO()
    truth.dataset = {
        "info": {},
        "images": [{"id": i + 1} for i in range(len(images))],
        "annotations": annotations_of(images),
        "categories": [{"id": i + 1} for i in range(case["classes"])],
    }
    truth.createIndex()
    evaluation = COCOeval(truth, truth.loadRes(found), "bbox")
    # Only the range of all areas counts here.
    evaluation.params.areaRng = [[0, 1e10]]
    evaluation.params.areaRngLbl = ["all"]
    evaluation.evaluate()
    evaluation.accumulate()
    precision = evaluation.eval["precision"][:, :, :, 0, -1]
    known = precision[:, 0, :] > -1
    areas = np.where(known, precision.mean(axis=1), np.nan)
    return np.nanmean(areas[0]), np.nanmean(areas)


def main():
    """Compares all cases of the file."""
    with open(sys.argv[1], encoding="utf-8") as file:
        cases = json.load(file)
    far = 0
    for case in cases:
        with contextlib.redirect_stdout(io.StringIO()):
            theirs = score(case)
        ours = (case["map50"], case["map"])
        off = max(abs(a - b) for a, b in zip(ours, theirs))
        far += not off <= TOLERANCE
        print(
            f"{case['name']}: mAP@0.5 {ours[0]:.6f} and {theirs[0]:.6f}, "
            f"mAP {ours[1]:.6f} and {theirs[1]:.6f}, apart {off:.1e}"
        )
    print(f"{len(cases) - far} of {len(cases)} cases agree")
    sys.exit(1 if far or not cases else 0)


if __name__ == "__main__":
    main()
