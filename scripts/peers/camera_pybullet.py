"""PyBullet's TinyRenderer (PyPI: pybullet) on the camera benchmark's room: plain colours, segmentation off, one thread."""

import json
import math
import sys
import time

import numpy as np
import pybullet as bullet

NEAR, FAR = 0.01, 100.0


def build(room):
    for box in room["boxes"]:
        half = [side / 2 for side in box["size"]]
        shape = bullet.createVisualShape(bullet.GEOM_BOX, halfExtents=half, rgbaColor=[*box["color"], 1])
        turn = bullet.getQuaternionFromEuler([0, 0, box["yaw"]])
        bullet.createMultiBody(0, -1, shape, box["position"], turn)


def projection_of(room):
    """PyBullet wants the vertical field of view, in degrees; the room gives the horizontal one, in radians."""
    aspect = room["width"] / room["height"]
    vertical = 2 * math.atan(math.tan(room["fieldOfView"] / 2) / aspect)
    return bullet.computeProjectionMatrixFOV(math.degrees(vertical), aspect, NEAR, FAR)


def views_of(room):
    for x, y, yaw in room["views"]:
        eye = [x, y, room["eyeM"]]
        yield bullet.computeViewMatrix(eye, [x + math.cos(yaw), y + math.sin(yaw), eye[2]], [0, 0, 1])


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        room = json.load(file)
    bullet.connect(bullet.DIRECT)
    build(room)
    projection = projection_of(room)
    views = list(views_of(room))

    def draw(view, shadows):
        return bullet.getCameraImage(
            room["width"],
            room["height"],
            view,
            projection,
            shadow=int(shadows),
            renderer=bullet.ER_TINY_RENDERER,
            flags=bullet.ER_NO_SEGMENTATION_MASK,
        )

    depths = []
    for view in views[:: room["comparedEvery"]]:
        buffer = np.asarray(draw(view, False)[3], np.float64).ravel()
        depths.append((FAR * NEAR / (FAR - (FAR - NEAR) * buffer)).round(4).tolist())
    print(json.dumps({"depths": depths}), flush=True)

    for line in sys.stdin:
        task = json.loads(line)
        frames = 0
        start = time.perf_counter()
        while time.perf_counter() - start < task["seconds"]:
            draw(views[frames % len(views)], task["shadows"])
            frames += 1
        print(json.dumps({"framesPerSecond": frames / (time.perf_counter() - start)}), flush=True)


main()
