#!/usr/bin/env bash
# The same seed gives the same bytes, another seed others; and an independent reader decodes every message of the bag.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
drive() { node dist/cli/main.js run --headless --rate max --duration 20 --seed "$1" --record "$work/$2/out" --json > "$work/$2.json"; }
drive 7 first; drive 7 second; drive 8 other
cmp "$work/first/out/out_0.mcap" "$work/second/out/out_0.mcap"
cmp "$work/first/out/metadata.yaml" "$work/second/out/metadata.yaml"
if cmp -s "$work/first/out/out_0.mcap" "$work/other/out/out_0.mcap"; then echo "two seeds gave one recording"; exit 1; fi
node dist/cli/main.js replay "$work/first/out" --stages cluster,guard,wander,arbitrate
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet rosbags==0.11.9
"$work/venv/bin/python" scripts/check_bag_rosbags.py "$work/first/out"
