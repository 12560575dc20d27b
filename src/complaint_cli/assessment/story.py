"""One complaint's story for a month: its clocks, who held it, what every rule says of it, and its lines."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from complaint_cli.assessment.answer import Policy
from complaint_cli.assessment.codec import Json, adjustment_json, plain, policy_json, record_json
from complaint_cli.assessment.lines import Adjustment, FineLine, PointLine
from complaint_cli.text.tuples import NamedTuple


class Clock(NamedTuple):
    """A clock that runs or ran; either ``late_by`` or ``took`` says how long, in working days and seconds."""

    clock: str
    limit: str | None
    start: datetime
    due: datetime
    provisional: bool
    actual: datetime | None
    verdict: str
    late_by: Mapping[str, int] | None
    took: Mapping[str, int] | None
    department: str
    persons: tuple[str, ...]
    waits_for: str | None = None


class Signature(NamedTuple):
    """A signature on a transfer form; its reason only where it rejects."""

    at: datetime
    post: str
    by: str
    acting: bool
    verdict: str
    reason: str | None


class Back(NamedTuple):
    """The return of a transfer form."""

    at: datetime
    by: str
    reason: str | None


class Form(NamedTuple):
    """A transfer form: who signed it, and from when to when it was in force."""

    at: datetime
    by: str
    department: str
    persons: tuple[str, ...]
    justified: str | None
    signatures: tuple[Signature, ...]
    start: datetime | None
    share_left: Decimal | None
    until: datetime | None
    returned: Back | None


class Said(NamedTuple):
    """What a rule says: fired with its facts, or not and why."""

    rule: str
    clause: str
    cite: str
    moment: datetime | None
    fired: bool
    why: str | None = None
    reason: str | None = None
    department: str | None = None
    at: datetime | None = None
    factor: int | None = None
    facts: Mapping[str, object] = {}


class TakenOut(NamedTuple):
    """The exclusion in force."""

    at: datetime
    by: str
    approved_by: str | None
    reason: str | None


class Repeat(NamedTuple):
    """Its place on the matter that it repeats."""

    factor: int
    position: int
    first: str


class Deadline(NamedTuple):
    """The deadline in force, the first one, and whence that came."""

    at: datetime
    first: datetime
    basis: str
    provisional: bool


class Extended(NamedTuple):
    """An extension of the deadline."""

    at: datetime
    by: str
    old_deadline: datetime
    new_deadline: datetime
    approved_by: str | None
    reason: str | None


class Decided(NamedTuple):
    """A decision on one of its fines; without an amount the fine is waived."""

    at: datetime
    by: str
    rule: str
    person: str | None
    amount: Decimal | None
    reason: str | None


class Lines(NamedTuple):
    """What the month's answer has of the complaint."""

    points: tuple[PointLine, ...]
    fines: tuple[FineLine, ...]
    unassigned: tuple[FineLine, ...]
    adjustments: tuple[Adjustment, ...]


class Known(NamedTuple):
    """What the month knows of a complaint that was received by then."""

    changed_since_closing: bool
    excluded: TakenOut | None
    repeat: Repeat | None
    deadline: Deadline
    extensions: tuple[Extended, ...]
    clocks: tuple[Clock, ...]
    transfers: tuple[Form, ...]
    rules: tuple[Said, ...]
    decisions: tuple[Decided, ...]


class Story(NamedTuple):
    """A complaint as a month sees it."""

    complaint: str
    month: str
    status: str
    as_of: datetime
    policy: Policy
    received: datetime
    in_month: bool
    known: Known | None
    lines: Lines


def story_json(story: Story) -> Json:
    """Return a story as JSON has it."""
    lines = story.lines
    return {
        "schema": 2,
        "complaint": story.complaint,
        "month": story.month,
        "status": story.status,
        "as_of": story.as_of.isoformat(),
        "policy": policy_json(story.policy),
        "received": story.received.isoformat(),
        "known": story.known is not None,
        "in_month": story.in_month,
        **(_known(story.known) if story.known else {}),
        "points": list(map(record_json, lines.points)),
        "fines": list(map(record_json, lines.fines)),
        "unassigned": list(map(record_json, lines.unassigned)),
        "adjustments": list(map(adjustment_json, lines.adjustments)),
    }


def _known(known: Known) -> Json:
    own = {
        "clocks": [_clock(clock) for clock in known.clocks],
        "transfers": [_form(form) for form in known.transfers],
        "rules": [_said(said) for said in known.rules],
    }
    return record_json(known) | own


def _clock(clock: Clock) -> Json:
    optional = {"late_by", "took", "waits_for"}
    return {name: value for name, value in record_json(clock).items() if value is not None or name not in optional}


def _form(form: Form) -> Json:
    told = record_json(form) | {"share_left": None if form.share_left is None else str(form.share_left)}
    return {"from" if name == "start" else name: value for name, value in told.items()}


def _said(said: Said) -> Json:
    head = {"rule": said.rule, "clause": said.clause, "cite": said.cite, "moment": plain(said.moment)}
    found = {"department": said.department, "at": plain(said.at), "factor": said.factor, "facts": plain(said.facts)}
    return {**head, "fired": said.fired, **(found if said.fired else {}), "why": said.why, "reason": said.reason}
