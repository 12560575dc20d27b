"""What rests on a step and must go before it, and what a correction of one value takes with it."""

from __future__ import annotations

import books
from complaint_cli.acts.amending import entry_of, rests_on, rows_of
from complaint_cli.acts.transaction import opened
from complaint_cli.complaint.timeline import step_numbers
from conftest import Runner
from test_amending import LIFE, nameless

__all__ = ["nameless"]


def resting(run: Runner, no: str) -> dict[int, list[int]]:
    """Return the steps that rest on each step of a complaint, where any does."""
    with opened(books.call(run.db)) as work:
        case = work.store.case(no)
        [raw] = work.store.load([case.complaint.id], raw=True)
        numbers = step_numbers(raw)
        found = {k: rests_on(case, rows_of(case, entry_of(raw, k))) for k in numbers.values() if k > 1}
    return {k: sorted(numbers[entry] for entry in entries) for k, entries in found.items() if entries}


def test_what_rests_on_each_step(run: Runner) -> None:
    books.lay(run.db, "2026-10-08 08:00")
    for content in ("不通气", "不通气，再次反映"):
        assert run("intake", "--content", content, "--source", "12345", "--deadline", "2026-10-21").code == 0
    more = [
        ("叶听雨", ("handle", "1", "--contact", "phone")),
        ("樊大川", ("handle", "1", "--result", "先看过")),
    ]
    for by, words in [*LIFE[:8], more[0], *LIFE[8:13], more[1], ("樊大川", ("handle", "1", "--done")), *LIFE[14:]]:
        assert run(*words, by=by).code == 0, words
    wanted = {2: [3, 10, 11, 16, 17, 19], 3: [4, 7, 10, 11, 12, 16, 17, 19], 4: [5, 6, 10, 11, 16, 17, 19]}
    wanted |= {5: [6, 7, 10, 11, 12, 16, 17, 19], 6: [7, 10, 11, 12, 16, 17, 19], 7: [8, 9, 10, 11, 16, 17, 19]}
    wanted |= {8: [9, 10, 11, 12, 16, 17, 19], 9: [10, 11, 12, 16, 17, 19], 11: [12], 12: [13, 14, 16, 17, 19]}
    wanted |= {13: [14, 16, 17, 19], 14: [16, 17, 19], 16: [17], 17: [18, 20, 21], 18: [19], 19: [20, 21], 23: [24]}
    assert resting(run, "1") == wanted
    for words in (
        ("link", "2", "--repeat-of", "1"),
        ("unlink", "2", "--reason", "不是"),
        ("link", "2", "--repeat-of", "1"),
    ):
        assert run(*words).code == 0
    assert resting(run, "2") == {2: [3, 4], 3: [4]}


def test_an_extension_is_amended_as_far_as_the_next_one_was_asked_for_in_its_time(nameless: Runner) -> None:
    order = ("--content", "表走得快", "--at", "2026-10-12 09:00", "--deadline", "2026-10-16 17:30")
    assert nameless("intake", *order).code == 0
    for to, at in (("2026-10-20", "15"), ("2026-10-24", "19"), ("2026-10-28", "23")):
        longer = ("--to", to, "--reason", "缺件", "--approved-by", "顾怀远", "--at", f"2026-10-{at} 09:00")
        assert nameless("extend", "18", *longer).code == 0
    amend = ("amend", "18", "--step", "2", "--reason", "写错", "--approved-by", "顾怀远", "--to")
    for to, code in (("2026-10-18", 21), ("2026-10-24", 21), ("2026-10-21", 0)):
        assert nameless(*amend, to).code == code, to


def test_a_result_is_amended_to_another_and_not_to_none(nameless: Runner) -> None:
    amend = ("amend", "17", "--step", "5", "--reason", "写错", "--result")
    assert [nameless(*amend, said).code for said in ("", "已换表，读数相符")] == [2, 0]
