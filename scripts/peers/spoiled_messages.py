"""What no node should trip over: pictures that are none, bytes that are no message."""

import array
import struct
import zlib
from collections.abc import Iterator
from typing import Any

from rclpy.serialization import serialize_message
from sensor_msgs.msg import CompressedImage, Image

PIXELS = array.array("B", bytes(48 * 192))
GOOD_IMAGE: dict[str, Any] = {
    "width": 64,
    "height": 48,
    "encoding": "rgb8",
    "step": 192,
    "data": PIXELS,
}
# Headers with nothing behind them: 65,500 x 65,500 pixels, and 2^31 x 2^31.
HUGE_JPEG = bytes.fromhex("ffd8ffc0001108ffdcffdc03012200021101031101ffda")
PNG = b"\x89PNG\r\n\x1a\n"
HUGE_PNG = (
    PNG + b"\0\0\0\rIHDR" + b"\x7f\xff\xff\xff" * 2 + b"\x08\x02\0\0\0" + bytes(4)
)


def good_picture(what: str) -> Any:
    """64 x 48, black."""
    if what == "raw":
        return Image(**GOOD_IMAGE)
    header = struct.pack(">IIBBBBB", 64, 48, 8, 2, 0, 0, 0)
    png = PNG + chunk(b"IHDR", header)
    png += chunk(b"IDAT", zlib.compress(bytes(48 * 193))) + chunk(b"IEND", b"")
    return CompressedImage(format="png", data=array.array("B", png))


def chunk(name: bytes, data: bytes) -> bytes:
    """Of a PNG."""
    check = struct.pack(">I", zlib.crc32(name + data))
    return struct.pack(">I", len(data)) + name + data + check


def spoiled_pictures(what: str) -> Iterator[Any]:
    """Each wrong in another way: messages, and bytes that are none."""
    return spoiled_images() if what == "raw" else spoiled_jpegs()


def spoiled_images() -> Iterator[Any]:
    """Wrong rows, sizes, encodings and lengths; then bytes that are no message."""
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
        {"data": PIXELS[:-1]},
    ):
        yield Image(**{**GOOD_IMAGE, **wrong})
    yield from spoiled_bytes(serialize_message(good_picture("raw")))


def spoiled_jpegs() -> Iterator[Any]:
    """No picture, cut ones, ones that say they are huge; then bytes."""
    nonsense = (bytes(1000), bytes(range(256)) * 40)
    cut = (b"", b"\xff", HUGE_JPEG[:7], HUGE_PNG[:20])
    for kind in ("jpeg", "png", "rgb8; jpeg compressed bgr8", "", "tiff"):
        for data in (*cut, HUGE_JPEG, HUGE_PNG, *nonsense):
            yield CompressedImage(format=kind, data=array.array("B", data))
    jpeg = CompressedImage(format="jpeg", data=HUGE_JPEG)
    yield from spoiled_bytes(serialize_message(jpeg))


def spoiled_bytes(good: bytes) -> Iterator[bytes]:
    """Garbage, cut messages, and ones that claim more than they hold."""
    yield garbage_like(good)
    for length in (0, 3, 4, 5, 21, len(good) // 2, len(good) - 1):
        yield good[:length]
    yield b"\x7f" + good[1:]
    # Every length and word in it, one after the other, as large as can be.
    for at in range(4, min(len(good), 64), 4):
        yield good[:at] + b"\xff\xff\xff\xff" + good[at + 4 :]


def garbage_like(data: bytes) -> bytes:
    """As long, and no message."""
    return bytes(4) + b"\xff" * (len(data) - 4)
