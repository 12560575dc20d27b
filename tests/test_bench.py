"""The benchmark runs, names what misses its limit, and says so by its exit code."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

RUN = Path(__file__).parent / "bench" / "run.py"
LINES = ("list", "approve", "batch", "closed", "backup", "held-overdue")


@pytest.mark.parametrize(("most", "code"), [("1000", 0), ("0.0001", 1)])
def test_a_small_run_of_the_benchmark(most: str, code: int, tmp_path: Path) -> None:
    command = [sys.executable, RUN, "--scale", "1000", "--pairs", "1", "--most", most, "--folder", tmp_path, "--only"]
    done = subprocess.run([*command, *LINES], capture_output=True, text=True, env=os.environ | {"PYTHONUTF8": "1"})
    assert done.returncode == code, done.stderr
    rows = [line.split("|")[1].strip() for line in done.stdout.splitlines() if line.startswith("| ")][1:]
    assert rows == list(LINES)
    assert done.stdout.rstrip().endswith("missed: " + ("none" if code == 0 else ", ".join(LINES)))
