"""What SQL sees of complaints that went the plain way: what they count in a month, and what a rule may speak of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from complaint_cli.assessment.rules import Period, Trait
from complaint_cli.assessment.scores import Counted, Seen
from complaint_cli.company.categories import HOTLINE, source_kind
from complaint_cli.complaint.stages import STAGES
from complaint_cli.store.database import UNREAD_BY_RULES, Store
from complaint_cli.store.journal import encode
from complaint_cli.store.matters import places_of

_SEEN = {"transfer", "approval", "handback", "callback", "reply", "evidence", "investigation", "link"}
_CHANGING = [table for table in STAGES if table not in _SEEN.union(UNREAD_BY_RULES)]


def _way(*, doubtful: bool) -> str:
    """Return the SELECT of the complaints with one step of each kind, changed by nobody.

    A step is known when it has happened, where it is asked what is ``doubtful`` only when it was entered too. The
    limit keeps SQLite from reading each time twice.
    """

    def known(step: str) -> str:
        return f"max(julianday({step}.at), julianday({step}.entered))" if doubtful else f"julianday({step}.at)"

    return f"""
    SELECT c.id, c.category, c.source, t.department, b.result, b.rework, h.entry AS handing,
        julianday(c.at) AS receipt, julianday(c.deadline) AS deadline, julianday(a.at) AS dispatched,
        {known("t")} AS transferred, julianday(h.at) AS back, {known("h")} AS back_known,
        julianday(b.at) AS call, {known("b")} AS call_known, julianday(r.at) AS reply, {known("r")} AS reply_known,
        (SELECT repeat_of FROM link WHERE complaint = c.id ORDER BY id DESC LIMIT 1) IS NOT NULL AS linked
    FROM complaint c CROSS JOIN transfer t ON t.complaint = c.id
        CROSS JOIN approval a ON a.transfer = t.id AND a.post = 'general' AND a.verdict = 'approved'
        CROSS JOIN handback h ON h.complaint = c.id AND h.transfer = t.id
        CROSS JOIN callback b ON b.complaint = c.id
        LEFT JOIN reply r ON r.complaint = c.id
    WHERE c.id IN (SELECT value FROM json_each(:rows))
        AND NOT EXISTS (SELECT 1 FROM approval WHERE complaint = c.id AND verdict = 'rejected')
        {"".join(f"AND NOT EXISTS (SELECT 1 FROM {table} WHERE complaint = c.id) " for table in _CHANGING)}
    GROUP BY c.id HAVING count(*) = 1 LIMIT -1
"""


_URGENT = "(deadline - receipt) * 86400 <= :urgent_within + 0.5"  # half a second is what days as floats may lose
_TRANSFER = f"CASE WHEN {_URGENT} THEN min(:transfer, :transfer_urgent) ELSE :transfer END"
_KEPT = "SELECT 1 FROM evidence e WHERE e.complaint = way.id AND julianday(e.at) <= back"

HAS: dict[Trait, str] = {
    Trait.LATE: "back_known > deadline",
    Trait.SLOW_TRANSFER: f"(transferred - receipt) * 86400 > {_TRANSFER} + 0.5",
    Trait.SLOW_CALL: "(call_known - back) * 86400 > :callback + 0.5",
    Trait.SLOW_REPLY: (
        "source IN (SELECT value FROM json_each(:owed)) AND "
        "(reply IS NULL OR reply < back OR (reply_known - back) * 86400 > :reply + 0.5)"
    ),
    Trait.UNSATISFIED: "result = 'unsatisfied'",
    Trait.REWORK: "rework",
    Trait.INVESTIGATED: "EXISTS (SELECT 1 FROM investigation WHERE complaint = way.id)",
    Trait.NO_EVIDENCE: f"NOT EXISTS ({_KEPT})",
    Trait.LATE_EVIDENCE: f"EXISTS ({_KEPT} AND e.entry <> handing AND julianday(e.entered) > back)",
}
"""By what SQL sees each trait of a complaint that went the plain way; a place on its matter it does not see."""

_DUE = "deadline BETWEEN :start AND :until AND deadline < :as_of"
_HEARD = "result <> 'unreached' AND call BETWEEN :start AND :until"
_COUNTED = f"""
    receipt BETWEEN :start AND :until, {_DUE}, {_DUE} AND back <= deadline, category, source,
    CASE WHEN dispatched <= :as_of THEN department END,
    CASE WHEN dispatched <= max(:as_of, deadline) THEN department END,
    CASE WHEN {_HEARD} THEN result END,
    CASE WHEN {_HEARD} AND dispatched <= call THEN department END
"""


def _told(values: Sequence[Any], place: tuple[int, str] | None, former: Mapping[str, str]) -> Seen:
    """Return what the columns say of a complaint, its departments as they are called now."""
    mask, *counts = values
    nth = place[0] if place else 1
    one = Counted._make((*counts, nth > 1))
    names = {field: getattr(one, field) for field in ("department", "answers", "called")}
    traits = [*(trait for trait in HAS if mask >> trait.value & 1), *([Trait.THIRD] if nth > 2 else [])]
    return Seen(frozenset(traits), one._replace(**{k: former.get(name, name) for k, name in names.items()}), place)


def seen(
    store: Store, rows: Sequence[int], shortest: Mapping[str, float], period: Period, *, doubtful: bool
) -> dict[int, Seen]:
    """Return what is seen of the complaints that went the plain way, by row; of the others nothing is."""
    execute = store.connection.execute
    given: dict[str, object] = {"rows": encode(rows), **shortest}
    moments = {"start": period.start, "until": min(period.end, period.as_of), "as_of": period.as_of}
    for name, moment in moments.items():
        given[name] = execute("SELECT julianday(?)", (moment.isoformat(),)).fetchone()[0]
    sources = execute("SELECT DISTINCT source FROM complaint WHERE id IN (SELECT value FROM json_each(:rows))", given)
    given["owed"] = encode([source for (source,) in sources if source_kind(source) in HOTLINE])
    mask = " | ".join(f"(coalesce({condition}, 1) << {trait.value})" for trait, condition in HAS.items())
    found = execute(
        f"WITH way AS ({_way(doubtful=doubtful)}) SELECT id, linked, {mask}, {_COUNTED} FROM way", given
    ).fetchall()
    place = places_of(store, [row for row, linked, *_ in found if linked])
    former = store.organisation().former
    alike: dict[tuple[Any, ...], Seen] = {}  # one object for many
    told: dict[int, Seen] = {}
    for values in found:
        key = values[2:], place.get(values[0])
        one = alike.get(key)
        told[values[0]] = one or alike.setdefault(key, _told(*key, former))
    return told
