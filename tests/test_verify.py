"""Each single change made with another tool is found, named, and answered with exit 42."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

import books
from complaint_cli.store.database import Store
from complaint_cli.store.schema import INDEXES, TABLES, triggers
from complaint_cli.store.verify import verify
from conftest import Runner

ROWS = [table for table in TABLES if table != "journal"]


@pytest.fixture
def db(run: Runner) -> Path:
    books.full(run.db.parent)
    return run.db


def faults(run: Runner, *options: str, lang: str = "en") -> str:
    """Verify by the command line, which must refuse, and return what it said."""
    result = run("verify", *options, lang=lang)
    assert result.code == 42, (result.code, result.out, result.err)
    assert result.out == ""
    assert "Traceback" not in result.err
    return result.err


def one(db: Path, sql: str) -> object:
    with closing(sqlite3.connect(db)) as connection:
        return connection.execute(sql).fetchone()[0]


def test_a_clean_file_verifies_and_prints_its_head(run: Runner, db: Path) -> None:
    result = run("verify")
    assert result.code == 0
    assert "2020-01" in result.err, "a month that an earlier version closed is told of, and is no fault"
    assert books.head(db) in result.out.replace(" ", "")
    answer = run("verify", "--json").json()
    assert answer["ok"] is True
    assert answer["faults"] == []
    assert answer["head"] == books.head(db)
    assert answer["entries"] == one(db, "SELECT count(*) FROM journal")


@pytest.mark.parametrize("table", ROWS)
def test_every_column_of_a_row_edited(run: Runner, db: Path, table: str) -> None:
    with closing(sqlite3.connect(db)) as connection:
        columns = connection.execute(f"PRAGMA table_info({table})").fetchall()
        row = connection.execute(f"SELECT max(id) FROM {table}").fetchone()[0]
    edited = {}
    for _, name, kind, *_ in columns[1:]:
        old = one(db, f"SELECT {name} FROM {table} WHERE id = {row}")
        edited[name] = _other(table, name, old) if kind == "TEXT" else _number(old)
    marks = ", ".join(f"{name} = ?" for name in edited)
    with closing(sqlite3.connect(db, isolation_level=None)) as connection:
        _unguarded(connection, f"UPDATE {table} SET {marks} WHERE id = {row}", tuple(edited.values()))
    said = faults(run)
    for name in edited:
        assert f"row {row} of {table}" in said
        assert f": {name} was changed" in said


def _number(old: object) -> int:
    """Return another number that a CHECK allows."""
    if old in (None, 0, 1):
        return 0 if old == 1 else 1
    return int(str(old)) + 1


def _other(table: str, name: str, old: object) -> str:
    """Return another text that the column's CHECK allows."""
    if name in ("persons", "staff", "holidays", "workdays"):
        return '["钱多"]'
    choices = {
        "urgency": ("urgent", "normal"),
        "post": ("deputy", "general"),
        "verdict": ("rejected", "approved"),
        "means": ("visit", "phone"),
        "result": ("mostly", "satisfied"),
        "severity": ("minor", "major"),
        "role": ("audit", "office"),
        "kind": ("result", "report") if table == "note" else ("deputy", "manager"),
    }
    if name in choices and table != "closing":
        return next(value for value in choices[name] if value != old)
    return f"{old or ''}2"


def _unguarded(connection: sqlite3.Connection, sql: str, values: tuple[object, ...] = ()) -> None:
    guards = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in guards:
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute(sql, values)
    for _, again in guards:
        connection.execute(again)


@pytest.mark.parametrize("table", TABLES)
def test_what_cannot_be_read_is_told_as_damage_not_as_a_fault_of_the_program(run: Runner, db: Path, table: str) -> None:
    with closing(sqlite3.connect(db)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        for name, kind in connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall():
            if "UPDATE" in kind:
                connection.execute(f"DROP TRIGGER {name}")
        for _, name, kind, *_ in connection.execute(f"PRAGMA table_info({table})").fetchall():
            if kind == "TEXT":
                connection.execute(f"UPDATE OR IGNORE {table} SET {name} = '2026-13-45T9' WHERE {name} IS NOT NULL")
        connection.commit()
    codes = {
        run(*words).code
        for words in (
            ("list",), ("show", "1"), ("board",), ("overdue",), ("search", "燃气"), ("assess", "--month", "2026-10"),
            ("report",), ("ledger", "-o", "-"), ("org", "show"), ("policy", "show"), ("repeats",), ("verify",),
            ("reply", "14", "--summary", "已回复"), ("key", "list"),
        )
    }  # fmt: skip
    assert 42 in codes and codes <= {0, 2, 20, 21, 30, 31, 42}, codes


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("complaint", "source = CAST(source AS BLOB)"),
        ("journal", "images = NULL"),
        ("journal", "recorded = NULL"),
    ],
)
def test_a_value_of_another_type_is_named(run: Runner, db: Path, table: str, change: str) -> None:
    """One bit of a row's header makes a blob of a text, or nothing."""
    with closing(sqlite3.connect(db, isolation_level=None)) as connection:
        was = connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).fetchone()
        connection.execute("PRAGMA writable_schema = ON")
        loose = "replace(replace(sql, ' NOT NULL', ''), 'STRICT', '')"
        connection.execute(f"UPDATE sqlite_master SET sql = {loose} WHERE name = ?", (table,))
    with closing(sqlite3.connect(db, isolation_level=None)) as connection:
        _unguarded(connection, f"UPDATE {table} SET {change} WHERE rowid = (SELECT max(rowid) FROM {table})")
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_master SET sql = ? WHERE name = ?", (*was, table))
    assert table in faults(run) or table == "journal"


@pytest.mark.parametrize("table", ROWS)
def test_a_row_removed(run: Runner, db: Path, table: str) -> None:
    row = one(db, f"SELECT min(id) FROM {table}")
    books.tamper(db, f"DELETE FROM {table} WHERE id = {row}")
    said = faults(run)
    assert f"row {row} of {table} was removed" in said


@pytest.mark.parametrize("table", ROWS)
def test_a_row_inserted(run: Runner, db: Path, table: str) -> None:
    names = [row[0] for row in _columns(db, table)][1:]
    values = ["max(entry)" if n == "entry" else f"{n} || '2'" if n in ("number", "month", "name") else n for n in names]
    values = [
        "id + 900" if n == "transfer" and table in ("returned", "approval") else v
        for n, v in zip(names, values, strict=True)
    ]
    values = ["serial + 900" if n == "serial" else v for n, v in zip(names, values, strict=True)]
    books.tamper(db, f"INSERT INTO {table} ({','.join(names)}) SELECT {','.join(values)} FROM {table} WHERE id = 1")
    said = faults(run)
    assert f"row {one(db, f'SELECT max(id) FROM {table}')} of {table} was not written by this program" in said


def _columns(db: Path, table: str) -> list[tuple[str]]:
    with closing(sqlite3.connect(db)) as connection:
        return connection.execute("SELECT name FROM pragma_table_info(?)", (table,)).fetchall()


@pytest.mark.parametrize("column", ["recorded", "clock", "actor", "command", "subject", "before", "images"])
def test_an_entry_edited(run: Runner, db: Path, column: str) -> None:
    books.tamper(db, f"UPDATE journal SET {column} = coalesce({column}, '') || ' ' WHERE seq = 7")
    assert "entry 7" in faults(run)


@pytest.mark.parametrize("column", ["previous", "hash"])
def test_a_hash_edited(run: Runner, db: Path, column: str) -> None:
    books.tamper(db, f"UPDATE journal SET {column} = '{'a' * 64}' WHERE seq = 7")
    assert "entry 7" in faults(run)


def test_an_entry_edited_and_its_hash_made_to_fit(run: Runner, db: Path) -> None:
    from complaint_cli.store.journal import link_hash

    with closing(sqlite3.connect(db)) as connection:
        row = list(connection.execute("SELECT * FROM journal WHERE seq = 7").fetchone())
    row[3] = "别人"
    books.tamper(db, f"UPDATE journal SET actor = '别人', hash = '{link_hash(tuple(row))}' WHERE seq = 7")
    assert "entry 8 does not follow" in faults(run)


def test_two_entries_swapped(run: Runner, db: Path) -> None:
    books.tamper(db, *(f"UPDATE journal SET seq = {new} WHERE seq = {old}" for old, new in ((7, 0), (8, 7), (0, 8))))
    said = faults(run)
    assert "entry 7" in said
    assert "entry 8" in said


def test_an_entry_removed_from_the_middle(run: Runner, db: Path) -> None:
    books.tamper(db, "DELETE FROM journal WHERE seq = 9")
    assert "9-9 were removed" in faults(run)


def test_the_first_entries_removed(run: Runner, db: Path) -> None:
    books.tamper(db, "DELETE FROM journal WHERE seq < 3")
    assert "1-2 were removed" in faults(run)


def test_the_tail_cut_leaves_rows_that_nobody_wrote(run: Runner, db: Path) -> None:
    last = one(db, "SELECT max(seq) FROM journal")
    books.tamper(db, f"DELETE FROM journal WHERE seq > {int(str(last)) - 3}")
    assert "was not written by this program, or the entry that wrote it was cut" in faults(run)


def _cut(db: Path, after: int) -> None:
    """Cut the journal and every row that the cut entries wrote, as somebody who knows the program would."""
    books.tamper(
        db,
        *(f"DELETE FROM {table} WHERE entry > {after}" for table in reversed(ROWS)),
        f"DELETE FROM journal WHERE seq > {after}",
        "DELETE FROM open_work WHERE complaint NOT IN (SELECT id FROM complaint)",
    )


def test_the_tail_cut_after_a_closing_is_told_by_the_signed_head(
    run: Runner, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    db = books.october(run.db.parent)
    run.now = books.AFTER
    assert run("assess", "--month", "2026-09", "--close", by=books.AUDITOR).code == 0
    signed = run("assess", "--month", "2026-10", "--json").json()["head"]
    closed = run("assess", "--month", "2026-10", "--close", by=books.AUDITOR)
    assert closed.code == 0, closed.err
    after = books.head(db)
    entry = int(str(one(db, "SELECT entry FROM closing WHERE month = '2026-10'")))
    assert run("verify", "--head", signed).code == 0
    assert run("verify", "--head", after).code == 0

    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))  # an account that never saw it: tests/test_seen.py
    _cut(db, entry - 1)  # the closing gone, and nothing else: whole in itself
    assert run("verify").code == 0
    assert run("verify", "--head", signed).code == 0
    assert after in faults(run, "--head", after)

    _cut(db, entry - 2)  # and the entry that the report was signed upon
    assert signed in faults(run, "--head", signed)


def test_the_entries_before_a_closing_rewritten_under_it(run: Runner) -> None:
    db = books.october(run.db.parent)
    run.now = books.AFTER
    assert run("assess", "--month", "2026-09", "--close", by=books.AUDITOR).code == 0
    assert run("assess", "--month", "2026-10", "--close", by=books.AUDITOR).code == 0
    books.tamper(db, f"UPDATE closing SET head = '{'b' * 64}' WHERE month = '2026-10'")
    said = faults(run)
    assert "2026-10 was closed is not in the journal" in said


@pytest.mark.parametrize("guard", [sql.split()[2] for sql in triggers()])
def test_a_trigger_dropped(run: Runner, db: Path, guard: str) -> None:
    with closing(sqlite3.connect(db, isolation_level=None)) as connection:
        connection.execute(f"DROP TRIGGER {guard}")
    assert f"lacks {guard}" in faults(run)


@pytest.mark.parametrize("index", [sql.split()[2] for sql in INDEXES])
def test_an_index_dropped(run: Runner, db: Path, index: str) -> None:
    with closing(sqlite3.connect(db, isolation_level=None)) as connection:
        connection.execute(f"DROP INDEX {index}")
    assert f"lacks {index}" in faults(run)


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("CREATE TABLE extra (a)", "extra"),
        ("CREATE VIEW beside AS SELECT 1", "beside"),
        ("CREATE TRIGGER sneaky AFTER INSERT ON complaint BEGIN SELECT 1; END", "sneaky"),
        ('CREATE TRIGGER "sqlite-stat" AFTER INSERT ON complaint BEGIN SELECT 1; END', "sqlite-stat"),
        ("CREATE INDEX mine ON complaint(caller)", "mine"),
        ("ALTER TABLE complaint ADD COLUMN more TEXT", "complaint"),
        ("ALTER TABLE notice RENAME COLUMN stage TO step", "notice"),
        ("DROP VIEW ledger", "ledger"),
        ("DROP TABLE notice", "notice"),
        ("DROP TABLE open_work", "open_work"),
        ("DROP TABLE edition", "edition"),
        ("DROP TABLE _sqlite_migrations", "_sqlite_migrations"),
        ("DELETE FROM _sqlite_migrations", "version_1"),
    ],
)
def test_a_part_added_changed_or_dropped(run: Runner, db: Path, statement: str, named: str) -> None:
    with closing(sqlite3.connect(db, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute(statement)
    assert named in faults(run)


def test_a_trigger_that_is_called_as_the_view_is(run: Runner, db: Path) -> None:
    view = str(one(db, "SELECT sql FROM sqlite_master WHERE name = 'ledger'"))
    with closing(sqlite3.connect(db, isolation_level=None)) as connection:
        connection.execute("CREATE TRIGGER ledger AFTER INSERT ON complaint BEGIN SELECT 1; END")
        connection.execute("DROP VIEW ledger")
        connection.execute(view)  # stands behind the trigger now
    assert "holds ledger, which is not the program's" in faults(run)


def test_statistics_of_sqlite_are_no_fault(run: Runner, db: Path) -> None:
    with closing(sqlite3.connect(db, isolation_level=None)) as connection:
        connection.execute("ANALYZE")
    assert run("verify").code == 0


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM open_work WHERE complaint = (SELECT max(complaint) FROM open_work)",
        "UPDATE open_work SET deadline = '2030-01-01T17:30:00+08:00'",
        "INSERT INTO open_work SELECT id, deadline FROM complaint WHERE id NOT IN (SELECT complaint FROM open_work) LIMIT 1",
        "INSERT INTO open_work VALUES (999999, '2030-01-01T17:30:00+08:00')",
    ],
)
def test_the_index_of_open_work_changed(run: Runner, db: Path, statement: str) -> None:
    with closing(sqlite3.connect(db, isolation_level=None)) as connection:
        connection.execute(statement)
    assert "open" in faults(run)


def test_every_complaint_missing_from_open_work_is_found(run: Runner, db: Path) -> None:
    with closing(sqlite3.connect(db, isolation_level=None)) as connection:
        rows = [row for (row,) in connection.execute("SELECT complaint FROM open_work")]
    assert rows
    for row in rows[:3]:
        with closing(sqlite3.connect(db, isolation_level=None)) as connection:
            kept = connection.execute("SELECT * FROM open_work WHERE complaint = ?", (row,)).fetchone()
            connection.execute("DELETE FROM open_work WHERE complaint = ?", (row,))
        assert "open work" in faults(run)
        with closing(sqlite3.connect(db, isolation_level=None)) as connection:
            connection.execute("INSERT INTO open_work VALUES (?, ?)", kept)


@pytest.mark.parametrize("undone", ["reply", "callback", "unreached"])
def test_a_complaint_open_again_by_a_correction_is_missed_in_open_work(run: Runner, undone: str) -> None:
    """What was filed by a step that was withdrawn, or corrected, is open: its row does not tell."""
    db = books.october(run.db.parent)
    with closing(sqlite3.connect(db)) as connection:
        sql = "SELECT complaint FROM reply WHERE complaint NOT IN (SELECT complaint FROM open_work) LIMIT 1"
        [row] = connection.execute(sql).fetchone()
    number = str(one(db, f"SELECT number FROM complaint WHERE id = {row}"))
    table = "reply" if undone == "reply" else "callback"
    steps = run("show", number, "--json").json()["timeline"]
    [step] = [line["step"] for line in steps if line["kind"] == table]
    how: tuple[str, ...] = ("withdraw",) if undone == table else ("amend", "--result", "unreached")
    words = (how[0], number, "--step", step, *how[1:], "--reason", "录错", "--approved-by", books.AUDITOR)
    done = run(*words, now=books.AFTER)
    assert done.code == 0, done.err
    assert run("verify", now=books.AFTER).code == 0
    with closing(sqlite3.connect(db, isolation_level=None)) as connection:
        connection.execute(f"DELETE FROM open_work WHERE complaint = {row}")
    assert number in faults(run)


@pytest.mark.parametrize("version", [0, -1, 99])
def test_the_version_changed(run: Runner, db: Path, version: int) -> None:
    with closing(sqlite3.connect(db, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA user_version = {version}")
    result = run("verify")
    assert result.code == (41 if version == 99 else 42)
    assert one(db, "PRAGMA user_version") == version  # not mended in silence


def test_the_mark_of_the_program_changed(run: Runner, db: Path) -> None:
    with closing(sqlite3.connect(db, isolation_level=None)) as connection:
        connection.execute("PRAGMA application_id = 7")
    assert run("verify").code == 42


@pytest.mark.parametrize("command", ["verify", "list"])
def test_a_table_whose_name_is_no_text(run: Runner, db: Path, command: str) -> None:
    with closing(sqlite3.connect(db, isolation_level=None)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_master SET name = CAST(x'c4' AS TEXT), sql = 'x' WHERE name = 'contact'")
    result = run(command)
    assert (result.code, "不是投诉数据库" in result.err) == (42, True), result.err


def test_what_was_changed_is_named_without_the_callers_data(run: Runner) -> None:
    db = books.october(run.db.parent)
    run.now = books.AFTER
    phone, caller = (one(db, f"SELECT {name} FROM complaint WHERE id = 9") for name in ("phone", "caller"))
    assert run("amend", "9", "--phone", "13812345678", "--caller", "欧阳芷若", "--reason", "写错").code == 0
    told = "身份证110101199003071234，欧阳芷若13700001111"
    with closing(sqlite3.connect(db, isolation_level=None)) as connection:
        _unguarded(connection, "UPDATE complaint SET phone = '2345', caller = '单', content = ? WHERE id = 9", (told,))
        _unguarded(connection, "UPDATE amendment SET old = '另一人' WHERE field = 'caller'")
        _unguarded(connection, "UPDATE note SET text = ? WHERE complaint = 9", (told,))
    said = faults(run) + run("verify", "--json").out
    assert "'**45'" in said and "'单**'" in said and "110101********1234，欧**137****1111" in said, said
    for hidden in (phone, caller, "13812345678", "欧阳芷若", "另一人", "2345'", "13700001111", "199003071234"):
        assert str(hidden) not in said, hidden


def test_of_a_long_text_it_is_told_where_it_was_changed(run: Runner, db: Path) -> None:
    kept = str(one(db, "SELECT source FROM edition"))
    with closing(sqlite3.connect(db, isolation_level=None)) as connection:
        _unguarded(connection, "UPDATE edition SET source = source || ?", ("last",))
    assert "last" not in kept
    assert f"to '…{kept[-20:]}last'" in faults(run)


def test_evidence_changed_or_gone(run: Runner) -> None:
    db = books.october(run.db.parent)
    [file, *_] = sorted(db.with_name(db.name + "-evidence").iterdir())
    kept = file.read_bytes()
    file.write_bytes(bytes([kept[0] ^ 1]) + kept[1:])
    said = faults(run)
    assert file.name[:12] in said
    assert "was changed" in said
    file.unlink()
    assert "is missing" in faults(run)
    file.symlink_to("/dev/zero")
    assert faults(run)
    file.unlink()
    file.write_bytes(kept)
    assert run("verify").code == 0


def test_one_byte_changed_anywhere_in_the_file(run: Runner, db: Path) -> None:
    """What a page holds in use may not change unseen; free space and the change counters may."""
    import random

    with closing(sqlite3.connect(db)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    kept = db.read_bytes()
    text = "家里".encode()
    spots = [i for i in range(len(kept)) if kept.startswith("市民反映".encode(), i)]
    assert spots
    for spot in random.Random(5).sample(spots, 5):
        db.write_bytes(kept[:spot] + text + kept[spot + len(text) :])
        assert run("verify").code == 42
    db.write_bytes(kept)
    assert run("verify").code == 0


def test_many_entries_show_a_bar_and_take_little_memory(tmp_path: Path) -> None:
    """The bar and the walk; how long it takes is measured by tests/bench/run.py."""
    import tracemalloc

    from bench.ledgers import past

    db = past(tmp_path / "big.db", filed=600, open_=50, entries=8)
    seen: list[int] = []
    with Store.open(db) as store:
        tracemalloc.start()
        found = verify(store, progress=seen.append)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert found.faults == []
    assert found.entries > 5000
    assert sum(seen) == 5000
    assert peak < 20 * 2**20
