"""Complaints that are only counted: no rule speaks of them, none is listed, and the month is the same bytes."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from complaint_cli.acts import month
from complaint_cli.acts.call import Call
from complaint_cli.acts.index import act_of
from complaint_cli.acts.month import assess_month, law_of, period_in
from complaint_cli.acts.scenario import run_file
from complaint_cli.acts.work import Work
from complaint_cli.assessment.answer import answer
from complaint_cli.assessment.assess import asked, contexts, enough
from complaint_cli.assessment.codec import to_json
from complaint_cli.assessment.doubts import DOUBTED, doubts
from complaint_cli.assessment.rules import RULES, Finding, Law, Period, Standing, Trait, rules_of
from complaint_cli.assessment.scores import Seen, counted
from complaint_cli.company.calendar import iso
from complaint_cli.company.edition_file import default_edition
from complaint_cli.errors import ComplaintError
from complaint_cli.store.database import Store
from complaint_cli.store.matters import places
from complaint_cli.store.plain import HAS, seen
from conftest import Runner

HERE = Path(__file__).parent
SCENARIOS = sorted((HERE / "scenarios").glob("*.toml"))
COMPANY = HERE / "scenarios" / "company" / "organisation.toml"
EDITION = HERE.parent / "src" / "complaint_cli" / "data" / "edition.toml"
CHANGED = {
    "effective = 2010-01-01": "effective = 2026-10-12", 'transfer = "4wh"': 'transfer = "1wd"',
    'urgent_within = "24h"': 'urgent_within = "20wh"', 'callback = "1wd"': 'callback = "3h"', 'reply = "2wd"': 'reply = "3d"',
}  # fmt: skip
ZONE = default_edition().timezone
BEGIN = datetime(2026, 9, 21, 8, 30, tzinfo=ZONE)
STORIES, SEEDS = 25, range(8)
ODD = (
    "transfer", "urgent", "late", "call", "reply", "result", "rework", "investigate", "evidence", "repeat", "typed",
    "exclude", "amend", "withdraw", "extend", "reject", "return",
    "again", "open",
)  # fmt: skip


class _Undo(Exception):
    pass


@pytest.fixture(scope="module", params=["one edition", "another within the month"])
def work(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Work]:
    """A ledger that every history is told to and that forgets each of them."""
    folder = tmp_path_factory.mktemp("plain")
    (folder / "现场.jpg").write_bytes(b"x")
    run = Runner(folder / "p.db", by="韩审", now="2026-09-01 09:00")
    assert run("init", "--org", COMPANY).code == 0
    if request.param != "one edition":
        text = EDITION.read_text(encoding="utf-8")
        for was, now in CHANGED.items():
            assert was in text
            text = text.replace(was, now)
        (folder / "e.toml").write_text(text, encoding="utf-8")
        assert run("policy", "adopt", folder / "e.toml", "--by", "韩审").code == 0
    call = Call("zh", run.db, False, "测试", "2026-09-01 09:00", datetime.now(UTC))
    with Store.open(run.db) as store:
        edition = store.editions()[0]
        yield Work(call, store, BEGIN, edition, store.calendar(edition), folder=folder)


def tell(work: Work, pick: Random, numbers: list[str]) -> None:
    """Tell one complaint that goes the plain way but for a thing or two, often to the second of a limit."""
    odd = set(pick.sample(ODD, pick.choice((0, 1, 1, 2))))
    law = law_of(work.store, work.store.editions()[0])
    at = BEGIN + timedelta(minutes=pick.randrange(45 * 1440))
    no = ""

    def after(start: datetime, limit: str, name: str) -> datetime:
        if name not in odd:
            return start + timedelta(minutes=pick.choice((1, 30)))
        calendar, length = law.clock(start.date(), limit)
        edge = pick.choice((calendar.due(start, length), start + timedelta(seconds=calendar.shortest(length))))
        return edge + timedelta(seconds=pick.choice((-1, 0, 1, 86_400)))

    def step(do: str, when: datetime, later: int = 0, **options: Any) -> None:
        entered = when + timedelta(seconds=pick.choice((1, 3600, 100_000, 400_000)) if "typed" in odd else later)
        with suppress(ComplaintError):
            done = act_of(do)(work.as_of(entered), at=iso(when), **({"no": no} if no else {}) | options)
            numbers.extend([done["no"]] if do == "intake" else [])

    source = pick.choice(("12345热线", "12345热线", "来访", "省级"))
    limit = timedelta(seconds=pick.choice((86_400, 86_401, 259_200))) if "urgent" in odd else timedelta(days=7)
    told = len(numbers)
    step("intake", at, content="表不走字", source=source, by="陈文", deadline=iso(at + limit),
         repeat_of=pick.choice(numbers) if "repeat" in odd and numbers else None)  # fmt: skip
    if len(numbers) == told:
        return
    no = numbers[-1]
    at = after(at, "transfer_urgent" if "urgent" in odd and pick.random() < 0.5 else "transfer", "transfer")
    refused = {"reject", "return"} & odd
    for turn in range(1 + len(refused)):
        department, person = pick.choice((("维修抢修部", "李四"), ("客户服务部", "卫平"), ("计量收费部", "沈八")))
        step("transfer", at, to=department, person=[person], by="陈文")
        slow = pick.choice((0, 100_000))  # alone of the steps typed a day later
        wrong = {"reject": True, "reason": "不对口", "later": slow} if not turn and "reject" in odd else {}
        step("approve", at, as_="deputy", by="钱二", **wrong)
        step("approve", at, as_="general", by="赵一")
        if "return" in odd and turn == len(refused) - 1:
            step("return", at + timedelta(minutes=5), later=slow, reason="非本部门", by=person)
        if turn < len(refused):
            at += timedelta(minutes=pick.choice((9, 3000)))
    if "open" in odd:
        return
    case = work.store.case(no)
    if "extend" in odd:
        step("extend", at, to=iso(case.deadline + timedelta(days=20)), approved_by="赵一", reason="等配件", by=person)
    back = case.deadline + timedelta(seconds=pick.choice((0, 1))) if "late" in odd else at + timedelta(minutes=40)
    way = pick.choice(("none", "before", "with", "after", "typed")) if "evidence" in odd else "with"
    if way == "before":
        step("handle", back - timedelta(minutes=1), evidence=["现场.jpg"], by=person)
    step("handle", back, result="好", done=True, evidence=["现场.jpg"] if way == "with" else [], by=person)
    if way in ("after", "typed"):
        happened = back + timedelta(seconds=1 if way == "after" else -60)
        step("handle", happened, later=7200, evidence=["现场.jpg"], by=person)
    call = after(back, "callback", "call")
    results = ("mostly", "unsatisfied", "unreached") if "result" in odd else ("satisfied",)
    for _ in range(1 + ("again" in odd) + ("rework" in odd)):
        result = pick.choice(results)
        rework = "rework" in odd and work.store.case(no).rework is None
        step("callback", call, result="unsatisfied" if rework else result, rework=rework,
             resolved=False if rework or result == "unsatisfied" else None, by="吴九")  # fmt: skip
        if rework and pick.random() < 0.8:
            step("handle", after(call, "rework", "rework"), result="好", done=True, by=person)
        call += timedelta(minutes=pick.choice((1, 50, 4000)))
    if source == "12345热线" or pick.random() < 0.3:
        step("reply", after(back, "reply", "reply"), summary="办结", by="陈文")
    at = call + timedelta(days=1)
    if "investigate" in odd:
        step(
            "investigate",
            at,
            internal_cause=pick.random() < 0.5,
            false_record=True,
            auditor="韩审",
            clerk="陈文",
            by="韩审",
        )
    if "exclude" in odd:
        step("exclude", at, reason="恶意投诉", approved_by="赵一", by="韩审")
    if "amend" in odd:
        step("amend", at, deadline=iso(case.receipt + timedelta(hours=1)), reason="录错", approved_by="赵一", by="陈文")
    if "withdraw" in odd:
        last = len(month.step_numbers(work.store.load([case.complaint.id], raw=True)[0]))
        step("withdraw", at, step=last, reason="录错", approved_by="赵一", by="陈文")


def answers(work: Work, seed: int) -> Iterator[tuple[str, bool]]:
    """Tell a history, forget it, and yield what its months say, judged quickly and in full."""
    pick, numbers = Random(seed), []
    with suppress(_Undo), work.store.writing():
        for _ in range(STORIES):
            tell(work, pick, numbers)
        for name in ("2026-09", "2026-10", "2026-11"):
            for day in (12, 40):
                now = datetime(2026, 10, 1, 10, tzinfo=ZONE) + timedelta(days=day)
                with suppress(ComplaintError):
                    period, edition = period_in(work.store, name, now)
                    law = law_of(work.store, edition)
                    for lists in (True, False):
                        said = to_json(answer(assess_month(work.store, period, law, lists=lists), "open", ""))
                        yield json.dumps(said, ensure_ascii=False), lists
        raise _Undo


class Check:
    """Stands where it is seen which of a month's complaints need their records, and judges them all."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.law: Law | None = None
        self.silent: Counter[str] = Counter()
        real = month.shortest

        def shortest(law: Law) -> dict[str, float]:
            self.law = law
            return real(law)

        monkeypatch.setattr(month, "shortest", shortest)
        monkeypatch.setattr(month, "seen", self)

    def __call__(
        self, store: Store, rows: list[int], limits: Mapping[str, float], period: Period, *, doubtful: bool
    ) -> dict[int, Seen]:
        assert self.law
        context = contexts(period, self.law, store.organisation())
        known = seen(store, rows, limits, period, doubtful=doubtful)
        cases = store.load(known)
        beside = places(store, cases)
        for case in cases:
            row = case.complaint.id
            standing = Standing(case, period, 2, beside.get(row))
            traits, counts, place = known[row]
            assert place == beside.get(row)
            for name, rule in rules_of(self.law.edition).items():
                if enough(traits, rule.speaks_of):
                    assert not isinstance(rule.function(standing, context[name]), Finding), (case.number, name)
                    self.silent[name] += 1
            if doubtful and enough(traits, DOUBTED):
                assert not list(doubts(standing, context))
            if enough(traits):
                assert counts == counted(standing, period, context.get("rework_overdue"))
                assert not standing.late and not case.exclusion
                self.silent["counted"] += 1
        return known


@pytest.fixture
def check(monkeypatch: pytest.MonkeyPatch) -> Check:
    return Check(monkeypatch)


def test_no_rule_speaks_of_a_complaint_without_its_traits_in_any_scenario(check: Check) -> None:
    assert [fault for path in SCENARIOS for fault in run_file(path)] == []
    assert min(check.silent.values()) > 20 and len(check.silent) == 12, check.silent


def test_no_rule_speaks_of_a_complaint_without_its_traits_in_any_history(check: Check, work: Work) -> None:
    for seed in SEEDS:
        assert list(answers(work, seed))
    assert min(check.silent.values()) > 100 and len(check.silent) == 12, check.silent


def test_judging_all_gives_the_same_bytes(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    quick = [said for seed in SEEDS for said in answers(work, seed)]
    monkeypatch.setattr(month, "seen", lambda *_, **__: {})
    assert [said for seed in SEEDS for said in answers(work, seed)] == quick


@pytest.mark.parametrize("trait", HAS)
def test_each_trait_is_missed_where_nobody_sees_it(
    trait: Trait, check: Check, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(HAS, trait, "0")
    with pytest.raises(AssertionError):
        for seed in range(40):
            list(answers(work, seed))


def test_every_trait_but_a_place_on_a_matter_is_seen_by_sql() -> None:
    assert [trait for trait in Trait if trait not in HAS] == [Trait.THIRD]


def test_a_rule_that_declares_no_trait_judges_every_complaint(monkeypatch: pytest.MonkeyPatch) -> None:
    assert asked(default_edition(), doubtful=True) == set(Trait)
    name, rule = next((name, rule) for name, rule in RULES.items() if rule.speaks_of)
    monkeypatch.setitem(RULES, name, rule._replace(speaks_of=None))
    assert asked(default_edition(), doubtful=True) is None


def test_a_department_that_was_renamed_counts_under_its_new_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = Runner(tmp_path / "l.db", by="陈文", now="2026-09-01 09:00")
    (tmp_path / "现场.jpg").write_bytes(b"x")
    assert run("init", "--org", COMPANY).code == 0
    on, who = {"no": "@a"}, {"person": ["卫平"], "to": "客户服务部"}
    steps = (
        {"do": "intake", "ref": "a", "content": "x", "source": "来访", "at": "2026-09-07 09:00", "deadline": "7d"},
        {"do": "transfer", "at": "2026-09-07 09:01"} | on | who,
        {"do": "approve", "as": "deputy", "by": "钱二", "at": "2026-09-07 09:02"} | on,
        {"do": "approve", "as": "general", "by": "赵一", "at": "2026-09-07 09:02"} | on,
        {"do": "handle", "result": "好", "done": True, "evidence": ["现场.jpg"], "by": "卫平", "at": "2026-09-07 09:03"}
        | on,
        {"do": "callback", "result": "satisfied", "by": "吴九", "at": "2026-09-07 09:04"} | on,
    )
    lines = "".join(json.dumps(step | {"entered": step["at"]}, ensure_ascii=False) + "\n" for step in steps)
    (tmp_path / "b.jsonl").write_text(lines, encoding="utf-8")
    assert run("batch", tmp_path / "b.jsonl", now="2026-09-07 10:00").code == 0
    text = COMPANY.read_text(encoding="utf-8")
    (tmp_path / "o.toml").write_text(
        text.replace('"客户服务部"', '"客服部"\nformerly = ["客户服务部"]'), encoding="utf-8"
    )
    assert run("org", "import", tmp_path / "o.toml", "--by", "韩审", now="2026-09-08 09:00").code == 0
    found = []
    monkeypatch.setattr(month, "seen", lambda *given, **how: found.append(seen(*given, **how)) or found[-1])
    said = run("assess", "--month", "2026-09", "--json", now="2026-10-08 09:00").json()
    assert [len(rows) for rows in found] == [1]
    [row] = [one for one in said["departments"] if one["department"] == "客服部"]
    assert (row["received"], row["due"], row["on_time"], row["callbacks_valid"]) == (1, 1, 1, 1)
