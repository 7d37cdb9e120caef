"""What the sensors of a robot say that stands in a round room, before a red box."""

import array
import math
from typing import Any

import numpy as np
from geometry_msgs.msg import TransformStamped
from sensor_msgs.msg import CameraInfo, Image, LaserScan

BEAMS = 360
ROOM_RADIUS_M = 2.0
WIDTH, HEIGHT = 640, 480
RED_BOX = (214, 240, 427, 360)


def room(beam: int) -> float:
    """A round room with a post of 30 cm ahead to the left."""
    degrees = beam * 360 / BEAMS - 180
    return 1.2 if 28 < degrees < 36 else ROOM_RADIUS_M


def scan_of_room(stamp: Any, hertz: float) -> LaserScan:
    scan = LaserScan(
        angle_min=-math.pi,
        angle_max=math.pi - 2 * math.pi / BEAMS,
        angle_increment=2 * math.pi / BEAMS,
        scan_time=1 / hertz,
        range_min=0.1,
        range_max=12.0,
        ranges=[room(i) for i in range(BEAMS)],
    )
    scan.header.stamp, scan.header.frame_id = stamp, "laser"
    return scan


def picture_of_box(encoding: str) -> Any:
    """Red before a green floor."""
    pixels = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    pixels[HEIGHT // 2 :, :, 1] = 255
    left, top, right, bottom = RED_BOX
    pixels[top:bottom, left:right] = (255, 0, 0)
    picture = Image(height=HEIGHT, width=WIDTH, encoding=encoding, step=3 * WIDTH)
    picture.header.frame_id = "camera_optical_frame"
    picture.data = array.array("B", pixels.tobytes())
    return picture


def camera_info() -> Any:
    focal, x, y = float(WIDTH), WIDTH / 2, HEIGHT / 2
    rows = [[focal, 0.0, x], [0.0, focal, y], [0.0, 0.0, 1.0]]
    info = CameraInfo(height=HEIGHT, width=WIDTH, distortion_model="plumb_bob")
    info.d = [0.0] * 5
    info.k = sum(rows, [])
    info.r = [1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0]
    info.p = sum(([*row, 0.0] for row in rows), [])
    return info


def mounted_camera(stamp: Any) -> TransformStamped:
    """15 cm over the floor, looking ahead: x right, y down, z forward."""
    message = transform(stamp, "base_link", "camera_optical_frame")
    message.transform.translation.x, message.transform.translation.z = 0.1, 0.15
    rotation = message.transform.rotation
    rotation.x, rotation.y, rotation.z, rotation.w = -0.5, 0.5, -0.5, 0.5
    return message


def transform(stamp: Any, parent: str, child: str) -> TransformStamped:
    message = TransformStamped(child_frame_id=child)
    message.header.stamp, message.header.frame_id = stamp, parent
    message.transform.rotation.w = 1.0
    return message
