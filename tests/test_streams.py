"""What is written stays written, whatever becomes of the output; files of odd names; the smaller comforts of the desk."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import books
from conftest import Runner

FULL = Path("/dev/full")
ONE = ("intake", "--content", "表不走字", "--deadline", "5wd")


@pytest.fixture
def desk(run: Runner) -> Runner:
    books.lay(run.db)
    return run


def shell(run: Runner, line: str) -> subprocess.CompletedProcess[str]:
    """Run a line of a shell in which ``complaint`` is the program."""
    env = {**os.environ, **run._variables(None, None, None, "", 80, None)}
    program = f"{sys.executable} -m complaint_cli"
    line = line.replace("complaint ", f"{program} ", 1)
    return subprocess.run(["sh", "-c", line], env=env, capture_output=True, text=True, timeout=60, check=False)


def count(run: Runner) -> int:
    return len(run("list", "--all", "--json").json()["complaints"])


@pytest.mark.skipif(not FULL.exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("option", ["", "--json"])
def test_a_committed_write_is_done_though_its_output_cannot_be_shown(desk: Runner, option: str) -> None:
    done = shell(desk, f"complaint intake --content x --deadline 5wd {option} > /dev/full")
    assert (done.returncode, count(desk)) == (0, 1)
    assert "已经写入" in done.stderr
    assert shell(desk, "complaint list > /dev/full").returncode == 42


def test_closed_streams_do_not_stop_a_write(desk: Runner) -> None:
    for streams in (">&-", "<&-", "<&- >&-", "<&- >&- 2>&-"):
        assert shell(desk, f"complaint intake --content x --deadline 5wd {streams}").returncode == 0
    assert count(desk) == 4
    assert desk("verify").code == 0


def test_a_batch_is_tried_without_a_trace(desk: Runner, tmp_path: Path) -> None:
    file = tmp_path / "b.jsonl"
    file.write_text(
        '{"do":"intake","content":"x","deadline":"5wd","ref":"a"}\n{"do":"handle","no":"@a","result":"x"}\n'
    )
    assert desk("batch", str(file), "--dry-run").code == 50
    file.write_text('{"do":"intake","content":"x","deadline":"5wd","ref":"a"}\n')
    tried = desk("batch", str(file), "--dry-run", "--json").json()
    assert (tried["applied"], tried["written"], count(desk)) == (1, False, 0)
    assert desk("batch", str(file), "--json").json()["refs"] == tried["refs"]


def test_a_command_is_known_by_its_unique_beginning(desk: Runner) -> None:
    assert desk("bo").out == desk("board").out
    assert desk("pol", "sh").out == desk("policy", "show").out
    said = desk("re")
    assert said.code == 2 and "repeats" in said.err and "restore" in said.err


def test_the_ledger_goes_down_a_pipe(desk: Runner) -> None:
    assert desk(*ONE).code == 0
    head, row = desk("ledger", "-o", "-").out.splitlines()
    assert "诉求内容" in head and "表不走字" in row
    assert desk("ledger", "-o", "-", "--json").code == 2


def test_a_ledger_beyond_a_sheet_goes_on_in_another(
    desk: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from python_calamine import CalamineWorkbook

    from complaint_cli.render.paper import ledger

    monkeypatch.setattr(ledger, "MOST_ROWS", 3)
    for _ in range(4):
        assert desk(*ONE).code == 0
    assert desk("ledger", "-o", str(tmp_path / "l.xlsx"), "--json").json()["complaints"] == 4
    book = CalamineWorkbook.from_path(str(tmp_path / "l.xlsx"))
    assert [len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names] == [3, 3]


@pytest.mark.parametrize("name", [":memory:", "file:x.db", "file:x.db?mode=memory", "a b#c?.db"])
def test_every_name_is_the_name_of_one_file(
    run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    books.lay(tmp_path / "laid.db")
    assert run("init", "--db", name, db=Path(name)).code == 0
    assert (tmp_path / name).stat().st_size > 0
    assert run(*ONE, db=Path(name)).code == 0
    assert len(run("list", "--json", db=Path(name)).json()["complaints"]) == 1
    assert all(path.name.startswith((name, "laid.db")) for path in tmp_path.iterdir())


def test_a_ledger_reached_by_a_link_is_its_target(desk: Runner, tmp_path: Path) -> None:
    link = tmp_path / "elsewhere" / "link.db"
    link.parent.mkdir()
    link.symlink_to(desk.db)
    proof = tmp_path / "proof.txt"
    proof.write_text("到场照片")
    for at, words in (
        ("09:00", ("intake", "--content", "x", "--deadline", "5wd")),
        ("09:00", ("transfer", "1", "--to", "维修抢修部", "--person", "樊大川")),
    ):
        assert desk(*words, "--at", f"2026-10-09 {at}", db=link).code == 0
    assert sorted(path.name for path in link.parent.iterdir()) == ["link.db"]
    assert desk("backup", str(tmp_path / "b.db"), db=link).code == 0
    assert desk("restore", str(tmp_path / "b.db"), "--by", "温小棠", db=link).code in (0, 2)
    assert link.is_symlink()
    assert count(desk) == 1


def test_a_link_to_itself_is_no_ledger(run: Runner, tmp_path: Path) -> None:
    link = tmp_path / "link.db"
    link.symlink_to(link)
    assert [run(command, db=link).code for command in ("list", "verify", "init")] == [42, 42, 21]


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("身份证11010519900307123X来电", "身份证110105********123X来电"),
        ("编号202610120000123456", "编号202610120000123456"),
        ("全角１２３ＡＢ，电话１３８１２３４５６７８止", "全角１２３ＡＢ，电话138****5678止"),
        ("甲１２\u200b３，138\u200b12345678", "甲１２\u200b３，138****5678"),
    ],
)
def test_masking_hides_numbers_and_alters_nothing_else(text: str, hidden: str) -> None:
    from complaint_cli.text.masking import mask_text

    assert mask_text(text) == hidden


def test_a_phone_in_a_source_or_a_category_is_hidden_too(desk: Runner, tmp_path: Path) -> None:
    dirty = ("--category", "维修抢修/回电13812345678", "--source", "微信13812345678")
    assert desk(*ONE, *dirty).code == 0
    for words in (
        ("list", "--json"),
        ("show", "1"),
        ("show", "1", "--json"),
        ("board", "--json"),
        ("ledger", "-o", "-"),
    ):
        said = desk(*words)
        assert said.code == 0 and "13812345678" not in said.out, words
    assert "13812345678" not in desk("assess", "--month", "2026-10", "--json").out
    assert "13812345678" in desk("show", "1", "--reveal").out
