"""An independent peer for the ROS tests, in rclpy; what it has to say is one JSON line.

hear SECONDS[/COUNT] TOPIC=TYPE[@QOS]...
    counts, times and the last message of each topic (QOS: sensor, reliable,
    latched), how fast each command is, the newest of each diagnostic status;
    with COUNT it ends as soon as that many have come on each
listen TOPIC=TYPE
    takes the bytes of each message and does nothing with them
sense NAMESPACE HZ [garbage] [slashes] [camera|strange]
    scan, odometry, bumper and transforms of a robot that stands in a round room;
    with garbage every other scan is bytes that no message begins with;
    with slashes the frames of scan and odometry begin with one, as in ROS 1;
    with camera a picture of a red box on a green floor too, 15 times a second;
    with strange in an encoding that we do not know
spoil raw|compressed HZ
    pictures that are none, each wrong in another way, a good one after each
flood TOPIC HZ
    scans as fast as asked, every other one garbage
offer TOPIC=TYPE@QOS
    a publisher that says nothing
drive SECONDS LINEAR ANGULAR [unstamped]
    cmd_vel at 20 Hz, as Twist if unstamped, on simulated time; odometry and true
    pose before and after
set NODE NAME VALUE
    a parameter, as Python literal
"""

import array
import ast
import importlib
import itertools
import json
import math
import sys
import time
from collections.abc import Callable
from typing import Any

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
from spoiled_messages import garbage_like, good_picture, spoiled_pictures
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


def hear(node: Node, seconds: str, *wanted: str) -> dict[str, Any]:
    heard: dict[str, Any] = {}
    for each in wanted:
        topic, _, rest = each.partition("=")
        kind, _, profile = rest.partition("@")
        heard[topic] = {"type": kind, "count": 0, "times": []}

        def receive(message: Any, entry: dict[str, Any] = heard[topic]) -> None:
            entry["count"] += 1
            entry["times"].append(time.time())
            entry["last"] = plain(message)
            if isinstance(message, TwistStamped):
                speed = max(abs(message.twist.linear.x), abs(message.twist.angular.z))
                entry.setdefault("speeds", []).append(speed)
            if isinstance(message, DiagnosticArray):
                entry.setdefault("status", {}).update(
                    (s.name, plain(s)) for s in message.status
                )

        node.create_subscription(
            message_class(kind), topic, receive, PROFILES[profile or "sensor"]
        )
    longest, _, count = seconds.partition("/")
    enough = float(count or math.inf)
    end = time.time() + float(longest)
    while time.time() < end and min(each["count"] for each in heard.values()) < enough:
        rclpy.spin_once(node, timeout_sec=0.05)
    return heard


def listen(node: Node, wanted: str) -> None:
    topic, _, kind = wanted.partition("=")
    node.create_subscription(
        message_class(kind), topic, lambda _: None, PROFILES["sensor"], raw=True
    )
    spin_until_the_end(node)


def sense(node: Node, namespace: str, hertz: str, *modes: str) -> None:
    scans = node.create_publisher(LaserScan, f"{namespace}/scan", 10)
    odometry = node.create_publisher(Odometry, f"{namespace}/odom", 10)
    bumper = node.create_publisher(Contacts, f"{namespace}/bumper", 10)
    moving = node.create_publisher(TFMessage, "/tf", 10)
    fixed = node.create_publisher(TFMessage, "/tf_static", LATCHED)

    def now() -> Any:
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

    def feel() -> None:
        stamp = now()
        moving.publish(
            TFMessage(transforms=[transform(stamp, f"{slash}odom", "base_footprint")])
        )
        message = Odometry(child_frame_id="base_footprint")
        message.header.stamp, message.header.frame_id = stamp, "odom"
        message.pose.pose.orientation.w = 1.0
        odometry.publish(message)
        touch = Contacts()
        touch.header.stamp, touch.header.frame_id = stamp, "base_link"
        bumper.publish(touch)

    def look() -> None:
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


def flood(node: Node, topic: str, hertz: str) -> None:
    publisher = node.create_publisher(LaserScan, topic, 10)
    period, next_at = 1 / float(hertz), time.monotonic()
    while rclpy.ok():
        for spoil in (False, True):
            data = serialize_message(
                scan_of_room(node.get_clock().now().to_msg(), float(hertz))
            )
            publisher.publish(garbage_like(data) if spoil else data)
        next_at += 2 * period
        time.sleep(max(0.0, next_at - time.monotonic()))


def spoil(node: Node, what: str, hertz: str) -> None:
    topic, kind = {
        "raw": ("camera/image_raw", Image),
        "compressed": ("camera/image_raw/compressed", CompressedImage),
    }[what]
    publisher = node.create_publisher(kind, topic, 10)
    # A good one after each bad one: after five bad ones in a row a stage rests.
    good = itertools.repeat(good_picture(what))
    spoiled = itertools.cycle(spoiled_pictures(what))
    turns = itertools.chain.from_iterable(zip(spoiled, good))

    def show() -> None:
        message = next(turns)
        if not isinstance(message, bytes):
            message.header.stamp = node.get_clock().now().to_msg()
            message.header.frame_id = "camera_optical_frame"
        publisher.publish(message)

    node.create_timer(1 / float(hertz), show)
    spin_until_the_end(node)


def offer(node: Node, wanted: str) -> None:
    topic, _, rest = wanted.partition("=")
    kind, _, profile = rest.partition("@")
    node.create_publisher(message_class(kind), topic, PROFILES[profile])
    spin_until_the_end(node)


def show_pictures(
    node: Node, namespace: str, now: Callable[[], Any], encoding: str
) -> None:
    pictures = node.create_publisher(Image, f"{namespace}/camera/image_raw", 10)
    infos = node.create_publisher(CameraInfo, f"{namespace}/camera/camera_info", 10)
    pixels = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    pixels[HEIGHT // 2 :, :, 1] = 255
    left, top, right, bottom = RED_BOX
    pixels[top:bottom, left:right] = (255, 0, 0)
    data = array.array("B", pixels.tobytes())
    focal, x, y = float(WIDTH), WIDTH / 2, HEIGHT / 2
    rows = [[focal, 0.0, x], [0.0, focal, y], [0.0, 0.0, 1.0]]

    def show() -> None:
        picture = Image(
            height=HEIGHT, width=WIDTH, encoding=encoding, step=3 * WIDTH, data=data
        )
        info = CameraInfo(
            height=HEIGHT, width=WIDTH, distortion_model="plumb_bob", d=[0.0] * 5
        )
        info.k = sum(rows, [])
        info.r = [1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0]
        info.p = sum(([*row, 0.0] for row in rows), [])
        picture.header.stamp, picture.header.frame_id = now(), "camera_optical_frame"
        info.header = picture.header
        infos.publish(info)
        pictures.publish(picture)

    node.create_timer(1 / 15, show)


def mounted_camera(stamp: Any) -> TransformStamped:
    """15 cm over the floor, looking ahead: x right, y down, z forward."""
    message = transform(stamp, "base_link", "camera_optical_frame")
    message.transform.translation.x, message.transform.translation.z = 0.1, 0.15
    rotation = message.transform.rotation
    rotation.x, rotation.y, rotation.z, rotation.w = -0.5, 0.5, -0.5, 0.5
    return message


def drive(
    node: Node, seconds: str, linear: str, angular: str, *modes: str
) -> dict[str, Any]:
    latest: dict[str, Any] = {}
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

    def command() -> None:
        message = TwistStamped()
        message.header.stamp = node.get_clock().now().to_msg()
        message.header.frame_id = "base_link"
        message.twist.linear.x, message.twist.angular.z = float(linear), float(angular)
        publisher.publish(message.twist if kind is Twist else message)

    node.create_timer(0.05, command)
    spin(node, float(seconds))
    after = {name: planar(pose) for name, pose in latest.items()}
    return {
        "before": before,
        "after": after,
        "clock": node.get_clock().now().nanoseconds,
    }


def set_parameter(node: Node, target: str, name: str, value: str) -> Any:
    client = node.create_client(SetParameters, f"{target}/set_parameters")
    if not client.wait_for_service(10):
        return {"successful": False, "reason": "no such service"}
    wanted = Parameter(name, value=ast.literal_eval(value)).to_parameter_msg()
    future = client.call_async(SetParameters.Request(parameters=[wanted]))
    rclpy.spin_until_future_complete(node, future, timeout_sec=10)
    return plain(future.result().results[0])


def spin_until_the_end(node: Node) -> None:
    try:
        rclpy.spin(node)
    except ExternalShutdownException:
        return


def spin(node: Node, seconds: float) -> None:
    end = time.time() + seconds
    while time.time() < end:
        rclpy.spin_once(node, timeout_sec=0.05)


def transform(stamp: Any, parent: str, child: str) -> TransformStamped:
    message = TransformStamped(child_frame_id=child)
    message.header.stamp, message.header.frame_id = stamp, parent
    message.transform.rotation.w = 1.0
    return message


def planar(pose: Any) -> list[float]:
    q = pose.orientation
    return [
        pose.position.x,
        pose.position.y,
        math.atan2(2 * (q.w * q.z + q.x * q.y), 1 - 2 * (q.y * q.y + q.z * q.z)),
    ]


def message_class(kind: str) -> Any:
    package, _, name = kind.split("/")
    return getattr(importlib.import_module(f"{package}.msg"), name)


def plain(value: Any) -> Any:
    """A message as JSON: arrays as lists, bytes as numbers."""
    if hasattr(value, "get_fields_and_field_types"):
        return {
            name: plain(getattr(value, name))
            for name in value.get_fields_and_field_types()
        }
    if isinstance(value, bytes):
        return value[0] if len(value) == 1 else list(value)
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value


def main() -> None:
    command, *arguments = sys.argv[1:]
    commands: dict[str, Callable[..., Any]] = {
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
