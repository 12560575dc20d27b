"""The pager: what is longer than the terminal's screen is shown a screen at a time."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from complaint_cli.messages.desk import Desk


class _Held(io.StringIO):
    """Text that is kept for the pager; whoever writes it writes as to the terminal."""

    def isatty(self) -> bool:
        return True


@contextmanager
def paged() -> Iterator[None]:
    """Show what the block prints by the program of PAGER, else less, where the terminal's screen cannot hold it.

    Off a terminal, with TERM=dumb and where PAGER is empty or ``cat``, it is printed as it comes.
    """
    out, pager = sys.stdout, os.environ.get("PAGER", "less").strip()
    watched = out is not None and out.isatty() and sys.stdin is not None and sys.stdin.isatty()
    if not watched or os.environ.get("TERM") == "dumb" or pager in ("", "cat"):
        yield
        return
    sys.stdout = held = _Held()
    try:
        yield
    finally:
        sys.stdout = out
        text = held.getvalue()
        if text.count("\n") < shutil.get_terminal_size().lines or not shutil.which(pager.split()[0]):
            out.write(text)
        else:
            _show(pager, text)


def _show(pager: str, text: str) -> None:
    import signal
    import subprocess

    sys.stderr.flush()
    ours = {"LESS": f"FRXPs{Desk.PAGES()}$", "LESSCHARSET": "utf-8"}
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the pager's
    try:
        subprocess.run(pager, shell=True, input=text.encode(), env=ours | os.environ)
    finally:
        signal.signal(signal.SIGINT, before)
