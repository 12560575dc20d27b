"""Runs the installed `complaint` and the oracle over the same histories and shows where they differ.

    python tests/differential/compare.py --histories 2000 --seed 1

makes companies with about 25 complaints each until 2000 complaint histories are told, types each company in
(`complaint init --org`, `complaint batch` under several clocks), asks `complaint assess --month M --json` for
every month at several moments, and compares departments, points, fines, unassigned, totals, excluded and the
count of late entries with the oracle's. The first few differences of each kind are printed, each with the
history of the complaint concerned; then the counts. Exit 1 when anything differed.

    --seed N         the first company's seed; the others follow     --size N      complaints in a company
    --show N         differences printed of each kind                --workers N   companies at a time
    --only N         one company only, by its seed; --keep FOLDER keeps its files

Nothing of the program is imported; the command is found beside the running Python, else on PATH.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import histories
import oracle
from histories import END, MONTHS, World
from oracle import Line, iso, moment

Row = dict[str, Any]
BEGIN = datetime(2026, 7, 1, 9, tzinfo=oracle.SHANGHAI)
FIGURES = ("received", "due", "on_time", "on_time_rate", "callbacks_valid", "satisfaction", "rank")
POINT_KEYS = ("complaint", "rule", "department", "at")
FINE_KEYS = ("complaint", "rule", "person", "role")


def program() -> str | None:
    """The installed command."""
    beside = Path(sys.executable).with_name("complaint")
    return str(beside) if beside.exists() else shutil.which("complaint")


@dataclass
class Difference:
    """One disagreement: where, what was expected, what the program says, and the history behind it."""

    kind: str
    text: str
    history: list[Line] = field(default_factory=list)


@dataclass
class Outcome:
    """What a company's comparison came to."""

    differences: list[Difference] = field(default_factory=list)
    histories: int = 0
    answers: int = 0
    findings: int = 0
    rules: Counter[str] = field(default_factory=Counter)


class Refused(Exception):
    """The program would not take a line; all or nothing, so none of the file is in."""

    def __init__(self, line: Line | None, message: str):
        super().__init__(message)
        self.line = line


# ---------------------------------------------------------------------------------------------- the program


class Desk:
    """One database of the program, in a folder of its own."""

    def __init__(self, folder: Path, made: World):
        self.folder = folder
        self.numbers: dict[str, str] = {}
        org = folder / "organisation.toml"
        org.write_text(histories.organisation_toml(made.organisation), encoding="utf-8")
        self.run(BEGIN, "init", "--org", str(org))
        if made.effective:
            file = folder / "edition.toml"
            file.write_text(histories.edition_toml(made.edition, made.effective), encoding="utf-8")
            self.run(BEGIN, "policy", "adopt", str(file))

    def run(self, now: datetime, *words: str) -> str:
        command = program()
        assert command, "the command `complaint` is not installed"
        env = dict(os.environ, COMPLAINT_DB=str(self.folder / "complaint.db"), COMPLAINT_NOW=iso(now))
        env |= {"COMPLAINT_LANG": "en", "COMPLAINT_BY": "nobody"}
        done = subprocess.run([command, *words], env=env, cwd=self.folder, capture_output=True, text=True)
        if done.returncode:
            raise Refused(None, f"`complaint {' '.join(words)}` exit {done.returncode}: {done.stderr.strip()}")
        return done.stdout

    def type_in(self, clock: datetime, lines: list[Line]) -> None:
        """One `batch` under one clock; references to earlier files become numbers."""
        if not lines:
            return
        for line in lines:
            for name in line.get("evidence", []):
                (self.folder / name).write_text(name, encoding="utf-8")
        here = {line["ref"] for line in lines if line["do"] == "intake"}
        plain = [
            {key: self.named(value, here) for key, value in line.items() if not key.startswith("_")} for line in lines
        ]
        file = self.folder / f"lines-{len(self.numbers)}-{clock:%m%d%H%M%S}.jsonl"
        text = "\n".join(json.dumps(line, ensure_ascii=False) for line in plain)
        file.write_text(text + "\n", encoding="utf-8")
        try:
            answer = json.loads(self.run(clock, "batch", str(file), "--json"))
        except Refused as refused:
            told = re.search(r"(?:[Ll]ine|第)\s*(\d+)", str(refused).replace(str(file), "FILE"))
            raise Refused(lines[int(told[1]) - 1] if told else None, str(refused)) from None
        assert answer["applied"] == len(lines), answer
        self.numbers |= answer["refs"]

    def named(self, value: Any, here: set[str]) -> Any:
        if isinstance(value, str) and value.startswith("@") and value[1:] not in here:
            return self.numbers[value[1:]]
        return value

    def assess(self, month: str, now: datetime) -> Row:
        answer: Row = json.loads(self.run(now, "assess", "--month", month, "--json"))
        return answer


# ---------------------------------------------------------------------------------------------- comparing


def about(value: Any) -> Any:
    """An absent name is None, whichever way it is written."""
    return None if value == "" else value


def by_key(rows: list[Row], keys: tuple[str, ...]) -> dict[tuple[Any, ...], Row]:
    """Rows by their identity; equal ones (two commendations of one second) are told apart by their count."""
    found: dict[tuple[Any, ...], Row] = {}
    for row in rows:
        key: tuple[Any, ...] = tuple(about(row.get(name)) for name in keys)
        while key in found:
            key = (*key, "again")
        found[key] = row
    return found


def compare_rows(name: str, keys: tuple[str, ...], wanted: list[Row], got: list[Row]) -> list[tuple[str, str, Row]]:
    """Rows missing, rows too many, and fields that differ: kind, text, row."""
    found = []
    ours, theirs = by_key(wanted, keys), by_key(got, keys)
    for key, row in ours.items():
        if key not in theirs:
            found.append((f"{name} missing: {row['rule']}", f"the program lacks {row}", row))
    for key, row in theirs.items():
        if key not in ours:
            found.append((f"{name} too many: {row['rule']}", f"the program alone has {row}", row))
            continue
        for part, value in ours[key].items():
            if part == "decided":
                continue  # its form is the program's; the amount and `waived` tell the same
            same = value in row[part] if part == "cite" else about(row[part]) == about(value)
            if not same:
                text = f"{part}: oracle {value!r}, program {row[part]!r} in {row}"
                found.append((f"{name} {part}: {row['rule']}", text, row))
        if name == "fines" and not row["waived"]:
            decided = ours[key]["decided"] is not None
            if bool(row["decided"]) != decided:
                found.append((f"fines decided: {row['rule']}", f"decided should be {decided} in {row}", row))
    order = [oracle.sort_key(row) for row in got]
    if order != sorted(order):
        found.append((f"{name} order", f"not in order of moment, number, rule, person: {order}", {}))
    return found


def compare_answers(wanted: Row, got: Row) -> list[tuple[str, str, Row]]:
    """Everything in which the program's answer differs from the oracle's: kind, text, row."""
    found: list[tuple[str, str, Row]] = []
    for part in ("schema", "month", "status", "as_of", "late_entries", "adjustments"):
        if wanted[part] != got[part]:
            found.append((part, f"{part}: oracle {wanted[part]!r}, program {got[part]!r}", {}))
    found += compare_rows("points", POINT_KEYS, wanted["points"], got["points"])
    found += compare_rows("fines", FINE_KEYS, wanted["fines"], got["fines"])
    found += compare_rows("unassigned", FINE_KEYS, wanted["unassigned"], got["unassigned"])
    for part in ("fines", "deductions", "bonuses"):
        ours, theirs = wanted["totals"][part], got["totals"][part]
        if ours != theirs:
            found.append((f"totals {part}", f"totals.{part}: oracle {ours}, program {theirs}", {}))
    ours_out = sorted((row["complaint"], row["reason"]) for row in wanted["excluded"])
    theirs_out = sorted((row["complaint"], row["reason"]) for row in got["excluded"])
    for pair in sorted(set(ours_out) ^ set(theirs_out)):
        side = "program lacks" if pair in ours_out else "program alone has"
        found.append(("excluded", f"excluded: the {side} {pair}", {"complaint": pair[0]}))
    rows = {row["department"]: row for row in got["departments"]}
    known = [row["department"] for row in wanted["departments"] if row["department"] in rows]
    if known != [row["department"] for row in got["departments"]]:
        found.append(("departments order", f"the organisation's order is {known}, not {list(rows)}", {}))
    for row in wanted["departments"]:
        name, responsible = row["department"], row["role"] == "responsible"
        if name not in rows:
            if responsible or row["points"] != "0.00":
                found.append(("departments missing", f"no row for {row}", {}))
            continue
        for part, value in row.items():
            if (responsible or part not in FIGURES) and rows[name][part] != value:
                text = f"{name} {part}: oracle {value!r}, program {rows[name][part]!r}"
                found.append((f"departments {part}", text, {}))
    return found


def family(lines: list[Line], ref: str) -> set[str]:
    """The complaint and those that it is linked with."""
    refs = {ref}
    while True:
        more = set(refs)
        for line in lines:
            if line.get("repeat_of"):
                pair = {line.get("ref") or line["no"].removeprefix("@"), line["repeat_of"].removeprefix("@")}
                more |= pair if pair & refs else set()
        if more == refs:
            return refs
        refs = more


def history(lines: list[Line], numbers: dict[str, str], complaint: str | None) -> list[Line]:
    """The lines of one complaint, and the intakes and links of those it is linked with."""
    refs = [ref for ref, number in numbers.items() if number == complaint]
    if not refs:
        return []
    related = family(lines, refs[0])
    beside = ("intake", "link", "unlink", "exclude", "include")
    kept = []
    for line in lines:
        mine = line.get("ref") or line.get("no", "").removeprefix("@")
        own = mine == refs[0] or line.get("complaint") == "@" + refs[0]
        if own or (mine in related and line["do"] in beside):
            kept.append(line)
    return kept


def short(line: Line) -> str:
    """A line as read by people: what matters, on one line."""
    skipped = {
        "do",
        "at",
        "_entered",
        "content",
        "opinion",
        "summary",
        "result" if line["do"] == "handle" else "",
    }
    rest = {key: value for key, value in line.items() if key not in skipped}
    stamp = moment(line["at"]).strftime("%m-%d %H:%M:%S")
    return f"    {stamp} {line['do']:11} {json.dumps(rest, ensure_ascii=False)}"


# ---------------------------------------------------------------------------------------------- one company


def moments(r: random.Random, made: World) -> list[datetime]:
    """When to ask: at the very end, at random, and exactly on, and a second past, a moment that matters."""
    asked = [END]
    begin = datetime(2026, 9, 3, tzinfo=oracle.SHANGHAI)
    span = int((END - begin).total_seconds())
    asked += [begin + timedelta(seconds=r.randint(0, span)) for _ in range(2)]
    sharp = [
        moment(row["at"])
        for month in MONTHS
        for part in ("points", "fines")
        for row in oracle.assess(
            made.lines, made.organisation, month, END, made.edition_of(month), in_force_on=made.edition_on
        )[part]
    ]
    if sharp:
        one = r.choice(sorted(set(sharp)))
        asked += [one, one + timedelta(seconds=r.choice([-1, 1]))]
    return asked


def check(made: World, folder: Path) -> Outcome:
    """Type one company in and compare every answer; raises Refused when a line is not taken."""
    r = random.Random(made.seed + 1_000_003)
    out = Outcome(histories=sum(line["do"] == "intake" for line in made.lines))
    desk = Desk(folder, made)
    known: list[Line] = []

    def wanted(month: str, now: datetime) -> Row:
        edition = made.edition_of(month)
        return oracle.assess(known, made.organisation, month, now, edition, desk.numbers, made.edition_on)

    def ask(now: datetime) -> None:
        for month in MONTHS:
            if oracle.period(month)[0] > now:
                continue
            ours, theirs = wanted(month, now), desk.assess(month, now)
            out.answers += 1
            for part in ("points", "fines", "unassigned"):
                out.findings += len(ours[part])
                out.rules.update(row["rule"] for row in ours[part])
            for kind, text, row in compare_answers(ours, theirs):
                said = f"company {made.seed}, month {month}, now {iso(now)}: {text}"
                lines = history(known, desk.numbers, row.get("complaint"))
                out.differences.append(Difference(kind, said, lines))

    for clock, lines in made.stages():
        desk.type_in(clock, lines)
        known += lines
        refs = {number: ref for ref, number in desk.numbers.items()}

        def by_ref(month: str, clock: datetime = clock, refs: dict[str, str] = refs) -> Row:
            answer = wanted(month, clock)
            return {"fines": [fine | {"complaint": refs[fine["complaint"]]} for fine in answer["fines"]]}

        decided = histories.decisions(r, made, known, clock, by_ref)
        desk.type_in(clock, decided)
        known += decided
        if clock != END:
            ask(clock)
    for now in moments(r, made):
        ask(now)
    return out


def without(made: World, refused: Line) -> World:
    """The company without the complaint that was refused, and without what refers to it."""
    gone = {refused.get("ref") or refused.get("no", "").removeprefix("@")}
    while True:
        more = {
            line.get("ref") or line["no"].removeprefix("@")
            for line in made.lines
            if line.get("repeat_of", "").removeprefix("@") in gone
        }
        if more <= gone:
            break
        gone |= more
    kept = [
        line
        for line in made.lines
        if line is not refused
        and (line.get("ref") or line.get("no", "").removeprefix("@") or None) not in gone
        and line.get("complaint", "").removeprefix("@") not in gone - {""}
    ]
    return World(made.seed, made.organisation, kept, made.clocks, made.edition, made.effective)


def run_world(seed: int, size: int, keep: Path | None = None) -> Outcome:
    """One company from its seed; a refused complaint is reported and left out."""
    made = histories.world(seed, size)
    differences: list[Difference] = []
    for _ in range(8):
        folder = Path(tempfile.mkdtemp(prefix="differential-"))
        try:
            out = check(made, folder)
            out.differences = differences + out.differences
            return out
        except Refused as refused:
            line = refused.line
            kind = f"refused: {line['do']}" if line else "failed"
            lines = []
            if line:
                ref = line.get("ref") or line.get("no", "").removeprefix("@")
                lines = [*history(made.lines, {ref: "it"}, "it"), line | {"do": "REFUSED"}]
            differences.append(Difference(kind, f"company {seed}: {refused}", lines))
            if line is None or line["do"] == "decide":
                break
            made = without(made, line)
        finally:
            if keep:
                shutil.copytree(folder, keep, dirs_exist_ok=True)
            shutil.rmtree(folder, ignore_errors=True)
    return Outcome(differences)


def campaign(count: int, seed: int, size: int, workers: int) -> Outcome:
    """As many companies as give `count` histories, side by side."""
    total = Outcome()
    seeds = range(seed, seed + -(-count // size))
    with ThreadPoolExecutor(workers) as pool:
        for one in pool.map(lambda s: run_world(s, size), seeds):
            total.differences += one.differences
            total.histories += one.histories
            total.answers += one.answers
            total.findings += one.findings
            total.rules.update(one.rules)
    return total


def report(total: Outcome, show: int) -> str:
    rows: list[str] = []
    seen: Counter[str] = Counter()
    for difference in total.differences:
        seen[difference.kind] += 1
        if seen[difference.kind] <= show:
            rows += [f"[{difference.kind}] {difference.text}", *map(short, difference.history), ""]
    for kind, number in sorted(seen.items()):
        rows.append(f"{number:6} x {kind}")
    rules = ", ".join(f"{rule} {number}" for rule, number in sorted(total.rules.items()))
    rows.append(f"findings by rule: {rules}")
    rows.append(
        f"{total.histories} histories, {total.answers} answers, {total.findings} findings compared: "
        f"{len(total.differences)} differences"
    )
    return "\n".join(rows)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--histories", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--size", type=int, default=25)
    parser.add_argument("--show", type=int, default=2)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 2)
    parser.add_argument("--only", type=int)
    parser.add_argument("--keep", type=Path)
    chosen = parser.parse_args()
    if chosen.only is not None:
        total = run_world(chosen.only, chosen.size, chosen.keep)
    else:
        total = campaign(chosen.histories, chosen.seed, chosen.size, chosen.workers)
    print(report(total, chosen.show))
    return 1 if total.differences else 0


if __name__ == "__main__":
    sys.exit(main())
