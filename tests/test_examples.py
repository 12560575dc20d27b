"""The example month prints the assessment that stands beside it."""

import json
from pathlib import Path

from conftest import Runner

MONTH = Path(__file__).parents[1] / "examples" / "month"


def test_the_example_month_prints_its_assessment(run: Runner) -> None:
    run.now = "2026-11-02 09:00"
    assert run("init", "--org", str(MONTH / "organisation.toml")).code == 0
    assert run("batch", str(MONTH / "october.jsonl")).code == 0
    answer = run("assess", "--month", "2026-10", "--json").json()
    del answer["head"]  # it holds the holidays as the installed library knows them
    assert answer == json.loads((MONTH / "assessment.json").read_text("utf-8"))
    printed = run("assess", "--month", "2026-10").out.splitlines()
    kept = (MONTH / "assessment.txt").read_text("utf-8").splitlines()
    assert [line for line in printed if "日志校验值" not in line] == kept
