"""A corrected step is refused what the step itself would have been: its order, its people; and who corrects it."""

from __future__ import annotations

from pathlib import Path

import pytest

import books
from conftest import Result, Runner

DAY = "2026-10-20"
NOW = "2026-10-21 10:00"


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Runner:
    """One complaint returned, refused, dispatched, reworked, taken out and put back; a refused amendment writes nothing."""
    run = Runner(books.lay(tmp_path_factory.mktemp("order") / "complaint.db", f"{DAY} 08:00"), NOW)
    form = ("transfer", "1", "--to", "维修抢修部", "--person", "樊大川")
    deputy, general = ("approve", "1", "--as", "deputy", "--by", "钟万里"), ("approve", "1", "--as", "general")
    steps: list[tuple[str, tuple[str, ...]]] = [
        ("09:00", ("intake", "--content", "不通气")),
        ("09:05", form),
        ("09:10", deputy),
        ("09:20", (*general, "--by", "顾怀远")),
        ("09:30", ("return", "1", "--reason", "不属本部门", "--by", "樊大川")),
        ("09:40", form),
        ("09:45", deputy),
        ("09:50", (*general, "--by", "顾怀远", "--reject", "--reason", "重填")),
        ("10:00", form),
        ("10:10", deputy),
        ("10:20", (*general, "--by", "白景行", "--acting")),
        ("10:30", ("handle", "1", "--contact", "phone", "--by", "毛立夏")),
        (
            "10:35",
            ("extend", "1", "--to", "2026-10-29", "--reason", "配件", "--approved-by", "纪清源", "--by", "樊大川"),
        ),
        ("10:40", ("handle", "1", "--result", "已修", "--done", "--by", "樊大川")),
        ("10:50", ("callback", "1", "--result", "unsatisfied", "--unresolved", "--rework")),
        ("11:00", ("handle", "1", "--result", "再修", "--done", "--by", "樊大川")),
        ("11:10", ("callback", "1", "--result", "satisfied")),
        ("11:20", ("reply", "1", "--summary", "已办结")),
        ("11:30", ("exclude", "1", "--reason", "误报", "--approved-by", "纪清源", "--by", "严守衡")),
        ("11:40", ("include", "1", "--reason", "仍属燃气", "--approved-by", "纪清源", "--by", "严守衡")),
    ]
    for at, words in steps:
        said = run(*words, "--at", f"{DAY} {at}")
        assert said.code == 0, (words, said.err)
    return run


@pytest.mark.parametrize(
    ("step", "at"),
    [
        (3, "09:25"), (4, "09:05"),  # the deputy signs first
        (5, "09:45"), (6, "09:25"),  # the return, and the form after it
        (8, "10:05"), (9, "09:45"),  # the refusal, and the form after it
        (12, "10:15"),  # worked before the dispatch
        (14, "10:55"), (15, "10:35"), (15, "11:05"), (16, "10:45"),  # hand-back, rework, hand-back
        (17, "10:55"), (18, "10:55"),  # the call-back and the reply after the second hand-back
        (19, "11:45"), (20, "11:25"),  # out, and in again
    ],
)  # fmt: skip
def test_a_step_is_not_moved_past_the_one_that_it_follows(worked: Runner, step: int, at: str) -> None:
    said = worked(
        "amend", "1", "--step", step, "--at", f"{DAY} {at}", "--reason", "录错", "--approved-by", "白景行"
    )  # fmt: skip
    assert said.code == 21 and "早于它之前的步骤" in said.err, said


@pytest.mark.parametrize(
    ("step", "name", "why"),
    [
        (11, "温小棠", "不能代签"), (11, "樊大川", "不能代签"),  # who filled the form, who is named on it
        (9, "白景行", "不能代签"),  # the form becomes that of who signed it for another
        (13, "纪清源", "须由另一人批准"), (19, "纪清源", "须由另一人批准"),  # who approved it
    ],
)  # fmt: skip
def test_a_step_does_not_become_that_of_who_may_not_take_it(worked: Runner, step: int, name: str, why: str) -> None:
    said = worked("amend", "1", "--step", step, "--by", name, "--reason", "录错", "--approved-by", "顾怀远")
    assert said.code == 21 and why in said.err, said


@pytest.fixture
def desk(run: Runner) -> Runner:
    """A database on the example's organisation with one complaint of a day without a clock."""
    books.lay(run.db, f"{DAY} 08:00")
    run.now = NOW
    assert run("intake", "--content", "不通气", "--at", DAY).code == 0
    return run


def test_a_step_of_the_day_of_a_receipt_without_a_clock_is_amended(desk: Runner) -> None:
    form = ("transfer", "1", "--to", "维修抢修部", "--person", "樊大川", "--at", f"{DAY} 10:00")
    assert desk(*form).code == 0
    said = desk("amend", "1", "--step", "2", "--at", f"{DAY} 11:00", "--reason", "录错")
    assert said.code == 0, said.err


def test_a_receipt_is_not_after_any_step(desk: Runner) -> None:
    out = ("exclude", "1", "--reason", "误报", "--approved-by", "纪清源", "--by", "严守衡", "--at", f"{DAY} 18:00")
    assert desk(*out).code == 0
    said = desk("amend", "1", "--received", f"{DAY} 18:01", "--reason", "录错", "--approved-by", "纪清源")
    assert said.code == 21 and "已登记的步骤" in said.err, said
    assert desk("amend", "1", "--received", f"{DAY} 18:00", "--reason", "录错", "--approved-by", "纪清源").code == 0


def test_who_corrects_a_step_is_who_sits_there(desk: Runner) -> None:
    words = ("amend", "1", "--step", "1", "--by", "邱明澈", "--reason", "录错")
    assert desk(*words, "--approved-by", "温小棠").code == 21, "温小棠 corrects it"
    assert desk(*words).code == 0
    told = desk("show", "1", "--json").json()
    [changed] = [event for event in told["timeline"] if event["kind"] == "amendment"]
    assert (changed["by"], changed["new"], told["by"]) == ("温小棠", "邱明澈", "邱明澈")


def test_what_a_deadline_rests_upon_is_said_in_words(desk: Runner) -> None:
    urgent = ("amend", "1", "--urgency", "特急", "--reason", "录错")
    printed = ("amend", "1", "--deadline", "2026-10-23 12:00", "--reason", "录错")
    said = [desk(*words, "--approved-by", "纪清源").out for words in (urgent, printed)]
    assert "时限依据：5 个工作日 → 2 小时" in said[0] and "时限依据：2 小时 → 工单所定" in said[1], said
    shown = desk("show", "1", columns=200).out
    assert "时限依据：2 小时 → 工单所定" in shown and "order" not in shown and "5wd" not in shown


def test_an_investigation_names_people_of_the_organisation(desk: Runner) -> None:
    pair = ("investigate", "1", "--auditor", "纪清", "--clerk", "温小棠", "--by", "严守衡")
    said = desk(*pair)
    assert said.code == 2 and "纪清源" in said.err, "the nearest name"
    assert desk("investigate", "1", "--auditor", " 纪　清源", "--clerk", "温小棠", "--by", "严守衡").code == 0
    assert desk("show", "1", "--json").json()["timeline"][-1]["auditor"] == "纪清源"


def test_who_has_left_may_have_worked_before(desk: Runner, tmp_path: Path) -> None:
    for words in (
        ("transfer", "1", "--to", "维修抢修部", "--person", "樊大川"),
        ("approve", "1", "--as", "deputy", "--by", "钟万里"),
        ("approve", "1", "--as", "general", "--by", "顾怀远"),
    ):
        assert desk(*words).code == 0
    staff = (books.EXAMPLE / "organisation.toml").read_text("utf-8")
    (tmp_path / "org.toml").write_text(staff.replace('"樊大川", ', ""), "utf-8")
    assert desk("org", "import", tmp_path / "org.toml", now="2026-10-22 10:00").code == 0
    words = ("handle", "1", "--contact", "phone", "--by", "樊大川", "--at")
    assert desk(*words, "2026-10-22 10:00", now="2026-10-23 09:00").code == 2
    assert desk(*words, "2026-10-22 09:59", now="2026-10-23 09:00").code == 0


def test_an_extension_rests_on_the_one_before(desk: Runner) -> None:
    words = ("extend", "1", "--reason", "配件", "--approved-by", "纪清源", "--by", "邱明澈", "--to")
    assert desk(*words, "2026-10-30", now="2026-10-26 09:00").code == 0
    assert desk(*words, "2026-11-03", now="2026-10-29 09:00").code == 0
    refused = again(desk, "amend", "2", "--to", "2026-10-28")
    assert refused.code == 21 and "2026-10-28 17:30 已过" in refused.err, "the second was asked for on the 29th"
    later = again(desk, "amend", "2", "--to", "2026-11-03")
    assert later.code == 21 and "延期只能往后" in later.err, later
    assert again(desk, "amend", "2", "--to", "2026-10-31").code == 0
    assert again(desk, "amend", "3", "--to", "2026-10-31").code == 21, "the first reaches as far now"
    assert again(desk, "withdraw", "2").code == 21
    assert [again(desk, "withdraw", step).code for step in ("3", "2")] == [0, 0]


def test_what_takes_a_step_back_rests_on_it(desk: Runner) -> None:
    assert desk("intake", "--content", "又不通气").code == 0
    assert desk("exclude", "1", "--reason", "误报", "--approved-by", "纪清源", "--by", "严守衡").code == 0
    assert desk("include", "1", "--by", "严守衡").code == 0
    assert desk("link", "2", "--repeat-of", "1").code == 0
    assert desk("unlink", "2").code == 0
    for no in ("1", "2"):
        refused = again(desk, "withdraw", "2", no=no)
        assert refused.code == 21 and "第 3 步" in refused.err, refused
        assert [again(desk, "withdraw", step, no=no).code for step in ("3", "2")] == [0, 0]


def test_the_persons_of_an_order_are_each_named_once_and_while_it_is_open(desk: Runner) -> None:
    assert desk("amend", "1", "--source", "来访", "--reason", "录错", "--approved-by", "纪清源").code == 0
    assert desk("transfer", "1", "--to", "维修抢修部", "--person", "樊大川", "--person", "樊 大川").code == 0
    assert desk("show", "1", "--json").json()["persons"] == ["樊大川"]
    for words in (
        ("approve", "1", "--as", "deputy", "--by", "钟万里"),
        ("approve", "1", "--as", "general", "--by", "顾怀远"),
        ("handle", "1", "--result", "已修", "--done", "--by", "樊大川"),
        ("handle", "1", "--person", "樊大川", "--person", "毛立夏", "--by", "樊大川"),
        ("callback", "1", "--result", "满意"),
    ):
        assert desk(*words).code == 0, words
    refused = desk("handle", "1", "--person", "毛立夏", "--by", "樊大川")
    assert refused.code == 21 and "已归档" in refused.err, refused


def again(desk: Runner, do: str, step: str, *words: str, no: str = "1") -> Result:
    """Correct or take back a step on the 29th, with a second person."""
    extra = ("--reason", "录错", "--approved-by", "顾怀远")
    return desk(do, no, "--step", step, *words, *extra, now="2026-10-29 10:00")
