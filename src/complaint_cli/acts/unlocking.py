"""Finding the key of whoever signs, and asking for its passphrase before the ledger is held."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from complaint_cli.acts.call import Call, data_folder, tell
from complaint_cli.errors import StepRefused, UsageError
from complaint_cli.files import named_text
from complaint_cli.messages.keys import Keys
from complaint_cli.store.keys import SHORTEST, Key, owner, unlocked
from complaint_cli.store.roll import Roll
from complaint_cli.text.near import name_key

_TRIES = 3
"""How often a passphrase is asked for on a terminal."""


def key_file(person: str) -> Path:
    """Return where a person's key is: ``COMPLAINT_KEY``, else a file of his name in the data folder."""
    if chosen := os.environ.get("COMPLAINT_KEY"):
        return Path(chosen).expanduser()
    name = "".join(letter if letter.isalnum() else "_" for letter in name_key(person))
    return data_folder() / "keys" / f"{name}.key"


def passphrase(person: str, *, twice: bool = False) -> str:
    """Return the first line of the file that ``COMPLAINT_PASSPHRASE_FILE`` names, else ask on the terminal.

    Raises StepRefused where there is nobody to ask, UsageError where the two answers differ or the file cannot be read.
    """
    if file := os.environ.get("COMPLAINT_PASSPHRASE_FILE"):
        return named_text(Path(file).expanduser()).partition("\n")[0].rstrip("\r")
    if sys.stdin is None or not sys.stdin.isatty():
        raise StepRefused(Keys.NEEDS_PASSPHRASE, person=person)
    typed = _hidden((Keys.NEW_PASSPHRASE if twice else Keys.PASSPHRASE_OF)(person=person, shortest=SHORTEST))
    if twice and len(typed) < SHORTEST:
        raise UsageError(Keys.SHORT, shortest=SHORTEST)
    if twice and typed != _hidden(Keys.AGAIN()):
        raise UsageError(Keys.DIFFERENT)
    return typed


def _hidden(question: str) -> str:
    from getpass import getpass

    try:
        return getpass(question)
    except (KeyboardInterrupt, EOFError):
        print(file=sys.stderr)  # what follows begins a line
        raise


def unlock(person: str, public: str | None = None) -> Key:
    """Return a person's key, unlocked.

    Raises StepRefused where there is none, or another's than ``public``; UsageError for a wrong passphrase or a file
    that cannot be read.
    """
    file = key_file(person)
    if not os.path.lexists(file):
        raise StepRefused(Keys.NO_KEY if public else Keys.NO_KEY_YET, person=person, file=file)
    text = named_text(file)
    whose, kept = owner(text)
    if name_key(whose) != name_key(person) or public not in (None, kept):
        raise StepRefused(Keys.OTHER_KEY, person=person, owner=whose, file=file)
    for _ in range(_TRIES - 1):
        try:
            return unlocked(text, passphrase(person))
        except UsageError as error:
            if error.message is not Keys.WRONG_PASSPHRASE or os.environ.get("COMPLAINT_PASSPHRASE_FILE"):
                raise
            tell(str(error))  # what was typed before is not lost for a slip
    return unlocked(text, passphrase(person))


def unlocker(call: Call, entered_by: str) -> Callable[[Roll], Key | None]:
    """Return what finds who signs this call's transactions: who sits there, else ``--by`` where his key is at hand."""
    known: dict[str, Key] = {}

    def find(roll: Roll) -> Key | None:
        him = roll.of(entered_by)
        if him is None and call.by and (him := roll.of(call.by)) and not key_file(him.person).is_file():
            return None
        if him is None:
            return None
        if him.key not in known:
            known[him.key] = unlock(him.person, him.key)
        return known[him.key]

    return find
