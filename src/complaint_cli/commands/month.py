"""A month's assessment from the store: what has to be fetched, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from complaint_cli.assess import Adjustment, Assessment, assess, earliest, entered_late
from complaint_cli.policy import Edition
from complaint_cli.rules import Period
from complaint_cli.store import Store

UNREAD = ("contact", "note")
"""Stages that no rule reads."""


def assess_month(store: Store, period: Period, edition: Edition, adjustments: Sequence[Adjustment] = ()) -> Assessment:
    """Assess a period under an edition, from the complaints that an index finds for it."""
    calendar = store.calendar(edition)
    received_from, handed_back_from = earliest(period, edition, calendar)
    with store.reading():
        rows = store.month_rows(
            period.start, period.end, received_from=received_from, handed_back_from=handed_back_from
        )
        cases = [case for case in store.load(rows, until=period.as_of, without=UNREAD) if case.receipt <= period.as_of]
        late = store.late_rows(period.start, period.as_of)
        praises = store.commendations(period.start, period.as_of)
        named = {c.complaint.id: c for c in store.load({p.complaint for p in praises if p.complaint})}
        return assess(
            period,
            edition,
            cases,
            commendations=praises,
            named=named,
            places=store.places(cases),
            organisation=store.organisation(),
            calendar=calendar,
            adjustments=adjustments,
            late_entries=sum(entered_late(at, entered, calendar) for at, entered in late),
        )
