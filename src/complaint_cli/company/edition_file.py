"""An edition's file: read, checked as a whole, refused with every key that is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from complaint_cli.company.calendar import Limit
from complaint_cli.company.edition import Edition, as_text, covers
from complaint_cli.company.keys import _TABLES, KEYS, LATER_KEYS, RULE_TABLES
from complaint_cli.company.kinds import AMOUNT, STEPS, Refused
from complaint_cli.company.toml import Unread, read_toml
from complaint_cli.errors import PolicyInvalid
from complaint_cli.messages.policy import Policy, Problem, Problems, shown

MOST_BYTES = 256 * 1024


def parse_edition(text: str | bytes, *, name: str, stored: bool = False) -> Edition:
    """Read and check a whole edition; ``name`` is the file's, for the message.

    A rule's table may be left out: the edition does not know that rule. One that is ``stored`` was whole when it
    was adopted: what came later has its default.

    Raises PolicyInvalid naming the file and each key that is wrong, with the reason.
    """
    source, document = _document(text, name)
    values: dict[str, Any] = {}
    problems = list(_read(document, values, stored=stored))
    if not problems:
        problems = [problem for check in (_in_band, _score_in_order, _days_disjoint) for problem in check(values)]
    if problems:
        raise PolicyInvalid(Policy.INVALID, file=name, problems=Problems(problems))
    return Edition(
        title=values["title"],
        effective=values["effective"],
        source=source,
        numbers=MappingProxyType({key: values[key] for key in KEYS if key in values}),
    )


@cache
def stored_edition(source: str, title: str) -> Edition:
    """Return an edition that was adopted; every transaction asks for it, and it is the same by its text."""
    return parse_edition(source, name=title, stored=True)


@cache
def default_edition() -> Edition:
    """Return the edition that comes with the program."""
    file = Path(__file__).parents[1] / "data" / "edition.toml"
    return parse_edition(file.read_bytes(), name=file.name)


def _document(text: str | bytes, name: str) -> tuple[str, dict[str, object]]:
    """Decode and parse the TOML; the text is kept to the byte, so that its hash is the file's."""
    try:
        return read_toml(text if isinstance(text, bytes) else text.encode(errors="surrogatepass"), MOST_BYTES)
    except Unread as why:
        problem = Problem(Policy.WHOLE_FILE(), why.reason, why.facts)
        raise PolicyInvalid(Policy.INVALID, file=name, problems=Problems([problem])) from None


def _read(document: Mapping[str, object], values: dict[str, object], *, stored: bool) -> Iterator[Problem]:
    """Convert every known key into ``values``; yield what is unknown, wrong or missing."""
    wrong = set()
    pending = [("", document)]
    while pending:
        prefix, table = pending.pop(0)
        for word, value in table.items():
            key = prefix + word
            if "." not in word and key in _TABLES:
                wrong.add(key)
                if isinstance(value, dict):
                    wrong.discard(key)
                    pending.append((f"{key}.", value))
                else:
                    yield Problem(key, Policy.NOT_TABLE, {"got": shown(value)})
            elif "." not in word and key in KEYS:
                try:
                    values[key] = KEYS[key].convert(value)
                except Refused as refused:
                    wrong.add(key)
                    yield Problem(key, refused.reason, refused.facts)
            else:
                yield _unknown(prefix, word)
    if document.keys() and "categories" not in wrong and "categories" not in values:
        values["categories"] = default_edition().get("categories")  # an edition from before there was a list
    if stored:
        for key, default in LATER_KEYS.items():
            values.setdefault(key, Limit.parse(default) if default else values.get("limits.transfer"))
    unknown = {table for table in RULE_TABLES if table not in document}
    for key in KEYS:
        if key not in values and key.partition(".")[0] not in unknown and not any(covers(a, key) for a in wrong):
            yield Problem(key, Policy.MISSING_KEY, {})
    if "office_delay" in unknown and not {"transfer_delayed", "reply_late"}.isdisjoint(document):
        yield Problem("office_delay", Policy.MISSING_KEY, {})


def _unknown(prefix: str, word: str) -> Problem:
    from difflib import get_close_matches

    near = get_close_matches((prefix + word)[:80], KEYS, n=1, cutoff=0.75)
    plain = word if re.fullmatch(r"[A-Za-z0-9_-]{1,40}", word) else shown(word)
    if near and near[0] != prefix + word:
        return Problem(prefix + plain, Policy.UNKNOWN_KEY_NEAR, {"near": near[0]})
    return Problem(prefix + plain, Policy.UNKNOWN_KEY, {})


def _in_band(values: Mapping[str, Any]) -> Iterator[Problem]:
    """Every amount of a table lies within that table's band."""
    for key, kind in KEYS.items():
        if kind not in (AMOUNT, STEPS) or key not in values:
            continue
        band = values[f"{key.split('.')[0]}.band"]
        amounts = [values[key]] if kind is AMOUNT else [step.amount for step in values[key]]
        for amount in amounts:
            if not band.low <= amount <= band.high:
                facts = {"got": as_text(amount), "low": as_text(band.low), "high": as_text(band.high)}
                yield Problem(key, Policy.OUTSIDE_BAND, facts)


def _score_in_order(values: Mapping[str, Any]) -> Iterator[Problem]:
    """The base lies between the floor and the ceiling."""
    base, floor, ceiling = (values[f"score.{word}"] for word in ("base", "floor", "ceiling"))
    if not floor <= base <= ceiling:
        facts = {"got": as_text(base), "low": as_text(floor), "high": as_text(ceiling)}
        yield Problem("score.base", Policy.BASE_OUTSIDE, facts)


def _days_disjoint(values: Mapping[str, Any]) -> Iterator[Problem]:
    """No day is both a holiday and a working day."""
    for day in sorted(set(values["holidays"]) & set(values["workdays"])):
        yield Problem("workdays", Policy.DAY_IN_BOTH, {"day": day.isoformat()})
