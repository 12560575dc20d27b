"""Putting a backup back, on the record: the restored ledger's first new entry says who did it and what stood there."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from complaint_cli.acts.call import Call
from complaint_cli.acts.carrying import lay_baselines
from complaint_cli.acts.people import sitter
from complaint_cli.acts.work import work_on
from complaint_cli.errors import DatabaseDamaged
from complaint_cli.store import copies, seen
from complaint_cli.store.closings import unjudged
from complaint_cli.store.database import Store
from complaint_cli.store.journal import encode
from complaint_cli.store.verify import Verified


def restore(call: Call, source: Path) -> tuple[Verified, Path | None]:
    """Put a backup in the place of the call's database; return what it is now, and where the former one is kept.

    Raises DatabaseDamaged when the backup does not verify, StepRefused where nothing may be entered into it.
    """

    def record(store: Store, former: tuple[int, str] | None) -> None:
        work = work_on(call, store)
        with store.writing(), work.entry("restore", None, sitter(call, work.organisation)) as entry:
            entry.before = encode(former)
        if unjudged(store):
            lay_baselines(work)

    restored = copies.restore(source, call.database, datetime.now().astimezone(), record)
    for path in filter(None, (restored[1], call.database)):  # this account knows both, and that this is the ledger now
        with suppress(DatabaseDamaged), Store.open(path, upgrade=False) as store:
            seen.remember(store)
    return restored
