"""The ledger of a call, open for work: to read, to write in one transaction, or for a trial of which nothing stays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from complaint_cli.acts.call import Call
from complaint_cli.acts.opening import watched
from complaint_cli.acts.work import Work, work_on
from complaint_cli.store.closings import unjudged

if TYPE_CHECKING:
    from complaint_cli.store.evidence import Incoming


@contextmanager
def opened(call: Call) -> Iterator[Work]:
    """Open the database of a call for reading and writing."""
    with watched(call) as store:
        work = work_on(call, store)
        if unjudged(store) and store.writable and not store.refusal:
            from complaint_cli.acts.carrying import lay_baselines

            lay_baselines(work)
        yield work


@contextmanager
def writing(call: Call, *, evidence: bool = False) -> Iterator[Work]:
    """Open the database of a call and make all of the block one transaction, ``evidence`` that it copies included."""
    with opened(call) as work, whole(work, evidence=evidence):
        yield work


def whole(work: Work, *, evidence: bool = False) -> AbstractContextManager[None]:
    """Make a block of a work one transaction, ``evidence`` that it copies included."""
    if not evidence:
        return work.store.writing()
    from complaint_cli.store.keeping import writing_evidence

    return writing_evidence(work.store)


@contextmanager
def copied_before(call: Call, files: Sequence[tuple[str, Path]]) -> Iterator[dict[str, Incoming]]:
    """Copy evidence, each under a name, before the lock is taken: nobody waits for a large file."""
    if not files:
        yield {}
        return
    from complaint_cli.store.keeping import copied

    with opened(call) as work:
        work.store.check_writable()
        with copied(work.store, files) as incoming:
            yield incoming


class Undone(Exception):
    """Ends a transaction of which nothing shall stay."""


@contextmanager
def tried(call: Call) -> Iterator[Work]:
    """Open the database of a call for a block of which nothing is kept; it needs no signature."""
    with suppress(Undone), opened(call) as work, work.store.writing(signed=False):
        work.trying = True
        yield work
        raise Undone
