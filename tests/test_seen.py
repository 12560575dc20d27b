"""What an account saw of a ledger and no longer finds is told: by reading, by verify, and by refusing to write."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from platformdirs import user_state_path

import books
from complaint_cli.store.journal import link_hash
from complaint_cli.store.schema import TABLES
from complaint_cli.store.seen import folder
from conftest import Result, Runner

INTAKE = ("intake", "--content", "表不走字", "--phone", "13800000001", "--deadline", "5wd")


@pytest.fixture(autouse=True)
def used(run: Runner) -> Path:
    """October, with one complaint more that this account entered and therefore saw."""
    run.now, run.lang = books.AFTER, "en"
    db = books.october(run.db.parent)
    shutil.copy(db, db.with_name("before.db"))
    assert run(*INTAKE).code == 0
    return db


def put(source: Path, db: Path) -> None:
    """Put a file in a database's place, as any file manager would."""
    for end in ("-wal", "-shm"):
        db.with_name(db.name + end).unlink(missing_ok=True)
    shutil.copy(source, db)


def cut(db: Path, entries: int = 1) -> None:
    """Cut the last entries and every row that they wrote, by somebody who knows the program."""
    with closing(sqlite3.connect(db)) as connection:
        after = connection.execute("SELECT max(seq) FROM journal").fetchone()[0] - entries
    books.tamper(
        db,
        *(f"DELETE FROM {table} WHERE entry > {after}" for table in reversed(TABLES) if table != "journal"),
        f"DELETE FROM journal WHERE seq > {after}",
        "DELETE FROM open_work WHERE complaint NOT IN (SELECT id FROM complaint)",
    )


def rewrite(db: Path) -> None:
    """Give an early entry another actor, and every hash after it what then fits."""
    with closing(sqlite3.connect(db)) as connection:
        rows = [list(row) for row in connection.execute("SELECT * FROM journal ORDER BY seq")]
    statements = []
    previous = rows[0][8]
    for row in rows:
        row[3] = "别人" if row[0] == 3 else row[3]
        row[8], previous = previous, link_hash((*row[:8], previous))
        statements.append(
            f"UPDATE journal SET actor = '{row[3]}', previous = '{row[8]}', hash = '{previous}' WHERE seq = {row[0]}"
        )
    books.tamper(db, *statements)


def told(result: Result, what: str = "which you saw on") -> bool:
    return what in result.err and "complaint verify --accept" in result.err


def accept(run: Runner, db: Path) -> Result:
    return run("verify", "--accept", books.head(db), db=db)


BENT = {"cut": cut, "put back": lambda db: put(db.with_name("before.db"), db), "rewritten": rewrite}


@pytest.mark.parametrize("bend", BENT.values(), ids=BENT)
def test_what_was_seen_and_is_gone_is_told_until_it_is_accepted(run: Runner, used: Path, bend: object) -> None:
    bend(used)  # type: ignore[operator]
    for _ in range(2):
        for words in (("list",), ("search", "燃气"), ("show", "2026-0001"), (), ("overdue",)):
            read = run(*words, env={"COLUMNS": "200"})
            assert (read.code, told(read)) == (0, True), words
        for words in (INTAKE, ("show", "2026-0001", "--reveal"), ("org", "set-manager", "客户服务部", "谢一")):
            refused = run(*words)
            assert (refused.code, told(refused)) == (42, True), words
            assert len(refused.err.splitlines()) == 1, "told once"
    assert run("backup", str(used.with_name("copy.db"))).code == 0, "what stands there can still be saved"
    answer = run("verify", "--json")
    assert answer.code == 42
    assert told(run("verify"))
    assert run("verify", "--accept", "0" * 64).code == 42
    assert run("verify", "--accept", "0" * 11).code == 2
    assert run(*INTAKE).code == 42
    accepted = accept(run, used)
    assert (accepted.code, accepted.err) == (0, "")
    assert run("list").err == ""
    assert run(*INTAKE).code == 0
    assert run("verify").code == 0


def test_the_command_that_is_printed_accepts(run: Runner, used: Path) -> None:
    cut(used)
    words = run("list").err.strip().rpartition("complaint ")[2].split()
    assert run(*words).code == 0
    assert run("list").err == ""


def test_a_file_with_faults_is_not_accepted(run: Runner, used: Path) -> None:
    books.tamper(used, "UPDATE reply SET summary = '改过' WHERE id = 1")
    cut(used)
    assert accept(run, used).code == 42
    assert told(run("list"))


def test_another_ledger_in_its_place(run: Runner, used: Path) -> None:
    other = books.lay(used.with_name("other.db"))
    put(other, used)
    assert told(run("list"), "is not the ledger that you used on")
    assert run(*INTAKE).code == 42
    assert accept(run, used).code == 0
    assert run(*INTAKE).code == 0


@pytest.mark.parametrize("how", ["moved", "linked folder", "relative"])
def test_a_cut_ledger_is_known_under_another_path(
    run: Runner, used: Path, tmp_path: Path, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut(used)
    if how == "moved":
        path = used.with_name("moved.db")
        used.rename(path)
    elif how == "linked folder":
        (tmp_path / "link").symlink_to(used.parent)
        path = tmp_path / "link" / used.name
    else:
        monkeypatch.chdir(used.parent)
        path = Path(used.name)
    assert told(run("list", db=path))
    assert run(*INTAKE, db=path).code == 42


def test_what_nobody_bent_is_not_told(run: Runner, used: Path) -> None:
    copy = used.with_name("copy.db")
    assert run("backup", str(copy)).code == 0
    assert run("list", db=copy).err == "", "a fresh backup holds what was seen"
    assert run(*INTAKE, db=copy).code == 0, "a copy to try things in"
    assert run("list").err == "", "does not make the original doubtful"
    assert run(*INTAKE).code == 0
    used.rename(moved := used.with_name("moved.db"))
    assert run("list", db=moved).err == ""
    assert run(*INTAKE, db=moved).code == 0
    used.with_name(used.name + "-evidence").rename(moved.with_name(moved.name + "-evidence"))
    assert run("verify", db=moved).code == 0


def test_an_old_backup_is_told_when_it_is_opened_and_does_not_become_what_was_seen(run: Runner, used: Path) -> None:
    assert told(run("list", db=used.with_name("before.db")))
    assert run("list").err == ""


def test_another_account_has_a_memory_of_its_own(run: Runner, used: Path, tmp_path: Path) -> None:
    cut(used)
    other = {"XDG_STATE_HOME": str(tmp_path / "other")}
    assert run("list", env=other).err == ""
    assert run(*INTAKE, "--caller", "冯女士", env=other).code == 0
    assert told(run("list")), "grown past what was seen, it is still not that"


def test_init_demo_and_restore_accept_for_who_runs_them(run: Runner, used: Path, tmp_path: Path) -> None:
    copy = used.with_name("copy.db")
    assert run("backup", str(copy)).code == 0
    assert run(*INTAKE).code == 0
    other = {"XDG_STATE_HOME": str(tmp_path / "other")}
    assert run("list", env=other).err == ""
    assert run("restore", str(copy), "--yes").code == 0
    assert run("list").err == ""
    elsewhere = run("list", env=other)
    assert told(elsewhere) and "温小棠 restored a backup" in elsewhere.err
    for words in ("init", "demo"):
        used.unlink()
        for end in ("-wal", "-shm"):
            used.with_name(used.name + end).unlink(missing_ok=True)
        assert run(words).code == 0
        assert told(run("list", env=other), "is not the ledger that you used on")
        assert run("board").err == ""
        assert run(*INTAKE).code == 0


def test_ledgers_made_in_one_second_are_two(run: Runner, tmp_path: Path) -> None:
    heads = []
    for name in ("one.db", "two.db"):
        assert run("init", db=tmp_path / name).code == 0
        heads.append(books.head(tmp_path / name))
    assert heads[0] != heads[1]
    assert run(*INTAKE, db=tmp_path / "one.db").code == 0
    assert run("board", db=tmp_path / "two.db").err == ""


def test_a_restore_is_the_restored_ledgers_first_new_entry(run: Runner, used: Path) -> None:
    copy = used.with_name("copy.db")
    assert run("backup", str(copy)).code == 0
    backed_up = books.head(copy)
    assert run(*INTAKE).code == 0
    former = books.head(used)
    restored = run("restore", str(copy), "--yes", "--json", by="叶知秋").json()
    with closing(sqlite3.connect(used)) as connection:
        seq, actor, before, previous = connection.execute(
            "SELECT seq, actor, before, previous FROM journal WHERE command = 'restore'"
        ).fetchone()
        sat = connection.execute("SELECT entered_by FROM session WHERE entry = ?", (seq,)).fetchone()[0]
    assert (actor, sat, previous) == ("叶知秋", "叶知秋", backed_up)
    assert former in before
    assert (restored["entries"], restored["head"]) == (seq, books.head(used))
    assert run("verify", "--head", backed_up).code == 0
    kept = Path(restored["kept"])
    assert (run("verify", db=kept).code, books.head(kept)) == (0, former)
    copy.unlink()


def test_a_memory_that_cannot_be_kept_or_read_hinders_nobody(run: Runner, used: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    nowhere = {"XDG_STATE_HOME": str(tmp_path / "file")}
    assert (run("list", env=nowhere).code, run("list", env=nowhere).err) == (0, "")
    assert run(*INTAKE, env=nowhere).code == 0
    for file in (Path(os.environ["XDG_STATE_HOME"]) / "complaint" / "seen").iterdir():
        assert not file.stat().st_mode & 0o077
        file.write_bytes(b"{\xff")
    assert run("list").err == ""


def test_notices_are_not_sent_from_a_ledger_that_is_not_the_one_seen(run: Runner, used: Path) -> None:
    cut(used)
    refused = run("overdue", "--notify", "json://localhost:9", now="2026-12-01 09:00")
    assert (refused.code, told(refused)) == (42, True)


def test_the_folder_is_where_the_platform_keeps_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_STATE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert folder() == user_state_path("complaint", appauthor=False) / "seen"
    assert folder().is_relative_to(tmp_path)


def test_an_account_without_a_home_reads_and_writes_what_is_named(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless(*_: object, **__: object) -> Path:
        raise RuntimeError("could not determine the home directory for '~/.local/state'")

    for name in ("user_state_path", "user_data_path"):
        monkeypatch.setattr(f"platformdirs.{name}", homeless)
    monkeypatch.setattr("os.path.expanduser", lambda path: path)
    monkeypatch.delenv("XDG_STATE_HOME")
    assert run("intake", "--content", "表不走字").code == 0
    assert run("overdue").code == 0
    said = run("overdue", env={"COMPLAINT_DB": ""})
    assert said.code == 2 and "no home folder" in said.err
