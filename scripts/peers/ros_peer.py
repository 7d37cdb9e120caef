"""An independent peer for the ROS tests, in rclpy; what it has to say is JSON lines.

hear TOPIC=TYPE[@QOS]...
    until it is killed a line for each message, with the time at which it came, and
    one whenever a topic gains or loses a publisher (QOS: sensor, reliable, latched);
    of what has many thousand values only how many
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
drive LINEAR ANGULAR RADIANS [unstamped]
    cmd_vel at 20 Hz, as Twist if unstamped, on simulated time, until the robot has
    truly turned so far; odometry and true pose of one moment before and one after
"""

import importlib
import itertools
import json
import math
import sys
import time
from collections.abc import Callable
from typing import Any

import rclpy
from geometry_msgs.msg import PoseStamped, Twist, TwistStamped
from jackdaw_msgs.msg import Contacts
from nav_msgs.msg import Odometry
from rclpy.event_handler import SubscriptionEventCallbacks
from rclpy.executors import ExternalShutdownException
from rclpy.node import Node
from rclpy.parameter import Parameter
from rclpy.qos import DurabilityPolicy, QoSProfile, ReliabilityPolicy
from rclpy.serialization import serialize_message
from round_room import (
    camera_info,
    mounted_camera,
    picture_of_box,
    scan_of_room,
    transform,
)
from sensor_msgs.msg import CameraInfo, CompressedImage, Image, LaserScan
from spoiled_messages import garbage_like, good_picture, spoiled_pictures
from tf2_msgs.msg import TFMessage

LATCHED = QoSProfile(depth=1, durability=DurabilityPolicy.TRANSIENT_LOCAL)
# Deep: whoever gets no processor for a while hears all of it afterwards.
PROFILES = {
    "sensor": QoSProfile(depth=100, reliability=ReliabilityPolicy.BEST_EFFORT),
    "reliable": QoSProfile(depth=1000),
    "latched": LATCHED,
}
# Longer than anything takes on a slow machine that others use too.
PATIENCE_S = 90
# Values of one field: pictures have more, scans and labels fewer.
MANY = 5000


def hear(node: Node, *wanted: str) -> None:
    for each in wanted:
        topic, _, rest = each.partition("=")
        kind, _, profile = rest.partition("@")

        def receive(message: Any, topic: str = topic) -> None:
            say({"topic": topic, "atS": time.time(), "message": plain(message)})

        def matched(now: Any, topic: str = topic) -> None:
            say({"topic": topic, "publishers": now.current_count})

        node.create_subscription(
            message_class(kind),
            topic,
            receive,
            PROFILES[profile or "sensor"],
            event_callbacks=SubscriptionEventCallbacks(matched=matched),
        )
    spin_until_the_end(node)


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
        show_pictures(node, namespace, encoding)
    spin_until_the_end(node)


def show_pictures(node: Node, namespace: str, encoding: str) -> None:
    pictures = node.create_publisher(Image, f"{namespace}/camera/image_raw", 10)
    infos = node.create_publisher(CameraInfo, f"{namespace}/camera/camera_info", 10)
    picture, info = picture_of_box(encoding), camera_info()

    def show() -> None:
        picture.header.stamp = node.get_clock().now().to_msg()
        info.header = picture.header
        infos.publish(info)
        pictures.publish(picture)

    node.create_timer(1 / 15, show)


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


def drive(
    node: Node, linear: str, angular: str, radians: str, *modes: str
) -> dict[str, Any]:
    node.set_parameters([Parameter("use_sim_time", value=True)])
    kind = Twist if "unstamped" in modes else TwistStamped
    publisher = node.create_publisher(kind, "cmd_vel", 10)
    moment = hear_poses(node)
    spin_until(node, lambda: "truth" in moment)
    before = dict(moment)

    def command() -> None:
        message = TwistStamped()
        message.header.stamp = node.get_clock().now().to_msg()
        message.header.frame_id = "base_link"
        message.twist.linear.x = float(linear)
        message.twist.angular.z = float(angular)
        publisher.publish(message.twist if kind is Twist else message)

    def turned() -> float:
        angle = moment["truth"][2] - before["truth"][2]
        return abs(math.atan2(math.sin(angle), math.cos(angle)))

    node.create_timer(0.05, command)
    spin_until(node, lambda: turned() > float(radians))
    clock = node.get_clock().now().nanoseconds
    return {"before": before, "after": moment, "clock": clock}


def hear_poses(node: Node) -> dict[str, list[float]]:
    """The newest odometry and true pose of one stamp, as soon as there are both."""
    moment: dict[str, list[float]] = {}
    unpaired: dict[tuple[str, int, int], list[float]] = {}

    def take(message: Any, name: str, other: str) -> None:
        pose = message.pose.pose if name == "odom" else message.pose
        sec, nanosec = message.header.stamp.sec, message.header.stamp.nanosec
        unpaired[name, sec, nanosec] = planar(pose)
        if (other, sec, nanosec) in unpaired:
            for each in (name, other):
                moment[each] = unpaired[each, sec, nanosec]
            unpaired.clear()

    node.create_subscription(Odometry, "odom", lambda m: take(m, "odom", "truth"), 100)
    node.create_subscription(
        PoseStamped, "ground_truth/pose", lambda m: take(m, "truth", "odom"), 100
    )
    return moment


def spin_until_the_end(node: Node) -> None:
    try:
        rclpy.spin(node)
    except ExternalShutdownException:
        return


def spin_until(node: Node, holds: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not holds():
        if time.monotonic() > end:
            sys.exit(f"what it waited for did not come in {PATIENCE_S} s")
        rclpy.spin_once(node, timeout_sec=0.05)


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
    """A message as JSON: arrays as lists, bytes as numbers, of pixels how many."""
    if hasattr(value, "get_fields_and_field_types"):
        return {
            name: plain(getattr(value, name))
            for name in value.get_fields_and_field_types()
        }
    if isinstance(value, bytes):
        return value[0] if len(value) == 1 else list(value)
    if hasattr(value, "__len__") and len(value) > MANY:
        return f"{len(value)} values"
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value


def say(what: Any) -> None:
    print(json.dumps(what), flush=True)


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
    }
    rclpy.init()
    node = Node("peer_" + command)
    say(commands[command](node, *arguments))
    rclpy.shutdown()


main()
