"""A month's assessment from the store: what has to be fetched, and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import TypeVar

from complaint_cli.assessment.answer import Changed, Doubtful
from complaint_cli.assessment.assess import (
    Part,
    Traits,
    asked,
    assess,
    contexts,
    earliest,
    enough,
    judge,
    period_of,
    shortest,
)
from complaint_cli.assessment.doubts import Doubt
from complaint_cli.assessment.fines import belongs, taken
from complaint_cli.assessment.lines import Adjustment, Assessment, FineLine
from complaint_cli.assessment.rules import Finding, Fine, Law, Period, Standing
from complaint_cli.assessment.scores import Seen
from complaint_cli.company.calendar import entered_late
from complaint_cli.company.edition import Edition
from complaint_cli.company.months import moved
from complaint_cli.company.organisation import Organisation
from complaint_cli.complaint.case import Case
from complaint_cli.complaint.corrected import corrections_of, step_numbers, without
from complaint_cli.complaint.timeline import hider
from complaint_cli.errors import NoEdition, StepRefused, UsageError
from complaint_cli.store.closings import Closing, closings, editions_before, ends, kept_days
from complaint_cli.store.database import Store
from complaint_cli.store.matters import ever_linked, others, place, places
from complaint_cli.store.month import commendations, corrected_rows, late_rows, month_rows, step_numbers_of
from complaint_cli.store.plain import seen
from complaint_cli.text.tuples import NamedTuple

CHUNK = 500
"""So many complaints are in memory at a time; what they leave behind are findings."""
SEEN = 5000
"""Of so many at a time it is seen whether they need to be."""
One = TypeVar("One")


def law_of(store: Store, edition: Edition, known: Sequence[Edition] | None = None) -> Law:
    """Return an edition as the law of a period, beside the others that were adopted (or ``known`` then)."""
    editions = tuple(store.editions() if known is None else known)
    return Law(edition, editions, store.calendar, kept_days(store, len(editions)))


def period_in(store: Store, month: str, now: datetime) -> tuple[Period, Edition]:
    """Return a month's period and its edition in a ledger; raises as ``period_of`` does."""
    return period_of(month, store.editions(), now, ends(store))


def closed_law(store: Store, closing: Closing) -> Law | None:
    """Return the law that a month was closed under, with the editions that were known then; None where it is lost."""
    known = editions_before(store, closing.entry)
    edition = next((e for e in reversed(known) if e.sha256 == closing.edition), None)
    return law_of(store, edition, known) if edition else None


def closed_period(closing: Closing, law: Law, now: datetime) -> Period:
    """Return a closed month's period, seen as of now."""
    start, end = (moment.astimezone(law.edition.timezone) for moment in closing.period)
    return Period(closing.month, start, end, max(now, end))


def shown(store: Store, case: Case, now: datetime, person: str = "") -> list[tuple[str, FineLine, bool]]:
    """Return a complaint's fines of every month since its receipt, each with its month and whether it is unassigned.

    Of a ``person``, each is as it would be proposed of him.
    """
    closed = {closing.month: closing for closing in closings(store)}
    found: list[tuple[str, FineLine, bool]] = []
    month = moved(case.receipt.date(), -1)
    while month <= now.date():
        name, month = f"{month:%Y-%m}", moved(month, 1)
        try:
            period, edition = period_in(store, name, now)
        except (NoEdition, StepRefused, UsageError):
            continue
        law = law_of(store, edition)
        if name in closed and (then := closed_law(store, closed[name])):
            period, law = closed_period(closed[name], then, now), then
        if not verdicts(store, case, period, law, place(store, case)):
            continue
        result = assess_one(store, case.complaint.id, period, law)
        for lines in (result.fines, result.unassigned):
            mine = [line for line in lines if line.complaint == case.number]
            mine = [taken(line, person, result.fines, law.edition) for line in mine] if person else mine
            found += [(name, line, lines is result.unassigned) for line in mine]
    return found


def assess_month(
    store: Store,
    period: Period,
    law: Law,
    adjustments: Sequence[Adjustment] = (),
    *,
    lists: bool = True,
    only: int | None = None,
) -> Assessment:
    """Assess a period under an edition, from the complaints that an index finds for it, or ``only`` one of them.

    Without ``lists`` nobody asks what is doubtful and what was entered late.
    """
    with store.reading():
        rows = fetched(store, period, law)
        if only is not None:
            rows = [row for row in rows if row == only]
        until = min(period.end, period.as_of)
        late = late_rows(store, period.start, until) if lists else ()
        praises = commendations(store, period.start, until)
        named = {c.complaint.id: c for c in store.load({p.complaint for p in praises if p.complaint})}
        return assess(
            period,
            law,
            _parts(store, rows, period, law, lists=lists),
            commendations=praises,
            named=named,
            organisation=store.organisation(),
            adjustments=adjustments,
            late_entries=sum(entered_late(at, entered, law.calendar) for at, entered in late),
            doubtful=lists,
        )


def assess_one(store: Store, row: int, period: Period, law: Law, adjustments: Sequence[Adjustment] = ()) -> Assessment:
    """Assess one complaint as its month does; the whole month only where a fine asks whose is the first."""
    result = assess_month(store, period, law, adjustments, lists=False, only=row)
    if any("turn" in line.facts for line in (*result.fines, *result.unassigned)):
        return assess_month(store, period, law, adjustments, lists=False)
    return result


def _chunks(items: Sequence[One], size: int = CHUNK) -> Iterator[Sequence[One]]:
    return (items[first : first + size] for first in range(0, len(items), size))


def looked_up(store: Store, doubtful: Sequence[Doubt]) -> Iterator[Doubtful]:
    """Yield doubts, each with its step's number and who entered it, looked up a chunk at a time."""
    for chunk in _chunks(doubtful):
        typists = store.typists(doubt.entry for doubt in chunk)
        steps_of = step_numbers_of(store, {doubt.complaint for doubt in chunk})
        for d in chunk:
            step = steps_of[d.complaint].get(d.entry)
            yield Doubtful(d.complaint, step, d.kind, d.at, d.entered, d.by, typists[d.entry], d.limit, d.rules)


def fetched(store: Store, period: Period, law: Law) -> list[int]:
    """Return the rows of the complaints in which something of a period may have its moment."""
    received_from, handed_back_from = earliest(period, law)
    return month_rows(store, period.start, period.end, received_from=received_from, handed_back_from=handed_back_from)


def _parts(store: Store, rows: Sequence[int], period: Period, law: Law, *, lists: bool) -> Iterator[Part]:
    """Yield the complaints: of what has no trait that is asked for only what it counts."""
    traits, limits = asked(law.edition, doubtful=lists), shortest(law)
    for chunk in _chunks(rows, SEEN):
        known = seen(store, chunk, limits, period, doubtful=lists)
        yield Part(Counter(one.counted for one in known.values() if enough(one.traits)), ())
        left = [row for row in chunk if row not in known or not enough(known[row].traits, traits)]
        for few in _chunks(left):
            cases = store.load(few, for_rules=True)
            found = places(store, [case for case in cases if case.complaint.id not in known])
            yield Part({}, [_beside(case, known.get(case.complaint.id), found) for case in cases])


def _beside(
    case: Case, known: Seen | None, found: Mapping[int, tuple[int, str]]
) -> tuple[Case, tuple[int, str] | None, Traits]:
    return (case, known.place, known.traits) if known else (case, found.get(case.complaint.id), None)


class Verdict(NamedTuple):
    """What a rule says of one complaint, as far as anybody's money or points go; each fine with whether he was there.

    ``of`` is the complaint's number where several are compared.
    """

    rule: str
    department: str
    at: object
    points: Decimal | None
    factor: int
    fines: tuple[tuple[Fine, bool], ...]
    of: str = ""


Verdicts = frozenset[Verdict]


def provisional_years(result: Assessment, law: Law) -> list[int]:
    """Return the years whose holidays are not published yet and by which something of a month is counted.

    Its own, and those in which the delays end whose days it fines.
    """
    period, carried = result.period, [change.line for change in result.adjustments]
    late = [line for line in (*result.fines, *result.unassigned, *carried) if line and "days_late" in line.facts]
    ends = [line.facts.get("handed_back") or period.as_of for line in late]
    years = {moment.year for moment in (period.start, period.end, *ends) if isinstance(moment, datetime)}
    return [year for year in sorted(years) if law.calendar.provisional(year)]


def verdicts(
    store: Store, case: Case, period: Period, law: Law, beside: tuple[int, str] | None, *, anywhere: bool = False
) -> Verdicts:
    """Return what the rules say of a case in a period, or ``anywhere`` by period; nothing of an excluded one."""
    if case.exclusion:
        return frozenset()
    if anywhere:
        period = Period(period.month, period.start.replace(year=1900), period.end.replace(year=9000), period.as_of)
    standing = Standing(case, period, law.edition.get("repeat.factor"), beside)
    organisation = store.organisation()
    said = judge(standing, contexts(period, law, organisation))
    found = [finding for finding in said.values() if isinstance(finding, Finding)]
    moments = [law.first_day(f.at.date()) if anywhere else f.at for f in found]
    return frozenset(
        Verdict(f.rule, f.department, at, f.points, f.factor, tuple(_whose(fine, organisation) for fine in f.fines))
        for f, at in zip(found, moments, strict=True)
    )


def _whose(fine: Fine, organisation: Organisation) -> tuple[Fine, bool]:
    """Return a fine without the day by which its person is taken, but with whether he was there."""
    return fine._replace(day=None), bool(fine.person) and belongs(organisation, fine.person or "", fine.day)


def corrections(store: Store, period: Period, law: Law) -> tuple[Changed, ...]:
    """List each correction without which a finding of the period would be another.

    Where several of a complaint make one other only together, it is the first that made it so as they were entered.
    """
    rows: set[int] = set()
    for chunk in _chunks(fetched(store, period, law)):
        rows.update(corrected_rows(store, ever_linked(store, chunk)))
    found: list[Changed] = []
    for raw in (raw for chunk in _chunks(sorted(rows)) for raw in store.load(chunk, raw=True)):
        [now] = store.load([raw.complaint.id])
        numbers, hide = step_numbers(raw), hider(raw, where=True)
        all_made = list(corrections_of(raw))
        changes = [_changed(store, without(raw, [made]), now, period, law) for made in all_made]
        before = without(raw, all_made)
        left = _changed(store, before, now, period, law).difference(*changes) if len(all_made) > 1 else set()
        order = sorted(range(len(all_made)), key=lambda one: all_made[one].records[0].entry) if left else []
        for last, one in enumerate(order, 1):
            after = without(raw, [all_made[later] for later in order[last:]])
            changes[one] |= _changed(store, before, after, period, law) & left
            before = after
        for (kind, record, *_), changed in zip(all_made, changes, strict=True):
            if not changed:
                continue
            was, is_now = (hide(value) if isinstance(value, str) else value for value in (record.was, record.now))
            found.append(
                Changed(
                    raw.number, numbers.get(record.step), kind, was, is_now, hide(record.reason), record.by,
                    record.approved_by, tuple(sorted({rule for _, rule in changed})),
                )
            )  # fmt: skip
    return tuple(found)


def _changed(store: Store, was: Case, now: Case, period: Period, law: Law) -> set[tuple[str, str]]:
    """Return which rules say another thing of which complaint, by number, where a case stands as ``now``."""
    kin = store.load(others(store, now, was))
    before, after = (_say(store, [case, *kin], period, law, case) for case in (was, now))
    return {(said.of, said.rule) for said in before ^ after}


def _say(store: Store, cases: Sequence[Case], period: Period, law: Law, then: Case) -> Verdicts:
    """Return what the rules say of some complaints, one of which stands as ``then``, each with its number."""
    found = places(store, cases, then)
    return frozenset(
        said._replace(of=case.number)
        for case in cases
        for said in verdicts(store, case, period, law, found.get(case.complaint.id))
    )
