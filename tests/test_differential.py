"""The program beside a second judge of the same contract, on random histories; the long run is differential/run.py."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

HERE = Path(__file__).with_name("differential")
HISTORIES, PARTS = 16, 8


@pytest.mark.parametrize("part", range(PARTS))
def test_the_program_and_the_oracle_agree(part: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(HERE))
    from run import tried

    trials = [tried(seed) for seed in range(part, HISTORIES, PARTS)]
    assert sum(len(trial.lines) for trial in trials) > 100
    assert sum(len(trial.closed) for trial in trials) > 1


def test_a_planted_fault_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(HERE))
    from oracle import Oracle
    from run import Difference, tried

    monkeypatch.setattr(Oracle, "days_late", lambda *_: 1)
    with pytest.raises(Difference):
        for seed in range(20):
            tried(seed)


def teardown_module() -> None:
    for file in HERE.glob("*.py"):
        sys.modules.pop(file.stem, None)
