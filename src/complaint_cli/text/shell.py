"""A command line to be copied, quoted as the shells of the system at hand read it."""

from __future__ import annotations

import os
from collections.abc import Iterable


def command_line(words: Iterable[str]) -> str:
    """Join the words of a command; on Windows in double quotes, which cmd and PowerShell both read."""
    if os.name == "posix":
        from shlex import join

        return join(words)
    from subprocess import list2cmdline

    return list2cmdline(words)
