"""A month's assessment from the store: what has to be fetched, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from complaint_cli.assessment.assess import Adjustment, Assessment, assess, earliest
from complaint_cli.assessment.rules import Period
from complaint_cli.company.calendar import entered_late
from complaint_cli.company.edition import Edition
from complaint_cli.complaint.case import Case
from complaint_cli.store.database import Store
from complaint_cli.store.matters import places
from complaint_cli.store.month import commendations, late_rows, month_rows

CHUNK = 500
"""So many complaints are in memory at a time; what they leave behind are findings."""


def assess_month(store: Store, period: Period, edition: Edition, adjustments: Sequence[Adjustment] = ()) -> Assessment:
    """Assess a period under an edition, from the complaints that an index finds for it."""
    calendar = store.calendar(edition)
    received_from, handed_back_from = earliest(period, edition, calendar)
    with store.reading():
        rows = month_rows(
            store, period.start, period.end, received_from=received_from, handed_back_from=handed_back_from
        )
        late = late_rows(store, period.start, period.as_of)
        praises = commendations(store, period.start, period.as_of)
        named = {c.complaint.id: c for c in store.load({p.complaint for p in praises if p.complaint})}
        return assess(
            period,
            edition,
            _standing(store, rows, period),
            commendations=praises,
            named=named,
            organisation=store.organisation(),
            calendar=calendar,
            adjustments=adjustments,
            late_entries=sum(entered_late(at, entered, calendar) for at, entered in late),
        )


def _standing(store: Store, rows: list[int], period: Period) -> Iterator[tuple[Case, tuple[int, str] | None]]:
    """Yield the complaints known at ``as_of``, each with its place among those on its matter if it repeats one."""
    for first in range(0, len(rows), CHUNK):
        cases = store.load(rows[first : first + CHUNK], until=period.as_of, for_rules=True)
        found = places(store, cases)
        yield from ((case, found.get(case.complaint.id)) for case in cases if case.receipt <= period.as_of)
