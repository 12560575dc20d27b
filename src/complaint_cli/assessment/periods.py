"""Several months as one: the sums of their answers, by department, person, category, source, rule or month."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

Answer = Mapping[str, Any]
Row = dict[str, Any]

ZERO = Decimal(0)
_RATE = Decimal("0.0001")

BY = ("department", "person", "category", "source", "rule", "month")
"""By what a report can be told."""

COLUMNS: dict[str, tuple[str, ...]] = {
    "department": (
        "received", "due", "on_time", "on_time_rate", "callbacks_valid", "satisfaction", "deductions", "bonuses",
        "points", "score", "fines",
    ),
    "person": ("lines", "proposed", "decided", "adjustments", "total"),
    "category": ("received", "share"),
    "source": ("received", "share"),
    "rule": ("findings", "points", "lines", "fines"),
    "month": (
        "received", "due", "on_time", "on_time_rate", "callbacks_valid", "satisfaction", "repeats", "deductions",
        "bonuses", "fines", "adjustments",
    ),
}  # fmt: skip
"""What is told of each row, the figure that is compared and drawn among them."""

MAIN = {
    "department": "points", "person": "total", "category": "received", "source": "received", "rule": "findings",
    "month": "received",
}  # fmt: skip


def rows_of(by: str, months: Sequence[Answer]) -> list[Row]:
    """Return the rows of some months' answers: counts added, rates anew, yuan and points as exact decimals."""
    return _BY[by](months)


def totals_of(months: Sequence[Answer]) -> Row:
    """Return the months in all, in the figures of one month."""
    return _month_row("", months)


def _month_row(name: str, months: Sequence[Answer]) -> Row:
    overall = [month["overall"] for month in months]
    row: Row = {"name": name} | {
        key: sum(one[key] for one in overall) for key in ("received", "due", "on_time", "callbacks_valid", "repeats")
    }
    row["on_time_rate"] = _rate(row["on_time"], row["due"])
    row["satisfaction"] = _satisfaction(overall)
    for key in ("deductions", "bonuses", "fines", "adjustments"):
        row[key] = _two(sum((Decimal(month["totals"].get(key, "0")) for month in months), ZERO))
    return row


def _months(months: Sequence[Answer]) -> list[Row]:
    return [_month_row(month["month"], [month]) for month in months]


def _departments(months: Sequence[Answer]) -> list[Row]:
    rows: dict[str, Row] = {}
    lines: dict[str, list[Answer]] = {}
    for month in months:
        for line in month["departments"]:
            lines.setdefault(line["department"], []).append(line)
    for name, mine in lines.items():
        row = rows[name] = {"name": name} | {
            key: sum(line[key] for line in mine) for key in ("received", "due", "on_time", "callbacks_valid")
        }
        row["on_time_rate"] = _rate(row["on_time"], row["due"])
        row["satisfaction"] = _satisfaction(mine)
        points = [p for month in months for p in _points(month, name)]
        row["deductions"] = _two(sum((p for p in points if p < 0), ZERO))
        row["bonuses"] = _two(sum((p for p in points if p > 0), ZERO))
        row["points"] = _two(sum((Decimal(line["points"]) for line in mine), ZERO))
        row["score"] = _two(sum((Decimal(line["score"]) for line in mine), ZERO) / len(mine))
        row["fines"] = _two(sum((y for month in months for y in _yuan(month, "department", name)), ZERO))
    return list(rows.values())


def _persons(months: Sequence[Answer]) -> list[Row]:
    rows: dict[str, dict[str, Any]] = {}
    for month in months:
        for line in month.get("persons") or _persons_of(month):
            row = rows.setdefault(line["person"], {"name": line["person"], "lines": 0} | dict.fromkeys(_SUMS, ZERO))
            row["lines"] += line["lines"]
            for key in _SUMS:
                row[key] += Decimal(line[key])
    found = sorted(rows.values(), key=lambda row: (-row["total"], row["name"]))
    return [row | {key: _two(row[key]) for key in _SUMS} for row in found]


_SUMS = ("proposed", "decided", "adjustments", "total")


def _persons_of(month: Answer) -> Iterable[Answer]:
    """Return the sums of persons of a month that an earlier version closed without them."""
    for name in dict.fromkeys([*(f["person"] for f in month["fines"]), *_carried(month)]):
        mine = [line for line in month["fines"] if line["person"] == name]
        decided = sum((Decimal(line["amount"]) for line in mine), ZERO)
        carried = _carried(month).get(name, ZERO)
        proposed = sum((Decimal(line["base"]) * line["factor"] for line in mine), ZERO)
        yield {
            "person": name, "lines": len(mine), "proposed": proposed, "decided": decided, "adjustments": carried,
            "total": decided + carried,
        }  # fmt: skip


def _carried(month: Answer) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for line in month["adjustments"]:
        if line["kind"] == "fine" and line["person"]:
            found[line["person"]] = found.get(line["person"], ZERO) + Decimal(line["difference"])
    return found


def _rules(months: Sequence[Answer]) -> list[Row]:
    rows: dict[str, dict[str, Any]] = {}
    for month in months:
        found = {(line["complaint"], line["rule"], line["at"]) for line in (*month["points"], *month["fines"])}
        for _, rule, _ in found:
            start = {"name": rule, "findings": 0, "points": ZERO, "lines": 0, "fines": ZERO}
            rows.setdefault(rule, start)["findings"] += 1
        for line in month["points"]:
            rows[line["rule"]]["points"] += Decimal(line["points"])
        for line in month["fines"]:
            rows[line["rule"]]["lines"] += 1
            rows[line["rule"]]["fines"] += Decimal(line["amount"])
    ordered = sorted(rows.values(), key=lambda row: (-row["findings"], row["name"]))
    return [row | {key: _two(row[key]) for key in ("points", "fines")} for row in ordered]


def _counted(which: str) -> Callable[[Sequence[Answer]], list[Row]]:
    def rows(months: Sequence[Answer]) -> list[Row]:
        counts: dict[str, int] = {}
        for month in months:
            for line in month["overall"][which]:
                counts[line["name"]] = counts.get(line["name"], 0) + line["count"]
        whole = sum(counts.values())
        ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        return [{"name": name, "received": count, "share": _rate(count, whole)} for name, count in ordered]

    return rows


_BY: dict[str, Callable[[Sequence[Answer]], list[Row]]] = {
    "department": _departments,
    "person": _persons,
    "category": _counted("categories"),
    "source": _counted("sources"),
    "rule": _rules,
    "month": _months,
}


def _points(month: Answer, department: str) -> Iterable[Decimal]:
    for line in month["points"]:
        if line["department"] == department:
            yield Decimal(line["points"])
    for line in month["adjustments"]:
        if line["kind"] == "points" and line["department"] == department:
            yield Decimal(line["difference"])


def _yuan(month: Answer, key: str, name: str) -> Iterable[Decimal]:
    for line in month["fines"]:
        if line[key] == name:
            yield Decimal(line["amount"])
    for line in month["adjustments"]:
        if line["kind"] == "fine" and line[key] == name:
            yield Decimal(line["difference"])


def _rate(part: int, whole: int) -> str | None:
    return str((Decimal(part) / whole).quantize(_RATE, ROUND_HALF_UP)) if whole else None


def _satisfaction(lines: Iterable[Answer]) -> str | None:
    reached, content = 0, ZERO
    for line in lines:
        if line["satisfaction"] is not None:
            reached += line["callbacks_valid"]
            content += line["callbacks_valid"] * Decimal(line["satisfaction"])
    return str((content / reached).quantize(_RATE, ROUND_HALF_UP)) if reached else None


def _two(value: Decimal) -> str:
    return str(value.quantize(Decimal("0.01"), ROUND_HALF_UP))
