#!/usr/bin/env bash
# A short form of the driving campaign: six rooms; the whole is `jackdaw bench driving`.
set -euo pipefail
node dist/cli/main.js bench driving --rooms 6 --seed 101
for scenario in sim/scenarios/*.json; do
  echo "$scenario"
  node dist/cli/main.js run --scenario "$scenario" --headless --rate max --no-camera --no-record > /dev/null
done
