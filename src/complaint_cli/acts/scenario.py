"""Scenario files: the auditor's cases, each with the exact findings that it must have.

A file holds the organisation, what is usual of each step, and its cases: dated steps in, points and fines out.
Each case is told to a database of its own through the same acts as the commands, and then assessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from complaint_cli.acts import setup
from complaint_cli.acts.call import Call
from complaint_cli.acts.index import ACTS, act_of, keys_of
from complaint_cli.acts.month import assess_month, law_of, period_in
from complaint_cli.acts.transaction import Undone
from complaint_cli.acts.values import names, required
from complaint_cli.acts.work import Work
from complaint_cli.assessment.lines import Assessment, DepartmentLine, FineLine, PointLine
from complaint_cli.company.edition import Edition
from complaint_cli.company.edition_file import default_edition, parse_edition
from complaint_cli.company.moments import parse_time
from complaint_cli.company.toml import Unread, read_toml
from complaint_cli.errors import ComplaintError
from complaint_cli.files import open_at_once
from complaint_cli.messages.scenario import Scenarios
from complaint_cli.store.database import Store

Table = dict[str, Any]
Line = PointLine | FineLine

FILE_KEYS = ("title", "organisation", "now", "month", "usual", "case")
CASE_KEYS = ("name", "rule", "now", "month", "edition", "steps")
ANSWER_KEYS = ("points", "fines", "unassigned", "excluded", "departments", "late_entries")
STEP_KEYS = {
    "dispatch": ("at", "no"),
    "set-manager": ("at", "department", "name", "since"),
    "adopt": ("at", "edition"),
}
"""Steps that only scenarios know: both signatures at one moment, a post's new holder, a new edition."""

LISTS = ("case", "steps", "points", "fines", "unassigned", "excluded")
TABLES = ("usual", "departments")
ALWAYS = date(2010, 1, 1)
POINT_DEFAULTS: Table = {"factor": 1}
FINE_DEFAULTS: Table = {"factor": 1, "accountability": False, "waived": False, "decided": None}
POINT_REQUIRED = ("rule", "department", "points")
FINE_REQUIRED = ("rule", "person", "role", "base", "amount")
DEPARTMENTLESS = ("commended", "clean_month")  # rules whose findings need no complaint


class Unusable(Exception):
    """A scenario that says what it may not; never seen outside this module."""


def run_file(path: Path, edition: Edition | None = None) -> list[str]:
    """Run one scenario file and return what does not hold; under ``edition`` in place of the default one."""
    failures = []
    try:
        document = read_file(path)
        with TemporaryDirectory() as folder, _database(Path(folder), path.parent / document["organisation"]) as work:
            for case in document["case"]:
                failures += [
                    Scenarios.CASE(file=path.name, case=case["name"], why=why)
                    for why in _run_case(work, document, case, edition or default_edition())
                ]
    except (Unusable, ComplaintError) as error:
        failures.append(Scenarios.FILE(file=path.name, why=error))
    return failures


def read_file(path: Path) -> Table:
    """Read a scenario file and refuse what it may not say."""
    try:
        with open_at_once(path) as stream:
            document: Table = read_toml(stream.read(setup.MOST_BYTES), setup.MOST_BYTES - 1)[1]
    except (OSError, Unread) as error:
        raise Unusable(Scenarios.UNREADABLE(why=error)) from error
    _keys(document, FILE_KEYS, required=("title", "organisation", "case"))
    _shapes(document)
    if not document["case"]:
        raise Unusable(Scenarios.NO_CASES())
    for case in document["case"]:
        _keys(case, (*CASE_KEYS, *ANSWER_KEYS), required=("name", "rule", "steps"))
        _shapes(case)
    return document


def _shapes(table: Table) -> None:
    """Refuse a value of a file or a case that is not of its kind, and an entry of its tables that is none."""
    for key, value in table.items():
        inner = value.values() if key in TABLES and isinstance(value, dict) else ()
        shape = list if key in LISTS else dict if key in (*TABLES, "edition") else int if key == "late_entries" else str
        if not isinstance(value, shape) or not all(isinstance(entry, dict) for entry in inner):
            raise Unusable(Scenarios.WRONG_TYPE(key=key))


def _keys(table: object, known: Iterable[str], *, required: Iterable[str] = ()) -> None:
    """Refuse keys that nobody reads and the absence of those that must be there."""
    if not isinstance(table, dict):
        raise Unusable(Scenarios.WRONG_TYPE(key=table))
    for key in table:
        if key not in known:
            raise Unusable(Scenarios.UNKNOWN_KEY(key=key, known=", ".join(known)))
    for key in required:
        if key not in table:
            raise Unusable(Scenarios.MISSING_KEY(key=key))


@contextmanager
def _database(folder: Path, organisation: Path) -> Iterator[Work]:
    """Lay a database in ``folder``; every case is told to it and undone."""
    call = Call("zh", folder / "scenario.db", False, "考核人", "2010-01-01 09:00", datetime.now(UTC))
    setup.lay(call, call.database, setup.read_organisation(organisation))
    edition = default_edition()
    with Store.open(call.database) as store:
        calendar = store.calendar(edition)
        yield Work(call, store, call.now(calendar), edition, calendar, folder=folder)


# -- facts in -----------------------------------------------------------------------------------


@dataclass(slots=True)
class _Telling:
    """A case being told: the work, what is usual, and the complaint spoken of last."""

    work: Work
    usual: Mapping[str, Table]
    edition: Table
    last: str | None = None
    refs: dict[str, str] = field(default_factory=dict)  # the program's number -> the name in the file


def _run_case(work: Work, document: Table, case: Table, edition: Edition) -> list[str]:
    failures: list[str] = []
    try:
        with work.store.writing():
            failures = _told(work, document, case, edition)
            raise Undone
    except Undone:
        return failures
    except (Unusable, ComplaintError) as error:
        return [str(error)]


def _told(work: Work, document: Table, case: Table, edition: Edition) -> list[str]:
    import tomllib

    base = merged(tomllib.loads(edition.source, parse_float=Decimal), {"effective": ALWAYS})
    telling = _Telling(work, document.get("usual", {}), merged(base, case.get("edition", {})))
    setup.adopt(work, _edition(telling.edition), work.now, *_signed(work))
    for number, step in enumerate(case["steps"], 1):
        try:
            _tell(telling, step)
        except (Unusable, ComplaintError) as error:
            do = step.get("do", "?") if isinstance(step, dict) else "?"
            return [Scenarios.STEP(number=number, do=do, why=error)]
    now = _moment(work, case.get("now") or document.get("now"), "now")
    month = case.get("month") or document.get("month")
    if not isinstance(month, str):
        raise Unusable(Scenarios.MISSING_KEY(key="month"))
    period, chosen = period_in(work.store, month, now)
    return compare(assess_month(work.store, period, law_of(work.store, chosen)), case, telling.refs)


def _tell(telling: _Telling, step: Any) -> None:
    """Take one step, entered when it happened or at its ``entered``."""
    _keys(step, {**step, "do": ""} if isinstance(step, dict) else (), required=("do", "at"))
    do, given = step["do"], {key: value for key, value in step.items() if key not in ("do", "ref", "entered")}
    if do not in ACTS and do not in STEP_KEYS:
        raise Unusable(Scenarios.UNKNOWN_KEY(key=do, known=", ".join((*ACTS, *STEP_KEYS))))
    moment = _moment(telling.work, step.get("entered", step["at"]), "at")
    work = telling.work.as_of(moment)
    if do in STEP_KEYS:
        _keys(given, STEP_KEYS[do])
        _own_step(telling, work, do, given)
        return
    given = {**telling.usual.get(do, {}), **given}
    if do == "amend" and "step" not in given:  # an intake's correction is made then, by who sits there
        work.call = work.call._replace(sits=given.pop("by", None))
        del given["at"]
    known = keys_of(act_of(do))
    if "no" in known:
        given.setdefault("no", f"@{telling.last}")
    options = {f"{key}_" if f"{key}_" in known else key: _named(telling, value) for key, value in given.items()}
    _keys(options, known)
    for name in names(options.get("evidence"), "evidence"):
        if Path(name).name != name:
            raise Unusable(Scenarios.WRONG_TYPE(key="evidence"))
        (work.folder / name).write_text(name, encoding="utf-8")
    answer = act_of(do)(work, **options)
    if do == "intake":
        telling.last = step.get("ref", answer["no"])
        telling.refs[answer["no"]] = telling.last


def _signed(work: Work) -> tuple[str, str]:
    """Return who stands behind a change of edition or posts in a scenario, and who makes it."""
    return work.organisation.holder("general", None, work.now.date()) or "总经理", work.sitter


def _own_step(telling: _Telling, work: Work, do: str, given: Table) -> None:
    if do == "adopt":
        if not isinstance(given.get("edition"), dict):
            raise Unusable(Scenarios.WRONG_TYPE(key="edition"))
        setup.adopt(work, _edition(merged(telling.edition, given["edition"])), work.now, *_signed(work))
    elif do == "set-manager":
        _keys(given, STEP_KEYS[do], required=STEP_KEYS[do])
        if type(given["since"]) is not date:
            raise Unusable(Scenarios.WRONG_TYPE(key="since"))
        second, actor = _signed(work)
        setup.set_manager(work, given["department"], given["name"], given["since"], work.now, actor, second)
    else:
        no = required(_named(telling, given.get("no", f"@{telling.last}")), "no")
        case, day = work.store.case(no), work.now.date()
        department = case.transfers[-1].department if case.transfers else None
        for post, of in (("deputy", department), ("general", None)):
            holder = work.organisation.holder("deputy" if post == "deputy" else "general", of, day)
            act_of("approve")(work, no=no, as_=post, by=holder, at=given["at"])


def _named(telling: _Telling, value: object) -> object:
    """Return what a value of a step means: a complaint by its name in the file, a number as text."""
    if isinstance(value, str) and value.startswith("@"):
        numbers = {name: number for number, name in telling.refs.items()}
        if value[1:] not in numbers:
            raise Unusable(Scenarios.UNKNOWN_KEY(key=value, known=", ".join(numbers)))
        return numbers[value[1:]]
    return str(value) if isinstance(value, Decimal) else value


def _moment(work: Work, text: object, key: str) -> datetime:
    if not isinstance(text, str):
        raise Unusable(Scenarios.MISSING_KEY(key=key))
    return parse_time(text, now=work.now, calendar=work.calendar)


# -- editions -----------------------------------------------------------------------------------


def merged(table: Mapping[str, object], changes: Mapping[str, object]) -> Table:
    """Return a table with some of its values, and those of its tables, replaced."""
    result = dict(table)
    for key, value in changes.items():
        old = result.get(key)
        result[key] = merged(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return result


def _edition(document: Table) -> Edition:
    return parse_edition(as_toml(document), name="edition")


def as_toml(document: Mapping[str, object], heading: str = "") -> str:
    """Write a document as TOML: its values, then its tables."""
    plain = {key: value for key, value in document.items() if not isinstance(value, dict)}
    lines = [f"[{heading}]"] if heading else []
    lines += [f"{key} = {_toml_value(value)}" for key, value in plain.items()]
    tables = [
        as_toml(value, f"{heading}.{key}" if heading else key)
        for key, value in document.items()
        if isinstance(value, dict)
    ]
    return "\n".join([*lines, *tables])


def _toml_value(value: object) -> str:
    import json

    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {_toml_value(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml_value, value)) + "]"
    if isinstance(value, str | bool):
        return json.dumps(value, ensure_ascii=False)
    return value.isoformat() if isinstance(value, date) else str(value)


# -- findings out -------------------------------------------------------------------------------


def compare(result: Assessment, case: Table, refs: Mapping[str, str]) -> list[str]:
    """Return where an assessment is not exactly what the case expects; every line counts, in order."""
    only = next(iter(refs.values())) if len(refs) == 1 else None
    points = [_filled(line, PointLine._fields, POINT_REQUIRED, POINT_DEFAULTS, only) for line in case.get("points", [])]
    fines, unassigned = (
        [_filled(line, FineLine._fields, FINE_REQUIRED, FINE_DEFAULTS, only) for line in case.get(part, [])]
        for part in ("fines", "unassigned")
    )
    failures = _lines("points", points, result.points, refs)
    failures += _lines("fines", fines, result.fines, refs)
    failures += _lines("unassigned", unassigned, result.unassigned, refs)
    failures += _same("excluded", case.get("excluded", []), [refs[line.complaint] for line in result.excluded])
    if "late_entries" in case:
        failures += _same("late_entries", case["late_entries"], result.late_entries)
    lines = {line.department: line for line in result.departments}
    for name, expected in case.get("departments", {}).items():
        if name not in lines:
            raise Unusable(Scenarios.NO_DEPARTMENT(name=name))
        _keys(expected, DepartmentLine._fields)
        for key, value in expected.items():
            failures += _same(f"{name} {key}", None if value == "none" else value, getattr(lines[name], key))
    return failures


def _filled(line: Any, known: tuple[str, ...], required: tuple[str, ...], defaults: Table, only: str | None) -> Table:
    """Return an expected line with what is left unsaid."""
    _keys(line, known, required=required)
    complaint = None if line["rule"] in DEPARTMENTLESS else only
    filled = {"complaint": complaint, **defaults, **line}
    if filled.get("person") == "":
        filled["person"] = None
    return filled


def _lines(part: str, expected: list[Table], found: Sequence[Line], refs: Mapping[str, str]) -> list[str]:
    """Compare lines one by one; of a found line, the keys that the expected one says."""
    rest = list(found)
    failures = []
    for position, line in enumerate(expected, 1):
        if not rest:
            failures.append(Scenarios.FEWER(part=part, line=_words(line)))
            continue
        actual = _plain(rest.pop(0), refs)
        failures += _same(f"{part} {position}", _words(line), _words({key: actual[key] for key in line}))
    return failures + [
        Scenarios.MORE(part=part, line=_words({key: actual[key] for key in required if key in actual}))
        for actual in (_plain(line, refs) for line in rest)
        for required in [("complaint", "at", *POINT_REQUIRED, *FINE_REQUIRED)]
    ]


def _plain(line: Line, refs: Mapping[str, str]) -> Table:
    values: Table = line._asdict()
    return {**values, "complaint": refs.get(values["complaint"])}


def _words(line: Mapping[str, object]) -> str:
    return ", ".join(f"{key} {_word(value)}" for key, value in line.items())


def _word(value: object) -> str:
    if isinstance(value, bool) or value is None:
        return str(value).lower()
    if isinstance(value, int | Decimal):
        return f"{Decimal(value):.2f}"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}"
    return "–".join(map(_word, value)) if isinstance(value, list | tuple) else str(value)


def _same(part: str, expected: object, found: object) -> list[str]:
    if expected == found:
        return []
    return [Scenarios.DIFFERS(part=part, expected=_shown(expected), found=_shown(found))]


def _shown(value: object) -> str:
    return "none" if value is None else str(value)
