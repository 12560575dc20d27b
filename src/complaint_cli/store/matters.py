"""Complaints on the same matter, as people have confirmed it (第五条第四款)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from complaint_cli.complaint.case import Case
from complaint_cli.complaint.records import Complaint
from complaint_cli.store.database import Store
from complaint_cli.store.journal import encode


def stands(alias: str) -> str:
    """Return the condition of SQL that a row's step was not withdrawn."""
    gone = f"w.complaint = {alias}.complaint AND w.step = {alias}.entry"
    return f"NOT EXISTS (SELECT 1 FROM withdrawal w WHERE {gone})"


EXCLUDED = (
    "coalesce((SELECT excluded FROM exclusion e "
    f"WHERE e.complaint = c.id AND {stands('e')} ORDER BY id DESC LIMIT 1), 0)"
)
"""The term of SQL that is 1 where complaint ``c`` is excluded."""


def same_matter(store: Store, row: int) -> list[Complaint]:
    """Return every complaint confirmed to be on the same matter, this one too, by receipt."""
    return _matters(store, [row])[0]


def place(store: Store, case: Case) -> tuple[int, str] | None:
    """Return where a confirmed repeat stands among all on its matter, from 1, and the first one's number."""
    return places(store, [case]).get(case.complaint.id)


def places(store: Store, cases: Iterable[Case], then: Case | None = None) -> dict[int, tuple[int, str]]:
    """Return ``place`` of many, by row; those that repeat nothing are left out.

    ``then`` is a complaint as it would stand with another receipt, link or exclusion than the ledger has.
    """
    return places_of(store, [case.complaint.id for case in cases if case.repeat_of is not None], then)


def places_of(store: Store, repeats: Sequence[int], then: Case | None = None) -> dict[int, tuple[int, str]]:
    """Return ``places`` of what is known to repeat something, by row."""
    found: dict[int, tuple[int, str]] = {}
    matters = _matters(store, repeats, then) if repeats else []
    out = _excluded(store, [complaint.id for whole in matters for complaint in whole])
    if then:
        out = out - {then.complaint.id} | ({then.complaint.id} if then.exclusion else set())
    for whole in matters:
        matter = [complaint for complaint in whole if complaint.id not in out]
        for position, complaint in enumerate(matter, 1):
            found[complaint.id] = position, matter[0].number
    return {row: found[row] for row in repeats if row in found}


def others(store: Store, now: Case, then: Case) -> set[int]:
    """Return the others on a complaint's matter, whether it stands as it does now or as it did then."""
    if (now.repeat_of, now.receipt, bool(now.exclusion)) == (then.repeat_of, then.receipt, bool(then.exclusion)):
        return set()  # none of them is touched
    row = now.complaint.id
    return {one.id for case in (now, then) for whole in _matters(store, [row], case) for one in whole} - {row}


def ever_linked(store: Store, rows: Iterable[int]) -> list[int]:
    """Return the rows and all that was ever linked with them."""
    sql = (
        "WITH RECURSIVE kin(id) AS (SELECT value FROM json_each(?) "
        "UNION SELECT l.complaint FROM link l JOIN kin ON l.repeat_of = kin.id "
        "UNION SELECT l.repeat_of FROM link l JOIN kin ON l.complaint = kin.id WHERE l.repeat_of IS NOT NULL) "
        "SELECT id FROM kin"
    )
    return [row[0] for row in store.connection.execute(sql, (encode(list(rows)),))]


def _excluded(store: Store, rows: list[int]) -> set[int]:
    """Return those of the rows that are excluded."""
    sql = f"SELECT id FROM complaint c WHERE id IN (SELECT value FROM json_each(?)) AND {EXCLUDED} = 1"
    return {row[0] for row in store.connection.execute(sql, (encode(rows),))}


def _matters(store: Store, rows: Iterable[int], then: Case | None = None) -> list[list[Complaint]]:
    """Return the complaints of every matter that one of ``rows`` belongs to, each by receipt."""
    latest = f"id = (SELECT max(id) FROM link l WHERE complaint = k.complaint AND {stands('l')})"
    chosen = "(SELECT value FROM json_each(?1))"
    sql = (
        f"SELECT complaint, repeat_of FROM link k "
        f"WHERE complaint IN {chosen} AND repeat_of IS NOT NULL AND {latest} "
        f"UNION SELECT complaint, repeat_of FROM link k WHERE repeat_of IN {chosen} AND {latest}"
    )
    matter = {row: {row} for row in rows}
    waiting = set(matter)
    while waiting:
        pairs = store.connection.execute(sql, (encode(sorted(waiting)),)).fetchall()
        if then:
            own = then.complaint.id, then.repeat_of
            pairs = [pair for pair in pairs if pair[0] != own[0]]
            pairs += [own] if own[1] is not None and not waiting.isdisjoint(own) else []
        waiting = {row for pair in pairs for row in pair if row not in matter}
        matter |= {row: {row} for row in waiting}
        for pair in pairs:
            one, other = (matter[row] for row in pair)
            if one is not other:
                one |= other
                matter |= dict.fromkeys(other, one)
    known = {complaint.id: complaint for complaint in store.complaints(matter)}
    if then and then.complaint.id in known:
        known[then.complaint.id] = then.complaint
    families = {id(family): family for family in matter.values()}
    return [sorted((known[row] for row in family), key=_by_receipt) for family in families.values()]


def _by_receipt(complaint: Complaint) -> tuple[datetime, int, int]:
    return complaint.at, complaint.year, complaint.serial
