"""The month's notice as a Word document: what happened, the scores, whom it fines and why, what was corrected."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from complaint_cli.assessment.answer import Answer
from complaint_cli.assessment.lines import NOTHING, Adjustment, DepartmentLine, FineLine, PersonLine, PointLine
from complaint_cli.assessment.scores import Overall
from complaint_cli.company.categories import source_said
from complaint_cli.files import fresh
from complaint_cli.messages import in_one
from complaint_cli.messages.documents import Paper, written_in
from complaint_cli.messages.report import Report, calculation, percent, rule_name, short
from complaint_cli.render.lists import comparison, excluded, listings
from complaint_cli.render.paper.content import clock, fit
from complaint_cli.render.paper.page import Page, write_undated
from complaint_cli.render.particulars import adjusted, adopted, cited, fine_told, own_and_objection, standing
from complaint_cli.render.screen.report import by_rank, category_name
from complaint_cli.text.amounts import two
from complaint_cli.text.plain import in_groups, plain

MOST_NAMES = 8
"""Categories and sources listed by name; the rest are one line."""
_NAME = (26, 1)  # cells of such a name


def write_notice(path: Path, answer: Answer, *, lang: str) -> None:
    """Write the month's notice without any caller's data."""
    written = BytesIO()
    with fresh(path) as new, written_in(lang):
        _notice(answer).save(written)
        write_undated(new, written)


def _notice(answer: Answer) -> Any:
    page = Page()
    overall = answer.overall
    page.paragraph(answer.company, 12, centre=True)
    page.paragraph(Paper.NOTICE(month=answer.month), 16, bold=True, centre=True)
    for sentence in standing(answer):
        page.paragraph(sentence, 10.5, bold=True, centre=True)
    page.paragraph(Paper.ADDRESSEE(), before=8)
    page.paragraph(basis(answer), 9)
    page.heading(Paper.PART_ONE())
    facts = {name: getattr(overall, name) for name in ("received", "due", "on_time", "repeats")}
    rates = {"rate": percent(overall.on_time_rate), "satisfaction": percent(overall.satisfaction)}
    calls, left_out = overall.callbacks_valid, len(answer.excluded)
    page.paragraph(Paper.OVERALL(calls=calls, excluded=left_out, **facts, **rates))
    if (beside := comparison(answer)).rows:
        page.heading(beside.title, 10.5)
        page.table(beside.heads, beside.rows, numbers=range(1, 6), wide=0)
    page.heading(Paper.PART_TWO())
    _counts(page, overall)
    page.heading(Paper.PART_THREE())
    _scores(page, answer.departments)
    page.heading(Paper.PART_FOUR())
    _points(page, answer.points)
    page.heading(Paper.PART_FIVE())
    _fines(page, answer)
    _adjustments(page, answer.adjustments)
    page.heading(Paper.PART_SIX())
    lists = [*([excluded(answer)] if answer.excluded else []), *listings(answer)]
    for listing in lists:
        page.heading(listing.title, 10.5)
        page.table(listing.heads, listing.rows, wide=listing.wide)
    if not lists:
        page.paragraph(Paper.NOTHING())
    for band in unconfirmed(answer):
        page.paragraph(band, 9)
    page.paragraph(Paper.SIGNED(), 10.5, before=14, keep=True)
    page.paragraph(Paper.DATED(company=answer.company, date=f"{answer.period.as_of:%Y-%m-%d}"), before=6, keep=True)
    page.paragraph(Paper.HEAD(head=in_groups(answer.head)), 9, before=6)
    for person, fingerprint in answer.keys:
        page.paragraph(Paper.FINGERPRINT(person=person, fingerprint=fingerprint), 9)
    return page.document


def basis(answer: Answer) -> str:
    """Say what a month-end paper rests on: period, status, edition, its hash and who adopted it, journal head."""
    period, policy = answer.period, answer.policy
    said = Paper.BASIS(
        start=clock(period.start),
        end=clock(period.end),
        as_of=clock(period.as_of),
        status=Report[answer.status.upper()](),
        policy=policy.title,
        effective=policy.effective,
        sha=policy.sha256[:16],
        head=in_groups(answer.head),
    )
    return plain(in_one(filter(None, (said, adopted(answer)))))


def unconfirmed(answer: Answer) -> list[str]:
    """Say which bands the company has not confirmed yet."""
    return [
        Paper.AWAITING(cite=cited(band), raw=band.raw, low=short(band.band[0]), high=short(band.band[1]))
        for band in answer.unconfirmed
    ]


def _counts(page: Page, overall: Overall) -> None:
    """Write categories and sources beside each other, with their share."""
    halves = [
        _shares(overall.categories, overall.received, category_name),
        _shares(overall.sources, overall.received, source_said),
    ]
    height = max(map(len, halves))
    if not height:
        page.paragraph(Paper.NOTHING())
        return
    empty = ("", "", "")
    rows = [[*a, *b] for a, b in zip(*(half + [empty] * (height - len(half)) for half in halves), strict=True)]
    heads = [Paper.COL_CATEGORY(), Paper.COL_COUNT(), Paper.COL_SHARE()]
    page.table([*heads, Paper.COL_SOURCE(), *heads[1:]], rows, numbers=(1, 2, 4, 5))


def _shares(counts: Sequence[tuple[str, int]], whole: int, named: Callable[[str], str]) -> list[tuple[str, str, str]]:
    first, rest = counts[:MOST_NAMES], counts[MOST_NAMES:]
    lines = [(named(name), count) for name, count in first]
    if rest:
        lines.append((Paper.OTHERS(count=len(rest)), sum(count for _, count in rest)))
    return [
        (fit(plain(name, lines=False), _NAME), str(count), percent(f"{count / whole:.4f}")) for name, count in lines
    ]


def _scores(page: Page, departments: Iterable[DepartmentLine]) -> None:
    heads = [
        Paper.COL_RANK(), Paper.COL_DEPARTMENT(), Paper.COL_RECEIVED_N(), Paper.COL_DUE_N(), Paper.COL_RATE(),
        Paper.COL_CALLS(), Paper.COL_SATISFACTION_RATE(), Paper.COL_POINTS(), Paper.COL_SCORE(),
    ]  # fmt: skip
    rows = [
        [
            str(line.rank or Paper.NO_DATA()),
            line.department,
            str(line.received),
            str(line.due),
            percent(line.on_time_rate),
            str(line.callbacks_valid),
            percent(line.satisfaction),
            two(line.points),
            two(line.score),
        ]
        for line in by_rank(departments)
    ]
    page.table(heads, rows, numbers=range(2, 9), wide=1)


def _points(page: Page, points: Sequence[PointLine]) -> None:
    if not points:
        page.paragraph(Paper.NO_POINTS())
        return
    heads = [Paper.COL_NUMBER(), Paper.COL_DEPARTMENT(), Paper.COL_RULE(), Paper.COL_CITE(), Paper.COL_POINTS()]
    rows = [
        [
            line.complaint or Paper.NO_DATA(),
            line.department,
            rule_name(line.rule) + (Paper.DOUBLED(factor=line.factor) if line.factor != 1 else ""),
            cited(line),
            two(line.points),
        ]
        for line in points
    ]
    page.table(heads, rows, numbers=(4,))


def _fines(page: Page, answer: Answer) -> None:
    """Write every fine with its clause and facts, nobody's too, what each person's come to, and how to object."""
    totals, problems = answer.totals, Counter((line.rule, cited(line)) for line in answer.fines)
    in_all = two(sum((line.proposed for line in answer.fines), NOTHING))
    page.paragraph(
        Paper.FINES_IN_ALL(
            count=len(answer.fines),
            proposed=in_all,
            amount=two(totals.fines),
            adjustments=two(totals.adjustments or NOTHING),
            deductions=two(totals.deductions).lstrip("-"),
            bonuses=two(totals.bonuses),
        )
    )
    for (rule, cite), count in problems.most_common():
        page.paragraph(Paper.PROBLEM(rule=rule_name(rule), count=count, cite=cite))
    if answer.fines:
        _fine_lines(page, answer.fines, [Paper.TOTAL_AS_PROPOSED(), "", "", in_all, two(totals.fines)])
    if answer.unassigned:
        page.heading(Report.UNASSIGNED(), 10.5)
        _fine_lines(page, answer.unassigned)
    _persons(page, answer.persons or ())
    for sentence in own_and_objection(answer):
        page.paragraph(sentence, 9)


def _fine_lines(page: Page, lines: Sequence[FineLine], total: Sequence[str] = ()) -> None:
    heads = [
        Paper.COL_PERSON(), Paper.COL_NUMBER(), Paper.COL_CITE(), Paper.COL_PROPOSED(), Paper.COL_DECIDED(),
    ]  # fmt: skip
    rows = [
        [
            Paper.WHO(
                person=line.person or Paper.NO_DATA(), role=Report[line.role.upper()](),
                department=line.department,
            ),
            line.complaint or Paper.NO_DATA(),
            f"{cited(line)} {rule_name(line.rule)}",
            calculated(line),
            Paper.NO_DATA() if line.decided is None else two(line.decided),
        ]
        for line in lines
    ]  # fmt: skip
    page.table(heads, rows, numbers=(3, 4), wide=0, details=[fine_told(line) for line in lines], total=total)


def _persons(page: Page, persons: Sequence[PersonLine]) -> None:
    """Write what each person's fines come to, and what earlier months carry for him."""
    if not persons:
        return
    heads = [
        Paper.COL_PERSON(), Report.COLUMN_COUNT(), Paper.COL_PROPOSED(), Paper.COL_DECIDED(), Report.COLUMN_CARRIED(),
        Report.COLUMN_TOTAL(), Report.COLUMN_YEAR_COUNT(), Report.COLUMN_YEAR_TOTAL(),
    ]  # fmt: skip
    sums = [sum(column) for column in zip(*(line.figures for line in persons), strict=True)]
    page.heading(Report.PERSONS(), 10.5)
    page.table(
        heads,
        [[line.person, *map(str, line.figures)] for line in persons],
        numbers=range(1, 8),
        wide=0,
        total=[Paper.TOTAL(), *map(str, sums)],
    )


def calculated(line: FineLine) -> str:
    """Return what a rule proposes, with the calculation where there is one."""
    proposed = two(line.proposed)
    return proposed if line.factor == 1 else f"{calculation(line.base, line.factor)} = {proposed}"


def _adjustments(page: Page, adjustments: Sequence[Adjustment]) -> None:
    """Write what earlier months carry into this one, as the full lines that they change."""
    if not adjustments:
        return
    page.heading(Report.ADJUSTMENTS(), 10.5)
    heads = [
        Paper.COL_MONTH(), Paper.COL_NUMBER(), Paper.COL_RULE(), Paper.COL_WAS(), Paper.COL_NOW(),
        Paper.COL_DIFFERENCE(),
    ]  # fmt: skip
    rows, details = [], []
    for line in adjustments:
        kind = Paper.ADJUSTED_FINE() if line.kind == "fine" else Paper.ADJUSTED_POINTS()
        cite = cited(line.line) if line.line else None
        rows.append(
            [
                line.month,
                line.complaint or Paper.NO_DATA(),
                " ".join(filter(None, (kind, cite, rule_name(line.rule), line.department, line.person))),
                *map(two, (line.was, line.now, line.difference)),
            ]
        )
        details.append(adjusted(line))
    page.table(heads, rows, numbers=(3, 4, 5), wide=2, details=details)
