"""The month-end rules once more, from the contract's words alone and in the plainest way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from company import World
from facts import PLATFORMS, Case, Line, Transfer, known, standing, when
from settled import settle

OFFICE = "综合管理部"
SECOND = timedelta(seconds=1)
NOBODY: tuple[str | None, str] = (None, "")


@dataclass
class Fine:
    case: str
    rule: str
    department: str
    role: str
    person: str | None
    at: datetime
    factor: int
    base: Decimal
    days: int = 0
    unassigned: bool = False
    decided: Decimal | None = None
    lapsed: bool = False
    waived: bool = False
    settled: bool = False
    """Whether it was nobody's until it was decided by its role."""
    ruling: str | None = None
    objection: tuple[bool, bool] | None = None
    """Whether the last one is late, and whether it is answered."""

    @property
    def amount(self) -> Decimal:
        return self.base * self.factor if self.decided is None else self.decided


@dataclass
class Points:
    case: str | None
    rule: str
    department: str
    at: datetime
    points: Decimal
    factor: int = 1


@dataclass
class Judged:
    points: list[Points] = field(default_factory=list)
    fines: list[Fine] = field(default_factory=list)


def number(value: Any) -> Decimal:
    return Decimal(str(value))


class Oracle:
    """Judges the lines entered by a moment; ``decisions`` may be left out while one is being judged."""

    def __init__(self, world: World, lines: list[Line], now: datetime) -> None:
        self.world, self.now = world, now
        self.lines = [line for line in lines if when(line["entered"]) <= now]
        self.cases = known(self.lines)
        self.order = {ref: place for place, ref in enumerate(self.cases)}

    # -- clocks ---------------------------------------------------------------------------------

    def limit(self, start: datetime, name: str) -> datetime:
        return self.counted(start, name, datetime.max)

    def counted(self, start: datetime, name: str, known: datetime) -> datetime:
        """Return when a limit ends, by the editions adopted till then."""
        edition = self.world.edition(start, known)
        return edition.calendar.after(start, edition.data["limits"][name])

    def own_deadline(self, case: Case) -> datetime:
        if case.printed:
            return case.printed
        name = "provincial_or_online" if case.source in ("provincial", "online") else "general"
        return self.counted(case.receipt, name, case.counted)

    def deadline(self, case: Case) -> datetime:
        own = self.own_deadline(case)
        return max(own, case.extended) if case.extended else own

    def transfer_due(self, case: Case) -> datetime:
        edition = self.world.edition(case.receipt)
        urgent = self.own_deadline(case) <= edition.calendar.after(
            case.receipt, edition.data["limits"]["urgent_within"]
        )
        return self.limit(case.receipt, "transfer_urgent" if urgent else "transfer")

    def handed_back(self, case: Case) -> datetime | None:
        return when(case.handbacks[0]["at"]) if case.handbacks else None

    def clock(self, handback: Line) -> datetime:
        at, entered = when(handback["at"]), when(handback["entered"])
        return max(at, entered) if self.world.keyboard_outside else at

    def late(self, case: Case) -> bool:
        return (self.handed_back(case) or self.now) > self.deadline(case)

    def share(self, case: Case, moment: datetime) -> Decimal:
        deadline = self.deadline(case)
        if deadline <= case.receipt:
            return Decimal(0)
        return Decimal(int((deadline - moment).total_seconds())) / int((deadline - case.receipt).total_seconds())

    def least(self, case: Case) -> Decimal:
        edition = self.world.edition(period(self.world, self.deadline(case))[1].date())
        return number(edition.data["attribution"]["min_share_left"])

    def days_late(self, case: Case, deadline: datetime, finish: datetime | None) -> int:
        return self.world.edition(case.receipt).calendar.days_late(deadline, finish or self.now)

    # -- repeats --------------------------------------------------------------------------------

    def root(self, case: Case) -> Case:
        seen = {case.ref}
        while case.repeat_of and case.repeat_of in self.cases and case.repeat_of not in seen:
            case = self.cases[case.repeat_of]
            seen.add(case.ref)
        return case

    def matter(self, case: Case) -> list[Case]:
        root = self.root(case)
        group = [one for one in self.cases.values() if self.root(one) is root and not one.excluded]
        return sorted(group, key=lambda one: (one.receipt, self.order[one.ref]))

    def factor(self, case: Case) -> int:
        if not case.repeat_of:
            return 1
        earlier = [one for one in self.matter(case) if one is not case and one.receipt <= case.receipt]
        return 2 if earlier else 1

    # -- the rules ------------------------------------------------------------------------------

    def judge(self) -> Judged:
        """Return every finding whose moment has come, decisions included."""
        found = Judged()
        for case in self.cases.values():
            if not case.excluded:
                for one in self.found(case):
                    if isinstance(one, Points):
                        found.points.append(one)
                    else:
                        found.fines.append(one)
        found.points = [one for one in found.points if one.at <= self.now]
        found.fines = settle(self, [one for one in found.fines if one.at <= self.now])
        self.praise(found)
        return found

    def found(self, case: Case) -> Iterator[Points | Fine]:
        yield from self.transfers(case)
        yield from self.replies(case)
        yield from self.handling(case)
        yield from self.rework(case)
        yield from self.investigated(case)
        yield from self.marks(case)

    def mark(self, case: Case, rule: str, department: str, at: datetime, key: str = "points", **more: Any) -> Points:
        factor = more.get("factor", self.factor(case))
        data = self.world.edition(period(self.world, at)[1].date()).data
        return Points(case.ref, rule, department, at, number(data[rule][key]) * factor, factor)

    def transfers(self, case: Case) -> Iterator[Points | Fine]:
        due, deadline = self.transfer_due(case), self.deadline(case)
        first = case.transfers[0] if case.transfers else None
        slow = (first.at if first else self.now) > due
        if slow and not (first and first.accepted):
            yield self.mark(case, "transfer_late", OFFICE, due)
        place, guilty = self.culprit(case)
        if not guilty or not self.late(case):
            return
        made = case.transfers[place] if place is not None else None
        if made and made.accepted:
            return
        if made and made.at <= deadline and self.share(case, made.at) >= self.least(case):
            return
        officer = made.by if made else case.transfers[-1].by if case.transfers else case.taken_by
        taken = made or (case.transfers[-1] if case.transfers else None)
        fine = self.office_fine(
            case, "transfer_delayed", officer, max(deadline, due), taken.at if taken else case.receipt
        )
        fine.days = self.days_late(case, deadline, self.handed_back(case))
        yield fine

    def culprit(self, case: Case) -> tuple[int | None, bool]:
        """Return the place of the first transfer that was late, None of one never made, and whether there is one."""
        deadline, first = self.deadline(case), case.transfers[0] if case.transfers else None
        if (first.at if first else self.now) > self.transfer_due(case):
            return 0 if first else None, True
        for place, one in enumerate(case.transfers):
            left = one.returned or one.rejected
            if left and left <= deadline:
                after = case.transfers[place + 1] if place + 1 < len(case.transfers) else None
                if (after.at if after else self.now) > self.limit(left, "transfer"):
                    return place + 1 if after else None, True
        return None, False

    def office_fine(self, case: Case, rule: str, person: str, at: datetime, day: datetime) -> Fine:
        away = not self.world.belongs(person, day.date())
        return Fine(case.ref, rule, OFFICE, "officer", person, at, self.factor(case), Decimal(0), unassigned=away)

    def replies(self, case: Case) -> Iterator[Points | Fine]:
        if case.source not in PLATFORMS:
            return
        replied = [when(one["at"]) for one in case.replies]
        for place, handback in enumerate(case.handbacks):
            at, due = when(handback["at"]), self.limit(self.clock(handback), "reply")
            following = case.handbacks[place + 1 :]
            until = when(following[0]["at"]) if following else datetime.max
            stopped = any(one.get("rework") and at <= when(one["at"]) <= due for one in case.callbacks)
            if stopped or self.now <= due or any(at <= one <= due and one < until for one in replied):
                continue
            yield self.mark(case, "reply_late", OFFICE, due)
            officer, day = case.transfers[0].by, case.transfers[0].at
            yield self.office_fine(case, "reply_late", officer, due, day)
            return

    def handling(self, case: Case) -> Iterator[Points | Fine]:
        deadline = self.deadline(case)
        held = case.in_force(deadline)
        if not self.late(case) or not held or not held.dispatched:
            return
        if self.share(case, held.dispatched) < self.least(case):
            return
        yield from self.overdue(case, "handling_overdue", held, deadline, self.handed_back(case))

    def overdue(
        self, case: Case, rule: str, held: Transfer, due: datetime, finish: datetime | None
    ) -> Iterator[Points | Fine]:
        yield self.mark(case, rule, held.department, due, "points_late" if finish else "points_open")
        days = self.days_late(case, due, finish)
        table = self.world.edition(period(self.world, due)[1].date()).data[rule]

        def sum_of(role: str) -> Decimal:
            return next(number(row["amount"]) for row in table[role] if days <= row.get("days", days))

        yield from self.fined(case, rule, held.department, due, held, held.persons, held.at, due, sum_of, days)

    def fined(
        self,
        case: Case,
        rule: str,
        department: str,
        at: datetime,
        held: Transfer | None,
        persons: list[str],
        day: datetime,
        manager_day: datetime,
        sum_of: Callable[[str], Decimal],
        days: int = 0,
    ) -> Iterator[Fine]:
        factor = self.factor(case)
        manager = self.world.manager(department, manager_day.date())
        yield Fine(case.ref, rule, department, "manager", manager, at, factor, sum_of("manager"), days, manager is None)
        for person in persons or [None]:
            away = person is None or not self.world.belongs(person, day.date())
            yield Fine(case.ref, rule, department, "responsible", person, at, factor, sum_of("responsible"), days, away)

    def reworks(self, case: Case) -> Iterator[tuple[datetime, datetime | None]]:
        for one in case.callbacks:
            if one.get("rework"):
                start = when(one["at"])
                later = [when(back["at"]) for back in case.handbacks if when(back["at"]) > start]
                yield max(self.limit(start, "rework"), self.deadline(case)), later[0] if later else None

    def rework(self, case: Case) -> Iterator[Points | Fine]:
        for due, back in self.reworks(case):
            if (back or self.now) > due:
                held = case.in_force(due)
                if held:
                    yield from self.overdue(case, "rework_overdue", held, due, back)
                return

    def investigated(self, case: Case) -> Iterator[Points | Fine]:
        if not case.investigations:
            return
        first, last = case.investigations[0], case.investigations[-1]
        at = when(first["at"])
        sent = [one for one in case.transfers if one.dispatched]
        held = case.in_force(at) or (sent[-1] if sent else None)
        department = last.get("dept") or (held.department if held else None)
        if department is None:
            return
        if last.get("dept"):
            theirs = [one for one in sent if one.department == department]
            held = theirs[-1] if theirs else None
        if last.get("internal_cause"):
            severity = last.get("severity", "minor")
            yield self.mark(case, "internal_cause", department, at, "points_major" if severity == "major" else "points")
            if last.get("adverse_effect"):
                table = self.world.edition(period(self.world, at)[1].date()).data["internal_cause"]
                persons = last.get("person") or (held.persons if held else [])
                day = case.receipt if last.get("person") or not held else held.at

                def sum_of(role: str) -> Decimal:
                    return number(table[role][severity])

                yield from self.fined(case, "internal_cause", department, at, held, persons, day, case.receipt, sum_of)
        if last.get("false_record"):
            yield self.mark(case, "false_record", department, at)

    def marks(self, case: Case) -> Iterator[Points]:
        back = self.handed_back(case)
        if back:
            due = self.limit(self.clock(case.handbacks[0]), "callback")
            if self.now > due and not any(when(one["at"]) <= due for one in case.callbacks):
                yield self.mark(case, "callback_missing", OFFICE, due)
            held = case.in_force(back)
            if held and not any(when(one["at"]) <= back for one in case.evidence):
                yield self.mark(case, "evidence_missing", held.department, back)
        reached = [one for one in case.callbacks if one["result"] != "unreached"]
        if reached and reached[-1]["result"] == "unsatisfied":
            at = when(reached[0]["at"])
            held = case.in_force(at)
            if held:
                key = "points_resolved" if reached[-1]["resolved"] else "points_unresolved"
                yield self.mark(case, "unsatisfied", held.department, at, key)
        group = self.matter(case)
        if case.repeat_of and group.index(case) >= 2:
            held = case.in_force(self.now)
            if held:
                yield self.mark(case, "repeat_again", held.department, case.receipt, factor=1)

    # -- what looks over several complaints -------------------------------------------------------

    def grave(self, fine: Fine) -> bool:
        """Whether so many days late ask for more than money."""
        data = self.world.edition(period(self.world, fine.at)[1].date()).data
        return fine.days > int(data["accountability"]["days_late"])

    def praise(self, found: Judged) -> None:
        given: dict[tuple[str, datetime], Decimal] = {}
        commended = [line for line in standing(self.lines) if line["do"] == "commend"]
        for line in sorted(commended, key=lambda one: one["at"]):
            at = when(line["at"])
            start = period(self.world, at)[1]
            table = self.world.edition(start.date()).data["commended"]
            had = given.get((line["dept"], start), Decimal(0))
            points = min(number(table["points"]), number(table["cap"]) - had)
            given[line["dept"], start] = had + points
            if at <= self.now:
                found.points.append(Points(line.get("case"), "commended", line["dept"], at, points))


def period(world: World, moment: datetime) -> tuple[str, datetime, datetime]:
    """Return the period that holds a moment: its name, its first moment and the next one's."""
    for name, start, end in periods(world):
        if start <= moment < end:
            return name, start, end
    raise ValueError(moment)


def periods(world: World) -> Iterator[tuple[str, datetime, datetime]]:
    """Yield the periods in order, from the first edition's first on."""
    first = world.editions[0]
    start = datetime(2026, 1, first.data["start_day"])
    while start.year < 2028:
        day = world.edition(start).data["start_day"]
        year, month = (start.year, start.month + 1) if start.month < 12 else (start.year + 1, 1)
        end = datetime(year, month, day)
        yield f"{start:%Y-%m}", start, end
        start = end
