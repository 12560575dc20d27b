"""What must hold for any month: sums, order of entry, independence, same bytes, doubling, one month a finding."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from complaint_cli.acts import setup
from complaint_cli.acts.call import Call
from complaint_cli.acts.index import act_of
from complaint_cli.acts.month import assess_month, law_of
from complaint_cli.acts.work import Work
from complaint_cli.assessment.answer import answer
from complaint_cli.assessment.assess import period_of
from complaint_cli.assessment.codec import to_json
from complaint_cli.company.calendar import iso
from complaint_cli.company.edition_file import default_edition
from complaint_cli.store.database import Store

COMPANY = Path(__file__).with_name("scenarios") / "company" / "organisation.toml"
EDITION = default_edition()
ZONE = EDITION.timezone
BEGIN = datetime(2026, 9, 14, 8, 30, tzinfo=ZONE)
NOW = datetime(2026, 12, 14, 9, 0, tzinfo=ZONE)
MONTHS = ("2026-09", "2026-10", "2026-11", "2026-12")
PEOPLE = {"维修抢修部": ("李四", "周五", "孙三"), "客户服务部": ("卫平", "冯三"), "计量收费部": ("沈八", "蒋七")}

Facts = dict[str, Any]
small = settings(max_examples=25)


class _Undo(Exception):
    pass


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Work]:
    """A database that every example is told to and that forgets each of them."""
    folder = tmp_path_factory.mktemp("properties")
    call = Call("zh", folder / "p.db", False, "测试", "2026-09-01 09:00", datetime.now(UTC))
    setup.lay(call, call.database, setup.read_organisation(COMPANY))
    (folder / "现场.jpg").write_bytes(b"x")
    with Store.open(call.database) as store:
        yield Work(call, store, NOW, EDITION, store.calendar(EDITION), folder=folder)


@st.composite
def complaints(draw: st.DrawFn, departments: tuple[str, ...] = tuple(PEOPLE)) -> Facts:
    """One complaint's story: how long each step took, in seconds, and how it ended."""
    department = draw(st.sampled_from(departments))
    return {
        "received": draw(st.integers(0, 60 * 24 * 3600)),
        "allowed": draw(st.sampled_from([7200, 86_400, 432_000, 864_000])),
        "transfer": draw(st.none() | st.sampled_from([0, 3600, 14_400, 90_000])),
        "dispatch": draw(st.sampled_from([60, 7200, 300_000])),
        "handle": draw(st.none() | st.sampled_from([60, 50_000, 400_000, 1_500_000])),
        "call": draw(st.none() | st.sampled_from([60, 90_000, 300_000])),
        "reply": draw(st.none() | st.sampled_from([60, 300_000])),
        "department": department,
        "persons": draw(st.lists(st.sampled_from(PEOPLE[department]), max_size=2, unique=True)),
        "officer": draw(st.sampled_from(["陈文", "沈静"])),
        "source": draw(st.sampled_from(["12345热线", "来访"])),
        "evidence": draw(st.booleans()),
        "result": draw(st.sampled_from(["satisfied", "mostly", "unsatisfied", "unreached"])),
        "resolved": draw(st.booleans()),
        "severity": draw(st.none() | st.sampled_from(["minor", "serious", "major"])),
        "false_record": draw(st.booleans()),
    }


def told(facts: Facts, ref: str, repeat_of: str | None = None) -> list[Facts]:
    """Return the complaint's steps; what would come after now is left out."""
    at = BEGIN + timedelta(seconds=facts["received"])
    deadline = at + timedelta(seconds=facts["allowed"])
    steps: list[Facts] = [
        {"do": "intake", "at": at, "ref": ref, "content": "x", "source": facts["source"], "by": facts["officer"],
         "deadline": iso(deadline), "repeat_of": repeat_of},
    ]  # fmt: skip
    for name, after in (("transfer", None), ("dispatch", "transfer"), ("handle", "dispatch"), ("call", "handle")):
        if facts[name] is None or (after and steps[-1]["step"] != after):
            break
        at += timedelta(seconds=facts[name])
        steps += _steps(name, facts, at)
    if facts["reply"] is not None and any(step.get("step") == "handle" for step in steps):
        handed = next(step["at"] for step in steps if step.get("step") == "handle")
        summary = {"summary": "办结", "by": "陈文", "step": "reply"}
        steps.append({"do": "reply", "at": handed + timedelta(seconds=facts["reply"]), **summary})
    if facts["severity"] or facts["false_record"]:
        caused = facts["severity"] is not None
        found = {"internal_cause": caused, "adverse_effect": caused, "severity": facts["severity"]}
        found |= {"auditor": "韩审", "clerk": "陈文", "false_record": facts["false_record"], "by": "韩审"}
        steps.append({"do": "investigate", "at": steps[0]["at"] + timedelta(days=9), "step": "investigate", **found})
    return [{**step, "no": ref} for step in steps if step["at"] <= NOW]


def _steps(name: str, facts: Facts, at: datetime) -> list[Facts]:
    match name:
        case "transfer":
            who = {"to": facts["department"], "person": facts["persons"], "by": facts["officer"]}
            return [{"do": "transfer", "at": at, "step": name, **who}]
        case "dispatch":
            signatures = (("deputy", "钱二"), ("general", "赵一"))
            return [{"do": "approve", "at": at, "as_": post, "by": by, "step": name} for post, by in signatures]
        case "handle":
            files = ["现场.jpg"] if facts["evidence"] else []
            return [
                {
                    "do": "handle",
                    "at": at,
                    "result": "好",
                    "done": True,
                    "evidence": files,
                    "by": PEOPLE[facts["department"]][0],
                    "step": name,
                }
            ]
        case _:
            resolved = facts["resolved"] if facts["result"] == "unsatisfied" else None
            call = {"result": facts["result"], "resolved": resolved, "by": "吴九", "step": name}
            return [{"do": "callback", "at": at, **call}]


def entered(work: Work, steps: list[Facts]) -> dict[str, str]:
    """Enter the steps in their order; return each complaint's name by its number."""
    numbers: dict[str, str] = {}
    for step in steps:
        options = {key: value for key, value in step.items() if key not in ("do", "ref", "no", "step", "at")}
        if step["do"] == "intake":
            options["repeat_of"] = numbers.get(step["repeat_of"] or "")
        else:
            options["no"] = numbers[step["no"]]
        done = act_of(step["do"])(work.as_of(step["at"]), at=iso(step["at"]), **options)
        numbers[step["no"]] = done["no"]
    return {number: name for name, number in numbers.items()}


def assessed(work: Work, steps: list[Facts], months: tuple[str, ...] = MONTHS, now: datetime = NOW) -> dict[str, Facts]:
    """Enter the steps, assess the months, and forget it all."""
    answers: dict[str, Facts] = {}
    try:
        with work.store.writing():
            names = entered(work, steps)
            for month in months:
                period, edition = period_of(month, work.store.editions(), now, {})
                said = to_json(answer(assess_month(work.store, period, law_of(work.store, edition)), "open", ""))
                for part in ("points", "fines", "unassigned"):
                    for line in said[part]:
                        line["complaint"] = names.get(line["complaint"])
                answers[month] = said
            raise _Undo
    except _Undo:
        return answers


def everything(stories: list[Facts]) -> list[Facts]:
    return [step for index, facts in enumerate(stories) for step in told(facts, f"c{index}")]


def lines(said: Facts, part: str, *, department: str | None = None) -> list[str]:
    """Return a part's lines as text, sorted; only one department's if it is named."""
    chosen = [line for line in said[part] if department in (None, line["department"])]
    return sorted(json.dumps(line, ensure_ascii=False, sort_keys=True) for line in chosen)


def total(values: Iterator[str]) -> Decimal:
    return sum(map(Decimal, values), Decimal(0))


@small
@given(st.lists(complaints(), max_size=5))
def test_totals_and_scores_are_the_sums_of_the_findings(work: Work, stories: list[Facts]) -> None:
    for said in assessed(work, everything(stories)).values():
        points = said["points"]
        assert Decimal(said["totals"]["fines"]) == total(f["amount"] for f in said["fines"])
        assert Decimal(said["totals"]["deductions"]) == total(p["points"] for p in points if p["points"][0] == "-")
        assert Decimal(said["totals"]["bonuses"]) == total(p["points"] for p in points if p["points"][0] != "-")
        for row in said["departments"]:
            mine = total(p["points"] for p in points if p["department"] == row["department"])
            assert Decimal(row["points"]) == mine
            assert Decimal(row["score"]) == min(max(100 + mine, Decimal(0)), Decimal(110))


@small
@given(st.lists(complaints(), min_size=2, max_size=4), st.randoms(use_true_random=False))
def test_the_order_of_entry_changes_nothing(work: Work, stories: list[Facts], random: Any) -> None:
    """Of unrelated complaints received at different moments; the office's turns go by moment, then number."""
    for index, facts in enumerate(stories):
        facts["officer"] = ("陈文", "沈静", "吴九", "钱二")[index]
        facts["received"] = facts["received"] // 4 * 4 + index
    shuffled = list(enumerate(stories))
    random.shuffle(shuffled)
    one = assessed(work, everything(stories))
    other = assessed(work, [step for index, facts in shuffled for step in told(facts, f"c{index}")])
    for month in MONTHS:
        for part in ("points", "fines", "unassigned"):
            assert lines(one[month], part) == lines(other[month], part)
        assert one[month]["departments"] == other[month]["departments"]
        assert one[month]["totals"] == other[month]["totals"]


@small
@given(
    st.lists(complaints(("维修抢修部", "客户服务部")), min_size=1, max_size=3),
    complaints(("计量收费部",)),
    st.booleans(),
)
def test_an_unrelated_complaint_changes_nothing_for_a_department(
    work: Work, stories: list[Facts], more: Facts, first: bool
) -> None:
    more["officer"] = "吴九"
    extra = told(more, "more")
    base = everything(stories)
    without, with_it = assessed(work, base), assessed(work, extra + base if first else base + extra)
    for month in MONTHS:
        for row, other in zip(without[month]["departments"], with_it[month]["departments"], strict=True):
            if row["department"] in ("维修抢修部", "客户服务部"):
                assert {**row, "rank": None} == {**other, "rank": None}
                for part in ("points", "fines", "unassigned"):
                    mine = {"department": row["department"]}
                    assert lines(without[month], part, **mine) == lines(with_it[month], part, **mine)


@small
@given(st.lists(complaints(), max_size=3))
def test_same_facts_and_same_edition_give_the_same_bytes(work: Work, stories: list[Facts]) -> None:
    steps = everything(stories)
    one, other = (json.dumps(assessed(work, steps), ensure_ascii=False) for _ in range(2))
    assert one.encode() == other.encode()


@small
@given(st.lists(complaints(), min_size=1, max_size=4))
def test_each_finding_belongs_to_the_month_of_its_moment_and_to_one_only(work: Work, stories: list[Facts]) -> None:
    seen: set[tuple[Any, ...]] = set()
    for month, said in assessed(work, everything(stories)).items():
        for part in ("points", "fines", "unassigned"):
            for line in said[part]:
                assert line["at"][:7] == month
                assert line["at"] <= said["as_of"]
                if line["complaint"] is None:
                    continue
                key = (part, line["complaint"], line["rule"], line.get("person"), line.get("role"))
                assert key not in seen
                seen.add(key)


OF_REPEAT = ("repeats", "linked_by", "linked_at")
"""What a doubled fine tells beside: which complaint it repeats, who said so and when."""


@small
@given(complaints())
def test_doubling_only_scales(work: Work, facts: Facts) -> None:
    """The same story as a repeat: the same lines, with fines and deductions twice as large."""
    earlier = {"do": "intake", "at": BEGIN - timedelta(days=1), "ref": "first", "no": "first", "content": "x"}
    earlier |= {"source": "来访", "by": "陈文", "deadline": iso(NOW + timedelta(days=300)), "repeat_of": None}
    single = assessed(work, [earlier, *told(facts, "c")])
    double = assessed(work, [earlier, *told(facts, "c", repeat_of="first")])
    scaled = {"points": "points", "fines": "amount", "unassigned": "amount"}
    for month in MONTHS:
        for part, amount in scaled.items():
            one, two = ([line for line in said[month][part] if line["complaint"] == "c"] for said in (single, double))
            assert len(one) == len(two)
            for was, now in zip(one, two, strict=True):
                assert now["factor"] == 2
                assert Decimal(now[amount]) == 2 * Decimal(was[amount])
                facts = {name: value for name, value in now["facts"].items() if name not in OF_REPEAT}
                assert {**now, amount: 0, "factor": 0, "facts": facts} == {**was, amount: 0, "factor": 0}


@small
@given(complaints())
def test_one_person_is_fined_once_by_one_rule_on_one_complaint(work: Work, facts: Facts) -> None:
    for said in assessed(work, told(facts, "c")).values():
        fined = [(line["complaint"], line["rule"], line["person"]) for line in said["fines"]]
        assert len(fined) == len(set(fined))
