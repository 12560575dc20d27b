"""A real month on file for tests: the example's October, played once and copied for each test."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from complaint_cli.acts import setup
from complaint_cli.acts.batch import COMMANDS, applied_file
from complaint_cli.acts.call import Call
from complaint_cli.acts.transaction import opened, writing
from complaint_cli.acts.work import Work
from complaint_cli.store.keys import Key, new
from complaint_cli.store.schema import TABLES

EXAMPLE = Path(__file__).parent.parent / "examples" / "month"
AFTER = "2026-11-03 09:00"
"""When October is over."""
AUDITOR = "纪清源"
CLERK = "温小棠"


def call(db: Path, now: str = AFTER, by: str = CLERK) -> Call:
    """Return a call such as the terminal makes."""
    return Call(language="zh", db=db, json=False, by=by, now_text=now, started=datetime.now(UTC))


def act(db: Path, do: str, *, now: str = AFTER, by: str = CLERK, **options: object) -> dict[str, object]:
    """Carry out one command on a database, by its option names."""
    sits = by if do == "amend" else None  # who corrects is who sits there
    with writing(call(db, now, by)._replace(sits=sits)) as work:
        return COMMANDS[do].act(work, **options)


def lay(db: Path, now: str = AFTER, organisation: Path = EXAMPLE / "organisation.toml") -> Path:
    """Make an empty database with the example's organisation."""
    return setup.lay(call(db, now), db, setup.read_organisation(organisation))


@cache
def _template() -> Path:
    db = lay(Path(mkdtemp(prefix="complaint-books-")) / "october.db")
    applied_file(call(db), str(EXAMPLE / "october.jsonl"))
    return db


def october(folder: Path) -> Path:
    """Return a copy of a database that holds the example's October."""
    db = folder / "complaint.db"
    copy(_template(), db)
    return db


@cache
def _full_template() -> Path:
    """October, and a row in every table."""
    db = Path(mkdtemp(prefix="complaint-books-")) / "full.db"
    copy(_template(), db)
    with opened(call(db)) as work:
        for person, by in (("沈之衡", "叶知秋"), ("叶知秋", "沈之衡")):
            vouch(work, person, by)
    with writing(call(db, by=AUDITOR)) as work:
        at, actor = work.now, AUDITOR
        some = {
            "returned": {"complaint": 1, "transfer": 1, "reason": "不属本部门"},
            "note": {"complaint": 1, "kind": "report", "text": "难点"},
            "investigation": {
                "complaint": 1,
                "auditor": AUDITOR,
                "clerk": CLERK,
                "internal_cause": 1,
                "adverse_effect": 0,
                "severity": "minor",
                "false_record": 0,
                "persons": ("蓝抄月",),
            },
            "decision": {"complaint": 1, "rule": "reply_late", "person": CLERK, "amount": 5000, "reason": "属实"},
            "extension": {
                "complaint": 1,
                "old_deadline": at,
                "new_deadline": at,
                "approved_by": "白景行",
                "reason": "配件",
            },
            "amendment": {"complaint": 1, "field": "caller", "old": "冯女士", "new": "冯先生", "reason": "听错"},
            "exclusion": {"complaint": 1, "excluded": 0, "reason": "恢复", "approved_by": None},
            "commendation": {"complaint": None, "department": "客户服务部", "reason": "锦旗"},
            "link": {"complaint": 2, "repeat_of": 1},
            "reply": {"complaint": 1, "summary": "已办结"},
            "callback": {"complaint": 1, "result": "satisfied", "resolved": None, "rework": 0},
            "contact": {"complaint": 1, "means": "phone"},
            "notice": {"complaint": 1, "recipient": "wecom", "stage": "overdue"},
            "naming": {"complaint": 1, "transfer": 1, "persons": ("李四",)},
            "correction": {
                "complaint": 1,
                "step": 1,
                "stage": "callback",
                "row": 999,
                "field": "note",
                "new": "x",
                "reason": "x",
            },
            "withdrawal": {"complaint": 1, "step": 999, "reason": "重复录入"},
            "objection": {
                "complaint": 1,
                "rule": "reply_late",
                "person": "李四",
                "month": "2020-01",
                "late": 0,
                "reason": "x",
            },
            "session": {"account": "u", "host": "h", "version": "1", "entered_by": "李四"},
            "baseline": {"month": "2020-01", "result": "{}"},
            "mapping": {"heading": "单据号", "field": "order_no"},
            "closing": {"month": "2020-01", "result": "{}", "edition": "0" * 64, "head": work.store.head()[1]},
        }
        for table, columns in some.items():
            with work.entry("test", "2026-0001", actor) as entry:
                entry.add(table, at, actor, **columns)
    with closing(sqlite3.connect(db)) as connection:
        for table in TABLES:
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0], table
    return db


@cache
def key_of(person: str) -> Key:
    """Return a key without a passphrase, the same for a person each time."""
    return new(person)


def vouch(work: Work, person: str, by: str) -> None:
    """Enroll a person by another, as ``key enroll`` does."""
    work.sign_with(key_of(by))
    work.store.sitting = work.store.sitting._replace(entered_by=by)
    with work.store.writing(), work.entry("key enroll", person, by) as entry:
        entry.add("enrolment", work.now, by, person=person, key=key_of(person).public, replaces=False)


def full(folder: Path) -> Path:
    """Return a copy of a database that has a row in every table."""
    db = folder / "complaint.db"
    copy(_full_template(), db)
    return db


def copy(source: Path, target: Path) -> None:
    """Copy a database that nobody has open, with its evidence."""
    with closing(sqlite3.connect(source)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(source, target)
    evidence = source.with_name(source.name + "-evidence")
    if evidence.is_dir():
        shutil.copytree(evidence, target.with_name(target.name + "-evidence"))


def tamper(db: Path, *statements: str) -> None:
    """Change a database as any SQLite tool would, its triggers dropped and put back."""
    with closing(sqlite3.connect(db, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("BEGIN")
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
        for _, sql in triggers:
            connection.execute(sql)
        connection.execute("COMMIT")


def head(db: Path) -> str:
    """Return the journal's head."""
    with opened(call(db)) as work:
        return work.store.head()[1]
