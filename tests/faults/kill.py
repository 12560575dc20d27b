"""Kills the program at random moments, and looks afterwards whether anything that was acknowledged is missing.

    python tests/faults/kill.py --kills 500            writers, backups, restores and more, about three minutes
    python tests/faults/kill.py --only writers --seed 7

Several writers work on one database; one in five is a process of the real program, the others are forks of this
one that run the same command line without starting an interpreter. Each is killed (SIGKILL) at a moment drawn from
how long its like takes, or right within its transaction; now and then all are killed at once.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sqlite3
import statistics
import sys
from collections import Counter, defaultdict
from collections.abc import Callable
from contextlib import closing
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from office import (
    Clerk,
    Command,
    Floor,
    Outcome,
    Report,
    Running,
    audit,
    do,
    filled,
    fork,
    is_zip,
    lay,
    spawn,
    workshop,
)

WRITERS = 4
STAGES = {
    "": "before",
    "(": "waiting for the lock",
    "[": "in the transaction",
    "]": "in the commit",
    ")": "after the commit",
}
"""How far a killed fork had come, by the last mark it left."""


# -- writers ----------------------------------------------------------------------------------------


class Shift:
    """Writers at work on one database until enough of them were killed."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.random = random.Random(seed)
        self.db = lay(folder / "db")
        (folder / "evidence").mkdir()
        self.clerks = [Clerk(f"w{i}", self.random, folder / "evidence") for i in range(WRITERS)]
        self.floor = Floor()
        self.at_work: dict[int, Clerk] = {}
        self.seconds: dict[tuple[str, bool], list[float]] = defaultdict(list)
        self.outcomes: list[Outcome] = []
        self.stages: Counter[str] = Counter()
        self.report = Report("writers")

    def work(self, kills: int, every: int) -> Report:
        """Kill ``kills`` writers, and audit the database after every ``every`` of them."""
        checks = 0
        while self.report.kills < kills:
            until = min(self.report.kills + every, kills)
            while self.report.kills < until:
                self._fill()
                if self.random.random() < 0.03:
                    self._took(self.floor.kill_all())
                else:
                    self._took(self.floor.wait(self._within))
            self._took(self.floor.kill_all())
            self._audit()
            checks += 1
        killed = [o for o in self.outcomes if o.killed]
        self.report.figures = {
            "commands": len(self.outcomes),
            "acknowledged": sum(o.acknowledged for o in self.outcomes),
            "killed and committed": sum(self.written[o.command.token] > 0 for o in killed),
            "killed and not committed": sum(not self.written[o.command.token] for o in killed),
            "checks": checks,
            "complaints": self.complaints,
            "files left over": self.leftovers,
        }
        print("  killed " + ", ".join(f"{name}: {self.stages[name]}" for name in (*STAGES.values(), "real program")))
        return self.report

    def _fill(self) -> None:
        for clerk in self.clerks:
            if clerk in self.at_work.values():
                continue
            command = clerk.next()
            real = self.random.random() < 0.2
            running = spawn(command, self.db) if real else fork(command, self.db)
            seen = self.seconds[command.kind, real]
            chance = self.random.random()
            if len(seen) >= 2 and chance < 0.8:
                if not real and chance < 0.55:
                    running.armed = self.random.choice("[[]])")
                else:
                    running.due = running.started + self.random.uniform(0, 1.1) * statistics.median(seen[-9:])
            self.floor.add(running)
            self.at_work[running.pid] = clerk

    def _within(self, running: Running) -> float:
        """Draw how long after its mark a writer is killed."""
        return self.random.uniform(0, 0.03 if running.command.kind in ("batch", "import") else 0.01)

    def _took(self, outcomes: list[Outcome]) -> None:
        for outcome in outcomes:
            clerk = next(c for c in self.clerks if outcome.command.token.startswith(c.name + "."))
            self.at_work = {pid: c for pid, c in self.at_work.items() if c is not clerk}
            self.outcomes.append(outcome)
            if fault := clerk.took(outcome):
                self.report.faults.append(fault)
            if outcome.killed:
                self.report.kills += 1
                self.stages["real program" if outcome.real else STAGES[outcome.marks[-1:]]] += 1
            elif outcome.code == 0:
                self.seconds[outcome.command.kind, outcome.real].append(outcome.seconds)

    def _audit(self) -> None:
        numbers = {order: number for clerk in self.clerks for order, number in clerk.numbers.items()}
        found = audit(self.db, self.outcomes, numbers)
        self.report.faults += found.faults
        self.written: Counter[str] = Counter(found.entries)
        self.complaints, self.leftovers = found.complaints, found.leftovers


# -- whole files: backup, restore, init, papers -----------------------------------------------------

NAMING = ("os.rename", "os.link", "os.remove", "os.rmdir", "os.mkdir", "os.chmod", "sqlite3.connect")


def die_at(step: int) -> None:
    """Make this process kill itself right before the ``step``-th time that it makes, renames or removes a file."""
    left = step

    def watch(event: str, details: tuple[object, ...]) -> None:
        nonlocal left
        if event in NAMING or (event == "open" and isinstance(details[2], int) and details[2] & os.O_CREAT):
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)


class Trial(NamedTuple):
    """One run that is about to be killed: a database, a command line, and what must hold afterwards.

    ``check`` returns how it ended in a word or two, and faults.
    """

    db: Path
    args: tuple[str, ...]
    check: Callable[[Outcome], tuple[str, list[str]]]


class Plan(NamedTuple):
    """How often to kill: at random, from which seed, and before every so manieth change of a name."""

    kills: int
    seed: int
    every: int = 1


def work(part: str, prepare: Callable[[Path], Trial], folder: Path, plan: Plan) -> Report:
    """Kill a command before every file that it makes, renames or removes, then at random."""
    kills = plan.kills
    report, ends, seconds = Report(part), Counter[str](), [0.05]
    pick = random.Random(plan.seed)
    step = plan.every
    while step or report.kills < kills:
        place = folder / str(report.kills)
        place.mkdir(parents=True)
        trial = prepare(place)
        running = fork(Command("", part, trial.args), trial.db, partial(die_at, step) if step else lambda: None)
        if not step:
            running.due = running.started + pick.uniform(0, 1.1) * statistics.median(seconds[-9:])
        floor = Floor()
        floor.add(running)
        (outcome,) = floor.wait()
        if outcome.killed:
            report.kills += 1
            step += plan.every if step else 0
        else:
            if step:
                report.figures["of them before a change of a name"] = report.kills
                kills += report.kills
            step = 0
            seconds.append(outcome.seconds)
            if outcome.code:
                report.faults.append(f"{part} left with {outcome.code}: {outcome.err.strip()}")
        end, faults = trial.check(outcome)
        ends[end] += outcome.killed
        report.faults += [f"{fault} (step {step})" for fault in faults]
        shutil.rmtree(place)
    report.figures |= {name: count for name, count in sorted(ends.items()) if count}
    return report


def head_of(db: Path) -> str:
    """Return the head of a database that verifies; else what is wrong with it."""
    told = do(db, "verify", "--json")
    return str(told.answer["head"]) if told.code == 0 and told.answer else f"{told.code} {told.err.strip()}"


def restored_head(db: Path) -> str:
    """Return the head on which the entry of the last restore stands, in a database that verifies."""
    found = head_of(db)
    if " " in found:
        return found
    with closing(sqlite3.connect(db)) as connection:
        sql = "SELECT previous FROM journal WHERE command = 'restore' ORDER BY seq DESC LIMIT 1"
        row = connection.execute(sql).fetchone()
    return str(row[0]) if row else found


def backups(folder: Path, plan: Plan) -> Report:
    """Kill ``backup``: the copy is absent or whole, and a second try under the same name succeeds."""
    source = filled(folder / "source", 2)
    head = head_of(source)

    def prepare(place: Path) -> Trial:
        copy = place / "copy.db"

        def check(outcome: Outcome) -> tuple[str, list[str]]:
            end, faults = "whole", []
            if not copy.exists():
                end = "absent"
                if outcome.acknowledged:
                    faults.append("acknowledged backup is absent")
                again = do(source, "backup", str(copy), "--json")
                if again.code:
                    faults.append(f"second backup left with {again.code}: {again.err.strip()}")
            if (found := head_of(copy)) != head:
                faults.append(f"{end} backup: {found}")
            return end, faults

        return Trial(source, ("backup", str(copy), "--json"), check)

    return work("backup", prepare, folder / "backups", plan)


def restores(folder: Path, plan: Plan) -> Report:
    """Kill ``restore``: the database is the old one or the new one, whole; the old one is never lost."""
    old, new = filled(folder / "old", 1), filled(folder / "new", 2)
    copy = folder / "copy" / "copy.db"
    do(new, "backup", str(copy))
    before, after = head_of(old), head_of(copy)

    def prepare(place: Path) -> Trial:
        db = place / "db" / "complaint.db"
        shutil.copytree(old.parent, db.parent)

        def check(outcome: Outcome) -> tuple[str, list[str]]:
            found = restored_head(db)
            end = {before: "old", after: "new"}.get(found, "neither")
            faults = [] if end != "neither" else [f"restored database: {found}"]
            if outcome.acknowledged and end != "new":
                faults.append(f"acknowledged restore left the {end} one")
            kept = [f for f in db.parent.glob(db.name + ".2*") if f.suffix.replace("-", "")[1:].isdigit()]
            if end == "new" and before not in map(head_of, kept):
                faults.append(f"the old database is gone: {[head_of(file) for file in kept]}")
            again = do(db, "restore", str(copy), "--yes", "--json")
            if again.code or restored_head(db) != after:
                faults.append(f"second restore left with {again.code}: {again.err.strip()}")
            if (written := do(db, "intake", "--content", "以后", "--json")).code:
                faults.append(f"intake afterwards left with {written.code}: {written.err.strip()}")
            return end, faults

        return Trial(db, ("restore", str(copy), "--yes", "--json"), check)

    return work("restore", prepare, folder / "restores", plan)


def inits(folder: Path, plan: Plan) -> Report:
    """Kill ``init``: there is no database or a whole one, and a second try succeeds where there is none."""

    def prepare(place: Path) -> Trial:
        db = place / "complaint.db"

        def check(outcome: Outcome) -> tuple[str, list[str]]:
            end, faults = "whole", []
            if not db.exists():
                end = "absent"
                again = do(db, "init", "--json")
                if again.code or outcome.acknowledged:
                    faults.append(f"second init left with {again.code}: {again.err.strip()}")
            if len(head_of(db)) != 64:
                faults.append(f"{end}: {head_of(db)}")
            template = db.with_name(db.name + "-form.docx")
            if template.exists() and not is_zip(template):
                faults.append(f"{template.name} is not whole")
            return end, faults

        return Trial(db, ("init", "--json"), check)

    return work("init", prepare, folder / "inits", plan)


def upgrades(folder: Path, plan: Plan) -> Report:
    """Kill the first command on an earlier program's database: it is the earlier one or the later one, whole."""
    earlier = sorted((Path(__file__).parents[1] / "data").glob("version_*.sql"))
    if not earlier:
        return Report("upgrade")
    old = folder / "old" / "complaint.db"
    old.parent.mkdir(parents=True)
    with closing(sqlite3.connect(old)) as connection:
        connection.executescript(earlier[0].read_text(encoding="utf-8"))
        head = connection.execute("SELECT hash FROM journal ORDER BY seq DESC LIMIT 1").fetchone()[0]
        wanted = {digest for (digest,) in connection.execute("SELECT sha256 FROM evidence")}
        was = connection.execute("PRAGMA user_version").fetchone()[0]
    evidence = old.with_name(old.name + "-evidence")
    evidence.mkdir()
    for file in (Path(__file__).parents[2] / "examples" / "month" / "evidence").iterdir():
        if (digest := sha256(file.read_bytes()).hexdigest()) in wanted:
            shutil.copy(file, evidence / digest)

    def prepare(place: Path) -> Trial:
        db = place / "complaint.db"
        shutil.copytree(old.parent, place, dirs_exist_ok=True)

        def check(outcome: Outcome) -> tuple[str, list[str]]:
            version, sound = sound_version(db)
            faults = [] if sound else ["the database is not sound"]
            if outcome.acknowledged and version == was:
                faults.append("acknowledged and not upgraded")
            copy = db.with_name(f"{db.name}.v{was}")
            if copy.exists() and sound_version(copy) != (was, True):
                faults.append(f"the copy is {sound_version(copy)}")
            if (found := head_of(db)) != head:
                faults.append(f"afterwards: {found}")
            return "earlier" if version == was else "later", faults

        return Trial(db, ("list", "--json"), check)

    return work("upgrade", prepare, folder / "upgrades", plan)


def sound_version(db: Path) -> tuple[int, bool]:
    """Return the version of a database's tables, and whether its pages are sound."""
    with closing(sqlite3.connect(db)) as connection:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        return version, connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def papers(folder: Path, plan: Plan) -> Report:
    """Kill what writes a document: it is absent or whole, and a second try succeeds where it is absent."""
    db = filled(folder / "office", 2)
    lines = {
        "ledger": (("ledger", "-o"), "ledger.xlsx"),
        "form": (("form", "2026-0001", "-o"), "form.docx"),
        "workbook": (("assess", "--month", "2026-10", "--xlsx"), "month.xlsx"),
        "notice": (("assess", "--month", "2026-10", "--docx"), "month.docx"),
    }
    total = Report("papers")
    for part, (words, name) in lines.items():
        report = work(
            part, partial(_paper, db, words, name), folder / part, plan._replace(kills=plan.kills // len(lines))
        )
        total.kills += report.kills
        total.faults += report.faults
        for figure, count in report.figures.items():
            total.figures[figure] = total.figures.get(figure, 0) + count
    return total


def _paper(db: Path, words: tuple[str, ...], name: str, place: Path) -> Trial:
    paper = place / name

    def check(outcome: Outcome) -> tuple[str, list[str]]:
        end, faults = "whole", []
        if not paper.exists():
            end = "absent"
            again = do(db, *words, str(paper))
            if again.code or outcome.code == 0:
                faults.append(f"second {words[0]} left with {again.code}: {again.err.strip()}")
        if not is_zip(paper):
            faults.append(f"{end} {name} is not whole")
        return end, faults

    return Trial(db, (*words, str(paper)), check)


def writers(folder: Path, plan: Plan) -> Report:
    """Kill writers, and look after every fifty."""
    return Shift(folder / "writers", plan.seed).work(plan.kills, 50)


PARTS: dict[str, Callable[[Path, Plan], Report]] = {
    "writers": writers,
    "backup": backups,
    "restore": restores,
    "init": inits,
    "upgrade": upgrades,
    "papers": papers,
}


def main() -> int:
    """Run the parts asked for; 1 when a fault was found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--kills", type=int, default=500, help="of writers; of the others each step, and a twentieth")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--every", type=int, default=1, help="of the changes of a name only every so manieth")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", action="store_true", help="keep the databases")
    asked = parser.parse_args()
    faults = 0
    with workshop(keep=asked.keep) as folder:
        for part in asked.only:
            kills = asked.kills if part == "writers" else asked.kills // 20
            report = PARTS[part](folder / part, Plan(kills, asked.seed, asked.every))
            report.close()
            faults += len(report.faults)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
