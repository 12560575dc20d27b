"""init, demo, org, policy: what is made, shown, taken over and refused."""

from __future__ import annotations

import hashlib
import json
import shlex
import sqlite3
import stat
from pathlib import Path
from typing import Any

import pytest

from complaint_cli.acts import setup
from complaint_cli.acts.demo import DEMO
from complaint_cli.company.calendar import YearDays
from complaint_cli.company.edition_file import default_edition
from complaint_cli.company.keys import NUMBERS
from complaint_cli.company.organisation_file import parse_organisation

DEMO_ORG = DEMO / "organisation.toml"


def journal(db: Path) -> list[tuple[Any, ...]]:
    """Return what the journal says was done: clock, actor, command, subject, before."""
    with sqlite3.connect(db) as connection:
        return connection.execute("SELECT clock, actor, command, subject, before FROM journal ORDER BY seq").fetchall()


def edition(tmp_path: Path, name: str = "my.toml", **changes: str) -> Path:
    """Write the default edition with the values of some keys replaced."""
    source = default_edition().source
    for key, value in changes.items():
        lines = [f"{key} = {value}" if line.startswith(f"{key} = ") else line for line in source.split("\n")]
        assert lines != source.split("\n"), key
        source = "\n".join(lines)
    path = tmp_path / name
    path.write_text(source, encoding="utf-8")
    return path


@pytest.fixture
def made(run: Any) -> Any:
    """Return ``run`` on a database with the demo's people."""
    assert run("init", "--org", DEMO_ORG).code == 0
    return run


# -- init -------------------------------------------------------------------------------------------


def test_init_makes_database_and_folder_and_says_what_to_do_next(run: Any) -> None:
    run.db = run.db.parent / "deep" / "er" / "complaint.db"
    result = run("init")
    assert result.code == 0
    assert str(run.db) in result.out
    assert "complaint org import" in result.err and "complaint intake" in result.err
    assert stat.S_IMODE(run.db.stat().st_mode) == 0o600
    [(clock, actor, command, chance, before)] = journal(run.db)
    assert (clock, actor, command, before) == ("COMPLAINT_NOW", "温小棠", "init", None)
    assert len(chance) == 16


def test_init_in_json(run: Any) -> None:
    answer = run("init", "--json").json()
    assert answer["database"] == str(run.db)
    assert answer["sha256"] == default_edition().sha256


def test_init_never_overwrites(run: Any) -> None:
    run.db.write_bytes(b"mine")
    result = run("init")
    assert (result.code, result.out) == (21, "")
    assert "--db" in result.err
    assert run.db.read_bytes() == b"mine"


def test_init_leaves_nothing_where_the_organisation_file_is_invalid(run: Any, tmp_path: Path) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text("company = 3\n", encoding="utf-8")
    result = run("init", "--org", bad)
    assert result.code == 30 and "bad.toml" in result.err and "company" in result.err
    assert run("init", "--org", tmp_path / "none.toml").code == 30
    assert not run.db.exists()


def test_init_leaves_nothing_where_it_fails_half_way(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("complaint_cli.acts.setup._add_organisation", fail)
        assert run("init").code == 130
    assert list(run.db.parent.iterdir()) == []
    assert run("init").code == 0


# -- org --------------------------------------------------------------------------------------------


def test_org_show_tells_departments_posts_with_their_days_and_staff(made: Any) -> None:
    shown = made("org", "show", now="2026-10-20 09:00").out
    assert "石长庚（2024-03-01 起）、霍启程（2026-10-19 起，现任）" in shown
    assert "总经理：顾怀远" in shown and "人员：温小棠、邱明澈、陆闻笛" in shown
    assert "石长庚（2024-03-01 起，现任）" in made("org", "show", now="2026-10-18 09:00").out
    assert "repairs" not in shown and "manager:" in made("org", "show", lang="en").out


def test_org_show_in_json(made: Any) -> None:
    answer = made("org", "show", "--json").json()
    repairs = next(d for d in answer["departments"] if d["department"] == "维修抢修部")
    assert answer["general_manager"] == [{"name": "顾怀远", "since": None}]
    assert [post["since"] for post in repairs["manager"]] == ["2024-03-01", "2026-10-19"]


def test_what_org_show_prints_as_toml_changes_nothing_when_imported(made: Any, tmp_path: Path) -> None:
    file = tmp_path / "org.toml"
    file.write_text(made("org", "show", "--toml").out, encoding="utf-8")
    before = journal(made.db)
    assert "没有写入" in made("org", "import", file).out
    assert journal(made.db) == before
    again = parse_organisation(file.read_bytes(), name="org.toml")
    assert again.departments == parse_organisation(DEMO_ORG.read_bytes(), name="org.toml").departments


def test_org_import_shows_what_changes_and_keeps_what_was(run: Any) -> None:
    run("init")
    tried = run("org", "import", DEMO_ORG, "--dry-run")
    assert "没有写入" in tried.out and len(journal(run.db)) == 1
    result = run("org", "import", DEMO_ORG)
    assert "综合管理部 增加 温小棠" in result.out
    assert "维修抢修部 部门经理：霍启程（2026-10-19 起）" in result.out
    _, actor, command, subject, before = journal(run.db)[-1]
    assert (actor, command, subject) == ("温小棠", "org import", "示例燃气有限责任公司")
    assert ["安检部", "responsible", []] in json.loads(before)


def test_org_import_in_json(made: Any, tmp_path: Path) -> None:
    file = tmp_path / "org.toml"
    source = DEMO_ORG.read_text("utf-8").replace('"许知秋"', '"温小棠"').replace(', "丁望舒"', ', "丁望"')
    file.write_text(source, encoding="utf-8")
    changes = made("org", "import", file, "--approved-by", "顾怀远", "--json", now="2026-10-12 09:00").json()["changes"]
    assert [(c["kind"], c["was"], c["now"], c["since"]) for c in changes] == [
        ("joined", None, "丁望", None),
        ("left", "丁望舒", None, None),
        ("manager", None, "温小棠", "2026-10-12"),
    ]


def test_org_import_names_days_accounts_and_former_names(made: Any, tmp_path: Path) -> None:
    file = tmp_path / "org.toml"
    source = DEMO_ORG.read_text("utf-8").replace('"丁望舒"', '{ name = "丁望舒", until = 2026-12-31 }')
    source = source.replace('name = "安检部"', 'name = "安检部"\nformerly = ["安检科"]')
    file.write_text(source.replace("[[department]]", '[accounts]\nu_new = "许知秋"\n\n[[department]]', 1), "utf-8")
    told = made("org", "import", file, "--approved-by", "顾怀远")
    assert told.code == 0, told.err
    for said in (
        "丁望舒 在岗：… – 2026-12-31",
        "安检部 以前的名称：无 → 安检科",
        "帐号 u_new 的使用人由 无 改为 许知秋",
    ):
        assert said in told.out, told.out


def test_org_import_keeps_the_departments_that_complaints_are_with(made: Any, tmp_path: Path) -> None:
    assert made("intake", "--content", "漏气").code == 0
    assert made("transfer", "1", "--to", "安检部", "--person", "解秋分").code == 0
    file = tmp_path / "org.toml"
    file.write_text(DEMO_ORG.read_text("utf-8").replace('"安检部"', '"安全部"'), encoding="utf-8")
    result = made("org", "import", file)
    assert result.code == 30 and "安检部" in result.err
    file.write_text(DEMO_ORG.read_text("utf-8").replace('"安检部"', '"安 全部"'), encoding="utf-8")
    assert made("org", "import", file).code == 30


def test_a_post_ends_on_its_last_day_and_where_the_file_leaves_it_out(made: Any, tmp_path: Path) -> None:
    file = tmp_path / "org.toml"
    text = DEMO_ORG.read_text("utf-8")
    file.write_text(text.replace('"苗春和"', '[{ name = "苗春和", until = 2026-10-31 }]'), encoding="utf-8")
    second = ("--approved-by", "顾怀远")
    assert made("org", "import", file).code == 21, "who holds a post needs a second person"
    assert "客户服务部 部门经理：苗春和（至 2026-10-31）" in made("org", "import", file, *second).out
    assert "苗春和（至 2026-10-31）" in made("org", "show").out
    took = ("intake", "--content", "不通气", "--by")
    assert made(*took, "苗春和", now="2026-10-31 23:59").code == 0
    assert made(*took, "苗春和", now="2026-11-01 00:00").code == 2
    file.write_text(text.replace('deputy = "钟万里"\n', ""), encoding="utf-8")
    assert made("org", "import", file, *second, now="2026-11-02 09:00").code == 0
    assert made(*took, "苗春和", now="2026-11-02 10:00").code == 0, "until is not said any more"
    assert made(*took, "钟万里", "--at", "2026-11-02 08:00", now="2026-11-03 09:00").code == 0
    refused = made(*took, "钟万里", now="2026-11-03 09:00")
    assert refused.code == 2 and "不在任何部门" in refused.err


def test_org_import_takes_a_sheet_without_the_company(made: Any, tmp_path: Path) -> None:
    import xlsxwriter

    file = tmp_path / "机构.xlsx"
    rows = [["部门", "角色", "部门经理", "人员"], ["综合管理部", "综合管理", "许知秋", "温小棠、邱明澈"]]
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    assert made("org", "import", file).code == 21, "who audits and who holds a post needs a second person"
    assert made("org", "import", file, "--approved-by", "顾怀远").code == 0
    answer = made("org", "show", "--json").json()
    assert (answer["company"], len(answer["departments"])) == ("示例燃气有限责任公司", 1)
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    assert made("org", "import", tmp_path / "broken.xlsx").code == 30


def test_set_manager_is_dated_and_journaled(made: Any) -> None:
    result = made("org", "set-manager", "客户", "叶听雨", "--approved-by", "顾怀远", "--since", "2026-09-01")
    assert (result.code, result.err) == (0, "")
    assert "2026-09-01" in result.out and "客户服务部" in result.out
    assert journal(made.db)[-1][1:] == ("温小棠", "org set-manager", "客户服务部", '"苗春和"')
    answer = made("org", "show", "--json").json()
    assert answer["departments"][2]["manager"][-1] == {"name": "叶听雨", "since": "2026-09-01"}


def test_who_becomes_a_manager_or_was_one_is_no_second_person(made: Any, tmp_path: Path) -> None:
    deputy, file = "钟万里", tmp_path / "org.toml"

    def named(name: str, by_file: bool, second: str) -> int:
        text = DEMO_ORG.read_text("utf-8").replace('manager = "苗春和"', f'manager = "{name}"')
        file.write_text(text, encoding="utf-8")
        words = ("org", "import", file) if by_file else ("org", "set-manager", "客户", name)
        return int(made(*words, "--approved-by", second).code)

    for by_file in (True, False):
        assert named(deputy, by_file, deputy) == 21, "he takes the post"
        assert named(deputy, by_file, "顾怀远") == 0
        assert named("叶听雨", by_file, deputy) == 21, "he leaves it"
        assert named("叶听雨", by_file, "顾怀远") == 0


def test_set_manager_begins_today_and_says_who_is_new(made: Any) -> None:
    result = made("org", "set-manager", "客户服务部", "苗春禾", "--approved-by", "顾怀远", "--json")
    assert result.json()["since"] == "2026-10-09"
    assert "苗春和" in result.err


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (("客服部", "叶听雨"), 2, "客户服务部"),
        (("部", "叶听雨"), 2, "全称"),
        (("客户服务部", " "), 2, "name"),
        (("客户服务部", "叶听雨", "--since", "去年"), 2, "去年"),
        (("客户服务部", "叶听雨", "--at", "2026-12-01"), 21, "2026-12-01"),
        (("客户服务部", "苗春和"), 21, "苗春和"),
    ],
)
def test_set_manager_refuses(made: Any, args: tuple[str, ...], code: int, said: str) -> None:
    before = journal(made.db)
    result = made("org", "set-manager", *args)
    assert (result.code, result.out) == (code, "")
    assert said in result.err
    assert journal(made.db) == before


# -- policy -----------------------------------------------------------------------------------------


def test_policy_show_prints_the_edition_to_the_byte(run: Any) -> None:
    run("init")
    result = run("policy", "show")
    assert result.out == default_edition().source
    assert default_edition().sha256[:12] in result.err


def test_policy_show_is_utf8_in_any_pipe(spawn: Any, run: Any) -> None:
    run("init")
    process = spawn("policy", "show", env={"PYTHONIOENCODING": "gbk"}, wait=False)
    out, _ = process.communicate(timeout=60)
    assert hashlib.sha256(out).hexdigest() == default_edition().sha256


def test_policy_show_in_json(run: Any) -> None:
    run("init")
    answer = run("policy", "show", "--json").json()
    numbers = answer["numbers"]
    assert set(NUMBERS) <= set(numbers)
    assert numbers["handling_overdue.band"] == ["100.00", "500.00"]
    assert numbers["handling_overdue.responsible"][0] == {"days": 1, "amount": "100.00"}
    assert numbers["limits.general"] == "5wd" and numbers["repeat.factor"] == 2
    assert numbers["satisfaction.mostly_weight"] == "0.9000"


def test_policy_check_says_what_the_file_is(run: Any, tmp_path: Path) -> None:
    result = run("policy", "check", edition(tmp_path))
    assert result.code == 0 and not run.db.exists()
    assert "office_delay" in result.out and str(len(NUMBERS)) in result.out
    assert run("policy", "check", edition(tmp_path), "--json").json()["unconfirmed"] == ["office_delay"]


@pytest.mark.parametrize(
    ("text", "said"),
    [("factor = 2", "repeat.factor"), ('transfer = "4wh"', "limits.transfer"), ("first = 50", "office_delay.first")],
)
def test_policy_check_names_file_key_and_reason(run: Any, tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "bad.toml"
    source = default_edition().source
    assert text in source
    file.write_text(source.replace(text, text.partition("=")[0] + '= "x"'), encoding="utf-8")
    result = run("policy", "check", file)
    assert (result.code, result.out) == (30, "")
    assert "bad.toml" in result.err and said in result.err
    assert run("policy", "adopt", file).code == 30


@pytest.mark.parametrize("name", ["none.toml", ""])
def test_a_policy_file_that_cannot_be_read(run: Any, tmp_path: Path, name: str) -> None:
    result = run("policy", "check", f"{tmp_path}/{name}")
    assert (result.code, result.out) == (30, "")


def test_policy_check_runs_scenarios(run: Any, tmp_path: Path) -> None:
    folder = Path(__file__).with_name("scenarios")
    only = tmp_path / "only"
    only.mkdir()
    result = run("policy", "check", edition(tmp_path), "--scenarios", only)
    assert result.code == 2 and "only" in result.err
    company = folder / "company"
    (only / "company").symlink_to(company)
    chosen = folder / "article_05_5.toml"
    (only / chosen.name).symlink_to(chosen)
    assert run("policy", "check", edition(tmp_path), "--scenarios", only).code == 0
    other = edition(tmp_path, points_late="-7", points_open="-8")
    result = run("policy", "check", other, "--scenarios", only)
    assert result.code == 30 and chosen.name in result.err


def test_policy_adopt_is_dated_and_journaled(run: Any, tmp_path: Path) -> None:
    run("init")
    result = run("policy", "adopt", edition(tmp_path, effective="2026-11-01", title='"第二版"', factor="3"))
    assert result.code == 0 and "第二版" in result.out
    assert journal(run.db)[-1][2:4] == ("policy adopt", "第二版")
    assert run("policy", "show", "--json").json()["numbers"]["repeat.factor"] == 2
    assert run("policy", "show", "--on", "2026-11-01", "--json").json()["numbers"]["repeat.factor"] == 3
    listed = run("policy", "show", "--all", now="2026-11-02 09:00").out.splitlines()
    assert ["现行" in line for line in listed] == [False, True]
    editions = run("policy", "show", "--all", "--json").json()["editions"]
    assert [(e["effective"], e["in_force"]) for e in editions] == [("2010-01-01", True), ("2026-11-01", False)]
    assert run("policy", "show", "--on", "2009-12-31").code == 31


def test_the_edition_in_force_is_not_adopted_again_but_an_older_one_is(run: Any, tmp_path: Path) -> None:
    run("init")
    result = run("policy", "adopt", edition(tmp_path))
    assert (result.code, result.out, len(journal(run.db))) == (21, "", 1)
    second = edition(tmp_path, "second.toml", factor="3")
    assert run("policy", "adopt", second).code == 21, "from before this month it needs a second person"
    assert run("policy", "adopt", second, "--approved-by", "第二人").code == 0
    assert run("policy", "adopt", second, "--approved-by", "第二人").code == 21
    assert run("policy", "show", "--json").json()["numbers"]["repeat.factor"] == 3
    assert run("policy", "adopt", edition(tmp_path), "--approved-by", "第二人").code == 0
    assert run("policy", "show", "--json").json()["numbers"]["repeat.factor"] == 2


def test_the_report_names_who_adopted_its_edition_and_who_approved(run: Any, tmp_path: Path) -> None:
    run("init", by="甲")
    assert "Adopted by 甲, 2026-10-09 09:00\n" in run("assess", "--month", "2026-10", lang="en").out
    second = edition(tmp_path, factor="3")
    assert run("policy", "adopt", second, "--approved-by", "第二人", by="乙").code == 0
    assert "采用：乙，2026-10-09 09:00，第二人 同意\n" in run("assess", "--month", "2026-10", lang="zh").out
    policy = run("assess", "--month", "2026-10", "--json").json()["policy"]
    assert (policy["adopted_by"], policy["approved_by"]) == ("乙", "第二人")


def test_adopting_counts_provisional_deadlines_again(run: Any, tmp_path: Path) -> None:
    run("init")
    clock = "2027-04-29 10:00"
    assert run("intake", "--content", "抄表", now=clock).code == 0
    before = run("show", "1", "--json", now=clock).json()
    file = edition(tmp_path, holidays="[2027-05-03, 2027-05-04, 2027-05-05]", workdays="[2027-05-08, 2027-05-09]")
    answer = run("policy", "adopt", file, "--approved-by", "第二人", "--json", now="2027-04-30 09:00").json()
    assert [move["complaint"] for move in answer["moved"]] == ["2027-0001"]
    assert answer["moved"][0]["was"] == before["deadline"] != answer["moved"][0]["now"]
    assert not answer["moved"][0]["provisional"]
    after = run("show", "1", "--json", now="2027-04-30 10:00").json()
    assert after["deadline"] == answer["moved"][0]["now"]
    assert journal(run.db)[-1][2:4] == ("policy adopt", "2027-0001")
    assert run("verify").code == 0


def test_new_holidays_are_taken_in_by_adopting_the_edition_in_force(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("init")
    run("intake", "--content", "抄表", now="2027-04-29 10:00")
    known = setup.statutory

    def later(year: int) -> YearDays:
        days = known(year)
        return days if year != 2027 else days._replace(published=True, workdays=days.workdays)

    monkeypatch.setattr("complaint_cli.acts.setup.statutory", later)
    result = run("policy", "adopt", edition(tmp_path), now="2027-04-30 09:00")
    assert result.code == 0 and "2027" in result.out and "2027-0001" in result.out
    assert len(run("policy", "show", "--all", "--json").json()["editions"]) == 1
    assert run("policy", "adopt", edition(tmp_path), now="2027-04-30 09:00").code == 21


def test_policy_diff_between_files_dates_and_names(run: Any, tmp_path: Path) -> None:
    other = edition(tmp_path, transfer='"8wh"', effective="2026-11-01")
    assert run("policy", "diff", "default", other).out == "limits.transfer：4wh → 8wh\n"
    assert not run.db.exists()
    run("init")
    run("policy", "adopt", other)
    answer = run("policy", "diff", "2026-11-01", "current", "--json").json()
    assert answer["changes"] == [{"key": "limits.transfer", "old": "8wh", "new": "4wh"}]
    assert "相同" in run("policy", "diff", "default", "current").out
    assert run("policy", "diff", "default", "current", lang="en").code == 0
    assert run("policy", "diff", "default", tmp_path / "none.toml").code == 30
    assert run("policy", "diff", "2009-12-31", "default").code == 31


def test_a_category_that_differs_is_told_alone(run: Any, tmp_path: Path) -> None:
    source = default_edition().source
    other = tmp_path / "other.toml"
    other.write_text(source.replace('also = ["施工", "工程"]', 'also = ["施工"]'), encoding="utf-8")
    was, now = "工程施工 [路面恢复, 噪声] [施工, 工程]", "工程施工 [路面恢复, 噪声] [施工]"
    assert run("policy", "diff", "default", other).out == f"categories：{was} → {now}\n"
    [change] = run("policy", "diff", "default", other, "--json").json()["changes"]
    works = {"name": "工程施工", "second": ["路面恢复", "噪声"]}
    assert change == {
        "key": "categories",
        "old": [works | {"also": ["施工", "工程"]}],
        "new": [works | {"also": ["施工"]}],
    }
    lines = source.split("\n")
    first = next(place for place, line in enumerate(lines) if "工程施工" in line)
    lines[first], lines[first + 1] = lines[first + 1], lines[first]
    other.write_text("\n".join(lines), encoding="utf-8")
    assert "工程施工" in run("policy", "diff", "default", other).out, "their order is by what they are chosen"
    run("init")
    assert works | {"also": ["施工", "工程"]} in run("policy", "show", "--json").json()["numbers"]["categories"]


# -- demo -------------------------------------------------------------------------------------------


def test_demo_makes_a_month_and_shows_its_board_and_assessment(run: Any, tmp_path: Path) -> None:
    result = run("demo", now="2001-01-01")
    assert result.code == 0, result.err
    assert str(run.db) in result.out
    assert "维修抢修部" in result.out and "路平川" in result.out
    export, *lines = [line.strip() for line in result.err.splitlines() if line.startswith("  ")]
    env = dict(word.split("=", 1) for word in shlex.split(export) if "=" in word)
    assert env["COMPLAINT_DB"] == str(run.db) and env["COMPLAINT_BY"] == "温小棠"
    for line in lines:
        words = shlex.split(line, comments=True)
        assert words[0] == "complaint"
        if words[1] != "intake":  # which asks
            assert run(*words[1:], now=env["COMPLAINT_NOW"]).code == 0, line
    answer = run("assess", "--month", "2026-10", "--json", now=env["COMPLAINT_NOW"]).json()
    assert (answer["late_entries"], answer["unassigned"]) == (1, [])
    assert {c["kind"] for c in answer["corrections"]} >= {"amend", "withdraw", "extend", "exclude"}
    assert answer["late_without_fine"] and answer["doubtful"]
    assert {"rework_overdue", "transfer_delayed", "internal_cause"} <= {f["rule"] for f in answer["fines"]}
    assert [f["objection"]["answered"] for f in answer["fines"] if f["objection"]] == [True]
    assert {entry[0] for entry in journal(run.db)} == {"COMPLAINT_NOW"}
    assert run("verify").code == 0


def test_demo_in_json_and_never_over_a_file(run: Any) -> None:
    answer = run("demo", "--json").json()
    assert answer["complaints"] == 49 and answer["database"] == str(run.db)
    before = run.db.read_bytes()
    assert run("demo").code == 21
    assert run.db.read_bytes() == before


def test_demo_without_a_name_takes_the_next_free_one(spawn: Any, run: Any, tmp_path: Path) -> None:
    env = {"COMPLAINT_DB": "", "XDG_DATA_HOME": str(tmp_path / "data"), "HOME": str(tmp_path)}
    first, second = (spawn("demo", "--json", env=env) for _ in range(2))
    assert first.code == second.code == 0, first.err
    paths = [Path(json.loads(result.out)["database"]) for result in (first, second)]
    assert [path.name for path in paths] == ["demo-1.db", "demo-2.db"]
    assert not run.db.exists() and all(path.exists() for path in paths)


def test_demo_leaves_nothing_where_it_fails(run: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken = tmp_path / "data"
    broken.mkdir()
    (broken / "organisation.toml").write_bytes(DEMO_ORG.read_bytes())
    line = {"do": "intake", "at": "2026-10-09 09:00", "by": "温小棠", "content": "漏气", "colour": "red"}
    (broken / "month.jsonl").write_text(json.dumps(line), encoding="utf-8")
    monkeypatch.setattr("complaint_cli.acts.demo.DEMO", broken)
    assert run("demo").code not in (0, 21)
    assert not run.db.exists()


def test_what_reaches_into_a_closed_month_is_said(run: Any, tmp_path: Path) -> None:
    assert run("demo").code == 0
    now = "2026-11-02 09:00"
    assert run("assess", "--month", "2026-09", "--close", by="纪清源", now=now).code == 0
    closed = run("assess", "--month", "2026-10", "--close", by="纪清源", now=now)
    assert closed.code == 0, closed.err
    set_manager = ("org", "set-manager", "安检部", "解秋分", "--approved-by", "顾怀远", "--json")
    result = run(*set_manager, "--since", "2026-10-31", now=now)
    assert result.json()["closed_months"] == ["2026-10"] and "2026-10" in result.err
    assert (
        run(*set_manager[:3], "庄谷雨", "--approved-by", "顾怀远", "--json", "--since", "2026-11-01", now=now).json()[
            "closed_months"
        ]
        == []
    )
    second = edition(tmp_path, effective="2026-10-01", title='"第二版"')
    result = run("policy", "adopt", second, "--approved-by", "顾怀远", "--json", now=now)
    assert result.json()["closed_months"] == ["2026-10"] and "2026-10" in result.err
