"""Questions on a terminal: a wrong answer is explained and asked again, Ctrl-C leaves nothing."""

from __future__ import annotations

import os
import re
import shlex
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from complaint_cli.acts.call import tell
from complaint_cli.errors import ComplaintError, UsageError
from complaint_cli.files import open_regular
from complaint_cli.messages.prompts import Ask
from complaint_cli.messages.store import Files
from complaint_cli.messages.vocabulary import Words
from complaint_cli.text.near import half_width
from complaint_cli.text.plain import plain
from complaint_cli.text.tuples import NamedTuple

_COMMAS = re.compile(r"[、，,；;]+")


class Item(NamedTuple):
    """One line of a numbered list: what it stands for, and how it is shown."""

    value: str
    label: str


def ask(
    question: str, *, default: str = "", optional: bool = False, read: Callable[[str], object] | None = None
) -> str | None:
    """Ask until there is an answer that ``read`` takes; return it as typed, None when it was left empty.

    An empty answer takes ``default`` if there is one. Raises EOFError at the end of input.
    """
    shown = Ask.WITH_DEFAULT if default else Ask.OPTIONAL if optional else Ask.QUESTION
    while True:
        prompt = plain(shown(question=question, default=default), lines=False)
        line = typed_at(prompt)
        if not line:
            raise EOFError
        typed = plain(line).strip() or default
        if not typed:
            if optional:
                return None
            tell(Ask.NEEDED())
            continue
        try:
            if read:
                read(typed)
        except ComplaintError as error:
            tell(str(error))
        else:
            return typed


def typed_at(prompt: str) -> str:
    """Ask on the terminal and return what was typed, empty at the end of input.

    By the system's line editor an answer may be longer than a terminal's line of 4,095 bytes, and what is pasted with
    line breaks stays one answer; where there is none a line is read as the terminal gives it.
    """
    if sys.stdin.isatty() and sys.stdout.isatty():
        try:
            import readline
        except ImportError:  # Windows, whose console has no such limit
            pass
        else:
            readline.parse_and_bind("set enable-bracketed-paste on")
            with suppress(AttributeError):
                readline.set_auto_history(False)
            sys.stderr.flush()
            try:
                return input(prompt) + "\n"
            except KeyboardInterrupt:
                print(file=sys.stderr)  # what follows begins a line
                raise
    print(prompt, end="", file=sys.stderr, flush=True)
    return sys.stdin.readline()


def yes_no(question: str, *, default: bool) -> bool:
    """Ask for a yes or no."""
    answers = {"y": True, "yes": True, "是": True, "n": False, "no": False, "否": False}

    def read(typed: str) -> None:
        if _narrow(typed) not in answers:
            raise UsageError(Ask.NOT_YES_NO)

    typed = ask(Ask.YES_NO(question=question), default="y" if default else "n", read=read)
    return answers[_narrow(typed or "")]


def choose(
    question: str,
    items: Sequence[Item],
    *,
    default: str = "",
    optional: bool = False,
    read: Callable[[str], object] | None = None,
) -> str | None:
    """Show a numbered list and ask for one of it; return its value.

    ``read`` takes what is not in the list; without one only the list will do.
    """
    _show(items)

    def check(typed: str) -> None:
        if _picked(typed, items) is None:
            if read is None or typed.isdecimal():
                raise UsageError(Ask.NOT_LISTED)
            read(typed)

    shown = next((item.label for item in items if item.value == default), default)
    typed = ask(question, default=shown, optional=optional, read=check)
    return None if typed is None else _picked(typed, items) or typed


def choose_many(question: str, items: Sequence[Item], read: Callable[[str], object]) -> list[str]:
    """Show a numbered list and ask for several, by number or by any name that ``read`` takes; empty for none.

    Names are parted by commas; by blanks too, where what stands between commas is not one name with blanks in it.
    """
    _show(items)
    found: list[str] = []

    def one(part: str) -> str:
        picked = _picked(part, items)
        if picked is None:
            read(part)
        return picked or part

    def check(typed: str) -> None:
        found.clear()
        for part in filter(None, (part.strip() for part in _COMMAS.split(typed))):
            try:
                found.append(one(part))
            except ComplaintError:
                if not re.search(r"\s", part):
                    raise
                found.extend(map(one, part.split()))

    ask(question, optional=True, read=check)
    return found


def choose_files(question: str) -> list[str]:
    """Ask for files, parted by blanks as a shell parts them; a name that holds blanks may stand alone or in quotes."""
    found: list[str] = []

    def check(typed: str) -> None:
        found[:] = [typed] if Path(typed).exists() else shlex.split(typed, posix=os.name == "posix")
        for name in found:
            try:
                with open_regular(Path(name)) as file:
                    if not file.read(1):
                        raise UsageError(Files.EMPTY_EVIDENCE, file=name)
            except OSError:  # a folder, a link, what may not be read
                raise UsageError(Files.NO_EVIDENCE, file=name) from None

    def read(typed: str) -> None:
        try:
            check(typed)
        except (OSError, ValueError):  # an open quote, a name too long
            raise UsageError(Files.NO_EVIDENCE, file=typed) from None

    ask(question, optional=True, read=read)
    return found


def choose_word(question: str, words: Words, *, default: str = "", optional: bool = False) -> str | None:
    """Ask for one of the choices that an option has; return what it is kept as."""
    from complaint_cli.acts.answers import choice
    from complaint_cli.messages.vocabulary import label

    def read(typed: str) -> None:
        try:
            choice(typed, question, words)
        except UsageError:  # it names an option, and all the choices stand above
            raise UsageError(Ask.NOT_LISTED) from None

    items = [Item(key, label(words, key)) for key in words]
    shown = label(words, default) if default else ""
    typed = choose(question, items, default=shown, optional=optional, read=read)
    return None if typed is None else choice(typed, question, words)


def _show(items: Sequence[Item]) -> None:
    for position, item in enumerate(items, 1):
        tell(f"  {position:>2}  {item.label}")


def _narrow(typed: str) -> str:
    """Return an answer in small letters of usual width: an input method for Chinese may write ｙ or Ｙ."""
    return half_width(typed).casefold()


def _picked(typed: str, items: Sequence[Item]) -> str | None:
    if typed.isdecimal() and 1 <= int(typed[:6]) <= len(items):  # full-width digits too
        return items[int(typed[:6]) - 1].value
    return next((item.value for item in items if typed in (item.value, item.label)), None)
