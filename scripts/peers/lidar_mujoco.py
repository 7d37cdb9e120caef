"""MuJoCo's mj_multiRay (PyPI: mujoco) on the LIDAR benchmark's boxes as box geoms, one call per view, one thread."""

import mujoco
import numpy as np

from rounds import rays_of, read_room, serve


def model_of(room):
    spec = mujoco.MjSpec()
    for box in room["boxes"]:
        half = box["yaw"] / 2
        spec.worldbody.add_geom(
            type=mujoco.mjtGeom.mjGEOM_BOX,
            pos=box["position"],
            size=[side / 2 for side in box["size"]],
            quat=[np.cos(half), 0, 0, np.sin(half)],
        )
    return spec.compile()


def main():
    room = read_room()
    model = model_of(room)
    data = mujoco.MjData(model)
    mujoco.mj_forward(model, data)
    batches = [(origin, directions.ravel(), np.empty(len(directions))) for origin, directions in rays_of(room)]
    ids = np.empty(room["beams"], np.int32)

    def cast_all():
        for origin, directions, ranges in batches:
            mujoco.mj_multiRay(
                model, data, origin, directions, None, True, -1, ids, ranges, None, len(ranges), room["maxRangeM"]
            )
        return [np.where(ranges < 0, np.inf, ranges) for _, _, ranges in batches]

    serve("mujoco", room, cast_all)


main()
