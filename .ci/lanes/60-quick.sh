#!/usr/bin/env bash
# A first network in minutes, natively: 3,000 frames of 500 rooms must teach something.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
jackdaw() { node dist/cli/main.js "$@"; }
npm run --silent setup:tfjs-node
jackdaw capture --rooms 500 --frames-per-room 6 --seed 1 --out "$work/captures"
jackdaw dataset build --from "$work/captures" --out "$work/data"
jackdaw train --data "$work/data" --out "$work/run" --quick --learner native --json > "$work/report.json"
node -e "
  const { validation, imagesPerSecond } = JSON.parse(require('node:fs').readFileSync('$work/report.json', 'utf8'));
  console.log('quick: mAP@0.5', validation.map50.toFixed(3), 'at', imagesPerSecond.toFixed(0), 'pictures a second');
  if (!(validation.map50 >= 0.3)) process.exit(1);
"
