#!/usr/bin/env bash
# The whole chain without any native learner: rooms, dataset, 16 pictures learned by heart on WebAssembly, a model that passes the parity gate.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
jackdaw() { node dist/cli/main.js "$@"; }
jackdaw capture --rooms 8 --seed 5 --out "$work/captures"
jackdaw dataset build --from "$work/captures" --shares 1,0,0 --out "$work/data"
jackdaw train --data "$work/data" --out "$work/run" --overfit 16 --learner wasm --json > "$work/report.json"
node -e "
  const { validation } = JSON.parse(require('node:fs').readFileSync('$work/report.json', 'utf8'));
  console.log('16 pictures by heart: mAP@0.5', validation.map50.toFixed(3));
  if (!(validation.map50 >= 0.8)) process.exit(1);
"
mkdir "$work/frames"
find "$work/data/images/train" -name '*.jpg' | sort | head -4 | xargs -I{} cp {} "$work/frames"
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet -r scripts/parity/requirements.txt
jackdaw models export --run "$work/run" --frames "$work/frames" --python "$work/venv/bin/python" --out "$work/model/1.0.0"
