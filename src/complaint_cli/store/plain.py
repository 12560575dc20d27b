"""A month's plain complaints, found and counted by SQL: no rule has anything to say of them, so none becomes a case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from complaint_cli.assessment.rules import Period, Trait
from complaint_cli.assessment.scores import Counted
from complaint_cli.company.categories import HOTLINE, source_kind
from complaint_cli.complaint.stages import STAGES
from complaint_cli.store.database import UNREAD_BY_RULES, Store
from complaint_cli.store.journal import encode


def _later(step: str) -> str:
    """Return the term of SQL for when a step happened or was entered, whichever is later."""
    return f"max(julianday({step}.at), julianday({step}.entered))"


def _over(term: str, since: str, limit: str) -> str:
    """Return the condition that more than a limit lies between; half a second covers what days as floats lose."""
    return f"({term} - julianday({since})) * 86400 > {limit} + 0.5"


_URGENT = _over("julianday(c.deadline)", "c.at", ":urgent_within")
_KEPT = "SELECT 1 FROM evidence e WHERE e.complaint = c.id AND julianday(e.at) <= julianday(h.at)"

HAS: dict[Trait, str] = {
    Trait.LATE: f"{_later('h')} > julianday(c.deadline)",
    Trait.SLOW_TRANSFER: _over(
        _later("t"), "c.at", f"(CASE WHEN {_URGENT} THEN :transfer ELSE min(:transfer, :transfer_urgent) END)"
    ),
    Trait.SLOW_CALL: _over(_later("b"), "h.at", ":callback"),
    Trait.SLOW_REPLY: (
        "c.source IN (SELECT value FROM json_each(:owed)) AND "
        f"(r.at IS NULL OR julianday(r.at) < julianday(h.at) OR {_over(_later('r'), 'h.at', ':reply')})"
    ),
    Trait.UNSATISFIED: "b.result = 'unsatisfied'",
    Trait.REWORK: "b.rework",
    Trait.INVESTIGATED: "EXISTS (SELECT 1 FROM investigation WHERE complaint = c.id)",
    Trait.NO_EVIDENCE: f"NOT EXISTS ({_KEPT})",
    Trait.LATE_EVIDENCE: f"EXISTS ({_KEPT} AND e.entry <> h.entry AND julianday(e.entered) > julianday(h.at))",
    Trait.REPEATED: "EXISTS (SELECT 1 FROM link WHERE complaint = c.id)",
}
"""By what SQL sees each trait of a plain complaint."""

_SEEN = {"transfer", "approval", "handback", "callback", "reply", "evidence", "investigation", "link"}
_PLAIN = " AND ".join(
    (
        "NOT EXISTS (SELECT 1 FROM approval WHERE complaint = c.id AND verdict = 'rejected')",
        *(
            f"NOT EXISTS (SELECT 1 FROM {table} WHERE complaint = c.id)"
            for table in STAGES
            if table not in _SEEN.union(UNREAD_BY_RULES)
        ),
    )
)
_WAY = """
    complaint c CROSS JOIN transfer t ON t.complaint = c.id
    CROSS JOIN approval a ON a.transfer = t.id AND a.post = 'general' AND a.verdict = 'approved'
    CROSS JOIN handback h ON h.complaint = c.id AND h.transfer = t.id
    CROSS JOIN callback b ON b.complaint = c.id
    LEFT JOIN reply r ON r.complaint = c.id
"""
_DUE = "julianday(c.deadline) BETWEEN :start AND :until AND julianday(c.deadline) < :as_of"
_HEARD = "b.result <> 'unreached' AND julianday(b.at) BETWEEN :start AND :until"
_COUNTED = f"""
    julianday(c.at) BETWEEN :start AND :until, {_DUE}, {_DUE},
    c.category, c.source, 0,
    CASE WHEN julianday(a.at) <= :as_of THEN t.department END,
    CASE WHEN julianday(a.at) <= max(:as_of, julianday(c.deadline)) THEN t.department END,
    CASE WHEN {_HEARD} THEN b.result END,
    CASE WHEN {_HEARD} AND julianday(a.at) <= julianday(b.at) THEN t.department END
"""


def plain(
    store: Store, rows: Sequence[int], asked: Collection[Trait], shortest: Mapping[str, float], period: Period
) -> tuple[set[int], Counter[Counted]]:
    """Return the rows of the plain complaints that have none of the traits asked for, and what they count.

    Plain is what was transferred, signed, handed back and called back once and changed by nobody. The traits are asked
    behind the count: before it they would hide a second call.
    """
    execute = store.connection.execute
    among = "c.id IN (SELECT value FROM json_each(:rows))"
    given: dict[str, object] = {"rows": encode(rows), **shortest}
    for name, moment in (("start", period.start), ("until", min(period.end, period.as_of)), ("as_of", period.as_of)):
        given[name] = execute("SELECT julianday(?)", (moment.isoformat(),)).fetchone()[0]
    sources = [source for (source,) in execute(f"SELECT DISTINCT source FROM complaint c WHERE {among}", given)]
    given["owed"] = encode([source for source in sources if source_kind(source) in HOTLINE])
    traits = "".join(f" AND NOT ({HAS[trait]})" for trait in sorted(asked, key=lambda trait: trait.value))
    sql = f"SELECT c.id, {_COUNTED} FROM {_WAY} WHERE {among} AND {_PLAIN} GROUP BY c.id HAVING count(*) = 1{traits}"
    found: set[int] = set()
    alike: Counter[tuple[Any, ...]] = Counter()
    for row in execute(sql, given):
        found.add(row[0])
        alike[row[1:]] += 1
    counts: Counter[Counted] = Counter()
    former = store.organisation().former
    for values, times in alike.items():
        one = Counted(*values)
        department, answers, called = (
            name and former.get(name, name) for name in (one.department, one.answers, one.called)
        )
        counts[one._replace(department=department, answers=answers, called=called)] += times
    return found, counts
