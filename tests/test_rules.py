"""The rules as such: their records, what each reads, and the arithmetic that scenarios do not spell out."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest

import books
import complaint_cli.assessment.rules
from complaint_cli.acts.month import fetched, law_of, period_in
from complaint_cli.acts.transaction import opened
from complaint_cli.assessment.assess import contexts, judge, period_of
from complaint_cli.assessment.fines import clause, number_key
from complaint_cli.assessment.rules import (
    BANDS,
    RULES,
    Finding,
    Period,
    Standing,
    band,
    by_days,
    views,
)
from complaint_cli.company.edition import Edition
from complaint_cli.company.edition_file import default_edition
from complaint_cli.company.keys import KEYS
from complaint_cli.errors import NoEdition, StepRefused, UsageError
from complaint_cli.messages.rules import Why
from complaint_cli.store.matters import place

EDITION = default_edition()
ZONE = EDITION.timezone


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def test_rules_stand_in_the_order_of_the_contract() -> None:
    assert list(RULES) == [
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
    ]
    assert [name for name, rule in RULES.items() if rule.scope == "month"] == ["commended", "clean_month"]


SOURCE = "".join(
    file.read_text(encoding="utf-8")
    for file in sorted(Path(complaint_cli.assessment.rules.__file__).parent.glob("*.py"))
)
VIEWS = views(EDITION)

CITES = {
    "transfer_delayed": "第五条第二款",
    "transfer_late": "第五条第一款",
    "reply_late": "第五条第二款",
    "callback_missing": "第五条第一款",
    "handling_overdue": "第五条第五款",
    "rework_overdue": "第五条第五款",
    "internal_cause": "第五条第三款",
    "false_record": "第五条第一款",
    "unsatisfied": "第五条第一款",
    "evidence_missing": "第五条第一款",
    "repeat_again": "第五条第四款",
    "commended": "第五条第一款",
    "clean_month": "第五条第一款",
}


@pytest.mark.parametrize("name", RULES)
def test_a_rule_cites_its_clause_in_the_edition_and_in_its_first_line(name: str) -> None:
    assert RULES[name].cite(EDITION) == CITES[name]
    assert RULES[name].doc.startswith(CITES[name] + ": ")


@pytest.mark.parametrize("name", RULES)
def test_a_rule_reads_only_numbers_that_an_edition_has(name: str) -> None:
    for declared in RULES[name].reads:
        assert any(key == declared or key.startswith(f"{declared}.") for key in KEYS)


@pytest.mark.parametrize("name", VIEWS)
def test_a_rule_is_refused_what_it_does_not_declare(name: str) -> None:
    with pytest.raises(KeyError):
        VIEWS[name]("duplicate.window")


def test_every_number_of_a_rule_in_the_source_is_declared_by_it() -> None:
    source = SOURCE
    for name, rule in RULES.items():
        body = source.split(f"def {name}(")[1].split("\n\n\n")[0]
        for key in re.findall(r'"([a-z_]+\.[a-z_]+)"', body):
            assert any(key == declared or key.startswith(f"{declared}.") for declared in rule.reads), (name, key)


def test_the_bands_are_those_of_the_regulation() -> None:
    assert {name: tuple(map(int, band(EDITION, name))) for name in BANDS} == {
        "transfer_delayed": (50, 100),
        "reply_late": (50, 100),
        "handling_overdue": (100, 500),
        "rework_overdue": (100, 500),
        "internal_cause": (100, 500),
    }


@pytest.mark.parametrize(
    ("days", "responsible", "manager"),
    [
        (1, 100, 100),
        (2, 200, 100),
        (3, 200, 100),
        (4, 300, 150),
        (5, 300, 150),
        (6, 500, 250),
        (250, 500, 250),
    ],
)
def test_fines_by_days_late(days: int, responsible: int, manager: int) -> None:
    assert by_days(EDITION.get("handling_overdue.responsible"), days) == Decimal(responsible)
    assert by_days(EDITION.get("handling_overdue.manager"), days) == Decimal(manager)


@pytest.mark.parametrize(
    ("cite", "short"),
    [("第五条第五款", "5.5"), ("第五条第一款", "5.1"), ("第四条", "4"), ("第四条第一款、第五条第二款", "4.1")],
)
def test_the_short_form_of_a_citation(cite: str, short: str) -> None:
    assert clause(cite) == short


def test_numbers_are_ordered_as_numbers() -> None:
    numbers = ["2026-10000", "2026-9999", "2025-0002", "2026-0010", None]
    assert sorted(numbers, key=number_key) == [None, "2025-0002", "2026-0010", "2026-9999", "2026-10000"]


def test_a_period_runs_from_its_first_midnight_to_its_last_second() -> None:
    period, _ = period_of("2026-02", [EDITION], at("2026-06-01 09:00"), {})
    assert (period.start, period.end) == (at("2026-02-01 00:00:00"), at("2026-02-28 23:59:59"))
    assert period.as_of == at("2026-06-01 09:00")


def test_a_running_period_is_seen_as_of_now() -> None:
    period, _ = period_of("2026-10", [EDITION], at("2026-10-09 09:00"), {})
    assert period.as_of == at("2026-10-09 09:00")


def test_every_second_of_a_year_belongs_to_one_period() -> None:
    periods = [period_of(f"2026-{month:02d}", [EDITION], at("2027-06-01 09:00"), {})[0] for month in range(1, 13)]
    for earlier, later in pairwise(periods):
        assert later.start - earlier.end == timedelta(seconds=1)


def since(day: date, start_day: int) -> Edition:
    return EDITION._replace(effective=day, numbers={**EDITION.numbers, "start_day": start_day})


@pytest.mark.parametrize("seed", range(30))
def test_days_are_in_no_two_periods_and_in_none_left_out_whatever_editions_change(seed: int) -> None:
    random = Random(seed)
    days = [date(2026, 1, 1) + timedelta(days=random.randrange(300)) for _ in range(5)]
    editions = [EDITION, *(since(day, random.randint(1, 28)) for day in days)]
    names = [f"2026-{month:02d}" for month in range(1, 13)]
    periods = [period_of(name, editions, at("2027-06-01 09:00"), {})[0] for name in names]
    assert [f"{period.start:%Y-%m}" for period in periods] == names
    for earlier, later in pairwise(periods):
        assert later.start - earlier.end == timedelta(seconds=1)
    kept = {names[5]: periods[5].end}
    late = [*editions, since(date(2026, 5, 1), 13)]
    assert period_of(names[5], late, at("2027-06-01 09:00"), kept)[0].end == kept[names[5]]
    assert period_of(names[6], late, at("2027-06-01 09:00"), kept)[0].start == periods[6].start


def test_a_deadline_has_passed_a_second_after_it() -> None:
    start, end = at("2026-10-01 00:00:00"), at("2026-10-31 23:59:59")
    over = Period("2026-10", start, end, as_of=end)
    assert over.holds(end)
    assert not over.passed(end)
    assert Period("2026-10", start, end, as_of=end + timedelta(seconds=1)).passed(end)
    running = Period("2026-10", start, end, as_of=at("2026-10-16 17:30:00"))
    assert not running.passed(at("2026-10-16 17:30:00"))
    assert running.passed(at("2026-10-16 17:29:59"))
    assert not running.passed(end)


@pytest.mark.parametrize("month", ["2026-13", "2026-00", "2026-1", "26-10", "2026/10", "", "２０２６-10", "2026-10-01"])
def test_what_is_no_month_is_refused(month: str) -> None:
    with pytest.raises(UsageError):
        period_of(month, [EDITION], at("2026-10-09 09:00"), {})


def test_a_month_that_has_not_begun_is_refused() -> None:
    with pytest.raises(StepRefused):
        period_of("2026-11", [EDITION], at("2026-10-31 23:59:59"), {})
    assert period_of("2026-11", [EDITION], at("2026-11-01 00:00:00"), {})[0].as_of == at("2026-11-01 00:00:00")


def test_a_month_before_any_edition_is_refused() -> None:
    with pytest.raises(NoEdition):
        period_of("2009-12", [EDITION], at("2026-10-09 09:00"), {})


def test_every_reason_why_there_is_no_finding_is_said_by_a_rule() -> None:
    said = set(re.findall(r"Why\.([A-Z_]+)", SOURCE))
    assert said == {why.name for why in Why}


def test_a_finding_lies_at_the_moment_that_its_rule_tells(run: Any) -> None:
    run.now = "2026-11-02 09:00"
    assert run("demo").code == 0
    fired = set()
    with opened(books.call(run.db, now=run.now)) as work:
        law = law_of(work.store, work.edition)
        period, _ = period_in(work.store, "2026-10", work.now)
        context = contexts(period, law, work.organisation)
        for row in fetched(work.store, period, law):
            case = work.store.load([row])[0]
            standing = Standing(case, period, 2, place(work.store, case))
            for name, said in judge(standing, context).items():
                tell = RULES[name].moment
                assert tell is not None
                if isinstance(said, Finding):
                    fired.add(name)
                    assert said.at == tell(standing, context[name]), (case.number, name)
    assert len(fired) >= 8, fired
