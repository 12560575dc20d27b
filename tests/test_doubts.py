"""Steps entered after a limit that they say they met, or that started another's clock: both times, the limit, rules."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

import books
from complaint_cli.acts import month
from complaint_cli.acts.monthly import month_answer
from complaint_cli.acts.transaction import opened
from complaint_cli.assessment.codec import to_json
from complaint_cli.company.edition_file import default_edition
from conftest import Runner

Line = dict[str, Any]
REPAIR, METERS = ("维修抢修部", "樊大川", "钟万里"), ("计量收费部", "蓝抄月", "白景行")


def line(do: str, at: str, entered: str | None = None, by: str = books.CLERK, **options: Any) -> Line:
    """Return a batch line of October's complaint."""
    given = {"ref": "a"} if do == "intake" else {"no": "@a"}
    return {"do": do, "at": f"2026-10-{at}", "entered": f"2026-10-{entered or at}", "by": by, **given, **options}


def sent(at: str, entered: str | None = None, to: tuple[str, str, str] = REPAIR, *, only: str = "") -> list[Line]:
    """Return a transfer and its two signatures; ``only`` names the one step that was entered later."""
    department, person, deputy = to
    late = {only: entered} if only else dict.fromkeys(("transfer", "deputy", "general"), entered)
    rest = entered if only == "deputy" else None
    return [
        line("transfer", at, late.get("transfer"), to=department, person=[person]),
        line("approve", at, late.get("deputy") or late.get("transfer"), deputy, **{"as": "deputy"}),
        line("approve", at, late.get("general") or rest or late.get("transfer"), "顾怀远", **{"as": "general"}),
    ]


INTAKE = line("intake", "09 09:00", content="燃气表走字不准", category="计量收费")  # due 10-15 17:30
DONE: Line = {"contact": "phone", "result": "已处理", "done": True, "by": "樊大川"}
LATE = line("handle", "20 09:00", **DONE)


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        pytest.param([*sent("09 15:00", "09 15:00"), LATE], [], id="all in time"),
        pytest.param(
            [*sent("09 15:00", "09 15:01"), LATE],
            [("transfer", "09T15:00:00", ["transfer_late", "transfer_delayed"])],
            id="a transfer entered a minute after it was due",
        ),
        pytest.param(  # of 6 days 8 h 30 min a quarter is left from the 14th at 03:22:30 on
            [*sent("09 10:00", "14 03:23", only="general"), LATE],
            [("approve", "14T03:22:30", ["handling_overdue"])],
            id="a signature that says it left enough time brings the fine upon the department",
        ),
        pytest.param(
            [*sent("14 09:00", "16 09:00", only="general"), LATE],
            [("approve", "15T17:30:00", ["handling_overdue"])],
            id="a signature that says it met the deadline",
        ),
        pytest.param(
            [*sent("12 10:00", "16 10:00"), LATE],
            [
                ("transfer", "14T03:22:30", ["transfer_delayed"]),
                ("approve", "14T03:22:30", ["handling_overdue"]),
            ],
            id="a late transfer that says it left enough time",
        ),
        pytest.param(
            [*sent("12 10:00", "14 10:00"), line("handle", "15 17:30", **DONE)], [], id="nothing where it was not late"
        ),
        pytest.param(
            [*sent("09 10:00"), line("handle", "15 17:30", "15 17:31", "樊大川", person=["毛立夏"]), LATE],
            [("handle", "15T17:30:00", ["handling_overdue"])],
            id="who was named by the deadline, entered after it",
        ),
        pytest.param(
            [*sent("09 10:00"), line("handle", "14 09:00", "15 17:30", "樊大川", person=["毛立夏"]), LATE],
            [],
            id="who was named and entered by the deadline",
        ),
        pytest.param(
            [
                *sent("09 10:00"),
                line("handle", "14 09:00", "16 09:00", "樊大川", person=["毛立夏"]),
                line("handle", "15 09:00", "16 10:00", result="已处理", done=True, by="樊大川"),
            ],
            [("handle", "15T17:30:00", ["handling_overdue"])],
            id="only the hand-back where that makes it no late order",
        ),
        pytest.param(
            [*sent("09 10:00"), line("handle", "15 17:30", "19 09:00", **DONE)],
            [("handle", "15T17:30:00", ["handling_overdue"])],
            id="a hand-back on the second is in time, and not late by fewer days besides",
        ),
        pytest.param(
            [
                *sent("09 10:00"),
                line("return", "09 15:00", None, "樊大川", reason="不属"),
                *sent("12 10:00", None, METERS),
                line("return", "13 17:30", "13 17:31", "蓝抄月", reason="不属"),
            ],
            [("return", "13T17:30:00", ["handling_overdue", "transfer_delayed"])],
            id="a second return within the limit of its own dispatch",
        ),
        pytest.param(
            [*sent("09 10:00"), line("return", "10 17:30", "10 17:31", "樊大川", reason="不属")],
            [("return", "10T17:30:00", ["handling_overdue", "transfer_delayed"])],
            id="a return within its limit, entered after it",
        ),
        pytest.param(
            [
                *sent("09 10:00"),
                line("return", "12 09:00", "16 09:00", "樊大川", reason="不属", approved_by="顾怀远"),
            ],
            [("return", "15T17:30:00", ["handling_overdue", "transfer_delayed"])],
            id="a late return, entered after the deadline",
        ),
        pytest.param(
            [
                *sent("09 10:00"),
                line("return", "12 09:00", "14 09:00", "樊大川", reason="不属", approved_by="顾怀远"),
            ],
            [("return", None, ["transfer_delayed"])],
            id="a return entered late starts the clock of the office",
        ),
        pytest.param(
            [
                *sent("09 10:00"),
                line("return", "10 10:00", None, "樊大川", reason="不属"),
                *sent("10 11:00", "12 10:00", METERS, only="transfer"),
            ],
            [("transfer", "10T16:00:00", ["transfer_delayed"])],
            id="the next transfer, entered after it was due",
        ),
        pytest.param(
            [
                *sent("09 10:00"),
                line("handle", "12 09:00", evidence=["photo.txt"], **DONE),
                line("callback", "12 10:00", by="邱明澈", result="unsatisfied", resolved=False, rework=True),
                line("handle", "14 09:00", **DONE),
                line("reply", "16 17:00", "19 09:00", summary="已答复"),
            ],
            [("reply", "16T17:30:00", ["reply_late"])],
            id="the reply to the hand-back after a rework",
        ),
        pytest.param(
            [*sent("09 10:00"), line("handle", "13 09:00", "13 15:00", evidence=["photo.txt"], **DONE)],
            [],
            id="evidence in one entry with its hand-back says no more than that does",
        ),
        pytest.param(
            [
                *sent("09 10:00"),
                line("handle", "13 09:00", **DONE),
                line("handle", "13 08:00", "13 15:00", "樊大川", evidence=["photo.txt"]),
            ],
            [("evidence", "13T09:00:00", ["evidence_missing"])],
            id="evidence entered after the hand-back that it says it was there before",
        ),
        pytest.param(
            [
                *sent("09 10:00"),
                line("handle", "12 09:00", **DONE),
                line("callback", "12 10:00", by="邱明澈", result="unsatisfied", resolved=False, rework=True),
                line("handle", "19 09:00", "21 09:00", **DONE),
                line("callback", "21 10:00", by="邱明澈", result="unsatisfied", resolved=False, rework=True),
                line("handle", "22 09:00", **DONE),
            ],
            [("handle", "15T17:30:00", ["rework_overdue"])],
            id="a rework handed back late, and entered so late that fewer days are counted",
        ),
        pytest.param(
            [*sent("09 10:00"), line("handle", "16 17:00", "19 09:00", **DONE)],
            [("handle", "15T17:30:00", ["handling_overdue"])],
            id="a late hand-back, entered on the next working day: one day late is counted, not two",
        ),
        pytest.param([*sent("09 10:00"), line("handle", "16 09:00", "16 23:00", **DONE)], [], id="nor on the same day"),
        pytest.param(
            [
                *sent("09 10:00"),
                line("handle", "12 09:00", **DONE),
                line("callback", "14 09:00", "14 18:00", "邱明澈", result="unsatisfied", resolved=False, rework=True),
            ],
            [("callback", "14T17:30:00", ["reply_late"])],
            id="a rework that says it stopped the clock of the reply, entered after that ran out",
        ),
        pytest.param(
            [
                *sent("09 10:00"),
                line("handle", "12 09:00", **DONE),
                line("reply", "12 09:30", by="邱明澈", summary="已答复"),
                line("callback", "12 10:00", "14 10:00", "邱明澈", result="unsatisfied", resolved=False, rework=True),
            ],
            [("callback", None, ["rework_overdue"])],
            id="a rework entered late starts the clock of the department",
        ),
        pytest.param(
            [
                *sent("09 10:00"),
                line("handle", "12 09:00", **DONE),
                line("reply", "13 09:00", by="邱明澈", summary="已答复"),
                line("callback", "14 09:00", "14 18:00", "邱明澈", result="unsatisfied", resolved=False, rework=True),
            ],
            [],
            id="nor where the reply was given in time",
        ),
    ],
)
def test_doubts(run: Runner, tmp_path: Path, lines: Sequence[Line], wanted: list[tuple[Any, ...]]) -> None:
    books.lay(run.db, "2026-10-08 08:00")
    (tmp_path / "photo.txt").write_text("x", "utf-8")
    batch = tmp_path / "lines.jsonl"
    batch.write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in (INTAKE, *lines)), "utf-8")
    done = run("batch", str(batch), now=books.AFTER)
    assert done.code == 0, done.err
    found = run("assess", "--month", "2026-10", "--json", now=books.AFTER).json()["doubtful"]
    told = [(d["kind"], d["limit"] and d["limit"][8:19], d["rules"]) for d in found]
    assert [d for d in told if d[2] != ["callback_missing"]] == wanted


def test_a_month_prints_the_same_a_line_at_a_time(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    books.lay(run.db, "2026-10-08 08:00")
    amended = {"do": "amend", "no": "@a", "entered": "2026-10-21 09:00", "deadline": "2026-10-14"}
    amended |= {"reason": "抄错", "approved_by": "顾怀远"}
    lines = [INTAKE, *sent("09 15:00", "09 15:01"), LATE, amended]
    for ref in "abc":
        batch = [one | ({"ref": ref} if "ref" in one else {"no": f"@{ref}"}) for one in lines]
        (run.db.parent / "lines.jsonl").write_text("\n".join(map(json.dumps, batch)), "utf-8")
        assert run("batch", str(run.db.parent / "lines.jsonl"), now=books.AFTER).code == 0
    with opened(books.call(run.db)) as work:
        whole = to_json(month_answer(work, "2026-10"))
        monkeypatch.setattr(month, "CHUNK", 1)
        single = to_json(month_answer(work, "2026-10", whole=False), whole=False)
        told = {name: list(part) for name, part in single.items() if isinstance(part, Iterator)}
    assert told.keys() == {"points", "fines", "unassigned", "doubtful"}
    assert single | told == whole and len(whole["doubtful"]) == len(whole["corrections"]) == 3
    assert run("assess", "--month", "2026-10", "--json", now=books.AFTER).json() == json.loads(json.dumps(whole))


TABLES = re.findall(r"(?m)^\[(\w+)\]", default_edition().source)


@pytest.mark.parametrize("gone", [["transfer_late"], ["handling_overdue"], TABLES[TABLES.index("office_delay") :]])
def test_an_edition_without_a_table_says_nothing_of_its_rule(run: Runner, tmp_path: Path, gone: list[str]) -> None:
    source = default_edition().source
    for table in gone:
        source = re.sub(rf"(?ms)^\[{table}[\].].*?(?=^\[(?!{table}\.)|\Z)", "", source)
    (tmp_path / "less.toml").write_text(source, "utf-8")
    books.lay(run.db, "2026-10-08 08:00")
    run.now = "2026-10-08 09:00"
    assert run("policy", "check", tmp_path / "less.toml").code == 0
    adopted = run("policy", "adopt", tmp_path / "less.toml", "--approved-by", "顾怀远", by=books.AUDITOR)
    assert adopted.code == 0, adopted.err
    lines = [INTAKE, *sent("09 15:00", "09 15:01"), line("handle", "15 17:30", "15 17:31", **DONE)]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(one) + "\n" for one in lines), "utf-8")
    run.now = books.AFTER
    assert run("batch", tmp_path / "a.jsonl").code == 0
    wanted = {"transfer_late", "transfer_delayed", "handling_overdue"} - {*gone}
    answer = run("assess", "--month", "2026-10", "--json")
    assert answer.code == 0, answer.err
    assert {rule for doubt in answer.json()["doubtful"] for rule in doubt["rules"]} == wanted
