"""Which step is allowed now: each check passes or raises ``StepRefused`` with the step that is next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import TYPE_CHECKING

from complaint_cli.complaint.case import Case, Status, Tenure
from complaint_cli.complaint.records import Approval, Record, Transfer
from complaint_cli.errors import StepRefused, UsageError
from complaint_cli.messages.casework import Casework
from complaint_cli.messages.people import People
from complaint_cli.messages.steps import Steps
from complaint_cli.text.near import name_key
from complaint_cli.text.shell import command_line

if TYPE_CHECKING:
    from complaint_cli.company.organisation import Organisation, PostKind

_NEXT = {
    Status.RECEIVED: "complaint transfer {no}",
    Status.REJECTED: "complaint transfer {no}",
    Status.RETURNED: "complaint transfer {no}",
    Status.TRANSFERRED: "complaint approve {no} --as {post}",
    Status.DISPATCHED: "complaint handle {no}",
    Status.IN_HAND: "complaint handle {no} --done",
    Status.REWORK: "complaint handle {no} --done",
    Status.HANDED_BACK: "complaint callback {no}",
    Status.CALLED_BACK: "complaint reply {no}",
    Status.FILED: "",
}


def next_command(case: Case, organisation: Organisation, day: date) -> str:
    """Return the command that moves the complaint on; empty when it is filed.

    It can be run as it stands: on a terminal it asks for the rest, and writes nothing that nobody said. A signature
    is that of who holds the post on ``day``, whoever sits there.
    """
    status, post = case.status(), next_post(case)
    command = _NEXT[status].format(no=case.number, post=post)
    if status is Status.TRANSFERRED:
        signer = organisation.holder(post, case.transfers[-1].department if post == "deputy" else None, day)
        if signer:
            command += f" --by {signer if signer.isalnum() else command_line([signer])}"
    return command


def next_post(case: Case) -> PostKind:
    """Return whose signature the pending transfer form waits for: ``deputy`` or ``general``."""
    pending = case.pending
    signed = pending and any(a.transfer == pending.id for a in case.approvals)
    return "general" if signed else "deputy"


def _next(case: Case, organisation: Organisation, at: datetime) -> str:
    """Say what is next after a step that was taken already."""
    command = next_command(case, organisation, at.date())
    return Steps.NEXT(command=command) if command else Steps.NOTHING_NEXT()


def clock(moment: datetime) -> str:
    """Say a time as a clerk reads it."""
    return f"{moment:%Y-%m-%d %H:%M:%S}" if moment.second else f"{moment:%Y-%m-%d %H:%M}"


def check_at(at: datetime, now: datetime) -> None:
    """Refuse what is said to have happened in the future."""
    if at > now:
        raise StepRefused(Steps.FUTURE, at=clock(at), now=clock(now))


def _follows(at: datetime, after: datetime, step: Steps) -> None:
    if at < after:
        raise StepRefused(Steps.TOO_EARLY, at=clock(at), after=clock(after), step=step())


def check_deadline(deadline: datetime, receipt: datetime) -> None:
    """Refuse an order that ended before it was received."""
    if deadline < receipt:
        raise StepRefused(Steps.DEADLINE_BEFORE_RECEIPT, deadline=clock(deadline), at=clock(receipt))


def check_transfer(case: Case, at: datetime) -> None:
    """Allow a first transfer, or another one after a return or a rejection (第四条第一款)."""
    _follows(at, case.received_from, Steps.RECEIPT)
    if returned := case.return_in_force:
        _follows(at, returned.at, Steps.RETURN)
    elif rejected := case.rejection:
        _follows(at, rejected.at, Steps.REJECTION)
    elif case.pending:
        raise StepRefused(Steps.TRANSFER_PENDING, no=case.number)
    elif case.transfers:
        department = case.transfers[-1].department
        raise StepRefused(Steps.TRANSFER_DISPATCHED, no=case.number, department=department)


def check_approve(
    case: Case, at: datetime, post: PostKind, name: str, *, acting: bool, organisation: Organisation
) -> Transfer:
    """Allow the signature that is due: the deputy's, then another person's as general manager (第四条第一款)."""
    pending = case.pending
    if pending is None:
        if case.dispatched:
            raise StepRefused(Steps.ALREADY_DISPATCHED, no=case.number, next=_next(case, organisation, at))
        raise StepRefused(Steps.NOTHING_PENDING, no=case.number)
    first = next((a for a in case.approvals if a.transfer == pending.id), None)
    if first is None:
        if post == "general":
            raise StepRefused(Steps.DEPUTY_FIRST, no=case.number)
        _follows(at, pending.at, Steps.TRANSFER)
    else:
        if post == "deputy":
            raise StepRefused(Steps.DEPUTY_DONE, no=case.number)
        _follows(at, first.at, Steps.APPROVAL)
    check_signature(pending, first, at, post, name, acting=acting, organisation=organisation)
    return pending


def check_signature(
    form: Transfer, other: Approval | None, at: datetime, post: PostKind, name: str,
    *, acting: bool, organisation: Organisation,
) -> None:  # fmt: skip
    """Allow a signature of who holds the post that day, or acts for him, and did not give the other one."""
    if other and name_key(other.actor) == name_key(name):
        raise StepRefused(Steps.SAME_APPROVER, name=name)
    if acting or not organisation.peopled:
        return
    holder = organisation.holder(post, form.department if post == "deputy" else None, at.date())
    if name_key(holder or "") != name_key(name):
        called = Steps.DEPUTY() if post == "deputy" else Steps.GENERAL()
        raise StepRefused(Steps.NOT_HOLDER, name=name, day=at.date(), post=called, holder=holder or Steps.NOBODY())


def check_acting(form: Transfer, name: str) -> None:
    """Refuse who filled a form, or is named on it, as one who signs it for another."""
    if name_key(name) in map(name_key, (form.actor, *form.persons)):
        raise StepRefused(People.ACTING_FILLED, name=name)


def check_order(case: Case, entry: int) -> None:
    """Refuse a step that was corrected to before the one it follows, or to after one that follows it."""
    for earlier, later in _following(case):
        if entry in (later.entry, earlier.entry) and later.at < earlier.at:
            raise StepRefused(Casework.OUT_OF_ORDER, at=clock(later.at), after=clock(earlier.at))


def _following(case: Case) -> Iterator[tuple[Record, Record]]:
    """Yield each step after the one that it follows, as was checked when it was entered."""
    ended: Record | None = None
    for form in case.transfers:
        signed = [a for a in case.approvals if a.transfer == form.id]
        way: list[Record] = [*([ended] if ended else ()), form, *signed]
        yield from pairwise(way)
        ended = next((r for r in case.returns if r.transfer == form.id), signed[-1] if signed else None)
    yield from pairwise(case.extensions)
    sent = [a for a in case.approvals if a.post == "general" and a.verdict == "approved"]
    worked: list[Record] = [*case.contacts, *case.evidence, *case.notes, *case.namings, *case.handbacks, *case.returns]
    follows: list[tuple[Sequence[Record], Sequence[Record]]] = [
        (worked, sent),
        (case.handbacks, [c for c in case.callbacks if c.rework]),
        ([*case.callbacks, *case.replies], case.handbacks),
        ([e for e in case.exclusions if not e.excluded], case.exclusions),
        ([one for one in case.links if one.repeat_of is None], case.links),
    ]
    for later, earlier in follows:
        for step in later:
            yield from ((before, step) for before in [one for one in earlier if one.entry < step.entry][-1:])


def _dispatched(case: Case, at: datetime, organisation: Organisation) -> Tenure:
    tenure = case.dispatched
    if tenure is None:
        raise StepRefused(Steps.NOT_DISPATCHED, no=case.number, next=next_command(case, organisation, at.date()))
    _follows(at, tenure.dispatched, Steps.DISPATCH)
    return tenure


def check_return(case: Case, at: datetime, organisation: Organisation) -> Tenure:
    """Allow the department that has the complaint to send it back as not its own."""
    tenure = _dispatched(case, at, organisation)
    _still_open(case, at, organisation)
    return tenure


def _still_open(case: Case, at: datetime, organisation: Organisation) -> None:
    """Refuse a second hand-back unless rework was asked for."""
    tenure = case.dispatched
    mine = [h for h in case.handbacks if tenure and h.transfer == tenure.transfer.id]
    if not mine:
        return
    rework = case.rework
    if rework is None:
        raise StepRefused(Steps.HANDED_BACK, no=case.number, next=_next(case, organisation, at))
    _follows(at, rework.at, Steps.REWORK)


def check_handle(
    case: Case, at: datetime, organisation: Organisation, *, done: bool, result: str | None, anything: bool
) -> Tenure:
    """Allow the department's work once dispatched; a hand-back needs a result (第四条第二、三款)."""
    if not anything:
        raise UsageError(Steps.NOTHING_TO_HANDLE)
    tenure = _dispatched(case, at, organisation)
    if done:
        _still_open(case, at, organisation)
        since = max(tenure.transfer.entry, case.rework.entry if case.rework else 0)
        if not result and not any(n.kind == "result" and n.entry > since for n in case.notes):
            raise StepRefused(Steps.DONE_NEEDS_RESULT, no=case.number)
    return tenure


def check_extend(case: Case, at: datetime, to: datetime) -> None:
    """Allow an extension asked for before the deadline in force lapsed."""
    _follows(at, case.received_from, Steps.RECEIPT)
    if case.extensions:
        _follows(at, case.extensions[-1].at, Steps.EXTENSION)
    if at > case.deadline:
        raise StepRefused(Steps.DEADLINE_LAPSED, no=case.number, deadline=clock(case.deadline))
    if to <= case.deadline:
        raise StepRefused(Steps.DEADLINE_NOT_LATER, to=clock(to), deadline=clock(case.deadline))


def check_callback(case: Case, at: datetime, organisation: Organisation) -> None:
    """Allow a call-back after the hand-back (第四条第四款)."""
    if case.status() not in (Status.HANDED_BACK, Status.CALLED_BACK, Status.FILED):
        raise StepRefused(Steps.NOT_HANDED_BACK, no=case.number, next=next_command(case, organisation, at.date()))
    _follows(at, case.handbacks[-1].at, Steps.HANDBACK)


def check_said(result: str, resolved: bool | None, *, rework: bool) -> None:
    """Refuse what a caller cannot have said (第四条第四款): satisfied and unresolved, unsatisfied and nothing else."""
    if result == "satisfied" and resolved is False:
        raise UsageError(Casework.SATISFIED_UNRESOLVED)
    if result == "unreached" and resolved is not None:
        raise UsageError(Casework.UNREACHED_RESOLVED)
    if rework and result != "unsatisfied" and resolved is not False:
        raise UsageError(Casework.REWORK_WHY)
    if result == "unsatisfied" and resolved is None:
        raise UsageError(Steps.UNSATISFIED_HOW)


def check_found(*, cause: bool, effect: bool, severity: str | None) -> None:
    """Refuse an effect or a severity of no cause (第五条第三款)."""
    if not cause and (effect or severity is not None):
        raise UsageError(Casework.EFFECT_WITHOUT_CAUSE)


def check_not_handler(case: Case, name: str) -> None:
    """Refuse a call-back by who handled the complaint or is named on its form (第四条第四款)."""
    handled: tuple[Sequence[Record], ...] = (case.contacts, case.notes, case.evidence, case.handbacks)
    names = {*case.transfers[-1].persons, *(step.actor for kind in handled for step in kind)}
    if name_key(name) in map(name_key, names):
        raise StepRefused(Steps.CALLER_IS_HANDLER, name=name, no=case.number)


def check_reply(case: Case, at: datetime, organisation: Organisation) -> None:
    """Allow the reply to the superior unit after the hand-back, once for each (第三条第一款)."""
    check_callback(case, at, organisation)
    if case.replies and case.replies[-1].entry > case.handbacks[-1].entry:
        raise StepRefused(Steps.ALREADY_REPLIED, no=case.number, next=_next(case, organisation, at))


def check_link(case: Case, first: Case, root: int) -> None:
    """Allow a person to confirm that ``case`` repeats ``first``, whose own first one is row ``root`` (第五条第四款)."""
    if case.complaint.id == first.complaint.id:
        raise StepRefused(Steps.LINK_SELF, no=case.number)
    if case.repeat_of is not None:
        raise StepRefused(Steps.LINK_AGAIN, no=case.number)
    if root == case.complaint.id:
        raise StepRefused(Steps.LINK_CIRCLE, no=case.number, first=first.number)
    if case.receipt < first.receipt:
        raise StepRefused(Steps.LINK_EARLIER, no=case.number, first=first.number)


def check_unlink(case: Case, at: datetime) -> None:
    """Allow a link to be taken back."""
    if case.repeat_of is None:
        raise StepRefused(Steps.NOT_LINKED, no=case.number)
    _follows(at, case.links[-1].at, Steps.LINK)


def check_after_receipt(case: Case, at: datetime) -> None:
    """Refuse what is said to have happened before the complaint was received."""
    _follows(at, case.received_from, Steps.RECEIPT)


def check_exclude(case: Case) -> None:
    """Allow an exclusion of what is not excluded."""
    if case.exclusion:
        raise StepRefused(Steps.ALREADY_EXCLUDED, no=case.number)


def check_include(case: Case, at: datetime) -> None:
    """Allow what was excluded to be put back."""
    excluded = case.exclusion
    if excluded is None:
        raise StepRefused(Steps.NOT_EXCLUDED, no=case.number)
    _follows(at, excluded.at, Steps.EXCLUSION)


def check_audit(organisation: Organisation, name: str, at: datetime) -> None:
    """Allow audit staff alone, where the organisation lists people (第三条第二款)."""
    if organisation.peopled and "audit" not in organisation.role_of(name, at.date()):
        raise StepRefused(Steps.NOT_AUDIT, name=name)


def check_pair(organisation: Organisation, auditor: str, clerk: str, at: datetime) -> None:
    """Allow an investigation of the audit and the general office together, by who was of them that day."""
    for name, role, refusal in (
        (auditor, "audit", Casework.NOT_AUDITOR),
        (clerk, "office", Casework.NOT_CLERK),
    ):
        if organisation.peopled and role not in organisation.role_of(name, at.date()):
            raise StepRefused(refusal, name=name)
