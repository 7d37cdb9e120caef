"""What the tests share."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def write_dump(path: Path, seed: int = 4) -> Path:
    """Of the built TypeScript chain; `seed` draws the parameters."""
    dump = ["node", str(HERE / "write-dump.mjs"), str(path), "--seed", str(seed)]
    subprocess.run(dump, check=True)
    return path


@pytest.fixture(scope="session")
def dump(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of one network and batch."""
    return write_dump(tmp_path_factory.mktemp("dump") / "dump.safetensors")
