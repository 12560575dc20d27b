"""One history on one ledger: what is entered, ruled on, closed and compared."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from company import World
from compare import Difference, different, lines_in, lists_in, sums_in
from facts import Line, when
from firm import ACCOUNTS, TURNS, edition_of, edition_text, edition_texts, organisation, reorganised, world_of
from histories import as_batch
from lists import lists_of
from oracle import Oracle, periods
from rulings import objections
from scores import Carried, Month, line_of, month_of, said_by

from conftest import Runner

OPENED = "2026-08-20 09:00"


class Trial:
    """One history on one ledger."""

    def __init__(self, seed: int, folder: Path) -> None:
        self.random = Random(seed)
        self.account = self.random.choice([*ACCOUNTS, "t_none"])
        texts = edition_texts(self.random)
        self.world: World = world_of(texts, self.account)
        self.folder, self.lines, self.dropped, self.events, self.refused = folder, [], [], [], []
        self.numbers: dict[str, str] = {}
        self.closed: dict[str, tuple[Carried, str]] = {}
        self.carried: dict[str, Carried] = {}
        self.printed: dict[tuple[Any, ...], dict[str, datetime]] = {}  # by month, as what is booked
        self.booked: dict[tuple[Any, ...], dict[str, datetime]] = {}
        self.run = Runner(folder / "l.db", by="陈文")
        (folder / "org.toml").write_text(organisation(self.world), encoding="utf-8")
        (folder / "e.txt").write_text("现场", encoding="utf-8")
        self.done("init", "--org", folder / "org.toml", now=OPENED)
        for place, text in enumerate(texts):
            (folder / f"{place}.toml").write_text(text, encoding="utf-8")
            self.done("policy", "adopt", folder / f"{place}.toml", "--by", "韩审", now=OPENED)

    def call(self, *args: object, now: str) -> Any:
        with patch("pwd.getpwuid", lambda _: SimpleNamespace(pw_name=self.account)):
            return self.run(*args, now=now)

    def done(self, *args: object, now: str) -> Any:
        answer = self.call(*args, "--json", now=now)
        if answer.code:
            raise Difference(f"{args}: {answer.code} {answer.err}")
        return answer.json()

    def enter(self, lines: list[Line]) -> None:
        """Enter lines as one batch; what the program refuses is left out."""
        lines = list(lines)
        while lines:
            made = as_batch(self.world, lines, self.lines, self.numbers)
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
        """Read the superior's export again with deadlines that it changed meanwhile."""
        text = f"{now:%Y-%m-%d %H:%M:%S}"
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

    def govern(self, now: datetime) -> None:
        """Adopt an edition late and read the organisation's file, at times with changes."""
        text = f"{now:%Y-%m-%d %H:%M:%S}"
        if self.random.random() < 0.35:
            made, place = edition_text(self.random, self.random.choice(TURNS)), len(self.world.editions)
            (self.folder / f"{place}.toml").write_text(made, encoding="utf-8")
            words = ("--by", "韩审", "--approved-by", "赵一")
            self.done("policy", "adopt", self.folder / f"{place}.toml", *words, now=text)
            self.world.editions.append(edition_of(made, now))
            self.events.append(f"{text} adopt {made}")
        if self.random.random() < 0.5:
            reorganised(self.random, self.world, now.date())
        (self.folder / "org.toml").write_text(organisation(self.world), encoding="utf-8")
        self.done("org", "import", self.folder / "org.toml", "--by", "韩审", "--approved-by", "赵一", now=text)
        self.events.append(f"{text} org {organisation(self.world)}")

    def tell(self, name: str, now: datetime) -> None:
        """Issue the notices of a month, from which the term of an objection runs."""
        carried = self.carried[name] if name in self.closed else self.owed(now) if self.is_next(name) else {}
        said = self.closed[name][0] if name in self.closed else said_by(month_of(self.oracle(now), name))
        for key in (*said, *(key for _, key in carried)):
            self.printed.setdefault(key, {}).setdefault(name, now)
        self.done(
            "assess", "--month", name, "--notices", self.folder / f"n{len(self.events)}", now=f"{now:%Y-%m-%d %H:%M:%S}"
        )
        self.events.append(f"{now} notices {name}")

    def object(self, now: datetime) -> None:
        """Enter objections, each after its term or not."""
        for line in objections(self.random, self.world, self.lines, now):
            fine = next(
                one
                for one in self.oracle(now).judge().fines
                if (one.case, one.rule, one.person) == (line["case"], line["rule"], line["person"])
                and not one.unassigned
            )
            told = self.booked.get(line_of(fine), {}) | self.printed.get(line_of(fine), {})
            start = told[max(told)] if told else None  # what a later month carries of it has a term of its own
            line["late"] = bool(start and now > self.oracle(now).limit(start, "objection"))
            words = ("--rule", line["rule"], "--person", line["person"], "--by", line["by"], "--reason", "不服")
            answer = self.call("object", self.numbers[line["case"]], *words, "--json", now=line["at"])
            self.lines.append(line)
            if answer.code or answer.json()["late"] != line["late"]:
                raise Difference(f"{line}, from {start}: {answer.code} {answer.out} {answer.err}")

    def oracle(self, now: datetime) -> Oracle:
        return Oracle(self.world, self.lines, now)

    def is_next(self, name: str) -> bool:
        """Whether a month is the first that is not closed after those that are."""
        following = [one for one, *_ in periods(self.world)]
        return following.index(name) == max(map(following.index, self.closed), default=-2) + 1

    def close(self, name: str, now: datetime) -> bool:
        """Close a month where nothing stands in the way; an unexpected refusal is a difference."""
        month = month_of(self.oracle(now), name)
        text = f"{now:%Y-%m-%d %H:%M:%S}"
        self.compare(name, now)
        carried = self.owed(now)
        answer = self.call("assess", "--month", name, "--close", "--by", "郑十", "--json", now=text)
        blocked = self.blocked(month, carried, now)
        if blocked or answer.code:
            if not blocked or not answer.code:
                raise Difference(f"close {name} at {now}: blocked {blocked}, exit {answer.code}: {answer.err}")
            self.refused += blocked
            return False
        for key in (*said_by(month), *(key for _, key in carried)):
            self.booked.setdefault(key, {})[name] = now
        self.closed[name] = (said_by(month), json.dumps(self.shown(name, now), sort_keys=True))
        self.carried[name] = carried
        start, end = next((start, end) for one, start, end in periods(self.world) if one == name)
        self.world.closed.append((start, end, now))
        self.events.append(f"{now} closed {name}")
        return True

    def blocked(self, month: Month, carried: Carried, now: datetime) -> list[str]:
        """Return what stands in the way of closing a month."""
        oracle = self.oracle(now)
        before = [(name, one) for name in self.closed for one in month_of(oracle, name).fines]
        unlike = [one for one in month.fines if one.lapsed]
        unlike += [one for name, one in before if one.lapsed and (name, line_of(one)) in carried]
        open_ = [one for one in (*month.fines, *(one for _, one in before)) if one.objection and not one.objection[1]]
        nobodys = bool(month.unassigned) or any(key[0] == "fine" and key[5] for _, key in carried)
        return ["unassigned"] * nobodys + ["lapsed"] * bool(unlike) + ["objection"] * bool(open_)

    def shown(self, name: str, now: datetime) -> Any:
        return self.done("assess", "--month", name, now=f"{now:%Y-%m-%d %H:%M:%S}")

    def owed(self, now: datetime) -> Carried:
        """Return what the next open month is to carry, by month and line."""
        oracle, owed = self.oracle(now), {}
        for name, (said, _) in self.closed.items():
            month = month_of(oracle, name)
            judged = said_by(month)
            sums = Counter(judged)
            sums.subtract(said)
            for one in self.carried.values():
                sums.subtract({key[1]: value for key, value in one.items() if key[0] == name})
            for fine in month.unassigned:  # who has left since keeps the fine
                if (kept := (*line_of(fine)[:4], fine.person, None)) in said and fine.person:
                    del sums[kept], sums[line_of(fine)]
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
        month = month_of(self.oracle(now), name)
        owed = self.owed(now) if self.is_next(name) else {}
        lists = lists_in(self, shown, lists_of(self.oracle(now), name))
        for part, theirs, ours in (*lines_in(self, shown, month), *sums_in(self, shown, month, owed), *lists):
            if theirs != ours:
                more, less = different(theirs, ours)
                raise Difference(f"{name} at {now}, {part}:\n  program only {more}\n  oracle only  {less}")
        if beside := shown["compared"]["previous"]:
            whole = self.shown(beside["month"], now)
            today = {name: first for first, *former in self.world.names.values() for name in former}
            for one in whole["departments"]:
                one["department"] = today.get(one["department"], one["department"])
            if beside["month"] >= name or beside != {part: whole[part] for part in beside}:
                unlike = {part: (beside[part], whole[part]) for part in beside if beside[part] != whole[part]}
                raise Difference(f"{name} at {now}: its figures of {beside['month']} are not that month's: {unlike}")
