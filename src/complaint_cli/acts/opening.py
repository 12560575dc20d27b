"""The ledger of a call, opened and held against what this account saw of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from complaint_cli.acts.call import Call, tell
from complaint_cli.store import seen
from complaint_cli.store.database import Store


@contextmanager
def watched(call: Call, *, accept: bool = False, warn: bool = True) -> Iterator[Store]:
    """Open the database of a call and remember how it stood; one that is not what this account saw is told.

    Such a one can be read, not written (DatabaseDamaged), unless ``accept`` takes it as it is.
    """
    with Store.open(call.database, tell) as store:
        store.refusal = None if accept else seen.lost(store)
        if store.refusal and warn:
            tell(str(store.refusal))
            store.refusal.told = True
        try:
            yield store
        finally:
            if not store.refusal:
                seen.remember(store)
