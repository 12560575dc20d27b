"""What the assessment of the example month and the work board print, to the letter; a stale file fails.

``pytest tests/test_golden.py --update-golden`` writes the files anew, to be read in the diff.
"""

import re
from pathlib import Path

import pytest

from complaint_cli.complaint.board import Heading
from complaint_cli.messages.desk import Desk
from complaint_cli.text.layout import cells
from conftest import Runner

HERE = Path(__file__).parent / "golden"
MONTH = Path(__file__).parents[1] / "examples" / "month"
TRIAL = HERE / "trial.toml"

# The Chinese report and its JSON stand in examples/month, where people read them.
PRINTED: dict[str, tuple[str, tuple[str, ...]]] = {
    "report.en.txt": ("en", ()),
    "explain-repeat.zh.txt": ("zh", ("--explain", "9")),
    "explain-office.en.txt": ("en", ("--explain", "2026-0006")),
    "explain-returned.json": ("en", ("--explain", "7", "--json")),
    "trial.zh.txt": ("zh", ("--policy", str(TRIAL))),
}


@pytest.fixture(scope="module")
def october(tmp_path_factory: pytest.TempPathFactory) -> Runner:
    run = Runner(tmp_path_factory.mktemp("golden") / "complaint.db", now="2026-11-02 09:00")
    assert run("init", "--org", MONTH / "organisation.toml").code == 0
    assert run("batch", MONTH / "october.jsonl").code == 0
    return run


@pytest.mark.parametrize("name", PRINTED)
def test_it_prints_what_is_kept(october: Runner, name: str, request: pytest.FixtureRequest) -> None:
    lang, options = PRINTED[name]
    result = october("assess", "--month", "2026-10", *options, lang=lang)
    assert (result.code, result.err) == (0, "")
    # the journal holds the holidays as the installed library knows them, so that its hash is not kept
    printed = re.sub(r"Journal head[0-9a-f:\s]*\n", "", result.out)
    compare(name, printed, request)


def compare(name: str, printed: str, request: pytest.FixtureRequest) -> None:
    """Compare what was printed with what is kept, or keep it."""
    kept = HERE / name
    if request.config.getoption("--update-golden"):
        kept.write_text(printed, encoding="utf-8")
    assert printed == kept.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Runner:
    run = Runner(tmp_path_factory.mktemp("board") / "complaint.db", now="2026-10-14 09:00")
    assert run("init", "--org", MONTH / "organisation.toml", now="2026-09-28 08:00").code == 0
    assert run("batch", HERE / "board.jsonl").code == 0
    return run


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_board_with_every_heading(desk: Runner, lang: str, request: pytest.FixtureRequest) -> None:
    result = desk("board", "--all", lang=lang, columns=80)
    assert (result.code, result.err) == (0, "")
    compare(f"board.{lang}.txt", result.out, request)
    lines = result.out.splitlines()
    for heading in Heading:
        title = Desk[f"HEADING_{heading.value.upper()}"].say(lang)
        assert sum(line.startswith(f"{title} · ") for line in lines) == 1, heading
    assert max(map(cells, lines)) <= 80
    alone = desk(lang=lang, columns=80).out.splitlines()
    known = [re.findall(r"2026-\d{4}|^\S+", line) for line in lines]  # a longer list is laid out in narrower columns
    shown = [re.findall(r"2026-\d{4}|^\S+", line) for line in alone]
    assert shown[:-1] == known[: len(alone) - 1], "without --all the last heading is a sentence"
    assert alone[-1] == Desk.IN_HAND_ELSEWHERE.say(lang, count=1)


def test_every_command_of_the_board_can_be_run_as_it_stands(desk: Runner) -> None:
    groups = desk("board", "--all", "--json").json()["groups"]
    commands = [complaint["command"] for group in groups for complaint in group["complaints"]]
    before = desk("verify", "--json").json()["entries"]
    assert len(commands) == 11
    for command in commands:
        program, *words = command.split()
        asked = desk(*words, tty=True, stdin="", by=None)  # a question, and no answer to it
        assert (program, asked.code, asked.out) == ("complaint", 130, ""), (command, asked.err)
        if words[0] == "approve":
            continue
        piped = desk(*words, by=None)
        assert piped.code in (2, 21) and piped.out == "" and "--" in piped.err, (command, piped.err)
    assert desk("verify", "--json").json()["entries"] == before
    signatures = [command for command in commands if "approve" in command]
    assert len(signatures) == 2
    for command in signatures:  # whoever sits there, the board names whose signature it is
        assert desk(*command.split()[1:]).code == 0, command
