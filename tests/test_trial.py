"""A trial of another edition stands in the place of the one in force, and changes nothing else of the month."""

from __future__ import annotations

from pathlib import Path

import books
from complaint_cli.company.edition_file import default_edition
from conftest import Runner
from test_lateness import adopt, entered, of, sent


def other(folder: Path, **numbers: str) -> Path:
    """Write the edition that was adopted last with other numbers, as a file that nobody adopts."""
    lines = (folder / "edition.toml").read_text("utf-8").split("\n")
    for name, value in numbers.items():
        lines = [f"{name} = {value}" if line.startswith(f"{name} = ") else line for line in lines]
    file = folder / "other.toml"
    file.write_text("\n".join(lines), "utf-8")
    return file


def test_a_trial_leaves_the_clocks_of_other_editions_theirs(run: Runner, tmp_path: Path) -> None:
    books.lay(run.db, "2026-10-20 08:00")
    adopt(run, tmp_path, "2026-10-20 09:00", effective="2026-11-01", reply='"1wd"')
    sent(run, "2026-10-28 09:00", "2026-10-28 10:00", "2026-11-05 17:30", source="12345")
    for at, do, by, said in (
        ("2026-10-30 16:00", "handle", "樊大川", {"result": "已修", "done": True}),
        ("2026-11-02 09:00", "callback", "邱明澈", {"result": "satisfied"}),
        ("2026-11-03 10:00", "reply", books.CLERK, {"summary": "已办结"}),  # in time by October's two working days
    ):
        entered(run, at, do, by, no="1", **said)
    month = ("assess", "--month", "2026-11")
    trial = of(run, *month, "--policy", str(other(tmp_path, points_open="-4")), now="2026-11-20 09:00")
    assert trial["points"] == trial["in_force"]["points"] == []


def test_a_trial_has_the_days_of_the_month(run: Runner, tmp_path: Path) -> None:
    books.lay(run.db, "2026-10-20 08:00")
    adopt(run, tmp_path, "2026-10-20 09:00", effective="2026-11-01", start_day="26")
    sent(run, "2026-11-05 09:00", "2026-11-05 10:00", "2026-11-10 17:30")
    month, now = ("assess", "--month", "2026-11"), "2026-12-28 09:00"
    for closed in (False, True):
        if closed:
            done = run(*month, "--close", now=now, by=books.AUDITOR)
            assert done.code == 0, done.err
        trial = of(run, *month, "--policy", str(other(tmp_path, points_open="-4")), now=now)
        assert trial["period"] == trial["in_force"]["period"] == of(run, *month, now=now)["period"]
        assert trial["period"]["start"][:10] == "2026-11-01"
        assert [line["points"] for line in trial["points"]] == ["-4.00"]
        assert trial["fines"] == trial["in_force"]["fines"] != []
    trial = of(run, *month, "--policy", str(other(tmp_path, start_day="16")), now=now)
    assert (trial["period"]["start"][:10], trial["period"]["end"][:10]) == ("2026-11-01", "2026-12-15")


def test_what_was_carried_open_grows_on(run: Runner, tmp_path: Path) -> None:
    """An order entered into a closed month, still open when the next one is closed, reaches a higher step later."""
    books.lay(run.db, "2026-10-01 08:00")
    source = default_edition().source.replace("{ days = 5, amount = 300 }", "{ days = 30, amount = 300 }")
    (tmp_path / "steps.toml").write_text(source.replace("effective = 2010-01-01", "effective = 2026-10-01"), "utf-8")
    done = run("policy", "adopt", tmp_path / "steps.toml", now="2026-10-01 09:00", by=books.AUDITOR)
    assert done.code == 0, done.err
    entered(run, "2026-10-08 09:00", "intake", content="表不走字", category="计量收费", deadline="2027-03-01 17:30")
    entered(run, "2026-10-08 10:00", "transfer", no="1", to="计量收费部")
    for month, closing in (("2026-10", "2026-11-02 09:00"), ("2026-11", "2026-12-01 09:00")):
        done = run("assess", "--month", month, "--close", now=closing, by=books.AUDITOR)
        assert done.code == 0, done.err
        if month == "2026-10":
            with_late(run, "2026-11-03 09:00")
    entered(run, "2026-12-02 09:00", "intake", content="灶具点不着", category="维修抢修", deadline="2027-03-01 17:30")
    carried = {
        now: [(a["person"], a["difference"]) for a in of(run, "assess", "--month", "2026-12", now=now)["adjustments"]]
        for now in ("2026-12-11 17:00", "2026-12-12 17:00", "2026-12-14 17:00")
    }  # thirty working days after October 30 are over on December 11
    assert carried == {
        "2026-12-11 17:00": [], "2026-12-12 17:00": [], "2026-12-14 17:00": [("樊大川", "200.00")],
    }  # fmt: skip


def with_late(run: Runner, now: str) -> None:
    """Enter an order of October that nobody has handed back, in November."""
    late = {"now": now, "at": "2026-10-20 09:00"}
    books.act(run.db, "intake", content="燃气灶打不着火", category="维修抢修", deadline="2026-10-30 17:30", **late)
    books.act(run.db, "transfer", no="2", to="维修抢修部", person=["樊大川"], **late)
    for post, by in (("deputy", "钟万里"), ("general", "顾怀远")):
        books.act(run.db, "approve", by=by, no="2", as_=post, **late)
