"""One complaint with its steps, and what follows from them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from enum import Enum

from complaint_cli.company.categories import HOTLINE, source_kind
from complaint_cli.complaint.records import (
    Amendment,
    Approval,
    Callback,
    Complaint,
    Contact,
    Correction,
    Decision,
    Evidence,
    Exclusion,
    Extension,
    Handback,
    Investigation,
    Link,
    Naming,
    Note,
    Objection,
    Reply,
    Returned,
    Transfer,
    Withdrawal,
    happened,
)
from complaint_cli.text.tuples import NamedTuple

_GAP, _CLOSING = timedelta(minutes=30), time(17, 30)


class Status(Enum):
    """Where a complaint stands; derived from its steps, never stored."""

    RECEIVED = "received"
    TRANSFERRED = "transferred"
    REJECTED = "rejected"
    RETURNED = "returned"
    DISPATCHED = "dispatched"
    IN_HAND = "in_hand"
    REWORK = "rework"
    HANDED_BACK = "handed_back"
    CALLED_BACK = "called_back"
    FILED = "filed"


class Tenure(NamedTuple):
    """One department's hold on a complaint: from the second approval until a return."""

    transfer: Transfer
    dispatched: datetime
    returned: datetime | None


def in_force(tenures: Iterable[Tenure], moment: datetime) -> Tenure | None:
    """Return the tenure at ``moment``: the last dispatched by then and not returned by then."""
    last = None
    for tenure in tenures:
        if tenure.dispatched <= moment:
            last = tenure
    if last and last.returned is not None and last.returned <= moment:
        return None
    return last


class Case:
    """One complaint with its steps, each kind in the order in which it was entered."""

    def __init__(self, complaint: Complaint) -> None:
        self.complaint = complaint
        self.amendments: list[Amendment] = []
        self.transfers: list[Transfer] = []
        self.approvals: list[Approval] = []
        self.returns: list[Returned] = []
        self.contacts: list[Contact] = []
        self.evidence: list[Evidence] = []
        self.notes: list[Note] = []
        self.handbacks: list[Handback] = []
        self.extensions: list[Extension] = []
        self.callbacks: list[Callback] = []
        self.replies: list[Reply] = []
        self.links: list[Link] = []
        self.investigations: list[Investigation] = []
        self.decisions: list[Decision] = []
        self.exclusions: list[Exclusion] = []
        self.namings: list[Naming] = []
        self.corrections: list[Correction] = []
        self.withdrawals: list[Withdrawal] = []
        self.objections: list[Objection] = []
        self.typists: dict[int, str | None] = {}  # who entered what was entered late, by journal entry
        self.attempts = 3  # calls that reach nobody and count as called back, by the edition of the receipt
        self.gap = _GAP  # attempts so close to each other count as one
        self.closing = _CLOSING  # the close of business, by the edition of the receipt

    @property
    def number(self) -> str:
        """The program's own number, such as ``2026-0012``."""
        return self.complaint.number

    @property
    def receipt(self) -> datetime:
        """When the complaint was received."""
        return self.complaint.at

    @property
    def received_from(self) -> datetime:
        """The earliest moment of a step: the receipt, or its day's beginning where it stands at the close of business.

        That is how a day without a clock is kept, and something of that day may well have happened earlier.
        """
        return self.receipt.replace(hour=0, minute=0) if self.receipt.time() == self.closing else self.receipt

    @property
    def deadline(self) -> datetime:
        """The deadline in force (办结时限): the later of the order's and the last extension's."""
        own = self.complaint.deadline
        return max(own, self.extensions[-1].new_deadline) if self.extensions else own

    @property
    def provisional(self) -> bool:
        """Whether the deadline in force counts days of a year whose holidays are not published yet."""
        return bool(self.complaint.provisional) and not self.extensions

    @property
    def first_transfer(self) -> Transfer | None:
        """The first transfer, whatever became of it."""
        return self.transfers[0] if self.transfers else None

    @property
    def officer(self) -> str:
        """Who answers for the office: who made the first transfer, else who took the complaint in."""
        return self.transfers[0].actor if self.transfers else self.complaint.actor

    @property
    def handback(self) -> Handback | None:
        """The first hand-back; the one that counts against the deadline."""
        return min(self.handbacks, key=happened) if self.handbacks else None

    @property
    def reached(self) -> Callback | None:
        """The last call-back that reached the caller."""
        return max([c for c in self.callbacks if c.reached], key=happened, default=None)

    @property
    def satisfaction(self) -> str | None:
        """What the last call-back that reached the caller says; ``unreached`` where none did, None before any."""
        if reached := self.reached:
            return reached.result
        return "unreached" if self.callbacks else None

    @property
    def reply(self) -> Reply | None:
        """The last reply to the superior unit; after a rework it is the one that says how it ended."""
        return max(self.replies, key=happened, default=None)

    @property
    def investigation(self) -> Investigation | None:
        """The investigation that counts: the last."""
        return max(self.investigations, key=happened) if self.investigations else None

    @property
    def repeat_of(self) -> int | None:
        """The row of the complaint that this one is confirmed to repeat."""
        return self.links[-1].repeat_of if self.links else None

    @property
    def exclusion(self) -> Exclusion | None:
        """The exclusion in force, if any."""
        last = self.exclusions[-1] if self.exclusions else None
        return last if last and last.excluded else None

    @property
    def tenures(self) -> list[Tenure]:
        """Every department's hold on the complaint, in order."""
        ended = {r.transfer: r.at for r in self.returns}
        sent = {a.transfer: a.at for a in self.approvals if a.post == "general" and a.verdict == "approved"}
        return [Tenure(t, sent[t.id], ended.get(t.id)) for t in self.transfers if t.id in sent]

    def in_force(self, moment: datetime) -> Tenure | None:
        """Return the transfer in force at ``moment``: the last dispatched by then and not returned by then."""
        return in_force(self.tenures, moment)

    @property
    def pending(self) -> Transfer | None:
        """The transfer form that waits for a signature."""
        if not self.transfers:
            return None
        last = self.transfers[-1]
        verdicts = [a for a in self.approvals if a.transfer == last.id]
        if any(a.verdict == "rejected" or a.post == "general" for a in verdicts):
            return None
        return last

    @property
    def rejection(self) -> Approval | None:
        """The refusal of the last transfer form, if it was refused."""
        last = self.transfers[-1].id if self.transfers else None
        return next((a for a in self.approvals if a.transfer == last and a.verdict == "rejected"), None)

    @property
    def return_in_force(self) -> Returned | None:
        """The return of the last transfer, if it was returned."""
        last = self.transfers[-1].id if self.transfers else None
        return next((r for r in self.returns if r.transfer == last), None)

    @property
    def dispatched(self) -> Tenure | None:
        """The hold of the department that has the complaint now, as far as was entered."""
        if not self.transfers or self.return_in_force:
            return None
        tenures = self.tenures
        return tenures[-1] if tenures and tenures[-1].transfer is self.transfers[-1] else None

    @property
    def rework(self) -> Callback | None:
        """The call-back that sent the complaint back to the department and is not answered yet."""
        sent_back = [c for c in self.callbacks if c.rework]
        if not sent_back or (self.handbacks and self.handbacks[-1].entry > sent_back[-1].entry):
            return None
        return sent_back[-1]

    @property
    def reply_owed(self) -> bool:
        """Whether a superior unit waits for a reply: the source is the hotline."""
        return source_kind(self.complaint.source) in HOTLINE

    def status(self) -> Status:
        """Return where the complaint stands."""
        if not self.transfers:
            return Status.RECEIVED
        if self.return_in_force:
            return Status.RETURNED
        if self.rejection:
            return Status.REJECTED
        tenure = self.dispatched
        if tenure is None:
            return Status.TRANSFERRED
        if self.rework:
            return Status.REWORK
        mine = [h for h in self.handbacks if h.transfer == tenure.transfer.id]
        if not mine:
            dispatch = max(a.entry for a in self.approvals)
            begun = [s.entry for s in self.contacts] + [s.entry for s in self.notes] + [s.entry for s in self.evidence]
            return Status.IN_HAND if any(entry > dispatch for entry in begun) else Status.DISPATCHED
        calls = [c for c in self.callbacks if c.entry > mine[-1].entry]
        if not any(c.reached for c in calls) and self.counted_attempts(calls) < self.attempts:
            return Status.HANDED_BACK
        replied = any(reply.entry > mine[-1].entry for reply in self.replies)
        return Status.FILED if replied or not self.reply_owed else Status.CALLED_BACK

    def counted_attempts(self, calls: list[Callback]) -> int:
        """Return how many attempts count: those within ``gap`` of each other count as one (第四条第四款)."""
        count, last = 0, None
        for call in sorted(calls, key=happened):
            if last is None or call.at - last > self.gap:
                count += 1
            last = call.at
        return count
