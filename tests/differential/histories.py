"""Random histories: the lines that the clerks of a company entered, in order of entry."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

from company import World
from facts import Line, steps_of, when
from firm import RESPONSIBLE, STAFF


class Writer:
    """Makes one history; ``lines`` are in order of entry."""

    def __init__(self, random: Random) -> None:
        self.random, self.lines, self.cases = random, [], []
        self.entered = datetime.min

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def after(self, moment: datetime, *hours: float) -> datetime:
        """Return a moment up to so many hours later, at a whole minute or around the close of business."""
        most = self.random.choice(hours)
        later = (moment + timedelta(hours=self.random.uniform(most / 2, most))).replace(second=0, microsecond=0)
        close = later.replace(hour=17, minute=30, second=self.random.choice((0, 1)))
        return close if self.chance(0.25) and close > moment else later

    def put(self, do: str, case: str, at: datetime, by: str, **more: Any) -> Line:
        late = self.after(at, 2, 20, 90) if self.chance(0.08) else at
        self.entered = max(self.entered, late)
        line = {"id": f"{case}{len(self.lines)}", "do": do, "case": case, "at": f"{at:%Y-%m-%d %H:%M:%S}", "by": by}
        line |= {"entered": f"{self.entered:%Y-%m-%d %H:%M:%S}", **more}
        self.lines.append(line)
        return line

    def case(self, ref: str) -> None:
        """Write the life of one complaint."""
        receipt = datetime(2026, 9, 10, 8) + timedelta(minutes=self.random.randrange(60 * 24 * 60))
        receipt += timedelta(minutes=not (receipt.hour or receipt.minute))  # an export's 00:00 is a day without a clock
        self.entered = receipt
        deadline = {}
        if self.chance(0.6):
            due = self.after(receipt, 3, 24, 30, 72, 150, 300)
            due = due.replace(hour=17, minute=30, second=0) if self.chance(0.5) and due.hour < 17 else due
            deadline = {"deadline": f"{due:%Y-%m-%d %H:%M:%S}"}
        source = self.random.choice(["12345", "provincial", "online", "phone"])
        self.put(
            "intake", ref, receipt, self.clerk(), content=f"{ref}报修", source=source, urgency="normal",
            order_no=f"DH{ref}", **deadline
        )  # fmt: skip
        if self.cases and self.chance(0.35):
            first = self.random.choice(self.cases[:2])
            self.put("link", ref, self.entered, self.clerk(), repeat_of_case=first)
        self.cases.append(ref)
        moment = self.sent(ref, receipt)
        if self.chance(0.15) and moment:
            moment = self.back_and_forth(ref, moment)
        if moment:
            self.handled(ref, moment)
        self.corrected(ref)

    def clerk(self) -> str:
        return self.random.choice(["陈文", "沈静"])

    def sent(self, ref: str, since: datetime) -> datetime | None:
        if self.chance(0.06):
            return None
        at = self.after(since, 0.5, 1, 2, 5, 30, 120)
        department = self.random.choice(RESPONSIBLE)
        staff = STAFF[department]
        persons = self.random.sample(staff, self.random.choice((0, 1, 1, 2)))
        more: dict[str, Any] = {"person": persons} if persons else {}
        if self.chance(0.15):
            more |= {"justified": "停电", "approved_by": "赵一"} if self.chance(0.5) else {"justified": "停电"}
        self.put("transfer", ref, at, self.clerk(), to=department, **more)
        at = self.after(at, 0.2, 1, 12)
        self.put("approve", ref, at, "钱二", **{"as": "deputy"})
        at = self.after(at, 0.2, 1, 12)
        if self.chance(0.08):
            self.put("approve", ref, at, "赵一", **{"as": "general", "reject": True, "reason": "改派"})
            return self.sent(ref, at)
        if self.chance(0.05):
            return None
        self.put("approve", ref, at, "赵一", **{"as": "general"})
        return at

    def back_and_forth(self, ref: str, moment: datetime) -> datetime | None:
        at = self.after(moment, 1, 5)
        self.put("return", ref, at, self.person(ref), reason="非本部门")
        return self.sent(ref, at) if self.chance(0.8) else None

    def person(self, ref: str) -> str:
        to = [one["to"] for one in self.lines if one["do"] == "transfer" and one["case"] == ref][-1]
        return self.random.choice(STAFF[to])

    def handled(self, ref: str, moment: datetime) -> None:
        if self.chance(0.2):
            at = self.after(moment, 3)
            to = self.after(at, 100, 300, 600).replace(hour=17, minute=30)
            self.put("extend", ref, at, self.person(ref), to=f"{to:%Y-%m-%d %H:%M}", approved_by="赵一", reason="缺件")
        if self.chance(0.2):
            moment = self.after(moment, 2, 100, 250)
            self.put("handle", ref, moment, self.person(ref), person=[self.person(ref)], approved_by="赵一")
        if self.chance(0.08):
            return
        at = self.after(moment, 2, 20, 100, 250)
        evidence = {"evidence": ["e.txt"]} if self.chance(0.8) else {}
        self.put("handle", ref, at, self.person(ref), result="已修", done=True, **evidence)
        for _ in range(self.random.choice((0, 1, 1, 1, 2, 3))):
            if source_owes(self.lines, ref) and self.chance(0.35):
                self.put("reply", ref, self.after(at, 1, 20, 80), "沈静", summary="已复")
            at = self.after(at, 1, 12, 60)
            result = self.random.choice(["satisfied", "satisfied", "mostly", "unsatisfied", "unreached"])
            more: dict[str, Any] = {"resolved": self.chance(0.5)} if result == "unsatisfied" else {}
            if result == "unsatisfied" and self.chance(0.5):
                self.put("callback", ref, at, "沈静", result=result, resolved=False, rework=True)
                if self.chance(0.15):
                    return
                at = self.after(at, 4, 40, 120)
                self.put("handle", ref, at, self.person(ref), result="再修", done=True)
            else:
                self.put("callback", ref, at, "沈静", result=result, **more)
        if source_owes(self.lines, ref) and self.chance(0.6):
            self.put("reply", ref, self.after(at, 1, 20, 80), "沈静", summary="已复")
        if self.chance(0.35):
            self.investigated(ref, at)

    def investigated(self, ref: str, moment: datetime) -> None:
        for _ in range(self.random.choice((1, 1, 2))):
            moment = self.after(moment, 20, 200)
            more: dict[str, Any] = {}
            if self.chance(0.75):
                more["internal_cause"] = True
                if self.chance(0.7):
                    more |= {"adverse_effect": True, "severity": self.random.choice(["minor", "serious", "major"])}
            if self.chance(0.3):
                more["false_record"] = True
            had = sorted({one["to"] for one in self.lines if one["do"] == "transfer" and one["case"] == ref})
            if len(had) > 1 or self.chance(0.15):
                more["dept"] = self.random.choice(had)
            if more.get("adverse_effect") and self.chance(0.3):
                more["person"] = [self.random.choice(STAFF[more.get("dept", had[0])])]
            self.put("investigate", ref, moment, "韩审", auditor="韩审", clerk="陈文", **more)

    def corrected(self, ref: str) -> None:
        mine = [one for one in self.lines if one["case"] == ref]
        at = self.entered
        if self.chance(0.08):
            at = self.after(at, 20, 400)
            self.put("exclude", ref, at, "韩审", reason="非本公司", approved_by="赵一")
            if self.chance(0.3):
                self.put("include", ref, self.after(at, 20), "韩审", reason="是本公司", approved_by="赵一")
        if self.chance(0.3) and any(one["do"] == "link" for one in mine):
            self.put("unlink", ref, self.after(at, 20, 200), "陈文", reason="不是一事", approved_by="赵一")
        if self.chance(0.3):
            target = self.random.choice(mine)
            new = self.amended(target)
            if new:
                self.correct("amend", ref, target, self.after(at, 5, 100, 500), new)
        if self.chance(0.2):
            self.correct("withdraw", ref, self.random.choice(mine[1:] or mine), self.after(at, 5, 100, 500), None)

    def amended(self, target: Line) -> dict[str, Any] | None:
        moved = when(target["at"]) + timedelta(hours=self.random.choice([-30, -3, 2, 5, 30]))
        if target["do"] == "intake":
            return {self.random.choice(["received", "deadline"] if "deadline" in target else ["received"]): str(moved)}
        if target["do"] == "transfer" and self.chance(0.5):
            return {"person": self.random.sample(STAFF[target["to"]], 1)}
        if target["do"] == "transfer" and self.chance(0.5):
            return {"by": self.clerk()}
        if target["do"] == "callback" and target["result"] == "satisfied":
            return {"result": "mostly"}
        return {"at": str(moved)}

    def correct(self, do: str, ref: str, target: Line, moment: datetime, new: dict[str, Any] | None) -> None:
        line = self.put(do, ref, moment, "郑十", target=target["id"], reason="录错", approved_by="赵一")
        line |= {"new": new} if new else {}

    def commended(self) -> None:
        for _ in range(self.random.choice((0, 0, 1, 7))):
            at = datetime(2026, 10, 1, 9) + timedelta(hours=self.random.randrange(24 * 45))
            self.entered = at
            self.put("commend", "", at, "沈静", dept=self.random.choice(RESPONSIBLE), reason="锦旗")


def source_owes(lines: list[Line], ref: str) -> bool:
    return next(one for one in lines if one["case"] == ref)["source"] != "phone"


def history(random: Random) -> list[Line]:
    """Return a history without decisions, in order of entry."""
    writer = Writer(random)
    for place in range(random.randint(3, 9)):
        writer.case("甲乙丙丁戊己庚辛壬"[place])
    writer.commended()
    return sorted(writer.lines, key=lambda one: one["entered"])


def as_batch(world: World, lines: list[Line], earlier: list[Line], numbers: dict[str, str]) -> list[dict[str, Any]]:
    """Return lines as a batch file has them; ``earlier`` are those entered before, which the steps count."""
    steps = steps_of([*earlier, *lines])
    made = []
    for line in lines:
        kept = {
            key: value
            for key, value in line.items()
            if key not in ("id", "case", "target", "new", "saw", "ruling", "repeat_of_case")
        }
        if line["do"] in ("amend", "withdraw"):
            kept.pop("at"), None if line.get("ruling") else kept.pop("by")
            step = steps.get(line["target"], 99)
            kept |= line.get("new", {}) | ({} if step == 1 and "at" not in line.get("new", {}) else {"step": step})
        kept |= {key: world.name(kept[key]) for key in ("to", "dept") if key in kept and line["do"] != "extend"}
        if line["case"]:
            name = numbers.get(line["case"], f"@{line['case']}")
            kept |= {"ref": line["case"]} if line["do"] == "intake" else {"no": name}
        if "repeat_of_case" in line:
            kept["repeat_of"] = numbers.get(line["repeat_of_case"], f"@{line['repeat_of_case']}")
        made.append(kept)
    return made
