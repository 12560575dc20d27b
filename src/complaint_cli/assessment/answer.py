"""The month's answer: what every renderer is given, ``--json`` prints and a closing keeps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal

from complaint_cli.assessment.fines import clause
from complaint_cli.assessment.lines import (
    NOTHING,
    Adjustment,
    Assessment,
    DepartmentLine,
    Excluded,
    FineLine,
    LateWithoutFine,
    PersonLine,
    PointLine,
)
from complaint_cli.assessment.rules import BANDS, Period
from complaint_cli.assessment.scores import Overall
from complaint_cli.company.edition import Adoption, Edition
from complaint_cli.messages.vocabulary import Value
from complaint_cli.text.tuples import NamedTuple


class Policy(NamedTuple):
    """The edition that a month is judged by; a month closed before version 3 does not say who adopted it."""

    title: str
    effective: date
    adoption: Adoption | None
    sha256: str


class Totals(NamedTuple):
    """A month's sums; what is carried from closed months was not summed before version 3."""

    fines: Decimal
    adjustments: Decimal | None
    deductions: Decimal
    bonuses: Decimal


class Beside(NamedTuple):
    """Another month's figures, to stand beside this one's."""

    month: str
    totals: Totals
    departments: tuple[DepartmentLine, ...]
    overall: Overall


class Doubtful(NamedTuple):
    """One doubtful step as it is listed: with its number, and who entered it."""

    complaint: str
    step: int | None
    kind: str
    at: datetime
    entered: datetime
    by: str
    entered_by: str | None
    limit: datetime | None
    rules: tuple[str, ...]


class Changed(NamedTuple):
    """A correction without which a finding of the month would be another: before, after, reason, by whom."""

    complaint: str
    step: int | None
    kind: str
    was: Value
    now: Value
    reason: str
    by: str
    approved_by: str | None
    changes: tuple[str, ...]


class Unconfirmed(NamedTuple):
    """A band that the company has not confirmed yet, with the raw text that it was read from."""

    table: str
    clause: str
    cite: str
    raw: str | None
    band: tuple[Decimal, Decimal]


class Objections(NamedTuple):
    """To whom, within what time and, of a closed month, until when a fine can be objected to."""

    to: str | None
    within: str
    until: datetime | None


class Answer(NamedTuple):
    """A month: its lines, their sums, and what stands around them; what earlier versions did not keep is empty."""

    company: str
    status: str
    period: Period
    policy: Policy
    head: str
    departments: tuple[DepartmentLine, ...]
    points: tuple[PointLine, ...]
    fines: tuple[FineLine, ...]
    persons: tuple[PersonLine, ...] | None  # None of a month closed before version 3
    excluded: tuple[Excluded, ...]
    unassigned: tuple[FineLine, ...]
    late_without_fine: tuple[LateWithoutFine, ...]
    adjustments: tuple[Adjustment, ...]
    late_entries: int
    overall: Overall
    unconfirmed: tuple[Unconfirmed, ...]
    objections: Objections | None
    totals: Totals
    rehearsal: bool = False
    doubtful: Iterable[Doubtful] = ()
    corrections: tuple[Changed, ...] = ()
    previous: Beside | None = None
    year_ago: Beside | None = None
    provisional: tuple[int, ...] = ()  # years of the month whose holidays are not published
    keys: tuple[tuple[str, str], ...] = ()  # who is enrolled, with the fingerprint of his key
    signatures: Mapping[str, Mapping[str, int]] | None = None  # steps by how they are signed; None without keys

    @property
    def month(self) -> str:
        """The month, ``2026-10``."""
        return self.period.month

    @property
    def beside(self) -> Beside:
        """Its figures as they stand beside another month's."""
        return Beside(self.month, self.totals, self.departments, self.overall)


def answer(
    result: Assessment,
    status: str,
    head: str,
    adoption: Adoption | None = None,
    year: Mapping[str, tuple[int, Decimal]] = {},
    term: tuple[str, datetime | None] | None = None,
) -> Answer:
    """Return a result as the month's answer, with nothing around it yet.

    ``year`` holds each person's lines and yuan of the year's closed months; ``term`` is an objection's, with its end.
    """
    edition = result.edition
    audit = next((line.department for line in result.departments if line.role == "audit"), None)
    return Answer(
        company=result.company,
        status=status,
        period=result.period,
        policy=Policy(edition.title, edition.effective, adoption or Adoption(), edition.sha256),
        head=head,
        departments=result.departments,
        points=result.points,
        fines=result.fines,
        persons=tuple(_with_year(line, *year.get(line.person, (0, NOTHING))) for line in result.persons),
        excluded=result.excluded,
        unassigned=result.unassigned,
        late_without_fine=result.late_without_fine,
        adjustments=result.adjustments,
        late_entries=result.late_entries,
        overall=result.overall,
        unconfirmed=_unconfirmed(edition),
        objections=Objections(audit, *(term or (str(edition.get("limits.objection")), None))),
        totals=Totals(result.total_fines, result.total_adjustments, result.deductions, result.bonuses),
    )


def _with_year(line: PersonLine, lines: int, yuan: Decimal) -> PersonLine:
    return line._replace(year_lines=lines + line.lines, year_total=yuan + line.total)


def _unconfirmed(edition: Edition) -> tuple[Unconfirmed, ...]:
    """The bands that the company has not confirmed yet, with the raw text they were read from."""
    found = []
    for table in dict.fromkeys(table for table in BANDS.values() if edition.knows(table)):
        if not edition.get(f"{table}.confirmed"):
            cite, raw = edition.get(f"{table}.cite"), edition.numbers.get(f"{table}.raw")
            low, high = edition.get(f"{table}.band")
            found.append(Unconfirmed(table, clause(cite), cite, None if raw is None else str(raw), (low, high)))
    return tuple(found)
