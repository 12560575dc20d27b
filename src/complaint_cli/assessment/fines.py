"""From findings to lines: points as they stand, fines in their turn, decided or not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache, partial

from complaint_cli.assessment.lines import FineLine, Objected, PointLine
from complaint_cli.assessment.particulars import Noted, particulars
from complaint_cli.assessment.rules import (
    BANDS,
    ZERO,
    Finding,
    Fine,
    band,
    confirmed,
)
from complaint_cli.company.edition import Edition
from complaint_cli.company.organisation import Organisation
from complaint_cli.complaint.records import Decision, Objection
from complaint_cli.text.amounts import CENT
from complaint_cli.text.tuples import NamedTuple


def number_key(number: str | None) -> tuple[int, int]:
    """Return the key that orders complaints by number; none comes first."""
    year, _, serial = (number or "0-0").partition("-")
    return int(year), int(serial)


def order(finding: Finding) -> tuple[datetime, tuple[int, int], str, str]:
    """Return the key that orders findings: by time, complaint, rule, department."""
    return finding.at, number_key(finding.complaint), finding.rule, finding.department


def _turn(finding: Finding | FineLine) -> tuple[datetime, int, tuple[int, int], str]:
    """Return the key that settles whose fine is the first: at one moment the larger factor goes first."""
    return finding.at, -finding.factor, number_key(finding.complaint), finding.rule


_DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}


@cache
def clause(cite: str) -> str:
    """Return the short form of a citation: 第五条第二款 is ``5.2``."""
    return ".".join(str(_DIGITS[c]) for c in cite.split("、")[0] if c in _DIGITS)


def point_line(finding: Finding, edition: Edition) -> PointLine:
    cite = edition.get(f"{finding.rule}.cite")
    assert finding.points is not None
    return PointLine(
        finding.complaint,
        finding.department,
        finding.rule,
        clause(cite),
        cite,
        finding.points,
        finding.factor,
        finding.at,
        finding.facts,
    )


def fine_lines(
    findings: Iterable[Finding],
    edition: Edition,
    organisation: Organisation,
    decisions: Mapping[tuple[str, str, str], Decision],
    objections: Mapping[tuple[str, str, str], Objection],
) -> tuple[tuple[FineLine, ...], tuple[FineLine, ...]]:
    """Settle the office's fines by the person's turn, one fine a person, rule and complaint, and who is known."""
    turns: dict[str, int] = {}
    terms = {rule: _terms(edition, rule) for rule in BANDS if edition.knows(rule)}
    there = cache(partial(belongs, organisation))
    fines: list[FineLine] = []
    unassigned: list[FineLine] = []
    for finding in sorted(findings, key=_turn):
        about = finding.complaint or "", finding.rule
        kept: dict[tuple[str | None, str], tuple[FineLine, Decision | None, bool]] = {}
        for fine in finding.fines:
            known = fine.person is not None and there(fine.person, fine.day)
            by_role = None if known else decisions.get((*about, f"?{fine.role}"))
            if by_role:  # nobody's until somebody was named for the role, of whom more may have been decided since
                fine = fine._replace(person=by_role.person or fine.person)
            line = _fine_line(finding, fine, terms[finding.rule], edition, turns)
            named = decisions.get((*about, line.person or "")) if known or (by_role and by_role.person) else None
            latest = max((d for d in (by_role, named) if d), key=lambda d: d.entry, default=None)
            key = (line.person, "" if line.person else line.role)
            if key not in kept or line.proposed > kept[key][0].proposed:
                kept[key] = line, latest, known or by_role is not None
        for line, decision, whose in kept.values():
            if not whose:
                unassigned.append(line)
                continue
            line = _settled(line, decision, objections.get((*about, line.person or "")))
            if "turn" in line.facts and not line.waived:
                turns[line.person or ""] = turns.get(line.person or "", 0) + 1
            fines.append(line)
    return tuple(sorted(fines, key=_fine_order)), tuple(sorted(unassigned, key=_fine_order))


def taken(line: FineLine, person: str, fines: Iterable[FineLine], edition: Edition) -> FineLine:
    """Return a line of nobody as it would be proposed of somebody: an office fine by the turn it would be of his."""
    if "turn" not in line.facts:
        return line
    before = any(
        one.person == person and "turn" in one.facts and not one.waived and _turn(one) < _turn(line) for one in fines
    )
    return line._replace(base=edition.get("office_delay.later" if before else "office_delay.first"))


def _with_particulars(line: FineLine, about: Mapping[str, Noted], edition: Edition) -> FineLine:
    """Return a line whose facts tell what an objection needs too; what the rule itself says stands first."""
    more = particulars(about[line.complaint or ""], line.rule, line.role, line.facts, line.factor, edition)
    return line._replace(facts={**line.facts, **{name: more[name] for name in more if name not in line.facts}})


def belongs(organisation: Organisation, person: str, day: date | None) -> bool:
    """Whether a person was of the organisation on the day by which he is taken."""
    if not organisation.peopled:
        return True  # nobody is listed, so nobody is missing
    return organisation.belongs(person, day) if day else organisation.knows(person)


def _settled(line: FineLine, decision: Decision | None, objection: Objection | None) -> FineLine:
    """Return a line with what was decided of it; a decision on another proposal than this one has lapsed."""
    if objection:
        answered = decision is not None and decision.entry > objection.entry
        line = line._replace(objection=Objected(objection.at, objection.reason, bool(objection.late), answered))
    if decision is None:
        return line
    saw = decision.saw_base, decision.saw_factor
    if decision.saw_base is not None and saw != (int(line.base * 100), line.factor):
        return line._replace(lapsed=True)
    decided = ZERO if decision.amount is None else Decimal(decision.amount) * CENT
    return line._replace(
        amount=decided,
        decided=decided,
        waived=decision.amount is None,
        decided_by=decision.actor,
        facts={**line.facts, "decided_at": decision.at, "decided_why": decision.reason},
    )


def _fine_order(line: FineLine) -> tuple[datetime, tuple[int, int], str, str, str]:
    return line.at, number_key(line.complaint), line.rule, line.person or "", line.role


class _Terms(NamedTuple):
    """What the edition says of a rule's fines, whomever they meet."""

    clause: str
    cite: str
    band: tuple[Decimal, Decimal]
    confirmed: bool


def _terms(edition: Edition, rule: str) -> _Terms:
    cite = edition.get(f"{rule}.cite")
    return _Terms(clause(cite), cite, (*band(edition, rule),), confirmed(edition, rule))


def _fine_line(finding: Finding, fine: Fine, terms: _Terms, edition: Edition, turns: dict[str, int]) -> FineLine:
    base, facts = fine.base, finding.facts
    if base is None:  # an office fine: the person's first in the period, or a later one
        turn = turns.get(fine.person or "", 0)
        base = edition.get("office_delay.later" if turn else "office_delay.first")
        facts = {**facts, "turn": turn + 1}
    return FineLine(
        complaint=finding.complaint,
        department=finding.department,
        person=fine.person,
        role=fine.role,
        rule=finding.rule,
        clause=terms.clause,
        cite=terms.cite,
        band=terms.band,
        base=base,
        factor=finding.factor,
        amount=base * finding.factor,
        decided=None,
        waived=False,
        accountability=fine.accountability,
        confirmed=terms.confirmed,
        at=finding.at,
        facts=facts,
    )
