"""Every help page shows an example, and each runs as it stands after ``complaint demo``."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from complaint_cli.messages.examples import EXAMPLES
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
        assert EXAMPLES[page] in run(*words).out.replace(" \\\n     ", "")


def test_they_run_one_after_the_other_as_they_stand(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    (tmp_path / "words").write_text("一句口令\n", encoding="utf-8")
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "complaint"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m complaint_cli "$@"\n')
    program.chmod(0o755)
    env = {name: value for name, value in os.environ.items() if not name.startswith("COMPLAINT_")}
    env |= {
        "COMPLAINT_DB": str(tmp_path / "c.db"),
        "COMPLAINT_NOW": "2026-11-02 09:00",
        "COMPLAINT_LANG": "zh",
        "COMPLAINT_BY": "温小棠",
    }
    env |= {"PATH": f"{tmp_path / 'bin'}:{env['PATH']}", "PYTHONPATH": str(ROOT / "src")}
    env |= {"COMPLAINT_KEY": str(tmp_path / "key"), "COMPLAINT_PASSPHRASE_FILE": str(tmp_path / "words")}
    script = ["complaint demo > demo.txt"]
    for page, example in EXAMPLES.items():
        if page == "policy check":  # the file is edited in between
            script.append("sed -i 's/^first = 50/first = 60/; s/2010-01-01/2026-12-01/' 参数.toml")
        if page.startswith("key ") and page != "key list":
            continue  # who enrolls whom takes several accounts, and has its own tests
        script += [
            f"{example} > out.txt 2>&1 || {{ echo FAILED: '{page}' $?; cat out.txt; }}"
            if ">" not in example
            else example
        ]
    done = subprocess.run(
        ["sh", "-c", "\n".join(script)], cwd=tmp_path, env=env, capture_output=True, text=True, timeout=300, check=False
    )
    assert "FAILED" not in done.stdout, done.stdout


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
