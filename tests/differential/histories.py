"""Seeded, legal histories of a made-up gas company, as lines for `complaint batch`.

`world(seed, size)` makes an organisation and `size` complaints received about September to November 2026,
National Day included. Times gather on the boundaries of the rules: on the second, one second past.

Every line carries `_entered`, the clock under which it is typed in (never before it happened, often much
later); `World.stages` groups the lines by that clock, in an order in which each step is allowed.
The auditor's decisions are added by `decisions`, since they need the fines found so far.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import oracle
from oracle import EDITION, SHANGHAI, Line, iso, limit_end, moment

FIRST = datetime(2026, 8, 28, tzinfo=SHANGHAI)
LAST = datetime(2026, 11, 28, tzinfo=SHANGHAI)
END = datetime(2026, 12, 14, 18, 0, tzinfo=SHANGHAI)
MONTHS = ("2026-09", "2026-10", "2026-11", "2026-12")
SECOND = timedelta(seconds=1)

HOTLINE = ["12345", "12345", "12345", "12345", "热线", "provincial", "online"]
OTHER_SOURCES = ["walk-in", "visit"]
CATEGORIES = ["计量收费", "报装安装", "服务态度", "营业厅"]
QUICK_CATEGORIES = ["泄漏", "停气"]
OUTSIDERS = ["外来甲", "外来乙"]
EVIDENCE = "evidence-{}.txt"  # the runner makes these files


@dataclass
class World:
    """An organisation and everything that happens in it."""

    seed: int
    organisation: dict[str, Any]
    lines: list[Line] = field(default_factory=list)
    clocks: list[datetime] = field(default_factory=list)
    edition: dict[str, Any] = field(default_factory=lambda: EDITION)
    effective: date | None = None  # None: the default edition alone

    def edition_of(self, month: str) -> dict[str, Any]:
        """The edition in force on the period's first day."""
        return self.edition_on(oracle.period(month, self.edition)[0].date())

    def edition_on(self, day: date) -> dict[str, Any]:
        return self.edition if self.effective and self.effective <= day else EDITION

    def stages(self) -> Iterator[tuple[datetime, list[Line]]]:
        """The lines typed in under each clock, in order of their times."""
        for clock in self.clocks:
            typed = [line for line in self.lines if line["_entered"] == iso(clock)]
            yield clock, sorted(typed, key=lambda line: moment(line["at"]))


# ---------------------------------------------------------------------------------------------- organisation


def organisation(r: random.Random) -> dict[str, Any]:
    surnames = iter("赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章")

    def names(count: int) -> list[str]:
        return [next(surnames) + r.choice(["一", "小明", "建国", "芳"]) for _ in range(count)]

    general, *deputies = names(3)
    departments = []
    roles = ["office", "audit"] + ["responsible"] * r.randint(2, 5)
    titles = iter(["维修抢修部", "计量收费部", "工程安装部", "安检部", "客户服务部"])
    for role in roles:
        title = {"office": "综合管理部", "audit": "审计督查部"}.get(role) or next(titles)
        staff = names(r.randint(2, 4))
        manager: Any = names(1)[0]
        if role == "responsible" and r.random() < 0.4:  # the manager changes within a month
            day = date(2026, r.choice([9, 10, 11]), r.randint(2, 28))
            manager = [
                {"name": manager, "since": date(2026, 1, 1)},
                {"name": r.choice(staff), "since": day},
            ]
        departments.append(
            {"name": title, "role": role, "deputy": r.choice(deputies), "manager": manager, "staff": staff}
        )
    if r.random() < 0.5:  # the file's order is the answer's order
        r.shuffle(departments)
    return {"company": "某某燃气有限责任公司", "general_manager": general, "department": departments}


def organisation_toml(plain: dict[str, Any]) -> str:
    def held(value: Any) -> str:
        if isinstance(value, str):
            return f'"{value}"'
        entries = [f'{{ name = "{e["name"]}", since = {e["since"].isoformat()} }}' for e in value]
        return "[" + ", ".join(entries) + "]"

    rows = [f'company = "{plain["company"]}"', f'general_manager = "{plain["general_manager"]}"']
    for department in plain["department"]:
        rows += ["", "[[department]]"]
        rows += [f'{key} = "{department[key]}"' for key in ("name", "role", "deputy")]
        rows.append(f"manager = {held(department['manager'])}")
        rows.append("staff = [" + ", ".join(f'"{name}"' for name in department["staff"]) + "]")
    return "\n".join(rows) + "\n"


def staff_of(plain: dict[str, Any], role: str) -> list[str]:
    return [name for d in plain["department"] if d["role"] == role for name in d["staff"]]


# ---------------------------------------------------------------------------------------------- edition


def edition(r: random.Random) -> dict[str, Any]:
    """An edition in which every number differs from the default's, or may."""

    def steps(low: int) -> list[tuple[int | None, int]]:
        days = sorted(r.sample(range(1, 9), 3))
        amounts = sorted(r.sample(range(low, 400), 4))
        return list(zip([*days, None], amounts, strict=True))

    def severities() -> dict[str, int]:
        return dict(zip(("minor", "serious", "major"), sorted(r.sample(range(120, 400), 3)), strict=True))

    points = {
        key: str(Decimal(value) * r.choice([2, 3]) + Decimal(r.choice(["0", "0.25", "-0.25"])))
        for key, value in EDITION["points"].items()
    }
    return EDITION | {
        "holidays": {date(2026, 9, 9), date(2026, 11, 11)} if r.random() < 0.5 else set(),
        "workdays": {date(2026, 10, 5), date(2026, 11, 14)} if r.random() < 0.5 else set(),
        "limits": {
            "general": r.choice(["4wd", "6d"]),
            "provincial": r.choice(["2wd", "20wh"]),
            "outage": r.choice(["12h", "6wh"]),
            "leak": r.choice(["3h", "1wh"]),
            "transfer": r.choice(["2wh", "1wd", "3h"]),
            "callback": r.choice(["2wd", "5wh", "1d"]),
            "reply": r.choice(["1wd", "3wd", "9wh"]),
        },
        "office_delay": {"band": (40, 160), "first": 60, "later": 140, "confirmed": r.random() < 0.5},
        "handling_overdue": {"band": (90, 450), "responsible": steps(100), "manager": steps(90)},
        "internal_cause": {"band": (110, 410), "responsible": severities(), "manager": severities()},
        "repeat_factor": r.choice([1, 2, 3]),
        "accountability_days_late": r.randint(0, 8),
        "min_share_left": r.choice(["0", "0.1", "0.5", "1"]),
        "points": points,
        "clean_month_callbacks": r.randint(1, 4),
        "satisfaction_mostly": r.choice(["0.5", "0.75", "1"]),
        "base": "90",
        "floor": r.choice(["20", "75"]),
        "ceiling": r.choice(["91", "95.5"]),
    }


def edition_toml(plain: dict[str, Any], effective: date) -> str:
    """The edition as the file that `complaint policy adopt` takes."""

    def days(found: set[date]) -> str:
        return "[" + ", ".join(sorted(day.isoformat() for day in found)) + "]"

    def table(name: str, clause: str, **keys: Any) -> str:
        return "\n".join([f"[{name}]", f'cite = "{clause}"', *(f"{k} = {v}" for k, v in keys.items())])

    def overdue(listed: list[tuple[int | None, int]]) -> str:
        rows = [f"{{ days = {d}, amount = {a} }}" if d else f"{{ amount = {a} }}" for d, a in listed]
        return "[" + ", ".join(rows) + "]"

    points = plain["points"]
    limits = {key: f'"{value}"' for key, value in plain["limits"].items()}
    limits["provincial_or_online"] = limits.pop("provincial")
    limits["leak_or_danger"] = limits.pop("leak")
    sessions = [[f"{a:%H:%M}", f"{b:%H:%M}"] for a, b in plain["hours"]]
    office, handling, cause = (plain[key] for key in ("office_delay", "handling_overdue", "internal_cause"))
    yes = {True: "true", False: "false"}
    first, second, fifth = "第五条第一款", "第五条第二款", "第五条第五款"
    parts = [
        f'title = "对照版"\neffective = {effective.isoformat()}\ntimezone = "Asia/Shanghai"',
        f"start_day = {plain['start_day']}",
        f"holidays = {days(plain['holidays'])}\nworkdays = {days(plain['workdays'])}",
        table("hours", "第四条", sessions=str(sessions).replace("'", '"')),
        table("limits", "第四条第一款", **limits, handback_margin='"1wd"', handback_margin_short='"2h"'),
        table("duplicate", "第五条第四款", window='"90d"'),
        table("callback", "第四条第四款", attempts=3),
        table("score", first, base=plain["base"], floor=plain["floor"], ceiling=plain["ceiling"]),
        table("satisfaction", first, mostly_weight=plain["satisfaction_mostly"]),
        table("attribution", fifth, min_share_left=plain["min_share_left"]),
        table("accountability", second, days_late=plain["accountability_days_late"]),
        table("repeat", "第五条第四款", factor=plain["repeat_factor"]),
        table(
            "office_delay",
            second,
            band=list(office["band"]),
            confirmed=yes[office["confirmed"]],
            raw='"50700元"',
            first=office["first"],
            later=office["later"],
        ),
        table("transfer_delayed", second),
        table("transfer_late", first, points=points["transfer_late"]),
        table("reply_late", second, points=points["reply_late"]),
        table("callback_missing", first, points=points["callback_missing"]),
        table(
            "handling_overdue",
            fifth,
            band=list(handling["band"]),
            confirmed="true",
            points_late=points["handling_overdue"],
            points_open=points["handling_overdue_open"],
            responsible=overdue(handling["responsible"]),
            manager=overdue(handling["manager"]),
        ),
        table(
            "internal_cause",
            "第五条第三款",
            band=list(cause["band"]),
            confirmed="true",
            points=points["internal_cause"],
            points_major=points["internal_cause_major"],
        ),
        "\n".join(["[internal_cause.responsible]", *(f"{k} = {v}" for k, v in cause["responsible"].items())]),
        "\n".join(["[internal_cause.manager]", *(f"{k} = {v}" for k, v in cause["manager"].items())]),
        table("false_record", first, points=points["false_record"]),
        table(
            "unsatisfied",
            first,
            points_unresolved=points["unsatisfied_unresolved"],
            points_resolved=points["unsatisfied_resolved"],
        ),
        table("evidence_missing", first, points=points["evidence_missing"]),
        table("repeat_again", "第五条第四款", points=points["repeat_again"]),
        table("commended", first, points=points["commended"], cap=points["commended_cap"]),
        table("clean_month", first, points=points["clean_month"], callbacks=plain["clean_month_callbacks"]),
    ]
    return "\n\n".join(parts) + "\n"


# ---------------------------------------------------------------------------------------------- one complaint


def whole(at: datetime) -> datetime:
    return at.replace(microsecond=0)


class Story:
    """One complaint, told in order of time."""

    def __init__(
        self,
        r: random.Random,
        plain: dict[str, Any],
        ref: str,
        receipt: datetime,
        trouble: float,
        edition: dict[str, Any],
    ) -> None:
        self.edition = edition  # in force on the day of receipt
        self.r, self.org, self.ref, self.receipt, self.trouble = r, plain, ref, receipt, trouble
        self.now = receipt
        self.lines: list[Line] = []
        self.deadline = receipt
        self.printed = True
        self.extended = False
        self.amended = False
        self.hotline = True
        self.dispatches: list[datetime] = []
        self.files = 0

    def chance(self, p: float) -> bool:
        """Something goes wrong; scaled by how troubled this world is."""
        return self.r.random() < p * self.trouble

    def add(self, do: str, at: datetime, **keys: Any) -> None:
        line = {"do": do, "at": iso(at), **{k: v for k, v in keys.items() if v not in (None, False, [])}}
        if do != "intake":
            line["no"] = "@" + self.ref
        if "resolved" in keys and keys["resolved"] is not None:
            line["resolved"] = keys["resolved"]
        self.lines.append(line)
        self.now = max(self.now, at)

    def later(self, hours: float) -> datetime:
        """Some time after the last step, within about so many hours."""
        return whole(self.now + timedelta(seconds=self.r.randint(60, max(61, int(hours * 3600)))))

    def near(self, target: datetime, late: float) -> datetime:
        """A time after the last step: before the target, on it, a second or much later."""
        r = self.r
        roll = r.random()
        if target <= self.now:
            return self.later(r.choice([1, 12, 72]))
        if roll < late * 0.25:
            return target + SECOND
        if roll < late:
            return whole(target + timedelta(seconds=r.randint(2, r.choice([6, 48, 300]) * 3600)))
        if roll < late + 0.15:
            return target
        span = int((target - self.now).total_seconds())
        return self.now + timedelta(seconds=r.randint(1, span))

    def department(self) -> dict[str, Any]:
        found: dict[str, Any] = self.r.choice([d for d in self.org["department"] if d["role"] == "responsible"])
        return found

    def clerk(self) -> str:
        if self.chance(0.06):
            return self.r.choice(OUTSIDERS)
        return self.r.choice(staff_of(self.org, "office"))

    def persons(self, department: dict[str, Any], nobody: float) -> list[str]:
        r = self.r
        if self.chance(nobody):
            return []
        pool = list(department["staff"])
        if self.chance(0.35):  # a manager is named himself
            pool = [name for _, name in oracle.managers(department)]
        if self.chance(0.1):
            pool = OUTSIDERS + pool[:1]
        return r.sample(pool, min(len(pool), r.choice([1, 1, 1, 2, 3])))

    # -- the stages -------------------------------------------------------------------------------

    def tell(self, earlier: list[Story]) -> None:
        self.intake(earlier)
        department = self.transfers()
        if department:
            self.handling(department)
        self.asides(earlier)
        self.lines = [line for line in self.lines if moment(line["at"]) <= END]
        self.lines.sort(key=lambda line: moment(line["at"]))

    def intake(self, earlier: list[Story]) -> None:
        r = self.r
        self.hotline = r.random() < 0.8
        source = r.choice(HOTLINE if self.hotline else OTHER_SOURCES)
        category = r.choice(CATEGORIES)
        self.printed = r.random() < 0.85
        printed = None
        if self.printed:
            self.deadline = self.printed_deadline()
            printed = iso(self.deadline)
        else:
            if r.random() < 0.3:
                category = r.choice(QUICK_CATEGORIES)
            kind = oracle.limit_kind({"source": source, "category": category}, self.edition)
            self.deadline = limit_end(self.receipt, self.edition["limits"][kind], self.edition)
        self.add(
            "intake",
            self.receipt,
            ref=self.ref,
            by=self.clerk(),
            content=f"第{self.ref}件：燃气表读数与账单不符",
            category=category,
            source=source,
            deadline=printed,
            repeat_of="@" + r.choice(earlier).ref if earlier and r.random() < 0.15 else None,
        )

    def printed_deadline(self) -> datetime:
        r = self.r
        if r.random() < 0.03:  # on the edges of a month
            edge = datetime(2026, r.choice([10, 11]), 1, tzinfo=SHANGHAI) - r.choice([0, 1]) * SECOND
            if edge > self.receipt:
                return edge
        if r.random() < 0.5:
            limits = ["1wd", "2wd", "3wd", "5wd", "5wd", "8wd", "24h", "3h", "72h", "7d", "6wh"]
            return limit_end(self.receipt, r.choice(limits))
        return self.receipt + timedelta(seconds=4 * r.randint(900, 180_000))

    def transfers(self) -> dict[str, Any] | None:
        """Forms, approvals, rejections and returns; the department that has it at last, if any."""
        r = self.r
        if self.chance(0.06):
            return None
        due = limit_end(self.receipt, EDITION["limits"]["transfer"])
        for attempt in range(4):
            if attempt == 0 and self.chance(0.12):
                at = self.near(self.deadline, 0.5)
            else:
                at = self.near(due, 0.35 * self.trouble) if attempt == 0 else self.later(20)
            department = self.department()
            late = attempt == 0 and at > due
            self.add(
                "transfer",
                at,
                by=self.clerk(),
                to=department["name"],
                person=self.persons(department, 0.15),
                justified="来件缺少地址，核实后转办" if late and r.random() < 0.3 else None,
            )
            outcome = self.approvals(department)
            if outcome == "pending":
                return None
            if outcome == "rejected":
                continue
            if not self.chance(0.18):
                return department
            if self.chance(0.3):
                self.contact(department)
            at = self.near(self.deadline, 0.3) if r.random() < 0.5 else self.later(10)
            self.add("return", at, by=r.choice(department["staff"]), reason="不属于本部门职责")
            if self.chance(0.25):
                return None
        return None

    def approvals(self, department: dict[str, Any]) -> str:
        r = self.r
        for post, name in (("deputy", department["deputy"]), ("general", self.org["general_manager"])):
            if self.chance(0.03):
                return "pending"
            at = self.later(r.choice([0.5, 2, 5]))
            if post == "general":
                at = self.dispatch_time(at)
            stand_in = r.random() < 0.08
            if stand_in:  # two different people all the same
                name = staff_of(self.org, "audit")[0 if post == "deputy" else 1]
            reject = self.chance(0.07)
            self.add("approve", at, by=name, opinion="请核实办理", acting=stand_in, reject=reject, **{"as": post})
            if reject:
                return "rejected"
        self.dispatches.append(self.now)
        return "dispatched"

    def dispatch_time(self, usual: datetime) -> datetime:
        """Sometimes with a quarter of the time limit left, to the second."""
        if not self.chance(0.25):
            return usual
        quarter = whole(self.deadline - (self.deadline - self.receipt) / 4)
        at = quarter + self.r.choice([-1, 0, 0, 1, 1]) * SECOND
        return at if at > self.now else usual

    def contact(self, department: dict[str, Any]) -> None:
        at = self.later(6)
        self.add("handle", at, by=self.r.choice(department["staff"]), contact=self.r.choice(["visit", "phone"]))

    def evidence(self) -> list[str]:
        self.files += 1
        return [EVIDENCE.format(f"{self.ref}-{self.files}")]

    def handling(self, department: dict[str, Any]) -> None:
        r = self.r
        if r.random() < 0.5:
            self.contact(department)
        if r.random() < 0.25:
            self.extend()
        if r.random() < 0.15:
            self.extend()
        proof = r.choice(["none", "before", "with", "with", "after"]) if self.chance(0.6) else "with"
        if proof == "before":
            self.add("handle", self.later(2), by=r.choice(department["staff"]), evidence=self.evidence())
        if self.chance(0.1):
            return
        self.hand_back(department, self.near(self.deadline, 0.4 * self.trouble), proof == "with")
        first = self.now
        if proof == "after":
            self.add("handle", self.later(2), by=r.choice(department["staff"]), evidence=self.evidence())
        self.after_hand_back(department, first)

    def hand_back(self, department: dict[str, Any], at: datetime, proof: bool) -> None:
        self.add(
            "handle",
            at,
            by=self.r.choice(department["staff"]),
            result="已上门更换燃气表并与用户核对账单",
            evidence=self.evidence() if proof else [],
            done=True,
        )

    def extend(self) -> None:
        """Asked before the old deadline lapsed."""
        room = int((self.deadline - self.now).total_seconds())
        if room < 120:
            return
        at = self.now + timedelta(seconds=self.r.randint(1, room - 1))
        new = limit_end(self.deadline, self.r.choice(["1wd", "3wd", "5wd", "24h"]))
        self.add(
            "extend",
            at,
            by=self.clerk(),
            to=iso(new),
            approved_by=self.org["general_manager"],
            reason="等待配件",
        )
        self.deadline, self.extended = new, True

    def after_hand_back(self, department: dict[str, Any], first: datetime) -> None:
        r = self.r
        if self.chance(0.12):
            return
        for turn in range(3):
            due = limit_end(first, EDITION["limits"]["callback"])
            unreached = r.choice([0, 0, 0, 1, 2, 3]) if r.random() < 0.4 else 0
            for _ in range(unreached):
                self.call_back(self.near(due, 0.2 * self.trouble), "unreached")
            if unreached < 3:
                if self.chance(0.1):
                    return
                result = "satisfied"
                if self.chance(0.6):
                    result = r.choice(["mostly", "unsatisfied", "unsatisfied"])
                rework = result == "unsatisfied" and turn < 2 and r.random() < 0.4
                self.call_back(self.near(due, 0.25 * self.trouble), result, rework)
                if rework:
                    if r.random() < 0.2:
                        return
                    self.hand_back(department, self.later(48), r.random() < 0.5)
                    continue
                if self.chance(0.1):  # called once more
                    self.call_back(self.later(48), r.choice(["satisfied", "mostly", "unsatisfied"]))
            break
        else:
            return
        if self.hotline and not self.chance(0.12):
            due = limit_end(first, EDITION["limits"]["reply"])
            self.add("reply", self.near(due, 0.35 * self.trouble), by=self.clerk(), summary="已办结并回访")

    def call_back(self, at: datetime, result: str, rework: bool = False) -> None:
        resolved = self.r.random() < 0.5 if result == "unsatisfied" else None
        self.add(
            "callback",
            at,
            by=self.r.choice(staff_of(self.org, "office")),
            result=result,
            resolved=resolved,
            rework=rework,
        )

    def asides(self, earlier: list[Story]) -> None:
        """Investigations, links, exclusions and corrections, at any time after they can be made."""
        r = self.r
        audit, office = staff_of(self.org, "audit"), staff_of(self.org, "office")
        if self.dispatches:
            for _ in range(r.choice([1, 1, 2, 3]) if self.chance(0.3) else 0):
                cause = r.random() < 0.75
                department = self.department()
                self.add(
                    "investigate",
                    self.any_time(self.dispatches[0]),
                    by=r.choice(audit),
                    auditor=r.choice(audit),
                    clerk=r.choice(office),
                    internal_cause=cause,
                    adverse_effect=cause and r.random() < 0.7,
                    severity=r.choice(["minor", "serious", "major"]),
                    false_record=r.random() < 0.2,
                    person=self.persons(department, 0.5) if cause else [],
                )
        if earlier and r.random() < 0.15:
            of = r.choice(earlier)
            if self.lines[0].get("repeat_of") is None:
                self.add("link", self.any_time(self.receipt), by=r.choice(office), repeat_of="@" + of.ref)
        linked = [line for line in self.lines if line["do"] == "link" or line.get("repeat_of")]
        if linked and r.random() < 0.2:
            self.add("unlink", self.any_time(moment(linked[-1]["at"])), by=r.choice(office))
        if self.chance(0.1):
            at = self.any_time(self.receipt)
            self.exclude(at)
            if r.random() < 0.4:
                self.add("include", at := self.any_time(at), by=r.choice(audit), reason="经复核仍应考核")
                if r.random() < 0.3:
                    self.exclude(self.any_time(at))
        if not linked and self.chance(0.06):
            received = whole(self.receipt - timedelta(minutes=r.choice([1, 30, 600, 2400])))
            keys = {"received": iso(received), "reason": "收单时间录错"}
            self.add("amend", self.any_time(self.receipt), by=r.choice(office), **keys)
        if self.printed and not self.extended and self.chance(0.06):
            new = whole(self.receipt + timedelta(hours=r.randint(2, 200)))
            self.add(
                "amend",
                self.any_time(self.receipt),
                by=r.choice(office),
                deadline=iso(new),
                reason="录入有误",
            )
        elif not self.hotline and self.printed and self.chance(0.1):
            self.add("amend", self.any_time(self.receipt), by=r.choice(office), source="12345", reason="来源录错")

    def exclude(self, at: datetime) -> None:
        audit = self.r.choice(staff_of(self.org, "audit"))
        self.add("exclude", at, by=audit, reason="用户撤诉", approved_by=self.org["general_manager"])

    def any_time(self, after: datetime) -> datetime:
        """Soon after, or long after."""
        hours = self.r.choice([3, 48, 200, 900])
        return whole(after + timedelta(seconds=self.r.randint(1, hours * 3600)))


# ---------------------------------------------------------------------------------------------- a world


def receipts(r: random.Random, size: int) -> list[datetime]:
    found = []
    for _ in range(size):
        at = FIRST + timedelta(seconds=r.randint(0, int((LAST - FIRST).total_seconds())))
        kind = r.random()
        if kind < 0.6:  # office hours
            at = at.replace(hour=r.choice([8, 9, 10, 11, 14, 15, 16, 17]), minute=r.choice([0, 29, 30, 31, 45]))
        elif kind < 0.7:  # National Day
            at = at.replace(month=10, day=r.randint(1, 8))
        elif kind < 0.75:
            at = datetime(2026, r.choice([9, 10, 11]), 1, tzinfo=SHANGHAI) - r.choice([0, 1]) * SECOND
        found.append(at)
    return sorted(found)


def world(seed: int, size: int) -> World:
    r = random.Random(seed)
    plain = organisation(r)
    made = World(seed, plain)
    trouble = r.choice([0.1, 0.4, 1.0, 1.0])
    families = r.random() < 0.5  # repeats gather on few complaints
    if r.random() < 0.4:  # another edition, from the beginning, or from within the campaign's months
        made.edition = edition(r)
        made.effective = date(2026, *r.choice([(8, 1), (10, 1), (10, 15)]))
    stories: list[Story] = []
    for index, receipt in enumerate(receipts(r, size)):
        story = Story(r, plain, f"c{index}", receipt, trouble, made.edition_on(receipt.date()))
        before = [s for s in stories if s.receipt < receipt]
        story.tell(before[:3] if families else before)
        stories.append(story)
    lines = [line for story in stories for line in story.lines]
    lines += commendations(r, plain, stories)
    made.clocks = clocks(r)
    made.lines = typed_in(r, lines, made.clocks)
    return made


def commendations(r: random.Random, plain: dict[str, Any], stories: list[Story]) -> list[Line]:
    lines: list[Line] = []
    for department in plain["department"]:
        for month in (9, 10, 11):
            for _ in range(r.choice([0, 0, 1, 2, 8])):
                at = datetime(2026, month, r.randint(1, 30), r.randint(0, 23), r.randint(0, 59), tzinfo=SHANGHAI)
                line: Line = {
                    "do": "commend",
                    "at": iso(at),
                    "by": r.choice(staff_of(plain, "audit")),
                    "dept": department["name"],
                    "reason": "用户送来锦旗",
                }
                known = [story for story in stories if story.receipt < at]
                if known and r.random() < 0.4:
                    line["complaint"] = "@" + r.choice(known).ref
                lines.append(line)
    return lines


def clocks(r: random.Random) -> list[datetime]:
    """The moments at which somebody sits down to type in what has happened; the last one is END."""
    span = int((END - datetime(2026, 9, 8, tzinfo=SHANGHAI)).total_seconds())
    found = {END - timedelta(seconds=r.randint(3600, span)) for _ in range(r.choice([0, 1, 2, 3]))}
    return [*sorted(found), END]


def typed_in(r: random.Random, lines: list[Line], clocks: list[datetime]) -> list[Line]:
    """Give each line the clock of its entry: the next one, or for some complaints a later one."""
    entered: dict[str, int] = {}  # how far each complaint has got
    slow = {line["ref"]: r.random() for line in lines if line["do"] == "intake" and r.random() < 0.2}
    for line in sorted(lines, key=lambda line: moment(line["at"])):
        at = moment(line["at"])
        stage = next(i for i, clock in enumerate(clocks) if clock >= at)
        mine = line.get("ref") or line.get("no", "").removeprefix("@")
        if mine in slow and r.random() < slow[mine]:
            stage = r.randint(stage, len(clocks) - 1)
        others = [line[key].removeprefix("@") for key in ("repeat_of", "complaint") if line.get(key)]
        stage = max([stage, *(entered.get(ref, 0) for ref in [mine, *others])])
        if mine:
            entered[mine] = stage
        line["_entered"] = iso(clocks[stage])
    return sorted(lines, key=lambda line: (line["_entered"], moment(line["at"])))


def decisions(
    r: random.Random,
    made: World,
    known: list[Line],
    clock: datetime,
    answer: Callable[[str], dict[str, Any]],
) -> list[Line]:
    """Some decisions on the fines that the month shows at this clock, by the auditor."""
    refs = {line["ref"] for line in known if line["do"] == "intake"}
    lines: list[Line] = []
    for month in MONTHS:
        if oracle.period(month)[0] > clock:
            continue
        for fine in answer(month)["fines"]:
            if r.random() > 0.15 or fine["complaint"] not in refs:
                continue
            low, top = (int(Decimal(bound)) * fine["factor"] for bound in fine["band"])
            line: Line = {
                "do": "decide",
                "no": "@" + fine["complaint"],
                "at": iso(clock),
                "by": r.choice(staff_of(made.organisation, "audit")),
                "rule": fine["rule"],
                "person": fine["person"],
                "reason": "核实后认定",
                "_entered": iso(clock),
            }
            if r.random() < 0.35:
                line["waive"] = True
            else:
                line["amount"] = str(r.choice([low, top, r.randint(low, top)]))
            lines.append(line)
    return lines
