"""Measures the program against references in the same run and prints their ratios as a table.

    python tests/bench/run.py                      the whole table: ledgers of a million complaints
    python tests/bench/run.py --scale 20           the same, with everything twenty times smaller
    python tests/bench/run.py --only intake list   some lines of it
    python tests/bench/run.py --folder DIR         keep the ledgers there, and use those that are there

Every line is a whole process against a whole process, ours and the reference in turn; the ratio is the median of
the pairs'. The measured processes may cache bytecode, as any installed program does.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import platform
import random
import resource
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import NamedTuple

BIN = Path(sys.executable).parent
OURS = str(BIN / "complaint")
SQLITE_UTILS = str(BIN / "sqlite-utils")
NOW = "2026-11-10 10:00"
MONTH = "2026-10"
CHINA = timezone(timedelta(hours=8))
ENVIRONMENT = {k: v for k, v in os.environ.items() if k not in ("PYTHONDONTWRITEBYTECODE", "COMPLAINT_DB")} | {
    "COMPLAINT_NOW": NOW,
    "COMPLAINT_BY": "文甲",
    "PYTHONUTF8": "1",
    "XDG_STATE_HOME": tempfile.mkdtemp(prefix="complaint-state-"),
}

FETCH = """
import sqlite3, sys
from contextlib import closing
with closing(sqlite3.connect(sys.argv[1])) as connection:
    tables = [t for (t,) in connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%complaint INTEGER NOT NULL REFERENCES%'")]
    rows = [tuple(row) for row in connection.execute("SELECT * FROM complaint WHERE at >= '2026-10'")]
    for table in tables:
        rows += [tuple(row) for row in connection.execute(
            f"SELECT * FROM {table} WHERE complaint IN (SELECT id FROM complaint WHERE at >= '2026-10')")]
"""
"""The month's rows by plain sqlite3, a tuple of each."""

HASH = """
import hashlib, sqlite3, sys
from contextlib import closing
with closing(sqlite3.connect(sys.argv[1])) as connection:
    for row in connection.execute("SELECT * FROM journal ORDER BY seq"):
        hashlib.sha256("".join(map(str, row)).encode()).hexdigest()
"""
"""SHA-256 over every journal entry, read by plain sqlite3."""

LIKE = """
import sqlite3, sys
from contextlib import closing
with closing(sqlite3.connect(sys.argv[1])) as connection:
    connection.execute("SELECT number, content FROM complaint WHERE content LIKE '%燃气%'").fetchall()
"""


class Measured(NamedTuple):
    """One process: seconds and the most memory it held, in MB."""

    seconds: float
    megabytes: float


class Line(NamedTuple):
    """One line of the table: what is measured, against what, what the ratio may be, and how often."""

    name: str
    what: str
    reference: str
    most: float
    pairs: int
    ours: Callable[[], Measured]
    theirs: Callable[[], Measured]


def process(*command: str, ok: tuple[int, ...] = (0,)) -> Measured:
    """Run a command to its end and measure it; a failed one ends the benchmark.

    A child's peak begins with what this process holds when it starts it: ledgers are made in processes of their own.
    """
    start = time.perf_counter()
    child = subprocess.Popen(command, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert child.stderr
    said = child.stderr.read()
    _, status, used = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - start
    child.stderr.close()
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in ok:
        raise SystemExit(f"{' '.join(command)[:200]}: exit {child.returncode}: {said.decode()[-500:]}")
    return Measured(seconds, used.ru_maxrss / 1024)


class Bench:
    """The ledgers, made when they are first asked for, and the lines over them."""

    def __init__(self, folder: Path, scale: int) -> None:
        self.folder = folder
        self.scale = scale

    def ledger(self, name: str, **how: int) -> str:
        """The file of a ledger of so many complaints."""
        path = self.folder / f"{name}-{self.scale}.db"
        if not path.exists():
            start = time.perf_counter()
            making = path.with_name(f"making-{path.name}")
            for old in self.folder.glob(f"{making.name}*"):
                old.unlink()
            said = [f"--{k}={v if k == 'entries' else v // self.scale}" for k, v in how.items()]
            subprocess.run([sys.executable, Path(__file__).with_name("ledgers.py"), making, *said], check=True)
            for made in self.folder.glob(f"{making.name}*"):
                made.rename(made.with_name(made.name.removeprefix("making-")))
            print(f"# {path.name}: {how}, {time.perf_counter() - start:.0f} s to make", file=sys.stderr)
        return str(path)

    def fresh(self, name: str) -> str:
        """An empty database of ours under a name."""
        path = self.folder / name
        for old in self.folder.glob(f"{name}*"):
            shutil.rmtree(old) if old.is_dir() else old.unlink()
        organisation = Path(self.ledger("empty", filed=0)).with_name(f"making-empty-{self.scale}.toml")
        process(OURS, "--db", str(path), "init", "--org", str(organisation))
        return str(path)

    def gone(self, name: str) -> str:
        """A path under which nothing is."""
        (self.folder / name).unlink(missing_ok=True)
        return str(self.folder / name)

    def csv(self) -> str:
        """A hotline export of 100,000 rows."""
        path = self.folder / f"export-{self.scale}.csv"
        if not path.exists():
            with path.open("w", encoding="utf-8", newline="") as out:
                writer = csv.writer(out)
                writer.writerow(["工单编号", "诉求内容", "来电人", "联系电话", "地址", "受理时间", "办结时限"])
                writer.writerows(self._orders())
        return str(path)

    def _orders(self) -> Iterator[list[str]]:
        pick = random.Random(7)
        for i in range(100_000 // self.scale):
            at = datetime(2026, 1, 5, 8) + timedelta(minutes=3 * i)
            yield [
                f"DH{i:010d}",
                f"市民反映家中燃气表读数与账单不符，要求上门核实，第 {i} 件",
                "王某",
                f"1{pick.randrange(30, 99)}{pick.randrange(10**8):08d}",
                f"和平路 {i} 号",
                at.isoformat(" "),
                (at + timedelta(days=7)).isoformat(" "),
            ]

    def histories(self) -> str:
        """100,000 whole histories as a batch, eight lines each."""
        path = self.folder / f"histories-{self.scale}.jsonl"
        if not path.exists():
            with path.open("w", encoding="utf-8") as out:
                for i in range(100_000 // self.scale):
                    at = datetime(2026, 1, 5, 9, tzinfo=CHINA) + timedelta(minutes=3 * i)
                    for step in history(i, at):
                        out.write(json.dumps(step, ensure_ascii=False) + "\n")
        return str(path)

    def lines(self) -> list[Line]:
        """Every line of the table."""
        hundred = {"filed": 100_000}
        million = {"filed": 1_000_000, "open": 500, "month": 10_000}

        def ours(kind: str, how: dict[str, int], *command: str, ok: tuple[int, ...] = (0,)) -> Callable[[], Measured]:
            return lambda: process(OURS, "--db", self.ledger(kind, **how), *command, ok=ok)

        def python(code: str, kind: str, how: dict[str, int]) -> Callable[[], Measured]:
            return lambda: process(sys.executable, "-c", code, self.ledger(kind, **how))

        def pair(name: str, kind: str, how: dict[str, int], *command: str, ok: tuple[int, ...] = (0,)) -> Line:
            return Line(
                name,
                f"{' '.join(command) or 'the board'} among 1,000,000",
                "the same alone",
                1.2,
                9,
                ours("million", million, *command, ok=ok),
                ours(kind, how, *command, ok=ok),
            )

        typer = lambda: process(sys.executable, "-c", "import typer")  # noqa: E731
        month = {"filed": 0, "month": 10_000}
        desk = {"filed": 0, "open": 500, "month": 10_000}
        assess = ("assess", "--month", MONTH, "--json")
        return [
            Line("version", "--version", "import typer", 1.3, 15, lambda: process(OURS, "--version"), typer),
            Line("help", "--help", "import typer", 1.6, 15, lambda: process(OURS, "--help"), typer),
            Line(
                "list",
                "list --limit 20 of 100,000",
                "sqlite-utils rows",
                1.1,
                15,
                ours("hundred", hundred, "list", "--limit", "20"),
                lambda: process(SQLITE_UTILS, "rows", self.ledger("hundred", **hundred), "complaint", "--limit", "20"),
            ),
            Line("intake", "intake, durable", "sqlite-utils insert of a row", 1.3, 15, self.intake, self.insert),
            pair("board", "desk", desk),
            pair("overdue", "desk", desk, "overdue"),
            pair("month", "month", month, *assess),
            *(
                Line(
                    name,
                    f"{said} of 10,000, all rules",
                    "the same rows by sqlite3",
                    4,
                    9,
                    ours("month", month, *command),
                    python(FETCH, "month", month),
                )
                for name, said, command in (
                    ("assess", "assess --month --json", assess),
                    ("report", "assess --month, printed,", assess[:-1]),
                )
            ),
            Line(
                "import",
                "import of 100,000 csv rows",
                "sqlite-utils insert --csv",
                4,
                3,
                lambda: process(OURS, "--db", self.fresh("import.db"), "import", self.csv()),
                lambda: process(SQLITE_UTILS, "insert", self.gone("theirs.db"), "orders", self.csv(), "--csv"),
            ),
            Line(
                "batch",
                "batch of 100,000 histories (800,000 lines)",
                "sqlite-utils insert --nl",
                6,
                3,
                lambda: process(OURS, "--db", self.fresh("batch.db"), "batch", self.histories()),
                lambda: process(
                    SQLITE_UTILS, "insert", self.gone("theirs.db"), "lines", self.histories(), "--nl", "--alter"
                ),
            ),
            Line(
                "verify",
                "verify of 1,000,000 entries",
                "SHA-256 of each by Python",
                4,
                3,
                ours("chain", {"filed": 125_000, "entries": 8}, "verify"),
                python(HASH, "chain", {"filed": 125_000, "entries": 8}),
            ),
            Line(
                "search",
                "search 燃气 in 100,000",
                "LIKE by sqlite3",
                1.5,
                9,
                ours("hundred", hundred, "search", "燃气"),
                python(LIKE, "hundred", hundred),
            ),
        ]

    def intake(self) -> Measured:
        """One complaint more in a ledger of 100,000."""
        return process(
            OURS, "--db", self._copy("intake"), "intake", "--content", "燃气表不走字，要求上门查看", "--phone", "13800000000",
            "--order-no", f"GD{time.time_ns()}", "--deadline", "7wd",
        )  # fmt: skip

    def insert(self) -> Measured:
        """One row more in a copy of the same file, under the same journal mode and synchronous=FULL."""
        path = self._copy("insert")
        row = self.folder / "row.json"
        with closing(sqlite3.connect(path)) as connection:
            last = connection.execute("SELECT max(seq) FROM journal").fetchone()[0]
        row.write_text(json.dumps({"seq": last + 1, "recorded": "", "clock": "", "actor": "", "command": "",
                                   "images": "x" * 400, "previous": "", "hash": ""}))  # fmt: skip
        return process(SQLITE_UTILS, "insert", path, "journal", str(row))

    def _copy(self, name: str) -> str:
        path = self.folder / f"{name}-{self.scale}.db"
        if not path.exists():
            shutil.copy(self.ledger("hundred", filed=100_000), path)
        return str(path)


def history(index: int, at: datetime) -> Iterator[dict[str, object]]:
    """One complaint's whole way."""
    ref, no = f"c{index}", f"@c{index}"

    def later(**how: int) -> str:
        return (at + timedelta(**how)).isoformat()

    yield {"do": "intake", "ref": ref, "content": f"市民反映家中燃气表读数与账单不符，要求上门核实，第 {index} 件",
           "caller": "王某", "phone": f"138{index:08d}", "order_no": f"DH{index:010d}", "category": "计量收费",
           "at": later(), "deadline": later(days=7), "by": "文甲"}  # fmt: skip
    yield {"do": "transfer", "no": no, "to": "维修抢修部", "person": ["维一"], "at": later(hours=1), "by": "文甲"}
    yield {"do": "approve", "no": no, "as": "deputy", "at": later(hours=2), "by": "副乙"}
    yield {"do": "approve", "no": no, "as": "general", "at": later(hours=3), "by": "总甲"}
    yield {"do": "handle", "no": no, "contact": "phone", "at": later(hours=4), "by": "维一"}
    yield {"do": "handle", "no": no, "result": "已上门换表并退费", "done": True, "at": later(days=2), "by": "维一"}
    yield {
        "do": "callback",
        "no": no,
        "result": "satisfied",
        "resolved": True,
        "at": later(days=2, hours=1),
        "by": "文乙",
    }
    yield {"do": "reply", "no": no, "summary": "已办结", "at": later(days=2, hours=2), "by": "文乙"}


def main() -> None:
    """Measure the lines asked for and print them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scale", type=int, default=1, help="make every ledger so many times smaller")
    parser.add_argument("--only", nargs="*", help="names of lines")
    parser.add_argument("--folder", type=Path, help="where ledgers are kept (default: a temporary folder)")
    parser.add_argument("--pairs", type=int, help="how many pairs of each line")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        lines = Bench(folder, asked.scale).lines()
        print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, "
              f"SQLite {sqlite3.sqlite_version}, scale 1/{asked.scale}\n")  # fmt: skip
        print("| measure | reference | ours, ms | reference, ms | ratio | at most | ours, MB |")
        print("|---|---|---:|---:|---:|---:|---:|")
        for line in lines:
            if not asked.only or line.name in asked.only:
                report(line, asked.pairs or line.pairs)
    print(f"\nthis process held at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def report(line: Line, pairs: int) -> None:
    """Measure a line in turn, ours and the reference, and print it."""
    line.ours(), line.theirs()  # make the ledgers, warm the caches
    taken = [(line.ours(), line.theirs()) for _ in range(pairs)]
    ratio = statistics.median(ours.seconds / theirs.seconds for ours, theirs in taken)
    ours, theirs = (statistics.median(pair[i].seconds for pair in taken) * 1000 for i in (0, 1))
    most = max(one.megabytes for one, _ in taken)
    print(f"| {line.what} | {line.reference} | {ours:,.0f} | {theirs:,.0f} | {ratio:.2f} | {line.most} | {most:.0f} |",
          flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
