"""Closing a month: who may and what stops it, the same bytes for ever, what changes later carried once."""

from __future__ import annotations

import functools
import json
import re
import zipfile
from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

import books
from complaint_cli.acts.carrying import differences_answer
from complaint_cli.acts.rejudging import not_as_closed
from complaint_cli.acts.transaction import opened
from complaint_cli.assessment.codec import from_json, read_adjustments, to_json
from complaint_cli.company.edition_file import default_edition
from complaint_cli.store.closings import closings, year_sums
from complaint_cli.store.database import Store
from complaint_cli.store.journal import encode
from conftest import Runner

DECEMBER = "2026-12-02 09:00"
JANUARY = "2027-01-05 09:00"
FEBRUARY = "2027-02-03 09:00"

Facts = Callable[[str, dict[str, Any]], None]


@pytest.fixture
def october(run: Runner) -> Runner:
    """October on file with no late order open, September closed, the clock in early November."""
    books.october(run.db.parent)
    run.now = books.AFTER
    books.act(run.db, "handle", now=books.AFTER, no="2026-0014", result="已办", done=True, by="毛立夏")
    close(run, "2026-09")
    return run


def close(run: Runner, month: str, code: int = 0, **options: Any) -> str:
    """Close a month as the auditor and return what was said on stderr."""
    result = run("assess", "--month", month, "--close", by=options.pop("by", books.AUDITOR), **options)
    assert result.code == code, (result.code, result.err)
    return result.err


def shown(run: Runner, month: str, **options: Any) -> dict[str, Any]:
    answer: dict[str, Any] = run("assess", "--month", month, "--json", **options).json()
    return answer


def adjustments(run: Runner, month: str, **options: Any) -> list[tuple[Any, ...]]:
    """Return what a month carries: month mended, complaint, rule, person, difference."""
    names = ("month", "complaint", "rule", "person", "difference")
    return [tuple(a[n] for n in names) for a in shown(run, month, **options)["adjustments"]]


def later(run: Runner, month: str, now: str = DECEMBER) -> list[dict[str, Any]]:
    with opened(books.call(run.db, now)) as work:
        return differences_answer(work, month)


# -- who may, and what stops it --------------------------------------------------------------------


@pytest.mark.parametrize("name", ["温小棠", "樊大川", "顾怀远"])
def test_only_audit_staff_close(october: Runner, name: str) -> None:
    close(october, "2026-10", code=21, by=name)
    assert shown(october, "2026-10")["status"] == "open"


@pytest.mark.parametrize("name", ["纪清源", "严守衡"])
def test_audit_staff_and_their_manager_close(october: Runner, name: str) -> None:
    close(october, "2026-10", by=name)
    assert shown(october, "2026-10")["status"] == "closed"


@pytest.mark.parametrize(("now", "code"), [("2026-10-31 23:59:59", 21), ("2026-11-01 00:00:00", 0)])
def test_a_month_is_closed_once_its_period_is_over(run: Runner, now: str, code: int) -> None:
    books.lay(run.db, now)
    close(run, "2026-10", code=code, now=now)


def test_a_fine_of_nobody_known_stops_it_until_somebody_is_named(october: Runner) -> None:
    organisation = (books.EXAMPLE / "organisation.toml").read_text("utf-8")
    without = october.db.with_name("without.toml")
    without.write_text(organisation.replace('"毛立夏"', '{ name = "毛立夏", until = 2026-09-30 }'), "utf-8")
    assert october("org", "import", without, "--approved-by", "顾怀远").code == 0
    assert shown(october, "2026-10")["unassigned"]
    said = close(october, "2026-10", code=21)
    assert "2026-0014" in said
    assert october("org", "import", books.EXAMPLE / "organisation.toml", "--approved-by", "顾怀远").code == 0
    close(october, "2026-10")


def test_who_is_missing_from_a_new_file_counts_until_its_import(october: Runner) -> None:
    before = shown(october, "2026-10")["fines"]
    organisation = (books.EXAMPLE / "organisation.toml").read_text("utf-8")
    without = october.db.with_name("without.toml")
    without.write_text(organisation.replace('staff = ["樊大川", "毛立夏"]', 'staff = ["樊大川"]'), "utf-8")
    assert october("org", "import", without).code == 0
    month = shown(october, "2026-10")
    assert (month["fines"], month["unassigned"]) == (before, []) and "毛立夏" in str(before)
    no = october("intake", "--content", "表不走字", "--at", "2026-11-03 08:30", "--json").json()["no"]
    words = ("transfer", no, "--to", "维修抢修部", "--person", "毛立夏")
    assert october(*words).code == 2, "now he is nobody's"
    assert october(*words, "--at", "2026-11-03 08:40", now="2026-11-03 10:00").code == 0, "then he was theirs"
    again = organisation.replace('"毛立夏"', '{ name = "毛立夏", until = 2026-09-30 }')
    without.write_text(again, "utf-8")
    told = october("org", "import", without, now="2026-11-03 11:00")
    assert told.code == 0 and "毛立夏" in told.out
    assert shown(october, "2026-10", now="2026-11-03 12:00")["unassigned"], "what a file says of his days goes before"


def test_a_month_is_not_closed_over_what_was_tampered_with(october: Runner) -> None:
    assert october("assess", "--month", "2026-10", "--check", "--json").json()["ready"]
    books.tamper(october.db, "UPDATE handback SET actor = '别人' WHERE id = 3")
    said = october("assess", "--month", "2026-10", "--check", "--json").json()
    assert [line["kind"] for line in said["obstacles"]] == ["fault"]
    close(october, "2026-10", code=21)


def test_evidence_of_the_month_that_is_lost_stops_its_closing(october: Runner) -> None:
    folder = october.db.with_name(october.db.name + "-evidence")
    lost = next(iter(folder.iterdir()))
    lost.chmod(0o600)
    lost.write_bytes(b"x")
    close(october, "2026-10", code=21)


def test_evidence_of_an_order_that_was_extended_into_the_month_stops_its_closing(run: Runner, tmp_path: Path) -> None:
    books.lay(run.db, "2026-10-26 08:00")
    run.now = "2026-10-27 09:00"
    (tmp_path / "photo.jpg").write_bytes(b"seen")
    books.act(run.db, "intake", content="灶具点不着", deadline="2026-10-30 17:30", at="2026-10-26 09:00")
    books.act(run.db, "transfer", no="1", to="维修抢修部", person=["毛立夏"], at="2026-10-26 09:30")
    for post, name in (("deputy", "钟万里"), ("general", "顾怀远")):
        books.act(run.db, "approve", no="1", as_=post, by=name, at="2026-10-26 10:00")
    extended = {"to": "2026-11-05 17:30", "approved_by": books.AUDITOR, "reason": "等配件"}
    books.act(run.db, "extend", no="1", at="2026-10-27 09:00", **extended)
    late = {"result": "已换", "done": True, "evidence": [str(tmp_path / "photo.jpg")]}
    books.act(run.db, "handle", now=DECEMBER, no="1", at="2026-11-06 09:00", by="毛立夏", **late)
    close(run, "2026-10", now=DECEMBER)
    [kept] = Path(f"{run.db}-evidence").iterdir()
    kept.chmod(0o600)
    kept.write_bytes(b"another")
    assert "photo.jpg" in close(run, "2026-11", code=21, now=DECEMBER)


def test_a_fine_of_nobody_known_that_came_later_is_carried_and_stops_the_next_month(october: Runner) -> None:
    close(october, "2026-10")
    books.act(
        october.db,
        "intake",
        now=DECEMBER,
        at="2026-10-12 09:00",
        content="后补",
        deadline="2026-10-14 17:30",
        by="温小棠",
    )
    no = shown_numbers(october)[-1]
    books.act(october.db, "transfer", now=DECEMBER, no=no, at="2026-10-12 09:30", to="维修抢修部", by="温小棠")
    for post, name in (("deputy", "钟万里"), ("general", "顾怀远")):
        facts = {"as_": post, "opinion": "同意", "at": "2026-10-12 10:00", "by": name}
        books.act(october.db, "approve", now=DECEMBER, no=no, **facts)
    found = [
        a
        for a in shown(october, "2026-11", now=DECEMBER)["adjustments"]
        if a["complaint"] == no and a["kind"] == "fine"
    ]
    assert [(a["person"], a.get("role")) for a in found if a["person"] is None] == [(None, "responsible")]
    said = close(october, "2026-11", code=21, now=DECEMBER)
    assert no in said
    assert (
        october(
            "amend",
            no,
            "--step",
            "2",
            "--person",
            "樊大川",
            "--reason",
            "漏填",
            "--approved-by",
            "顾怀远",
            now=DECEMBER,
        ).code
        == 0
    )
    carried = [
        a
        for a in shown(october, "2026-11", now=DECEMBER)["adjustments"]
        if a["complaint"] == no and a["kind"] == "fine"
    ]
    assert all(a["person"] for a in carried) and any(a["person"] == "樊大川" for a in carried)


def shown_numbers(run: Runner) -> list[str]:
    with opened(books.call(run.db, DECEMBER)) as work:
        return [row[0] for row in work.store.connection.execute("SELECT number FROM complaint ORDER BY id")]


def test_what_is_excluded_is_listed_where_a_finding_of_its_own_lies(october: Runner) -> None:
    """Handed back on October's last working day and never called back: the finding is November's."""
    act = functools.partial(books.act, october.db, now=DECEMBER)
    act("intake", at="2026-10-30 09:00", content="月末", deadline="2026-10-30 17:30", by="温小棠")
    no = shown_numbers(october)[-1]
    act("transfer", no=no, at="2026-10-30 09:30", to="维修抢修部", person=["樊大川"], by="温小棠")
    for post, name in (("deputy", "钟万里"), ("general", "顾怀远")):
        act("approve", no=no, as_=post, opinion="同意", at="2026-10-30 10:00", by=name)
    act("handle", no=no, at="2026-10-30 16:00", result="已办", done=True, by="樊大川")
    november = shown(october, "2026-11", now=DECEMBER)
    assert "callback_missing" in [line["rule"] for line in november["points"] if line["complaint"] == no]
    assert october("exclude", no, "--reason", "误登", "--approved-by", "顾怀远", now=DECEMBER).code == 0
    november, december = (shown(october, month, now=DECEMBER) for month in ("2026-11", "2026-12"))
    assert no in [line["complaint"] for line in november["excluded"]]
    assert december["excluded"] == [], "nothing of it lies there"
    assert no not in [line["complaint"] for line in november["points"]]


def test_an_earlier_month_with_complaints_comes_first(run: Runner) -> None:
    books.october(run.db.parent)
    run.now = books.AFTER
    assert "2026-09" in close(run, "2026-10", code=21)
    close(run, "2026-09")
    close(run, "2026-10")


@pytest.mark.parametrize("name", ["路人", "' OR 1=1 --"])
def test_nobody_unknown_closes(october: Runner, name: str) -> None:
    assert name in close(october, "2026-10", code=2, by=name)
    assert shown(october, "2026-10")["status"] == "open"


def test_an_earlier_month_without_complaints_does_not_stop_it(run: Runner) -> None:
    books.lay(run.db, books.AFTER)
    run.now = books.AFTER
    july = {"at": "2026-07-06 09:00", "content": "停气未通知", "category": "其他"}
    books.act(run.db, "intake", now=books.AFTER, deadline="2026-07-10 17:30", **july)
    assert "2026-07" in close(run, "2026-09", code=21)
    close(run, "2026-07")
    close(run, "2026-09")  # nothing was received or due in August


def test_an_earlier_month_comes_first_by_what_it_holds_now(run: Runner) -> None:
    books.lay(run.db, "2026-05-01 09:00")
    run.now = books.AFTER
    entered = {"now": "2026-10-12 10:00", "content": "停气未通知", "category": "其他"}
    books.act(run.db, "intake", at="2026-07-12 09:00", deadline="2026-10-30 17:30", **entered)
    right = {"no": "1", "reason": "录错", "approved_by": "顾怀远"}
    books.act(run.db, "amend", now="2026-10-12 11:00", received="2026-10-12 09:00", **right)
    books.act(run.db, "commend", now="2026-05-10 09:00", dept="客户服务部", reason="锦旗")
    assert "2026-05" in close(run, "2026-10", code=21), "a commendation alone"
    close(run, "2026-05")
    books.act(run.db, "amend", now=books.AFTER, received="2026-06-12 09:00", **right)
    assert "2026-06" in close(run, "2026-10", code=21), "received in June, as is known now"
    books.act(run.db, "amend", now=books.AFTER, received="2026-10-12 09:00", **right)
    assert "2026-0" not in run("assess", "--month", "2026-10", "--check").out.replace("2026-0001", "")


def test_a_month_is_closed_once(october: Runner) -> None:
    close(october, "2026-10")
    before = shown(october, "2026-10")
    head = books.head(october.db)
    close(october, "2026-10", code=22)
    assert shown(october, "2026-10") == before
    assert books.head(october.db) == head


def test_closing_is_one_entry_of_the_journal_and_verifies(october: Runner) -> None:
    head = books.head(october.db)
    close(october, "2026-10")
    answer = shown(october, "2026-10")
    assert answer["head"] == head  # the one it was assessed upon
    assert answer["policy"]["sha256"] == default_edition().sha256
    assert october("verify", "--head", head).code == 0


def test_a_forged_result_is_found(october: Runner) -> None:
    """Whoever rewrites the chain as well is still found by the sums."""
    close(october, "2026-10")
    assert october("verify", "--json").json()["notes"] == []
    books.tamper(
        october.db, 'UPDATE closing SET result = replace(result, \'"amount":"250.00"\', \'"amount":"100.00"\')'
    )
    assert differing(october) == ["2026-10"]


def test_every_part_of_a_closed_answer_is_worked_out_again(october: Runner) -> None:
    """What is carried and what payroll withholds, the lists and what stands beside: not the lines alone."""
    close(october, "2026-10")
    _decision(october.db)
    close(october, "2026-11", now=DECEMBER)
    assert differing(october) == []
    with Store.open(october.db) as store:
        stored = json.loads(closings(store)[-1].result)
    assert stored["adjustments"] and stored["persons"]
    for part, value in stored.items():
        forged = encode({**stored, part: None if value else 1}).replace("'", "''")
        books.tamper(october.db, f"UPDATE closing SET result = '{forged}' WHERE month = '2026-11'")
        assert differing(october) == ["2026-11"], part


@pytest.mark.parametrize(("closed", "read", "word"), [("zh", "en", "too little"), ("en", "zh", "时限不足")])
def test_a_month_closed_in_one_language_verifies_and_reads_in_the_other(
    run: Runner, closed: str, read: str, word: str
) -> None:
    """The reasons of what was late without a fine are kept in the language of the closing."""
    books.lay(run.db, "2026-11-02 08:00")
    run.now = books.AFTER
    receipt, deadline, sent = "2026-11-02 09:00", "2026-11-02 17:30", "2026-11-02 17:00"
    books.act(run.db, "intake", content="灶具点不着", category="维修抢修", deadline=deadline, at=receipt)
    books.act(run.db, "transfer", no="1", to="维修抢修部", person=["毛立夏"], at="2026-11-02 09:30")
    for post, name in (("deputy", "钟万里"), ("general", "顾怀远")):
        books.act(run.db, "approve", no="1", as_=post, by=name, at=sent)
    close(run, "2026-11", now=DECEMBER, lang=closed)
    assert shown(run, "2026-11", lang=read)["late_without_fine"]
    assert run("verify", lang=read, now=DECEMBER).code == 0
    assert word in run("assess", "--month", "2026-11", lang=read, now=DECEMBER, columns=200).out


def differing(run: Runner) -> list[str]:
    """Return the closed months that differ from what their facts give."""
    with Store.open(run.db) as store:
        return [month for month, _ in not_as_closed(books.call(run.db), store)]


@pytest.mark.parametrize("emptied", ["[]", "{}"])
def test_a_month_whose_answer_was_emptied_is_not_taken_for_an_open_one(october: Runner, emptied: str) -> None:
    close(october, "2026-10")
    books.tamper(october.db, f"UPDATE closing SET result = '{emptied}'")
    for words in (("assess", "--month", "2026-10"), ("report", "--month", "2026-10")):
        said = october(*words)
        assert (said.code, said.out) == (42, "") and "verify" in said.err, (words, said)


# -- what is entered later --------------------------------------------------------------------------


def _decision(db: Path) -> None:
    books.act(
        db, "decide", now=DECEMBER, by=books.AUDITOR, no="2026-0014", rule="handling_overdue", person="毛立夏",
        amount=500, reason="复核后加重", at=DECEMBER,
    )  # fmt: skip


def _exclusion(db: Path) -> None:
    books.act(db, "exclude", now=DECEMBER, no="2026-0014", reason="不可抗力", approved_by="纪清源")


def _link(db: Path) -> None:
    books.act(db, "link", now=DECEMBER, no="2026-0014", repeat_of="2026-0001")


def _amendment(db: Path) -> None:
    books.act(db, "amend", now=DECEMBER, no="2026-0014", deadline="2026-12-31", reason="录入有误", approved_by="顾怀远")


def _late_complaint(db: Path) -> None:
    books.act(
        db, "intake", now=DECEMBER, at="2026-10-20 09:00", content="补录：停气未通知", source="12345热线",
        category="其他", deadline="2026-10-27 17:30",
    )  # fmt: skip


def _late_investigation(db: Path) -> None:
    books.act(
        db, "investigate", now=DECEMBER, at="2026-10-30 10:00", by=books.AUDITOR, no="2026-0014",
        auditor=books.AUDITOR, clerk=books.CLERK, internal_cause=True, adverse_effect=True, severity="serious",
    )  # fmt: skip


def _commendation(db: Path) -> None:
    books.act(db, "commend", now=DECEMBER, at="2026-10-15 10:00", dept="客户服务部", reason="锦旗")


def _another_answer_in_a_later_month(db: Path) -> None:
    books.act(db, "callback", now=DECEMBER, no="2026-0004", result="satisfied", by="邱明澈")


def _manager(db: Path) -> None:
    books.act(
        db,
        "org set-manager",
        now=DECEMBER,
        at=DECEMBER,
        dept="维修抢修部",
        name="樊大川",
        since="2026-10-01",
        approved_by="顾怀远",
    )


OPEN = ("2026-0014", "2026-0016")
"""What grows without anybody's entry."""

LATER = [_decision, _exclusion, _link, _amendment, _late_complaint, _late_investigation, _commendation, _manager]
LATER += [_another_answer_in_a_later_month]


@pytest.mark.parametrize("fact", LATER, ids=[f.__name__.strip("_") for f in LATER])
def test_a_later_fact_is_accepted_changes_no_byte_and_is_carried_once(
    october: Runner, fact: Callable[[Path], None]
) -> None:
    close(october, "2026-10")
    printed = {lang: october("assess", "--month", "2026-10", lang=lang).out for lang in ("zh", "en")}
    stored = october("assess", "--month", "2026-10", "--json").out
    assert later(october, "2026-10") == []
    assert adjustments(october, "2026-11", now=DECEMBER) == []

    fact(october.db)

    assert october("assess", "--month", "2026-10", "--json", now=DECEMBER).out == stored
    for lang in ("zh", "en"):
        assert october("assess", "--month", "2026-10", lang=lang, now=DECEMBER).out == printed[lang]
    differences = later(october, "2026-10")
    assert differences
    carried = shown(october, "2026-11", now=DECEMBER)["adjustments"]
    assert carried == differences
    assert all(change["cause"] for change in carried if change["complaint"] not in OPEN), carried
    assert all(change["month"] == "2026-10" for change in carried)
    assert all(change["difference"] != "0.00" for change in carried)

    november = shown(october, "2026-11", now=DECEMBER)
    for department in november["departments"]:
        name = department["department"]
        lines = [line["points"] for line in november["points"] if line["department"] == name]
        lines += [a["difference"] for a in carried if a["department"] == name and a["kind"] == "points"]
        assert float(department["points"]) == pytest.approx(sum(map(float, lines)))

    if november["unassigned"]:
        return  # what is owed by nobody known stops November, which is told elsewhere
    close(october, "2026-11", now=DECEMBER)
    assert later(october, "2026-10", JANUARY) == []
    assert shown(october, "2026-11", now=JANUARY)["adjustments"] == carried
    assert adjustments(october, "2026-12", now=JANUARY) == []
    assert october("verify").code == 0


@pytest.mark.parametrize("kind", ["xlsx", "docx"])
def test_the_papers_of_a_closed_month_are_the_same_bytes_for_ever(october: Runner, tmp_path: Path, kind: str) -> None:
    close(october, "2026-10")

    def written(now: str, lang: str) -> bytes:
        file = tmp_path / f"{lang} {now[:10]}.{kind}"
        result = october("assess", "--month", "2026-10", f"--{kind}", file, now=now, lang=lang)
        assert result.code == 0, result.err
        return file.read_bytes()

    before = {lang: written(DECEMBER, lang) for lang in ("zh", "en")}
    _exclusion(october.db)
    books.act(  # a month before it that saw no complaint when it was closed
        october.db, "intake", now=DECEMBER, at="2026-08-11 09:00", content="补录：停气未通知", source="来访",
        category="其他", deadline="2026-08-20 17:30",
    )  # fmt: skip
    assert {lang: written(JANUARY, lang) for lang in ("zh", "en")} == before
    with zipfile.ZipFile(BytesIO(before["zh"])) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}  # no clock of the day in it


@pytest.mark.parametrize("fact", [_decision, _amendment, _commendation])
def test_what_a_closing_keeps_is_read_and_written_again_as_it_was(
    october: Runner, fact: Callable[[Path], None]
) -> None:
    close(october, "2026-10")
    fact(october.db)
    close(october, "2026-11", now=DECEMBER)
    with Store.open(october.db) as store:
        kept = [closing.result for closing in closings(store)]
    assert [encode(to_json(from_json(json.loads(text)))) for text in kept] == kept
    assert read_adjustments(json.loads(kept[-1])) and read_adjustments(json.loads(kept[0])) == ()


@pytest.mark.parametrize("fact", [_exclusion, _late_investigation])
def test_a_difference_is_taken_back_when_the_fact_is(october: Runner, fact: Callable[[Path], None]) -> None:
    close(october, "2026-10")
    fact(october.db)
    first = adjustments(october, "2026-11", now=DECEMBER)
    close(october, "2026-11", now=DECEMBER)
    if fact is _exclusion:
        books.act(october.db, "include", now=JANUARY, no="2026-0014", reason="剔除有误", approved_by="顾怀远")
    else:
        [step] = [e["step"] for e in october("show", "14", "--json").json()["timeline"] if e["kind"] == "investigation"]
        books.act(october.db, "withdraw", now=JANUARY, no="2026-0014", step=step, reason="x", approved_by="顾怀远")
    second = adjustments(october, "2026-12", now=JANUARY)
    assert [(*a[:4], f"{-float(a[4]):.2f}") for a in first] == [a for a in second if a[0] == "2026-10"]
    close(october, "2026-12", now=JANUARY)
    assert later(october, "2026-10", FEBRUARY) == []
    assert adjustments(october, "2027-01", now=FEBRUARY) == []


def test_a_fact_of_the_month_itself_is_no_adjustment(october: Runner) -> None:
    close(october, "2026-10")
    books.act(
        october.db, "intake", now="2026-11-10 09:00", content="十一月的投诉", source="12345热线", category="其他",
        deadline="2026-11-12 17:30",
    )  # fmt: skip
    assert adjustments(october, "2026-11", now=DECEMBER) == []


def test_only_the_first_open_month_carries(october: Runner) -> None:
    close(october, "2026-10")
    books.act(october.db, "intake", now="2026-11-10 09:00", content="十一月的投诉", source="网上", category="其他")
    books.act(october.db, "intake", now=DECEMBER, content="十二月的投诉", source="网上", category="其他")
    _decision(october.db)
    assert adjustments(october, "2026-11", now=JANUARY)
    assert adjustments(october, "2026-12", now=JANUARY) == []


def test_a_month_without_complaints_does_not_swallow_what_is_carried(october: Runner) -> None:
    close(october, "2026-10")
    close(october, "2026-11", now=DECEMBER)
    _decision(october.db)
    owed = adjustments(october, "2026-12", now=JANUARY)
    assert [a[4] for a in owed] == ["200.00"]  # decided 500 where 300 was proposed
    sums: dict[str, tuple[int, Decimal]] = {}
    for one in (one for month in ("2026-09", "2026-10", "2026-11") for one in shown(october, month)["persons"]):
        lines, yuan = sums.get(one["person"], (0, Decimal(0)))
        sums[one["person"]] = lines + one["lines"], yuan + Decimal(one["total"])
    with Store.open(october.db) as store:
        assert (year_sums(store, "2026-12"), year_sums(store, "2027-01")) == (sums, {})
    close(october, "2026-12", now=JANUARY)
    assert later(october, "2026-10", JANUARY) == []
    assert adjustments(october, "2027-01", now=FEBRUARY) == []


def test_who_praises_into_a_closed_month_or_takes_that_back_is_told(october: Runner) -> None:
    close(october, "2026-10")
    praise = october("commend", "客户服务部", "--reason", "锦旗", "--at", "2026-10-30 09:00")
    back = october("withdraw", "--commendation", re.findall(r"\d+", praise.out)[-1], "--reason", "录了两次")
    assert (praise.code, back.code) == (0, 0)
    assert praise.err == back.err and "2026-10 已关账" in back.err, back


def test_an_edition_adopted_later_changes_nothing_in_a_closed_month(october: Runner) -> None:
    close(october, "2026-10")
    stored = october("assess", "--month", "2026-10", "--json").out
    text = default_edition().source.replace("effective = 2010-01-01", "effective = 2026-10-01")
    changed = text.replace("points_late = -2", "points_late = -9")
    assert changed != text
    file = october.db.with_name("new.toml")
    file.write_text(changed, "utf-8")
    assert october("policy", "adopt", file, "--approved-by", "顾怀远").code == 0
    assert october("assess", "--month", "2026-10", "--json", now=DECEMBER).out == stored
    assert later(october, "2026-10") == []
    assert adjustments(october, "2026-11", now=DECEMBER) == []


def test_somebody_who_left_keeps_the_fine_of_a_closed_month(october: Runner) -> None:
    close(october, "2026-10")
    organisation = (books.EXAMPLE / "organisation.toml").read_text("utf-8")
    without = october.db.with_name("without.toml")
    without.write_text(organisation.replace('staff = ["樊大川", "毛立夏"]', 'staff = ["樊大川"]'), "utf-8")
    assert october("org", "import", without, "--approved-by", "顾怀远", now=DECEMBER).code == 0
    assert later(october, "2026-10") == []


def test_what_is_skipped_is_what_would_be_found_empty(october: Runner) -> None:
    """The short cut past months that nothing concerns, against assessing them all."""
    from complaint_cli.acts.carrying import later_differences
    from complaint_cli.store.closings import closings

    close(october, "2026-10")
    for number, fact in enumerate((_link, _manager, _commendation, _late_complaint), 1):
        fact(october.db)
        with opened(books.call(october.db, DECEMBER)) as work:
            done = closings(work.store)
            whole = [change for c in done for change in later_differences(work, c, done)]
        assert len(shown(october, "2026-11", now=DECEMBER)["adjustments"]) == len(whole) > 0, number


# -- a period that does not begin on the first --------------------------------------------------------


@pytest.fixture
def shifted(run: Runner) -> Runner:
    """A company whose months run from the 26th: 2026-09 is 26 September to 25 October."""
    run.now = JANUARY
    books.lay(run.db, "2026-01-01 09:00")
    text = default_edition().source.replace("start_day = 1 ", "start_day = 26 ")
    file = run.db.with_name("shifted.toml")
    file.write_text(text.replace("effective = 2010-01-01", "effective = 2010-02-01"), "utf-8")
    assert run("policy", "adopt", file, "--approved-by", "顾怀远", now="2026-01-02 09:00").code == 0
    return run


def intake(run: Runner, at: str, deadline: str) -> None:
    books.act(run.db, "intake", now=JANUARY, at=at, deadline=deadline, content="投诉", source="网上", category="其他")


@pytest.mark.parametrize(
    ("received", "due", "stopped_by"),
    [
        ("2026-09-10 09:00", "2026-09-11", "2026-08"),
        ("2026-09-25 23:59:59", "2026-09-25 23:59:59", "2026-08"),
        ("2026-09-26 00:00", "2026-09-27", "2026-09"),
        ("2026-10-10 09:00", "2026-10-12", "2026-09"),
        ("2026-10-26 00:00", "2026-10-27", None),
    ],
)
def test_the_earlier_month_is_that_of_the_period(
    shifted: Runner, received: str, due: str, stopped_by: str | None
) -> None:
    intake(shifted, received, due)
    assert shown(shifted, "2026-10")["period"]["start"].startswith("2026-10-26")
    with opened(books.call(shifted.db, JANUARY)) as work:
        from complaint_cli.acts.carrying import earlier_open

        assert earlier_open(work, "2026-10") == stopped_by


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_questions_of_the_readme_are_answered(october: Runner, name: str) -> None:
    import sqlite3

    close(october, "2026-10")
    answer = shown(october, "2026-10")
    [block] = re.findall(r"```sql\n(.*?)```", (Path(__file__).parents[1] / name).read_text("utf-8"), re.DOTALL)
    with sqlite3.connect(f"file:{october.db}?mode=ro", uri=True) as db:
        fines, points, work = (db.execute(question).fetchall() for question in block.strip().split(";\n"))
    assert {(person, f"{yuan:.2f}") for person, _, yuan in fines} == {
        (line["person"], line["decided"]) for line in answer["persons"]
    }
    assert len([row for row in points if row[0] == "2026-10"]) == len({line["department"] for line in answer["points"]})
    assert all(row[1] > 0 for row in work)


def test_a_department_renamed_is_one_department(run: Runner, tmp_path: Path) -> None:
    """Its earlier orders, posts, scores and closed months are its own (formerly)."""
    books.october(run.db.parent)
    text = (books.EXAMPLE / "organisation.toml").read_text(encoding="utf-8")
    before = run("assess", "--month", "2026-10", "--json", now="2026-11-20 09:00").json()
    renamed = text.replace('name = "维修抢修部"', 'name = "抢修中心"\nformerly = ["维修抢修部"]')
    (tmp_path / "new.toml").write_text(renamed, encoding="utf-8")
    done = run("org", "import", tmp_path / "new.toml", "--approved-by", "顾怀远", now="2026-11-20 09:10")
    assert done.code == 0 and done.out.count("抢修中心") == 1, "a new name and no other change"
    after = run("assess", "--month", "2026-10", "--json", now="2026-11-20 09:20").json()
    as_called = json.loads(json.dumps(before, ensure_ascii=False).replace("维修抢修部", "抢修中心"))
    for part in ("departments", "points", "fines", "unassigned", "persons", "late_without_fine", "totals"):
        assert after[part] == as_called[part], part
    rows = run("list", "--dept", "抢修中心", "--json", now="2026-11-20 09:30").json()["complaints"]
    assert rows and {row["department"] for row in rows} == {"抢修中心"}


def test_what_was_carried_for_a_department_is_its_own_once_it_is_renamed(october: Runner, tmp_path: Path) -> None:
    close(october, "2026-10")
    _exclusion(october.db)
    close(october, "2026-11", now=DECEMBER)
    words = ("report", "--month", "2026-11", "--json")
    before = json.dumps(october(*words, now=DECEMBER).json()["rows"], ensure_ascii=False)
    assert '"name": "维修抢修部"' in before and '"adjustments": "-' in before
    text = (books.EXAMPLE / "organisation.toml").read_text(encoding="utf-8")
    renamed = text.replace('name = "维修抢修部"', 'name = "抢修中心"\nformerly = ["维修抢修部"]')
    (tmp_path / "new.toml").write_text(renamed, encoding="utf-8")
    assert october("org", "import", tmp_path / "new.toml", "--approved-by", "顾怀远", now=DECEMBER).code == 0
    assert october(*words, now=JANUARY).json()["rows"] == json.loads(before.replace("维修抢修部", "抢修中心"))


def test_the_organisation_without_people_goes_from_intake_to_closing(run: Runner) -> None:
    """Names are checked only where two must differ: the two signatures, the actor and the second person."""
    run.by = "张三"
    assert run("init", now="2026-09-20 09:00").code == 0
    order = ("--content", "表不走字", "--source", "公司电话", "--category", "计量收费", "--urgency", "normal")
    run("intake", *order, "--deadline", "2026-10-16 17:30", now="2026-10-12 09:00")
    assert run("transfer", "1", "--to", "维修抢修部", "--person", "李四", now="2026-10-12 10:00").code == 0
    assert run("approve", "1", "--as", "deputy", "--by", "王 五", now="2026-10-12 11:00").code == 0
    assert run("approve", "1", "--as", "general", "--by", "王五", now="2026-10-12 11:30").code == 21
    assert run("approve", "1", "--as", "general", "--by", "赵一", now="2026-10-12 12:00").code == 0
    assert run("handle", "1", "--result", "已换表", "--done", now="2026-10-19 09:00").code == 0
    assert run("callback", "1", "--result", "satisfied", now="2026-10-19 10:00").code == 0
    assert run("exclude", "1", "--reason", "x", "--approved-by", "张　三", now="2026-10-19 11:00").code == 21
    month = run("assess", "--month", "2026-10", "--json", now="2026-11-02 09:00").json()
    assert [line["person"] for line in month["fines"]] == ["李四"]
    line = ("decide", "1", "--rule", "handling_overdue", "--role", "manager", "--reason", "由其负责")
    assert run(*line, "--person", "孙三", now="2026-11-02 09:10").code == 0
    assert run("assess", "--month", "2026-10", "--close", now="2026-11-02 09:20").code == 0


def test_the_general_manager_stands_for_an_audit_that_has_nobody(run: Runner, tmp_path: Path) -> None:
    (tmp_path / "small.toml").write_text(
        """
        general_manager = "赵一"
        company = "小燃气"
        department = [
            { name = "综合管理部", role = "office", staff = ["陈文"] },
            { name = "审计督查部", role = "audit" },
            { name = "维修抢修部", role = "responsible", deputy = "钱二", manager = "孙三", staff = ["李四"] },
        ]
        """,
        encoding="utf-8",
    )
    run.by = "陈文"
    assert run("init", "--org", tmp_path / "small.toml", now="2026-09-20 09:00").code == 0
    order = ("--content", "表不走字", "--source", "公司电话", "--category", "计量收费", "--urgency", "normal")
    run("intake", *order, "--deadline", "2026-10-16 17:30", now="2026-10-12 09:00")
    run("transfer", "1", "--to", "维修抢修部", "--person", "李四", now="2026-10-12 10:00")
    run("approve", "1", "--as", "deputy", "--by", "钱二", now="2026-10-12 11:00")
    run("approve", "1", "--as", "general", "--by", "赵一", now="2026-10-12 12:00")
    run("handle", "1", "--result", "已换表", "--done", "--by", "李四", now="2026-10-19 09:00")
    assert run("callback", "1", "--result", "satisfied", now="2026-10-19 10:00").code == 0
    line = ("decide", "1", "--rule", "handling_overdue", "--person", "李四", "--amount", "100", "--reason", "属实")
    assert run(*line, now="2026-11-02 09:10").code == 21, "the office is not the audit"
    assert run(*line, "--by", "赵一", now="2026-11-02 09:10").code == 0
    assert run("assess", "--month", "2026-10", "--close", now="2026-11-02 09:20").code == 21
    assert run("assess", "--month", "2026-10", "--close", "--by", "赵一", now="2026-11-02 09:20").code == 0


def test_an_edition_adopted_after_a_closing_moves_no_clock_that_started_in_it(run: Runner, tmp_path: Path) -> None:
    run.by = "张三"
    assert run("init", now="2026-09-20 09:00").code == 0
    order = ("--content", "表不走字", "--source", "12345", "--category", "计量收费", "--urgency", "normal")
    run("intake", *order, "--deadline", "2026-11-20 17:30", now="2026-10-28 09:00")
    run("transfer", "1", "--to", "维修抢修部", "--person", "李四", now="2026-10-28 10:00")
    run("approve", "1", "--as", "deputy", "--by", "王五", now="2026-10-28 11:00")
    run("approve", "1", "--as", "general", "--by", "赵一", now="2026-10-28 11:30")
    photo = tmp_path / "photo.txt"
    photo.write_text("现场", encoding="utf-8")
    run("handle", "1", "--result", "已换表", "--evidence", photo, "--done", now="2026-10-30 16:00")
    run("callback", "1", "--result", "satisfied", now="2026-10-30 17:00")
    assert run("assess", "--month", "2026-10", "--close", now="2026-11-01 09:00").code == 0
    text = default_edition().source.replace("effective = 2010-01-01", "effective = 2026-10-01")
    (tmp_path / "new.toml").write_text(text.replace('reply = "2wd"', 'reply = "1wd"'), encoding="utf-8")
    adopted = run("policy", "adopt", tmp_path / "new.toml", "--approved-by", "赵一", now="2026-11-01 10:00")
    assert adopted.code == 0, adopted.err
    assert run("reply", "1", "--summary", "已复", now="2026-11-03 09:00").code == 0
    month = run("assess", "--month", "2026-11", "--json", now="2026-11-05 09:00").json()
    assert (month["points"], month["adjustments"]) == ([], []), "two working days, as when October was closed"


def test_what_changes_a_closed_month_from_another_complaint_of_its_matter_is_carried(run: Runner) -> None:
    books.lay(run.db, "2026-09-01 08:00")
    run.by = books.CLERK

    def lived(no: str, day: str, back: str) -> None:
        books.act(run.db, "intake", now=f"{day} 09:00", content="燃气表走字不准", category="计量收费")
        books.act(run.db, "transfer", now=f"{day} 09:30", no=no, to="计量收费部", person=["蓝抄月"])
        for post, name in (("deputy", "白景行"), ("general", "顾怀远")):
            books.act(run.db, "approve", now=f"{day} 09:40", no=no, as_=post, by=name)
        books.act(run.db, "handle", now=back, no=no, contact="phone", result="已换表", done=True, by="蓝抄月")

    lived("1", "2026-09-08", "2026-09-08 11:00")
    lived("2", "2026-10-09", "2026-10-20 11:00")
    books.act(run.db, "link", now="2026-10-20 12:00", no="2", repeat_of="1")
    praised = books.act(run.db, "commend", now="2026-10-20 13:00", dept="客户服务部", reason="锦旗")["commendation"]
    for month in ("2026-09", "2026-10"):
        close(run, month, now=DECEMBER)

    def owed() -> dict[str, str]:
        return {
            change["rule"]: change["cause"].split()[0]
            for change in shown(run, "2026-11", now=DECEMBER)["adjustments"]
            if change["rule"] in ("handling_overdue", "commended")
        }

    assert owed() == {}
    books.act(run.db, "exclude", now=DECEMBER, by=books.AUDITOR, no="1", reason="非我司", approved_by="顾怀远")
    assert owed() == {"handling_overdue": "exclude"}, "the second is no repeat any more"
    books.act(run.db, "withdraw", now=DECEMBER, commendation=praised, reason="重复", approved_by="顾怀远")
    assert owed() == {"handling_overdue": "exclude", "commended": "withdraw"}
    told = run("commend", "客户服务部", "--reason", "补记", "--at", "2026-10-21 09:00", now=DECEMBER)
    assert told.code == 0 and "2026-10 已关账" in told.err


def test_what_callers_said_is_told_as_why_a_clean_month_came_or_went(run: Runner, tmp_path: Path) -> None:
    books.lay(run.db, "2026-10-08 08:00")
    run.by, photo = books.CLERK, tmp_path / "photo.txt"
    photo.write_text("现场", "utf-8")
    for day in ("12", "13", "14"):
        now, no = f"2026-10-{day} 09:00", str(int(day) - 11)
        books.act(run.db, "intake", now=now, content="燃气表走字不准", source="来访", deadline="2026-10-30")
        books.act(run.db, "transfer", now=now, no=no, to="计量收费部", person=["蓝抄月"])
        for post, name in (("deputy", "白景行"), ("general", "顾怀远")):
            books.act(run.db, "approve", now=now, no=no, as_=post, by=name)
        done = {"contact": "phone", "result": "已换表", "done": True, "evidence": [str(photo)], "by": "蓝抄月"}
        books.act(run.db, "handle", now=now, no=no, **done)
        answer = "mostly" if no == "1" else "satisfied"
        books.act(run.db, "callback", now=f"2026-10-{day} 11:00", no=no, result=answer, by="邱明澈")
    close(run, "2026-10", now="2026-11-02 09:00")

    def why() -> list[tuple[str, str, str]]:
        carried = shown(run, "2026-11", now=DECEMBER)["adjustments"]
        return [(change["rule"], change["difference"], change["cause"].split("T")[0]) for change in carried]

    books.act(run.db, "callback", now="2026-11-03 09:00", no="1", result="satisfied", by="邱明澈")
    assert why() == [("clean_month", "1.00", "callback 邱明澈 2026-11-03")]
    books.act(
        run.db, "exclude", now="2026-11-04 09:00", by=books.AUDITOR, no="1", reason="非我司", approved_by="顾怀远"
    )
    assert why() == []  # two are not enough


def test_a_month_of_a_year_without_its_order_says_that_it_is_provisional(run: Runner, tmp_path: Path) -> None:
    books.lay(run.db, "2027-01-04 08:00")
    books.act(run.db, "intake", now="2027-01-05 09:00", content="表不走字")
    now = "2027-02-02 09:00"
    assert shown(run, "2027-01", now=now)["provisional"] == [2027]
    assert "暂定：2027" in run("assess", "--month", "2027-01", now=now).out
    (tmp_path / "tried.toml").write_text(default_edition().source, "utf-8")
    tried = "assess", "--month", "2027-01", "--policy", tmp_path / "tried.toml"
    assert "暂定：2027" in run(*tried, now=now).out and run(*tried, "--json", now=now).json()["provisional"] == [2027]
    month = "assess", "--month", "2027-01"
    assert run(*month, "--docx", tmp_path / "m.docx", "--xlsx", tmp_path / "m.xlsx", now=now).code == 0
    assert run(*month, "--notices", tmp_path, now=now).code == 0
    for paper in (tmp_path / "m.docx", tmp_path / f"2027-01 {books.CLERK}.docx", tmp_path / "m.xlsx"):
        with zipfile.ZipFile(paper) as archive:
            text = "xl/sharedStrings.xml" if paper.suffix == ".xlsx" else "word/document.xml"
            assert "暂定：2027" in archive.read(text).decode(), paper
    assert "暂定：2027" in run("report", "--month", "2027-01", now=now).out
    assert run("report", "--year", "2027", "--json", now=now).json()["provisional"] == [2027]
    close(run, "2027-01", code=21, now=now)


def test_a_month_of_a_year_with_its_order_says_nothing_of_it(october: Runner) -> None:
    assert "provisional" not in shown(october, "2026-10") and "暂定" not in october("assess", "--month", "2026-10").out


def test_an_order_handed_back_after_its_month_was_closed_is_carried(run: Runner) -> None:
    books.october(run.db.parent)
    run.now = books.AFTER
    for month in ("2026-09", "2026-10"):
        close(run, month)
    books.act(run.db, "handle", now="2026-11-20 09:00", no="2026-0014", result="已办", done=True, by="毛立夏")
    for words in (  # none of them is the cause
        ("show", "14", "--reveal"),
        ("form", "14", "-o", run.db.with_name("form.docx")),
        ("amend", "14", "--phone", "13800000009", "--reason", "补登"),
        ("object", "14", "--rule", "办理逾期", "--person", "毛　立夏", "--reason", "等配件"),
    ):
        assert run(*words, now="2026-11-20 10:00", by=books.CLERK).code == 0, words
    carried = shown(run, "2026-11", now=DECEMBER)["adjustments"]
    assert {
        (c["rule"], c["kind"], c["person"], c["cause"].split()[0]) for c in carried if c["complaint"] == "2026-0014"
    } == {
        ("handling_overdue", "fine", "霍启程", "handle"),
        ("handling_overdue", "fine", "毛立夏", "handle"),
        ("handling_overdue", "points", None, "handle"),
    }
    [points] = [c for c in carried if c["kind"] == "points" and c["complaint"] == "2026-0014"]
    assert (points["was"], points["now"]) == ("-3.00", "-2.00"), "late, and handed back after all"


def test_a_rework_that_goes_on_grows_after_its_month_was_closed(run: Runner) -> None:
    books.lay(run.db, "2026-10-08 08:00")
    books.act(run.db, "intake", now="2026-10-20 09:00", content="表不走字")
    books.act(run.db, "transfer", now="2026-10-20 09:30", no="1", to="计量收费部", person=["蓝抄月"])
    for post, name in (("deputy", "白景行"), ("general", "顾怀远")):
        books.act(run.db, "approve", now="2026-10-20 09:40", no="1", as_=post, by=name)
    books.act(run.db, "handle", now="2026-10-26 10:00", no="1", result="已换表", done=True, by="蓝抄月")
    again = {"result": "unsatisfied", "resolved": False, "rework": True, "by": "邱明澈"}
    books.act(run.db, "callback", now="2026-10-27 10:00", no="1", **again)
    close(run, "2026-10", now="2026-11-02 09:00")
    books.act(run.db, "commend", now="2026-11-03 09:00", dept="计量收费部", reason="锦旗")
    carried = shown(run, "2026-11", now="2026-11-10 09:00")["adjustments"]
    assert {c["cause"] for c in carried if c["rule"] == "rework_overdue"} == {None}, "it grows by itself"
    grown = [(c["was"], c["now"]) for c in carried if c["rule"] == "rework_overdue" and c["kind"] == "fine"]
    assert sorted(grown) == [("100.00", "250.00"), ("200.00", "500.00")]


def test_a_delay_that_is_somebodys_only_after_its_month_was_closed_is_carried(run: Runner) -> None:
    books.lay(run.db, "2026-10-08 08:00")
    books.act(run.db, "intake", now="2026-10-29 09:00", content="表不走字", deadline="2026-10-30 17:30")
    books.act(run.db, "transfer", now="2026-10-29 09:30", no="1", to="计量收费部", person=["蓝抄月"])
    for post, name in (("deputy", "白景行"), ("general", "顾怀远")):
        books.act(run.db, "approve", now="2026-10-29 09:40", no="1", as_=post, by=name)
    books.act(run.db, "return", now="2026-10-30 16:30", no="1", reason="不属本部门", by="蓝抄月")
    close(run, "2026-10", now="2026-11-02 08:31")  # the next transfer is due three working hours after it opens
    assert shown(run, "2026-11", now="2026-11-02 09:00")["adjustments"] == []
    carried = shown(run, "2026-11", now="2026-11-03 09:00")["adjustments"]
    assert {(c["rule"], c["person"]) for c in carried if c["kind"] == "fine"} == {("transfer_delayed", "温小棠")}


def test_on_a_terminal_a_month_is_closed_after_a_yes(october: Runner) -> None:
    words = ("assess", "--month", "2026-10", "--close")
    asked = october(*words, by=books.AUDITOR, tty=True, stdin="\n")
    assert asked.code == 130 and asked.out == "" and "没有写入" in asked.err
    assert re.search(r"可以关账。\n罚款 \d+ 笔，其中 \d+ 笔没有核定", asked.err), asked.err
    assert shown(october, "2026-10")["status"] == "open"
    assert october(*words, by=books.AUDITOR, tty=True, stdin="y\n").code == 0
    again = october(*words, by=books.AUDITOR, tty=True, stdin="")
    assert again.code == 22 and "现在关账" not in again.err


def test_what_is_carried_names_the_entry_that_caused_it_and_no_other(october: Runner) -> None:
    close(october, "2026-10")
    line = ("--rule", "handling_overdue", "--person")
    step = next(e["step"] for e in october("show", "8", "--json").json()["timeline"] if e["kind"] == "handback")
    amended = ("amend", "8", "--step", step, "--at", "2026-10-22 11:00", "--reason", "录错", "--approved-by", "顾怀远")
    assert october(*amended, now="2026-11-04 09:00").code == 0
    assert october("decide", "8", *line, "霍启程", "--waive", "--reason", "x", by=books.AUDITOR).code == 0
    assert october("object", "8", *line, "樊大川", "--reason", "x").code == 0
    assert october("form", "8", "-o", october.db.parent / "form.docx").code == 0
    carried = [a for a in shown(october, "2026-11", now=DECEMBER)["adjustments"] if a["complaint"] == "2026-0008"]
    told = {(a["person"], a["cause"].split()[0]) for a in carried}
    assert {("霍启程", "decide"), ("樊大川", "amend"), (None, "amend")} <= told and len(told) == 4, told


def test_a_waived_fine_of_the_office_is_told_as_the_cause_of_what_becomes_the_first(run: Runner) -> None:
    books.lay(run.db, "2026-10-08 08:00")
    for no, day in (("1", 12), ("2", 14)):
        received, moved = f"2026-10-{day} 09:00", f"2026-10-{day + 1} 17:00"
        due = f"2026-10-{day + 1} 17:30"
        books.act(run.db, "intake", now=received, content="表不走字", category="计量收费", deadline=due)
        books.act(run.db, "transfer", now=moved, no=no, to="维修抢修部", person=["樊大川"])
    close(run, "2026-10", now=books.AFTER)
    words = {"rule": "transfer_delayed", "person": books.CLERK, "waive": True, "reason": "x"}
    books.act(run.db, "decide", now=books.AFTER, by=books.AUDITOR, no="1", **words)
    carried = shown(run, "2026-11", now=DECEMBER)["adjustments"]
    told = [(a["complaint"], a["difference"], a["cause"].split()[0]) for a in carried]
    assert told == [("2026-0001", "-50.00", "decide"), ("2026-0002", "-50.00", "decide")]
