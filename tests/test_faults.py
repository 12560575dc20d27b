"""What survives a kill, a full disk and a crowd: short runs of the harnesses in tests/faults, and what they found."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

import books
from complaint_cli.store.evidence import keep
from conftest import Runner

FAULTS = Path(__file__).parent / "faults"
posix = pytest.mark.skipif(sys.platform == "win32", reason="kills, forks and limits as POSIX knows them")


def harness(name: str, *args: str) -> None:
    """Run a harness; it finds no fault. The test is skipped where the machine allows nothing of it."""
    command = [sys.executable, str(FAULTS / f"{name}.py"), *args]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    if ", 0 faults" not in done.stdout:
        pytest.skip(done.stdout)


@posix
def test_what_was_acknowledged_survives_kills() -> None:
    harness("kill", "--only", "writers", "--kills", "24")


@posix
@pytest.mark.parametrize("part, every", [("backup", "6"), ("restore", "9"), ("init", "4"), ("upgrade", "3")])
def test_a_killed_command_leaves_the_old_file_or_the_new_one(part: str, every: str) -> None:
    harness("kill", "--only", part, "--kills", "0", "--every", every)


@posix
@pytest.mark.parametrize("cases", ["intake batch evidence backup", "workbook form ledger init demo"])
def test_a_full_disk_is_told_and_changes_nothing(cases: str) -> None:
    harness("full", "--only", "limit", "tmpfs", "--levels", "4", "--cases", *cases.split())


@posix
def test_a_read_only_place_is_told_and_changes_nothing() -> None:
    harness("full", "--only", "mount", "owner", "flag", "--cases", "intake", "batch", "evidence", "backup", "init")


@posix
def test_eight_writers_lose_nothing() -> None:
    harness("crowd", "--only", "same", "burst", "--commands", "1")


traced = pytest.mark.skipif(
    not shutil.which("strace"), reason="strace, which records what is written, is not installed"
)


@traced
@pytest.mark.parametrize("part", ["day", "restore", "damaged", "upgrade"])
def test_what_was_acknowledged_survives_a_power_cut(part: str) -> None:
    harness("power", "--every", "120" if part == "day" else "60", "--torn", "1", "--only", part)


@traced
@pytest.mark.parametrize("mutant", ["synchronous", "evidence", "names"])
def test_the_power_cut_finds_a_missing_safeguard(mutant: str) -> None:
    command = [sys.executable, str(FAULTS / "power.py"), "--mutant", mutant, "--only", "day", "--every", "200"]
    done = subprocess.run([*command, "--torn", "0"], capture_output=True, text=True, timeout=300)
    assert done.returncode == 1 and "FAULT" in done.stdout, done.stdout + done.stderr


# -- what the harnesses found -----------------------------------------------------------------------


def test_what_a_killed_backup_left_is_in_nobodys_way(run: Runner, tmp_path: Path) -> None:
    books.october(run.db.parent)
    copy = tmp_path / "b" / "copy.db"
    left = copy.with_name(f".copy.db.{os.getpid()}.part")
    left.with_name(left.name + "-evidence").mkdir(parents=True)
    left.touch()
    shutil.copytree(run.db.with_name(run.db.name + "-evidence"), copy.with_name(copy.name + "-evidence"))
    assert run("backup", str(copy)).code == 0
    assert sorted(file.name for file in copy.parent.iterdir()) == ["copy.db", "copy.db-evidence"]
    assert run("verify", db=copy).code == 0


def test_a_backup_put_in_place_by_hand_is_written_as_safely_as_any(run: Runner, tmp_path: Path) -> None:
    books.lay(run.db)
    copy = tmp_path / "copy.db"
    assert run("backup", str(copy)).code == 0
    assert run("intake", "--content", "不走字", db=copy).code == 0
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"


def test_restores_in_one_second_keep_every_former_database(run: Runner, tmp_path: Path) -> None:
    books.october(run.db.parent)
    copy = tmp_path / "copy" / "copy.db"
    assert run("backup", str(copy)).code == 0
    kept = [Path(run("restore", str(copy), "--yes", "--json").json()["kept"]) for _ in range(3)]
    assert len(set(kept)) == 3
    for former in (*kept, run.db):
        assert run("verify", db=former).code == 0
        assert former.stat().st_mode & 0o077 == 0


def test_a_restore_leaves_damaged_evidence_with_the_former_database(run: Runner, tmp_path: Path) -> None:
    books.october(run.db.parent)
    copy = tmp_path / "copy" / "copy.db"
    assert run("backup", str(copy)).code == 0
    evidence = run.db.with_name(run.db.name + "-evidence")
    damaged = sorted(evidence.iterdir())[0]
    damaged.write_bytes(b"changed")
    kept = Path(run("restore", str(copy), "--yes", "--json").json()["kept"])
    assert run("verify").code == 0
    assert kept.with_name(kept.name + "-evidence").joinpath(damaged.name).read_bytes() == b"changed"


def test_a_damaged_file_with_a_log_is_told_and_can_be_restored(run: Runner, tmp_path: Path) -> None:
    books.october(run.db.parent)
    copy = tmp_path / "copy" / "copy.db"
    assert run("backup", str(copy)).code == 0
    run.db.write_bytes(b"no database")
    log = run.db.with_name(run.db.name + "-wal")
    log.write_bytes(b"its log")
    assert run("list").code == 42
    log.write_bytes(b"its log")
    kept = Path(run("restore", str(copy), "--yes", "--json").json()["kept"])
    assert kept.read_bytes() == b"no database"
    assert not log.exists()
    assert run("verify").code == 0


def test_half_copied_evidence_is_cleared_away_and_a_planted_link_is_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "evidence"
    folder.mkdir()
    left, victim = folder / ".coming-1-0", tmp_path / "victim"
    left.write_bytes(b"half of something")
    os.utime(left, (0, 0))
    victim.write_bytes(b"mine")
    (folder / ".part").symlink_to(victim)
    source = tmp_path / "record.txt"
    source.write_bytes(b"record")
    kept = keep(folder, source)
    assert (folder / kept.sha256).read_bytes() == b"record"
    assert not left.exists() and victim.read_bytes() == b"mine"


@pytest.mark.parametrize("batch", [False, True])
def test_evidence_is_copied_before_the_lock_is_taken(run: Runner, tmp_path: Path, batch: bool) -> None:
    books.october(run.db.parent)
    proof = tmp_path / "proof.txt"
    proof.write_text("证据")
    words: list[object] = ["handle", "2026-0014", "--evidence", proof, "--at", "2026-11-02 08:00"]
    if batch:
        line = '{"do": "handle", "no": "2026-0014", "evidence": ["proof.txt"], "report": "难"}'
        (tmp_path / "lines.jsonl").write_text(f"{line}\n{line}\n")
        words = ["batch", tmp_path / "lines.jsonl"]
    with sqlite3.connect(run.db, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        process = run.spawn(*words, now=books.AFTER, by=books.CLERK, wait=False)
        folder = run.db.with_name(run.db.name + "-evidence")
        for _ in range(200):
            if [*folder.glob(".coming-*")]:
                break
            time.sleep(0.05)
        else:
            raise AssertionError("nothing is copied while another holds the lock")
        other.execute("ROLLBACK")
    said = process.communicate(timeout=60)
    assert process.returncode == 0, said
    assert [*folder.glob(".coming-*")] == []


def test_a_backup_holds_the_companys_templates(run: Runner, tmp_path: Path) -> None:
    books.lay(run.db)
    own = run.db.with_name(run.db.name + "-form.docx")
    own.write_bytes(b"our form")
    copy = tmp_path / "copy.db"
    assert run("backup", copy).code == 0
    assert copy.with_name("copy.db-form.docx").read_bytes() == b"our form"
    own.unlink()
    assert run("restore", copy, "--yes").code == 0
    assert own.read_bytes() == b"our form"


def test_evidence_of_a_failed_transaction_goes_and_others_stay(run: Runner, tmp_path: Path) -> None:
    books.october(run.db.parent)
    evidence = run.db.with_name(run.db.name + "-evidence")
    stray = evidence / ("0" * 64)
    stray.write_bytes(b"")
    before = sorted(evidence.iterdir())
    (tmp_path / "proof.txt").write_text("证据")
    lines = '{"do": "handle", "no": "2026-0014", "evidence": ["proof.txt"]}\n{"do": "nothing"}\n'
    file = tmp_path / "lines.jsonl"
    file.write_text(lines)
    assert run("batch", str(file), now=books.AFTER).code == 50
    assert sorted(evidence.iterdir()) == before
