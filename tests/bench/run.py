"""Measures the program against plain references in the same run, and its memory and growth against limits.

    python tests/bench/run.py                      the whole table: ledgers of a million complaints, over an hour
    python tests/bench/run.py --scale 20           the same, with everything twenty times smaller
    python tests/bench/run.py --only intake list   some lines of it
    python tests/bench/run.py --folder DIR         keep the ledgers there, and use those that are there

Every line is a whole process against a whole process, ours and the reference in turn; the ratio is the median of
the pairs'. A line without a reference has a limit of its own. It exits 1 where a limit is missed.
"""

from __future__ import annotations

import argparse
import csv
import json
import multiprocessing
import os
import platform
import random
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import NamedTuple

from references import BACKUP, CALAMINE, FETCH, HAND_BATCH, HAND_CSV, HAND_XLSX, HASH, LEDGER, LIKE

OURS = (sys.executable, "-m", "complaint_cli")
NOW = "2026-11-10 10:00"
MONTH = "2026-10"
CHINA = timezone(timedelta(hours=8))
HEADER = ("工单编号", "诉求内容", "来电人", "联系电话", "地址", "受理时间", "办结时限")
ENVIRONMENT = {k: v for k, v in os.environ.items() if k not in ("PYTHONDONTWRITEBYTECODE", "COMPLAINT_DB")} | {
    "COMPLAINT_NOW": NOW,
    "COMPLAINT_BY": "文甲",
    "COMPLAINT_LANG": "zh",
    "PYTHONUTF8": "1",
}
MEMORY = 200  # MB that any command may hold


class Measured(NamedTuple):
    """One process: wall and CPU seconds, and the most memory it held, in MB."""

    seconds: float
    cpu: float
    megabytes: float


class Line(NamedTuple):
    """One line of the table: what is measured, against what, what the ratio may be, and how often.

    Without ``theirs`` the limit is of ``what``: ``s`` wall seconds, ``cpu`` seconds or ``MB``; with it, ``MB`` are
    those above the reference's.
    """

    name: str
    said: str
    reference: str
    most: float
    pairs: int
    ours: Callable[[], Measured]
    theirs: Callable[[], Measured] | None = None
    what: str = "ratio"


def environment(command: Sequence[str]) -> dict[str, str]:
    """Each ledger is seen by an account of its own: copies of one ledger would be told apart."""
    place = command.index("--db") + 1 if "--db" in command else 0
    return ENVIRONMENT | {"XDG_STATE_HOME": f"{ENVIRONMENT['XDG_STATE_HOME']}/{Path(command[place]).name}"}


def process(*command: str, ok: tuple[int, ...] = (0,)) -> Measured:
    """Run a command to its end and measure it; a failed one ends the benchmark.

    A child's peak begins with what this process holds when it starts it: ledgers are made in processes of their own.
    """
    start = time.perf_counter()
    child = subprocess.Popen(command, env=environment(command), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert child.stderr
    said = child.stderr.read()
    _, status, used = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - start
    child.stderr.close()
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in ok:
        raise SystemExit(f"{' '.join(command)[:200]}: exit {child.returncode}: {said.decode()[-500:]}")
    return Measured(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


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
            whole = ("apiece", "late", "letters", "days")
            said = [f"--{k}={v if k in whole else v // self.scale}" for k, v in how.items()]
            subprocess.run(
                [sys.executable, Path(__file__).with_name("ledgers.py"), making, *said], check=True, env=ENVIRONMENT
            )
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
        process(*OURS, "--db", str(path), "init", "--org", str(organisation))
        return str(path)

    def gone(self, name: str) -> str:
        """A path under which nothing is."""
        (self.folder / name).unlink(missing_ok=True)
        return str(self.folder / name)

    def _orders(self, count: int) -> Iterator[list[str]]:
        pick = random.Random(7)
        for i in range(count // self.scale):
            at = datetime(2026, 1, 5, 8) + timedelta(minutes=i)
            yield [
                f"DH{i:010d}",
                f"市民反映家中燃气表读数与账单不符，要求上门核实，第 {i} 件",
                "王某",
                f"1{pick.randrange(30, 99)}{pick.randrange(10**8):08d}",
                f"和平路 {i} 号",
                at.isoformat(" "),
                (at + timedelta(days=7)).isoformat(" "),
            ]

    def rows_csv(self, count: int) -> str:
        """A hotline export of so many rows."""

        def write(path: Path) -> None:
            with path.open("w", encoding="utf-8", newline="") as out:
                writer = csv.writer(out)
                writer.writerow(HEADER)
                writer.writerows(self._orders(count))

        return self._apart(f"export-{count}-{self.scale}.csv", write)

    def rows_xlsx(self, count: int) -> str:
        """The same as a workbook."""

        def write(path: Path) -> None:
            import xlsxwriter

            book = xlsxwriter.Workbook(path, {"constant_memory": True})
            sheet = book.add_worksheet()
            for number, row in enumerate([HEADER, *self._orders(count)]):
                sheet.write_row(number, 0, row)
            book.close()

        return self._apart(f"export-{count}-{self.scale}.xlsx", write)

    def histories(self) -> str:
        """20,000 whole histories as a batch, eight lines each."""

        def write(path: Path) -> None:
            with path.open("w", encoding="utf-8") as out:
                for i in range(20_000 // self.scale):
                    at = datetime(2026, 1, 5, 9, tzinfo=CHINA) + timedelta(minutes=3 * i)
                    for step in history(i, at):
                        out.write(json.dumps(step, ensure_ascii=False) + "\n")

        return self._apart(f"histories-{self.scale}.jsonl", write)

    def _apart(self, name: str, write: Callable[[Path], None]) -> str:
        """The path of a file, which a process of its own writes: what this one holds would count as its children's."""
        path = self.folder / name
        if not path.exists():
            writer = multiprocessing.get_context("fork").Process(target=write, args=(path,))
            writer.start()
            writer.join()
        return str(path)

    def lines(self) -> list[Line]:
        """Every line of the table."""
        hundred = {"filed": 100_000}
        million = {"filed": 1_000_000, "open": 500, "month": 10_000}
        tenth = {"filed": 100_000, "days": 300, "open": 500, "month": 10_000}  # the last tenth of it
        alone = {"filed": 0, "open": 500, "month": 10_000}
        late = {"filed": 0, "month": 10_000, "late": 30}
        month = {"filed": 0, "month": 10_000}
        busy = {"filed": 0, "open": 100_000}
        older = million | {"before": 6_000}
        letters = {"filed": 0, "month": 10_000, "letters": 30}
        crowded = {"filed": 0, "month": 200_000, "apiece": 2}
        assess = ("assess", "--month", MONTH)

        def ours(kind: str, how: dict[str, int], *command: str, ok: tuple[int, ...] = (0,)) -> Callable[[], Measured]:
            return lambda: process(*OURS, "--db", self.ledger(kind, **how), *command, ok=ok)

        def python(code: str, kind: str, how: dict[str, int], *more: str) -> Callable[[], Measured]:
            return lambda: process(sys.executable, "-c", code, self.ledger(kind, **how), *more)

        def code(text: str, *words: Callable[[], str]) -> Callable[[], Measured]:
            return lambda: process(sys.executable, "-c", text, *(word() for word in words))

        def start(name: str, said: str, most: float, run: Callable[[], Measured]) -> Line:
            return Line(name, said, "`import typer`", most, 15, run, code("import typer"))

        def grown(name: str, *command: str) -> Line:
            said = f"`{' '.join(command) or 'board'}` among 1,000,000"
            return Line(name, said, "the same among 100,000", 1.2, 9, ours("million", million, *command),
                        ours("tenth", tenth, *command))  # fmt: skip

        def held(name: str, said: str, kind: str, how: dict[str, int], *command: str) -> Line:
            return Line(name, said, "", MEMORY, 1, ours(kind, how, *command), what="MB")

        return [
            start("list", "`list --limit 20` of 100,000", 1.2, ours("hundred", hundred, "list", "--limit", "20")),
            start("overdue", "`overdue`, nothing due, of 100,000", 1.2, ours("hundred", hundred, "overdue")),
            start("show", "`show`", 1.3, ours("hundred", hundred, "show", "2018-0001")),
            start("board", "`board`", 1.3, ours("hundred", hundred, "board")),
            start("approve", "`approve`", 1.3, self.approve),
            start("intake", "`intake`, durable", 1.5, self.intake),
            *(
                Line(name, f"`search` {said} of 100,000, one page", "typer and `LIKE … LIMIT 20`", most, 9,
                     ours("hundred", hundred, "search", word, "--limit", "20"), python(LIKE, "hundred", hundred, word))
                for name, said, word, most in (
                    ("common", "common word", "燃气", 1.2), ("rare", "rare word", "第777号", 1.3), ("phone", "phone's end", "2345", 1.3),
                )
            ),
            Line("import", "`import` of 100,000 csv rows", "a hand loop", 3.5, 3,
                 lambda: process(*OURS, "--db", self.fresh("import.db"), "import", self.rows_csv(100_000)),
                 code(HAND_CSV, lambda: self.rows_csv(100_000), lambda: self.gone("theirs.db"))),
            Line("xlsx", "`import` of 100,000 xlsx rows", "calamine and that loop", 3, 3,
                 lambda: process(*OURS, "--db", self.fresh("import.db"), "import", self.rows_xlsx(100_000)),
                 code(HAND_XLSX, lambda: self.rows_xlsx(100_000), lambda: self.gone("theirs.db"))),
            Line("batch", "`batch` of 20,000 histories", "a hand loop with the chain", 2.5, 3,
                 lambda: process(*OURS, "--db", self.fresh("batch.db"), "batch", self.histories()),
                 code(HAND_BATCH, self.histories, lambda: self.gone("theirs.db"))),
            Line("month", "a month of 10,000, `--json`, 4 % late, 5 % typed a day later", "its rows by sqlite3", 1.8, 9,
                 ours("month", month, *assess, "--json"), python(FETCH, "month", month)),
            Line("late", "the same, 30 % late", "the same", 2.5, 9, ours("late", late, *assess, "--json"),
                 python(FETCH, "late", late)),
            Line("printed", "printed, 30 % late", "the same", 3, 5, ours("late", late, *assess), python(FETCH, "late", late)),
            Line("explain", "`assess --explain ONE` in it", "`show` of it", 1.5, 9,
                 ours("month", month, *assess, "--explain", "2026-0005"), ours("month", month, "show", "2026-0005")),
            Line("closed", "a closed month of 10,000 printed", "its `--json`", 2, 5,
                 lambda: process(*OURS, "--db", self.closed(), *assess), lambda: process(*OURS, "--db", self.closed(), *assess, "--json")),
            Line("verify", "`verify`, two entries a complaint, 100,000", "SHA-256 in a plain loop", 2.5, 3,
                 ours("hundred", hundred, "verify"), python(HASH, "hundred", hundred)),
            Line("backup", "`backup` of 100,000", "`.backup` and `verify`", 1.3, 3,
                 lambda: process(*OURS, "--db", self.ledger("hundred", **hundred), "backup", self.gone("copy.db")), self.plain_backup),
            Line("ledger", "`ledger -o x.xlsx` of 100,000", "a plain XlsxWriter loop", 1.3, 3,
                 lambda: process(*OURS, "--db", self.ledger("hundred", **hundred), "ledger", "-o", self.gone("ours.xlsx")),
                 lambda: process(sys.executable, "-c", LEDGER, self.ledger("hundred", **hundred), self.gone("theirs.xlsx"))),
            grown("grown-list", "list", "--limit", "20"),
            grown("grown-overdue", "overdue"),
            grown("grown-board"),
            grown("grown-show", "show", "2026-0005"),
            grown("grown-month", *assess, "--json"),
            Line("grown-xlsx", "`assess --xlsx` among 1,000,000, six open months before it", "the same alone", 1.3, 3,
                 lambda: process(*OURS, "--db", self.ledger("older", **older), *assess, "--xlsx", self.gone("ours.xlsx")),
                 lambda: process(*OURS, "--db", self.ledger("alone", **alone), *assess, "--xlsx", self.gone("ours.xlsx"))),
            held("held-list", "`list --all` of 100,000", "hundred", hundred, "list", "--all"),
            held("held-search", "`search --all` of 100,000", "hundred", hundred, "search", "燃气", "--all"),
            held("held-overdue", "`overdue`, 100,000 open", "busy", busy, "overdue"),
            held("held-board", "`board`, 100,000 open", "busy", busy, "board"),
            held("held-month", "a month of 200,000", "crowded", crowded, *assess, "--json"),
            Line("held-import", "`import` of 300,000 csv rows", "", MEMORY, 1,
                 lambda: process(*OURS, "--db", self.fresh("import.db"), "import", self.rows_csv(300_000)), what="MB"),
            Line("held-xlsx", "`import` of 300,000 xlsx rows", "calamine's own", 100, 1,
                 lambda: process(*OURS, "--db", self.fresh("import.db"), "import", self.rows_xlsx(300_000)),
                 code(CALAMINE, lambda: self.rows_xlsx(300_000)), what="MB"),
            Line("repeats", "`repeats`, 10,000 short texts in the window", "", 2, 1,
                 ours("month", month, "repeats", "--days", "60"), what="cpu"),
            Line("letters", "`repeats`, 10,000 letters of 1,700 characters in the window", "", 6, 1,
                 ours("letters", letters, "repeats", "--days", "60"), what="s"),
        ]  # fmt: skip

    def intake(self) -> Measured:
        """One complaint more in a ledger of 100,000."""
        return process(
            *OURS, "--db", self._copy("intake"), "intake", "--content", "燃气表不走字，要求上门查看", "--phone", "13800000000",
            "--order-no", f"GD{time.time_ns()}", "--deadline", "7wd",
        )  # fmt: skip

    def approve(self) -> Measured:
        """One signature, on a form that was filled just before."""
        path = self._copy("approve")
        command = [*OURS, "--db", path, "intake", "--content", f"表不走字 {time.time_ns()}", "--json"]
        taken = subprocess.run(command, env=environment(command), capture_output=True, check=True)
        no = json.loads(taken.stdout)["no"]
        process(*OURS, "--db", path, "transfer", no, "--to", "维修抢修部", "--person", "维一")
        return process(*OURS, "--db", path, "approve", no, "--as", "deputy", "--by", "副乙")

    def closed(self) -> str:
        """The month's ledger with the month closed."""
        path = self.folder / f"closed-{self.scale}.db"
        if not path.exists():
            source = Path(self.ledger("month", filed=0, month=10_000))
            shutil.copytree(f"{source}-evidence", f"{path}-evidence")
            shutil.copy(source, path)
            process(*OURS, "--db", str(path), "assess", "--month", MONTH, "--close", "--by", "审乙")
        return str(path)

    def plain_backup(self) -> Measured:
        """SQLite's own copy, then our verification of it."""
        source, target = self.ledger("hundred", filed=100_000), self.gone("plain.db")
        copied = process(sys.executable, "-c", BACKUP, source, target)
        shutil.rmtree(f"{target}-evidence", ignore_errors=True)
        shutil.copytree(f"{source}-evidence", f"{target}-evidence")
        checked = process(*OURS, "--db", target, "verify")
        return Measured(copied.seconds + checked.seconds, copied.cpu + checked.cpu, checked.megabytes)

    def _copy(self, name: str) -> str:
        path = self.folder / f"{name}-{self.scale}.db"
        if not path.exists():
            source = self.ledger("hundred", filed=100_000)
            shutil.copytree(f"{source}-evidence", f"{path}-evidence")
            shutil.copy(source, path)
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


def main() -> int:
    """Measure the lines asked for and print them; 1 where a limit is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scale", type=int, default=1, help="make every ledger so many times smaller")
    parser.add_argument("--only", nargs="*", help="names of lines")
    parser.add_argument("--folder", type=Path, help="where ledgers are kept (default: a temporary folder)")
    parser.add_argument("--pairs", type=int, help="how many pairs of each line")
    parser.add_argument("--most", type=float, default=1, help="multiply every limit by this")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        ENVIRONMENT["XDG_STATE_HOME"] = temporary
        folder = asked.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, "
              f"SQLite {sqlite3.sqlite_version}, scale 1/{asked.scale}\n")  # fmt: skip
        print("| line | measure | reference | ours: s, CPU s | reference: s, CPU s | MB | found | at most | |")
        print("|---|---|---|---:|---:|---:|---:|---:|---|")
        lines = [line for line in Bench(folder, asked.scale).lines() if not asked.only or line.name in asked.only]
        missed = [line.name for line in lines if not report(line, asked.pairs or line.pairs, asked.most)]
    print(f"\nmissed: {', '.join(missed) or 'none'}")
    return int(bool(missed))


def report(line: Line, pairs: int, factor: float) -> bool:
    """Measure a line in turn, ours and the reference, print it, and return whether it keeps its limit."""
    line.ours()  # make the ledgers, warm the caches
    ours, theirs = [], []
    for _ in range(pairs):
        ours.append(line.ours())
        theirs += [line.theirs()] if line.theirs else []
    mine = Measured(*(statistics.median(column) for column in zip(*ours, strict=True)))
    beside = "|"
    if theirs:
        other = Measured(*(statistics.median(column) for column in zip(*theirs, strict=True)))
        found = statistics.median(a.seconds / b.seconds for a, b in zip(ours, theirs, strict=True))
        beside = f" {other.seconds:,.2f}, {other.cpu:,.2f} |"
    else:
        found = {"MB": mine.megabytes, "cpu": mine.cpu, "s": mine.seconds}[line.what]
    most = max(one.megabytes for one in ours)
    limit = line.most * factor
    kept = found <= limit
    print(f"| {line.name} | {line.said} | {line.reference} | {mine.seconds:,.2f}, {mine.cpu:,.2f} |{beside} {most:.0f} | "
          f"{found:.2f} | {limit:g} | {'' if kept else 'missed'} |", flush=True)  # fmt: skip
    return kept


if __name__ == "__main__":
    sys.exit(main())
