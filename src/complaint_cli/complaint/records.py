"""What was entered of a complaint, a record a stage."""

from __future__ import annotations

from datetime import datetime

from complaint_cli.text.tuples import NamedTuple

# The first five fields of every record: its row, the journal entry that wrote it,
# when it was entered, when it happened and who did it.


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


class Amendment(NamedTuple):
    """A typing error corrected: both values and the reason stay."""

    id: int
    entry: int
    entered: datetime
    at: datetime
    actor: str
    complaint: int
    field: str
    old: str | None
    new: str | None
    reason: str
    approved_by: str | None = None


class Transfer(NamedTuple):
    """A transfer form filled in (转办单)."""

    id: int
    entry: int
    entered: datetime
    at: datetime
    actor: str
    complaint: int
    department: str
    persons: tuple[str, ...]
    justified: str | None
    approved_by: str | None = None


class Approval(NamedTuple):
    """A signature on a transfer form, or its refusal."""

    id: int
    entry: int
    entered: datetime
    at: datetime
    actor: str
    complaint: int
    transfer: int
    post: str
    verdict: str
    acting: int
    opinion: str


class Returned(NamedTuple):
    """A transfer sent back by the department as not its own."""

    id: int
    entry: int
    entered: datetime
    at: datetime
    actor: str
    complaint: int
    transfer: int
    reason: str
    approved_by: str | None = None


class Contact(NamedTuple):
    """The department spoke with the caller."""

    id: int
    entry: int
    entered: datetime
    at: datetime
    actor: str
    complaint: int
    means: str


class Evidence(NamedTuple):
    """A file kept as a trace of the work (工作痕迹), by its SHA-256."""

    id: int
    entry: int
    entered: datetime
    at: datetime
    actor: str
    complaint: int
    name: str
    sha256: str
    size: int


class Note(NamedTuple):
    """What the department wrote: the ``result``, or a ``report`` of a difficult matter to the managers."""

    id: int
    entry: int
    entered: datetime
    at: datetime
    actor: str
    complaint: int
    kind: str
    text: str


class Handback(NamedTuple):
    """The department handed the complaint back."""

    id: int
    entry: int
    entered: datetime
    at: datetime
    actor: str
    complaint: int
    transfer: int


class Extension(NamedTuple):
    """A deadline moved, asked for before the old one lapsed."""

    id: int
    entry: int
    entered: datetime
    at: datetime
    actor: str
    complaint: int
    old_deadline: datetime
    new_deadline: datetime
    approved_by: str
    reason: str


class Callback(NamedTuple):
    """One attempt to call the caller back (回访)."""

    id: int
    entry: int
    entered: datetime
    at: datetime
    actor: str
    complaint: int
    result: str
    resolved: int | None
    rework: int
    note: str | None = None

    @property
    def reached(self) -> bool:
        """Whether the caller was reached."""
        return self.result != "unreached"


class Reply(NamedTuple):
    """The reply to the superior unit."""

    id: int
    entry: int
    entered: datetime
    at: datetime
    actor: str
    complaint: int
    summary: str


class Link(NamedTuple):
    """A person's word that it is the same matter as ``repeat_of``, or, with None, that it is not."""

    id: int
    entry: int
    entered: datetime
    at: datetime
    actor: str
    complaint: int
    repeat_of: int | None
    reason: str | None = None
    approved_by: str | None = None


class Investigation(NamedTuple):
    """What the joint investigation found (调查认定)."""

    id: int
    entry: int
    entered: datetime
    at: datetime
    actor: str
    complaint: int
    auditor: str
    clerk: str
    internal_cause: int
    adverse_effect: int
    severity: str | None
    false_record: int
    persons: tuple[str, ...]
    department: str | None = None
    note: str | None = None


class Decision(NamedTuple):
    """The auditor's amount in 分 for one fine (核定); None waives it."""

    id: int
    entry: int
    entered: datetime
    at: datetime
    actor: str
    complaint: int
    rule: str
    person: str
    amount: int | None
    reason: str
    role: str | None = None
    saw_base: int | None = None
    saw_factor: int | None = None


class Exclusion(NamedTuple):
    """A complaint taken out of scores and rates (剔除), or, with ``excluded`` 0, put back."""

    id: int
    entry: int
    entered: datetime
    at: datetime
    actor: str
    complaint: int
    excluded: int
    reason: str
    approved_by: str | None


class Commendation(NamedTuple):
    """A praise that adds points to a department; it may name a complaint."""

    id: int
    entry: int
    entered: datetime
    at: datetime
    actor: str
    complaint: int | None
    department: str
    reason: str


class Naming(NamedTuple):
    """The responsible persons of a transfer named, or named anew."""

    id: int
    entry: int
    entered: datetime
    at: datetime
    actor: str
    complaint: int
    transfer: int
    persons: tuple[str, ...]
    approved_by: str | None


class Correction(NamedTuple):
    """One value of a step corrected (更正): both values and the reason stay."""

    id: int
    entry: int
    entered: datetime
    at: datetime
    actor: str
    complaint: int
    step: int
    stage: str
    row: int
    field: str
    old: str | None
    new: str | None
    reason: str
    approved_by: str | None


class Withdrawal(NamedTuple):
    """A step taken back whole (撤销): it stays readable, no rule sees it."""

    id: int
    entry: int
    entered: datetime
    at: datetime
    actor: str
    complaint: int | None
    step: int
    commendation: int | None
    reason: str
    approved_by: str | None


class Objection(NamedTuple):
    """A fined person's objection to a line of a month (申诉)."""

    id: int
    entry: int
    entered: datetime
    at: datetime
    actor: str
    complaint: int
    rule: str
    person: str
    month: str
    late: int
    reason: str


Record = (
    Amendment
    | Transfer
    | Approval
    | Returned
    | Contact
    | Evidence
    | Note
    | Handback
    | Extension
    | Callback
    | Reply
    | Link
    | Investigation
    | Decision
    | Exclusion
    | Commendation
    | Naming
    | Correction
    | Withdrawal
    | Objection
)


def happened(step: Record) -> tuple[datetime, int]:
    """Return the key that orders steps by when they happened, then by entry."""
    return step.at, step.id
