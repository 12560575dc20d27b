"""The corrections of a month: each without which a finding would be another, of this complaint or of its matter."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import books
from conftest import Runner
from test_doubts import line, sent

Line = dict[str, Any]
SECOND = {"approved_by": "顾怀远", "reason": "录错"}


def intake(ref: str, at: str) -> Line:
    """Return a complaint without any step; its transfer is late by the evening."""
    return line("intake", at, content=f"{ref}号燃气表走字不准", category="计量收费") | {"ref": ref}


def of(ref: str, do: str, at: str, by: str = books.CLERK, **options: Any) -> Line:
    """Return a batch line of one of several complaints."""
    return line(do, at, None, by, **options) | {"no": f"@{ref}"}


def correction(ref: str, do: str, entered: str, **options: Any) -> Line:
    """Return an amendment or a withdrawal, which has no moment or person of its own."""
    return {"do": do, "no": f"@{ref}", "entered": f"2026-10-{entered}", **SECOND, **options}


THREE = [intake("a", "09 09:00"), intake("b", "10 09:00"), intake("c", "12 09:00")]
LINKED = [of("b", "link", "10 09:00", repeat_of="@a"), of("c", "link", "12 09:00", repeat_of="@a")]
LATE = [THREE[0] | {"deadline": "2026-10-13 17:30"}, *(one | {"no": "@a"} for one in sent("09 10:00"))]
SENT = [one | {"no": "@c"} for one in sent("12 10:00")]
FOUND = of("a", "investigate", "14 09:00", books.AUDITOR, auditor=books.AUDITOR, clerk=books.CLERK)
CAUSE = {"internal_cause": True, "adverse_effect": True, "severity": "minor"}


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        pytest.param(
            [*THREE[:2], LINKED[0], correction("b", "withdraw", "13 09:00", step=2)],
            [("2026-0002", 2, "withdraw", ["transfer_delayed", "transfer_late"])],
            id="a link that was withdrawn doubles no more",
        ),
        pytest.param(
            [*THREE[:2], LINKED[0], of("b", "unlink", "13 09:00", **SECOND)],
            [("2026-0002", 3, "unlink", ["transfer_delayed", "transfer_late"])],
            id="nor does one that was taken back",
        ),
        pytest.param(
            [*THREE, *LINKED, *SENT, of("b", "exclude", "13 09:00", books.AUDITOR, **SECOND)],
            [("2026-0002", 3, "exclude", ["repeat_again", "transfer_delayed", "transfer_late"])],
            id="an exclusion that makes another complaint the second of its matter",
        ),
        pytest.param(
            [
                THREE[0] | {"deadline": "2026-10-30 17:30"},
                *(one | {"no": "@a"} for one in sent("09 10:00")),
                of("a", "investigate", "13 09:00", books.AUDITOR, auditor=books.AUDITOR, clerk=books.CLERK)
                | {"internal_cause": True, "adverse_effect": True, "severity": "minor", "person": ["樊大川"]},
                correction("a", "amend", "14 09:00", received="2026-10-08 16:40"),
            ],
            [],
            id="but not where it moves only the day by which a person is taken",
        ),
        pytest.param(
            [
                THREE[0] | {"deadline": "2026-10-14 17:30"},
                *(one | {"no": "@a"} for one in sent("09 10:00")),
                correction("a", "amend", "14 09:00", deadline="2026-10-13 17:30"),
                correction("a", "amend", "15 09:00", deadline="2026-11-20 17:30"),
            ],
            [("2026-0001", 1, "amend", ["handling_overdue"])],
            id="nor one that a later one of the same value makes good",
        ),
        pytest.param(
            [
                *LATE,
                correction("a", "amend", "12 09:00", deadline="2026-10-15 17:30"),
                correction("a", "amend", "12 10:00", deadline="2026-10-16 17:30"),
                of("a", "handle", "14 09:00", "樊大川", result="已修", contact="phone", done=True),
            ],
            [("2026-0001", 1, "amend", ["handling_overdue"])],
            id="of two that only together make it another, the first",
        ),
        pytest.param(
            [
                *LATE,
                of("a", "extend", "12 09:00", to="2026-10-15 17:30", **SECOND),
                of("a", "extend", "12 10:00", to="2026-10-16 17:30", **SECOND),
                of("a", "handle", "14 09:00", "樊大川", result="已修", contact="phone", done=True),
            ],
            [("2026-0001", 5, "extend", ["handling_overdue"])],
            id="of two extensions too",
        ),
        pytest.param(
            [
                *LATE,
                of("a", "extend", "12 09:00", to="2026-10-15 17:30", **SECOND),
                correction("a", "amend", "12 10:00", deadline="2026-10-16 17:30"),
                of("a", "handle", "14 09:00", "樊大川", result="已修", contact="phone", done=True),
            ],
            [("2026-0001", 5, "extend", ["handling_overdue"])],
            id="of an extension and an amendment too",
        ),
        pytest.param(
            [
                THREE[0] | {"deadline": "2026-10-13 17:30"},
                *(one | {"no": "@a"} for one in sent("09 10:00")[:2]),
                of("a", "approve", "09 10:00", "顾怀远", reject=True, reason="改派", **{"as": "general"}),
                *(correction("a", "withdraw", "09 11:00", step=step) for step in (4, 3, 2)),
                of("a", "transfer", "09 11:30", to="客户服务部"),
            ],
            [],
            id="nor a refusal whose form was withdrawn with it",
        ),
        pytest.param(
            [
                THREE[0] | {"deadline": "2026-10-13 17:30"},
                *(one | {"no": "@a"} for one in sent("09 10:00")),
                of("a", "return", "09 10:30", "樊大川", reason="非本部门"),
                *(correction("a", "withdraw", "09 11:00", step=step) for step in (5, 4, 3, 2)),
                of("a", "transfer", "09 11:30", to="客户服务部"),
            ],
            [],
            id="nor a return",
        ),
        pytest.param(
            [*LATE, of("a", "handle", "14 09:00", "樊大川", person=["毛立夏"], approved_by="顾怀远")],
            [("2026-0001", 5, "handle", ["handling_overdue"])],
            id="who was named after the deadline",
        ),
        pytest.param(
            [
                *LATE,
                of("a", "handle", "14 09:00", "樊大川", person=["毛立夏"], approved_by="顾怀远"),
                of("a", "handle", "14 10:00", "樊大川", person=["樊大川"], approved_by="顾怀远"),
            ],
            [("2026-0001", 6, "handle", ["handling_overdue"])],
            id="but not who was replaced again",
        ),
        pytest.param(
            [*LATE, FOUND | CAUSE, FOUND | {"entered": "2026-10-15 09:00", "at": "2026-10-15 09:00"}],
            [("2026-0001", 6, "investigate", ["internal_cause"])],
            id="an investigation that finds nothing any more",
        ),
        pytest.param(
            [
                *LATE,
                FOUND,
                FOUND | CAUSE | {"entered": "2026-10-15 09:00", "at": "2026-10-15 09:00"},
                correction("a", "withdraw", "15 10:00", step=5),
            ],
            [("2026-0001", 5, "withdraw", ["internal_cause"])],
            id="but not the only one that stands",
        ),
        pytest.param(
            [*LATE, of("a", "handle", "12 09:00", "樊大川", person=["毛立夏"], approved_by="顾怀远")],
            [],
            id="nor who was named before it",
        ),
        pytest.param(
            [
                *LATE[:1],
                LATE[1] | {"person": []},
                *LATE[2:],
                of("a", "handle", "14 09:00", "樊大川", result="已修", contact="phone", done=True),
            ],
            [],
            id="nor who handed back what named nobody",
        ),
    ],
)
def test_corrections(run: Runner, tmp_path: Path, lines: list[Line], wanted: list[tuple[Any, ...]]) -> None:
    books.lay(run.db, "2026-10-08 08:00")
    batch = tmp_path / "lines.jsonl"
    batch.write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in lines), "utf-8")
    done = run("batch", str(batch), now=books.AFTER)
    assert done.code == 0, done.err
    found = run("assess", "--month", "2026-10", "--json", now=books.AFTER).json()["corrections"]
    assert [(c["complaint"], c["step"], c["kind"], c["changes"]) for c in found] == wanted


def test_a_hand_back_dated_earlier_keeps_who_entered_it(run: Runner, tmp_path: Path) -> None:
    books.lay(run.db, "2026-10-08 08:00")
    lines = [
        THREE[0],
        *(one | {"no": "@a"} for one in sent("09 10:00")),
        of("a", "extend", "14 09:00", to="2026-10-16 17:30", **SECOND),
        of("a", "handle", "19 17:00", "樊大川", result="已修", contact="phone", done=True),
        of("a", "callback", "20 10:00", "邱明澈", result="satisfied"),
        correction("a", "amend", "20 11:00", step=6, at="2026-10-16 09:00"),
    ]
    batch = tmp_path / "lines.jsonl"
    batch.write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in lines), "utf-8")
    done = run(
        "batch", str(batch), now=books.AFTER, by="樊大川"
    )  # he sits there: the office's clocks start at the entry
    assert done.code == 0, done.err
    answer = run("assess", "--month", "2026-10", "--json", now=books.AFTER).json()
    assert "callback_missing" not in [one["rule"] for one in answer["points"]]
    assert [(c["kind"], c["changes"]) for c in answer["corrections"]] == [
        ("amend", ["evidence_missing", "handling_overdue"]),
        ("extend", ["handling_overdue"]),
    ]


def test_corrected_persons_are_names(run: Runner, tmp_path: Path) -> None:
    books.lay(run.db, "2026-10-08 08:00")
    batch = tmp_path / "lines.jsonl"
    named = of("a", "handle", "14 09:00", "樊大川", person=["毛立夏"], approved_by="顾怀远")
    changed = correction("a", "amend", "14 10:00", step=2, person=["樊大川", "毛立夏"])
    batch.write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in [*LATE, named, changed]), "utf-8")
    done = run("batch", str(batch), now=books.AFTER)
    assert done.code == 0, done.err
    [found] = run("assess", "--month", "2026-10", "--json", now=books.AFTER).json()["corrections"]
    assert (found["kind"], found["was"], found["now"]) == ("amend", ["毛立夏"], ["樊大川", "毛立夏"])
    [told] = [e for e in run("show", "1", "--json").json()["timeline"] if e["kind"] == "correction"]
    assert (told["old"], told["new"]) == (found["was"], found["now"])
    assert "毛立夏 → 樊大川、毛立夏" in run("assess", "--month", "2026-10", now=books.AFTER).out
