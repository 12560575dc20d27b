"""The organisation in force, read from its tables: departments, every holder of a post, and who left."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import pairwise

from complaint_cli.company.organisation import Department, Left, Organisation, Post, Term
from complaint_cli.text.near import name_key


def read_organisation(connection: sqlite3.Connection) -> Organisation:
    """Return the organisation in force, with every holder of a post that was ever recorded."""
    execute = connection.execute
    sql = "SELECT id, company, accounts FROM organisation ORDER BY id DESC LIMIT 1"
    row, company, accounts = execute(sql).fetchone()
    sql = "SELECT name, role, staff, formerly FROM department WHERE organisation = ? ORDER BY id"
    departments = execute(sql, (row,))
    posts = execute("SELECT kind, department, name, since, until FROM post ORDER BY id")
    listed = tuple(Department(n, r, *staff(s), tuple(json.loads(f or "[]"))) for n, r, s, f in departments)
    former = {old: department.name for department in listed for old in department.formerly}
    return Organisation(
        company=company,
        departments=listed,
        posts=tuple(Post(k, former.get(d, d), n, _day(s), _day(u)) for k, d, n, s, u in posts),
        accounts=json.loads(accounts or "{}"),
        left=tuple(_left_in(execute(_FILES), former)),
    )


def _day(text: str | None) -> date | None:
    """Read a day; None where there is none."""
    return date.fromisoformat(text) if text else None


def staff(text: str) -> tuple[tuple[str, ...], tuple[Term, ...]]:
    """Read a staff: names, or objects with the days from and until which a person is on it."""
    items = json.loads(text)
    names = dict.fromkeys(item if isinstance(item, str) else item["name"] for item in items)
    dated = [item for item in items if not isinstance(item, str)]
    return tuple(names), tuple(Term(i["name"], _day(i.get("since")), _day(i.get("until"))) for i in dated)


_FILES = (
    "SELECT d.organisation, o.at, d.name, d.staff FROM department d JOIN organisation o ON o.id = d.organisation "
    "ORDER BY d.organisation, d.id"
)
"""The staffs of every organisation file in the order of import."""


def _left_in(rows: Iterable[tuple[int, str, str, str]], former: Mapping[str, str]) -> Iterator[Left]:
    """Yield who was on a staff of ``_FILES`` until a later file did not list him; departments as they are called now.

    Of whom the last file lists, it says the days.
    """
    files: dict[int, tuple[datetime, dict[str, str]]] = {}
    for row, at, name, text in rows:
        files.setdefault(row, (datetime.fromisoformat(at), {}))[1][former.get(name, name)] = text

    def listed(file: Mapping[str, str], department: str) -> set[str]:
        return set(map(name_key, staff(file.get(department, "[]"))[0]))

    last = [*files.values()][-1][1]
    for (_, before), (moment, after) in pairwise(files.values()):
        for department, text in before.items():
            names, terms = staff(text)
            stay = listed(after, department) | listed(last, department)
            for name in (name for name in names if name_key(name) not in stay):
                for term in [t for t in terms if t.name == name] or [Term(name, None, None)]:
                    until = min(term.until or date.max, moment.date())
                    yield Left(department, name, term.since, until, moment)
