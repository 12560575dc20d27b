"""Have cron really run the line of examples/complaint.cron: ``python tests/cron/fire.py``.

Two lines are put into this user's crontab for the next minute, one on a ledger with an overdue complaint and one
on a clean ledger; only the program, the ledger and the schedule of the example are replaced. The first must print
the complaint, the second nothing at all, both with exit code 0. The crontab is put back as it was, whatever
happens. Needs Debian's cron; where no daemon runs, root starts one for the while.
"""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "complaint.cron"
PROGRAM = Path(sys.executable).with_name("complaint")
MARK = "# for a minute: tests/cron/fire.py"
PATIENCE = 150  # seconds: cron reads a changed crontab at the turn of a minute


def main() -> int:
    """Fire the line once; return 0 when all was as it should be."""
    missing = reason_not_to()
    if missing:
        print(missing)
        return 2
    with TemporaryDirectory(prefix="complaint-cron-") as name:
        folder = Path(name)
        ledgers(folder)
        lines = [*environment(), *(line(folder, kind) for kind in ("late", "clean"))]
        print("installed in the crontab:", *lines, sep="\n  ")
        with daemon(), installed(lines):
            begun = time.monotonic()
            while not all((folder / f"{kind}.code").exists() for kind in ("late", "clean")):
                if time.monotonic() - begun > PATIENCE:
                    print("cron did not run the lines within two minutes and a half.")
                    return 1
                time.sleep(0.5)
            time.sleep(0.5)
            print(f"cron ran them after {time.monotonic() - begun:.0f} s")
        return verdict(folder)


def reason_not_to() -> str | None:
    """Return a sentence on what is missing here, if anything is."""
    if which("crontab") is None or which("cron") is None:
        return "cron is not installed here (Debian: apt-get install cron); nothing was tried."
    if not PROGRAM.exists():
        return f"{PROGRAM.name} is not installed beside this Python; run it with that of the virtual environment."
    if running() is None and os.geteuid() != 0:
        return "no cron daemon runs here, and only root can start one; nothing was tried."
    return None


def ledgers(folder: Path) -> None:
    """Make a ledger with one overdue complaint, and one without any."""
    now = datetime.now()
    taken, due = (f"{now - timedelta(days=days):%Y-%m-%d} 09:00" for days in (10, 3))
    for kind in ("late", "clean"):
        db = folder / f"{kind}.db"
        program("--db", db, "init")
        if kind == "late":
            program("--db", db, "intake", "--content", "路边阀井有异响", "--at", taken, "--deadline", due)


def program(*words: object) -> None:
    """Run the program; it must go well."""
    subprocess.run([PROGRAM, *map(str, words)], check=True, capture_output=True)


def environment() -> list[str]:
    """Return the example's lines that set variables."""
    return [text for text in _meant() if "=" in text.split()[0]]


def line(folder: Path, kind: str) -> str:
    """Return the example's command, for every minute, on a ledger made here, its output and exit code kept."""
    [command] = [text.split(maxsplit=5)[5] for text in _meant() if "=" not in text.split()[0]]
    words = shlex.split(command)
    words[0], words[words.index("--db") + 1] = str(PROGRAM), str(folder / f"{kind}.db")
    kept = folder / kind
    return f"* * * * * {shlex.join(words)} > {kept}.out 2>&1; echo $? > {kept}.code"


def _meant() -> list[str]:
    lines = EXAMPLE.read_text("utf-8").splitlines()
    return [text for text in lines if text.strip() and not text.startswith("#")]


def verdict(folder: Path) -> int:
    """Compare what the two runs left with what they should have."""
    late, clean = ((folder / f"{kind}.out").read_text("utf-8") for kind in ("late", "clean"))
    codes = [(folder / f"{kind}.code").read_text().strip() for kind in ("late", "clean")]
    print("the late ledger printed:", late.rstrip(), sep="\n")
    print(f"the clean ledger printed {len(clean)} characters; exit codes {', '.join(codes)}")
    good = "路边阀井有异响" in late and "complaint transfer" in late and not clean and codes == ["0", "0"]
    print("as it should be." if good else "NOT as it should be.")
    return 0 if good else 1


# -- cron ----------------------------------------------------------------------------------------


def running() -> int | None:
    """Return the process of the cron daemon, if one runs."""
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if (folder / "comm").read_text().strip() == "cron":
                return int(folder.name)
    return None


@contextmanager
def daemon() -> Iterator[None]:
    """Start cron for the while if none runs."""
    if running() is not None:
        yield
        return
    process = subprocess.Popen(["cron", "-f"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=10)


@contextmanager
def installed(lines: list[str]) -> Iterator[None]:
    """Add lines to this user's crontab, and put it back as it was."""
    before = subprocess.run(["crontab", "-l"], capture_output=True, text=True)
    old = before.stdout if before.returncode == 0 else None
    try:
        _install((old or "") + "\n".join([MARK, *lines, ""]))
        yield
    finally:
        if old is None:
            subprocess.run(["crontab", "-r"], check=True)
        else:
            _install(old)


def _install(text: str) -> None:
    subprocess.run(["crontab", "-"], input=text, text=True, check=True)


def _leave(*_: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _leave)
    sys.exit(main())
