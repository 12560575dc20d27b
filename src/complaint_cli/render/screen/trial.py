"""A month under another edition beside the one in force, on the terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from complaint_cli.assessment.answer import Answer
from complaint_cli.assessment.lines import DepartmentLine, FineLine, PointLine
from complaint_cli.company.edition import Change, as_text
from complaint_cli.messages.report import Report, clock, rule_name
from complaint_cli.render.particulars import standing
from complaint_cli.render.screen.report import by_rank, signed
from complaint_cli.render.screen.terminal import Column, Screen, heading, numbers, say, table
from complaint_cli.text.amounts import two

_SHOWN_HASH = 16


def print_trial(to: Screen, trial: Answer, in_force: Answer, changes: Sequence[Change]) -> None:
    """Print both scores side by side, and the fines and points that differ."""
    say(to, f"{trial.company}  {Report.TRIAL_TITLE(month=trial.month)}", "bold")
    say(to, Report.TRIAL_NOTE(), "bold")
    for label, answer in ((Report.IN_FORCE, in_force), (Report.TRIAL_AGAINST, trial)):
        policy = answer.policy
        say(to, label(title=policy.title, sha256=policy.sha256[:_SHOWN_HASH]))
    period = trial.period
    say(to, Report.PERIOD(start=clock(period.start), end=clock(period.end)))
    for sentence in standing(trial):
        say(to, sentence, "bold")
    _changes(to, changes)
    _scores(to, trial, in_force)
    _differences(to, Report.FINES_CHANGED(), _sums(in_force.fines), _sums(trial.fines))
    _differences(to, Report.POINTS_CHANGED(), _sums(in_force.points), _sums(trial.points))
    heading(to, Report.TOTALS())
    for name, answer in ((Report.COLUMN_IN_FORCE(), in_force), (Report.COLUMN_TRIAL(), trial)):
        totals = answer.totals
        points = Report.TOTAL_POINTS(deductions=two(totals.deductions), bonuses=signed(totals.bonuses))
        say(to, f"{name}  {Report.TOTAL_FINES(amount=two(totals.fines))}  {points}")


def _changes(to: Screen, changes: Sequence[Change]) -> None:
    heading(to, Report.CHANGED_NUMBERS())
    if not changes:
        say(to, Report.SAME_NUMBERS())
        return
    columns = (
        Column(Report.COLUMN_KEY(), most=36),
        Column(Report.COLUMN_IN_FORCE(), most=40),
        Column(Report.COLUMN_TRIAL(), wide=True),
    )
    table(to, columns, [[change.key, as_text(change.old), as_text(change.new)] for change in changes])


def _scores(to: Screen, trial: Answer, in_force: Answer) -> None:
    heading(to, Report.SCORES())
    before = {line.department: line for line in in_force.departments}
    columns = (
        Column(Report.COLUMN_DEPARTMENT(), wide=True),
        *numbers(Report.COLUMN_RANK_IN_FORCE, Report.COLUMN_SCORE_IN_FORCE),
        *numbers(Report.COLUMN_RANK_TRIAL, Report.COLUMN_SCORE_TRIAL, Report.COLUMN_DIFFERENCE),
    )
    rows = []
    for line in by_rank(trial.departments):
        old = before.get(line.department)
        was, change = (two(old.score), signed(line.score - old.score)) if old else ("—", "—")
        rows.append([line.department, _rank(old), was, _rank(line), two(line.score), change])
    table(to, columns, rows)


def _rank(line: DepartmentLine | None) -> str:
    return str(line.rank) if line and line.rank is not None else "—"


Key = tuple[str, str, str, str]


def _sums(lines: Sequence[FineLine | PointLine]) -> dict[Key, Decimal]:
    """Sum lines by what they are about: complaint, department, person, rule."""
    found: dict[Key, Decimal] = {}
    for line in lines:
        person, value = (line.person, line.amount) if isinstance(line, FineLine) else (None, line.points)
        key = line.complaint or "", line.department, person or "", line.rule
        found[key] = found.get(key, Decimal(0)) + value
    return found


def _differences(to: Screen, title: str, was: Mapping[Key, Decimal], now: Mapping[Key, Decimal]) -> None:
    heading(to, title)
    rows = []
    for key in sorted({*was, *now}):
        old, new = was.get(key, Decimal(0)), now.get(key, Decimal(0))
        if old != new:
            complaint, department, person, rule = key
            what = " ".join(filter(None, (department, person, rule_name(rule))))
            rows.append([complaint, what, two(old), two(new), signed(new - old)])
    if not rows:
        say(to, Report.NOTHING_CHANGED())
        return
    columns = (
        Column(Report.COLUMN_NO()),
        Column(Report.COLUMN_WHAT(), wide=True),
        *numbers(Report.COLUMN_IN_FORCE, Report.COLUMN_TRIAL, Report.COLUMN_DIFFERENCE),
    )
    table(to, columns, rows)
