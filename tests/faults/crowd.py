"""Lets eight writers work on one file at once: every command succeeds, or says that the database is busy.

    python tests/faults/crowd.py                   about a minute
    python tests/faults/crowd.py --only mixed --commands 30

``same``: eight processes of the real program take complaints in. ``mixed``: eight writers of different kinds, while
others read, check and back up. ``burst``: as ``mixed``, without the time that an interpreter takes to start.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
from collections.abc import Callable
from pathlib import Path

from office import Clerk, Command, Floor, Outcome, Report, Running, audit, do, fork, lay, spawn, workshop

WRITERS = 8
READERS = ("overdue", "list --json", "board", "backup {}", "verify --json")
PARTS = ("same", "mixed", "burst")


class Intakes(Clerk):
    """Only takes complaints in."""

    def next(self) -> Command:
        """Return the next intake."""
        self.case += 1
        self.step = 0
        return self._command("intake")


class Crowd:
    """Writers and readers at work until each writer has given so many commands."""

    def __init__(self, part: str, folder: Path, start: Callable[[Command, Path], Running], seed: int) -> None:
        self.db = lay(folder / "db")
        self.folder, self.start = folder, start
        self.floor, self.report = Floor(), Report(part)
        kind = Intakes if part == "same" else Clerk
        pick = random.Random(seed)
        self.clerks = [kind(f"c{i}", pick, folder, (1000, 100_000)) for i in range(WRITERS)]
        self.readers = READERS if part != "same" else ()
        self.copies: list[Path] = []

    def work(self, commands: int) -> Report:
        """Let every writer give so many commands, while the readers go round."""
        written: list[Outcome] = []
        read: list[Outcome] = []
        for clerk in self.clerks:
            self.floor.add(self.start(clerk.next(), self.db))
        for reader in self.readers:
            self._read(reader)
        while self.floor.running:
            for outcome in self.floor.wait():
                name = outcome.command.token.partition(".")[0]
                clerk = next((clerk for clerk in self.clerks if clerk.name == name), None)
                if clerk is None:
                    self._took_reading(outcome)
                    read.append(outcome)
                    if any(running.command.token for running in self.floor.running):
                        self._read(outcome.command.kind)
                    continue
                written.append(outcome)
                fault = clerk.took(outcome)
                if fault or outcome.code not in (0, 40):
                    self.report.faults.append(fault or f"{outcome.command.kind} {outcome.code}: {outcome.err.strip()}")
                if clerk.count < commands:
                    self.floor.add(self.start(clerk.next(), self.db))
        self._check(written, read)
        return self.report

    def _read(self, reader: str) -> None:
        if "{}" in reader:
            self.copies.append(self.folder / "copies" / f"{len(self.copies)}.db")
        words = tuple(reader.format(self.copies[-1]).split()) if "{}" in reader else tuple(reader.split())
        self.floor.add(self.start(Command("", reader, words), self.db))

    def _took_reading(self, outcome: Outcome) -> None:
        if outcome.code not in (0, 40):
            self.report.faults.append(f"{outcome.command.kind} left with {outcome.code}: {outcome.err.strip()[:300]}")

    def _check(self, written: list[Outcome], read: list[Outcome]) -> None:
        numbers = {order: number for clerk in self.clerks for order, number in clerk.numbers.items()}
        found = audit(self.db, written, numbers)
        self.report.faults += found.faults
        for copy in self.copies:
            if copy.exists() and do(copy, "verify").code:
                self.report.faults.append(f"{copy.name} does not verify")
        seconds = [outcome.seconds for outcome in written]
        self.report.figures = {
            "writing commands": len(written),
            "of them told busy": sum(outcome.code == 40 for outcome in written),
            "readings": len(read),
            "readings told busy": sum(outcome.code == 40 for outcome in read),
            "complaints": found.complaints,
            "ms the median command": int(1000 * statistics.median(seconds)),
            "ms the longest": int(1000 * max(seconds)),
        }
        if not written[0].real:
            self.report.figures["ms the longest wait for the lock"] = int(1000 * max(o.waited for o in written))


def crowd(part: str, folder: Path, commands: int, seed: int) -> Report:
    """Run one part."""
    start = fork if part == "burst" else spawn
    return Crowd(part, folder / part, start, seed).work(commands)


def main() -> int:
    """Run the parts asked for; 1 when a fault was found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--commands", type=int, default=12, help="of each writer; five times as many in the burst")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    faults = 0
    with workshop() as folder:
        for part in asked.only:
            report = crowd(part, folder, asked.commands * (5 if part == "burst" else 1), asked.seed)
            report.close()
            faults += len(report.faults)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
