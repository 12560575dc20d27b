"""What may be the same matter as a complaint (第五条第四款); people confirm it, nothing is linked."""

from __future__ import annotations

from datetime import timedelta

from complaint_cli.acts.work import Work
from complaint_cli.complaint.matter import Suggestion, suggest
from complaint_cli.complaint.records import Complaint
from complaint_cli.store.repeats import families, nearby, received

FEW = 3
"""So few new complaints are compared with what is near them alone, not all with all."""


def suggestions(work: Work, new: list[Complaint]) -> list[Suggestion]:
    """Return what may be the same matter as some complaints, within the edition's window before and after each."""
    window = timedelta(days=work.edition.get("duplicate.window").amount)
    if len(new) > FEW:
        moments = [complaint.at for complaint in new]
        around = received(work.store, min(moments) - window, max(moments) + window)
        return unconfirmed(work, suggest(around, window, {complaint.id for complaint in new}))
    found: dict[tuple[int, int], Suggestion] = {}
    for one in new:
        for pair in suggest(nearby(work.store, one, one.at - window, one.at + window), window, {one.id}):
            found[pair.complaint.id, pair.earlier.id] = pair
    return unconfirmed(work, [*found.values()])


def unconfirmed(work: Work, found: list[Suggestion]) -> list[Suggestion]:
    """Leave out the pairs that people have confirmed."""
    one = families(work.store, (c.id for s in found for c in (s.complaint, s.earlier)))
    return [s for s in found if s.earlier.id not in one or one[s.earlier.id] != one.get(s.complaint.id)]


def as_answer(found: Suggestion) -> dict[str, object]:
    """Return a suggestion as ``--json`` prints it."""
    return {
        "complaint": found.complaint.number,
        "earlier": found.earlier.number,
        "gap_days": found.gap_days,
        "score": round(found.score),
        "reasons": [reason.name.lower() for reason in found.reasons],
        "why": found.why(),
    }
