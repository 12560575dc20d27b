"""What the fault harnesses share: commands of a made-up office, the processes that carry them out, and the audit."""

from __future__ import annotations

import csv
import io
import json
import os
import random
import selectors
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

NOW = "2026-10-09 10:00"
ORGANISATION = Path(__file__).with_name("organisation.toml")
DEPARTMENTS = ("客户服务部", "维修抢修部", "计量收费部")
PROGRAM = (sys.executable, "-m", "complaint_cli")
_KEPT = {name: value for name, value in os.environ.items() if not name.startswith(("COMPLAINT_", "LC_", "LANG"))}


def environment(db: Path, by: str = "") -> dict[str, str]:
    """Return the variables under which a command runs, in somebody's name."""
    ours = {"COMPLAINT_DB": str(db), "COMPLAINT_NOW": NOW, "COMPLAINT_LANG": "en", "COMPLAINT_BY": by or "温小棠"}
    ours["XDG_STATE_HOME"] = str(db.parent.with_name(f"{db.parent.name}-state"))  # what the account saw of it
    return _KEPT | ours | {"PYTHONDONTWRITEBYTECODE": "1"}


class Command(NamedTuple):
    """One command line; every journal entry that it writes carries a name beginning with its token."""

    token: str
    kind: str
    args: tuple[str, ...]
    stdin: bytes = b""
    entries: int = 1


class Outcome(NamedTuple):
    """What became of a command: its exit code (negative: the signal), what it printed, how far it came."""

    command: Command
    code: int
    out: str
    err: str
    marks: str
    seconds: float
    real: bool  # a process of the real program, not a fork
    waited: float  # seconds until a fork had the write lock

    @property
    def answer(self) -> dict[str, Any] | None:
        """The JSON object that was printed, if it was printed to its end."""
        try:
            answer = json.loads(self.out)
        except ValueError:
            return None
        return answer if isinstance(answer, dict) else None

    @property
    def killed(self) -> bool:
        """Whether it was killed before it ended by itself."""
        return self.code == -signal.SIGKILL

    @property
    def acknowledged(self) -> bool:
        """Whether whoever called it was told that it is done."""
        return self.code == 0 or (self.killed and self.answer is not None)


# -- running: a process of the real program, or a fork of this one ----------------------------------


@dataclass(slots=True)
class Running:
    """A command under way."""

    command: Command
    pid: int
    pipes: dict[int, bytearray]  # stdout, stderr, marks
    started: float
    process: subprocess.Popen[bytes] | None = None
    due: float | None = None  # when it is to be killed
    armed: str = ""  # the mark after which a moment is drawn
    asked: float = 0.0  # when it asked for the write lock
    waited: float = 0.0  # how long it waited for it


def spawn(command: Command, db: Path) -> Running:
    """Start the real program."""
    process = subprocess.Popen(
        [*PROGRAM, *command.args],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(db, command.token),
    )
    assert process.stdin and process.stdout and process.stderr
    _feed(process.stdin.fileno(), command.stdin)
    process.stdin.close()
    pipes = {process.stdout.fileno(): bytearray(), process.stderr.fileno(): bytearray()}
    return Running(command, process.pid, pipes, time.monotonic(), process)


def fork(command: Command, db: Path, before: Callable[[], None] = lambda: None) -> Running:
    """Carry out a command in a fork of this process; ``before`` runs in the child, first."""
    sys.stdout.flush()
    inputs, *outputs = [os.pipe() for _ in range(4)]
    _feed(inputs[1], command.stdin)
    os.close(inputs[1])
    pid = os.fork()
    if pid == 0:
        code = 99
        try:
            code = _child(command, db, before, inputs[0], [write for _, write in outputs])
        finally:
            os._exit(code)
    os.close(inputs[0])
    for _, write in outputs:
        os.close(write)
    return Running(command, pid, {read: bytearray() for read, _ in outputs}, time.monotonic())


def _child(command: Command, db: Path, before: Callable[[], None], stdin: int, outputs: list[int]) -> int:
    from complaint_cli import cli

    os.environ.clear()
    os.environ.update(environment(db, command.token))
    for number, handle in enumerate([stdin, *outputs[:2]]):
        os.dup2(handle, number)
    sys.stdin = io.TextIOWrapper(os.fdopen(0, "rb"), encoding="utf-8")
    sys.stdout = io.TextIOWrapper(os.fdopen(1, "wb"), encoding="utf-8")
    sys.stderr = io.TextIOWrapper(os.fdopen(2, "wb"), encoding="utf-8", write_through=True)
    _mark_transactions(outputs[2])
    before()
    try:
        code = cli.main(list(command.args))
    except SystemExit as leaving:
        code = int(leaving.code or 0)
    sys.stdout.flush()
    return code


def _mark_transactions(handle: int) -> None:
    """Let the child tell when it asks for the write lock ``(``, has it ``[``, commits ``]`` and has done so ``)``."""
    from complaint_cli.store.database import Store

    plain = Store.writing

    @contextmanager
    def marked(store: Store, **how: Any) -> Iterator[None]:
        os.write(handle, b"(")
        with plain(store, **how):
            os.write(handle, b"[")
            yield
            os.write(handle, b"]")
        os.write(handle, b")")

    Store.writing = marked  # type: ignore[method-assign]


def _feed(handle: int, data: bytes) -> None:
    if len(data) > 60_000:
        raise ValueError("more than a pipe holds")
    if data:
        os.write(handle, data)


def finish(running: Running) -> Outcome:
    """Take in what a process still prints, and its end."""
    for handle, said in running.pipes.items():
        while block := _read(handle):
            said += block
    return ended(running)


def _read(handle: int) -> bytes:
    return os.read(handle, 1 << 16)


def ended(running: Running) -> Outcome:
    """Return the outcome of a process that has closed its pipes."""
    if running.process:
        code = running.process.wait()
        for stream in (running.process.stdout, running.process.stderr):
            assert stream
            stream.close()
    else:
        code = os.waitstatus_to_exitcode(os.waitpid(running.pid, 0)[1])
        for handle in running.pipes:
            os.close(handle)
    seconds = time.monotonic() - running.started
    said = [bytes(part).decode(errors="replace") for part in running.pipes.values()]
    return Outcome(
        running.command, code, said[0], said[1], "".join(said[2:]), seconds, running.process is not None, running.waited
    )


def do(db: Path, *args: str, real: bool = False, before: Callable[[], None] = lambda: None) -> Outcome:
    """Carry out one command line to its end, in a fork or as the real program."""
    command = Command("", args[0], args)
    return finish(spawn(command, db) if real else fork(command, db, before))


@contextmanager
def workshop(*, keep: bool = False) -> Iterator[Path]:
    """A folder to try things in, gone afterwards unless ``keep``; what forks will need is imported."""
    folder = Path(tempfile.mkdtemp(prefix="complaint-faults-"))
    try:
        (folder / "warm").mkdir()
        warm(folder / "warm")
        yield folder
    finally:
        if not keep:
            shutil.rmtree(folder, ignore_errors=True)


def warm(folder: Path) -> None:
    """Import in this process what the commands need, so that a fork begins at once."""
    from complaint_cli import cli

    db = folder / "warm.db"
    orders = folder / "warm.csv"
    orders.write_bytes(export("warm", 1))
    out = folder / "warm.out"
    kept, before = dict(os.environ), (sys.stdin, sys.stdout, sys.stderr)
    os.environ.clear()
    os.environ.update(environment(db))
    try:
        with out.open("w", encoding="utf-8") as sink:
            sys.stdin = io.TextIOWrapper(io.BytesIO())
            sys.stdout = sys.stderr = sink
            wrong = [line for line in _every_command(folder, orders) if cli.main(line)]
    finally:
        sys.stdin, sys.stdout, sys.stderr = before
        os.environ.clear()
        os.environ.update(kept)
    if wrong:
        raise SystemExit(f"{wrong}: {out.read_text(encoding='utf-8')}")


def _every_command(folder: Path, orders: Path) -> Iterator[list[str]]:
    yield ["init", "--org", str(ORGANISATION)]
    yield ["import", str(orders), "--json"]
    for command in Clerk("warm", random.Random(1), folder).a_whole_case():
        yield list(command.args)
    yield ["backup", str(folder / "warm-copy.db")]
    yield ["restore", str(folder / "warm-copy.db"), "--yes"]
    for words in ("verify --json", "list", "board", "search warm", "overdue"):
        yield words.split()
    for end in ("xlsx", "docx"):
        yield ["assess", "--month", "2026-10", f"--{end}", str(folder / f"warm.{end}")]
    yield ["form", "warm-1", "-o", str(folder / "form.docx")]
    yield ["ledger", "-o", str(folder / "ledger.xlsx")]


class Floor:
    """The processes at work at one time; some are killed when their moment comes."""

    def __init__(self) -> None:
        self.running: list[Running] = []
        self._selector = selectors.DefaultSelector()
        self._open: dict[int, int] = {}

    def add(self, running: Running) -> None:
        """Watch one more process."""
        self.running.append(running)
        self._open[running.pid] = len(running.pipes)
        for handle in running.pipes:
            self._selector.register(handle, selectors.EVENT_READ, running)

    def wait(self, draw: Callable[[Running], float] = lambda _: 0.0) -> list[Outcome]:
        """Wait until some end, killing those whose moment has come; ``draw`` says how long after its mark one dies."""
        while self.running:
            now = time.monotonic()
            for running in self.running:
                if running.due is not None and running.due <= now:
                    os.kill(running.pid, signal.SIGKILL)  # not reaped yet: the number is still its own
                    running.due = None
            dues = [running.due for running in self.running if running.due is not None]
            ready = self._selector.select(max(min(dues) - time.monotonic(), 0) if dues else 60)
            done = [self._take(key.fd, key.data, draw) for key, _ in ready]
            if outcomes := [outcome for outcome in done if outcome]:
                return outcomes
        return []

    def _take(self, handle: int, running: Running, draw: Callable[[Running], float]) -> Outcome | None:
        block = _read(handle)
        if block:
            running.pipes[handle] += block
            if not running.process and handle == list(running.pipes)[-1]:
                self._marked(running, block.decode(), draw)
            return None
        self._selector.unregister(handle)
        self._open[running.pid] -= 1
        if self._open[running.pid]:
            return None
        self.running.remove(running)
        return ended(running)

    def _marked(self, running: Running, marks: str, draw: Callable[[Running], float]) -> None:
        now = time.monotonic()
        if "(" in marks:
            running.asked = now
        if "[" in marks:
            running.waited = max(running.waited, now - running.asked)
        if running.armed and running.armed in marks:
            running.armed = ""
            running.due = now + draw(running)

    def kill_all(self) -> list[Outcome]:
        """Kill every process at once, as a machine that stops does."""
        for running in self.running:
            running.due = None
            os.kill(running.pid, signal.SIGKILL)
        outcomes: list[Outcome] = []
        while self.running:
            outcomes += self.wait()
        return outcomes


# -- the clerks' work -------------------------------------------------------------------------------


def export(name: str, rows: int) -> bytes:
    """Return a hotline's export of so many orders."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["办件编号", "诉求内容", "诉求人", "诉求人电话", "派发时间", "承诺完成时间"])
    for row in range(rows):
        writer.writerow([f"{name}-x{row}", f"{name} 燃气表不走字", "王某", "13800000001", "2026-10-08 09:00", ""])
    return text.getvalue().encode()


STEPS = ("intake", "transfer", "deputy", "general", "extend", "contact", "done", "callback", "reply", "amend")


@dataclass(slots=True)
class Clerk:
    """Takes one complaint after another through its steps, with a batch or an import between.

    A step that was killed is taken again: the program itself says then whether it had been done.
    """

    name: str
    random: random.Random
    folder: Path
    proofs: tuple[int, ...] = (1000, 300_000, 2_000_000)  # how large a file of evidence may be
    count: int = 0
    case: int = 1
    step: int = 0
    numbers: dict[str, str] = field(default_factory=dict)  # order number → the number that was answered

    @property
    def order(self) -> str:
        """The hotline's number of the complaint in hand."""
        return f"{self.name}-{self.case}"

    def next(self) -> Command:
        """Return the next command."""
        chance = self.random.random()
        if not self.step and chance < 0.35:
            return self._batch() if chance < 0.2 else self._import()
        return self._command(STEPS[self.step])

    def a_whole_case(self) -> Iterator[Command]:
        """Yield every step of one complaint, and a batch."""
        for step in STEPS:
            yield self._command(step)
        yield self._batch()

    def _token(self) -> str:
        self.count += 1
        return f"{self.name}.{self.count:05d}."

    def _command(self, step: str) -> Command:
        token, no = self._token(), self.order
        later = f"2026-11-{self.count % 28 + 1:02d} {self.count % 24:02d}:{self.count % 60:02d}"
        approve = ("approve", no, "--acting", "--opinion", "同意", "--as")
        lines: dict[str, tuple[str, ...]] = {
            "intake": ("intake", "--content", f"{no} 燃气表不走字", "--phone", "13800000001", "--order-no", no),
            "transfer": ("transfer", no, "--to", self.random.choice(DEPARTMENTS), "--person", "蓝抄月"),
            "deputy": (*approve, "deputy"),
            "general": (*approve, "general"),
            "extend": ("extend", no, "--to", later, "--approved-by", "白景行", "--reason", "配件未到"),
            "contact": ("handle", no, "--contact", "phone"),
            "done": ("handle", no, "--result", "已更换", "--done"),
            "callback": ("callback", no, "--result", "satisfied"),
            "reply": ("reply", no, "--summary", "已办结"),
            "amend": ("amend", no, "--address", f"和平路{self.count}号", "--reason", "听错"),
        }
        proof = ("--evidence", str(self._proof())) if step in ("contact", "done") else ()
        by = () if step == "amend" else ("--by", token)  # who corrects is who sits there
        return Command(token, step, (*lines[step], *proof, *by, "--json"))

    def _proof(self) -> Path:
        """Make a file of evidence, none like another."""
        file = self.folder / f"{self.name}.bin"
        file.write_bytes(self.random.randbytes(self.random.choice(self.proofs)))
        return file

    def _batch(self) -> Command:
        token = self._token()
        lines = []
        for i in range(self.random.choice((2, 10, 60))):
            ref = f"@{i}"
            lines += [
                {"do": "intake", "ref": ref[1:], "content": f"{token} 第{i}件", "order_no": f"{token}{i}"},
                {"do": "transfer", "no": ref, "to": "客户服务部", "person": ["叶听雨"]},
                {"do": "approve", "no": ref, "as": "deputy", "acting": True, "by": token + "a"},
                {"do": "approve", "no": ref, "as": "general", "acting": True, "by": token + "b"},
            ]
        data = "\n".join(json.dumps({"by": token} | line, ensure_ascii=False) for line in lines).encode()
        return Command(token, "batch", ("batch", "-", "--json"), data, len(lines))

    def _import(self) -> Command:
        token = self._token()
        file = self.folder / f"{self.name}.csv"
        rows = self.random.choice((3, 40))
        file.write_bytes(export(token, rows))
        return Command(token, "import", ("import", str(file), "--by", token, "--json"), b"", rows)

    def took(self, outcome: Outcome) -> str | None:
        """Take note of an outcome and go on; return what is wrong with it, if anything."""
        kind = outcome.command.kind
        if outcome.code not in (0, 21, 40, -signal.SIGKILL):
            return f"{kind} left with {outcome.code}: {outcome.err.strip()[:300]}"
        if "Traceback" in outcome.err:
            return f"{kind} printed a traceback"
        if outcome.code == 0 and outcome.answer is None:
            return f"{kind} left with 0 without its answer"
        if kind == "intake" and outcome.acknowledged:
            assert outcome.answer
            self.numbers[self.order] = outcome.answer["no"]
        if kind in STEPS and (outcome.acknowledged or outcome.code == 21):
            self.step += 1
            if self.step == len(STEPS):
                self.step, self.case = 0, self.case + 1
        return None


# -- the audit --------------------------------------------------------------------------------------


class Audit(NamedTuple):
    """What an audit found: faults in words, and by token how many entries each command has in the journal."""

    faults: list[str]
    entries: dict[str, int]
    complaints: int
    leftovers: int


def audit(db: Path, outcomes: Iterable[Outcome], numbers: dict[str, str] | None = None) -> Audit:
    """Check a database that nobody has open against what its writers were told."""
    told = do(db, "verify", "--json", real=True)  # the program itself finds the file as the killed left it
    faults = [] if told.code == 0 and told.answer and told.answer["ok"] else [f"verify: {told.code} {told.err.strip()}"]
    with closing(sqlite3.connect(db)) as connection:
        written: dict[str, int] = {}
        for actor, count in connection.execute("SELECT actor, count(*) FROM journal GROUP BY actor"):
            written[actor] = count
        complaints = connection.execute("SELECT number, year, serial, order_no FROM complaint ORDER BY year, serial")
        rows = complaints.fetchall()
        evidence = {digest for (digest,) in connection.execute("SELECT sha256 FROM evidence")}
    entries: dict[str, int] = {}
    for actor, count in written.items():
        token = actor[: actor.rfind(".") + 1]
        if token:
            entries[token] = entries.get(token, 0) + count
    known = set()
    for outcome in outcomes:
        command = outcome.command
        known.add(command.token)
        found = entries.get(command.token, 0)
        if outcome.acknowledged and found != command.entries:
            faults.append(f"{command.kind} {command.token} was acknowledged, {found} of {command.entries} entries")
        if not outcome.killed and outcome.code and found:
            faults.append(f"{command.kind} {command.token} was refused ({outcome.code}), {found} entries")
        if found not in (0, command.entries):
            faults.append(f"{command.kind} {command.token} is half there: {found} of {command.entries} entries")
    faults += [f"entries of nobody: {token}" for token in entries if token not in known]
    faults += numbering(rows)
    by_order = {order: number for number, _, _, order in rows}
    for order, number in (numbers or {}).items():
        if by_order.get(order) != number:
            faults.append(f"{order} was answered as {number}, is {by_order.get(order)}")
    bad, leftovers = files_beside(db, evidence)
    return Audit(faults + bad, entries, len(rows), leftovers)


def numbering(rows: Iterable[tuple[str, int, int, str]]) -> list[str]:
    """Say where the numbers of a year have a gap or a double."""
    faults, last = [], {}
    for number, year, serial, _ in rows:
        if number != f"{year}-{serial:04d}" or serial != last.get(year, 0) + 1:
            faults.append(f"number {number} follows {last.get(year, 0)}")
        last[year] = serial
    return faults


def files_beside(db: Path, evidence: set[str]) -> tuple[list[str], int]:
    """Check the files that stand beside a database; return faults, and how many harmless ones are left over."""
    faults, leftovers = [], 0
    allowed = {db.name + end for end in ("", "-wal", "-shm", "-evidence", "-form.docx", "-penalty.docx")}
    faults += [f"unknown file {file.name}" for file in db.parent.iterdir() if file.name not in allowed]
    folder = db.with_name(db.name + "-evidence")
    for file in sorted(folder.iterdir()) if folder.is_dir() else []:
        if file.name.startswith("."):
            leftovers += 1
        elif sha256(file.read_bytes()).hexdigest() != file.name:
            faults.append(f"evidence {file.name} is not whole")
        elif file.name not in evidence:
            leftovers += 1
    return faults, leftovers


def lay(folder: Path, name: str = "complaint.db") -> Path:
    """Make an empty database with the example's organisation in a folder of its own."""
    db = folder / name
    db.parent.mkdir(parents=True, exist_ok=True)
    made = do(db, "init", "--org", str(ORGANISATION), real=True)
    if made.code:
        raise SystemExit(made.err)
    return db


def filled(folder: Path, cases: int) -> Path:
    """Make a database with some complaints in it, carried through all their steps."""
    db = lay(folder)
    with tempfile.TemporaryDirectory() as proofs:
        for case in range(cases):
            for command in Clerk(f"f{case}", random.Random(case), Path(proofs), (1000, 20_000)).a_whole_case():
                outcome = finish(fork(command, db))
                if outcome.code:
                    raise SystemExit(f"{command.kind}: {outcome.err}")
    return db


def is_zip(file: Path) -> bool:
    """Whether a document can be unpacked to its last byte."""
    return file.is_file() and zipfile.is_zipfile(file) and zipfile.ZipFile(file).testzip() is None


# -- reports ---------------------------------------------------------------------------------------


@dataclass(slots=True)
class Report:
    """What came of one part; its closing line is plain figures."""

    part: str
    kills: int = 0
    figures: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    started: float = field(default_factory=time.monotonic)

    def close(self) -> None:
        """Print the faults and the closing line."""
        for fault in self.faults[:20]:
            print(f"  FAULT {fault}")
        figures = "".join(f", {value} {name}" for name, value in self.figures.items())
        seconds = time.monotonic() - self.started
        kills = f"{self.kills} kills" if self.kills else ""
        print(
            f"{self.part}: {(kills + figures).removeprefix(', ')}, {len(self.faults)} faults, {seconds:.0f} s",
            flush=True,
        )
