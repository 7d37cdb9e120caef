#!/usr/bin/env bash
# Photographs that Python packages carry, none with a thing of our classes in it: bash scripts/photographs.sh FOLDER
set -euo pipefail
folder=${1:?Where shall they go? bash scripts/photographs.sh FOLDER}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" download --quiet --no-deps --only-binary :all: --dest "$work" scikit-image==0.26.0 scikit-learn==1.9.1
mkdir -p "$folder"
python3 - "$folder" "$work"/*.whl <<'PYTHON'
import sys
import zipfile
from pathlib import Path

names = "brick chelsea clock_motion coffee coins grass gravel moon motorcycle_left motorcycle_right rocket china flower".split()
for wheel in sys.argv[2:]:
    with zipfile.ZipFile(wheel) as files:
        for path in map(Path, files.namelist()):
            if path.suffix in (".png", ".jpg") and path.stem in names:
                (Path(sys.argv[1]) / path.name).write_bytes(files.read(str(path)))
PYTHON
ls "$folder"
