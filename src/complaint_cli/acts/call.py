"""One run of the program: who calls, for which database, under which clock."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path

from complaint_cli.company.calendar import Calendar
from complaint_cli.text.tuples import NamedTuple


class Call(NamedTuple):
    """One run of the program: what was asked for before any command looks at it."""

    language: str
    db: Path | None  # --db or COMPLAINT_DB; None: the one in the data folder
    json: bool
    by: str | None  # --by
    now_text: str | None  # COMPLAINT_NOW as written
    started: datetime  # the machine's clock, UTC, whole seconds
    sits: str | None = None  # COMPLAINT_BY: who sits there
    paper_language: str = "zh"  # of documents: Chinese unless --lang or COMPLAINT_LANG asks otherwise
    saw: tuple[object, int] | None = None  # base and factor of the proposal on which an amount was asked for

    @property
    def clock(self) -> str:
        """The clock that entries are made under, ``system`` or ``COMPLAINT_NOW``."""
        return "COMPLAINT_NOW" if self.now_text else "system"

    @property
    def database(self) -> Path:
        """The database file; neither it nor its folder need exist."""
        return self.db or data_folder() / "complaint.db"

    def now(self, calendar: Calendar) -> datetime:
        """Return the moment of the call in the policy's zone: ``COMPLAINT_NOW``, else the clock.

        Raises UsageError when ``COMPLAINT_NOW`` is no time.
        """
        local = self.started.astimezone(calendar.tz)
        if not self.now_text:
            return local
        from complaint_cli.company.moments import parse_time

        return parse_time(self.now_text, now=local, calendar=calendar)


def data_folder() -> Path:
    """Return the platform's folder for this program's data; it need not exist."""
    from platformdirs import user_data_path

    return user_data_path("complaint", appauthor=False)


def tell(text: str) -> None:
    """Show one line on the terminal, at once; by stderr."""
    from complaint_cli.text.plain import plain

    print(plain(text, lines=False), file=sys.stderr, flush=True)


def login() -> str:
    """Return the account's name as the system knows it; where it knows none, as the environment says.

    Variables come last: whoever sits there may set them, and ``su`` leaves those of who sat there before.
    """
    try:
        import pwd

        return pwd.getpwuid(os.getuid()).pw_name
    except (KeyError, OSError, ImportError):  # an account without a name, or Windows
        said = next(filter(None, map(os.environ.get, ("LOGNAME", "USER", "LNAME", "USERNAME"))), None)
        return said or (str(os.getuid()) if hasattr(os, "getuid") else "unknown")
