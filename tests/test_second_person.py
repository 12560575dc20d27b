"""Who may stand behind a correction: nobody whose fine or points it touches; and what it may not get round."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import books
from conftest import Runner

RECEIPT, SENT, DEADLINE = "2026-11-02 09:00", "2026-11-02 10:00", "2026-11-06 17:30"
LATER = "2026-11-10 09:00"
PEOPLE = books.EXAMPLE / "organisation.toml"


def order(run: Runner, no: str, department: str, person: str, deputy: str, at: str = SENT) -> None:
    """Register an order and send it to a department."""
    happened(run, RECEIPT, "intake", content=f"灶具点不着 {no}", category="维修抢修", deadline=DEADLINE)
    happened(run, at, "transfer", no=no, to=department, person=[person])
    for post, name in (("deputy", deputy), ("general", "顾怀远")):
        happened(run, at, "approve", no=no, as_=post, by=name)


def happened(run: Runner, at: str, do: str, **options: Any) -> None:
    """Take a step, entered as it happened."""
    books.act(run.db, do, now=at, at=at, **options)


@pytest.fixture
def office(run: Runner, tmp_path: Path) -> Runner:
    """A ledger of November whose general office has a deputy of its own, and staff who come and go."""
    text = PEOPLE.read_text("utf-8").replace('role = "office"', 'role = "office"\ndeputy = "钱办"')
    text = text.replace('"樊大川", "毛立夏"', '"樊大川", { name = "毛立夏", since = 2026-11-05 }')
    text = text.replace('"纪清源"', '"纪清源", { name = "查旧", until = 2026-11-04 }')
    people = tmp_path / "people.toml"
    people.write_text(text, "utf-8")
    books.lay(run.db, "2026-11-01 08:00", people)
    run.now, run.by = LATER, books.AUDITOR
    return run


def taken(run: Runner, *words: str, code: int, by: str = books.AUDITOR, second: str | None = None) -> None:
    """Take a step with a reason, and with a second person or none; it must leave with the code."""
    said = run(*words, "--reason", "更正", *(("--approved-by", second) if second else ()), by=by)
    assert said.code == code, (words, second, said.code, said.out, said.err)


FOUND = ("--auditor", books.AUDITOR, "--clerk", books.CLERK, "--internal-cause", "--adverse-effect")


@pytest.mark.parametrize("whose", [("--dept", "维修抢修部"), ("--person", "钟万里")])
@pytest.mark.parametrize(
    "words", [("withdraw", "1", "--step", "5"), ("exclude", "1"), ("amend", "1", "--step", "5", "--no-adverse-effect")]
)
def test_whom_an_investigation_touches_stands_behind_no_correction_of_it(
    office: Runner, words: tuple[str, ...], whose: tuple[str, str]
) -> None:
    """The form is another department's: its deputy is not."""
    order(office, "1", "客户服务部", "叶听雨", "白景行")
    assert office("investigate", "1", *FOUND, *whose, "--at", "2026-11-04 09:00", by="严守衡").code == 0
    taken(office, *words, code=21, second="钟万里", by="严守衡")
    taken(office, *words, code=0, second="顾怀远", by="严守衡")


def test_whom_the_repeats_of_a_complaint_touch_stands_behind_no_exclusion_of_it(office: Runner) -> None:
    """Without the first the second is no repeat, and its department's points are not doubled."""
    order(office, "1", "客户服务部", "叶听雨", "白景行")
    order(office, "2", "维修抢修部", "樊大川", "钟万里")
    assert office("link", "2", "--repeat-of", "1").code == 0
    taken(office, "exclude", "1", code=21, second="钟万里")
    taken(office, "exclude", "1", code=0, second="顾怀远")
    taken(office, "include", "1", code=21, second="钟万里")
    taken(office, "include", "1", code=0, second="顾怀远")


def test_the_offices_deputy_stands_behind_nothing_that_touches_its_points(office: Runner) -> None:
    order(office, "1", "客户服务部", "叶听雨", "白景行")
    taken(office, "exclude", "1", code=0, second="钱办")  # late by its department alone
    order(office, "2", "客户服务部", "叶听雨", "白景行", at="2026-11-03 16:00")  # transferred late
    taken(office, "exclude", "2", code=21, second="钱办")


def office_fines(run: Runner) -> list[str]:
    """Return the rules by which the office's month has lines."""
    month: Any = run("assess", "--month", "2026-11", "--json").json()
    return sorted(
        line["rule"] for part in ("points", "fines") for line in month[part] if line["rule"][:8] == "transfer"
    )


def test_a_reason_is_accepted_by_who_approved_it_as_it_stands(office: Runner) -> None:
    """One that was left out is put right by its second person; one rewritten alone is accepted by nobody."""
    order(office, "1", "客户服务部", "叶听雨", "白景行", at="2026-11-06 16:00")
    assert office_fines(office) == ["transfer_delayed", "transfer_late"]
    forgotten = ("amend", "1", "--step", "2", "--justified", "台风停工")
    taken(office, *forgotten, code=0, second="顾怀远")
    assert office_fines(office) == []
    taken(office, "amend", "1", "--step", "2", "--justified", "另有会议", code=21)
    taken(office, "amend", "1", "--step", "2", "--justified", "台风停工两日", code=0, second="严守衡")
    assert office_fines(office) == [] and office("verify").code == 0
    order(office, "2", "客户服务部", "叶听雨", "白景行")  # in time; its own reasons the office accepts nowhere
    taken(office, "amend", "2", "--step", "2", "--justified", "台风停工", code=21, second="钱办")


def test_a_return_is_dated_past_its_limit_by_nobody_alone(office: Runner) -> None:
    order(office, "1", "维修抢修部", "樊大川", "钟万里")
    returned = office(
        "return", "1", "--reason", "不属", "--at", "2026-11-03 09:00", by="樊大川", now="2026-11-04 16:00"
    )
    assert returned.code == 0, returned.err
    office.now, office.by = "2026-11-04 16:30", books.CLERK
    late = ("amend", "1", "--step", "5", "--at", "2026-11-04 15:00")
    for second, code in ((None, 21), ("钟万里", 21), (books.AUDITOR, 0)):
        said = office(*late, "--reason", "更正", *(("--approved-by", second) if second else ()))
        assert said.code == code, (second, said.out, said.err)
    signed = ("amend", "1", "--step", "4", "--at", "2026-11-02 10:00:01", "--reason", "更正")
    assert office(*signed).code == 21, "the dispatch moved with it"


@pytest.mark.parametrize(
    ("step", "at", "code"),
    [
        ("5", "2026-11-04 09:00", 2),  # the hand-back, to before who handed back came
        ("6", "2026-11-05 09:00", 21),  # the investigation, to after its auditor left the audit
    ],
)
def test_a_step_is_dated_to_no_day_on_which_its_people_were_not_there(
    office: Runner, step: str, at: str, code: int
) -> None:
    order(office, "1", "维修抢修部", "樊大川", "钟万里")
    happened(office, "2026-11-05 09:00", "handle", no="1", result="已修", done=True, by="毛立夏")
    found = {"auditor": "查旧", "clerk": books.CLERK, "at": "2026-11-04 10:00"}
    books.act(office.db, "investigate", now="2026-11-05 10:00", no="1", by=books.CLERK, **found)
    said = office("amend", "1", "--step", step, "--at", at, "--reason", "更正", "--approved-by", "严守衡")
    assert said.code == code, (said.out, said.err)


def test_a_form_is_dated_to_no_day_on_which_who_is_named_was_not_there(office: Runner) -> None:
    office.now = "2026-11-06 09:00"
    order(office, "1", "维修抢修部", "毛立夏", "钟万里", at="2026-11-05 10:00")
    earlier = ("amend", "1", "--step", "2", "--at", "2026-11-04 10:00", "--reason", "更正", "--approved-by", "严守衡")
    assert office(*earlier).code == 2
    happened(office, "2026-11-05 11:00", "handle", no="1", person=["樊大川"], by="樊大川")
    assert office(*earlier).code == 0, "of whom another was named since, that is another day"


def test_nobody_takes_back_a_decision_on_his_own_fine(office: Runner) -> None:
    order(office, "1", "维修抢修部", "樊大川", "钟万里")
    assert office("investigate", "1", *FOUND, "--person", books.AUDITOR, by="严守衡").code == 0
    decided = ("decide", "1", "--rule", "internal_cause", "--person", books.AUDITOR, "--amount", "500")
    assert office(*decided, "--reason", "属实", by="严守衡").code == 0
    for name in (books.AUDITOR, " 纪　清源"):
        taken(office, "withdraw", "1", "--step", "6", code=21, by=name)
    taken(office, "withdraw", "1", "--step", "6", code=0, by="严守衡")


def test_who_has_left_objects_to_his_fine(office: Runner) -> None:
    order(office, "1", "维修抢修部", "樊大川", "钟万里")
    whole = PEOPLE.read_text("utf-8").replace('staff = ["樊大川", "毛立夏"]', 'staff = ["毛立夏"]')
    people = office.db.with_name("without.toml")
    people.write_text(whole, "utf-8")
    assert office("org", "import", people, "--approved-by", "顾怀远").code == 0
    fine = ("object", "1", "--rule", "handling_overdue", "--person", "樊大川", "--reason", "不服", "--at", LATER)
    said = office(*fine, "--by", " 樊大川", "--json", now="2026-11-11 09:00")
    assert said.code == 0, said.err
    told = office("show", "1", "--json").json()["timeline"]
    assert [line["by"] for line in told if line["kind"] == "objection"] == ["樊大川"]
    assert office("object", "1", "--rule", "reply_late", "--person", "路人", "--reason", "x", "--by", "路人").code == 21
    assert office(*fine, "--by", "路人").code == 2
    back = ("withdraw", "1", "--step", told[-1]["step"], "--reason", "不再申诉", "--by")
    assert office(*back, "毛立夏", now="2026-11-11 09:00").code == 21
    assert office(*back, "樊 大川", now="2026-11-11 09:00").code == 0
