"""What is looked up at the desk: pages of the ledger, words in it, notices sent."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from complaint_cli.company.calendar import iso
from complaint_cli.complaint.board import department_of, persons_of
from complaint_cli.store.rows import Times, records
from complaint_cli.text.near import half_width, name_key
from complaint_cli.text.tuples import NamedTuple

if TYPE_CHECKING:
    from complaint_cli.complaint.case import Case
    from complaint_cli.complaint.records import Commendation, Withdrawal
    from complaint_cli.store.database import Store

CHUNK = 200  # at most so many complaints are loaded at a time while a search looks on
NEWEST = 1000  # so many rows a search looks through first, then ten times as many, and so on

NEWEST_FIRST, OLDEST_FIRST = "ORDER BY c.year DESC, c.serial DESC", "ORDER BY c.year, c.serial"


class Filter(NamedTuple):
    """Which complaints are wanted; None does not choose."""

    rows: list[int] | None = None  # these alone
    filed: bool = False  # filed ones alone
    department: str | None = None  # of the last transfer form that stands
    person: str | None = None  # named by it, or since
    category: str | None = None  # its beginning
    source: Callable[[str], bool] | None = None
    urgency: str | None = None
    received: tuple[datetime, datetime] | None = None  # first and last moment
    satisfaction: str | None = None  # as the last call-back has it
    repeat: bool = False
    excluded: bool = False
    words: tuple[str, ...] = ()  # that stand in it
    keep: Callable[[Case], bool] | None = None  # what is asked of a case beyond what the tables tell

    @property
    def told(self) -> bool:
        """Whether the tables alone tell which complaints are wanted; else they tell which may be, a case the rest."""
        steps = (self.department, self.person, self.satisfaction, self.keep)
        return steps == (None, None, None, None) and not (self.repeat or self.excluded or self.words)


def page(
    store: Store, wanted: Filter, *, limit: int | None, offset: int = 0, order: str = NEWEST_FIRST
) -> Iterator[Case]:
    """Yield the complaints wanted, the newest number first unless ``order`` says otherwise.

    ``limit`` None yields them all, a chunk in memory.
    """
    where, values = _conditions(store, wanted)
    sql = f"SELECT c.id FROM complaint c {where} {order}"
    if wanted.told:
        sql += " LIMIT :limit OFFSET :offset"
        values |= {"limit": -1 if limit is None else limit, "offset": offset}
    rows = (row[0] for row in store.connection.execute(sql, values))
    if wanted.told:
        return store.each(rows)
    kept = (case for case in store.each(rows, CHUNK) if _fits(case, wanted))
    return islice(kept, offset, None if limit is None else offset + limit)


def count(store: Store, wanted: Filter) -> int | None:
    """Count the complaints wanted; None where each would have to be looked into, or there are very many."""
    if not wanted.told:
        return None
    where, values = _conditions(store, wanted)
    sql = f"SELECT COUNT(*) FROM (SELECT 1 FROM complaint c {where} LIMIT {_MOST_COUNTED + 1})"
    [found] = store.connection.execute(sql, values).fetchone()
    return found if found <= _MOST_COUNTED else None


_MOST_COUNTED = 100_000


def _fits(case: Case, wanted: Filter) -> bool:
    """Whether a case is what the tables say that it may be."""
    return (
        wanted.department in (None, department_of(case, ""))
        and (wanted.person is None or name_key(wanted.person) in map(name_key, persons_of(case)))
        and wanted.satisfaction in (None, case.satisfaction)
        and not (wanted.repeat and case.repeat_of is None)
        and not (wanted.excluded and case.exclusion is None)
        and all(holds(case, word) for word in wanted.words)
        and (wanted.keep is None or wanted.keep(case))
    )


def _conditions(store: Store, wanted: Filter) -> tuple[str, dict[str, object]]:
    found: list[str] = []
    values: dict[str, object] = {}

    def add(condition: str, **parameters: object) -> None:
        found.append(condition)
        values.update(parameters)

    if wanted.rows is not None:
        add("c.id IN (SELECT value FROM json_each(:rows))", rows=json.dumps(wanted.rows))
    if wanted.filed:
        add("NOT EXISTS (SELECT 1 FROM open_work o WHERE o.complaint = c.id)")
    if wanted.department is not None:  # of any form: which one stands, the case tells
        called = "SELECT value FROM department d, json_each(coalesce(d.formerly, '[]')) WHERE d.name = :department"
        any_form = f"SELECT complaint FROM transfer WHERE department = :department OR department IN ({called})"
        add(f"c.id IN ({any_form} UNION {_corrected('transfer', 'department')})", department=wanted.department)
    if wanted.person is not None:
        named = (
            "SELECT complaint FROM {} t WHERE EXISTS (SELECT 1 FROM json_each(t.persons) WHERE value IN (:name, :key))"
        )
        any_form = f"{named.format('transfer')} UNION {named.format('naming')}"
        names = {"name": wanted.person, "key": name_key(wanted.person)}
        add(f"c.id IN ({any_form} UNION {_corrected('transfer', 'persons')})", **names)
    if wanted.category is not None:
        add(f"{_current('category')} LIKE :category ESCAPE '\\'", category=escaped(wanted.category) + "%")
    if wanted.source is not None:
        store.connection.create_function("source_fits", 1, wanted.source, deterministic=True)
        add(f"source_fits({_current('source')})")
    if wanted.urgency is not None:
        add(f"{_current('urgency')} = :urgency", urgency=wanted.urgency)
    if wanted.received is not None:
        first, end = map(iso, wanted.received)
        add(
            "c.id IN (SELECT id FROM complaint WHERE at BETWEEN :first AND :end "
            "UNION SELECT complaint FROM amendment WHERE field = 'at' AND new BETWEEN :first AND :end) "
            f"AND {_current('at')} BETWEEN :first AND :end",
            first=first,
            end=end,
        )
    if wanted.satisfaction is not None:
        said = "EXISTS (SELECT 1 FROM callback b WHERE b.complaint = c.id AND b.result = :result)"
        add(f"({said} OR c.id IN ({_corrected('callback', 'result')}))", result=wanted.satisfaction)
    if wanted.repeat:
        add("c.id IN (SELECT complaint FROM link WHERE repeat_of IS NOT NULL)")
    if wanted.excluded:
        add("c.id IN (SELECT complaint FROM exclusion WHERE excluded)")
    for number, word in enumerate(wanted.words):
        add(_stands(store, number, word, values))
    return ("WHERE " + " AND ".join(found) if found else ""), values


def _corrected(stage: str, field: str) -> str:
    return f"SELECT complaint FROM correction WHERE stage = '{stage}' AND field = '{field}'"


def _current(column: str) -> str:
    """Return the SQL of a column that is never empty, as the last amendment has it."""
    amended = f"SELECT new FROM amendment m WHERE m.complaint = c.id AND m.field = '{column}' ORDER BY id DESC LIMIT 1"
    return f"coalesce(({amended}), c.{column})"


def escaped(text: str) -> str:
    r"""Return a text for LIKE … ESCAPE '\', its own % and _ meaning themselves."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


# -- search ------------------------------------------------------------------------------------


def search(store: Store, words: list[str], *, limit: int | None, offset: int = 0) -> Iterator[Case]:
    """Yield the complaints in which every word stands, the one registered last first.

    A word is found in content, caller, address, category and the numbers, in what was done, said and found, among
    the people, and at the end of a phone; full and half width are alike. What was amended or replaced is found by its
    present value alone.
    """
    last = None if limit is None else offset + limit
    return islice(_search(store, words, CHUNK if last is None else min(CHUNK, last)), offset, last)


_SAID = (
    ("note", "text"), ("reply", "summary"), ("callback", "note"), ("investigation", "note"), ("transfer", "persons"),
    ("naming", "persons"), ("amendment", "new"), ("correction", "new"),
)  # fmt: skip
"""Where else a word may stand: what was done, said and found, and who was named."""


def _search(store: Store, words: list[str], chunk: int) -> Iterator[Case]:
    [newest] = store.connection.execute("SELECT max(id) FROM complaint").fetchone()
    last, window = newest or 0, NEWEST
    while last > 0:  # a common word is found among the newest, and nothing else is read
        after = max(last - window, 0)
        values: dict[str, object] = {"after": after, "last": last}
        stands = " AND ".join(_stands(store, number, word, values) for number, word in enumerate(words))
        sql = f"SELECT id FROM complaint WHERE {stands} AND id > :after AND id <= :last ORDER BY id DESC"
        rows = store.connection.execute(sql, values)
        while found := [row[0] for row in rows.fetchmany(chunk)]:
            for case in store.each(found):
                changed = case.amendments or case.corrections or case.withdrawals or case.namings
                if not changed or all(holds(case, word) for word in words):
                    yield case
        last, window = after, window * 10


def _stands(store: Store, number: int, word: str, values: dict[str, object]) -> str:
    """Return the SQL that a word may stand in a complaint; its parameters join ``values``.

    Where else it stands is gathered into one list of rows: a row then asks for each word once.
    """
    from complaint_cli.complaint.fields import SEARCHED

    own: list[str] = []
    said: dict[tuple[str, str], list[str]] = {place: [] for place in _SAID}
    for form in dict.fromkeys((half_width(word), word.translate(_TO_WIDE))):
        letters = form.lower() != form.upper()  # without letters instr is the same as LIKE, and quicker
        name = f"word{number}_{len(own)}"
        values[name] = f"%{escaped(form)}%" if letters else form
        test = f"{{}} LIKE :{name} ESCAPE '\\'" if letters else f"instr({{}}, :{name})"
        own += map(test.format, SEARCHED)
        for place in _SAID:
            said[place].append(test.format(place[1]))
    among = "{0} > :after AND {0} <= :last AND " if values.get("after") else ""
    elsewhere = [
        f"SELECT complaint FROM {table} WHERE {among.format('complaint')}({' OR '.join(tests)})"
        for (table, _), tests in said.items()
    ]
    if (digits := half_width(word)).isdecimal():
        store.connection.create_function("ends_with_number", 2, ends_with, deterministic=True)
        name = f"end{number}"
        values |= {name: digits, f"length{number}": len(digits)}
        elsewhere.append(
            f"SELECT id FROM complaint WHERE {among.format('id')}phone IS NOT NULL "
            f"AND (substr(phone, -:length{number}) = :{name} "
            "OR phone <> CAST(CAST(phone AS INTEGER) AS TEXT) AND ("  # not plain: 138-0000-5678, 13800005678（本人）
            f"replace(replace(phone, '-', ''), ' ', '') LIKE '%' || :{name} "
            f"OR phone GLOB '*[^0-9 -]*' AND ends_with_number(phone, :{name})))"
        )
    return f"({' OR '.join(own)} OR id IN ({' UNION ALL '.join(elsewhere)}))"


_TO_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
_NUMBERS = r"[0-9][0-9 -]*"


def ends_with(phone: str | None, end: str) -> bool:
    """Whether one of the numbers in a phone's column, such as 13800005678（本人）, ends with digits."""
    numbers = re.findall(_NUMBERS, half_width(phone or ""))
    return any(number.replace(" ", "").replace("-", "").endswith(end) for number in numbers)


def holds(case: Case, word: str) -> bool:
    """Whether a word stands in a complaint as it is now."""
    from complaint_cli.complaint.fields import SEARCHED

    wanted = half_width(word).casefold()
    if wanted.isdecimal() and ends_with(case.complaint.phone, wanted):
        return True
    texts = [getattr(case.complaint, name) for name in SEARCHED]
    texts += [note.text for note in case.notes] + [reply.summary for reply in case.replies]
    texts += [call.note for call in case.callbacks] + [found.note for found in case.investigations]
    texts += [person for form in case.transfers for person in form.persons]
    return any(wanted in half_width(text).casefold() for text in texts if text)


# -- the board, one complaint, notices ---------------------------------------------------------


def filed_to_look_into(store: Store, since: datetime) -> list[Case]:
    """Return filed complaints, not investigated, that were handed back late, unsatisfied or linked since a moment.

    Of what was corrected since, too, which may have made one of them. They are candidates: what counts of a deadline
    amended or a link taken back, and since when, is for the caller to see.
    """
    sql = """
        SELECT DISTINCT c.id FROM complaint c JOIN (
            SELECT complaint FROM handback h WHERE h.at >= ?1 AND h.at > (SELECT coalesce(
                (SELECT new_deadline FROM extension e WHERE e.complaint = h.complaint ORDER BY id DESC LIMIT 1),
                deadline) FROM complaint WHERE id = h.complaint)
            UNION SELECT complaint FROM callback WHERE at >= ?1 AND result = 'unsatisfied'
            UNION SELECT complaint FROM link WHERE at >= ?1 AND repeat_of IS NOT NULL
            UNION SELECT complaint FROM correction WHERE at >= ?1 AND field IN ('at', 'result', 'new_deadline')
            UNION SELECT h.complaint FROM handback h JOIN amendment USING (complaint) WHERE h.at >= ?1
        ) s ON s.complaint = c.id
        WHERE NOT EXISTS (SELECT 1 FROM open_work o WHERE o.complaint = c.id)
            AND NOT EXISTS (SELECT 1 FROM investigation i WHERE i.complaint = c.id AND i.entry NOT IN (
                SELECT step FROM withdrawal WHERE complaint = c.id))
    """
    return store.load(row[0] for row in store.connection.execute(sql, (iso(since),)))


def clocks(store: Store, entries: Iterable[int]) -> dict[int, str]:
    """Return under which clock each journal entry was made."""
    sql = "SELECT seq, clock FROM journal WHERE seq IN (SELECT value FROM json_each(?))"
    return dict(store.connection.execute(sql, (json.dumps(sorted(set(entries))),)))


def set_back(store: Store, entries: Iterable[int], most: timedelta) -> frozenset[int]:
    """Return the journal entries whose clock stood more than ``most`` behind the entry before."""
    wanted = {*entries}
    sql = "SELECT seq, recorded FROM journal WHERE seq IN (SELECT value FROM json_each(?))"
    found = store.connection.execute(sql, (json.dumps(sorted(wanted | {entry - 1 for entry in wanted})),))
    at = {seq: datetime.fromisoformat(recorded) for seq, recorded in found}
    return frozenset(entry for entry in wanted if entry - 1 in at and at[entry - 1] - at[entry] > most)


def numbers_of(store: Store, rows: Iterable[int]) -> dict[int, str]:
    """Return the numbers of complaints by row."""
    sql = "SELECT id, number FROM complaint WHERE id IN (SELECT value FROM json_each(?))"
    return dict(store.connection.execute(sql, (json.dumps(sorted(set(rows))),)))


def praises(store: Store, row: int) -> list[Commendation]:
    """Return the commendations that name a complaint."""
    from complaint_cli.complaint.records import Commendation

    sql = "SELECT * FROM commendation WHERE complaint = ? ORDER BY id"
    return list(records(Commendation, store.connection.execute(sql, (row,)), Times()))


def taken_back(store: Store, row: int) -> list[Withdrawal]:
    """Return what took back commendations that name a complaint."""
    from complaint_cli.complaint.records import Withdrawal

    sql = "SELECT w.* FROM withdrawal w JOIN commendation c ON c.id = w.commendation WHERE c.complaint = ?"
    return list(records(Withdrawal, store.connection.execute(sql, (row,)), Times()))


def told(store: Store, recipient: str, rows: Iterable[int]) -> set[tuple[int, str]]:
    """Return what a recipient was told already of these complaints: row and stage."""
    sql = "SELECT complaint, stage FROM notice WHERE complaint IN (SELECT value FROM json_each(?)) AND recipient = ?"
    return set(store.connection.execute(sql, (json.dumps(list(rows)), recipient)))
