"""How the steps of some complaints are signed: told one by one, and counted for the month's report."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable

from complaint_cli.complaint.stages import STAGES
from complaint_cli.store.database import Store
from complaint_cli.store.journal import encode
from complaint_cli.text.near import name_key

COUNTED = {"decision": "decide", "approval": "approve", "investigation": "investigate", "exclusion": "exclude"}
"""The tables whose steps are counted one by one, by the command that writes them."""


def count_signed(store: Store, rows: Iterable[int]) -> dict[str, dict[str, int]]:
    """Count the steps of complaints: signed by who took them, unsigned, or entered for another on paper's strength.

    Under ``all`` stand the steps of every kind, under a command's name those that it took.
    """
    execute = store.connection.execute
    chosen = (encode(sorted(rows)),)
    taken = [
        (table, entry, actor)
        for table, stage in STAGES.items()
        if stage.step
        for entry, actor in execute(
            f"SELECT DISTINCT entry, actor FROM {table} WHERE complaint IN (SELECT value FROM json_each(?))", chosen
        )
    ]
    how = signing(store, min((entry for _, entry, _ in taken), default=0))
    counts = {kind: {"signed": 0, "unsigned": 0, "paper": 0} for kind in ("all", *COUNTED.values())}
    for entry, actor in {(entry, actor) for _, entry, actor in taken}:
        counts["all"][how(entry, actor)] += 1
    for table, entry, actor in taken:
        if table in COUNTED:
            counts[COUNTED[table]][how(entry, actor)] += 1
    return counts


def keyed(store: Store) -> bool:
    """Whether anybody has a key to sign with."""
    return store.connection.execute("SELECT 1 FROM enrolment LIMIT 1").fetchone() is not None


def signing(store: Store, first: int) -> Callable[[int, str], str]:
    """Return what tells of an entry, from the ``first`` on, and who acted in it whether he signed it.

    It is ``signed``, ``unsigned``, or ``paper`` where another sat at the keyboard.
    """
    execute = store.connection.execute
    sat = execute(
        "SELECT entry, entered_by FROM session "
        "WHERE entry >= coalesce((SELECT max(entry) FROM session WHERE entry <= ?), 0) ORDER BY entry",
        (first,),
    ).fetchall()
    signed = execute("SELECT seq, person FROM signature WHERE seq >= ? ORDER BY seq", (first,)).fetchall()
    starts, ends = [entry for entry, _ in sat], [seq for seq, _ in signed]

    def how(entry: int, actor: str) -> str:
        place, under = bisect_right(starts, entry), bisect_left(ends, entry)
        within = under < len(ends) and (place == len(starts) or ends[under] < starts[place])
        if within and name_key(signed[under][1]) == name_key(actor):
            return "signed"
        return "paper" if place and sat[place - 1][1] != actor else "unsigned"

    return how
