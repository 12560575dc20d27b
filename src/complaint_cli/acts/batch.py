"""``batch``: many commands of any kind, one JSON object a line, all of them or none."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext, suppress
from datetime import date
from decimal import Decimal
from os.path import getsize, isfile, islink
from pathlib import Path
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile
from typing import IO, BinaryIO, NoReturn

from complaint_cli.acts.answers import Recorded
from complaint_cli.acts.call import Call
from complaint_cli.acts.handling import LONGEST_PATH, found
from complaint_cli.acts.index import ACTS, act_of, keys_of
from complaint_cli.acts.transaction import Undone, copied_before, writing
from complaint_cli.acts.values import names, required
from complaint_cli.acts.work import Work
from complaint_cli.errors import (
    ComplaintError,
    DatabaseBusy,
    DatabaseDamaged,
    ImportRejected,
    NewerDatabase,
    StepRefused,
    UsageError,
)
from complaint_cli.files import open_at_once
from complaint_cli.messages.casework import Casework
from complaint_cli.messages.prompts import Lines
from complaint_cli.messages.store import Files
from complaint_cli.text.tuples import NamedTuple

LONGEST_LINE = 1 << 20
"""The most bytes of a line; what a complaint may hold fits well."""

BYTES_A_LINE = 200
"""About how long a line is; how many there are is guessed from the size of the file."""
STEP = 1000
_BOM = b"\xef\xbb\xbf"
_REFERRING = ("no", "repeat_of", "complaint")
"""The keys that may name a complaint by the ``ref`` of an earlier line."""


class Applied(NamedTuple):
    """What came of a batch."""

    lines: int
    refs: dict[str, str]


class _Command(NamedTuple):
    act: Callable[..., Recorded]
    keys: frozenset[str]


def _set_manager(
    work: Work,
    *,
    dept: object = None,
    name: object = None,
    since: object = None,
    approved_by: object = None,
    at: object = None,
    by: object = None,
) -> Recorded:
    """Record who manages a department from a day on."""
    from complaint_cli.acts.setup import set_manager

    department = work.organisation.find(required(dept, "dept"))
    holder, said = required(name, "name"), required(since, "since")
    moment, actor = work.step(at, by)
    try:
        day = date.fromisoformat(said)
    except ValueError:
        raise UsageError(Casework.NOT_DAY, name="since", value=said) from None
    set_manager(work, department.name, holder, day, moment, actor, approved_by)
    return {"department": department.name}


COMMANDS = {
    do: _Command(act, frozenset(key.rstrip("_") for key in keys_of(act)))
    for do, act in {**{do: act_of(do) for do in ACTS}, "org set-manager": _set_manager}.items()
}
"""Every command that a line may hold."""


Counting = Callable[[str, int], AbstractContextManager[Callable[[int], None]]]
"""What shows a bar with a label for so many steps, and is told of each."""


Widening = Callable[[Work, dict[str, object]], dict[str, object]]
"""What makes a line's values of a text that it brings along, such as an order as it arrived."""


def applied_file(
    call: Call,
    file: str,
    counting: Counting = lambda *_: nullcontext(lambda _: None),
    widen: Widening = lambda _, values: values,
    *,
    dry_run: bool = False,
) -> Applied:
    """Carry out a file, or stdin where it is ``-``, in one transaction; UsageError when it cannot be read.

    ``dry_run`` tries all of it and keeps nothing.
    """
    applied = Applied(0, {})
    folder = Path() if file == "-" else Path(file).parent
    with suppress(Undone), ExitStack() as held:
        stream = held.enter_context(_at_hand(held.enter_context(opened_bytes(file))))
        size = stream.seek(0, os.SEEK_END)
        incoming = held.enter_context(copied_before(call, _there(folder, _evidence_named(stream))))
        stream.seek(0)
        work = held.enter_context(writing(call, evidence=True))
        work.folder, work.incoming = folder, {**incoming}
        with counting(Lines.READING(), size // BYTES_A_LINE) as step:
            applied = apply(work, stream, step, widen)
        if dry_run:
            raise Undone
    return applied


@contextmanager
def _at_hand(stream: BinaryIO) -> Iterator[IO[bytes]]:
    """Yield what can be read twice: of a pipe all that comes, kept on the disk where it is much."""
    if stream.seekable() and not stream.tell():
        yield stream
        return
    with SpooledTemporaryFile(16 << 20) as kept:
        copyfileobj(stream, kept)
        yield kept


def _evidence_named(stream: IO[bytes]) -> dict[str, None]:
    """Return the files that the lines name as evidence; what is wrong with a line is told when it is carried out."""
    stream.seek(0)
    named: dict[str, None] = {}
    for line in _lines(stream):
        if b'"evidence"' in line:
            with suppress(UsageError):
                named |= dict.fromkeys(names(parse_object(line).get("evidence"), "evidence", LONGEST_PATH))
    return named


def _there(folder: Path, named: Iterable[str]) -> list[tuple[str, Path]]:
    """Return those of the named files that are there; one that cannot be taken is told with its line."""
    files = [(name, found(folder, name)) for name in named]
    return [(name, path) for name, path in files if isfile(path) and not islink(path) and getsize(path)]


def apply(
    work: Work,
    stream: IO[bytes],
    step: Callable[[int], None] = lambda _: None,
    widen: Widening = lambda _, values: values,
) -> Applied:
    """Carry out every line of a stream within the caller's transaction; ``step`` is told how many were done.

    Raises ImportRejected with the number of the first bad line and the reason.
    """
    refs: dict[str, str] = {}
    count = number = 0
    try:
        for number, line in enumerate(_lines(stream), 1):
            if number % STEP == 0:
                step(STEP)
            if not line.isspace():
                apply_line(work, widen(work, parse_object(line)), refs)
                count += 1
    except (DatabaseBusy, DatabaseDamaged, NewerDatabase):
        raise
    except ComplaintError as error:
        reason = str(error)
        end = "" if reason.endswith(("。", ".")) else Lines.STOP()
        raise ImportRejected(Lines.REJECTED, line=number, reason=reason + end) from None
    return Applied(count, refs)


def _lines(stream: IO[bytes]) -> Iterator[bytes]:
    """Read lines one by one, none much longer than a line may be."""
    yield stream.readline(LONGEST_LINE + 1).removeprefix(_BOM) or b"\n"
    while line := stream.readline(LONGEST_LINE + 1):
        yield line


def apply_line(work: Work, values: dict[str, object], refs: dict[str, str]) -> None:
    """Carry out one line; ``refs`` takes in the complaint that it names."""
    do = values.pop("do", None)
    ref = values.pop("ref", None)
    entered = values.pop("entered", None)
    command = COMMANDS.get(do) if isinstance(do, str) else None
    if command is None:
        raise _no_command(do)
    if not values.keys() <= command.keys:
        raise _no_key(str(do), values, command.keys)
    if ref is not None and (not isinstance(ref, str) or not ref or ref[0] == "@"):
        raise UsageError(Lines.BAD_REF)
    if ref in refs:
        raise UsageError(Lines.REF_TWICE, ref=ref)
    for key in _REFERRING:
        value = values.get(key)
        if value.__class__ is str and value[:1] == "@":
            if value[1:] not in refs:
                raise UsageError(Lines.REF_UNKNOWN, ref=value[1:])
            values[key] = refs[value[1:]]
    if "as" in values:
        values["as_"] = values.pop("as")
    answer = command.act(_then(work, entered), **values)
    if ref is not None:
        number = answer.get("complaint")
        if number is None:
            raise UsageError(Lines.REF_NOTHING, ref=ref)
        refs[ref] = number


def _then(work: Work, entered: object) -> Work:
    """Return the work as it stands when a line was entered: ``entered`` on a rehearsal, else now."""
    if entered is None:
        return work
    if not work.store.rehearsal:
        raise StepRefused(Lines.ENTERED_REHEARSAL)
    moment = work.time(required(entered, "entered"))
    if moment > work.now:
        raise StepRefused(Lines.ENTERED_FUTURE, at=entered)
    return work.as_of(moment)


def _no_command(do: object) -> UsageError:
    if not isinstance(do, str):
        return UsageError(Lines.NO_DO)
    return UsageError(Lines.UNKNOWN_DO, do=_short(do), near=_near(do, COMMANDS))


def _no_key(do: str, values: dict[str, object], known: frozenset[str]) -> UsageError:
    key = next(key for key in values if key not in known)
    return UsageError(Lines.UNKNOWN_KEY, do=do, key=_short(key), near=_near(key, known))


def _near(word: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(word[:40], list(known), n=1)
    return Lines.NEAR(near=near[0]) if near else ""


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:40] + "…"


# -- reading JSON ------------------------------------------------------------------------------


@contextmanager
def opened_bytes(file: str) -> Iterator[BinaryIO]:
    """Open a file, or stdin where it is ``-``; UsageError when it cannot be opened."""
    if file == "-":
        yield sys.stdin.buffer
        return
    try:
        stream = open_at_once(file)
    except (OSError, ValueError):
        raise UsageError(Files.NOT_READ, file=file) from None
    with stream:
        yield stream


def values_in(data: bytes, file: str, do: str, *also: str) -> dict[str, object]:
    """Read the values of one command from the bytes of a file: one JSON object, which may have some keys ``also``.

    Raises UsageError for whatever is none, or has a key that the command does not know.
    """
    try:
        values = parse_object(data.removeprefix(_BOM))
        if values.pop("do", do) != do:
            raise UsageError(Lines.OTHER_DO, do=do)
        if not values.keys() <= (keys := COMMANDS[do].keys | set(also)):
            raise _no_key(do, values, keys)
    except UsageError as error:
        raise UsageError(Lines.VALUES, file=file, reason=str(error)) from None
    return values


def parse_object(line: bytes) -> dict[str, object]:
    """Read one JSON object; UsageError in one sentence for whatever is none."""
    if len(line) > LONGEST_LINE:
        raise UsageError(Lines.TOO_LONG, longest=LONGEST_LINE)
    try:
        value = _decode(line.decode("utf-8"))
    except UnicodeDecodeError:
        raise UsageError(Lines.NOT_UTF8) from None
    except json.JSONDecodeError as error:
        raise UsageError(Lines.NOT_JSON, detail=f"{error.msg}, {error.pos + 1}") from None
    except RecursionError:
        raise UsageError(Lines.TOO_DEEP) from None
    if not isinstance(value, dict):
        raise UsageError(Lines.NOT_OBJECT)
    return value


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        raise UsageError(Lines.TWICE, key=_short(next(key for key in keys if keys.count(key) > 1)))
    return found


def _no_number(said: str) -> NoReturn:
    raise UsageError(Lines.NOT_NUMBER, value=_short(said))


def _whole(said: str) -> int:
    return int(said) if len(said) <= 18 else _no_number(said)


def _decimal(said: str) -> Decimal:
    return Decimal(said) if len(said) <= 30 else _no_number(said)


_decode = json.JSONDecoder(
    object_pairs_hook=_once, parse_constant=_no_number, parse_int=_whole, parse_float=_decimal
).decode
