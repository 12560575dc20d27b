"""What people laid beside the findings: who is named, what is decided, and the objections that wait for an answer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from facts import Line, standing

if TYPE_CHECKING:
    from oracle import Fine, Oracle


def settle(oracle: Oracle, fines: list[Fine]) -> list[Fine]:
    """Name, merge, price and decide fines, in this order; the office's are named as they are priced."""
    rulings = [line for line in standing(oracle.lines) if line["do"] == "decide"]
    roles = {(line["case"], line["rule"], line["role"]): line for line in rulings if "role" in line}
    for one in fines:
        if one.role != "officer":
            _named(one, roles)
    fines = _once(fines)
    _priced(oracle, fines, rulings, roles)
    _objected(oracle, fines)
    return fines


def _named(one: Fine, roles: dict[Any, Line]) -> None:
    """Settle a line of nobody: who is named stays named where the sum that was decided has lapsed."""
    line = roles.get((one.case, one.rule, one.role)) if one.unassigned else None
    if line:
        one.settled = True
        _lay(one, line)


def _fits(one: Fine, line: Line) -> bool:
    """Whether a decision stands on the proposal that it saw; one that is being made has seen none yet."""
    return line["saw"] in (None, (one.base, one.factor))


def _lay(one: Fine, line: Line) -> None:
    """Lay a decision beside a fine."""
    if "person" in line and one.unassigned:
        one.person, one.unassigned = line["person"], False
    one.ruling, one.lapsed = line["id"], not _fits(one, line)
    one.waived = bool(line.get("waive")) and not one.lapsed
    decided = Decimal(0) if one.waived else Decimal(line.get("amount", one.base * one.factor))
    one.decided = None if one.lapsed else decided


def _once(fines: list[Fine]) -> list[Fine]:
    """One person once by one rule on one complaint: the larger stays."""
    best: dict[tuple[Any, ...], Fine] = {}
    for place, one in enumerate(fines):
        key = (one.case, one.rule, one.person or (place, one.role))
        if key not in best or best[key].base < one.base:
            best[key] = one
    return list(best.values())


def _priced(oracle: Oracle, fines: list[Fine], rulings: list[Line], roles: dict[Any, Line]) -> None:
    from oracle import number, period

    place = {line["id"]: at for at, line in enumerate(rulings)}
    persons = {(line["case"], line["rule"], line["person"]): line for line in rulings if "role" not in line}
    count: dict[tuple[str | None, datetime], int] = {}
    for one in sorted(fines, key=lambda one: (one.at, -one.factor, oracle.order[one.case], one.rule)):
        start = period(oracle.world, one.at)[1]
        if one.role == "officer":
            naming = roles.get((one.case, one.rule, one.role)) if one.unassigned else None
            table = oracle.world.edition(start).data["office_delay"]
            who = naming["person"] if naming and "person" in naming else one.person
            one.base = number(table["later" if count.get((who, start)) else "first"])
            _named(one, roles)
        line = persons.get((one.case, one.rule, one.person)) if not one.unassigned else None
        if line and place[line["id"]] > place.get(one.ruling or "", -1):
            _lay(one, line)
        if one.role == "officer" and not one.waived and (one.settled or not one.unassigned):
            count[one.person, start] = count.get((one.person, start), 0) + 1


def _objected(oracle: Oracle, fines: Iterable[Fine]) -> None:
    lines = [line for line in standing(oracle.lines) if line["do"] in ("decide", "object")]
    for one in fines:
        mine = [line for line in lines if (line["case"], line["rule"]) == (one.case, one.rule)]
        named = one.settled or not one.unassigned
        mine = [line for line in mine if named and (line.get("person") == one.person or line["id"] == one.ruling)]
        said = [place for place, line in enumerate(mine) if line["do"] == "object"]
        if said:
            answered = any(line["do"] == "decide" for line in mine[said[-1] :])
            one.objection = (mine[said[-1]]["late"], answered)
