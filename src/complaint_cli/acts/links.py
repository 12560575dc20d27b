"""Same matter or not: a person's word (第五条第四款)."""

from __future__ import annotations

from complaint_cli.acts.answers import Recorded, answer, complaint_named
from complaint_cli.acts.options import ApprovedBy, At, By, No, RepeatOf, Why
from complaint_cli.acts.seconding import correcting
from complaint_cli.acts.values import required, text
from complaint_cli.acts.work import Work
from complaint_cli.complaint import steps
from complaint_cli.store.matters import same_matter


def link(work: Work, *, no: No = None, repeat_of: RepeatOf = None, at: At = None, by: By = None) -> Recorded:
    """Confirm that a complaint repeats an earlier one (第五条第四款)."""
    case = complaint_named(work, no)
    first = work.store.case(required(repeat_of, "repeat_of"))
    moment, actor = work.step(at, by)
    root = same_matter(work.store, first.complaint.id)
    circle = any(other.id == case.complaint.id for other in root) and case.repeat_of is None
    steps.check_after_receipt(case, moment)
    steps.check_link(case, first, case.complaint.id if circle else first.complaint.id)
    with work.entry("link", case.number, actor) as entry:
        entry.add("link", moment, actor, complaint=case.complaint.id, repeat_of=first.complaint.id)
    return answer("link", case, repeat_of=first.number)


def unlink(
    work: Work, *, no: No = None, reason: Why = None, approved_by: ApprovedBy = None, at: At = None, by: By = None
) -> Recorded:
    """Take back that a complaint repeats an earlier one."""
    case = complaint_named(work, no)
    moment, actor = work.step(at, by)
    steps.check_unlink(case, moment)
    why, entered = text(reason, "reason"), case.links[-1].entered
    with correcting(work, case, "unlink", approved_by, actor, moment, entered) as (entry, second):
        entry.add("link", moment, actor, complaint=case.complaint.id, repeat_of=None, reason=why, approved_by=second)
    return answer("unlink", case)
