"""Embree 4 (PyPI: embreex) on the LIDAR benchmark's boxes as triangles, one batch of rays per view, one thread."""

import numpy as np
from embreex import rtcore_scene
from embreex.mesh_construction import TriangleMesh

from rounds import rays_of, read_room, serve

CORNERS = np.array([[x, y, z] for z in (-0.5, 0.5) for y in (-0.5, 0.5) for x in (-0.5, 0.5)])
FACES = [
    [0, 2, 3], [0, 3, 1], [4, 5, 7], [4, 7, 6], [0, 1, 5], [0, 5, 4],
    [2, 6, 7], [2, 7, 3], [0, 4, 6], [0, 6, 2], [1, 3, 7], [1, 7, 5],
]  # fmt: skip


def triangles_of(box):
    c, s = np.cos(box["yaw"]), np.sin(box["yaw"])
    turn = np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]])
    corners = (CORNERS * box["size"]) @ turn.T + box["position"]
    return corners[FACES]


def main():
    room = read_room()
    scene = rtcore_scene.EmbreeScene()
    triangles = np.concatenate([triangles_of(box) for box in room["boxes"]])
    mesh = TriangleMesh(scene, triangles.astype(np.float32))  # the scene does not keep it alive
    batches = [
        (np.tile(origin, (len(directions), 1)).astype(np.float32), directions.astype(np.float32))
        for origin, directions in rays_of(room)
    ]
    serve("embree", room, lambda: [scene.run(o, d, query="DISTANCE") for o, d in batches])
    del mesh


main()
