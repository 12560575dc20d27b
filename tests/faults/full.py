"""Lets the disk be full or read-only, and looks whether the program says so and leaves everything as it was.

    python tests/faults/full.py                    every way that works here, about two minutes
    python tests/faults/full.py --only limit --levels 6 --show

``limit``: no file may grow past a limit (RLIMIT_FSIZE), from nothing upwards until the command succeeds.
``tmpfs``: a small file system of its own with so much room left (needs the right to mount).
``mount``: the same, mounted read-only. ``owner``: as a user who may only read (needs root). ``flag``: the database
file made immutable by chattr (needs root and a file system that knows it).
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

from office import Command, Outcome, Report, do, export, filled, finish, fork, is_zip, workshop

NOBODY = 65534
WAYS = ("limit", "tmpfs", "mount", "owner", "flag")


class Case(NamedTuple):
    """A command line with ``{}`` for its folder, how many journal entries it adds, and the file it makes."""

    name: str
    line: str
    entries: int = 0
    makes: str | None = None
    stdin: bytes = b""


BATCH = "\n".join(f'{{"do": "intake", "content": "批量第{i}件{"燃气表不走字" * 50}"}}' for i in range(60)).encode()
WRITING = (
    Case("intake", "intake --content 燃气表不走字 --json", 1),
    Case("batch", "batch - --json", 60, stdin=BATCH),
    Case("import", "import {}/../orders.csv --json", 200),
    Case("transfer", "transfer open-1 --to 客户服务部 --person 叶听雨", 1),
    Case("evidence", "handle sent-1 --contact phone --evidence {}/../proof.bin --json", 1),
    Case("policy", "policy adopt {}/../policy.toml", 1),
)
MAKING = (
    Case("backup", "backup {}/out/copy.db --json", makes="copy.db"),
    Case("ledger", "ledger -o {}/out/ledger.xlsx", makes="ledger.xlsx"),
    Case("csv", "ledger -o {}/out/ledger.csv", makes="ledger.csv"),
    Case("workbook", "assess --month 2026-10 --xlsx {}/out/month.xlsx", makes="month.xlsx"),
    Case("notice", "assess --month 2026-10 --docx {}/out/month.docx", makes="month.docx"),
    Case("form", "form 2026-0001 -o {}/out/form.docx", 1, makes="form.docx"),
    Case("init", "init --db {}/out/new.db --json", makes="new.db"),
    Case("demo", "demo --db {}/out/demo.db --json", makes="demo.db"),
    Case("restore", "restore {}/../copy.db --db {}/out/old.db --json", makes="old.db"),
)
READING = tuple(Case(words.split()[0], words) for words in ("list", "board", "overdue", "verify", "search 燃气"))

NAMES = [case.name for case in (*WRITING, *MAKING)]


class Office:
    """A folder with a database, made anew for each trial from one that stays."""

    def __init__(self, folder: Path, cases: Sequence[str]) -> None:
        self.writing = [case for case in WRITING if case.name in cases]
        self.making = [case for case in MAKING if case.name in cases]
        self.reading = READING if len(cases) == len(NAMES) else READING[:1]
        self.model = folder / "model"
        db = filled(self.model / "db", 2)
        steps: tuple[tuple[str, ...], ...] = (
            ("intake", "--content", "一", "--order-no", "open-1"),
            ("intake", "--content", "二", "--order-no", "sent-1"),
            ("transfer", "sent-1", "--to", "客户服务部", "--person", "叶听雨"),
            ("approve", "sent-1", "--as", "deputy", "--acting", "--by", "甲"),
            ("approve", "sent-1", "--as", "general", "--acting", "--by", "乙"),
            ("backup", str(self.model / "copy.db")),
        )
        for step in steps:
            outcome = do(db, *step)
            if outcome.code:
                raise SystemExit(outcome.err)
        (self.model / "orders.csv").write_bytes(export("orders", 200))
        (self.model / "proof.bin").write_bytes(os.urandom(200_000))
        policy = do(db, "policy", "show").out.replace("factor = 2", "factor = 3", 1)
        (self.model / "policy.toml").write_text(policy.replace("2010-01-01", "2026-10-01"), encoding="utf-8")
        self.entries = entries_in(db)

    def lay(self, place: Path) -> Path:
        """Copy the office into a folder that may exist; return its database."""
        for old in place.iterdir() if place.is_dir() else ():
            shutil.rmtree(old) if old.is_dir() else old.unlink()
        shutil.copytree(self.model, place, dirs_exist_ok=True)
        (place / "db" / "out").mkdir()
        return place / "db" / "complaint.db"


def entries_in(db: Path) -> int:
    """Return how many entries the journal has."""
    with closing(sqlite3.connect(db)) as connection:
        return int(connection.execute("SELECT count(*) FROM journal").fetchone()[0])


def listing(folder: Path) -> set[str]:
    """Return the files in a folder and below, but for what SQLite keeps beside its own."""
    names = {str(file.relative_to(folder)) for file in folder.rglob("*")}
    return {name for name in names if not name.endswith(("-wal", "-shm"))}


def attempt(office: Office, db: Path, case: Case, before: Callable[[], None]) -> Outcome:
    """Carry out a case under what ``before`` does to its process."""
    line = tuple(word.replace("{}", str(db.parent)) for word in case.line.split())

    def prepare() -> None:
        tempfile.tempdir = str(db.parent / "out")  # temporary files have no more room than others
        before()

    return finish(fork(Command("", case.name, line, case.stdin), db, prepare))


def judge(office: Office, db: Path, case: Case, outcome: Outcome, was: set[str]) -> list[str]:
    """Say what is wrong with how a case ended: nothing may be half done, and a refusal is one plain sentence."""
    faults = []
    lines = outcome.err.strip().splitlines()
    made = db.parent / "out" / case.makes if case.makes else None
    found = entries_in(db) - office.entries
    if outcome.code == 0:
        if found != case.entries:
            faults.append(f"done, {found} of {case.entries} entries")
        if made and not whole(made):
            faults.append(f"done, {made.name} is not whole")
    else:
        if outcome.code != 42 or len(lines) != 1 or "Traceback" in outcome.err:
            faults.append(f"left with {outcome.code} and {len(lines)} lines: {outcome.err.strip()[:400]}")
        if found and case.name != "form":  # that somebody wanted to print a name is kept
            faults.append(f"refused, {found} entries")
        if left := listing(db.parent) - was:
            faults.append(f"refused, left {sorted(left)}")
    blank = {"XDG_STATE_HOME": str(db.parent / "nothing-seen")}  # what was restored beside it is the same ledger, grown
    told = do(db, "verify", "--json", before=partial(os.environ.update, blank))
    if told.code:
        faults.append(f"verify {told.code}: {told.err.strip()}")
    return faults


def whole(made: Path) -> bool:
    """Whether a file that was made is what it should be."""
    if made.suffix == ".db":
        return do(made, "verify").code == 0
    return is_zip(made) if made.suffix != ".csv" else made.read_bytes().endswith(b"\n")


class Trials:
    """The trials of one way, and what they said."""

    def __init__(self, way: str, office: Office, place: Path) -> None:
        self.report = Report(way)
        self.office, self.place = office, place
        self.said: dict[str, Counter[str]] = defaultdict(Counter)
        self.report.figures = {"trials": 0, "refused": 0, "done": 0}

    def run(self, case: Case, before: Callable[[Path], Callable[[], None]], what: str = "") -> Outcome:
        """Try one case; ``before`` arranges the folder and returns what is done in the process itself."""
        db = self.office.lay(self.place)
        was = listing(db.parent)
        within = before(db)
        outcome = attempt(self.office, db, case, within)
        self.after(db)
        faults = judge(self.office, db, case, outcome, was)
        self.report.faults += [f"{case.name} {what}: {fault}" for fault in faults]
        self.report.figures["trials"] += 1
        self.report.figures["refused" if outcome.code else "done"] += 1
        if outcome.code:
            self.said[outcome.err.strip().replace(str(self.place), "…")][case.name] += 1
        return outcome

    def after(self, db: Path) -> None:
        """Give the room, or the permission, back before the database is looked at."""


# -- a full disk ------------------------------------------------------------------------------------


def levels(count: int, top: int = 4 << 20) -> list[int]:
    """Return so many sizes, from nothing to what is enough."""
    return [0, *(int(512 * (top / 512) ** (i / (count - 1))) for i in range(count))]


class Held(Trials):
    """Trials while another process has the database open, so that what SQLite keeps beside it is there already."""

    holder: subprocess.Popen[bytes] | None = None

    def hold(self, db: Path) -> None:
        """Open the database elsewhere."""
        told = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('SELECT 1 FROM journal').fetchone(); "
        told += "print(flush=True); sys.stdin.read()"
        command = [sys.executable, "-c", told, str(db)]
        self.holder = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self.holder.stdout
        self.holder.stdout.readline()

    def after(self, db: Path) -> None:
        """Close it."""
        if self.holder:
            self.holder.communicate()
            self.holder = None


def limit(office: Office, folder: Path, count: int) -> Trials:
    """No file may grow past a limit."""
    trials = Held("limit", office, folder / "limit")
    for case in (*office.writing, *office.making):
        for size in levels(count):

            def before(db: Path, size: int = size, making: bool = case in MAKING) -> Callable[[], None]:
                if making:
                    trials.hold(db)
                return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

            if trials.run(case, before, f"at {size}").code == 0:
                break
        else:
            trials.report.faults.append(f"{case.name} never succeeded")
    return trials


@contextmanager
def mounted(folder: Path) -> Iterator[Path | None]:
    """A file system of 16 MB in memory; None where it cannot be mounted."""
    folder.mkdir()
    options = ["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(options, capture_output=True).returncode:
        yield None
        return
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


class Ballast(Trials):
    """Trials on a file system that a file fills up."""

    def fill(self, db: Path, left: int) -> Callable[[], None]:
        """Leave so much room."""
        free = os.statvfs(self.place)
        size = max(free.f_bavail * free.f_bsize - left, 0)
        with (self.place / "ballast").open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, size)
        return lambda: None

    def after(self, db: Path) -> None:
        """Take the ballast away."""
        (self.place / "ballast").unlink()


def tmpfs(office: Office, folder: Path, count: int) -> Trials | None:
    """A file system with so much room left."""
    with mounted(folder / "tmpfs") as place:
        if place is None:
            return None
        trials = Ballast("tmpfs", office, place)
        for case in (*office.writing, *office.making):
            for size in levels(count):

                def before(db: Path, size: int = size) -> Callable[[], None]:
                    return trials.fill(db, size)

                if trials.run(case, before, f"with {size} left").code == 0:
                    break
            else:
                trials.report.faults.append(f"{case.name} never succeeded")
        return trials


# -- read-only --------------------------------------------------------------------------------------


class Remounted(Trials):
    """Trials on a file system that can only be read."""

    def shut(self, db: Path) -> Callable[[], None]:
        """Mount it read-only."""
        subprocess.run(["mount", "-o", "remount,ro", str(self.place)], check=True)
        return lambda: None

    def after(self, db: Path) -> None:
        """Mount it for writing."""
        subprocess.run(["mount", "-o", "remount,rw", str(self.place)], check=True)


def mount(office: Office, folder: Path, _: int) -> Trials | None:
    """Everything is on a file system mounted read-only."""
    with mounted(folder / "mount") as place:
        if place is None:
            return None
        trials = Remounted("mount", office, place)
        for case in (*office.writing, *office.making):
            _refused(trials, case, trials.run(case, trials.shut))
        for case in office.reading:
            trials.run(case, trials.shut)
        return trials


def owner(office: Office, folder: Path, _: int) -> Trials | None:
    """The program runs as somebody who may read everything, and write nothing; or not even read the file."""
    if os.geteuid() != 0:
        return None
    trials = Trials("owner", office, folder / "owner")
    folder.chmod(0o755)

    def closed(mode: int) -> Callable[[Path], Callable[[], None]]:
        def before(db: Path) -> Callable[[], None]:
            for file in (trials.place, *trials.place.rglob("*")):
                file.chmod(0o555 if file.is_dir() else 0o444)
            db.chmod(mode)
            return lambda: os.setresuid(NOBODY, NOBODY, NOBODY)

        return before

    for case in (*office.writing, *office.making):
        _refused(trials, case, trials.run(case, closed(0o444)))
    for case in office.reading:
        trials.run(case, closed(0o444))
    for case in (*office.writing, *office.reading):
        _refused(trials, case, trials.run(case, closed(0o000)))
    return trials


class Immutable(Trials):
    """Trials on a database file that nobody may change, in a folder where everybody may write."""

    def shut(self, db: Path) -> Callable[[], None]:
        """Make it immutable."""
        subprocess.run(["chattr", "+i", str(db)], check=True)
        return lambda: None

    def after(self, db: Path) -> None:
        """Let it be changed."""
        subprocess.run(["chattr", "-i", str(db)], check=True)


def flag(office: Office, folder: Path, _: int) -> Trials | None:
    """The database file alone is read-only."""
    probe = folder / "probe"
    probe.touch()
    if shutil.which("chattr") is None or subprocess.run(["chattr", "+i", str(probe)], capture_output=True).returncode:
        return None
    subprocess.run(["chattr", "-i", str(probe)], check=True)
    trials = Immutable("flag", office, folder / "flag")
    for case in office.writing:
        _refused(trials, case, trials.run(case, trials.shut))
    for case in office.reading:
        trials.run(case, trials.shut)
    return trials


def _refused(trials: Trials, case: Case, outcome: Outcome) -> None:
    if outcome.code == 0:
        trials.report.faults.append(f"{case.name} succeeded where nothing can be written")


def main() -> int:
    """Run the ways asked for; 1 when a fault was found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", nargs="+", choices=WAYS, default=list(WAYS))
    parser.add_argument("--cases", nargs="+", choices=NAMES)
    parser.add_argument("--levels", type=int, default=20, help="how many sizes of room are tried")
    parser.add_argument("--show", action="store_true", help="print what was said")
    asked = parser.parse_args()
    faults = 0
    with workshop() as folder:
        office = Office(folder, asked.cases or NAMES)
        for way in asked.only:
            trials = globals()[way](office, folder, asked.levels)
            if trials is None:
                print(f"{way}: skipped, this machine does not allow it", flush=True)
                continue
            for said, cases in trials.said.items() if asked.show else ():
                print(f"  {said}  ({', '.join(f'{name} {count}' for name, count in cases.items())})")
            trials.report.close()
            faults += len(trials.report.faults)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
