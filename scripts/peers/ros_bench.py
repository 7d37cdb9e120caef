"""Round trips in rclpy, for `jackdaw bench ros`: the same messages and QoS as our own ends.

echo PAYLOAD              answers every message
trips PAYLOAD ROUNDS      one JSON line: p50, p90, p99 and processor time in microseconds, and how many were lost
stream PAYLOAD HZ         publishes so often until it is killed, stamped with the monotonic clock
receive PAYLOAD COUNT     one JSON line: from publishing to the callback, and processor time of each message

As one would write it: messages are made once, callbacks get them decoded, one executor that is never made anew.
"""

import array
import json
import sys
import time

import rclpy
from rclpy.executors import ExternalShutdownException, SingleThreadedExecutor
from rclpy.node import Node
from rclpy.qos import QoSProfile, ReliabilityPolicy
from sensor_msgs.msg import Image, LaserScan

OFFERED = QoSProfile(depth=10)
REQUESTED = QoSProfile(depth=5, reliability=ReliabilityPolicy.BEST_EFFORT)
WAYS = {
    "image": (Image, "camera/image_raw", "ground_truth/free_floor"),
    "scan": (LaserScan, "scan", "floor_scan"),
}
WARM_UP = 30
LOST_AFTER_S = 0.2


def echo(node, executor, payload):
    kind, ping, pong = WAYS[payload]
    publisher = node.create_publisher(kind, pong, OFFERED)
    node.create_subscription(kind, ping, publisher.publish, REQUESTED)
    try:
        executor.spin()
    except ExternalShutdownException:
        return


def trips(node, executor, payload, rounds):
    kind, ping, pong = WAYS[payload]
    publisher = node.create_publisher(kind, ping, OFFERED)
    back = []
    node.create_subscription(kind, pong, lambda _: back.append(time.perf_counter()), REQUESTED)
    message = picture() if payload == "image" else scan()

    def once():
        back.clear()
        start = time.perf_counter()
        publisher.publish(message)
        while not back and time.perf_counter() - start < LOST_AFTER_S:
            executor.spin_once(timeout_sec=LOST_AFTER_S)
        return (back[0] - start) * 1e6 if back else None

    warm = 0
    while warm < WARM_UP:
        warm += once() is not None
    cpu = time.process_time()
    times = [once() for _ in range(int(rounds))]
    cpu = time.process_time() - cpu
    came = sorted(each for each in times if each is not None)
    return {
        "p50Us": came[int(len(came) * 0.5)],
        "p90Us": came[int(len(came) * 0.9)],
        "p99Us": came[int(len(came) * 0.99)],
        "lost": len(times) - len(came),
        "cpuUs": cpu * 1e6 / len(times),
    }


def stream(node, executor, payload, hertz):
    kind, ping, _ = WAYS[payload]
    publisher = node.create_publisher(kind, ping, OFFERED)
    message = picture() if payload == "image" else scan()

    def send():
        now = time.monotonic_ns()
        message.header.stamp.sec, message.header.stamp.nanosec = now // 10**9, now % 10**9
        publisher.publish(message)

    node.create_timer(1 / float(hertz), send)
    try:
        executor.spin()
    except ExternalShutdownException:
        return


def receive(node, executor, payload, count):
    kind, ping, _ = WAYS[payload]
    times = []

    def take(message):
        stamp = message.header.stamp
        times.append((time.monotonic_ns() - stamp.sec * 10**9 - stamp.nanosec) / 1e3)

    node.create_subscription(kind, ping, take, REQUESTED)
    while len(times) < WARM_UP:
        executor.spin_once(timeout_sec=LOST_AFTER_S)
    times.clear()
    cpu = time.process_time()
    while len(times) < int(count):
        executor.spin_once(timeout_sec=LOST_AFTER_S)
    cpu = time.process_time() - cpu
    times.sort()
    return {
        "p50Us": times[int(len(times) * 0.5)],
        "p99Us": times[int(len(times) * 0.99)],
        "cpuUs": cpu * 1e6 / len(times),
    }


def picture():
    data = bytes((i * 7919) & 255 for i in range(640 * 480 * 3))
    return Image(width=640, height=480, encoding="rgb8", step=1920, data=array.array("B", data))


def scan():
    ranges = [1 + i / 360 for i in range(360)]
    return LaserScan(ranges=ranges, intensities=ranges)


def main():
    command, *arguments = sys.argv[1:]
    rclpy.init()
    node = Node(command, namespace="bench")
    executor = SingleThreadedExecutor()
    executor.add_node(node)
    commands = {"echo": echo, "trips": trips, "stream": stream, "receive": receive}
    answer = commands[command](node, executor, *arguments)
    if answer is None:
        return
    print(json.dumps(answer))
    rclpy.shutdown()


main()
