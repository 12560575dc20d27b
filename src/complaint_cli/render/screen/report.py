"""The month's report on the terminal, from the answer alone: a closed month prints the same for ever."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from complaint_cli.assessment.answer import Answer, Unconfirmed
from complaint_cli.assessment.lines import Adjustment, DepartmentLine, FineLine, PointLine
from complaint_cli.company.categories import ENGLISH, source_said
from complaint_cli.messages import in_one, language, listed
from complaint_cli.messages.report import Report, calculation, clock, percent, rule_name, short, told
from complaint_cli.render.lists import Listing, comparison, excluded, listings
from complaint_cli.render.particulars import adjusted, adopted, cited, marks, own_and_objection, particulars, standing
from complaint_cli.render.screen.terminal import Column, Screen, heading, numbers, say, table
from complaint_cli.text.amounts import two
from complaint_cli.text.plain import in_groups

_SHOWN_HASH = 16
"""How much of a hash is printed; ``--json`` has the whole of it."""


def print_report(to: Screen, answer: Answer) -> None:
    """Print a month's assessment."""
    _head(to, answer)
    _overall(to, answer)
    _scores(to, answer)
    if (beside := comparison(answer)).rows:
        print_listing(to, beside, figures=True)
    _fines(to, answer)
    _persons(to, answer)
    _points(to, answer.points)
    _unassigned(to, answer.unassigned)
    if answer.excluded:
        print_listing(to, excluded(answer))
    _adjustments(to, answer.adjustments)
    _lists(to, answer)
    _awaiting(to, answer.unconfirmed)
    _totals(to, answer)


def _head(to: Screen, answer: Answer) -> None:
    say(to, f"{answer.company}  {Report.TITLE(month=answer.month)}", "bold")
    period, policy = answer.period, answer.policy
    say(to, Report.PERIOD(start=clock(period.start), end=clock(period.end)))
    status = Report[answer.status.upper()]()
    say(to, Report.STATUS(status=status, as_of=clock(period.as_of)))
    facts = {"title": policy.title, "effective": policy.effective, "sha256": policy.sha256[:_SHOWN_HASH]}
    say(to, Report.EDITION(**facts))
    if said := adopted(answer):
        say(to, said)
    say(to, Report.HEAD(head=in_groups(answer.head)))
    if signed := answer.signatures:
        say(to, Report.SIGNATURES(**signed["all"]))
        kinds = (
            Report.SIGNED_KIND(do=Report[f"DO_{do.upper()}"](), **line)
            for do, line in signed.items()
            if do != "all" and any(line.values())
        )
        say(to, Report.SEMICOLON().join(kinds))
    for sentence in standing(answer):
        say(to, sentence, "bold")
    say(to, Report.PROPOSAL())


def _overall(to: Screen, answer: Answer) -> None:
    overall = answer.overall
    heading(to, Report.OVERALL())
    comma = "，" if language() == "zh" else ", "
    rows = (
        (
            (Report.RECEIVED, overall.received),
            (Report.REPEATS, overall.repeats),
            (Report.DUE, overall.due),
            (Report.ON_TIME, overall.on_time),
            (Report.ON_TIME_RATE, percent(overall.on_time_rate)),
        ),
        (
            (Report.CALLBACKS_VALID, overall.callbacks_valid),
            (Report.SATISFACTION, percent(overall.satisfaction)),
        ),
    )
    for figures in rows:
        say(to, comma.join(f"{label()} {value}" for label, value in figures))
    if not overall.received:
        say(to, Report.NOTHING_RECEIVED())
        return
    for sentence, counts, named in (
        (Report.CATEGORIES, overall.categories, category_name),
        (Report.SOURCES, overall.sources, source_said),
    ):
        say(to, sentence(counts=comma.join(f"{named(name)} {count}" for name, count in counts)))


def category_name(category: str) -> str:
    """Return a category in the language in use; one of the company's own stays as it is."""
    return category if language() == "zh" else ENGLISH.get(category, category)


# -- scores ------------------------------------------------------------------------------------


def by_rank(departments: Iterable[DepartmentLine]) -> list[DepartmentLine]:
    """Return the departments by rank, those without one at the end in the organisation's order."""
    return sorted(departments, key=lambda line: (line.rank is None, line.rank or 0))


def _scores(to: Screen, answer: Answer) -> None:
    heading(to, Report.SCORES())
    columns = [
        *numbers(Report.COLUMN_RANK),
        Column(Report.COLUMN_DEPARTMENT(), wide=True),
        *numbers(Report.COLUMN_RECEIVED, Report.COLUMN_DUE, Report.COLUMN_ON_TIME, Report.COLUMN_RATE),
        *numbers(Report.COLUMN_CALLS, Report.COLUMN_SATISFACTION, Report.COLUMN_POINTS, Report.COLUMN_SCORE),
    ]
    lines = by_rank(answer.departments)
    table(to, columns, [_score_row(line) for line in lines])
    unranked = [line for line in lines if line.rank is None]
    parts = []
    for label, wanted in ((Report.UNRANKED_NOTHING, True), (Report.UNRANKED_ROLE, False)):
        names = [line.department for line in unranked if (line.role == "responsible") is wanted]
        if names:
            parts.append(label(names=listed(names)))
    if parts:
        say(to, Report.UNRANKED(names=listed(parts)))
    if any(_dash(line) for line in lines):
        say(to, Report.NO_RATE())


def _dash(line: DepartmentLine) -> bool:
    return line.role == "responsible" and (line.on_time_rate is None or line.satisfaction is None)


def _score_row(line: DepartmentLine) -> list[str]:
    if line.role == "responsible":
        counts = list(map(str, (line.received, line.due, line.on_time)))
        rates = [percent(line.on_time_rate), str(line.callbacks_valid), percent(line.satisfaction)]
    else:
        counts, rates = ["", "", ""], ["", "", ""]
    rank = "—" if line.rank is None else str(line.rank)
    return [rank, line.department, *counts, *rates, signed(line.points), two(line.score)]


def signed(points: Decimal) -> str:
    """Write points with their sign: ``+0.50``, ``-2.00``, ``0.00``."""
    return f"+{two(points)}" if points > 0 else two(points)


# -- fines and points --------------------------------------------------------------------------


def _fines(to: Screen, answer: Answer) -> None:
    fines = answer.fines
    heading(to, Report.FINES())
    if not fines:
        say(to, Report.NO_FINES())
        _objection(to, answer)
        return
    columns = [*_fine_columns(Column(Report.COLUMN_PERSON(), most=12)), Column(Report.COLUMN_MARK(), wide=True)]
    table(to, columns, [_fine_row(line) for line in fines], [fine_facts(line) for line in fines])
    _objection(to, answer)


def _fine_columns(person: Column) -> list[Column]:
    return [
        Column(Report.COLUMN_NO()),
        person,
        Column(Report.COLUMN_ROLE(), most=12),
        Column(Report.COLUMN_DEPARTMENT(), most=14),
        Column(Report.COLUMN_CLAUSE()),
        *numbers(Report.COLUMN_CALCULATION, Report.COLUMN_PROPOSED),
    ]


def _objection(to: Screen, answer: Answer) -> None:
    for sentence in own_and_objection(answer):
        say(to, sentence)


def _fine_row(line: FineLine) -> list[str]:
    return [
        line.complaint or "",
        line.person or Report.NOBODY(),
        Report[line.role.upper()](),
        line.department,
        line.clause,
        calculation(line.base, line.factor),
        two(line.proposed),
        "\n".join(marks(line)),
    ]


def fine_facts(line: FineLine) -> str:
    """Say a fine's rule, its band, the facts, and what an objection needs."""
    low, high = (short(edge) for edge in line.band)
    facts = told(line.rule, line.facts)
    said = Report.FINE_FACTS(rule=rule_name(line.rule), low=low, high=high, facts=facts)
    return in_one([said, *particulars(line)])


def _persons(to: Screen, answer: Answer) -> None:
    """What each person's fines come to; what payroll withholds stands last."""
    if answer.persons is None:  # closed by an earlier version
        totals = by_person(answer.fines)
        rows = [[person, str(count), f"{amount:.2f}"] for person, (count, amount) in totals.items()]
        figures: tuple[Report, ...] = (Report.COLUMN_COUNT, Report.COLUMN_TOTAL)
    else:
        rows = [
            [
                line.person, str(line.lines), two(line.proposed), two(line.decided), signed(line.adjustments),
                two(line.total), str(line.year_lines), two(line.year_total),
            ]
            for line in answer.persons
        ]  # fmt: skip
        figures = (
            Report.COLUMN_COUNT, Report.COLUMN_PROPOSED, Report.COLUMN_DECIDED, Report.COLUMN_CARRIED,
            Report.COLUMN_TOTAL, Report.COLUMN_YEAR_COUNT, Report.COLUMN_YEAR_TOTAL,
        )  # fmt: skip
    if rows:
        heading(to, Report.PERSONS())
        table(to, [Column(Report.COLUMN_PERSON()), *numbers(*figures)], rows)


def _lists(to: Screen, answer: Answer) -> None:
    """The three lists that make the report whole: late without a fine, doubtful, corrections."""
    for listing in listings(answer):
        print_listing(to, listing)


def print_listing(to: Screen, listing: Listing, *, figures: bool = False) -> None:
    """Print a list, its text column as wide as the screen lets it; ``figures`` stand at the right."""
    heading(to, listing.title)
    columns = [
        Column(head, wide=True) if place == listing.wide else Column(head, most=20, right=figures)
        for place, head in enumerate(listing.heads)
    ]
    table(to, columns, listing.rows)


def by_person(fines: Iterable[FineLine]) -> dict[str, tuple[int, Decimal]]:
    """Return how many fines each person has and what they come to, the most first."""
    sums: dict[str, tuple[int, Decimal]] = {}
    for line in fines:
        count, amount = sums.get(line.person or "", (0, Decimal(0)))
        sums[line.person or ""] = count + 1, amount + line.amount
    return dict(sorted(sums.items(), key=lambda item: (-item[1][1], item[0])))


def _points(to: Screen, points: Sequence[PointLine]) -> None:
    heading(to, Report.POINTS())
    if not points:
        say(to, Report.NO_POINTS())
        return
    columns = (
        Column(Report.COLUMN_NO()),
        Column(Report.COLUMN_DEPARTMENT(), most=14),
        Column(Report.COLUMN_CLAUSE()),
        Column(Report.COLUMN_RULE(), wide=True),
        *numbers(Report.COLUMN_CALCULATION, Report.COLUMN_VALUE),
    )
    table(to, columns, [_point_row(line) for line in points], [told(line.rule, line.facts) for line in points])


def _point_row(line: PointLine) -> list[str]:
    return [
        line.complaint or "",
        line.department,
        line.clause,
        rule_name(line.rule),
        calculation(round(line.points / line.factor, 2), line.factor),
        signed(line.points),
    ]


# -- what else is to be known ------------------------------------------------------------------


def _unassigned(to: Screen, fines: Sequence[FineLine]) -> None:
    if not fines:
        return
    heading(to, Report.UNASSIGNED())
    columns = _fine_columns(Column(Report.COLUMN_NAMED(), most=16))
    table(to, columns, [_fine_row(line)[:-1] for line in fines], [fine_facts(line) for line in fines])


def _adjustments(to: Screen, adjustments: Sequence[Adjustment]) -> None:
    if not adjustments:
        return
    heading(to, Report.ADJUSTMENTS())
    columns = (
        Column(Report.COLUMN_MONTH()),
        Column(Report.COLUMN_NO()),
        Column(Report.COLUMN_WHAT(), wide=True),
        *numbers(Report.COLUMN_WAS, Report.COLUMN_NOW, Report.COLUMN_DIFFERENCE),
    )
    rows = []
    for line in adjustments:
        kind = Report.KIND_FINE() if line.kind == "fine" else Report.KIND_POINTS()
        clause = line.line.clause if line.line else None
        what = " ".join(filter(None, (line.department, line.person, clause, rule_name(line.rule), kind)))
        rows.append([line.month, line.complaint or "", what, two(line.was), two(line.now), signed(line.difference)])
    table(to, columns, rows, [adjusted(line) for line in adjustments])


def _awaiting(to: Screen, unconfirmed: Sequence[Unconfirmed]) -> None:
    if unconfirmed:
        heading(to, Report.AWAITING())
    for line in unconfirmed:
        low, high = (short(edge) for edge in line.band)
        say(to, Report.AWAITING_BAND(cite=cited(line), raw=line.raw or "", low=low, high=high))


def _totals(to: Screen, answer: Answer) -> None:
    totals = answer.totals
    heading(to, Report.TOTALS())
    say(to, Report.TOTAL_FINES(amount=two(totals.fines)))
    if carried := totals.adjustments:
        say(to, Report.TOTAL_CARRIED(adjustments=signed(carried), total=two(totals.fines + carried)))
    say(to, Report.TOTAL_POINTS(deductions=two(totals.deductions), bonuses=signed(totals.bonuses)))
    say(to, Report.ENTERED_LATE(count=answer.late_entries))
