"""The same work as the detect stage in Python: OpenCV resizes, NumPy normalises and decodes, onnxruntime runs.

The JSON file named on the command line: {"model": folder, "frames": [PNG files], "threads": n}. Prints the detections of each
frame once, then, for every line with a frame's number on standard input, the milliseconds from frame to detections.
`ros_bench.py` makes a node of the same detector.
"""

import json
import sys
import time
from pathlib import Path

import cv2
import numpy as np
import onnxruntime


class Detector:
    """One model with everything that depends only on it worked out beforehand; without threads, onnxruntime as it comes."""

    def __init__(self, folder, threads=None):
        self.manifest = json.loads((Path(folder) / "manifest.json").read_text(encoding="utf-8"))
        options = onnxruntime.SessionOptions()
        if threads is not None:
            options.intra_op_num_threads = threads
            options.inter_op_num_threads = 1
            options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        network = str(Path(folder) / self.manifest["network"]["file"])
        self.session = onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])
        spec, decoding = self.manifest["input"], self.manifest["decoding"]
        self.size = (spec["width"], spec["height"])
        std = np.array(spec["std"], np.float32)
        self.factor = 1 / (255 * std)
        self.offset = -np.array(spec["mean"], np.float32) / std
        self.names = [self.manifest["outputs"][head] for head in ("heat", "box", "free", "surface")]
        thresholds = np.array(decoding["thresholds"])
        calibration = decoding.get("calibration") or {"scale": np.ones_like(thresholds), "offset": 0 * thresholds}
        self.scale = np.array(calibration["scale"], np.float32)[:, None, None]
        self.shift = np.array(calibration["offset"], np.float32)[:, None, None]
        self.thresholds = thresholds[:, None, None]
        self.kernel = np.ones((3, 3), np.uint8)

    def detect(self, frame):
        small = cv2.resize(frame, self.size, interpolation=cv2.INTER_LINEAR)
        values = np.ascontiguousarray((small * self.factor + self.offset).transpose(2, 0, 1)[None])
        heat, box, _, surface = self.session.run(self.names, {self.manifest["input"]["name"]: values})
        return self.decode(heat[0], box[0], frame.shape), int(surface[0].argmax())

    def decode(self, heat, box, shape):
        stride, decoding = self.manifest["outputs"]["stride"], self.manifest["decoding"]
        scores = 1 / (1 + np.exp(-(self.scale * heat + self.shift)))
        greatest = cv2.dilate(heat.transpose(1, 2, 0), self.kernel).transpose(2, 0, 1)
        labels, rows, columns = np.nonzero((heat >= greatest) & (scores >= self.thresholds))
        found = scores[labels, rows, columns]
        sides = box[:, rows, columns] * stride
        cx, cy = (columns + 0.5) * stride, (rows + 0.5) * stride
        width, height = self.size
        fx, fy = shape[1] / width, shape[0] / height
        left, top = np.maximum(0, cx - sides[0]) * fx, np.maximum(0, cy - sides[1]) * fy
        right, bottom = np.minimum(width, cx + sides[2]) * fx, np.minimum(height, cy + sides[3]) * fy
        areas = (right - left) * (bottom - top)
        kept = []
        for i in np.argsort(-found, kind="stable"):
            if areas[i] <= 0 or len(kept) == decoding["maxDetections"]:
                continue
            if kept:
                across = np.minimum(right[kept], right[i]) - np.maximum(left[kept], left[i])
                down = np.minimum(bottom[kept], bottom[i]) - np.maximum(top[kept], top[i])
                both = np.maximum(0, across) * np.maximum(0, down)
                overlap = both / (areas[kept] + areas[i] - both)
                limit = np.where(labels[kept] == labels[i], decoding["iouSameClass"], decoding["iouAnyClass"])
                if (overlap > limit).any():
                    continue
            kept.append(i)
        return [(int(labels[i]), float(found[i]), [left[i], top[i], right[i], bottom[i]]) for i in kept]


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        task = json.load(file)
    cv2.setNumThreads(task["threads"])
    detector = Detector(task["model"], task["threads"])
    frames = [cv2.cvtColor(cv2.imread(path), cv2.COLOR_BGR2RGB) for path in task["frames"]]
    answers = [[[label, score, [float(side) for side in box]] for label, score, box in detector.detect(frame)[0]] for frame in frames]
    print(json.dumps({"peer": "opencv+onnxruntime", "answers": answers}), flush=True)
    for line in sys.stdin:
        start = time.perf_counter()
        detector.detect(frames[int(line)])
        print(json.dumps({"ms": (time.perf_counter() - start) * 1e3}), flush=True)


if __name__ == "__main__":
    main()
