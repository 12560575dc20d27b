"""The auditor's scenario files: every case has exactly the findings that it expects."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from complaint_cli.acts.scenario import as_toml, merged, read_file, run_file
from complaint_cli.assessment.rules import RULES
from complaint_cli.company.edition import diff
from complaint_cli.company.edition_file import default_edition, parse_edition

FOLDER = Path(__file__).with_name("scenarios")
FILES = sorted(FOLDER.glob("*.toml"))
NAMES = list(RULES)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_scenarios(path: Path) -> None:
    assert run_file(path) == []


def _cases() -> list[dict]:
    return [case for path in FILES for case in read_file(path)["case"]]


def _found(case: dict) -> set[str]:
    return {line["rule"] for part in ("points", "fines", "unassigned") for line in case.get(part, [])}


@pytest.mark.parametrize("rule", NAMES)
def test_every_rule_has_a_case_that_hits_and_one_that_misses(rule: str) -> None:
    about = [case for case in _cases() if case["rule"] == rule]
    assert any(rule in _found(case) for case in about)
    assert any(rule not in _found(case) for case in about)


def test_every_case_is_about_a_rule() -> None:
    assert {case["rule"] for case in _cases()} <= {*NAMES, "score", "counts", "period"}


def test_names_of_cases_are_told_apart() -> None:
    names = [(path.stem, case["name"]) for path in FILES for case in read_file(path)["case"]]
    assert len(names) == len(set(names))


# -- a scenario that does not hold says so ---------------------------------------------------

HEAD = f"""
title = "试"
organisation = "{(FOLDER / "company" / "organisation.toml").as_posix()}"
month = "2026-10"
now = "2026-11-02 09:00"
[usual]
intake = {{ content = "x", source = "来访", by = "陈文", deadline = "2026-10-16 17:30" }}
"""
CASE = """
[[case]]
name = "一"
rule = "transfer_delayed"
steps = [ { at = "2026-10-12 09:00", do = "intake", ref = "甲" } ]
points = [ { rule = "transfer_late", department = "综合管理部", points = -1 } ]
fines = [
    { rule = "transfer_delayed", person = "陈文", role = "officer", base = 50, amount = 50, accountability = true },
]
"""


def failures(tmp_path: Path, text: str, head: str = HEAD) -> list[str]:
    (tmp_path / "case.toml").write_text(head + text, encoding="utf-8")
    return run_file(tmp_path / "case.toml")


def test_a_case_that_holds_says_nothing(tmp_path: Path) -> None:
    assert failures(tmp_path, CASE) == []


@pytest.mark.parametrize(
    ("was", "now", "why"),
    [
        ("amount = 50", "amount = 50.01", "50.01"),
        ("base = 50", "base = 100", "100.00"),
        ('person = "陈文"', 'person = "沈静"', "沈静"),
        ("accountability = true", "accountability = false", "accountability"),
        ("accountability = true", "accountability = true, complaint = '乙'", "乙"),
        ("accountability = true", "accountability = true, weight = 1", "weight"),
        ("fines = [", "penalties = [", "penalties"),
        (", amount = 50", "", "amount"),
        ('rule = "transfer_delayed"\nsteps', "steps", "rule"),
        ('do = "intake"', 'do = "intak"', "intak"),
        ('ref = "甲"', 'ref = "甲", colour = "red"', "colour"),
        ('at = "2026-10-12 09:00", ', "", "at"),
        ('at = "2026-10-12 09:00"', 'at = "yesterday evening"', "yesterday evening"),
        ('ref = "甲"', 'ref = "甲", repeat_of = "@乙"', "@乙"),
        ("fines = [", "excluded = ['甲']\nfines = [", "excluded"),
        ("fines = [", "late_entries = 1\nfines = [", "late_entries"),
        ("fines = [", "departments.'维修' = { due = 1 }\nfines = [", "维修"),
        ("fines = [", "departments.'维修抢修部' = { due = 1 }\nfines = [", "due"),
        ("fines = [", "departments.'维修抢修部' = { dues = 1 }\nfines = [", "dues"),
        ("fines = [", "edition = { repeat.factor = 0 }\nfines = [", "factor"),
        ("fines = [", "edition = { repeat.factors = 3 }\nfines = [", "factors"),
        ("points = [", "points = [ { rule = 'x', department = 'y', points = 1 },", "points"),
        ("fines = [", "month = '2027-13'\nfines = [", "2027-13"),
        ("[[case]]", "[[cases]]", "case"),
        ("steps = [ ", "steps = [[ ", "case.toml"),
        ("fines = [", "departments.x = 3\nfines = [", "departments"),
        ("fines = [", "late_entries = 'one'\nfines = [", "late_entries"),
        ("fines = [", "unassigned = 1\nfines = [", "unassigned"),
        ("fines = [", "unassigned = [1]\nfines = [", "case.toml"),
        ('do = "intake"', "do = 3", "3"),
        ('"甲" }', '"甲" }, 7', "case.toml"),
        ('"甲" }', '"甲" }, { at = "2026-10-13 09:00", do = "adopt" }', "edition"),
        ('"甲" }', '"甲" }, { at = "2026-10-13 09:00", do = "dispatch" }', "dispatch"),
        ('"甲" }', '"甲" }, { at = "2026-10-13 09:00", do = "handle", evidence = ["../x"] }', "evidence"),
        ('"甲" }', '"甲" }, { at = "2026-10-13 09:00", do = "handle", evidence = 5 }', "evidence"),
        ('"甲" }', '"甲" }, { at = "2026-10-13 09:00", do = "dispatch", no = 5 }', "no"),
        ('"甲" }', '"甲" }, { at = "2026-10-13 09:00", do = "set-manager", name = "x" }', "department"),
    ],
)
def test_a_case_that_does_not_hold_says_where(tmp_path: Path, was: str, now: str, why: str) -> None:
    assert was in CASE
    said = failures(tmp_path, CASE.replace(was, now, 1))
    assert said
    assert why in " ".join(said)


def test_a_line_too_many_is_a_failure(tmp_path: Path) -> None:
    kept = CASE[: CASE.index("fines")]
    assert len(failures(tmp_path, kept)) == 1


def test_a_file_that_is_not_there_or_not_text_is_a_failure(tmp_path: Path) -> None:
    assert len(run_file(tmp_path / "none.toml")) == 1
    (tmp_path / "case.toml").write_bytes(b"\xff\xfe")
    assert len(run_file(tmp_path / "case.toml")) == 1


def test_a_file_too_big_to_be_read_whole_is_a_failure(tmp_path: Path) -> None:
    [said] = failures(tmp_path, CASE + "#" * 1024 * 1024 + CASE)
    assert "过大" in said


def test_an_organisation_that_is_not_there_is_a_failure(tmp_path: Path) -> None:
    assert failures(tmp_path, CASE, HEAD.replace("organisation.toml", "nowhere.toml"))


def test_cases_run_under_another_edition(tmp_path: Path) -> None:
    document = merged(tomllib.loads(default_edition().source, parse_float=Decimal), {"office_delay": {"first": 60}})
    other = parse_edition(as_toml(document), name="other")
    (tmp_path / "case.toml").write_text(HEAD + CASE, encoding="utf-8")
    [failure] = run_file(tmp_path / "case.toml", other)
    assert "60.00" in failure


def test_an_edition_written_as_toml_is_the_same_edition() -> None:
    source = tomllib.loads(default_edition().source, parse_float=Decimal)
    assert diff(parse_edition(as_toml(source), name="again"), default_edition()) == []
