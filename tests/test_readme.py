"""The sessions of both READMEs run as they are printed, from a clean folder."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def session(name: str) -> list[str]:
    """Return the indented lines of the block that begins with init: the session to copy."""
    blocks = re.findall(r"(?:^    .+\n)+", (ROOT / name).read_text("utf-8"), re.M)
    [block] = [block for block in blocks if "complaint init --org" in block and "complaint callback" in block]
    return [line[4:] for line in block.splitlines()]


@pytest.mark.skipif(os.name != "posix", reason="a POSIX shell")
@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_session_runs_as_printed(name: str, tmp_path: Path) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    lines = session(name)
    assert len(lines) > 8
    shell = [f'complaint() {{ "{sys.executable}" -m complaint_cli "$@"; }}', "set -e", *lines]
    env = {key: value for key, value in os.environ.items() if not key.startswith("COMPLAINT_")}
    done = subprocess.run(
        ["sh", "-c", "\n".join(shell)], cwd=tmp_path, env=env | {"XDG_STATE_HOME": str(tmp_path / "state")},
        stdin=subprocess.DEVNULL, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "蓝抄月" in done.stdout and not done.stderr.count("Traceback")
