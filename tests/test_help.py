"""Every help page shows an example, and each runs as it stands after ``complaint demo``."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest

from complaint_cli.messages.examples import EXAMPLES, example
from complaint_cli.messages.help import Help
from conftest import Runner

ROOT = Path(__file__).parents[1]


def pages() -> list[str]:
    from complaint_cli.commands.terminal.index import COMMANDS, root

    found = []
    command: Any = root()
    for name in COMMANDS:
        found.append(name)
        one = command.get_command(None, name)
        found += [f"{name} {other}" for other in getattr(one, "commands", ())]
    return found


def test_every_command_has_its_example() -> None:
    assert sorted(EXAMPLES) == sorted(pages())


@pytest.mark.parametrize("page", EXAMPLES)
def test_the_page_shows_it(run: Runner, page: str) -> None:
    for words in ((*page.split(), "--help"), ("help", *page.split())):
        shown = run(*words).out.replace(" \\\n     ", "").splitlines()
        assert [line for line in example(page) if f"  {line}" not in shown] == []


def printed(run: Runner, page: str, lang: str) -> list[str]:
    """Return the lines of the example as a page prints it."""
    said = run("help", *page.split(), lang=lang).out
    block = said.partition(f"\n{Help.EXAMPLE.say(lang)}\n")[2].partition("\n\n")[0]
    return textwrap.dedent(block).splitlines()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_they_run_one_after_the_other_as_printed(run: Runner, tmp_path: Path, lang: str) -> None:
    """Each in an empty folder of its own: what it reads, it makes; what a remark asks for is done."""
    (tmp_path / "words").write_text("一句够长的口令，有十二个字\n", encoding="utf-8")
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "complaint"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m complaint_cli "$@"\n')
    program.chmod(0o755)
    env = {name: value for name, value in os.environ.items() if not name.startswith("COMPLAINT_")}
    env |= {
        "COMPLAINT_DB": str(tmp_path / "c.db"),
        "COMPLAINT_NOW": "2026-11-02 09:00",
        "COMPLAINT_LANG": lang,
        "COMPLAINT_BY": "温小棠",
    }
    env |= {"PATH": f"{tmp_path / 'bin'}:{env['PATH']}", "PYTHONPATH": str(ROOT / "src")}
    env |= {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path / "state")}
    env |= {"COMPLAINT_PASSPHRASE_FILE": str(tmp_path / "words")}
    done = {
        f"# {Help.POLICY_EDITED.say(lang)}": "sed -i 's/^first = 50/first = 60/; s/2010-01-01/2026-12-01/' 参数.toml",
        f"# {Help.KEY_LOST.say(lang)}": f"rm {tmp_path}/complaint/keys/纪清源.key*",
    }
    script = ["set -e", "complaint demo > demo.txt"]
    for number, page in enumerate(EXAMPLES):
        lines = printed(run, page, lang)
        assert lines, page
        script += [f"mkdir {number}", f"cd {number}", f"ln -s '{ROOT / 'examples'}' examples", f"echo {page} >&2"]
        script += [*(done.pop(line, line) for line in lines), "cd .."]
    assert not done
    ran = subprocess.run(
        ["sh", "-c", "\n".join(script)], cwd=tmp_path, env=env, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr[-600:]


def test_the_variables_are_listed(run: Runner) -> None:
    for lang in ("zh", "en"):
        said = run("help", "environment", lang=lang).out
        for name in ("COMPLAINT_DB", "COMPLAINT_BY", "COMPLAINT_NOW", "COMPLAINT_LANG", "COMPLAINT_KEY"):
            assert name in said


@pytest.mark.parametrize(
    ("page", "words"),
    {
        "report": ["--month YYYY-MM ", "--quarter YYYYQN ", "--year YYYY ", "--from YYYY-MM "],
        "key export": ["--output, -o FOLDER "],
        "evidence": ["--output, -o FOLDER "],
        "backup": ["the file to write"],
        "restore": ["the file to read"],
        "amend": ["--to DEPT|TIME "],
    }.items(),
)
def test_what_stands_for_a_value_is_what_it_takes(run: Runner, page: str, words: list[str]) -> None:
    said = run("help", *page.split(), lang="en").out
    assert [word for word in words if word not in said] == []
