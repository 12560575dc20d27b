"""A day's commands where Windows' files and modules are played: see tests/windows/sitecustomize.py."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import books

ROOT = Path(__file__).parent.parent
DAY = [
    "init --org ORG",
    "intake --content 表不走字 --category 计量收费",
    "transfer 1 --to 维修抢修部 --person 樊大川",
    "approve 1 --as deputy --by 钟万里",
    "approve 1 --as general --by 顾怀远",
    "handle 1 --contact phone --evidence 证据.txt --result 换表 --done --by 樊大川",
    "evidence 1 -o out",
    "form 1 -o 转办单.docx",
    "ledger -o 台账.xlsx",
    "org template -o 机构.xlsx",
    "import ORDERS",
    "backup 备份.db",
    "intake --content 备份以后的",
    "restore 备份.db --yes",
    "verify",
    "key new",
    "report --html 报告.html",
    "assess --month 2026-10 --docx 通报.docx",
    "overdue",
]


@pytest.fixture
def windows(tmp_path: Path) -> dict[str, str]:
    """What the program finds around it, in an empty folder."""
    (tmp_path / "口令").write_text("这是一个很长的口令口令口令", "utf-8")
    (tmp_path / "证据.txt").write_bytes(b"line\r\nend\x1a\r\n")
    return {
        "PYTHONPATH": os.pathsep.join(map(str, (ROOT / "tests" / "windows", ROOT / "src"))),
        "HOME": str(tmp_path), "PATH": os.environ["PATH"], "PYTHONIOENCODING": "cp936", "COMPLAINT_DB": "台账.db",
        "COMPLAINT_NOW": "2026-11-02 09:00", "COMPLAINT_BY": books.CLERK, "COMPLAINT_PASSPHRASE_FILE": "口令",
    }  # fmt: skip


def run(env: dict[str, str], folder: Path, *words: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "complaint_cli", *words],
        env=env,
        cwd=folder,
        capture_output=True,
        stdin=subprocess.DEVNULL,
    )
    return done.returncode, (done.stdout + done.stderr).decode(env["PYTHONIOENCODING"])


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="asks Linux which files are open")
def test_a_day_on_what_windows_lacks(windows: dict[str, str], tmp_path: Path) -> None:
    names = {"ORG": str(books.EXAMPLE / "organisation.toml"), "ORDERS": str(ROOT / "examples" / "orders.csv")}
    for line in DAY:
        code, said = run(windows, tmp_path, *(names.get(word, word) for word in line.split()))
        assert code == 0, (line, said)
    assert (tmp_path / "out" / "证据.txt").read_bytes() == (tmp_path / "证据.txt").read_bytes()
    _, listed = run(windows, tmp_path, "list", "--format", "csv")
    assert "表不走字" in listed and "备份以后的" not in listed
    assert not list(tmp_path.glob("*part*")) and not list(tmp_path.glob(".*part*"))


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="asks Linux which files are open")
def test_what_is_to_be_copied_is_in_double_quotes(windows: dict[str, str], tmp_path: Path) -> None:
    code, said = run(windows | {"HOME": str(tmp_path / "我 的")}, tmp_path, "demo")
    assert code == 0 and "$env:COMPLAINT_NOW = '2026-11-02 09:00'" in said, said
    code, said = run(windows | {"HOME": str(tmp_path / "我 的"), "COMPLAINT_NOW": ""}, tmp_path, "init")
    code, said = run(windows | {"HOME": str(tmp_path / "我 的"), "COMPLAINT_NOW": ""}, tmp_path, "key", "new")
    assert code == 0, said
    assert f'complaint key enroll {books.CLERK} "{tmp_path}' in said and '.key.pub"' in said


@pytest.mark.parametrize("encoding", ["cp936", "cp1252", "cp437"])
def test_a_console_of_any_encoding_fails_on_no_character(
    windows: dict[str, str], tmp_path: Path, encoding: str
) -> None:
    env = windows | {"PYTHONIOENCODING": encoding}
    words = ("--help",), ("intake", "--content", "😀 𠮷 表不走字"), ("nonsense",)
    shown = "utf-8" if encoding != "cp936" else encoding
    for one, code in zip(words, (0, 42, 2), strict=True):
        done = subprocess.run([sys.executable, "-m", "complaint_cli", *one], env=env, cwd=tmp_path, capture_output=True)
        assert done.returncode == code, done.stderr
        assert "complaint" in done.stdout.decode(shown) + done.stderr.decode(shown)
