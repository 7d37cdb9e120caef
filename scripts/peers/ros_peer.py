"""An independent peer for the ROS tests, in rclpy; what it has to say is one JSON line.

hear SECONDS[/COUNT] TOPIC=TYPE[@QOS]...
    counts, times and the last message of each topic (QOS: sensor, reliable, latched),
    how fast each command is, the newest of each diagnostic status; with COUNT it ends as soon as that many have come on each
listen TOPIC=TYPE
    takes the bytes of each message and does nothing with them
sense NAMESPACE HZ [garbage] [slashes] [camera|strange]
    scan, odometry, bumper and transforms of a robot that stands in a round room;
    with garbage every other scan is bytes that no message begins with;
    with slashes the frames of scan and odometry begin with one, as in ROS 1
    with camera a picture of a red box on a green floor too, 15 times a second; with strange in an encoding that we do not know
spoil raw|compressed HZ
    pictures that are none, each wrong in another way, a good one after each
flood TOPIC HZ
    scans as fast as asked, every other one garbage
offer TOPIC=TYPE@QOS
    a publisher that says nothing
drive SECONDS LINEAR ANGULAR [unstamped]
    cmd_vel at 20 Hz, as Twist if unstamped, on simulated time; odometry and true pose before and after
set NODE NAME VALUE
    a parameter, as Python literal
"""

import array
import ast
import importlib
import itertools
import json
import math
import struct
import sys
import time
import zlib

import numpy as np
import rclpy
from diagnostic_msgs.msg import DiagnosticArray
from geometry_msgs.msg import PoseStamped, TransformStamped, Twist, TwistStamped
from jackdaw_msgs.msg import Contacts
from nav_msgs.msg import Odometry
from rcl_interfaces.srv import SetParameters
from rclpy.executors import ExternalShutdownException
from rclpy.node import Node
from rclpy.parameter import Parameter
from rclpy.qos import DurabilityPolicy, QoSProfile, ReliabilityPolicy
from rclpy.serialization import serialize_message
from sensor_msgs.msg import CameraInfo, CompressedImage, Image, LaserScan
from tf2_msgs.msg import TFMessage

LATCHED = QoSProfile(depth=1, durability=DurabilityPolicy.TRANSIENT_LOCAL)
PROFILES = {
    "sensor": QoSProfile(depth=5, reliability=ReliabilityPolicy.BEST_EFFORT),
    "reliable": QoSProfile(depth=10),
    "latched": LATCHED,
}
BEAMS = 360
ROOM_RADIUS_M = 2.0
WIDTH, HEIGHT = 640, 480
RED_BOX = (214, 240, 427, 360)


def hear(node, seconds, *wanted):
    heard = {}
    for each in wanted:
        topic, _, rest = each.partition("=")
        kind, _, profile = rest.partition("@")
        heard[topic] = {"type": kind, "count": 0, "times": []}

        def receive(message, entry=heard[topic]):
            entry["count"] += 1
            entry["times"].append(time.time())
            entry["last"] = plain(message)
            if isinstance(message, TwistStamped):
                speed = max(abs(message.twist.linear.x), abs(message.twist.angular.z))
                entry.setdefault("speeds", []).append(speed)
            if isinstance(message, DiagnosticArray):
                entry.setdefault("status", {}).update((s.name, plain(s)) for s in message.status)

        node.create_subscription(message_class(kind), topic, receive, PROFILES[profile or "sensor"])
    longest, _, count = seconds.partition("/")
    enough = float(count or math.inf)
    end = time.time() + float(longest)
    while time.time() < end and min(each["count"] for each in heard.values()) < enough:
        rclpy.spin_once(node, timeout_sec=0.05)
    return heard


def listen(node, wanted):
    topic, _, kind = wanted.partition("=")
    node.create_subscription(
        message_class(kind), topic, lambda _: None, PROFILES["sensor"], raw=True
    )
    spin_until_the_end(node)


def sense(node, namespace, hertz, *modes):
    scans = node.create_publisher(LaserScan, f"{namespace}/scan", 10)
    odometry = node.create_publisher(Odometry, f"{namespace}/odom", 10)
    bumper = node.create_publisher(Contacts, f"{namespace}/bumper", 10)
    moving = node.create_publisher(TFMessage, "/tf", 10)
    fixed = node.create_publisher(TFMessage, "/tf_static", LATCHED)

    def now():
        return node.get_clock().now().to_msg()

    fixed.publish(
        TFMessage(
            transforms=[
                transform(now(), "base_footprint", "base_link"),
                transform(now(), "base_link", "laser"),
                mounted_camera(now()),
            ]
        )
    )
    count = 0
    slash = "/" if "slashes" in modes else ""

    def feel():
        stamp = now()
        moving.publish(TFMessage(transforms=[transform(stamp, f"{slash}odom", "base_footprint")]))
        message = Odometry(child_frame_id="base_footprint")
        message.header.stamp, message.header.frame_id = stamp, "odom"
        message.pose.pose.orientation.w = 1.0
        odometry.publish(message)
        touch = Contacts()
        touch.header.stamp, touch.header.frame_id = stamp, "base_link"
        bumper.publish(touch)

    def look():
        nonlocal count
        count += 1
        scan = scan_of_room(now(), float(hertz))
        scan.header.frame_id = f"{slash}laser"
        data = serialize_message(scan)
        spoil = "garbage" in modes and count % 2 == 0
        scans.publish(garbage_like(data) if spoil else data)

    node.create_timer(0.02, feel)
    node.create_timer(1 / float(hertz), look)
    if "camera" in modes or "strange" in modes:
        encoding = "rgb8" if "camera" in modes else "bayer_rggb16"
        show_pictures(node, namespace, now, encoding)
    spin_until_the_end(node)


def room(beam):
    """A round room with a post of 30 cm ahead to the left."""
    degrees = beam * 360 / BEAMS - 180
    return 1.2 if 28 < degrees < 36 else ROOM_RADIUS_M


def scan_of_room(stamp, hertz):
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


def garbage_like(data):
    return bytes(4) + b"\xff" * (len(data) - 4)


def flood(node, topic, hertz):
    publisher = node.create_publisher(LaserScan, topic, 10)
    period, next_at = 1 / float(hertz), time.monotonic()
    while rclpy.ok():
        for spoil in (False, True):
            data = serialize_message(scan_of_room(node.get_clock().now().to_msg(), float(hertz)))
            publisher.publish(garbage_like(data) if spoil else data)
        next_at += 2 * period
        time.sleep(max(0.0, next_at - time.monotonic()))


def spoil(node, what, hertz):
    topic, kind, spoiled = {
        "raw": ("camera/image_raw", Image, spoiled_images),
        "compressed": ("camera/image_raw/compressed", CompressedImage, spoiled_jpegs),
    }[what]
    publisher = node.create_publisher(kind, topic, 10)
    # A good one after each bad one: after five bad ones in a row a stage rests.
    good = itertools.repeat(good_picture(what))
    turns = itertools.chain.from_iterable(zip(itertools.cycle(spoiled()), good))

    def show():
        message = next(turns)
        if not isinstance(message, bytes):
            message.header.stamp = node.get_clock().now().to_msg()
            message.header.frame_id = "camera_optical_frame"
        publisher.publish(message)

    node.create_timer(1 / float(hertz), show)
    spin_until_the_end(node)


GOOD_IMAGE = {
    "width": 64,
    "height": 48,
    "encoding": "rgb8",
    "step": 192,
    "data": array.array("B", bytes(48 * 192)),
}


def good_picture(what):
    """64 x 48, black."""
    if what == "raw":
        return Image(**GOOD_IMAGE)
    chunks = ((b"IHDR", struct.pack(">IIBBBBB", 64, 48, 8, 2, 0, 0, 0)),)
    chunks += ((b"IDAT", zlib.compress(bytes(48 * 193))), (b"IEND", b""))
    png = b"\x89PNG\r\n\x1a\n"
    for name, data in chunks:
        check = zlib.crc32(name + data)
        png += struct.pack(">I", len(data)) + name + data + struct.pack(">I", check)
    return CompressedImage(format="png", data=array.array("B", png))


def spoiled_images():
    """Wrong rows, sizes, encodings and lengths; then bytes that are no message, or claim more than they hold."""
    most = 2**32 - 1
    for wrong in (
        {"step": 10},
        {"step": most},
        {"height": 4800},
        {"width": 0},
        {"height": 0, "data": array.array("B")},
        {"width": most, "height": most, "step": most},
        {"width": 2**31, "height": 2**31, "step": 0},
        {"encoding": ""},
        {"encoding": "64FC\u00e4" * 1000},
        {"encoding": "yuv422", "width": 63},
        {"data": array.array("B")},
        {"data": GOOD_IMAGE["data"][:-1]},
    ):
        yield Image(**{**GOOD_IMAGE, **wrong})
    yield from spoiled_bytes(serialize_message(good_picture("raw")))


def spoiled_jpegs():
    """No picture, cut pictures, a picture that says it is huge; then bytes that are no message."""
    # A JPEG that claims 65,500 x 65,500 pixels, and a PNG that claims 2^31 x 2^31: nothing behind their headers.
    jpeg = bytes.fromhex("ffd8ffc0001108ffdcffdc03012200021101031101ffda")
    png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\x7f\xff\xff\xff" * 2 + b"\x08\x02\0\0\0" + bytes(4)
    for kind in ("jpeg", "png", "rgb8; jpeg compressed bgr8", "", "tiff"):
        for data in (b"", b"\xff", jpeg, jpeg[:7], png, png[:20], bytes(1000), bytes(range(256)) * 40):
            yield CompressedImage(format=kind, data=array.array("B", data))
    yield from spoiled_bytes(serialize_message(CompressedImage(format="jpeg", data=jpeg)))


def spoiled_bytes(good):
    yield garbage_like(good)
    for length in (0, 3, 4, 5, 21, len(good) // 2, len(good) - 1):
        yield good[:length]
    yield b"\x7f" + good[1:]
    # Every length and word in it, one after the other, as large as can be.
    for at in range(4, min(len(good), 64), 4):
        yield good[:at] + b"\xff\xff\xff\xff" + good[at + 4 :]


def offer(node, wanted):
    topic, _, rest = wanted.partition("=")
    kind, _, profile = rest.partition("@")
    node.create_publisher(message_class(kind), topic, PROFILES[profile])
    spin_until_the_end(node)


def show_pictures(node, namespace, now, encoding):
    pictures = node.create_publisher(Image, f"{namespace}/camera/image_raw", 10)
    infos = node.create_publisher(CameraInfo, f"{namespace}/camera/camera_info", 10)
    pixels = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    pixels[HEIGHT // 2 :, :, 1] = 255
    left, top, right, bottom = RED_BOX
    pixels[top:bottom, left:right] = (255, 0, 0)
    data = array.array("B", pixels.tobytes())
    focal = float(WIDTH)

    def show():
        picture = Image(height=HEIGHT, width=WIDTH, encoding=encoding, step=3 * WIDTH, data=data)
        info = CameraInfo(height=HEIGHT, width=WIDTH, distortion_model="plumb_bob", d=[0.0] * 5)
        info.k = [focal, 0.0, WIDTH / 2, 0.0, focal, HEIGHT / 2, 0.0, 0.0, 1.0]
        info.r = [1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0]
        info.p = [focal, 0.0, WIDTH / 2, 0.0, 0.0, focal, HEIGHT / 2, 0.0, 0.0, 0.0, 1.0, 0.0]
        picture.header.stamp, picture.header.frame_id = now(), "camera_optical_frame"
        info.header = picture.header
        infos.publish(info)
        pictures.publish(picture)

    node.create_timer(1 / 15, show)


def mounted_camera(stamp):
    """15 cm over the floor, looking ahead: x right, y down, z forward."""
    message = transform(stamp, "base_link", "camera_optical_frame")
    message.transform.translation.x, message.transform.translation.z = 0.1, 0.15
    rotation = message.transform.rotation
    rotation.x, rotation.y, rotation.z, rotation.w = -0.5, 0.5, -0.5, 0.5
    return message


def drive(node, seconds, linear, angular, *modes):
    latest = {}
    node.create_subscription(
        Odometry, "odom", lambda m: latest.__setitem__("odom", m.pose.pose), 10
    )
    node.create_subscription(
        PoseStamped,
        "ground_truth/pose",
        lambda m: latest.__setitem__("truth", m.pose),
        10,
    )
    node.set_parameters([Parameter("use_sim_time", value=True)])
    kind = Twist if "unstamped" in modes else TwistStamped
    publisher = node.create_publisher(kind, "cmd_vel", 10)
    deadline = time.time() + 10
    while len(latest) < 2 and time.time() < deadline:
        rclpy.spin_once(node, timeout_sec=0.1)
    before = {name: planar(pose) for name, pose in latest.items()}

    def command():
        message = TwistStamped()
        message.header.stamp = node.get_clock().now().to_msg()
        message.header.frame_id = "base_link"
        message.twist.linear.x, message.twist.angular.z = float(linear), float(angular)
        publisher.publish(message.twist if kind is Twist else message)

    node.create_timer(0.05, command)
    spin(node, float(seconds))
    after = {name: planar(pose) for name, pose in latest.items()}
    return {"before": before, "after": after, "clock": node.get_clock().now().nanoseconds}


def set_parameter(node, target, name, value):
    client = node.create_client(SetParameters, f"{target}/set_parameters")
    if not client.wait_for_service(10):
        return {"successful": False, "reason": "no such service"}
    wanted = Parameter(name, value=ast.literal_eval(value)).to_parameter_msg()
    future = client.call_async(SetParameters.Request(parameters=[wanted]))
    rclpy.spin_until_future_complete(node, future, timeout_sec=10)
    return plain(future.result().results[0])


def spin_until_the_end(node):
    try:
        rclpy.spin(node)
    except ExternalShutdownException:
        return


def spin(node, seconds):
    end = time.time() + seconds
    while time.time() < end:
        rclpy.spin_once(node, timeout_sec=0.05)


def transform(stamp, parent, child):
    message = TransformStamped(child_frame_id=child)
    message.header.stamp, message.header.frame_id = stamp, parent
    message.transform.rotation.w = 1.0
    return message


def planar(pose):
    q = pose.orientation
    return [
        pose.position.x,
        pose.position.y,
        math.atan2(2 * (q.w * q.z + q.x * q.y), 1 - 2 * (q.y * q.y + q.z * q.z)),
    ]


def message_class(kind):
    package, _, name = kind.split("/")
    return getattr(importlib.import_module(f"{package}.msg"), name)


def plain(value):
    """A message as JSON: arrays as lists, bytes as numbers."""
    if hasattr(value, "get_fields_and_field_types"):
        return {name: plain(getattr(value, name)) for name in value.get_fields_and_field_types()}
    if isinstance(value, bytes):
        return value[0] if len(value) == 1 else list(value)
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value


def main():
    command, *arguments = sys.argv[1:]
    commands = {
        "hear": hear,
        "listen": listen,
        "sense": sense,
        "spoil": spoil,
        "flood": flood,
        "offer": offer,
        "drive": drive,
        "set": set_parameter,
    }
    rclpy.init()
    node = Node("peer_" + command)
    answer = commands[command](node, *arguments)
    print(json.dumps(answer))
    rclpy.shutdown()


main()
