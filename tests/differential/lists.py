"""The three lists that make a month's report whole: late without a fine, doubtful entries, corrections."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from facts import PLATFORMS, Case, Line, known, standing, steps_of, when
from oracle import Fine, Oracle, Points, period, periods
from worktime import Calendar

Doubt = tuple[str, str, datetime | None, tuple[str, ...]]
"""The complaint, the line's id, the limit and the rules."""
Met = Callable[..., Iterator[Doubt]]
CORRECTIONS = ("amend", "withdraw", "extend", "exclude", "include", "unlink")
Inside = Callable[[datetime], bool]


class Lists(NamedTuple):
    """The lists of one month, each line as a tuple."""

    late_without_fine: list[tuple[Any, ...]]
    doubtful: list[Doubt]
    corrections: list[tuple[Any, ...]]


def lists_of(oracle: Oracle, name: str) -> Lists:
    """Return what a month lists beside its findings."""
    start, end = next((start, end) for one, start, end in periods(oracle.world) if one == name)

    def inside(moment: datetime) -> bool:
        return start <= moment < end

    live = [case for case in oracle.cases.values() if not case.excluded]
    return Lists(
        [one for case in live for one in unfined(oracle, case, inside)],
        [one for case in live for one in doubtful(oracle, case, inside)],
        [one for ref in oracle.cases for one in corrections(oracle, ref, inside)],
    )


def unfined(oracle: Oracle, case: Case, inside: Inside) -> Iterator[tuple[Any, ...]]:
    """Yield an order that is late by a deadline of the month and for which nobody is fined."""
    rules = {one.rule for one in oracle.found(case) if isinstance(one, Fine)}
    deadline = oracle.deadline(case)
    if not (oracle.late(case) and inside(deadline)) or rules & {"transfer_delayed", "handling_overdue"}:
        return
    held = case.in_force(deadline) or case.in_force(oracle.now)
    yield case.ref, held.department if held else None, deadline, oracle.handed_back(case)


# -- doubtful ---------------------------------------------------------------------------------------


def doubtful(oracle: Oracle, case: Case, inside: Inside) -> Iterator[Doubt]:
    """Yield each step entered after a limit that it says it met, or late to start another's clock."""

    def met(line: Line, limit: datetime, *rules: str) -> Iterator[Doubt]:
        if when(line["at"]) <= limit < when(line["entered"]) and inside(limit):
            yield case.ref, line["id"], limit, rules

    def started(line: Line, rule: str) -> Iterator[Doubt]:
        if overnight(oracle, line) and inside(when(line["at"])):
            yield case.ref, line["id"], None, (rule,)

    if case.transfers:
        yield from met(case.transfers[0].line, oracle.transfer_due(case), "transfer_late", "transfer_delayed")
    yield from _sent_back(oracle, case, met, started)
    if oracle.late(case):
        yield from _left_enough(oracle, case, met, inside)
        held = case.in_force(oracle.deadline(case))
        if held and held.renamed:
            yield from met(held.renamed, oracle.deadline(case), "handling_overdue")
    if case.handbacks:
        first, deadline = case.handbacks[0], oracle.deadline(case)
        yield from met(first, deadline, "handling_overdue")
        yield from _fewer(oracle, case, first, deadline, "handling_overdue", inside)
        for proof in case.evidence:
            if proof["id"] != first["id"]:
                yield from met(proof, when(first["at"]), "evidence_missing")
        due = oracle.limit(oracle.clock(first), "callback")
        for attempt in case.callbacks[:1]:
            yield from met(attempt, due, "callback_missing")
        yield from _answers(oracle, case, met)
    for call in case.callbacks:
        if call.get("rework"):
            due = max(oracle.limit(when(call["at"]), "rework"), oracle.deadline(case))
            later = [one for one in case.handbacks if one["at"] > call["at"]]
            for back in later[:1]:
                yield from met(back, due, "rework_overdue")
                yield from _fewer(oracle, case, back, due, "rework_overdue", inside)
            yield from started(call, "rework_overdue")
    for longer in case.extensions:
        before = known(oracle.lines[: [one["id"] for one in oracle.lines].index(longer["id"])])
        yield from met(longer, oracle.deadline(before[case.ref]), "handling_overdue")


def overnight(oracle: Oracle, line: Line) -> bool:
    """Whether a step was entered more than a working day after it happened, by the calendar of the month."""
    return when(line["entered"]) > _calendar(oracle, when(line["at"])).after(when(line["at"]), "1wd")


def _calendar(oracle: Oracle, moment: datetime) -> Calendar:
    return oracle.world.edition(period(oracle.world, moment)[1].date()).calendar


def _fewer(oracle: Oracle, case: Case, back: Line, due: datetime, rule: str, inside: Inside) -> Iterator[Doubt]:
    at, entered = when(back["at"]), when(back["entered"])
    fewer = oracle.days_late(case, due, at) < oracle.days_late(case, due, entered)
    if at > due and inside(due) and fewer:
        yield case.ref, back["id"], due, (rule,)


def _sent_back(oracle: Oracle, case: Case, met: Met, started: Callable[..., Iterator[Doubt]]) -> Iterator[Doubt]:
    deadline = oracle.deadline(case)
    for place, one in enumerate(case.transfers):
        left = one.returned or one.rejected
        if not left or not one.sent_back or left > deadline:
            continue
        found: list[Doubt] = []
        if one.returned and one.dispatched:
            for limit in (oracle.limit(one.dispatched, "return"), deadline):
                found = found or [*met(one.sent_back, limit, "handling_overdue", "transfer_delayed")]
        yield from found or started(one.sent_back, "transfer_delayed")
        for after in case.transfers[place + 1 : place + 2]:
            yield from met(after.line, oracle.limit(left, "transfer"), "transfer_delayed")


def _left_enough(oracle: Oracle, case: Case, met: Met, inside: Inside) -> Iterator[Doubt]:
    deadline = oracle.deadline(case)
    if not inside(deadline):
        return
    whole = int((deadline - case.receipt).total_seconds())
    enough = case.receipt + timedelta(seconds=int(whole * (1 - oracle.least(case))))
    slow, guilty = oracle.culprit(case)
    held = case.in_force(deadline)
    made = case.transfers[slow].line if guilty and slow is not None else None
    signed = held.signed if held else None
    for line, rule in ((made, "transfer_delayed"), (signed, "handling_overdue")):
        if line:
            at, entered = when(line["at"]), when(line["entered"])
            for limit in [one for one in (enough, deadline) if at <= one < entered][:1]:
                yield case.ref, line["id"], limit, (rule,)


def _answers(oracle: Oracle, case: Case, met: Met) -> Iterator[Doubt]:
    """Yield what says that it ended a reply clock in time: the reply, or the rework that stopped it."""
    if case.source not in PLATFORMS:
        return
    for place, back in enumerate(case.handbacks):
        at, due = back["at"], oracle.limit(oracle.clock(back), "reply")
        until = case.handbacks[place + 1]["at"] if case.handbacks[place + 1 :] else "9"
        mine = sorted((one for one in case.replies if at <= one["at"] < until), key=lambda one: one["at"])
        stops = [one for one in case.callbacks if one.get("rework") and at <= one["at"] < until]
        for one in mine[:1] if mine and when(mine[0]["at"]) <= due else stops[:1]:
            yield from met(one, due, "reply_late")


# -- corrections ------------------------------------------------------------------------------------


def corrections(oracle: Oracle, ref: str, inside: Inside) -> Iterator[tuple[Any, ...]]:
    """Yield each correction of a complaint without which a finding of the month would be another.

    Where several make one other only together, it is the first that made it so.
    """

    def rules(was: list[Line], now: list[Line]) -> set[tuple[str, str]]:
        before, after = (said(Oracle(oracle.world, lines, oracle.now), inside) for lines in (was, now))
        return {(one[0], one[1]) for one in before ^ after}

    made: list[Line] = []
    changes: list[set[tuple[str, str]]] = []
    for line in oracle.lines:
        if line.get("case") == ref and (
            line["do"] in CORRECTIONS or renamed(oracle, line) or found_again(oracle, line)
        ):
            for one in variants(oracle, line):
                made.append(line)
                changes.append(rules(one, oracle.lines))
    states = [oracle.lines]  # without the last, without the last two ...
    for line in reversed([one for place, one in enumerate(made) if one not in made[:place]]):
        *_, last = variants(Oracle(oracle.world, states[-1], oracle.now), line)
        states.append(last)
        if made.count(line) > 1:
            states.append([one for one in last if one["id"] != line["id"]])
    left = rules(states[-1], oracle.lines).difference(*changes)
    for found, now, was in zip(reversed(changes), states, states[1:], strict=False):
        found |= left & rules(was, now) if left else left
    steps = steps_of(oracle.lines)
    for line, found in zip(made, changes, strict=True):
        if found:
            kind, step = line["do"], steps.get(line.get("target", line["id"]))
            by = None if kind in ("amend", "withdraw") and "imported" not in line else line["by"]  # who sits there
            yield ref, step, kind, by, line.get("approved_by"), tuple(sorted({rule for rule, _ in found}))


def renamed(oracle: Oracle, line: Line) -> bool:
    """Whether a line names the persons responsible after the deadline, by a second person's word."""
    if line["do"] != "handle" or not (line.get("person") and line.get("approved_by")):
        return False
    now = next((one for one in standing(oracle.lines) if one["id"] == line["id"]), None)
    return now is not None and when(now["at"]) > oracle.deadline(oracle.cases[line["case"]])


def found_again(oracle: Oracle, line: Line) -> bool:
    """Whether a line tells an investigation that stands beside one entered before it."""
    found = [one["id"] for one in standing(oracle.lines) if one["do"] == "investigate" and one["case"] == line["case"]]
    return line["id"] in found[1:]


def variants(oracle: Oracle, line: Line) -> Iterator[list[Line]]:
    """Yield the lines without a correction; of a receipt that moved a counted deadline too, without each of the two."""
    place = next(place for place, one in enumerate(oracle.lines) if one is line)
    before, after = oracle.lines[:place], oracle.lines[place + 1 :]
    if line["do"] == "handle":  # a hand-back that followed named nobody, when it was entered
        yield [*before, line | {"person": [], "taken": True}, *after]
        return
    new, was = line.get("new", {}), known(before)[line["case"]]
    if "received" not in new or was.printed:
        yield before + after
        return
    counted = oracle.own_deadline(known([*before, line])[line["case"]])
    yield [*before, line | {"new": {"deadline": str(counted)}}, *after]
    yield [*before, line | {"new": new | {"deadline": str(oracle.own_deadline(was))}}, *after]


def said(oracle: Oracle, inside: Inside) -> set[tuple[Any, ...]]:
    """Return what the rules say in the month."""
    return {
        (one.rule, one.case, one.department, one.at, one.factor, *_amount(oracle, one))
        for case in oracle.cases.values()
        if not case.excluded
        for one in oracle.found(case)
        if inside(one.at) and one.at <= oracle.now
    }


def _amount(oracle: Oracle, one: Fine | Points) -> tuple[Any, ...]:
    return (
        (one.role, one.person, one.base, one.unassigned, oracle.grave(one)) if isinstance(one, Fine) else (one.points,)
    )
