"""Opens a bag with the PyPI package `rosbags` and decodes every message: an independent judge of what Jackdaw records.

    python -m venv .venv-rosbags && .venv-rosbags/bin/pip install rosbags
    .venv-rosbags/bin/python scripts/check_bag_rosbags.py BAG [BAG ...]

Types that rosbags does not know (jackdaw_msgs, vision_msgs) are learned from the definitions inside the bag.
Prints one JSON line per bag and exits 1 if a bag does not open, a message does not decode, or the counts of
metadata.yaml and of the messages differ.
"""

import json
import sys
from collections import Counter
from pathlib import Path

from rosbags.highlevel import AnyReader
from rosbags.typesys import Stores, get_types_from_msg, get_typestore


def check(path: Path) -> dict:
    """Decode all messages of the bag and return counts by topic."""
    store = get_typestore(Stores.EMPTY)
    counts: Counter = Counter()
    with AnyReader([path], default_typestore=store) as reader:
        learn_types(store, reader.connections)
        for connection, _, data in reader.messages():
            store.deserialize_cdr(data, connection.msgtype)
            counts[connection.topic] += 1
        expected = {topic: info.msgcount for topic, info in reader.topics.items()}
    if expected != dict(counts) | {t: 0 for t, n in expected.items() if n == 0}:
        raise ValueError(f"metadata counts {expected}, messages {dict(counts)}")
    return {"bag": str(path), "messages": sum(counts.values()), "topics": dict(sorted(counts.items()))}


def learn_types(store, connections) -> None:
    for connection in connections:
        if connection.msgtype not in store.fielddefs:
            known = get_types_from_msg(connection.msgdef.data, connection.msgtype)
            store.register({name: fields for name, fields in known.items() if name not in store.fielddefs})


def main(paths: list[str]) -> int:
    if not paths:
        print(__doc__)
        return 2
    failed = 0
    for path in paths:
        try:
            print(json.dumps(check(Path(path))))
        except Exception as error:  # any failure of the judge is the finding
            failed += 1
            print(json.dumps({"bag": path, "error": f"{type(error).__name__}: {error}"}))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
