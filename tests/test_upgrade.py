"""A database of every earlier version is upgraded where it is, after a checked copy beside it."""

from __future__ import annotations

import re
import shutil
import sqlite3
import stat
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

import books
from books import AFTER, EXAMPLE, full
from complaint_cli.store.database import Store
from complaint_cli.store.parts import copy_before_upgrade
from complaint_cli.store.schema import VERSION
from conftest import Runner

CLOSED = Path(__file__).parent / "data" / "closed_2"
LATER = "2026-12-02 09:00"
DUMPS = sorted((Path(__file__).parent / "data").glob("version_*.sql"))


@pytest.fixture(params=DUMPS, ids=lambda dump: dump.stem)
def old(request: pytest.FixtureRequest, run: Runner) -> Path:
    """A database as an earlier version of the program left it, with a row in every table."""
    with closing(sqlite3.connect(run.db)) as connection:
        connection.executescript(request.param.read_text(encoding="utf-8"))
        connection.execute("PRAGMA journal_mode = WAL")
    return with_evidence(run.db)


def with_evidence(db: Path) -> Path:
    """Put the example's evidence beside a ledger that was laid from a dump."""
    db.chmod(0o600)
    kept = db.with_name(db.name + "-evidence")
    kept.mkdir(mode=0o700)
    for proof in (EXAMPLE / "evidence").iterdir():
        shutil.copy(proof, kept / sha256(proof.read_bytes()).hexdigest())
    return db


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
    assert run("assess", "--month", "2026-10", "--json", now=AFTER).json()["fines"]


@pytest.fixture
def shut(run: Runner) -> Path:
    """A ledger of the second version with September and October closed, and a commendation entered afterwards."""
    with closing(sqlite3.connect(run.db)) as connection:
        connection.executescript((CLOSED / "ledger.sql").read_text(encoding="utf-8"))
    return with_evidence(run.db)


@pytest.mark.parametrize("month", ["2026-09", "2026-10"])
def test_a_month_that_an_earlier_version_closed_prints_as_before(run: Runner, shut: Path, month: str) -> None:
    assert run("assess", "--month", month, "--json", now=LATER).out == (CLOSED / f"{month}.json").read_text("utf-8")
    before = (CLOSED / f"{month}.zh.txt").read_text("utf-8")
    printed = run("assess", "--month", month, now=LATER).out
    figures = {cell for cell in before.split() if re.fullmatch(r"[-+]?\d[\d.%]*", cell)}
    assert figures <= set(printed.split()), "every figure of the earlier paper stands on this one"


def test_what_the_new_rules_change_in_a_closed_month_is_carried_nowhere(run: Runner, shut: Path) -> None:
    """2026-0006 was transferred late with ample time left: 50 yuan by the rules of then, none by today's."""
    carried = run("assess", "--month", "2026-11", "--json", now=LATER).json()["adjustments"]
    assert [(a["rule"], a["difference"]) for a in carried if a["complaint"] != "2026-0014"] == [("commended", "0.50")]
    assert all(float(a["difference"]) > 0 for a in carried if a["complaint"] == "2026-0014"), "still open, it grows"
    assert run("verify", "--json", now=LATER).json()["faults"] == []


def test_a_whole_copy_of_before_stays_beside_it(run: Runner, old: Path) -> None:
    before = version(old)
    run("list")
    copy = old.with_name(f"{old.name}.v{before}")
    assert version(copy) == before
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert connection.execute("SELECT count(*) FROM complaint").fetchone()[0] == 16


def test_a_copy_of_before_that_is_anothers_is_not_taken_for_this_ones(run: Runner, old: Path, tmp_path: Path) -> None:
    """An older copy was put back and worked in with the earlier program: it is kept as well."""
    earlier, before = tmp_path / "earlier", version(old)
    shutil.copy(old, earlier)
    run("list")
    first = old.with_name(f"{old.name}.v{before}").read_bytes()
    for _ in range(2):  # the second time it is there already
        old.unlink()
        shutil.copy(earlier, old)
        books.tamper(old, "UPDATE journal SET hash = 'worked in since' WHERE seq = (SELECT max(seq) FROM journal)")
        said = run("list").err
        assert f"{old.name}.v{before}-2" in said
    assert old.with_name(f"{old.name}.v{before}").read_bytes() == first
    assert version(old.with_name(f"{old.name}.v{before}-2")) == before
    assert not [*old.parent.glob(f"{old.name}.v{before}-3")]


def test_who_comes_second_to_an_upgrade_keeps_no_copy_of_the_upgraded(old: Path) -> None:
    before = version(old)
    with closing(sqlite3.connect(old)) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION}")  # another terminal was quicker
        assert not copy_before_upgrade(connection, old, before).exists()


def test_an_earlier_backup_is_restored_and_upgraded(run: Runner, old: Path, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere" / "complaint.db"
    assert run("restore", old, "--yes", db=target).code == 0
    assert version(target) == VERSION
    assert run("verify", db=target).code == 0


def test_an_upgrade_that_fails_changes_nothing(run: Runner, old: Path) -> None:
    before = version(old)
    with closing(sqlite3.connect(old)) as connection:
        connection.execute("CREATE TABLE approval_transfer (taken TEXT)")  # a name that every upgrade needs
        schema = connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()
    refused = run("list")
    assert refused.code not in (0, 1), refused.err
    assert len(refused.err.strip().splitlines()) == 2  # what was begun, and why it failed
    assert version(old) == before
    with closing(sqlite3.connect(old)) as connection:
        assert connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall() == schema


def test_what_is_judged_at_the_upgrade_bears_no_clock_of_ones_own(run: Runner, shut: Path) -> None:
    """Reading is allowed under COMPLAINT_NOW; an entry of 2099 would refuse every one after it."""
    books.tamper(shut, "UPDATE journal SET clock = 'system'")
    assert run("assess", "--month", "2026-10", now="2099-01-05 09:00").code == 0
    with closing(sqlite3.connect(shut)) as connection:
        rows = connection.execute("SELECT clock, recorded < '2099' FROM journal WHERE command = 'baseline'").fetchall()
    assert rows == [("system", 1)] * 2


def test_a_closed_month_that_cannot_be_judged_for_good_is_judged_for_the_reading(
    run: Runner, shut: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ("assess", "--month", "2026-11", "--json")
    with monkeypatch.context() as held:
        held.setattr(Store, "writable", False)
        found = run(*asked, now=LATER).json()["adjustments"]
    assert version(shut) < VERSION, "nothing was written"
    assert found == run(*asked, now=LATER).json()["adjustments"] != []


def test_an_earlier_backup_that_cannot_be_upgraded_is_named_as_it_was_given(
    run: Runner, old: Path, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(old)) as connection:
        connection.execute("CREATE TABLE approval_transfer (taken TEXT)")
    refused = run("restore", old, "--yes", db=tmp_path / "new.db")
    assert refused.code == 42
    assert str(old) in refused.err and ".part" not in refused.err


def test_a_restore_is_the_first_new_entry_before_what_its_upgrade_judges(
    run: Runner, shut: Path, tmp_path: Path
) -> None:
    target = tmp_path / "new.db"
    assert run("restore", shut, "--yes", db=target, now=LATER).code == 0
    with closing(sqlite3.connect(target)) as connection:
        new = connection.execute("SELECT command FROM journal WHERE seq > 140 ORDER BY seq").fetchall()
    assert new == [("restore",), ("baseline",), ("baseline",)]
