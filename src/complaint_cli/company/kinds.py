"""What a number of an edition may be: each kind converts a TOML value or says what is wrong with it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, time
from decimal import Decimal

from complaint_cli.company.calendar import Limit, zone
from complaint_cli.company.categories import Category
from complaint_cli.errors import PolicyInvalid, UsageError
from complaint_cli.messages import listed
from complaint_cli.messages.policy import Policy, shown
from complaint_cli.text.tuples import NamedTuple

MOST_YUAN = 1_000_000
MOST_POINTS = 1_000
MOST_COUNT = 1_000
MOST_LIMIT = 1_000
MOST_TEXT = 200

_CLAUSE = "第[一二三四五六七八九十百]+条(第[一二三四五六七八九十]+款)?"
_CLOCK = r"([01][0-9]|2[0-3]):([0-5][0-9])"


class Band(NamedTuple):
    """The least and the most of a fine, in yuan, both allowed."""

    low: Decimal
    high: Decimal


class Step(NamedTuple):
    """A fine in yuan for up to ``days`` days late; None is any number of them."""

    days: int | None
    amount: Decimal


class Refused(Exception):
    """A value is not what its key wants."""

    def __init__(self, reason: Policy, **facts: object) -> None:
        super().__init__(reason, facts)
        self.reason = reason
        self.facts = facts


class Kind(NamedTuple):
    """What a key holds: how its TOML value is converted, and whether the assessment counts with it."""

    convert: Callable[[object], object]
    number: bool = True


# How each kind of value is read. A converter returns the value or raises Refused.


def _decimal(reason: Policy, low: int, high: int, places: int) -> Callable[[object], Decimal]:
    unit = Decimal(1).scaleb(-places)

    def convert(value: object) -> Decimal:
        if type(value) is int or isinstance(value, Decimal):
            number = Decimal(value) if type(value) is not int or low <= value <= high else None
            if number is not None and number.is_finite() and low <= number <= high:
                exact = number.quantize(unit)
                if exact == number:
                    return exact + 0  # so that -0.0 is 0
        raise Refused(reason, low=low, high=high, got=shown(value))

    return convert


def _whole(low: int, high: int) -> Callable[[object], int]:
    def convert(value: object) -> int:
        if type(value) is int and low <= value <= high:
            return value
        raise Refused(Policy.NOT_WHOLE, low=low, high=high, got=shown(value))

    return convert


def _limit(*units: str) -> Callable[[object], Limit]:
    examples = [{"m": "30m", "h": "2h", "wh": "3wh", "d": "7d", "wd": "5wd"}[unit] for unit in units]

    def convert(value: object) -> Limit:
        if isinstance(value, str):
            try:
                limit = Limit.parse(value)
            except UsageError:
                limit = None
            if limit is not None and limit.unit in units and 1 <= limit.amount <= MOST_LIMIT:
                return limit
        raise Refused(Policy.NOT_LIMIT, most=MOST_LIMIT, examples=listed(examples), got=shown(value))

    return convert


def _text(value: object) -> str:
    if isinstance(value, str) and 0 < len(value.strip()) <= MOST_TEXT:
        text = value.strip()
        if not any(unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl", "Zp") for letter in text):
            return text
    raise Refused(Policy.NOT_TEXT, most=MOST_TEXT, got=shown(value))


def _cite(value: object) -> str:
    said = value if isinstance(value, str) and len(value) <= MOST_TEXT else ""
    if all(re.fullmatch(_CLAUSE, clause) for clause in said.split("、")):
        return said
    raise Refused(Policy.NOT_CITE, got=shown(value))


def _bool(value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise Refused(Policy.NOT_BOOL, got=shown(value))


def _date(value: object) -> date:
    if type(value) is date:
        return value
    raise Refused(Policy.NOT_DATE, got=shown(value))


def _dates(value: object) -> tuple[date, ...]:
    if isinstance(value, list) and all(type(day) is date for day in value):
        return tuple(sorted(set(value)))
    raise Refused(Policy.NOT_DATES, got=shown(value))


def _timezone(value: object) -> str:
    if isinstance(value, str):
        try:
            zone(value)
            return value
        except (KeyError, ValueError, OSError):
            from zoneinfo import available_timezones

            if not available_timezones():  # the policy is not to blame
                raise PolicyInvalid(Policy.NO_ZONE_DATA) from None
    raise Refused(Policy.NOT_ZONE, got=shown(value))


def _sessions(value: object) -> tuple[tuple[time, time], ...]:
    refused = Refused(Policy.NOT_SESSIONS, got=shown(value))
    if not isinstance(value, list) or not value:
        raise refused
    sessions: list[tuple[time, time]] = []
    for pair in value:
        if not isinstance(pair, list) or len(pair) != 2:
            raise refused
        if not all(isinstance(clock, str) and re.fullmatch(_CLOCK, clock) for clock in pair):
            raise refused
        opening, closing = (time.fromisoformat(clock) for clock in pair)
        if opening >= closing or (sessions and opening < sessions[-1][1]):
            raise refused
        sessions.append((opening, closing))
    return tuple(sessions)


def _categories(value: object) -> tuple[Category, ...]:
    """Read the list of categories: names, or names with their second level and what else they are called."""
    if not isinstance(value, list) or not value:
        raise Refused(Policy.NOT_CATEGORIES, row=1)
    found: list[Category] = []
    for row, raw in enumerate(value, start=1):
        line = {"name": raw} if isinstance(raw, str) else raw
        if not isinstance(line, dict) or "name" not in line or line.keys() - set(Category._fields):
            raise Refused(Policy.NOT_CATEGORIES, row=row)
        lists = [line.get("second", []), line.get("also", [])]
        if not all(isinstance(words, list) for words in lists):
            raise Refused(Policy.NOT_CATEGORIES, row=row)
        found.append(Category(_text(line["name"]), *(tuple(map(_text, words)) for words in lists)))
    names = [name for category in found for name in (category.name, *category.also)]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise Refused(Policy.CATEGORY_TWICE, name=twice)
    return tuple(found)


_amount = _decimal(Policy.NOT_AMOUNT, 0, MOST_YUAN, 2)


def _band(value: object) -> Band:
    if not isinstance(value, list) or len(value) != 2:
        raise Refused(Policy.NOT_BAND, got=shown(value))
    band = Band(*map(_amount, value))
    if band.low > band.high:
        raise Refused(Policy.NOT_BAND, got=shown(value))
    return band


def _steps(value: object) -> tuple[Step, ...]:
    if not isinstance(value, list) or not value:
        raise Refused(Policy.NOT_STEPS, row=1)
    steps: list[Step] = []
    for row, raw in enumerate(value, start=1):
        last = row == len(value)
        if not isinstance(raw, dict) or raw.keys() != ({"amount"} if last else {"days", "amount"}):
            raise Refused(Policy.NOT_STEPS, row=row)
        days = None if last else _whole(1, MOST_COUNT)(raw["days"])
        if days is not None and steps and days <= (steps[-1].days or 0):
            raise Refused(Policy.NOT_STEPS, row=row)
        steps.append(Step(days, _amount(raw["amount"])))
    return tuple(steps)


TEXT = Kind(_text, number=False)
CITE = Kind(_cite, number=False)
EFFECTIVE = Kind(_date, number=False)
CATEGORIES = Kind(_categories, number=False)
TIMEZONE = Kind(_timezone)
DATES = Kind(_dates)
SESSIONS = Kind(_sessions)
BOOL = Kind(_bool)
AMOUNT = Kind(_amount)
BAND = Kind(_band)
STEPS = Kind(_steps)
LIMIT = Kind(_limit("h", "wh", "d", "wd"))
DAYS = Kind(_limit("d"))
WORKDAYS = Kind(_limit("wd"))
HOURS = Kind(_limit("h", "wh"))
MINUTES = Kind(_limit("m", "h"))
SHARE = Kind(_decimal(Policy.NOT_SHARE, 0, 1, 4))
SCORE = Kind(_decimal(Policy.NOT_POINTS, 0, MOST_POINTS, 2))
DEDUCTION = Kind(_decimal(Policy.NOT_POINTS, -MOST_POINTS, 0, 2))
BONUS = Kind(_decimal(Policy.NOT_POINTS, 0, MOST_POINTS, 2))
COUNT = Kind(_whole(1, MOST_COUNT))
COUNT_OR_NONE = Kind(_whole(0, MOST_COUNT))
START_DAY = Kind(_whole(1, 28))
