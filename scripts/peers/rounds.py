"""What the LIDAR peers share: the benchmark's geometry, its rays, and rounds of timing asked for line by line."""

import json
import sys
import time

import numpy as np


def read_room():
    """The JSON file named on the command line: boxes, views and beams, as src/simulation/lidar/peers.ts writes it."""
    with open(sys.argv[1], encoding="utf-8") as file:
        return json.load(file)


def rays_of(room):
    """For each view its origin and its unit directions (beams x 3), counter-clockwise as the LIDAR publishes them."""
    angles = room["angleMin"] + room["angleIncrement"] * np.arange(room["beams"])
    for x, y, yaw in room["views"]:
        directions = np.stack([np.cos(angles + yaw), np.sin(angles + yaw), np.zeros_like(angles)], axis=1)
        yield np.array([x, y, room["planeM"]]), directions


def serve(name, room, cast_all):
    """Prints the ranges once, then a rate for every line of seconds on standard input, until it ends.

    cast_all() casts every view of the room once and gives the ranges of each view.
    """
    ranges = [np.where(r < room["maxRangeM"], r, -1.0).tolist() for r in cast_all()]
    print(json.dumps({"peer": name, "ranges": ranges}), flush=True)
    rays = room["beams"] * len(room["views"])
    for line in sys.stdin:
        seconds = float(line)
        runs = 0
        start = time.perf_counter()
        while time.perf_counter() - start < seconds:
            cast_all()
            runs += 1
        print(json.dumps({"raysPerSecond": rays * runs / (time.perf_counter() - start)}), flush=True)
