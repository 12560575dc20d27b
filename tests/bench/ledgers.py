"""Makes ledgers for the benchmark: whole histories written in bulk, their chain as true as the program's own.

A million journal entries: ``python tests/bench/ledgers.py FILE --filed 125000 --entries 8``.
"""

from __future__ import annotations

import argparse
import random
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from complaint_cli.acts.setup import lay, read_organisation
from complaint_cli.commands.terminal.call import begin
from complaint_cli.company.calendar import iso
from complaint_cli.store.database import Store
from complaint_cli.store.journal import encode, image, link_hash

ZONE = ZoneInfo("Asia/Shanghai")
CHUNK = 2000
DEPARTMENTS = ("客户服务部", "维修抢修部", "计量收费部", "工程安装部", "安检部")
WORDS = "市民反映小区楼道内燃气表读数不准收费偏高要求上门核实并退还多收费用请尽快处理回复安检人员未按约定时间到达停气通知不及时"
WRONG = {
    "late": 0.04, "transfer": 0.03, "reply": 0.02, "callback": 0.01, "cause": 0.02, "false": 0.005,
    "unsatisfied": 0.05, "evidence": 0.03, "repeat": 0.1,
}  # fmt: skip
"""The share of a month's complaints with which something is wrong, a little more than published bulletins have."""
TYPED_LATER = 0.05
"""The share of complaints whose steps are typed a day after they happened, where each step is an entry of its own."""
ORGANISATION = """company = "示例燃气有限责任公司"
general_manager = "总甲"
[[department]]
name = "综合管理部"
role = "office"
deputy = "副甲"
manager = "综甲"
staff = ["文甲", "文乙"]
[[department]]
name = "审计督查部"
role = "audit"
deputy = "副甲"
manager = "审甲"
staff = ["审乙"]
""" + "".join(
    f'[[department]]\nname = "{name}"\nrole = "responsible"\ndeputy = "副乙"\nmanager = "经{name[0]}"\n'
    f'staff = ["{name[0]}一", "{name[0]}二"]\n'
    for name in DEPARTMENTS
)


Step = tuple[str, datetime, str, list[Any]]
"""A row in the making: its table, when, by whom, and its further columns."""


class Ledger:
    """One database in the making."""

    def __init__(self, path: Path, seed: int = 1, letters: int = 1) -> None:
        organisation = path.with_suffix(".toml")
        organisation.write_text(ORGANISATION, encoding="utf-8")
        lay(begin(language="zh", db=str(path)), path, read_organisation(organisation))
        self.path = path
        self.proof = "通话记录".encode()
        self.digest = sha256(self.proof).hexdigest()
        self.random = random.Random(seed)
        self.store = Store.open(path)
        self.seq, self.head = self.store.head()
        self.serials: dict[int, int] = {}
        self.next_row: dict[str, int] = {}
        self.pending: dict[str, list[list[Any]]] = {}
        self.links: list[tuple[Any, ...]] = []
        self.open: list[tuple[int, str]] = []
        self.letters = letters  # how many times a content says its say: 30 makes a letter of 1,700 characters
        self.matter = 0, 0  # a complaint that others repeat, and how many are on its matter

    def add(self, received: datetime, *, filed: bool = True, every_rule: bool = False, entries: int = 2) -> None:
        """Write one complaint: filed in time and to satisfaction, or open, or with something of a rule wrong."""
        pick = self.random
        department = pick.choice(DEPARTMENTS)
        person = department[0] + pick.choice("一二")
        deadline = received + timedelta(days=7)
        wrong = {name for name, share in WRONG.items() if every_rule and pick.random() < share}
        serial = self.serials[received.year] = self.serials.get(received.year, 0) + 1
        row = self.next_row.get("complaint", 1)
        start = pick.randrange(len(WORDS) - 10)
        content = (WORDS[start:] + f"第{serial}号" + WORDS[:start]) * self.letters
        phone = f"1{pick.randrange(30, 99)}{pick.randrange(10**8):08d}"
        number = f"{received.year}-{serial:04d}"
        values = [number, received.year, serial, content, "计量收费/抄表", "12345热线" if every_rule else "来访",
                  "normal", "王某", phone, None, f"和平路{pick.randrange(2000)}号", f"DH{received.year}{serial:07d}", None,
                  iso(deadline), "order", 0, 0]  # fmt: skip
        steps: list[Step] = [("complaint", received, "文甲", values)]
        sent = received + timedelta(hours=30 if "transfer" in wrong else 1)
        transfer = self.next_row.get("transfer", 1)
        if filed or pick.random() < 0.5:
            steps.append(("transfer", sent, "文甲", [row, department, encode([person]), None]))
            for post, name in (("deputy", "副乙"), ("general", "总甲")):
                steps.append(("approval", sent, name, [row, transfer, post, "approved", 0, "同意"]))
        if not filed:
            self.open.append((row, iso(deadline)))
            self._record([steps], number, entries)
            return
        done = deadline + timedelta(days=2) if "late" in wrong else received + timedelta(days=2)
        steps.append(("contact", done, person, [row, "phone"]))
        if "evidence" not in wrong:
            steps.append(("evidence", done, person, [row, "通话.txt", self.digest, len(self.proof)]))
        steps.append(("handback", done, person, [row, transfer]))
        call = done + (timedelta(days=6) if "callback" in wrong else timedelta(hours=2))
        happy = ("unsatisfied", 0) if "unsatisfied" in wrong else ("satisfied", None)
        after: list[Step] = [("callback", call, "文乙", [row, *happy, 0])]
        after.append(("reply", call + timedelta(days=9 if "reply" in wrong else 0), "文乙", [row, "已办结"]))
        if wrong & {"cause", "false"}:
            found = [1, 1, "minor"] if "cause" in wrong else [0, 0, None]
            after.append(("investigation", call, "审乙", [row, "审乙", "文甲", *found, int("false" in wrong), "[]"]))
        if "repeat" in wrong and 0 < self.matter[1] < 4:
            first, count = self.matter
            self.matter = first, count + 1
            after.append(("link", call, "文甲", [row, first]))
        else:
            self.matter = row, 1
        if every_rule and row % 500 == 0:
            after.append(("commendation", call, "文甲", [row, department, "来电表扬"]))
        self._record([steps, after], number, entries)

    def _record(self, groups: list[list[Step]], number: str, entries: int) -> None:
        """Write steps under an entry a group, or an entry each."""
        own = entries > 2
        if own:
            groups = [[step] for group in groups for step in group]
        later = timedelta(days=int(own and self.random.random() < TYPED_LATER))
        for group in groups:
            self.seq += 1
            images = []
            entered = iso(group[-1][1] + later)
            for table, at, actor, values in group:
                row = self.next_row.get(table, 1)
                self.next_row[table] = row + 1
                line = [row, self.seq, entered, iso(at), actor, *values]
                self.pending.setdefault(table, []).append(line)
                images.append(image(table, line))
            link = (self.seq, entered, "system", "文甲", "import", number, None, "\n".join(images), self.head)
            self.head = link_hash(link)
            self.links.append((*link, self.head))
        if len(self.links) >= CHUNK:
            self.flush()

    def flush(self) -> None:
        """Write what is pending in one transaction."""
        execute = self.store.connection.execute
        execute("BEGIN IMMEDIATE")
        many = self.store.connection.executemany
        for table, rows in self.pending.items():
            columns = self.store.columns(table)[: len(rows[0])]
            many(f"INSERT INTO {table} ({','.join(columns)}) VALUES ({','.join('?' * len(columns))})", rows)
        many("INSERT INTO journal VALUES (?,?,?,?,?,?,?,?,?,?)", self.links)
        many("INSERT INTO open_work VALUES (?, ?)", self.open)
        execute("COMMIT")
        self.pending, self.links, self.open = {}, [], []
        self.store.evidence.mkdir(exist_ok=True)
        (self.store.evidence / self.digest).write_bytes(self.proof)

    def close(self) -> Path:
        """Write the rest and close the file."""
        self.flush()
        self.store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.store.close()
        return self.path


def spread(ledger: Ledger, count: int, start: datetime, days: float, **how: Any) -> None:
    """Add ``count`` complaints evenly over some days."""
    for i in range(count):
        ledger.add(start + timedelta(seconds=int(days * 86400 * i / count)), **how)


def past(
    path: Path,
    filed: int,
    open_: int = 0,
    month: int = 0,
    entries: int = 2,
    *,
    apiece: int = 8,
    before: int = 0,
    letters: int = 1,
    days: int = 3000,
) -> Path:
    """A ledger with ``filed`` old complaints, ``open_`` open ones and ``month`` of October 2026 with every rule.

    The old ones lie over so many ``days``, up to the 20th of March 2026. Of the month's complaints, and those
    ``before`` of the six months before, each has about ``apiece`` entries, of the others ``entries``.
    """
    ledger = Ledger(path, letters=letters)
    spread(ledger, filed, datetime(2026, 3, 20, 9, tzinfo=ZONE) - timedelta(days), days, entries=entries)
    spread(ledger, before, datetime(2026, 4, 1, 9, tzinfo=ZONE), 182, every_rule=True, entries=apiece)
    spread(ledger, month, datetime(2026, 10, 1, 9, tzinfo=ZONE), 20, every_rule=True, entries=apiece)
    spread(ledger, open_, datetime(2026, 11, 2, 9, tzinfo=ZONE), 10, filed=False, entries=entries)
    return ledger.close()


def main() -> None:
    """Make one ledger."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--filed", type=int, default=0, help="complaints of years before, all filed")
    parser.add_argument("--days", type=int, default=3000, help="over how many days they lie")
    parser.add_argument("--open", type=int, default=0, help="complaints of November 2026, still open")
    parser.add_argument("--month", type=int, default=0, help="complaints of October 2026, with something of every rule")
    parser.add_argument("--entries", type=int, default=2, choices=(2, 8), help="about how many entries a complaint")
    parser.add_argument("--apiece", type=int, default=8, choices=(2, 8), help="the same of that month's complaints")
    parser.add_argument("--before", type=int, default=0, help="complaints of the six months before, likewise")
    parser.add_argument("--letters", type=int, default=1, help="how many times a content says its say")
    parser.add_argument("--late", type=int, default=4, help="per cent of a month's complaints that are late")
    asked = parser.parse_args()
    WRONG["late"] = asked.late / 100
    more = {"apiece": asked.apiece, "before": asked.before, "letters": asked.letters, "days": asked.days}
    past(asked.file, asked.filed, asked.open, asked.month, asked.entries, **more)


if __name__ == "__main__":
    main()
