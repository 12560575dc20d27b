"""One complaint told as ``show`` has it."""

from __future__ import annotations

from complaint_cli.acts.work import CLOCK_BEHIND, Work
from complaint_cli.complaint.case import Case
from complaint_cli.complaint.stages import STAGES
from complaint_cli.complaint.timeline import Told, events, story
from complaint_cli.store.ledger import clocks, numbers_of, praises, set_back, taken_back
from complaint_cli.store.matters import place
from complaint_cli.store.signed import keyed, signing


def told_case(work: Work, case: Case, *, reveal: bool) -> Told:
    """Return a complaint with its timeline."""
    [raw] = work.store.load([case.complaint.id], raw=True)
    entries = [raw.complaint.entry]
    entries += [step.entry for stage in STAGES.values() for step in getattr(raw, stage.attribute)]
    commendations = praises(work.store, case.complaint.id)
    entries += [praise.entry for praise in commendations]
    happened = events(
        raw,
        commendations,
        taken_back(work.store, case.complaint.id),
        calendar=work.calendar,
        clocks=clocks(work.store, entries),
        set_back=set_back(work.store, entries, CLOCK_BEHIND),
        numbers=numbers_of(work.store, [link.repeat_of for link in case.links if link.repeat_of is not None]),
        reveal=reveal,
        typists=work.store.typists(entries),
    )
    if keyed(work.store) and not work.trying:
        how = signing(work.store, min(entries))
        happened = [event._replace(signing=how(event.entry, event.by)) for event in happened]
    edition, calendar = work.terms_of(case)
    return story(
        case,
        happened,
        place=place(work.store, case),
        edition=edition,
        calendar=calendar,
        organisation=work.organisation,
        now=work.now,
        reveal=reveal,
        folder=work.store.evidence,
    )
