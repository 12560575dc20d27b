"""What the assessment of the example month prints, to the letter; a stale file fails.

``pytest tests/test_golden.py --update-golden`` writes the files anew, to be read in the diff.
"""

from pathlib import Path

import pytest

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
    printed = "".join(line for line in result.out.splitlines(keepends=True) if "Journal head" not in line)
    kept = HERE / name
    if request.config.getoption("--update-golden"):
        kept.write_text(printed, encoding="utf-8")
    assert printed == kept.read_text(encoding="utf-8")
