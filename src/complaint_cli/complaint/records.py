"""What was entered of a complaint, a record a stage."""

from __future__ import annotations

from datetime import datetime

from complaint_cli.text.tuples import Base, NamedTuple


class Record(Base):
    """What the record of a stage begins with: its row, the journal entry that wrote it, when it was entered, when it
    happened, who did it, and the row of the complaint; a commendation may be of none.
    """

    id: int
    entry: int
    entered: datetime
    at: datetime
    actor: str
    complaint: int | None


class Complaint(NamedTuple):
    """What was taken in (投诉工单), amendments applied; ``at`` is the receipt."""

    id: int
    entry: int
    entered: datetime
    at: datetime
    actor: str
    number: str
    year: int
    serial: int
    content: str
    category: str
    source: str
    urgency: str
    caller: str | None
    phone: str | None
    account: str | None
    address: str | None
    order_no: str | None
    superior_no: str | None
    deadline: datetime
    basis: str
    provisional: int
    confidential: int
    channel: str | None = None


class Amendment(Record):
    """A typing error corrected: both values and the reason stay."""

    field: str
    old: str | None
    new: str | None
    reason: str
    approved_by: str | None = None


class Transfer(Record):
    """A transfer form filled in (转办单)."""

    department: str
    persons: tuple[str, ...]
    justified: str | None
    approved_by: str | None = None


class Approval(Record):
    """A signature on a transfer form, or its refusal."""

    transfer: int
    post: str
    verdict: str
    acting: int
    opinion: str


class Returned(Record):
    """A transfer sent back by the department as not its own."""

    transfer: int
    reason: str
    approved_by: str | None = None


class Contact(Record):
    """The department spoke with the caller."""

    means: str


class Evidence(Record):
    """A file kept as a trace of the work (工作痕迹), by its SHA-256."""

    name: str
    sha256: str
    size: int


class Note(Record):
    """What the department wrote: the ``result``, or a ``report`` of a difficult matter to the managers."""

    kind: str
    text: str


class Handback(Record):
    """The department handed the complaint back."""

    transfer: int


class Extension(Record):
    """A deadline moved, asked for before the old one lapsed."""

    old_deadline: datetime
    new_deadline: datetime
    approved_by: str
    reason: str


class Callback(Record):
    """One attempt to call the caller back (回访)."""

    result: str
    resolved: int | None
    rework: int
    note: str | None = None

    @property
    def reached(self) -> bool:
        """Whether the caller was reached."""
        return self.result != "unreached"


class Reply(Record):
    """The reply to the superior unit."""

    summary: str


class Link(Record):
    """A person's word that it is the same matter as ``repeat_of``, or, with None, that it is not."""

    repeat_of: int | None
    reason: str | None = None
    approved_by: str | None = None


class Investigation(Record):
    """What the joint investigation found (调查认定)."""

    auditor: str
    clerk: str
    internal_cause: int
    adverse_effect: int
    severity: str | None
    false_record: int
    persons: tuple[str, ...]
    department: str | None = None
    note: str | None = None


class Decision(Record):
    """The auditor's amount in 分 for one fine (核定); None waives it."""

    rule: str
    person: str
    amount: int | None
    reason: str
    role: str | None = None
    saw_base: int | None = None
    saw_factor: int | None = None


class Exclusion(Record):
    """A complaint taken out of scores and rates (剔除), or, with ``excluded`` 0, put back."""

    excluded: int
    reason: str
    approved_by: str | None


class Commendation(Record):
    """A praise that adds points to a department; it may name a complaint."""

    department: str
    reason: str


class Naming(Record):
    """The responsible persons of a transfer named, or named anew."""

    transfer: int
    persons: tuple[str, ...]
    approved_by: str | None


class Correction(Record):
    """One value of a step corrected (更正): both values and the reason stay."""

    step: int
    stage: str
    row: int
    field: str
    old: str | None
    new: str | None
    reason: str
    approved_by: str | None


class Withdrawal(Record):
    """A step taken back whole (撤销): it stays readable, no rule sees it."""

    step: int
    commendation: int | None
    reason: str
    approved_by: str | None


class Objection(Record):
    """A fined person's objection to a line of a month (申诉)."""

    rule: str
    person: str
    month: str
    late: int
    reason: str


def happened(step: Record) -> tuple[datetime, int]:
    """Return the key that orders steps by when they happened, then by entry."""
    return step.at, step.id
