"""What the shell offers after a Tab: numbers, departments, people, rules. Silent on any error.

Nothing heavy is imported above the functions, and the database is opened for reading alone.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import typer

MOST = 40
_HELP = 30  # characters of a complaint's matter
_ACTIVE = r"[^\w，。、；：？！（）《》“”…—. -]"  # what a shell that evaluates the offer might act upon


def numbers(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Offer complaint numbers, the open ones first, each with its matter."""
    from complaint_cli.store.shell import for_the_shell, numbers_like
    from complaint_cli.text.masking import mask_text

    rows = for_the_shell(_database(ctx), lambda connection: numbers_like(connection, incomplete, MOST))
    return [
        (number, _harmless(mask_text(content, phones=(phone,), names=(caller,)))[:_HELP])
        for number, content, phone, caller in rows
        if number == _harmless(number)
    ]


def departments(ctx: typer.Context, incomplete: str) -> list[str]:
    """Offer the departments."""
    return [name for name, _ in _departments(ctx) if name.startswith(incomplete) and name == _harmless(name)]


def people(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Offer everyone on a staff with his department, then who holds a post."""
    from complaint_cli.store.shell import for_the_shell, holders_like

    found = {person: name for name, staff in _departments(ctx) for person in staff}
    found = dict.fromkeys(for_the_shell(_database(ctx), holders_like), "") | found
    return [(p, _harmless(name)) for p, name in found.items() if p.startswith(incomplete) and p == _harmless(p)]


def rules(incomplete: str) -> list[str]:
    """Offer the rules that fine."""
    with suppress(Exception):
        from complaint_cli.assessment.rules import BANDS

        return [name for name in BANDS if name.startswith(incomplete)]
    return []


def statuses(incomplete: str) -> list[tuple[str, str]]:
    """Offer the statuses."""
    from complaint_cli.complaint.case import Status
    from complaint_cli.messages.desk import Desk

    return [(s.value, Desk[f"STATUS_{s.name}"]()) for s in Status if s.value.startswith(incomplete)]


def among(words: Sequence[str]) -> Callable[[str], list[str]]:
    """Return an offer of these words."""

    def offer(incomplete: str) -> list[str]:
        return [word for word in words if word.startswith(incomplete)]

    return offer


def _harmless(text: str) -> str:
    return " ".join(re.sub(_ACTIVE, " ", text).split())


def _departments(ctx: typer.Context) -> list[tuple[str, tuple[str, ...]]]:
    from complaint_cli.store.shell import departments_like, for_the_shell

    return for_the_shell(_database(ctx), departments_like)


def _database(ctx: typer.Context) -> Path:
    """Return the database that the line being typed is about."""
    named: Any = ctx.find_root().params.get("db") or os.environ.get("COMPLAINT_DB")
    if named:
        return Path(os.path.expanduser(named))
    from complaint_cli.acts.call import data_folder

    return data_folder() / "complaint.db"
