"""Compare the program with the oracle on random histories: ``python tests/differential/run.py N SEED``."""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections import Counter
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parents[1] / "src")]

from facts import Line, World, standing, steps_of, when  # noqa: E402
from histories import ACCOUNTS, as_batch, decisions, edition_texts, history, organisation, world_of  # noqa: E402
from lists import Lists, lists_of  # noqa: E402
from oracle import Oracle, periods  # noqa: E402
from scores import Carried, Month, month_of, said_by  # noqa: E402

from conftest import Runner  # noqa: E402

OPENED = "2026-08-20 09:00"


class Trial:
    """One history on one ledger."""

    def __init__(self, seed: int, folder: Path) -> None:
        self.random = Random(seed)
        self.account = self.random.choice([*ACCOUNTS, "t_none"])
        texts = edition_texts(self.random)
        self.world: World = world_of(texts, self.account)
        self.folder, self.lines, self.dropped = folder, [], []
        self.numbers: dict[str, str] = {}
        self.closed: dict[str, tuple[Carried, str]] = {}
        self.carried: dict[str, Carried] = {}
        self.run = Runner(folder / "l.db", by="陈文")
        (folder / "org.toml").write_text(organisation(), encoding="utf-8")
        (folder / "e.txt").write_text("现场", encoding="utf-8")
        self.done("init", "--org", folder / "org.toml", now=OPENED)
        for place, text in enumerate(texts):
            (folder / f"{place}.toml").write_text(text, encoding="utf-8")
            self.done("policy", "adopt", folder / f"{place}.toml", "--by", "韩审", now=OPENED)

    def call(self, *args: object, now: str) -> Any:
        return self.run(*args, now=now, env={"LOGNAME": self.account})

    def done(self, *args: object, now: str) -> Any:
        answer = self.call(*args, "--json", now=now)
        assert answer.code == 0, (args, answer.err)
        return answer.json()

    def enter(self, lines: list[Line]) -> None:
        """Enter lines as one batch; what the program refuses is left out."""
        lines = list(lines)
        while lines:
            made = as_batch(lines, self.lines, self.numbers)
            text = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in made)
            (self.folder / "b.jsonl").write_text(text, encoding="utf-8")
            now = max(one["entered"] for one in lines)
            answer = self.call("batch", self.folder / "b.jsonl", "--json", now=now)
            if answer.code == 0:
                self.numbers |= answer.json()["refs"]
                self.lines += lines
                return
            place = int(re.search(r"\d+", answer.err)[0]) - 1
            assert answer.code == 50, answer.err
            gone = lines[place]
            self.dropped.append((gone, answer.err.strip()))
            unknown = gone["do"] == "intake"
            lines = [one for one in lines if one is not gone and not (unknown and one["case"] == gone["case"])]

    def read_again(self, now: datetime) -> None:
        """Read the superior's export again with deadlines that it changed meanwhile, and the organisation's file."""
        text = f"{now:%Y-%m-%d %H:%M:%S}"
        self.done("org", "import", self.folder / "org.toml", "--by", "韩审", now=text)
        touched = {one["target"] for one in self.lines if "target" in one}
        ours = [one for one in self.lines if one["do"] == "intake" and "deadline" in one and one["id"] not in touched]
        for line in self.random.sample(ours, min(len(ours), self.random.choice((0, 1, 2)))):
            due = str(when(line["deadline"]) + timedelta(hours=self.random.choice((-50, -3, 0, 24, 72))))
            export = self.folder / "again.csv"
            row = ",".join((line["order_no"], line["content"], line["at"], due))
            export.write_text(f"工单编号,诉求内容,接收时间,办结时限\n{row}\n", encoding="utf-8")
            words = ("--update", "--source", line["source"], "--approved-by", "赵一", "--by", "陈文", "--json")
            answer = self.call("import", export, *words, now=text)
            taken = answer.code == 0 and answer.json()["updated"]
            if taken != (answer.code == 0 and due != line["deadline"]):
                raise Difference(f"read again, {line} with {due}: {answer.code} {answer.out} {answer.err}")
            if taken:
                again = {"do": "amend", "by": "陈文", "target": line["id"], "new": {"deadline": due}}
                again |= {"case": line["case"], "at": text, "entered": text, "approved_by": "赵一", "imported": True}
                self.lines.append({"id": f"again{len(self.lines)}", **again})
            elif answer.code:
                self.dropped.append(({"do": "import"}, answer.err.strip()))

    def close(self, name: str, now: datetime) -> bool:
        """Close a month where nothing stands in the way; an unexpected refusal is a difference."""
        month = month_of(Oracle(self.world, self.lines, now), name)
        text = f"{now:%Y-%m-%d %H:%M:%S}"
        self.compare(name, now)
        carried = self.owed(now)
        answer = self.call("assess", "--month", name, "--close", "--by", "郑十", "--json", now=text)
        of_nobody = any(key[0] == "fine" and key[4] is None for _, key in carried)
        blocked = bool(month.unassigned) or of_nobody or any(one.lapsed for one in month.fines)
        blocked = blocked or self.lapsed(carried, now)
        if blocked or answer.code:
            if not blocked or not answer.code:
                raise Difference(f"close {name}: blocked {blocked}, exit {answer.code}: {answer.err}")
            return False
        self.closed[name] = (said_by(month), json.dumps(self.shown(name, now), sort_keys=True))
        self.carried[name] = carried
        return True

    def lapsed(self, carried: Carried, now: datetime) -> bool:
        """Whether what is carried is a fine whose decision has lapsed."""
        oracle = Oracle(self.world, self.lines, now)
        return any(
            one.lapsed and (name, ("fine", one.case, one.rule, one.department, one.person)) in carried
            for name in self.closed
            for one in month_of(oracle, name).fines
        )

    def shown(self, name: str, now: datetime) -> Any:
        return self.done("assess", "--month", name, now=f"{now:%Y-%m-%d %H:%M:%S}")

    def owed(self, now: datetime) -> Carried:
        """Return what the next open month is to carry, by month and line."""
        oracle, owed = Oracle(self.world, self.lines, now), {}
        for name, (said, _) in self.closed.items():
            judged = said_by(month_of(oracle, name))
            before = {key[1:]: value for one in self.carried.values() for key, value in one.items() if key[0] == name}
            sums = Counter(judged)
            sums.subtract(said)
            for one in self.carried.values():
                sums.subtract({key[1]: value for key, value in one.items() if key[0] == name})
            del before
            owed |= {(name, key): value for key, value in sums.items() if value}
        return owed

    # -- comparing --------------------------------------------------------------------------------

    def compare(self, name: str, now: datetime) -> None:
        """Raise Difference where the program's month is another than the oracle's."""
        shown = self.shown(name, now)
        if name in self.closed:
            if json.dumps(shown, sort_keys=True) != self.closed[name][1]:
                raise Difference(f"{name}: a closed month prints otherwise than before")
            return
        month = month_of(Oracle(self.world, self.lines, now), name)
        following = [one for one, *_ in periods(self.world)]
        last = max(map(following.index, self.closed), default=-2)
        owed = self.owed(now) if following.index(name) == last + 1 else {}
        lists = self.lists_of(shown, lists_of(Oracle(self.world, self.lines, now), name))
        for part, theirs, ours in (*self.lines_of(shown, month), *self.sums_of(shown, month, owed), *lists):
            if theirs != ours:
                more, less = different(theirs, ours)
                raise Difference(f"{name} at {now}, {part}:\n  program only {more}\n  oracle only  {less}")
        if beside := shown["compared"]["previous"]:
            whole = self.shown(beside["month"], now)
            if beside["month"] >= name or beside != {part: whole[part] for part in beside}:
                raise Difference(f"{name} at {now}: its figures of {beside['month']} are not that month's")

    def lines_of(self, shown: Any, month: Month) -> list[tuple[str, Any, Any]]:
        no = {**self.numbers, None: None, "": None}
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
                    (no[one.case], one.rule, one.department, one.points, one.factor, one.at.isoformat())
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
                        one["at"][:19],
                    )
                    for one in shown["fines"]
                ),
                counted(
                    (
                        no[one.case],
                        one.rule,
                        one.department,
                        one.person,
                        one.amount,
                        one.decided,
                        one.lapsed,
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
                    for key in month.counts[one["department"]]
                ),
                counted(
                    (name, key, value)
                    for name, values in month.counts.items()
                    if self.world.departments[name]["role"] == "responsible"
                    for key, value in values.items()
                ),
            ),
        ]

    def lists_of(self, shown: Any, lists: Lists) -> list[tuple[str, Any, Any]]:
        no, steps = self.numbers, steps_of(self.lines)
        line = {one["id"]: one for one in standing(self.lines)}
        by_whom = ACCOUNTS.get(self.account, "陈文")
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
                counted((no[ref], *rest) for ref, *rest in lists.late_without_fine),
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

    def sums_of(self, shown: Any, month: Month, owed: Carried) -> list[tuple[str, Any, Any]]:
        no = {**self.numbers, None: None, "": None}
        carried: Counter[Any] = Counter()
        for one in shown["adjustments"]:
            named = (one["complaint"], one["rule"], one["department"])
            key = (one["of_month"], one["kind"], *named, one.get("person") if one["kind"] == "fine" else None)
            carried[key] += Decimal(one["difference"])
        ours: Counter[Any] = Counter()
        scores = {name: Decimal(100) for name in self.world.departments}
        totals: Counter[Any] = Counter()
        for (of, key), value in owed.items():
            person = key[4] if key[0] == "fine" else None
            ours[of, key[0], no[key[1]] if key[2] != "commended" else None, key[2], key[3], person] += value
            if key[0] == "points":
                scores[key[3]] += value
            else:
                totals[person] += value
        for mark in month.points:
            scores[mark.department] += mark.points
        for fine in month.fines:
            totals[fine.person] += fine.amount if fine.decided is None else fine.decided
        held = {name: min(max(value, Decimal(0)), Decimal(110)) for name, value in scores.items()}
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


class Difference(Exception):
    """The program and the oracle say otherwise."""


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


def tried(seed: int) -> Trial:
    """Run one history; raise Difference with the history where the two differ."""
    with tempfile.TemporaryDirectory() as made:
        trial = Trial(seed, Path(made))
        rest = history(trial.random)
        try:
            stages = [datetime(2026, 10, 20, 10), datetime(2026, 11, 18, 10), datetime(2026, 12, 30, 10)]
            for stage, now in enumerate(stages):
                now += timedelta(hours=trial.random.randrange(40))
                text = f"{now:%Y-%m-%d %H:%M:%S}"
                trial.enter([one for one in rest if one["entered"] <= text])
                rest = [one for one in rest if one["entered"] > text]
                trial.read_again(now)
                trial.enter(decisions(trial.random, trial.world, trial.lines, now))
                names = [name for name, _, end in periods(trial.world) if name >= "2026-09" and end <= now]
                for name in names:
                    if stage < 2 and name not in trial.closed and not trial.close(name, now):
                        break
                for name, start, _ in periods(trial.world):
                    if "2026-09" <= name < "2026-12" and start <= now:
                        trial.compare(name, now)
        except Difference as found:
            lines = "\n".join(str({k: v for k, v in one.items() if k not in ("content",)}) for one in trial.lines)
            raise Difference(f"seed {seed}, account {trial.account}: {found}\n{trial.numbers}\n{lines}") from None
        return trial


def main(count: int, seed: int) -> int:
    """Run histories and print each difference; return how many there were."""
    wrong, entered, dropped, carried, closed, kinds = 0, 0, Counter(), 0, 0, Counter()
    for one in range(seed, seed + count):
        try:
            trial = tried(one)
        except Difference as found:
            wrong += 1
            print(found, flush=True)
            continue
        entered += len(trial.lines)
        closed += len(trial.closed)
        carried += sum(map(len, trial.carried.values()))
        kinds += Counter(line["do"] for line in trial.lines)
        dropped += Counter(f"{line['do']}: {re.sub(r'[0-9]+', '#', why)}" for line, why in trial.dropped)
    print(f"{count} histories, {wrong} differ; {entered} lines, {sum(dropped.values())} refused, {closed} closings")
    print(dict(kinds), f"carried at closings {carried}")
    for why, times in dropped.most_common(25):
        print(times, why)
    return wrong


if __name__ == "__main__":
    sys.exit(bool(main(int(sys.argv[1]), int(sys.argv[2]))))
