"""A database of every earlier version is upgraded where it is, after a checked copy beside it."""

from __future__ import annotations

import shutil
import sqlite3
import stat
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from books import AFTER, EXAMPLE, full
from complaint_cli.store.schema import VERSION
from conftest import Runner

DUMPS = sorted((Path(__file__).parent / "data").glob("version_*.sql"))


@pytest.fixture(params=DUMPS, ids=lambda dump: dump.stem)
def old(request: pytest.FixtureRequest, run: Runner) -> Path:
    """A database as an earlier version of the program left it, with a row in every table."""
    with closing(sqlite3.connect(run.db)) as connection:
        connection.executescript(request.param.read_text(encoding="utf-8"))
        connection.execute("PRAGMA journal_mode = WAL")
    run.db.chmod(0o600)
    kept = run.db.with_name(run.db.name + "-evidence")
    kept.mkdir(mode=0o700)
    for proof in (EXAMPLE / "evidence").iterdir():
        shutil.copy(proof, kept / sha256(proof.read_bytes()).hexdigest())
    return run.db


def version(db: Path) -> int:
    with closing(sqlite3.connect(db)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def test_there_is_a_dump_of_every_earlier_version() -> None:
    assert [dump.stem for dump in DUMPS] == [f"version_{number}" for number in range(1, VERSION)]


def test_an_earlier_file_is_upgraded_when_it_is_opened(run: Runner, old: Path, tmp_path: Path) -> None:
    before = version(old)
    first = run("list", "--json", now=AFTER)
    assert (first.code, version(old)) == (0, VERSION)
    assert f"{old.name}.v{before}" in first.err
    again = run("list", "--json", now=AFTER)
    assert (again.out, again.err) == (first.out, "")
    assert run("verify").code == 0
    (tmp_path / "new").mkdir()
    new = full(tmp_path / "new")  # the same history, laid by the program as it is now
    assert first.out == run("list", "--json", now=AFTER, db=new).out
    assessed = [run("assess", "--month", "2026-10", "--json", now=AFTER, db=db).json() for db in (old, new)]
    for answer in assessed:
        answer.pop("head")  # the entries' clocks differ
    assert assessed[0] == assessed[1]


def test_a_whole_copy_of_before_stays_beside_it(run: Runner, old: Path) -> None:
    before = version(old)
    run("list")
    copy = old.with_name(f"{old.name}.v{before}")
    assert version(copy) == before
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert connection.execute("SELECT count(*) FROM complaint").fetchone()[0] == 16


def test_an_earlier_backup_is_restored_and_upgraded(run: Runner, old: Path, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere" / "complaint.db"
    assert run("restore", old, "--yes", db=target).code == 0
    assert version(target) == VERSION
    assert run("verify", db=target).code == 0


def test_an_upgrade_that_fails_changes_nothing(run: Runner, old: Path) -> None:
    before = version(old)
    with closing(sqlite3.connect(old)) as connection:
        connection.execute("CREATE TABLE session_entry (taken TEXT)")  # a name that the upgrade needs
        schema = connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()
    refused = run("list")
    assert refused.code not in (0, 1), refused.err
    assert len(refused.err.strip().splitlines()) == 2  # what was begun, and why it failed
    assert version(old) == before
    with closing(sqlite3.connect(old)) as connection:
        assert connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall() == schema
