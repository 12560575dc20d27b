"""Makes a database of many journal entries, quickly and through the store alone, and times ``verify`` on it.

python tests/faults/grow.py --entries 1000000 --db /tmp/big.db
"""

from __future__ import annotations

import argparse
import resource
import time
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from complaint_cli.commands import setup
from complaint_cli.commands.shared import Call
from complaint_cli.store import Store, Writer
from complaint_cli.verify import verify

START = datetime.fromisoformat("2024-01-02T09:00:00+08:00")
STEPS = 8  # entries a complaint


def grow(path: Path, entries: int) -> None:
    """Lay a database and fill it with filed complaints of eight entries each; the last ones stay open."""
    call = Call("zh", path, False, "温小棠", "2026-11-03 09:00", datetime.now(UTC))
    setup.lay(call, path, None)
    with Store.open(path) as store:
        for first in range(0, entries, 20_000):
            with store.writing():
                for number in range(first, min(first + 20_000, entries), STEPS):
                    _complaint(store, number // STEPS, filed=number < entries - 1000)


def _complaint(store: Store, index: int, *, filed: bool) -> None:
    at = START + timedelta(minutes=8 * index)
    actor = "温小棠"

    def step(minutes: int, command: str, table: str, **columns: object) -> int:
        moment = at + timedelta(minutes=minutes)
        with store.entry(Writer(actor, moment, "system"), command, number) as entry:
            return entry.add(table, moment, actor, **columns)

    number, serial = store.next_number(at.year)
    row = step(
        0, "intake", "complaint", number=number, year=at.year, serial=serial,
        content=f"市民反映：家中燃气表读数与账单不符，多次致电营业厅无人答复，要求上门核实并退还多收的费用。第 {index} 件",
        category="计量收费", source="12345热线", urgency="normal", caller="张明", phone=f"138{index:08d}",
        account=f"{index:010d}", address="幸福路 12 号 3 单元 402 室", order_no=f"GD{index:010d}", superior_no=None,
        deadline=at + timedelta(days=7), basis="order", provisional=0, confidential=0,
    )  # fmt: skip
    transfer = step(
        10, "transfer", "transfer", complaint=row, department="计量收费部", persons=("蓝抄月",), justified=None
    )
    for post in ("deputy", "general"):
        step(
            20,
            "approve",
            "approval",
            complaint=row,
            transfer=transfer,
            post=post,
            verdict="approved",
            acting=0,
            opinion="同意",
        )
    step(60, "handle", "contact", complaint=row, means="phone")
    if filed:
        step(90, "handle", "handback", complaint=row, transfer=transfer)
        step(120, "callback", "callback", complaint=row, result="satisfied", resolved=None, rework=0)
        step(150, "reply", "reply", complaint=row, summary="已上门核实并更正。")


def plain_loop(path: Path) -> tuple[float, float]:
    """Return the seconds of a plain loop that hashes the same bytes, and of one that reads them from the file too."""
    bodies = []
    with Store.open(path) as store:
        columns = "seq, recorded, clock, actor, command, subject, before, images, previous"
        sql = f"SELECT CAST(json_array({columns}) AS BLOB) FROM journal ORDER BY seq"
        rows = store.connection.execute(sql)
        hashing = reading = 0.0
        while True:
            begun = time.perf_counter()
            bodies = [body for (body,) in rows.fetchmany(10_000)]
            reading += time.perf_counter() - begun
            begun = time.perf_counter()
            for body in bodies:
                sha256(body).hexdigest()
            hashing += time.perf_counter() - begun
            if not bodies:
                return hashing, hashing + reading


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--db", type=Path, required=True)
    chosen = parser.parse_args()
    if not chosen.db.exists():
        begun = time.perf_counter()
        grow(chosen.db, chosen.entries)
        print(f"grown in {time.perf_counter() - begun:.1f} s, {chosen.db.stat().st_size / 2**20:.0f} MiB")
    with Store.open(chosen.db) as store:
        begun = time.perf_counter()
        found = verify(store)
        took = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"verify: {found.entries} entries, {len(found.faults)} faults, {took:.2f} s, peak {peak:.0f} MiB")
    hashing, with_reading = plain_loop(chosen.db)
    print(f"plain loop: hashing alone {hashing:.2f} s ({took / hashing:.1f} x), with reading {with_reading:.2f} s "
          f"({took / with_reading:.1f} x)")  # fmt: skip
    for fault in found.faults[:5]:
        print(fault)


if __name__ == "__main__":
    main()
