"""The dated editions of the parameters: every number of the assessment, read from TOML and checked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, tzinfo
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from complaint_cli.company.calendar import Calendar, Limit, YearDays
from complaint_cli.company.categories import Category
from complaint_cli.errors import NoEdition, PolicyInvalid, UsageError
from complaint_cli.messages.policy import Policy, Problem, Problems, shown
from complaint_cli.text.toml import deep_row

MOST_BYTES = 256 * 1024
MOST_YUAN = 1_000_000
MOST_POINTS = 1_000
MOST_COUNT = 1_000
MOST_LIMIT = 1_000
MOST_TEXT = 200

_CLAUSE = "第[一二三四五六七八九十百]+条(第[一二三四五六七八九十]+款)?"
_CITE = re.compile(f"{_CLAUSE}(、{_CLAUSE})*")
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")


class Band(NamedTuple):
    """The least and the most of a fine, in yuan, both allowed."""

    low: Decimal
    high: Decimal


class Step(NamedTuple):
    """A fine in yuan for up to ``days`` days late; None is any number of them."""

    days: int | None
    amount: Decimal


class Change(NamedTuple):
    """One value that differs between two editions."""

    key: str
    old: object
    new: object


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
    examples = "、".join({"m": "30m", "h": "2h", "wh": "3wh", "d": "7d", "wd": "5wd"}[unit] for unit in units)

    def convert(value: object) -> Limit:
        if isinstance(value, str):
            try:
                limit = Limit.parse(value)
            except UsageError:
                limit = None
            if limit is not None and limit.unit in units and 1 <= limit.amount <= MOST_LIMIT:
                return limit
        raise Refused(Policy.NOT_LIMIT, most=MOST_LIMIT, examples=examples, got=shown(value))

    return convert


def _text(value: object) -> str:
    if isinstance(value, str) and 0 < len(value.strip()) <= MOST_TEXT:
        text = value.strip()
        if not any(unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl", "Zp") for letter in text):
            return text
    raise Refused(Policy.NOT_TEXT, most=MOST_TEXT, got=shown(value))


def _cite(value: object) -> str:
    if isinstance(value, str) and len(value) <= MOST_TEXT and _CITE.fullmatch(value):
        return value
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
    from zoneinfo import ZoneInfo

    if isinstance(value, str):
        try:
            return ZoneInfo(value).key
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
        if not all(isinstance(clock, str) and _CLOCK.fullmatch(clock) for clock in pair):
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

# Every key of an edition and what it holds. A new number is one line here and one in edition.toml.
KEYS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        "title": TEXT,
        "effective": EFFECTIVE,
        "timezone": TIMEZONE,
        "start_day": START_DAY,
        "holidays": DATES,
        "workdays": DATES,
        "categories": CATEGORIES,
        "hours.cite": CITE,
        "hours.sessions": SESSIONS,
        "limits.cite": CITE,
        "limits.general": LIMIT,
        "limits.provincial_or_online": LIMIT,
        "limits.outage": LIMIT,
        "limits.leak_or_danger": LIMIT,
        "limits.transfer": LIMIT,
        "limits.transfer_urgent": LIMIT,
        "limits.urgent_within": HOURS,
        "limits.signature": LIMIT,
        "limits.rework": LIMIT,
        "limits.return": LIMIT,
        "limits.correction": LIMIT,
        "limits.objection": LIMIT,
        "limits.callback": LIMIT,
        "limits.reply": LIMIT,
        "limits.handback_margin": WORKDAYS,
        "limits.handback_margin_short": HOURS,
        "duplicate.cite": CITE,
        "duplicate.window": DAYS,
        "callback.cite": CITE,
        "callback.attempts": COUNT,
        "callback.gap": MINUTES,
        "score.cite": CITE,
        "score.base": SCORE,
        "score.floor": SCORE,
        "score.ceiling": SCORE,
        "satisfaction.cite": CITE,
        "satisfaction.mostly_weight": SHARE,
        "attribution.cite": CITE,
        "attribution.min_share_left": SHARE,
        "accountability.cite": CITE,
        "accountability.days_late": COUNT_OR_NONE,
        "repeat.cite": CITE,
        "repeat.factor": COUNT,
        "office_delay.cite": CITE,
        "office_delay.band": BAND,
        "office_delay.confirmed": BOOL,
        "office_delay.raw": TEXT,
        "office_delay.first": AMOUNT,
        "office_delay.later": AMOUNT,
        "transfer_delayed.cite": CITE,
        "transfer_late.cite": CITE,
        "transfer_late.points": DEDUCTION,
        "reply_late.cite": CITE,
        "reply_late.points": DEDUCTION,
        "callback_missing.cite": CITE,
        "callback_missing.points": DEDUCTION,
        "handling_overdue.cite": CITE,
        "handling_overdue.band": BAND,
        "handling_overdue.confirmed": BOOL,
        "handling_overdue.points_late": DEDUCTION,
        "handling_overdue.points_open": DEDUCTION,
        "handling_overdue.responsible": STEPS,
        "handling_overdue.manager": STEPS,
        "rework_overdue.cite": CITE,
        "rework_overdue.band": BAND,
        "rework_overdue.confirmed": BOOL,
        "rework_overdue.points_late": DEDUCTION,
        "rework_overdue.points_open": DEDUCTION,
        "rework_overdue.responsible": STEPS,
        "rework_overdue.manager": STEPS,
        "internal_cause.cite": CITE,
        "internal_cause.band": BAND,
        "internal_cause.confirmed": BOOL,
        "internal_cause.points": DEDUCTION,
        "internal_cause.points_major": DEDUCTION,
        "internal_cause.responsible.minor": AMOUNT,
        "internal_cause.responsible.serious": AMOUNT,
        "internal_cause.responsible.major": AMOUNT,
        "internal_cause.manager.minor": AMOUNT,
        "internal_cause.manager.serious": AMOUNT,
        "internal_cause.manager.major": AMOUNT,
        "false_record.cite": CITE,
        "false_record.points": DEDUCTION,
        "unsatisfied.cite": CITE,
        "unsatisfied.points_unresolved": DEDUCTION,
        "unsatisfied.points_resolved": DEDUCTION,
        "evidence_missing.cite": CITE,
        "evidence_missing.points": DEDUCTION,
        "repeat_again.cite": CITE,
        "repeat_again.points": DEDUCTION,
        "commended.cite": CITE,
        "commended.points": BONUS,
        "commended.cap": BONUS,
        "clean_month.cite": CITE,
        "clean_month.points": BONUS,
        "clean_month.callbacks": COUNT,
    }
)

NUMBERS: Final = tuple(key for key, kind in KEYS.items() if kind.number)
"""The keys the program counts with: each must be read by a rule, a command or the calendar."""

CALENDAR_READS: Final = ("timezone", "start_day", "holidays", "workdays", "hours.sessions")
"""The numbers that ``Edition`` itself reads, for its calendar and its periods."""

RULE_TABLES: Final = (
    "office_delay",
    "transfer_delayed",
    "transfer_late",
    "reply_late",
    "callback_missing",
    "handling_overdue",
    "rework_overdue",
    "internal_cause",
    "false_record",
    "unsatisfied",
    "evidence_missing",
    "repeat_again",
    "commended",
    "clean_month",
)
"""The tables that a rule stands in: an edition without one does not know the rule."""

LATER_KEYS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "limits.transfer_urgent": "",
        "limits.urgent_within": "24h",
        "limits.signature": "4wh",
        "limits.rework": "2wd",
        "limits.return": "1wd",
        "limits.correction": "2h",
        "limits.objection": "3wd",
        "callback.gap": "30m",
    }
)
"""The limits that editions adopted before they were known lack, and what they are then; "" is the transfer's."""

_TABLES = {key[: dot.start()] for key in KEYS for dot in re.finditer(r"\.", key)}


@dataclass(frozen=True, slots=True)
class Edition:
    """One whole edition of the parameters, checked; equal when its text is."""

    title: str
    effective: date
    sha256: str
    source: str = field(compare=False, repr=False)
    numbers: Mapping[str, Any] = field(compare=False, repr=False)

    def get(self, key: str) -> Any:
        """Return the converted value of a key such as ``handling_overdue.points_late``; KeyError if none."""
        return self.numbers[key]

    def knows(self, rule: str) -> bool:
        """Whether a rule is in force in this edition: its table stands in it."""
        return f"{rule}.cite" in self.numbers

    @property
    def timezone(self) -> tzinfo:
        """The zone in which every time of the program is counted."""
        from zoneinfo import ZoneInfo

        return ZoneInfo(self.numbers["timezone"])

    @property
    def start_day(self) -> int:
        """The day of the month, 1 to 28, on which a period begins."""
        return int(self.numbers["start_day"])

    def calendar(self, years: Callable[[int], YearDays]) -> Calendar:
        """Build the calendar of this edition over the statutory days of ``years``."""
        return Calendar(
            years,
            hours=self.numbers["hours.sessions"],
            tz=self.timezone,
            holidays=self.numbers["holidays"],
            workdays=self.numbers["workdays"],
        )


def parse_edition(text: str | bytes, *, name: str, stored: bool = False) -> Edition:
    """Read and check a whole edition; ``name`` is the file's, for the message.

    A rule's table may be left out: the edition does not know that rule. One that is ``stored`` was whole when it
    was adopted: what came later has its default.

    Raises PolicyInvalid naming the file and each key that is wrong, with the reason.
    """
    from hashlib import sha256

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
        sha256=sha256(source.encode()).hexdigest(),
        source=source,
        numbers=MappingProxyType({key: values[key] for key in KEYS if key in values}),
    )


@cache
def default_edition() -> Edition:
    """Return the edition that comes with the program."""
    file = Path(__file__).parents[1] / "data" / "edition.toml"
    return parse_edition(file.read_bytes(), name=file.name)


def in_force(editions: Iterable[Edition], day: date) -> Edition:
    """Return the edition in force on ``day``: the latest effective by then, of equals the last adopted.

    ``editions`` are in the order of adoption. Raises NoEdition.
    """
    chosen: Edition | None = None
    for edition in editions:
        if edition.effective <= day and (chosen is None or edition.effective >= chosen.effective):
            chosen = edition
    if chosen is None:
        raise NoEdition(Policy.NO_EDITION, day=day.isoformat())
    return chosen


def diff(a: Edition, b: Edition) -> list[Change]:
    """List the values that differ from ``a`` to ``b``, in the edition's order; titles and dates aside."""
    return [
        Change(key, a.numbers.get(key), b.numbers.get(key))
        for key in KEYS
        if key not in ("title", "effective") and a.numbers.get(key) != b.numbers.get(key)
    ]


def view(edition: Edition, reads: Sequence[str]) -> Callable[[str], Any]:
    """Return a getter of the edition's values that refuses, by KeyError, what ``reads`` does not declare.

    A declared key stands for itself, a declared table such as ``internal_cause.manager`` for all in it.
    """
    for declared in reads:
        if not any(covers(declared, key) for key in KEYS):
            raise KeyError(f"no edition has {declared}")

    def get(key: str) -> Any:
        if not any(covers(declared, key) for declared in reads):
            raise KeyError(f"{key} is not among the numbers declared: {', '.join(reads)}")
        return edition.numbers[key]

    return get


def covers(declared: str, key: str) -> bool:
    """Tell whether a declared key or table stands for ``key``."""
    return key == declared or key.startswith(f"{declared}.")


def as_text(value: object) -> str:
    """Write a value of an edition for people: amounts without idle zeros, bands as 50–100."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, Band):
        return f"{as_text(value.low)}–{as_text(value.high)}"
    if isinstance(value, Step):
        return f"{'>' if value.days is None else f'≤{value.days}'}: {as_text(value.amount)}"
    if isinstance(value, tuple):
        pair = len(value) == 2 and all(isinstance(part, time) for part in value)
        return ("–" if pair else ", ").join(map(as_text, value))
    return str(value)


def _document(text: str | bytes, name: str) -> tuple[str, dict[str, Any]]:
    """Decode and parse the TOML; the text is kept to the byte, so that its hash is the file's."""
    import tomllib

    def refuse(reason: Policy, **facts: object) -> PolicyInvalid:
        problem = Problem(Policy.WHOLE_FILE(), reason, facts)
        return PolicyInvalid(Policy.INVALID, file=name, problems=Problems([problem]))

    try:
        raw = text if isinstance(text, bytes) else text.encode()
        if len(raw) > MOST_BYTES:
            raise refuse(Policy.TOO_BIG, most=MOST_BYTES)
        source = raw.decode()
    except UnicodeError:
        raise refuse(Policy.NOT_UTF8) from None
    if row := deep_row(source):
        raise refuse(Policy.TOO_DEEP, row=row)
    try:
        return source, tomllib.loads(source.removeprefix("\ufeff"), parse_float=Decimal)
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise refuse(Policy.NOT_TOML, detail=shown(str(error), most=120)) from None


def _read(document: Mapping[str, Any], values: dict[str, Any], *, stored: bool) -> Iterator[Problem]:
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
    for rule in ("transfer_delayed", "reply_late"):
        if rule in document and "office_delay" in unknown:
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
