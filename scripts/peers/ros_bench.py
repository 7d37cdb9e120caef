"""Round trips in rclpy, for `jackdaw bench ros`: the same messages and QoS as our own ends.

echo PAYLOAD              answers every message
trips PAYLOAD ROUNDS      one JSON line: p50, p90, p99 and processor time in microseconds, and how many were lost
stream PAYLOAD HZ         publishes so often until it is killed, stamped with the monotonic clock
receive PAYLOAD COUNT     one JSON line: from publishing to the callback, and processor time of each message
detect MODEL tuned|default    a detector: OpenCV, NumPy and onnxruntime, until it is killed
show FOLDER PID HZ COUNT      one JSON line: the pictures of a folder are published, 640x480: from publishing each to its
                              detections, processor time of the detector PID, and the detections of each picture

As one would write it: messages are made once, callbacks get them decoded, one executor that is never made anew.
"""

import array
import json
import os
import sys
import time
from pathlib import Path

import rclpy
from rclpy.executors import ExternalShutdownException, SingleThreadedExecutor
from rclpy.node import Node
from rclpy.qos import QoSProfile, ReliabilityPolicy
from sensor_msgs.msg import Image, LaserScan
from vision_msgs.msg import Detection2D, Detection2DArray, ObjectHypothesisWithPose

OFFERED = QoSProfile(depth=10)
REQUESTED = QoSProfile(depth=5, reliability=ReliabilityPolicy.BEST_EFFORT)
WAYS = {
    "image": (Image, "camera/image_raw", "ground_truth/free_floor"),
    "scan": (LaserScan, "scan", "floor_scan"),
}
# Seconds of round trips, messages received, pictures shown: until compilers and caches have seen enough.
WARM_UP_TRIPS_S, WARM_UP_RECEIVED, WARM_UP_SHOWN = 0.7, 30, 60
LOST_AFTER_S = 0.1
WIDTH, HEIGHT = 640, 480


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

    while once() is None:
        pass
    end = time.perf_counter() + WARM_UP_TRIPS_S
    while time.perf_counter() < end:
        once()
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
    while len(times) < WARM_UP_RECEIVED:
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


def detect(node, executor, model, profile):
    import cv2
    import numpy as np
    from detect_opencv import Detector

    if profile == "tuned":
        cv2.setNumThreads(1)
    detector = Detector(model, threads=1 if profile == "tuned" else None)
    labels = detector.manifest["labels"]
    publisher = node.create_publisher(Detection2DArray, "detections", OFFERED)

    def take(message):
        frame = np.frombuffer(message.data, np.uint8).reshape(message.height, message.width, 3)
        found, _ = detector.detect(frame)
        publisher.publish(
            Detection2DArray(header=message.header, detections=[detection(*each) for each in found])
        )

    def detection(label, score, box):
        left, top, right, bottom = (float(side) for side in box)
        hypothesis = ObjectHypothesisWithPose()
        hypothesis.hypothesis.class_id, hypothesis.hypothesis.score = labels[label], score
        seen = Detection2D(results=[hypothesis])
        seen.bbox.center.position.x, seen.bbox.center.position.y = (left + right) / 2, (top + bottom) / 2
        seen.bbox.size_x, seen.bbox.size_y = right - left, bottom - top
        return seen

    node.create_subscription(Image, "camera/image_raw", take, REQUESTED)
    try:
        executor.spin()
    except ExternalShutdownException:
        return


def show(node, executor, folder, pid, hertz, count):
    import cv2

    files = sorted(Path(folder).glob("*.png"))
    pictures = [picture(rgb.tobytes()) for rgb in (picture_of(cv2, file) for file in files)]
    publisher = node.create_publisher(Image, "camera/image_raw", OFFERED)
    sent, times, answers = {}, [], [None] * len(pictures)
    turn = {"number": 0, "measuring": False}

    def send():
        index = turn["number"] % len(pictures)
        turn["number"] += 1
        message, now = pictures[index], time.time_ns()
        message.header.stamp.sec, message.header.stamp.nanosec = now // 10**9, now % 10**9
        sent[now] = index, time.perf_counter()
        publisher.publish(message)

    def take(message):
        came, stamp = time.perf_counter(), message.header.stamp
        index, start = sent.pop(stamp.sec * 10**9 + stamp.nanosec)
        times.append((came - start) * 1e6)
        answers[index] = [plain(each) for each in message.detections]

    node.create_subscription(Detection2DArray, "detections", take, REQUESTED)
    timer = node.create_timer(1 / float(hertz), send)
    while len(times) < WARM_UP_SHOWN:
        executor.spin_once(timeout_sec=LOST_AFTER_S)
    times.clear()
    first, cpu = turn["number"], processor_seconds(pid)
    while turn["number"] < first + int(count):
        executor.spin_once(timeout_sec=LOST_AFTER_S)
    timer.cancel()
    cpu = processor_seconds(pid) - cpu
    end = time.perf_counter() + LOST_AFTER_S
    while len(times) < int(count) and time.perf_counter() < end:
        executor.spin_once(timeout_sec=LOST_AFTER_S)
    times.sort()
    return {
        "p50Us": times[int(len(times) * 0.5)],
        "p99Us": times[int(len(times) * 0.99)],
        "cpuUs": cpu * 1e6 / int(count),
        "lost": max(0, int(count) - len(times)),
        "answers": answers,
    }


def picture_of(cv2, file):
    return cv2.resize(cv2.cvtColor(cv2.imread(str(file)), cv2.COLOR_BGR2RGB), (WIDTH, HEIGHT))


def plain(detection):
    """Class, score, and the box by its sides."""
    best, box = detection.results[0].hypothesis, detection.bbox
    x, y, half_x, half_y = box.center.position.x, box.center.position.y, box.size_x / 2, box.size_y / 2
    return [best.class_id, best.score, [x - half_x, y - half_y, x + half_x, y + half_y]]


def processor_seconds(pid):
    """Of a process with all its threads: user and system, as Linux counts them."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def picture(data=None):
    data = data or bytes((i * 7919) & 255 for i in range(WIDTH * HEIGHT * 3))
    step, pixels = 3 * WIDTH, array.array("B", data)
    return Image(width=WIDTH, height=HEIGHT, encoding="rgb8", step=step, data=pixels)


def scan():
    ranges = [1 + i / 360 for i in range(360)]
    return LaserScan(ranges=ranges, intensities=ranges)


def main():
    command, *arguments = sys.argv[1:]
    rclpy.init()
    node = Node(command, namespace="bench")
    executor = SingleThreadedExecutor()
    executor.add_node(node)
    commands = {
        "echo": echo,
        "trips": trips,
        "stream": stream,
        "receive": receive,
        "detect": detect,
        "show": show,
    }
    answer = commands[command](node, executor, *arguments)
    if answer is None:
        return
    print(json.dumps(answer))
    rclpy.shutdown()


main()
