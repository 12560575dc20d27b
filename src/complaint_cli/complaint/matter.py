"""Complaints that may be on one matter: suggested with a reason, never linked by the program (第五条第四款)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from complaint_cli.complaint.records import Complaint
from complaint_cli.messages.repeats import Reason

ALIKE = 75.0
"""From how many per cent alike two texts are taken to say the same."""


class Suggestion(NamedTuple):
    """An earlier complaint that may be the same matter, how strongly, and why."""

    earlier: Complaint
    score: float
    reasons: tuple[Reason, ...]


def suggest(new: Complaint, earlier: Iterable[Complaint], most: int = 5) -> list[Suggestion]:
    """Rank the earlier complaints that may be the same matter as ``new``, the likeliest first.

    The same phone, account or address with the same category is strong; a text much alike is weaker. The same
    order under two numbers is not a repeat.
    """
    from rapidfuzz import fuzz, process

    olds = [old for old in earlier if old.id != new.id and old.at <= new.at]
    texts = [old.content for old in olds]
    near = process.extract(new.content, texts, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=None)
    scores = {position: score for _, score, position in near}
    found = []
    for position, old in enumerate(olds):
        reasons = [
            reason
            for reason, mine, theirs in (
                (Reason.PHONE, new.phone, old.phone),
                (Reason.ACCOUNT, new.account, old.account),
                (Reason.ADDRESS, new.address, old.address),
            )
            if mine and mine == theirs
        ]
        same_category = new.category == old.category
        alike = scores.get(position, 0.0)
        if alike:
            reasons.append(Reason.TEXT)
        if (not alike and not (reasons and same_category)) or same_order(new, old):
            continue
        strength = 100.0 * sum(r is not Reason.TEXT for r in reasons) + (50.0 if same_category else 0.0) + alike
        found.append(Suggestion(old, strength, tuple(reasons)))
    return sorted(found, key=lambda s: (-s.score, -s.earlier.id))[:most]


def same_order(one: Complaint, other: Complaint) -> bool:
    """Whether two rows are one order, sent under its own and its superior number, or sent again."""
    mine = {number for number in (one.order_no, one.superior_no) if number}
    return any(number in mine for number in (other.order_no, other.superior_no) if number)
