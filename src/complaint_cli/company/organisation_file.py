"""The organisation as a file or a table gives it: read, checked, refused with everything that is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from complaint_cli.company.organisation import (
    MOST_NAME,
    Department,
    Organisation,
    Place,
    Post,
    PostKind,
    Role,
    Term,
    is_name,
    plain_name,
)
from complaint_cli.company.toml import Unread, read_toml
from complaint_cli.errors import PolicyInvalid
from complaint_cli.messages.policy import Policy, Problem, Problems, shown
from complaint_cli.text.near import name_key
from complaint_cli.text.tuples import NamedTuple

MOST_BYTES = 1024 * 1024
MOST_RECIPIENTS = 50
MOST_ADDRESS = 2000  # characters
ROLES: Final[Mapping[str, Role]] = {
    "office": "office",
    "综合管理": "office",
    "综合管理部": "office",
    "audit": "audit",
    "审计督查": "audit",
    "审计督查部": "audit",
    "responsible": "responsible",
    "责任": "responsible",
    "责任部门": "responsible",
}
"""The words for a department's role, as files may write them."""
COLUMNS: Final[Mapping[str, str]] = {
    "部门": "name",
    "角色": "role",
    "分管经理": "deputy",
    "部门经理": "manager",
    "人员": "staff",
}
"""The headers of the sheet and the keys of the TOML file that they stand for."""
_COMPANY_ROWS = {"公司": "company", "总经理": "general_manager"}
_SHEET_WORDS = {key: word for word, key in [*COLUMNS.items(), *_COMPANY_ROWS.items()]} | {"department": "部门"}
_DEPARTMENT_KEYS = (*COLUMNS.values(), "formerly", "notify")
_COMPANY_KEYS = ("company", "general_manager", "department", "notify", "accounts")
_SEPARATORS = re.compile(r"[、，,；;/／|\s]+")


def parse_organisation(data: bytes, *, name: str) -> Organisation:
    """Read and check an organisation file in TOML; ``name`` is the file's, for the message.

    Raises PolicyInvalid naming the file and each key that is wrong, with the reason.
    """

    def place(at: int | None, key: str) -> str:
        return key if at is None else f"department[{at + 1}].{key}"

    return _build(_document(data, name), place, name, company_needed=True)


class Recipient(NamedTuple):
    """An address that notices go to, and the department whose it is; None for one that is told of everything."""

    url: str
    department: str | None = None


def recipients_in(data: bytes, *, name: str) -> tuple[Recipient, ...]:
    """Read the addresses under ``notify`` in an organisation file and its departments, of which no more is needed here.

    They hold secrets: they are read whenever notices are sent, and never kept or shown. Raises PolicyInvalid
    when there are none, or when one of them or a key is wrong.
    """
    document = _document(data, name)
    checks = _Checks(lambda at, key: key)
    checks.known(None, document, _COMPANY_KEYS)
    tables = document.get("department", [])
    own = (
        [table for table in tables if isinstance(table, dict) and "notify" in table] if isinstance(tables, list) else []
    )
    if "notify" not in document and not own:
        checks.wrong(None, "notify", Policy.MISSING_KEY)
    found = [Recipient(url) for url in (checks.recipients(document) if "notify" in document else ())]
    for at, table in enumerate(own):
        found += [Recipient(url, str(table.get("name", "")).strip()) for url in checks.recipients(table, at)]
    if checks.problems:
        raise _invalid(name, checks.problems)
    return tuple(found)


def _document(data: bytes, name: str) -> dict[str, object]:
    try:
        return read_toml(data, MOST_BYTES)[1]
    except Unread as why:
        raise _invalid(name, [Problem(Policy.WHOLE_FILE(), why.reason, why.facts)]) from None


def organisation_from_rows(rows: Sequence[Sequence[str]], *, name: str) -> Organisation:
    """Read and check the rows of a sheet: 公司 and 总经理 first if given, then the headers of ``COLUMNS``.

    People are parted by 、, comma, semicolon, stroke or space. Without a 公司 row the company is "", and the
    caller keeps the earlier name. Raises PolicyInvalid with row numbers, from 1.
    """
    places: dict[tuple[int | None, str], str] = {}
    document: dict[str, object] = {}
    departments: list[dict[str, object]] = []
    header: list[str] = []
    problems: list[Problem] = []
    for number, row in enumerate(rows, start=1):
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        if header:
            for word, key in COLUMNS.items():
                places[len(departments), key] = _row_place(number, word)
            departments.append(_department_of(header, cells))
        elif "部门" in cells and "角色" in cells:
            header = cells
            problems += _header_problems(number, cells)
        else:
            word, value = cells[0], next(filter(None, cells[1:]), "")
            key = _COMPANY_ROWS.get(word, "")
            places[None, key] = _row_place(number, plain_name(word))
            if not key or key in document:
                reason = Policy.NAMED_TWICE if key else Policy.UNKNOWN_KEY
                problems.append(Problem(places[None, key], reason, {"got": word}))
            elif value:
                document[key] = value if key == "company" else _one_name(value)
    if not header:
        problems.append(Problem(Policy.WHOLE_FILE(), Policy.NO_HEADER, {}))
    if problems:
        raise _invalid(name, problems)
    document["department"] = departments

    def place(at: int | None, key: str) -> str:
        return places.get((at, key), _SHEET_WORDS.get(key, key))

    return _build(document, place, name, company_needed=False)


def _invalid(name: str, problems: Iterable[Problem]) -> PolicyInvalid:
    return PolicyInvalid(Policy.INVALID, file=name, problems=Problems(problems))


def _row_place(row: int, column: str) -> str:
    return Policy.AT_ROW(row=row, column=column)


def _header_problems(number: int, cells: Sequence[str]) -> Iterator[Problem]:
    for at, word in enumerate(cells):
        if word and word not in COLUMNS:
            yield Problem(_row_place(number, plain_name(word)), Policy.UNKNOWN_KEY, {})
        elif word and word in cells[:at]:
            yield Problem(_row_place(number, word), Policy.NAMED_TWICE, {"got": word})


def _names(cell: str) -> list[str]:
    return [word for word in _SEPARATORS.split(cell) if word]


def _one_name(cell: str) -> object:
    """Return the only name of a cell; several are left as a list, which no post takes."""
    names = _names(cell)
    return names[0] if len(names) == 1 else names or ""


def _department_of(header: Sequence[str], cells: Sequence[str]) -> dict[str, object]:
    """Turn a row into what the TOML file would hold; empty cells are left out, the columns' order is free."""
    department: dict[str, object] = {}
    for word, cell in zip(header, cells, strict=False):
        key = COLUMNS.get(word)
        if key and cell:
            several = {"staff": _names, "deputy": _one_name, "manager": _one_name}.get(key)
            department[key] = several(cell) if several else cell
    return department


def _build(document: Mapping[str, object], place: Place, file: str, *, company_needed: bool) -> Organisation:
    checks = _Checks(place)
    checks.known(None, document, _COMPANY_KEYS)
    checks.recipients(document)
    company = checks.name(None, "company", document) if "company" in document or company_needed else ""
    posts = checks.holders(None, "general_manager", document, "general", None)
    tables = document.get("department", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables) or not tables:
        checks.wrong(None, "department", Policy.NO_DEPARTMENTS)
        tables = []
    departments: dict[str, Department] = {}
    for at, table in enumerate(tables):
        checks.known(at, table, _DEPARTMENT_KEYS)
        name = checks.name(at, "name", table)
        if name in departments:
            checks.wrong(at, "name", Policy.NAMED_TWICE, got=name)
        staff, terms = checks.staff(at, table)
        formerly = checks.listed_names(at, "formerly", table)
        departments[name] = Department(name, checks.role(at, table), staff, terms, formerly)
        if "notify" in table:
            checks.recipients(table, at)
        posts += checks.holders(at, "deputy", table, "deputy", name)
        posts += checks.holders(at, "manager", table, "manager", name)
    for at, one in enumerate(departments.values()):
        others = (name for d in departments.values() if d is not one for name in (d.name, *d.formerly))
        checks.former_names(at, one.formerly, others)
    offices = sum(department.role == "office" for department in departments.values())
    if not checks.problems and offices != 1:
        checks.wrong(None, "department", Policy.ONE_OFFICE, count=offices)
    accounts = checks.accounts(document)
    checks.namesakes(departments.values())
    if checks.problems:
        raise _invalid(file, checks.problems)
    return Organisation(company, tuple(departments.values()), tuple(posts), accounts)


class _Checks:
    """Reads the values of one file and gathers what is wrong; what is wrong reads as empty."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.problems: list[Problem] = []

    def wrong(self, at: int | None, key: str, reason: Policy, **facts: object) -> None:
        self.problems.append(Problem(self.place(at, key), reason, facts))

    def known(self, at: int | None, table: Mapping[str, object], keys: Sequence[str]) -> None:
        for key in table:
            if key not in keys:
                self.wrong(at, plain_name(key), Policy.UNKNOWN_KEY)

    def name(self, at: int | None, key: str, table: Mapping[str, object]) -> str:
        if key in table:
            return self.one(at, key, table[key])
        self.wrong(at, key, Policy.MISSING_KEY)
        return ""

    def one(self, at: int | None, key: str, value: object) -> str:
        if isinstance(value, str) and is_name(value.strip()):
            return value.strip()
        self.wrong(at, key, Policy.NOT_NAME, most=MOST_NAME, got=shown(value))
        return ""

    def accounts(self, document: Mapping[str, object]) -> dict[str, str]:
        """Read whose each computer account is."""
        value = document.get("accounts", {})
        if isinstance(value, dict):
            return {account: self.one(None, "accounts", person) for account, person in value.items()}
        self.wrong(None, "accounts", Policy.NOT_NAMES, got=shown(value))
        return {}

    def namesakes(self, departments: Iterable[Department]) -> None:
        """Find people of one name on two staffs at the same time; they must be told apart."""
        homes: dict[str, list[tuple[int, date, date]]] = {}
        for at, department in enumerate(departments):
            for person in department.staff:
                terms = [t for t in department.terms if t.name == person] or [Term(person, None, None)]
                spans = homes.setdefault(name_key(person), [])
                for term in terms:
                    first, last = term.since or date.min, term.until or date.max
                    if any(where != at and first <= end and begin <= last for where, begin, end in spans):
                        self.wrong(at, "staff", Policy.NAMESAKE, got=person)
                    spans.append((at, first, last))

    def listed_names(self, at: int, key: str, table: Mapping[str, object]) -> tuple[str, ...]:
        """Read a list of names."""
        value = table.get(key, [])
        if isinstance(value, list):
            return tuple(self.one(at, key, item) for item in value)
        self.wrong(at, key, Policy.NOT_NAMES, got=shown(value))
        return ()

    def recipients(self, document: Mapping[str, object], at: int | None = None) -> tuple[str, ...]:
        """Read the addresses that notices go to; what is wrong with one is said without showing it."""
        value = document.get("notify", ["://"])
        if isinstance(value, list) and 0 < len(value) <= MOST_RECIPIENTS and all(map(_is_address, value)):
            return tuple(value)
        self.wrong(at, "notify", Policy.NOT_ADDRESSES, most=MOST_RECIPIENTS)
        return ()

    def role(self, at: int, table: Mapping[str, object]) -> Role:
        word = table.get("role")
        role = ROLES.get(word.strip()) if isinstance(word, str) else None
        if "role" not in table:
            self.wrong(at, "role", Policy.MISSING_KEY)
        elif role is None:
            self.wrong(at, "role", Policy.NOT_ROLE, got=shown(word))
        return role or "responsible"

    def staff(self, at: int, table: Mapping[str, object]) -> tuple[tuple[str, ...], tuple[Term, ...]]:
        """Read a staff: names, or names with the days from and until which they are on it."""
        value = table.get("staff", [])
        if not isinstance(value, list):
            self.wrong(at, "staff", Policy.NOT_NAMES, got=shown(value))
            return (), ()
        staff: dict[str, None] = {}
        terms: list[Term] = []
        for item in value:
            dated = isinstance(item, dict) and _is_holder(item)
            person = self.one(at, "staff", item["name"] if dated else item)
            if person and name_key(person) in map(name_key, staff) and not (dated and person in staff):
                self.wrong(at, "staff", Policy.NAMED_TWICE, got=person)
            staff[person] = None
            if dated:
                terms.append(Term(person, *self.days(at, "staff", item)))
        return tuple(staff), tuple(terms)

    def days(self, at: int | None, key: str, item: Mapping[str, Any]) -> tuple[date | None, date | None]:
        """Read since when and until when somebody is listed."""
        since, until = item.get("since"), item.get("until")
        if since and until and until < since:
            self.wrong(at, key, Policy.UNTIL_FIRST, since=since, until=until)
        return since, until

    def former_names(self, at: int, formerly: Iterable[str], others: Iterable[str]) -> None:
        """Refuse a former name that another department bears or bore: nobody could tell whose its orders are."""
        for name in set(formerly).intersection(others):
            self.wrong(at, "formerly", Policy.NAMED_TWICE, got=name)

    def holders(
        self, at: int | None, key: str, table: Mapping[str, object], kind: PostKind, seat: str | None
    ) -> list[Post]:
        value = table.get(key, [])
        if isinstance(value, str):
            return [Post(kind, seat, self.one(at, key, value), None)]
        if not isinstance(value, list) or not all(map(_is_holder, value)):
            self.wrong(at, key, Policy.NOT_HOLDER, got=shown(value))
            return []
        posts = [Post(kind, seat, self.one(at, key, item["name"]), *self.days(at, key, item)) for item in value]
        days = [post.since for post in posts]
        for day in dict.fromkeys(day for day in days if days.count(day) > 1):
            self.wrong(at, key, Policy.SINCE_TWICE, got=day or Policy.ALWAYS())
        return posts


def _is_address(item: object) -> bool:
    return isinstance(item, str) and "://" in item and len(item) <= MOST_ADDRESS and item.isprintable()


def _is_holder(item: object) -> bool:
    if not isinstance(item, dict) or "name" not in item or not item.keys() <= {"name", "since", "until"}:
        return False
    return all(type(item[key]) is date for key in ("since", "until") if key in item)
