"""Each closed month worked out once more from the entries up to its head, and held against what is stored."""

from __future__ import annotations

import json
from typing import Any

from complaint_cli import __version__
from complaint_cli.acts.call import Call
from complaint_cli.acts.carrying import judged_again
from complaint_cli.acts.closing import as_closed
from complaint_cli.acts.month import period_in
from complaint_cli.acts.work import Work
from complaint_cli.assessment.codec import to_json
from complaint_cli.errors import ComplaintError
from complaint_cli.messages.rules import why_now
from complaint_cli.store.closings import Closing, as_before, closings
from complaint_cli.store.database import Store
from complaint_cli.store.journal import encode


def not_as_closed(call: Call, store: Store) -> list[tuple[str, str | None]]:
    """Name the closed months whose stored result is not what their facts then give, with the version that closed them.

    What this version closed is the same to the last key; what another did, in what its facts and its edition give.
    """
    found: list[tuple[str, str | None]] = []
    for closing in closings(store):
        with as_before(store, closing.entry) as then:
            same = _same_whole(call, closing, then) if closing.version == __version__ else _same_lines(closing, then)
        if not same:
            found.append((closing.month, closing.version))
    return found


def _same_whole(call: Call, closing: Closing, then: Store) -> bool:
    """Whether closing the month over a ledger as it stood then stores the same again."""
    try:
        _, edition = period_in(then, closing.month, closing.at)
        work = Work(call, then, closing.at.astimezone(edition.timezone), edition, then.calendar(edition))
        said, stored = _alike(encode(to_json(as_closed(work, closing.month)))), _alike(closing.result)
    except (ComplaintError, ValueError, LookupError, TypeError):  # of what was changed outside, nothing can be derived
        return False
    return (said, edition.sha256, then.head()[1]) == (stored, closing.edition, closing.head)


def _same_lines(closing: Closing, then: Store) -> bool:
    judged, stored = judged_again(closing.store, closing, then, closing.at), _alike(closing.result)
    if judged is None:
        return False
    said = _alike(encode(to_json(judged)))
    return all(said[name] == stored.get(name) for name in _JUDGED)


def _alike(text: str) -> dict[str, Any]:
    """Return a closed answer with its reasons in the language in use; they are kept in that of the closing."""
    kept: dict[str, Any] = json.loads(text)
    for reason in (reason for late in kept.get("late_without_fine", ()) for reason in late["reasons"]):
        reason["why"] = why_now(reason["why"])
    return kept


_JUDGED = ("departments", "points", "fines", "unassigned", "excluded", "late_without_fine", "totals", "overall")
"""The parts of a closed month's answer that its facts and its edition give."""
