#!/usr/bin/env bash
# The parity gate with its third reading: a network of drawn weights is exported, onnx's checker and an independent reading accept it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet -r scripts/parity/requirements.txt
node --import=tsx --input-type=module -e "
  import { readFileSync } from 'node:fs';
  import { writeRandomRun } from './src/training/testing/random-run.ts';
  await writeRandomRun('$work/run', readFileSync('models/obstacle-net/network.json', 'utf8'), 3);
"
mkdir "$work/frames"
for world in living-room office corridor; do
  node dist/cli/main.js sim render "sim/worlds/$world.wbt" --out "$work/pictures" > /dev/null
  cp "$work/pictures/camera.png" "$work/frames/$world.png"
done
node dist/cli/main.js models export --run "$work/run" --frames "$work/frames" --python "$work/venv/bin/python" --out "$work/model/1.0.0"
node dist/cli/main.js models check "$work/model/1.0.0" --python "$work/venv/bin/python"
# The reading must be able to disagree.
sed -i 's/"stride": 8/"stride": 4/' "$work/model/1.0.0/manifest.json"
if "$work/venv/bin/python" scripts/parity/read_model.py "$work/model/1.0.0" > /dev/null 2>&1; then
  echo "the independent reading accepts another manifest"; exit 1
fi
for model in models/obstacle-net/*/manifest.json; do
  [ -e "$model" ] || continue
  node dist/cli/main.js models check "$(dirname "$model")" --python "$work/venv/bin/python"
done
