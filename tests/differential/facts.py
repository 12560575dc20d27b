"""What a ledger's lines say at a moment: as amended, without what was withdrawn, whenever it happened."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Line = dict[str, Any]
"""A line of a batch file; ``id`` tells it, ``case`` is its complaint's ref, ``entered`` its moment of entry."""

PLATFORMS = ("12345", "provincial", "online")
CORRECTIONS = ("amend", "withdraw")
"""What is numbered as no step of its complaint."""


def when(said: str) -> datetime:
    """Return a moment as the lines write it."""
    return datetime.fromisoformat(said)


@dataclass
class Transfer:
    at: datetime
    by: str
    department: str
    persons: list[str]
    accepted: bool
    line: Line
    dispatched: datetime | None = None
    rejected: datetime | None = None
    returned: datetime | None = None
    signed: Line | None = None
    sent_back: Line | None = None
    renamed: Line | None = None
    handed: bool = True  # whether who hands back is named, where nobody is


@dataclass
class Case:
    ref: str
    receipt: datetime
    taken_by: str
    printed: datetime | None
    source: str
    counted: datetime
    transfers: list[Transfer] = field(default_factory=list)
    handbacks: list[Line] = field(default_factory=list)
    evidence: list[Line] = field(default_factory=list)
    callbacks: list[Line] = field(default_factory=list)
    replies: list[Line] = field(default_factory=list)
    extensions: list[Line] = field(default_factory=list)
    investigations: list[Line] = field(default_factory=list)
    excluded: bool = False
    repeat_of: str | None = None

    @property
    def extended(self) -> datetime | None:
        """Return the last extension's deadline."""
        return when(self.extensions[-1]["to"]) if self.extensions else None

    def in_force(self, moment: datetime) -> Transfer | None:
        """Return the last one dispatched by then and not returned by then."""
        fits = [
            one
            for one in self.transfers
            if one.dispatched and one.dispatched <= moment and not (one.returned and one.returned <= moment)
        ]
        return max(fits, key=lambda one: one.dispatched or moment) if fits else None


def steps_of(lines: list[Line]) -> dict[int, int]:
    """Return each line's step number within its complaint, by its id."""
    count: dict[str, int] = {}
    numbers = {}
    for line in lines:
        if line.get("case") and line["do"] not in (*CORRECTIONS, "commend"):
            count[line["case"]] = numbers[line["id"]] = count.get(line["case"], 0) + 1
    return numbers


def standing(lines: list[Line]) -> list[Line]:
    """Return the lines that count: amended, and without the withdrawn ones and the corrections themselves."""
    kept = {line["id"]: deepcopy(line) | {"place": place} for place, line in enumerate(lines)}
    for place, line in enumerate(lines):
        if line.get("target") not in (None, *kept):  # of a line that is left out
            continue
        if line["do"] == "amend":
            target = kept[line["target"]]
            if "person" in line["new"]:
                target["named"] = place
            for key, value in line["new"].items():
                target["at" if key == "received" else key] = value
                target["counted"] = line["entered"] if key == "received" else target.get("counted")
        elif line["do"] == "withdraw":
            kept[line["target"]]["gone"] = True
    return [one for one in kept.values() if not one.get("gone") and one["do"] not in ("amend", "withdraw")]


def known(lines: list[Line]) -> dict[str, Case]:
    """Return every complaint as the lines tell it."""
    cases: dict[str, Case] = {}
    for line in standing(lines):
        at = when(line["at"])
        if line["do"] == "intake":
            printed = when(line["deadline"]) if line.get("deadline") else None
            counted = when(line.get("counted") or line["entered"])
            cases[line["case"]] = Case(line["case"], at, line["by"], printed, line["source"], counted)
        elif line.get("case") in cases:
            _add(cases[line["case"]], line, at)
    for case in cases.values():
        case.handbacks.sort(key=lambda one: one["at"])
        case.callbacks.sort(key=lambda one: one["at"])
        case.investigations.sort(key=lambda one: one["at"])
    return cases


def _add(case: Case, line: Line, at: datetime) -> None:
    last = case.transfers[-1] if case.transfers else None
    match line["do"]:
        case "transfer":
            accepted = bool(line.get("justified") and line.get("approved_by"))
            case.transfers.append(Transfer(at, line["by"], line["to"], list(line.get("person", [])), accepted, line))
        case "approve" if last:
            if line.get("reject"):
                last.rejected, last.sent_back = at, line
            elif line["as"] == "general":
                last.dispatched, last.signed = at, line
        case "return" if last:
            last.returned, last.sent_back = at, line
        case "handle" if last:
            if line.get("person") and line["place"] > last.line.get("named", 0):  # the last entered counts
                last.persons = list(line["person"])
            last.renamed = line if line.get("person") else last.renamed
            last.handed = last.handed and "taken" not in line
            if line.get("evidence"):
                case.evidence.append(line)
            if line.get("done"):
                case.handbacks.append(line)
                last.persons = last.persons or [line["by"]] * last.handed
        case "extend":
            case.extensions.append(line)
        case "callback":
            case.callbacks.append(line)
        case "reply":
            case.replies.append(line)
        case "investigate":
            case.investigations.append(line)
        case "exclude" | "include":
            case.excluded = line["do"] == "exclude"
        case "link" | "unlink":
            case.repeat_of = line.get("repeat_of_case")
