"""A folder full of traps, a database to work on, and what every run of the program must keep to there."""

from __future__ import annotations

import os
import re
import resource
import shutil
import signal
import socket
import sqlite3
import stat
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from types import FrameType
from typing import Any

import books
from complaint_cli.store.database import Store
from complaint_cli.store.verify import verify
from conftest import Result, Runner

CODES = frozenset({0, 2, 3, 20, 21, 22, 30, 31, 41, 42, 50, 130})
"""What a run with hostile input may end with: not 1, a bug, nor 40, for nobody else is at work here."""
PATIENCE = 30.0
"""Seconds after which a run is taken to hang, many times what any takes on a busy machine."""
MEMORY = 1 << 30
"""Bytes that one run may take beyond what the tests hold already."""
LONGEST_SENTENCE = 2000
"""Characters of an error; the most is said of a policy file in which every key is wrong."""

ACTIVE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""What a terminal may act upon; tab and line feed are all that is left of the controls."""
_SEVERAL = {"import", "verify", "policy check"}
"""Commands whose error is preceded by what was found, a line each."""
_TO_THE_BYTE = {"policy show"}
"""Prints, off a terminal, the adopted file itself."""
_SAID_FIRST = {"form", "show", "assess", "overdue"}
"""Record before they print: who looked, what was closed, who was told."""

INPUTS = (
    "policy.toml",
    "org.toml",
    "rows.csv",
    "lines.jsonl",
    "one.json",
    "backup.db",
    "photo.jpg",
    "form-template.docx",
)
TRAPS = (
    *(
        "fifo",
        "socket",
        "folder",
        "empty",
        "dangling",
        "loop-a",
        "to-passwd",
        "to-zero",
        "to-precious",
        "noise",
        "zeros",
    ),
    *("folder/", "missing/x", "empty/x", "../../x", "../../precious.txt", "/dev/zero", "/dev/null", "~nosuchuser/x"),
    *(
        "~/x",
        "n" * 300,
        "n/" * 3000,
        "a\nb",
        "\x1b[31mred",
        "\u202egnp.exe",
        "-",
        "--",
        "",
        ".",
        "..",
        "  ",
        "$(touch pwned)",
    ),
    *(
        "=1+1.xlsx",
        "new.db",
        "new.docx",
        "new.xlsx",
        "new.csv",
        "foreign.db",
        "torn.db",
        "newer.db",
        "scenarios",
        "photo.jpg",
    ),
    *(
        "fifo.docx",
        "fifo.xlsx",
        "folder.xlsx",
        "missing/new.docx",
        "dangling.docx",
        "x" * 250 + ".docx",
        "\udcff\udcfe",
        "a\0b",
    ),
)
SECRETS = "precious\n"


class Hang(BaseException):
    """A run took longer than anything should."""


@dataclass(slots=True)
class Fault:
    """A promise that a run broke: which, and the command line to see it again."""

    what: str
    args: tuple[str, ...]
    env: dict[str, str]
    result: Result

    def __str__(self) -> str:
        line = " ".join(repr(_cut(arg)) for arg in self.args)
        said = f"code {self.result.code}, stderr {self.result.err[:600]!r}, stdout {self.result.out[-300:]!r}"
        env = {name: _cut(value) for name, value in self.env.items()}
        return f"{self.what}\n  complaint {line}\n  environment {env}\n  {said}"


@dataclass(slots=True)
class World:
    """One folder to run in; every run begins with the same files and a fresh copy of the same database."""

    home: Path
    template: Path  # a database, copied for each run
    runner: Runner = field(init=False)
    cwd: Path = field(init=False)
    runs: int = 0
    codes: dict[int, int] = field(default_factory=dict)
    _known: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.cwd = self.home / "a" / "b" / "c"
        self.runner = Runner(self.home / "db" / "complaint.db", now=books.AFTER, by=books.CLERK)
        self.lay()

    @property
    def db(self) -> Path:
        """The database of the runs."""
        return self.runner.db

    def lay(self) -> None:
        """Make the folder as it was, whatever runs left in it."""
        shutil.rmtree(self.home / "a", ignore_errors=True)
        self.cwd.mkdir(parents=True)
        (self.home / "a" / "precious.txt").write_text(SECRETS)
        (self.home / "user").mkdir(exist_ok=True)
        lay_traps(self.cwd)
        self._known = {name: _digest(self.cwd / name) for name in INPUTS}

    def fresh_database(self) -> None:
        """Put a new copy of the database in place, which the account never saw."""
        shutil.rmtree(self.db.parent, ignore_errors=True)
        shutil.rmtree(self.home / "user" / "state", ignore_errors=True)
        self.db.parent.mkdir()
        books.copy(self.template, self.db)

    def run(self, *args: str, env: dict[str, str] | None = None, **options: Any) -> tuple[Result, list[Fault]]:
        """Run one command line on a fresh database; return what it left and every promise that it broke."""
        self.fresh_database()
        return self.go(*args, env=env, **options)

    def go(self, *args: str, env: dict[str, str] | None = None, **options: Any) -> tuple[Result, list[Fault]]:
        """Run one command line on the database as it is."""
        before, kept = books_state(self.db), _evidence(self.db)
        variables = {"HOME": str(self.home / "user"), "XDG_DATA_HOME": str(self.home / "user" / "data")}
        variables |= {"XDG_STATE_HOME": str(self.home / "user" / "state"), **(env or {})}
        with _in(self.cwd), guarded() as hung:
            result = self.runner(*args, env=variables, **options)
        self.runs += 1
        self.codes[result.code] = self.codes.get(result.code, 0) + 1
        broken = list(self._broken(args, result, bool(hung), env or {}, asked=bool(options.get("tty"))))
        after = books_state(self.db)
        command = command_of(args)
        if result.code not in (0, 3) and command not in _SAID_FIRST and after != before:
            broken.append("it failed and yet wrote to the database")
        if result.code not in (0, 3) and command not in {"restore"} and _evidence(self.db) != kept:
            broken.append("it failed and yet left evidence")
        if after != before:
            broken += [f"the database does not verify: {fault}" for fault in faults_of(self.db)]
        return result, [Fault(what, args, env or {}, result) for what in broken]

    def check(self, *args: str, env: dict[str, str] | None = None, **options: Any) -> Result:
        """Run one command line and fail on the first broken promise."""
        result, faults = self.run(*args, env=env, **options)
        assert not faults, str(faults[0])
        return result

    def _broken(
        self, args: tuple[str, ...], result: Result, hung: bool, env: dict[str, str], *, asked: bool
    ) -> Iterator[str]:
        command = command_of(args)
        if hung:
            yield f"it hung for {PATIENCE:g} seconds"
        undelivered = result.code == 1 and any(arg.startswith("--notify") for arg in args)
        silent = "_COMPLAINT_COMPLETE" in env
        if result.code not in CODES and not undelivered and not (silent and result.code == 1):
            yield f"exit code {result.code} is none that it promises"
        if "Traceback" in result.err:
            yield "a traceback"
        for name, text in (("stdout", result.out), ("stderr", result.err)):
            found = ACTIVE.search(text)
            if found and not (name == "stdout" and command in _TO_THE_BYTE):
                yield f"{found[0]!r} stands raw on {name}"
        if result.code not in (0, 3, 130) and not silent and "--help" not in args:
            lines = result.err.splitlines()
            if not lines or not result.err.endswith("\n"):
                yield "an error without a sentence"
            elif command not in _SEVERAL and not undelivered and not asked and len(lines) != 1:
                yield f"an error of {len(lines)} lines"
            elif len(lines[-1]) > LONGEST_SENTENCE:
                yield f"an error of {len(lines[-1])} characters"
        if (self.home / "a" / "precious.txt").read_text() != SECRETS:
            yield "a file outside was written"
        if (self.cwd / "pwned").exists():
            yield "a text was carried out"
        for name, digest in self._known.items():
            if _digest(self.cwd / name) != digest:
                yield f"the file {name} was changed"


def command_of(args: tuple[str, ...]) -> str:
    """Return the words of the command in a line: ``org import``, ``show``; empty for the board."""
    words = [arg for arg in args if arg and arg[0] != "-"]
    if words[:1] and words[0] in ("org", "policy"):
        return " ".join(words[:2])
    return words[0] if words else ""


def books_state(db: Path) -> tuple[int, str] | None:
    """Return the journal's length and head; None where there is no database."""
    if not db.is_file():
        return None
    with suppress(sqlite3.Error), closing(sqlite3.connect(db)) as connection:
        row = connection.execute("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1").fetchone()
        return (row[0], row[1]) if row else (0, "")
    return None


def faults_of(db: Path) -> tuple[str, ...]:
    """Return what ``verify`` finds."""
    with Store.open(db) as store:
        return tuple(verify(store).faults)


def _evidence(db: Path) -> list[str]:
    folder = db.with_name(db.name + "-evidence")
    return sorted(os.listdir(folder)) if folder.is_dir() else []


def _digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest() if path.is_file() else "gone"


def _cut(text: str) -> str:
    return text if len(text) <= 120 else f"{text[:120]}… ({len(text)} characters)"


@contextmanager
def _in(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


@contextmanager
def guarded(seconds: float = PATIENCE, memory: int = MEMORY) -> Iterator[list[str]]:
    """Break off what takes too long or too much memory; the list that is given is not empty when it hung."""
    hung: list[str] = []
    if threading.current_thread() is not threading.main_thread():
        yield hung
        return

    def stop(signal_number: int, frame: FrameType | None) -> None:
        hung.append("hung")
        raise Hang

    before = signal.signal(signal.SIGALRM, stop)
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    with suppress(OSError, ValueError):
        used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        most = used + memory if soft == resource.RLIM_INFINITY else min(soft, used + memory)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield hung
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


# -- the traps ----------------------------------------------------------------------------------------


def lay_traps(folder: Path) -> None:
    """Fill a folder with files to read and with what looks like files."""
    os.mkfifo(folder / "fifo")
    os.mkfifo(folder / "fifo.docx")
    os.mkfifo(folder / "fifo.xlsx")
    (folder / "folder").mkdir()
    (folder / "folder.xlsx").mkdir()
    (folder / "empty").write_bytes(b"")
    for name, target in (
        *(("dangling", "nowhere"), ("dangling.docx", "nowhere.docx"), ("loop-a", "loop-b"), ("loop-b", "loop-a")),
        *(("to-passwd", "/etc/passwd"), ("to-zero", "/dev/zero"), ("to-precious", "../../precious.txt")),
    ):
        (folder / name).symlink_to(target)
    with _in(folder), closing(socket.socket(socket.AF_UNIX)) as door:
        door.bind("socket")
    (folder / "noise").write_bytes(bytes(range(256)) * 40)
    (folder / "zeros").write_bytes(bytes(100_000))
    (folder / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0 a photo")
    (folder / "scenarios").mkdir()
    os.mkfifo(folder / "scenarios" / "fifo.toml")
    lay_inputs(folder)
    lay_databases(folder)


def lay_inputs(folder: Path) -> None:
    """Write one good file of each kind that commands read."""
    import complaint_cli

    data = Path(complaint_cli.__file__).parent / "data"
    (folder / "policy.toml").write_bytes((data / "edition.toml").read_bytes())
    (folder / "org.toml").write_bytes((books.EXAMPLE / "organisation.toml").read_bytes())
    (folder / "form-template.docx").write_bytes((data / "form.docx").read_bytes())
    (folder / "rows.csv").write_text("工单编号,诉求内容,联系电话,派单时间\nH1,漏气,13800000001,2026-09-08\n", "utf-8")
    (folder / "lines.jsonl").write_text('{"do": "intake", "content": "漏气"}\n', "utf-8")
    (folder / "one.json").write_text('{"content": "漏气"}', "utf-8")


def lay_databases(folder: Path) -> None:
    """Write databases that are none, are torn, or are of a time to come."""
    good = folder / "backup.db"
    books.october(folder)
    for end in ("", "-evidence"):
        (folder / f"complaint.db{end}").rename(good.with_name(good.name + end))
    data = bytearray(good.read_bytes())
    (folder / "torn.db").write_bytes(data[: len(data) * 2 // 3])
    with closing(sqlite3.connect(folder / "foreign.db")) as connection:
        connection.execute("CREATE TABLE complaint (id INTEGER, number TEXT)")
        connection.commit()
    shutil.copy(good, folder / "newer.db")
    with closing(sqlite3.connect(folder / "newer.db")) as connection:
        connection.execute("PRAGMA user_version = 9999")


def open_to_others(folder: Path) -> list[str]:
    """Return the files and folders under one that somebody beside the owner may read, write or enter."""
    return [
        str(path.relative_to(folder))
        for path in sorted(folder.rglob("*"))
        if not path.is_symlink() and stat.S_IMODE(path.stat().st_mode) & 0o077
    ]
