"""Cuts the power at every write of a command, and looks whether anything that was acknowledged is missing or torn.

    python tests/faults/power.py                      every session, thousands of images
    python tests/faults/power.py --only day --every 40 --torn 1
    python tests/faults/power.py --mutant synchronous      the harness must find each mutant: leaves with 1

Each command runs as the real program under strace, which records its writes, fsyncs and changes of names. From them
images of the folder are built as a disk may hold it after a cut behind each of them: what was not synced is dropped,
kept, kept up to some write, or torn by sectors of 512 bytes; names whose folder was not synced are dropped, kept, kept
up to one, or any of them. The program opens each image and verifies it. That the record is complete is checked too:
with everything kept, the image is the folder as it stands. Commands follow each other without a pause in which the
system would have written something back by itself.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from office import ORGANISATION, PROGRAM, Command, Report, do, environment, finish, fork, is_zip, workshop

SECTOR = 512
SOURCES = Path(__file__).parents[2] / "src"
MUTANTS = {
    "synchronous": ("store/transactions.py", "synchronous = FULL", "synchronous = OFF"),
    "evidence": ("store/evidence.py", "os.fsync(out.fileno())", "pass"),
    "names": ("files.py", "            os.fsync(handle)\n", "            pass\n"),
    "files": ("files.py", "    os.fsync(handle)\n    os.close", "    os.close"),
}
"""A safeguard each, by file, and what stands there without it."""
CALLS = (
    "open,openat,creat,close,dup,dup2,dup3,lseek,write,pwrite64,writev,pwritev,ftruncate,truncate,fallocate,sendfile,"
    "copy_file_range,fsync,fdatasync,rename,renameat,renameat2,link,linkat,unlink,unlinkat,mkdir,mkdirat,rmdir"
)


# -- a disk, as it may be after a cut --------------------------------------------------------------


@dataclass(eq=False)
class Node:
    """A file or a folder: what it holds now, what is on the disk for sure, and for a file what is under way."""

    folder: bool = False
    now: bytearray = field(default_factory=bytearray)
    kept: bytes = b""
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)  # writes; None for a cut at that length
    names: dict[str, Node] = field(default_factory=dict)
    kept_names: dict[str, Node] = field(default_factory=dict)


def write(data: bytearray, at: int, block: bytes | None) -> None:
    """Carry out a write, or a change of length."""
    if block is None:
        del data[at:]
    if len(data) < at:
        data.extend(bytes(at - len(data)))
    if block is not None:
        data[at : at + len(block)] = block


Change = tuple[Node, str, Node | None]
Chosen = Callable[[int], Sequence[bool]]
"""Says of so many pending operations which reached the disk."""


class Disk:
    """Folders and files below a root, with what is not synced yet."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.top = self._read(root)
        self.renaming: list[tuple[Change, ...]] = []

    def _read(self, path: Path) -> Node:
        if not path.is_dir():
            data = path.read_bytes()
            return Node(False, bytearray(data), data)
        names = {file.name: self._read(file) for file in path.iterdir()}
        return Node(True, names=names, kept_names=dict(names))

    def find(self, path: str) -> tuple[Node, str, Node | None] | None:
        """Return a path's folder, name and node; None outside of the root."""
        inner = os.path.relpath(path, self.root)
        if inner == ".":
            return self.top, ".", self.top
        if inner.startswith(".."):
            return None
        node, (*folders, name) = self.top, inner.split("/")
        for folder in folders:
            node = node.names[folder]
        return node, name, node.names.get(name)

    def name(self, *changes: Change) -> None:
        """Change names, all of these or none."""
        self._carry_out(changes, "names")
        self.renaming.append(changes)

    @staticmethod
    def _carry_out(changes: Iterable[Change], attribute: str) -> None:
        for folder, name, node in changes:
            names = getattr(folder, attribute)
            if node is None:
                names.pop(name, None)
            else:
                names[name] = node

    def write(self, node: Node, at: int, block: bytes | None) -> None:
        """Write to a file, or set its length."""
        write(node.now, at, block)
        node.pending.append((at, block))

    def sync(self, node: Node) -> None:
        """Bring a file's bytes, or a folder's names, to the disk."""
        if not node.folder:
            node.kept, node.pending = bytes(node.now), []
            return
        done = [changes for changes in self.renaming if any(folder is node for folder, _, _ in changes)]
        for changes in done:
            self._carry_out(changes, "kept_names")
        self.renaming = [changes for changes in self.renaming if changes not in done]

    def image(self, of_names: Chosen, of_data: Chosen, torn: random.Random | None = None) -> dict[str, bytes | None]:
        """Return the files of an image by path, None for a folder."""
        folders: dict[Node, dict[str, Node]] = {}
        for changes, reached in zip(self.renaming, of_names(len(self.renaming)), strict=True):
            for folder, name, node in changes if reached else ():
                names = folders.setdefault(folder, dict(folder.kept_names))
                if node is None:
                    names.pop(name, None)
                else:
                    names[name] = node
        found: dict[str, bytes | None] = {}
        made: dict[Node, bytes] = {}

        def walk(folder: Node, path: str) -> None:
            for name, node in sorted(folders.get(folder, folder.kept_names).items()):
                if node.folder:
                    found[path + name] = None
                    walk(node, f"{path}{name}/")
                elif not name.endswith("-shm"):  # made anew by whoever opens the database first
                    if node not in made:
                        made[node] = self._bytes(node, of_data, torn)
                    found[path + name] = made[node]

        walk(self.top, "")
        return found

    @staticmethod
    def _bytes(node: Node, of_data: Chosen, torn: random.Random | None) -> bytes:
        data = bytearray(node.kept)
        for (at, block), reached in zip(node.pending, of_data(len(node.pending)), strict=True):
            if block is None or torn is None:
                if reached:
                    write(data, at, block)
                continue
            start = at
            while start < at + len(block):  # every sector by itself
                end = min(start // SECTOR * SECTOR + SECTOR, at + len(block))
                if torn.random() < 0.5:
                    write(data, start, block[start - at : end - at])
                start = end
        return bytes(data)


def none(count: int) -> Sequence[bool]:
    """Nothing that was not synced."""
    return [False] * count


def every(count: int) -> Sequence[bool]:
    """All of it."""
    return [True] * count


def choices(pick: random.Random) -> tuple[Chosen, Chosen]:
    """Up to one of them, and any of them."""

    def first(count: int) -> Sequence[bool]:
        until = pick.randint(0, count)
        return [i < until for i in range(count)]

    def some(count: int) -> Sequence[bool]:
        return [pick.random() < 0.5 for _ in range(count)]

    return first, some


# -- what strace tells ------------------------------------------------------------------------------

_LINE = re.compile(r"(\d+) +(.*)")
_CALL = re.compile(r"(\w+)\((.*)\) += (-?\d+)(.*)")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


class Open:
    """An open file: whose bytes, and where the next write goes."""

    def __init__(self, node: Node, append: bool) -> None:
        self.node, self.append, self.at = node, append, 0


def calls(trace: Path) -> Iterator[tuple[str, str, int]]:
    """Yield name, arguments and result of each call that succeeded, in the order in which they ended."""
    begun: dict[str, str] = {}
    for line in trace.read_text().splitlines():
        pid, rest = _LINE.fullmatch(line).groups()  # type: ignore[union-attr]
        if rest.endswith("<unfinished ...>"):
            begun[pid] = rest.removesuffix("<unfinished ...>").rstrip()
            continue
        if rest.startswith("<... "):
            rest = begun.pop(pid) + rest.partition("resumed>")[2]
        if (found := _CALL.match(rest)) and int(found[3]) >= 0:
            yield found[1], found[2], int(found[3])


def replay(trace: Path, disk: Disk, cwd: Path) -> Iterator[str]:
    """Carry a trace out on a disk; yield before going on whenever something changed ("said" for an answer)."""
    files: dict[int, Open] = {}
    for name, arguments, result in calls(trace):
        texts = [bytes.fromhex(t.replace("\\x", "")) for t in _TEXT.findall(arguments)]
        paths = [os.path.join(cwd, os.fsdecode(t)) for t in texts]
        numbers = [int(n) for n in re.findall(r"(?<![\w\"\\])-?\d+(?![\w\\])", _TEXT.sub("", arguments))]
        first = numbers[0] if numbers else -1
        if name in ("open", "openat", "creat"):
            if (place := disk.find(paths[0])) is None:
                continue
            folder, last, node = place
            if node is None:
                node = Node()
                disk.name((folder, last, node))
                yield name
            elif "O_TRUNC" in arguments and node.now:
                disk.write(node, 0, None)
                yield name
            files[result] = Open(node, "O_APPEND" in arguments)
        elif name == "close":
            files.pop(first, None)
        elif name.startswith("dup"):
            if first in files:
                files[result] = files[first]
        elif name == "lseek" and first in files:
            files[first].at = result
        elif name in ("write", "writev", "pwrite64", "pwritev", "sendfile", "copy_file_range", "fallocate"):
            if first == 1 and 1 not in files and name == "write":
                yield "said"
            if name == "copy_file_range" or first not in files:
                if name == "copy_file_range" and numbers[1] in files:
                    raise SystemExit("copy_file_range is not understood")
                continue
            out = files[first]
            at = numbers[-1] if name.startswith("pwrite") else len(out.node.now) if out.append else out.at
            if name == "fallocate":
                at, block = numbers[-2], b""
                if len(out.node.now) < at + numbers[-1]:
                    disk.write(out.node, at + numbers[-1], None)
            elif name == "sendfile":
                source = files.get(numbers[1])
                if source is None:
                    raise SystemExit("sendfile from without is not understood")
                start = numbers[2]
                block = bytes(source.node.now[start : start + result])
            else:
                block = b"".join(texts)[:result]
            disk.write(out.node, at, block)
            out.at = at + len(block) if not name.startswith("pwrite") else out.at
            yield name
        elif name == "ftruncate" and first in files:
            disk.write(files[first].node, numbers[-1], None)
            yield name
        elif name in ("fsync", "fdatasync") and first in files:
            disk.sync(files[first].node)
            yield name
        elif name.startswith(("rename", "link")):
            old, new = disk.find(paths[0]), disk.find(paths[1])
            if old is None or new is None or old[2] is None:
                raise SystemExit(f"{name} across the root is not understood")
            gone: list[Change] = [(old[0], old[1], None)] if name.startswith("rename") else []
            disk.name(*gone, (new[0], new[1], old[2]))
            yield name
        elif name.startswith(("unlink", "rmdir")):
            if name == "unlinkat" and not arguments.startswith("AT_FDCWD"):
                place = (files[first].node, os.fsdecode(texts[0]), None) if first in files else None
            else:
                place = disk.find(paths[0])
            if place:
                disk.name((place[0], place[1], None))
                yield name
        elif name.startswith("mkdir") and (place := disk.find(paths[0])):
            disk.name((place[0], place[1], Node(True)))
            yield name


# -- sessions ---------------------------------------------------------------------------------------


class Step(NamedTuple):
    """A command line, with ``{}`` for the office's folder and ``{old}`` for what stands outside of the disk."""

    line: str
    stdin: bytes = b""


BATCH = "\n".join(f'{{"do": "intake", "content": "批量第{i}件{"燃气表不走字" * 9}"}}' for i in range(30)).encode()
CASE = (
    Step("intake --content 燃气表不走字 --order-no a --json"),
    Step("transfer a --to 客户服务部 --person 叶听雨 --json"),
    Step("approve a --as deputy --acting --by 甲 --json"),
    Step("approve a --as general --acting --by 乙 --json"),
    Step("handle a --contact phone --evidence {old}/proof.bin --json"),
)
SESSIONS: dict[str, tuple[Step, ...]] = {
    "day": (
        Step(f"init --org {ORGANISATION} --json"),
        *CASE,
        Step("batch - --json", BATCH),
        Step("handle a --result 已换表 --done --by 叶听雨 --evidence {old}/second.bin --json"),
        Step("backup {}/copies/copy.db --json"),
        Step("form a -o {}/form.docx --json"),
        Step("intake --content 又不走字 --json"),
        Step("restore {}/copies/copy.db --yes --json"),
        Step("intake --content 以后 --json"),
    ),
    "restore": (Step("restore {old}/copy.db --yes --json"), Step("intake --content 以后 --json")),
    "damaged": (Step("restore {old}/copy.db --yes --json"), Step("intake --content 以后 --json")),
    "upgrade": (Step("list --json"), Step("intake --content 以后 --json")),
}


def lay_out(session: str, office: Path, old: Path) -> None:
    """Make what a session begins with."""
    office.mkdir(parents=True)
    old.mkdir(parents=True)
    pick = random.Random(1)
    (old / "proof.bin").write_bytes(pick.randbytes(20_000))
    (old / "second.bin").write_bytes(pick.randbytes(5_000))
    db = office / "db" / "complaint.db"
    if session == "upgrade":
        earlier = Path(__file__).parents[1] / "data" / "version_2.sql"
        db.parent.mkdir()
        connection = sqlite3.connect(db)
        connection.executescript(earlier.read_text(encoding="utf-8"))
        wanted = {digest for (digest,) in connection.execute("SELECT sha256 FROM evidence")}
        connection.close()
        evidence = db.with_name(db.name + "-evidence")
        evidence.mkdir()
        for file in (Path(__file__).parents[2] / "examples" / "month" / "evidence").iterdir():
            if (digest := sha256(file.read_bytes()).hexdigest()) in wanted:
                shutil.copy(file, evidence / digest)
    elif session != "day":
        made = old / "made" / "complaint.db"
        for place in (made, db):
            for step in (Step(f"init --org {ORGANISATION}"), *CASE):
                run(place, step, office, old)
        run(made, Step("intake --content 二 --json"), office, old)
        run(made, Step("backup {old}/copy.db"), office, old)
        if session == "damaged":
            db.write_bytes(b"no database" * 999)
            db.with_name(db.name + "-wal").write_bytes(made.read_bytes()[:5000])


def run(db: Path, step: Step, office: Path, old: Path) -> None:
    """Carry a step out without recording it."""
    line = tuple(word.replace("{old}", str(old)).replace("{}", str(office)) for word in step.line.split())
    outcome = finish(fork(Command("", line[0], line, step.stdin), db))
    if outcome.code:
        raise SystemExit(f"{step.line}: {outcome.err}")


def record(db: Path, step: Step, office: Path, old: Path, trace: Path, sources: Path) -> None:
    """Carry a step out as the real program, and record it."""
    line = [word.replace("{old}", str(old)).replace("{}", str(office)) for word in step.line.split()]
    command = ["strace", "-f", "-xx", "-s", "1000000000", "--signal=none", "-e", f"trace={CALLS}", "-o", str(trace)]
    env = environment(db) | {"PYTHONPATH": str(sources)}
    done = subprocess.run([*command, *PROGRAM, *line], input=step.stdin, capture_output=True, env=env, cwd=old)
    if done.returncode:
        raise SystemExit(f"{step.line}: {done.stderr.decode()}")


def heads(folder: Path) -> dict[str, str]:
    """Return what each database of an office holds, by its path: its head, or what is wrong with it."""
    found = {}
    for file in sorted(folder.rglob("complaint.db*")) + sorted(folder.rglob("copy.db")):
        hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
        if file.is_file() and not hidden and not file.name.endswith(("-wal", "-shm", "-journal", ".docx")):
            if re.search(r"\.v\d+$", file.name):  # before an upgrade; looking at it must not upgrade it
                found[str(file.relative_to(folder))] = raw_head(file)
                continue
            blank = {"XDG_STATE_HOME": str(folder / "nothing-seen")}  # a copy has not been seen yet
            main = str(file.relative_to(folder)) == MAIN
            told = do(file, "verify", "--json", before=partial(os.environ.update, {} if main else blank))
            shutil.rmtree(folder / "nothing-seen", ignore_errors=True)
            answer = told.answer or {}
            said = (
                str(answer["head"])
                if told.code == 0 and "head" in answer
                else f"{told.code} {told.err.strip()}".replace(str(folder), "…")
            )
            found[str(file.relative_to(folder))] = said
    return found


def raw_head(file: Path) -> str:
    """Return version and head of a sound database without the program, which would upgrade it."""
    with closing(sqlite3.connect(file)) as connection:
        try:
            said, version, head = connection.execute(
                "SELECT integrity_check, (SELECT user_version FROM pragma_user_version), "
                "(SELECT hash FROM journal ORDER BY seq DESC LIMIT 1) FROM pragma_integrity_check"
            ).fetchone()
        except sqlite3.DatabaseError as error:
            return str(error)
    return f"{version} {head}" if said == "ok" else str(said)


MAIN = "db/complaint.db"


class Session:
    """Commands one after the other, and the images of every cut in them."""

    def __init__(self, name: str, folder: Path, sources: Path, seed: int) -> None:
        self.name, self.folder, self.sources = name, folder, sources
        self.pick = random.Random(seed)
        self.office, self.old = folder / "office", folder / "old"
        self.report = Report(name)
        self.seen: set[str] = set()
        self.built = self.cuts = 0
        self.by_step: Counter[str] = Counter()

    def work(self, each: int, torn: int, enough: bool) -> Report:
        """Run the session; images behind each ``each``-th change, so many of them torn; ``enough``: till a fault."""
        lay_out(self.name, self.office, self.old)
        db = self.office / MAIN
        disk = Disk(self.office)
        before = self._heads_now()
        for step in SESSIONS[self.name]:
            trace = self.folder / "trace"
            record(db, step, self.office, self.old, trace, self.sources)
            after = self._heads_now()
            acknowledged = False
            word = step.line.split()[0]
            for count, change in enumerate(replay(trace, disk, self.old)):
                answer = change == "said" and not acknowledged
                acknowledged |= answer
                if answer or (change != "said" and (count + self.pick.randrange(each)) % each == 0):
                    self._cut(disk, word, before, after, acknowledged, torn)
            self._cut(disk, word, before, after, True, torn)
            self._complete(disk, word)
            before = after
            if enough and self.report.faults:
                break
        self.report.figures = {"cuts": self.cuts, "images": self.built, "different ones opened": len(self.seen)}
        print(
            "  bad " + ", ".join(f"{word}: {count}" for word, count in self.by_step.items()) if self.by_step else "",
            end="",
        )
        return self.report

    def _heads_now(self) -> dict[str, str]:
        look = self.folder / "look"
        shutil.copytree(self.office, look)
        shutil.rmtree(look / "db-state", ignore_errors=True)
        found = heads(look)
        shutil.rmtree(look)
        shutil.rmtree(look.with_name("look-state"), ignore_errors=True)
        return found

    def _complete(self, disk: Disk, word: str) -> None:
        """With everything kept, an image is the folder as it stands; else something was not recorded."""
        image = disk.image(every, every)
        files = {str(f.relative_to(self.office)): f.read_bytes() for f in self.office.rglob("*") if f.is_file()}
        files = {name: data for name, data in files.items() if not name.endswith("-shm")}
        if files != {name: data for name, data in image.items() if data is not None}:
            names = sorted(name for name in {*files, *image} if files.get(name) != image.get(name))
            raise SystemExit(f"{word}: not everything was recorded: {names}")

    def _cut(
        self, disk: Disk, word: str, before: dict[str, str], after: dict[str, str], acknowledged: bool, torn: int
    ) -> None:
        self.cuts += 1
        first, some = choices(self.pick)
        images = [disk.image(names, data) for names in (none, every) for data in (none, every)]
        for _ in range(torn):
            names = self.pick.choice((none, every, first, some))
            images.append(disk.image(names, self.pick.choice((first, some))))
            images.append(disk.image(names, every, self.pick))
        for image in images:
            self.built += 1
            key = sha256(repr((sorted(image.items()), acknowledged, before, after)).encode()).hexdigest()
            if key in self.seen:
                continue
            self.seen.add(key)
            if faults := self._look(image, before, after, acknowledged):
                self.by_step[word] += 1
                when = "after" if acknowledged else "before"
                self.report.faults.append(f"{word}, {when} its answer: {'; '.join(faults)[:300]}")

    def _look(
        self, image: dict[str, bytes | None], before: dict[str, str], after: dict[str, str], acknowledged: bool
    ) -> list[str]:
        place = self.folder / "image"
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        for name, data in image.items():
            if data is None:
                (place / name).mkdir(parents=True, exist_ok=True)
            else:
                (place / name).write_bytes(data)
        if not acknowledged:  # what the account remembers may be behind while a command is under way
            shutil.rmtree(place / "db-state", ignore_errors=True)
        papers = [f for f in place.rglob("*.docx") if not f.name.startswith(".") and not f.parent.name.startswith(".")]
        faults = [f"{file.name} is not whole" for file in papers if not is_zip(file)]
        found = heads(place)
        for name in sorted({*found, *before, *after}):
            allowed = {after.get(name)} if acknowledged else {before.get(name), after.get(name)}
            if found.get(name) not in allowed and not (name not in before and name not in found and not acknowledged):
                faults.append(f"{name} is {found.get(name, 'absent')}, not {allowed}")
        if (self.office / "form.docx").exists() and acknowledged and not (place / "form.docx").exists():
            faults.append("the form is absent")
        if not faults and len(found.get(MAIN, "")) == 64 and len(self.seen) % 10 == 0:  # and one can go on working
            db = place / MAIN
            written = do(db, "intake", "--content", "以后", "--json")
            if written.code or do(db, "verify").code:
                faults.append(f"intake afterwards left with {written.code}: {written.err.strip()}")
        return faults


def mutated(mutant: str, folder: Path) -> Path:
    """Return a copy of the program's sources without one of its safeguards."""
    sources = folder / "mutant"
    shutil.copytree(SOURCES, sources, ignore=shutil.ignore_patterns("__pycache__"))
    name, safeguard, without = MUTANTS[mutant]
    file = sources / "complaint_cli" / name
    text = file.read_text(encoding="utf-8")
    if safeguard not in text:
        raise SystemExit(f"{name} no longer says {safeguard!r}")
    file.write_text(text.replace(safeguard, without), encoding="utf-8")
    return sources


def main() -> int:
    """Run the sessions asked for; 1 when a bad image was found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", nargs="+", choices=SESSIONS, default=list(SESSIONS))
    parser.add_argument("--every", type=int, default=5, help="cut only behind one in so many changes, and each answer")
    parser.add_argument("--torn", type=int, default=3, help="pairs of random images a cut, beside the four others")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--mutant", choices=MUTANTS, help="run a program without this safeguard")
    asked = parser.parse_args()
    if not shutil.which("strace"):
        print("strace is not installed, nothing was tried (Debian: apt-get install strace)")
        return 0
    faults = 0
    with workshop() as folder:
        sources = mutated(asked.mutant, folder) if asked.mutant else SOURCES
        for name in asked.only:
            report = Session(name, folder / name, sources, asked.seed).work(asked.every, asked.torn, bool(asked.mutant))
            report.close()
            faults += len(report.faults)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
