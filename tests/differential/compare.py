"""What the program says of a month beside what the oracle says, part by part."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from facts import standing, steps_of, when
from firm import ACCOUNTS
from lists import Lists
from scores import Carried, Month

if TYPE_CHECKING:
    from run import Trial


class Difference(Exception):
    """The program and the oracle say otherwise."""


def lines_in(trial: Trial, shown: Any, month: Month) -> list[tuple[str, Any, Any]]:
    no, named = {**trial.numbers, None: None, "": None}, trial.world.name
    return [
        (
            "points",
            counted(
                (
                    one["complaint"] if one["rule"] != "commended" else None,
                    one["rule"],
                    one["department"],
                    Decimal(one["points"]),
                    one["factor"],
                    one["at"][:19],
                )
                for one in shown["points"]
            ),
            counted(
                (no[one.case], one.rule, named(one.department), one.points, one.factor, one.at.isoformat())
                for one in month.points
            ),
        ),
        (
            "fines",
            counted(
                (
                    one["complaint"],
                    one["rule"],
                    one["department"],
                    one["person"],
                    Decimal(one["amount"]),
                    one["decided"] and Decimal(one["decided"]),
                    one["lapsed"],
                    one["objection"] and (one["objection"]["late"], one["objection"]["answered"]),
                    one["at"][:19],
                )
                for one in shown["fines"]
            ),
            counted(
                (
                    no[one.case],
                    one.rule,
                    named(one.department),
                    one.person,
                    one.amount,
                    one.decided,
                    one.lapsed,
                    one.objection,
                    one.at.isoformat(),
                )
                for one in month.fines
            ),
        ),
        (
            "unassigned",
            counted(
                (one["complaint"], one["rule"], one["role"], Decimal(one["amount"])) for one in shown["unassigned"]
            ),
            counted((no[one.case], one.rule, one.role, one.amount) for one in month.unassigned),
        ),
        (
            "excluded",
            counted(one["complaint"] for one in shown["excluded"]),
            counted(no[one] for one in month.excluded),
        ),
        (
            "departments",
            counted(
                (one["department"], key, one[key])
                for one in shown["departments"]
                if one["role"] == "responsible"
                for key in next(iter(month.counts.values()))
            ),
            counted(
                (named(name), key, value)
                for name, values in month.counts.items()
                if trial.world.departments[name]["role"] == "responsible"
                for key, value in values.items()
            ),
        ),
    ]


def lists_in(trial: Trial, shown: Any, lists: Lists) -> list[tuple[str, Any, Any]]:
    no, steps = trial.numbers, steps_of(trial.lines)
    line = {one["id"]: one for one in standing(trial.lines)}
    by_whom = ACCOUNTS.get(trial.account, "陈文")
    both = ["handling_overdue", "transfer_delayed"]
    return [
        (
            "late without a fine",
            counted(
                (
                    *map(one.get, ("complaint", "department")),
                    *(_moment(one[k]) for k in ("deadline", "handed_back")),
                )
                for one in shown["late_without_fine"]
                if sorted(reason["rule"] for reason in one["reasons"]) == both
            ),
            counted((no[ref], held and trial.world.name(held), *rest) for ref, held, *rest in lists.late_without_fine),
        ),
        (
            "doubtful",
            counted(
                (
                    *(one["complaint"], one["step"], _moment(one["at"]), _moment(one["entered"])),
                    *(one["by"], one["entered_by"], _moment(one["limit"]), *one["rules"]),
                )
                for one in shown["doubtful"]
            ),
            counted(
                (
                    *(no[ref], steps[of], when(line[of]["at"]), when(line[of]["entered"])),
                    *(line[of]["by"], by_whom, limit, *rules),
                )
                for ref, of, limit, rules in lists.doubtful
            ),
        ),
        (
            "corrections",
            counted(
                (*map(one.get, ("complaint", "step", "kind", "by", "approved_by")), *one["changes"])
                for one in shown["corrections"]
            ),
            counted(
                (no[ref], step, kind, by or by_whom, second, *changes)
                for ref, step, kind, by, second, changes in lists.corrections
            ),
        ),
    ]


def sums_in(trial: Trial, shown: Any, month: Month, owed: Carried) -> list[tuple[str, Any, Any]]:
    no = {**trial.numbers, None: None, "": None}
    carried: Counter[Any] = Counter()
    for one in shown["adjustments"]:
        named = (one["complaint"], one["rule"], one["department"])
        who = (None, None) if one["kind"] == "points" else (one["person"], None if one["person"] else one["role"])
        key = (one["of_month"], one["kind"], *named, *who)
        carried[key] += Decimal(one["difference"])
    ours: Counter[Any] = Counter()
    scores = {name: Decimal(100) for name in trial.world.departments}
    totals: Counter[Any] = Counter()
    for (of, key), value in owed.items():
        who = key[4:] if key[0] == "fine" else (None, None)
        case = no[key[1]] if key[2] != "commended" else None
        ours[of, key[0], case, key[2], trial.world.name(key[3]), *who] += value
        if key[0] == "points":
            scores[key[3]] += value
        else:
            totals[who[0]] += value
    for mark in month.points:
        scores[mark.department] += mark.points
    for fine in month.fines:
        totals[fine.person] += fine.amount
    held = {trial.world.name(name): min(max(value, Decimal(0)), Decimal(110)) for name, value in scores.items()}
    return [
        (
            "adjustments",
            Counter({k: v for k, v in carried.items() if v}),
            Counter({k: v for k, v in ours.items() if v}),
        ),
        ("scores", {one["department"]: Decimal(one["score"]) for one in shown["departments"]}, held),
        (
            "persons",
            {one["person"]: Decimal(one["total"]) for one in shown["persons"] if Decimal(one["total"])},
            {person: value for person, value in totals.items() if person and value},
        ),
    ]


def _moment(said: str | None) -> datetime | None:
    return datetime.fromisoformat(said[:19]) if said else None


def counted(items: Any) -> Counter[Any]:
    return Counter(items)


def different(theirs: Any, ours: Any) -> tuple[list[Any], list[Any]]:
    """Return what only the program and what only the oracle says."""
    keys = {*theirs, *ours}
    unlike = [key for key in keys if theirs.get(key) != ours.get(key)]
    return (
        [(key, theirs[key]) for key in unlike if key in theirs],
        [(key, ours[key]) for key in unlike if key in ours],
    )
