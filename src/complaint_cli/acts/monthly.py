"""A month's answer: its assessment with all that stands around it."""

from __future__ import annotations

from complaint_cli.acts.carrying import adjustments_for, holds_any
from complaint_cli.acts.closed import closed_json, renamed
from complaint_cli.acts.month import (
    assess_month,
    assess_one,
    corrections,
    fetched,
    law_of,
    looked_up,
    period_in,
    provisional_years,
)
from complaint_cli.acts.work import Work
from complaint_cli.assessment.answer import Answer, Beside, answer
from complaint_cli.assessment.codec import read_beside
from complaint_cli.assessment.lines import Assessment
from complaint_cli.assessment.rules import Law, Period
from complaint_cli.company.months import month_of, number_of
from complaint_cli.errors import NoEdition, StepRefused, UsageError
from complaint_cli.store.closings import first_moment, year_sums
from complaint_cli.store.keys import fingerprint
from complaint_cli.store.roll import roll_of
from complaint_cli.store.signed import count_signed


def month_answer(work: Work, month: str, *, compared: bool = True, whole: bool = True) -> Answer:
    """Return a month's answer under the edition in force, adjustments carried into it among its lines."""
    period, edition = period_in(work.store, month, work.now)
    law = law_of(work.store, edition)
    result = assess_month(work.store, period, law, adjustments_for(work, period), lists=compared)
    return told(work, period, law, result, whole=whole) if compared else _alone(work, period, law, result)


def answer_about(work: Work, month: str, row: int) -> Answer:
    """Return an open month's answer as far as it is about one complaint: its lines, and under what edition."""
    period, edition = period_in(work.store, month, work.now)
    law = law_of(work.store, edition)
    return _alone(work, period, law, assess_one(work.store, row, period, law, adjustments_for(work, period)))


def _alone(work: Work, period: Period, law: Law, result: Assessment) -> Answer:
    """Return a result without what stands around it."""
    store = work.store
    bare = answer(result, _status(work, period), store.head()[1], store.adoption(law.edition.sha256))
    return bare._replace(provisional=tuple(provisional_years(result, law)))


def _status(work: Work, period: Period) -> str:
    return "running" if work.now <= period.end else "open"


def told(
    work: Work, period: Period, law: Law, result: Assessment, *, status: str | None = None, whole: bool = True
) -> Answer:
    """Return a result with what stands around it: doubts, corrections, the year, the months beside."""
    store, adoption = work.store, work.store.adoption(law.edition.sha256)
    enrolled = roll_of(store).known.values()
    doubtful = looked_up(store, result.doubtful)
    as_of = result.period.as_of
    told_on = law.on(as_of.date())  # the term of an objection starts then
    term = told_on.get("limits.objection")
    until = law.calendar_of(told_on).due(as_of, term) if status == "closed" else None
    year = year_sums(store, period.month)
    bare = answer(result, status or _status(work, period), store.head()[1], adoption, year, (str(term), until))
    return bare._replace(
        rehearsal=store.rehearsal,
        doubtful=tuple(doubtful) if whole else doubtful,
        corrections=corrections(store, period, law),
        previous=_beside(work, period.month, 1),
        year_ago=_beside(work, period.month, 12),
        keys=tuple((p.person, fingerprint(p.key)) for p in enrolled),
        signatures=count_signed(store, fetched(store, period, law)) if enrolled else None,
        provisional=tuple(provisional_years(result, law)),
    )


def _beside(work: Work, month: str, months: int) -> Beside | None:
    """Return another month's figures, so many months before; None where there is none."""
    other = month_of(number_of(month) - months)
    if stored := closed_json(work.store, other):
        figures = read_beside(stored)
        return figures._replace(departments=renamed(work, figures.departments))
    first = first_moment(work.store)
    try:
        period, edition = period_in(work.store, other, work.now)
    except (NoEdition, StepRefused, UsageError):
        return None
    if first is None or not holds_any(work.store, period, edition):
        return None
    return month_answer(work, other, compared=False).beside
