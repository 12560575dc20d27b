"""The sessions of both READMEs and of the handbook run as they are printed, from a clean folder."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def blocks(name: str) -> list[str]:
    """Return the indented blocks of a page, each as lines for a shell."""
    found = re.findall(r"(?:^    .+\n)+", (ROOT / name).read_text("utf-8"), re.M)
    return [re.sub(r"^    ", "", block, flags=re.M) for block in found]


def session(name: str) -> str:
    """Return the block that begins with init: the session to copy."""
    [block] = [block for block in blocks(name) if "complaint init --org" in block and "complaint callback" in block]
    return block


PAGES = {
    "README.md": session("README.md"),
    "README.zh-CN.md": session("README.zh-CN.md"),
    "docs/handbook.zh.md": "".join(blocks("docs/handbook.zh.md")),
}


@pytest.mark.skipif(os.name != "posix", reason="a POSIX shell")
@pytest.mark.parametrize("name", PAGES)
def test_the_session_runs_as_printed(name: str, tmp_path: Path) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    assert PAGES[name].count("complaint ") > 8
    shell = f'complaint() {{ "{sys.executable}" -m complaint_cli "$@"; }}\nset -e\n{PAGES[name]}'
    env = {key: value for key, value in os.environ.items() if not key.startswith("COMPLAINT_")}
    done = subprocess.run(
        ["sh", "-c", shell], cwd=tmp_path, env=env | {"XDG_STATE_HOME": str(tmp_path / "state")},
        stdin=subprocess.DEVNULL, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "蓝抄月" in done.stdout and not done.stderr.count("Traceback")
