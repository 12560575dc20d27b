"""The lists that make a month's report whole, as rows of text: on the screen, in the notice and in the workbook."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from complaint_cli.assessment.answer import Answer, Beside, Changed
from complaint_cli.assessment.lines import DepartmentLine
from complaint_cli.messages import labelled, listed
from complaint_cli.messages.report import Report, clock, percent, rule_name
from complaint_cli.messages.vocabulary import changed_alone
from complaint_cli.text.amounts import two
from complaint_cli.text.tuples import NamedTuple


class Listing(NamedTuple):
    """A list with its short name, title and headings; ``wide`` is the column that takes the room."""

    name: str
    title: str
    heads: list[str]
    rows: list[list[str]]
    wide: int


def listings(answer: Answer) -> list[Listing]:
    """Return those of the lists that hold anything: late without a fine, doubtful, corrections."""
    found = [_late_without_fine(answer), _doubtful(answer), _corrections(answer)]
    return [listing for listing in found if listing.rows]


def excluded(answer: Answer) -> Listing:
    """Return what was taken out, why and with whose approval."""
    return Listing(
        "excluded",
        Report.EXCLUDED(),
        [Report.COLUMN_NO(), Report.COLUMN_REASON(), Report.COLUMN_APPROVED()],
        [[x.complaint, " ".join(x.reason.split()), x.approved_by or "—"] for x in answer.excluded],
        1,
    )


_RATES = ("on_time_rate", "satisfaction")


def comparison(answer: Answer) -> Listing:
    """Return every figure of the month beside the month before (环比) and the same month a year ago (同比).

    Nothing of a month that holds nothing and has nothing beside it.
    """
    others = [answer.previous, answer.year_ago]
    all_three = [answer.beside, *others]
    rows = []
    for name in ("received", "due", "on_time", "on_time_rate", "callbacks_valid", "satisfaction", "repeats"):
        figures = [_figure(one and one.overall, name) for one in all_three]
        rows.append(_beside(Report[name.upper()](), figures, rate=name in _RATES))
    for name in ("fines", "deductions", "bonuses"):
        figures = [_figure(one and one.totals, name) for one in all_three]
        rows.append(_beside(Report[f"FIGURE_{name.upper()}"](), figures))
    for line in answer.departments:
        lines = [line, *(_named(other, line.department) for other in others)]
        for name in ("on_time_rate", "satisfaction", "score"):
            label = Report.FIGURE_OF(department=line.department, figure=Report[f"FIGURE_{name.upper()}"]())
            figures = [_figure(one, name) for one in lines]
            if any(figure is not None for figure in figures):
                rows.append(_beside(label, figures, rate=name in _RATES))
    months = [other.month if other else "—" for other in others]
    heads = [
        Report.COLUMN_FIGURE(), Report.COLUMN_MINE(), Report.COLUMN_BEFORE(month=months[0]), Report.COLUMN_CHANGE(),
        Report.COLUMN_YEAR_AGO(month=months[1]), Report.COLUMN_CHANGE(),
    ]  # fmt: skip
    return Listing(
        "compared",
        Report.COMPARED(),
        heads,
        rows if any((*others, answer.overall.received, answer.overall.due)) else [],
        0,
    )


def _named(other: Beside | None, department: str) -> DepartmentLine | None:
    return next((line for line in other.departments if line.department == department), None) if other else None


def _figure(part: NamedTuple | None, name: str) -> Decimal | int | None:
    return getattr(part, name, None)


def _beside(label: str, values: list[Decimal | int | None], *, rate: bool = False) -> list[str]:
    """Return a figure, the two that it is compared with, and by how much it differs from each."""
    said = [percent(value) if rate else _written(value) for value in values]
    changes = []
    for other in values[1:]:
        if values[0] is None or other is None:
            changes.append("—")
            continue
        change = values[0] - other
        if rate:
            changes.append(Report.POINTS_OF(change=f"{change * 100:+.2f}"))
        else:
            changes.append(f"{change:+.2f}" if isinstance(change, Decimal) else f"{change:+}")
    return [label, said[0], said[1], changes[0], said[2], changes[1]]


def _written(value: Decimal | int | None) -> str:
    return "—" if value is None else two(value) if isinstance(value, Decimal) else str(value)


def _late_without_fine(answer: Answer) -> Listing:
    return Listing(
        "unfined",
        Report.WITHOUT_FINE(),
        [Report.COLUMN_NO(), Report.COLUMN_DEPARTMENT(), Report.COLUMN_DEADLINE(), Report.COLUMN_WHY()],
        [
            [
                line.complaint,
                line.department or "—",
                clock(line.deadline),
                listed(labelled(rule_name(rule), why) for rule, why in line.reasons),
            ]
            for line in answer.late_without_fine
        ],
        3,
    )


def _rule_names(rules: tuple[str, ...]) -> str:
    return listed(map(rule_name, rules))


def _doubtful(answer: Answer) -> Listing:
    heads = (
        Report.COLUMN_NO, Report.COLUMN_STEP, Report.COLUMN_AT, Report.COLUMN_ENTERED, Report.COLUMN_BY,
        Report.COLUMN_ENTERED_BY, Report.COLUMN_RULE,
    )  # fmt: skip
    names = cache(_rule_names)  # a long list says the same few again and again
    return Listing(
        "doubtful",
        Report.DOUBTFUL(),
        [head() for head in heads],
        [
            [
                line.complaint,
                str(line.step or ""),
                clock(line.at),
                clock(line.entered),
                line.by,
                line.entered_by or line.by,
                names(line.rules),
            ]
            for line in answer.doubtful
        ],
        6,
    )


def _changed(line: Changed) -> str:
    kind, was, now = Report[f"KIND_{line.kind.upper()}"](), line.was, line.now
    said = {"was": changed_alone(was, now), "now": changed_alone(now, was)}
    changed = kind if was is None and now is None else Report.CHANGED(kind=kind, **said)
    return Report.CHANGED_WHY(changed=changed, reason=line.reason) if line.reason else changed


def _corrections(answer: Answer) -> Listing:
    heads = (
        Report.COLUMN_NO, Report.COLUMN_STEP, Report.COLUMN_WHAT, Report.COLUMN_BY, Report.COLUMN_APPROVED,
        Report.COLUMN_RULE,
    )  # fmt: skip
    return Listing(
        "corrections",
        Report.CORRECTIONS(),
        [head() for head in heads],
        [
            [
                line.complaint,
                str(line.step or ""),
                _changed(line),
                line.by,
                line.approved_by or "—",
                _rule_names(line.changes),
            ]
            for line in answer.corrections
        ],
        2,
    )
