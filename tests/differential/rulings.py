"""What is decided and objected to at a moment, of what the oracle then proposes."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from random import Random
from typing import Any

from company import World
from facts import Line
from firm import STAFF
from oracle import Fine, Oracle, period

PERSONAL = ("case", "rule", "person")


def _line(do: str, number: int, now: datetime, fine: Fine, **more: Any) -> Line:
    text = f"{now:%Y-%m-%d %H:%M:%S}"
    return {
        "id": f"{do}{now:%d%H%M}-{number}",
        "do": do,
        "case": fine.case,
        "rule": fine.rule,
        "at": text,
        "entered": text,
        **more,
    }


def decisions(random: Random, world: World, lines: list[Line], now: datetime) -> list[Line]:
    """Return decisions on some of what the oracle proposes; each is judged with those before it."""
    made: list[Line] = []
    for fine in Oracle(world, lines, now).judge().fines:
        pressing = fine.lapsed or (fine.objection and not fine.objection[1])
        if random.random() > (0.5 if pressing or fine.unassigned else 0.15):
            continue
        more: dict[str, Any] = {"saw": None, "reason": "核定", "by": "韩审"}
        more |= _nobodys(random, world, fine, now) if fine.unassigned else {"person": fine.person}
        if fine.unassigned and any(one.get("role") == fine.role and _same(one, fine) for one in made):
            continue
        if "role" not in more and any(one.get("person") == fine.person and _same(one, fine) for one in made):
            continue
        line = _line("decide", len(lines) + len(made), now, fine, **more)
        if "role" not in line:
            line |= {"waive": True} if random.random() < 0.4 else {"amount": "0"}
        found = [one for one in Oracle(world, [*lines, *made, line], now).judge().fines if one.ruling == line["id"]]
        if not found:
            continue  # the naming of one before took the line away
        line["saw"] = (found[0].base, found[0].factor)
        if "amount" in line:
            line["amount"] = str(_amount(random, world, found[0]))
        made.append(line)
    return made


def _same(line: Line, fine: Fine) -> bool:
    return (line["case"], line["rule"]) == (fine.case, fine.rule)


def _nobodys(random: Random, world: World, fine: Fine, now: datetime) -> dict[str, Any]:
    if random.random() < 0.4:
        return {"role": fine.role, "waive": True}
    people = [one for one in STAFF[fine.department] if world.belongs(one, now.date())]
    return {"role": fine.role, "person": random.choice(people)}


def _amount(random: Random, world: World, fine: Fine) -> Decimal:
    """Return what is asked, or a bound of the band."""
    data = world.edition(period(world, fine.at)[1]).data
    low, high = data["office_delay" if fine.role == "officer" else fine.rule]["band"]
    return random.choice((fine.base, fine.base, Decimal(low), Decimal(high))) * fine.factor


def objections(random: Random, world: World, lines: list[Line], now: datetime) -> list[Line]:
    """Return objections of some who are fined."""
    made: list[Line] = []
    for fine in Oracle(world, lines, now).judge().fines:
        if not fine.unassigned and random.random() < 0.1:
            there = world.belongs(str(fine.person), now.date()) and ("", fine.person) not in world.omitted
            by = fine.person if there else "陈文"
            number = len(lines) + len(made)
            made.append(_line("object", number, now, fine, person=fine.person, by=by, reason="不服"))
    return made


def withdrawn(random: Random, lines: list[Line], now: datetime) -> list[Line]:
    """Return the withdrawal of a decision or an objection, now and then."""
    gone = {one["target"] for one in lines if "target" in one}
    ours = [one for one in lines if one["do"] in ("decide", "object") and one["id"] not in gone]
    if not ours or random.random() > 0.2:
        return []
    line = random.choice(ours)
    text = f"{now:%Y-%m-%d %H:%M:%S}"
    made = {
        "id": f"w{len(lines)}",
        "do": "withdraw",
        "case": line["case"],
        "target": line["id"],
        "by": "郑十",
        "ruling": True,
    }
    made["by"] = "郑十" if line["do"] == "decide" else line["by"]
    return [made | {"reason": "录错", "approved_by": "赵一", "at": text, "entered": text}]
