"""Writes a bag as other people's robots give it, with the PyPI package `rosbags`, for src/robot/others.test.ts.

    python -m venv .venv-rosbags && .venv-rosbags/bin/pip install rosbags==0.11.9
    .venv-rosbags/bin/python scripts/write_foreign_bag.py src/robot/testing/bag-of-others

Two seconds of a robot that stands in a round room of 2 m, a post of 13 cm at 1.2 m ahead to the left. sqlite3 storage,
compressed by file; a LIDAR that turns clockwise and names its frames as in ROS 1, a camera with a rational lens whose
pictures are bgr8 with padded rows and yuyv by turns (a red box to the left on a green floor), Twist without a header.
"""

import math
import shutil
import sys
from pathlib import Path

import numpy as np
from rosbags.rosbag2 import CompressionFormat, CompressionMode, StoragePlugin, Writer
from rosbags.typesys import Stores, get_typestore

STORE = get_typestore(Stores.ROS2_HUMBLE)
START_NS = 1_700_000_000_000_000_000
SECONDS = 2
BEAMS = 360
WIDTH, HEIGHT, PADDING = 96, 64, 4
RED_BOX = (16, 32, 32, 48)


def make(kind, **fields):
    """A message with zeros for whatever is not said."""
    package, name = kind.split("/")
    full = f"{package}/msg/{name}"
    return STORE.types[full](**fields)


def header(ns, frame):
    stamp = make("builtin_interfaces/Time", sec=ns // 10**9, nanosec=ns % 10**9)
    return make("std_msgs/Header", stamp=stamp, frame_id=frame)


def vector(x=0.0, y=0.0, z=0.0):
    return make("geometry_msgs/Vector3", x=x, y=y, z=z)


def transform(ns, parent, child, xyz=(0.0, 0.0, 0.0), rotation=(0.0, 0.0, 0.0, 1.0)):
    x, y, z, w = rotation
    return make(
        "geometry_msgs/TransformStamped",
        header=header(ns, parent),
        child_frame_id=child,
        transform=make(
            "geometry_msgs/Transform",
            translation=vector(*xyz),
            rotation=make("geometry_msgs/Quaternion", x=x, y=y, z=z, w=w),
        ),
    )


def fixed_transforms(ns):
    optical = (-0.5, 0.5, -0.5, 0.5)
    return make(
        "tf2_msgs/TFMessage",
        transforms=[
            transform(ns, "base_footprint", "base_link"),
            transform(ns, "base_link", "/laser", (0.0, 0.0, 0.17)),
            transform(ns, "base_link", "camera_optical_frame", (0.1, 0.0, 0.15), optical),
        ],
    )


def odometry(ns):
    pose = make(
        "geometry_msgs/Pose",
        position=make("geometry_msgs/Point", x=0.0, y=0.0, z=0.0),
        orientation=make("geometry_msgs/Quaternion", x=0.0, y=0.0, z=0.0, w=1.0),
    )
    covariance = np.zeros(36)
    return make(
        "nav_msgs/Odometry",
        header=header(ns, "odom"),
        child_frame_id="base_footprint",
        pose=make("geometry_msgs/PoseWithCovariance", pose=pose, covariance=covariance),
        twist=make("geometry_msgs/TwistWithCovariance", twist=twist(0.0), covariance=covariance),
    )


def twist(forward):
    return make("geometry_msgs/Twist", linear=vector(forward), angular=vector())


def scan(ns):
    """Clockwise from straight behind."""
    increment = -2 * math.pi / BEAMS
    degrees = [180 - i * 360 / BEAMS for i in range(BEAMS)]
    ranges = [1.2 if 29 < each < 36 else 2.0 for each in degrees]
    return make(
        "sensor_msgs/LaserScan",
        header=header(ns, "/laser"),
        angle_min=math.pi,
        angle_max=-math.pi,
        angle_increment=increment,
        time_increment=0.0,
        scan_time=0.1,
        range_min=0.1,
        range_max=12.0,
        ranges=np.array(ranges, np.float32),
        intensities=np.zeros(0, np.float32),
    )


def rgb_picture():
    pixels = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    pixels[HEIGHT // 2 :, :, 1] = 255
    left, top, right, bottom = RED_BOX
    pixels[top:bottom, left:right] = (255, 0, 0)
    return pixels


def bgr8():
    rows = rgb_picture()[:, :, ::-1].reshape(HEIGHT, 3 * WIDTH)
    return "bgr8", np.pad(rows, ((0, 0), (0, PADDING))), 3 * WIDTH + PADDING


def yuyv():
    """ITU-R BT.601, 16 to 235; both pixels of a pair have one colour."""
    r, g, b = (rgb_picture()[:, :, channel].astype(float) for channel in range(3))
    luma = 16 + 0.257 * r + 0.504 * g + 0.098 * b
    blue = 128 - 0.148 * r - 0.291 * g + 0.439 * b
    red = 128 + 0.439 * r - 0.368 * g - 0.071 * b
    rows = np.zeros((HEIGHT, WIDTH // 2, 4))
    rows[:, :, 0], rows[:, :, 1] = luma[:, 0::2], blue[:, 0::2]
    rows[:, :, 2], rows[:, :, 3] = luma[:, 1::2], red[:, 0::2]
    return "yuv422_yuy2", rows.round().astype(np.uint8).reshape(HEIGHT, 2 * WIDTH), 2 * WIDTH


def picture(ns, number):
    encoding, rows, step = bgr8() if number % 2 == 0 else yuyv()
    return make(
        "sensor_msgs/Image",
        header=header(ns, "camera_optical_frame"),
        height=HEIGHT,
        width=WIDTH,
        encoding=encoding,
        is_bigendian=0,
        step=step,
        data=np.ascontiguousarray(rows).reshape(-1),
    )


def camera_info(ns):
    focal, cx, cy = float(WIDTH), WIDTH / 2, HEIGHT / 2
    roi = make("sensor_msgs/RegionOfInterest", x_offset=0, y_offset=0, height=0, width=0, do_rectify=False)
    return make(
        "sensor_msgs/CameraInfo",
        header=header(ns, "camera_optical_frame"),
        height=HEIGHT,
        width=WIDTH,
        distortion_model="rational_polynomial",
        d=np.array([0.1, -0.05, 0.0, 0.0, 0.01, 0.12, -0.04, 0.005]),
        k=np.array([focal, 0, cx, 0, focal, cy, 0, 0, 1]),
        r=np.eye(3).reshape(-1),
        p=np.array([focal, 0, cx, 0, 0, focal, cy, 0, 0, 0, 1, 0]),
        binning_x=0,
        binning_y=0,
        roi=roi,
    )


def main():
    out = Path(sys.argv[1])
    shutil.rmtree(out, ignore_errors=True)
    writer = Writer(out, version=8, storage_plugin=StoragePlugin.SQLITE3)
    writer.set_compression(CompressionMode.FILE, CompressionFormat.ZSTD)
    connections = {}

    def write(topic, ns, message):
        kind = message.__msgtype__
        if topic not in connections:
            connections[topic] = writer.add_connection(topic, kind, typestore=STORE)
        writer.write(connections[topic], ns, STORE.serialize_cdr(message, kind))

    with writer:
        write("/tf_static", START_NS, fixed_transforms(START_NS))
        for tick in range(20 * SECONDS):
            ns = START_NS + tick * 50_000_000
            moving = [transform(ns, "odom", "base_footprint")]
            write("/tf", ns, make("tf2_msgs/TFMessage", transforms=moving))
            write("/odom", ns, odometry(ns))
            write("/cmd_vel_raw", ns, twist(0.2))
            if tick % 2 == 1:
                continue
            write("/scan", ns, scan(ns))
            write("/camera/camera_info", ns, camera_info(ns))
            write("/camera/image_raw", ns, picture(ns, tick // 2))


main()
