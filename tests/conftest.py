"""One way to run the program in a test: in this process with a fixed clock, or as a process of its own."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from complaint_cli import cli

# how long an example takes says how busy the machine is; each names its own files where it keeps any
settings.register_profile(
    "calm", deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
settings.load_profile("calm")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # in the background; what tests start would ignore it as well
    signal.signal(signal.SIGINT, signal.default_int_handler)

#: A Friday morning between two statutory holidays.
NOW = "2026-10-09 09:00"

#: What must not reach a test from the machine it runs on.
_CLEARED = (
    *("COMPLAINT_DB", "COMPLAINT_LANG", "COMPLAINT_NOW", "COMPLAINT_BY", "COMPLAINT_DEBUG"),
    *("_COMPLAINT_COMPLETE", "LC_ALL", "LC_MESSAGES", "LANG", "TERMINAL_WIDTH", "NO_COLOR"),
    *("FORCE_COLOR", "PY_COLORS", "CLICOLOR_FORCE", "GITHUB_ACTIONS"),
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--update-golden`` writes the printed reports of tests/golden anew."""
    parser.addoption("--update-golden", action="store_true", help="write the printed reports anew")


@dataclass(frozen=True, slots=True)
class Result:
    """What a run left: exit code, stdout, stderr."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        """Return the one JSON value on stdout, of a run that went well."""
        assert self.code in (0, 3), (self.code, self.err)
        return json.loads(self.out)


class _Terminal(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


@dataclass(slots=True)
class Runner:
    """Runs command lines on one database; call it as ``run("show", "12", now="2026-10-12 09:00")``.

    ``stdin`` is what is typed or piped in; with ``tty=True`` stdin and stderr count as a terminal.
    ``env`` adds variables; ``by=None`` leaves the login in force.
    """

    db: Path
    now: str | None = NOW
    lang: str = "zh"
    by: str | None = "温小棠"

    def __call__(
        self,
        *args: object,
        now: str | None = None,
        stdin: str | bytes | None = None,
        lang: str | None = None,
        db: Path | None = None,
        by: str | None = "",
        tty: bool = False,
        columns: int = 80,
        env: Mapping[str, str] | None = None,
    ) -> Result:
        variables = self._variables(now, lang, db, by, columns, env)
        streams = [_Terminal if tty else io.TextIOWrapper, io.TextIOWrapper]
        typed = stdin.encode() if isinstance(stdin, str) else stdin or b""
        fake_in = streams[0](io.BytesIO(typed), encoding="utf-8")
        fake_out = streams[1](io.BytesIO(), encoding="utf-8", write_through=True)
        fake_err = streams[0](io.BytesIO(), encoding="utf-8", write_through=True)
        with pytest.MonkeyPatch.context() as patch:
            for name in _CLEARED:
                patch.delenv(name, raising=False)
            for name, value in variables.items():
                patch.setenv(name, value)
            patch.setattr(sys, "stdin", fake_in)
            patch.setattr(sys, "stdout", fake_out)
            patch.setattr(sys, "stderr", fake_err)
            try:
                code = cli.main([str(arg) for arg in args])
            except SystemExit as leaving:
                code = int(leaving.code or 0)
            if sys.modules.get("rich", sys) is None:  # a Tab's process, which ends with its answer, goes without
                del sys.modules["rich"]
        return Result(code, _written(fake_out), _written(fake_err))

    def _variables(
        self,
        now: str | None,
        lang: str | None,
        db: Path | None,
        by: str | None,
        columns: int,
        env: Mapping[str, str] | None,
    ) -> dict[str, str]:
        actor = self.by if by == "" else by
        clock = now or self.now
        return {
            "COMPLAINT_DB": str(db or self.db),
            "COMPLAINT_LANG": lang or self.lang,
            "COLUMNS": str(columns),
            **({"COMPLAINT_NOW": clock} if clock else {}),
            **({"COMPLAINT_BY": actor} if actor else {}),
            **(env or {}),
        }

    def spawn(
        self,
        *args: object,
        now: str | None = None,
        stdin: str | bytes | None = None,
        lang: str | None = None,
        db: Path | None = None,
        by: str | None = "",
        env: Mapping[str, str] | None = None,
        wait: bool = True,
    ) -> Any:
        """Run it as a process of its own and return its Result, or with ``wait=False`` the process."""
        kept = {name: value for name, value in os.environ.items() if name not in _CLEARED}
        command = [sys.executable, "-m", "complaint_cli", *(str(arg) for arg in args)]
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=kept | self._variables(now, lang, db, by, 80, env),
        )
        if not wait:
            return process
        typed = stdin.encode() if isinstance(stdin, str) else stdin or b""
        out, err = process.communicate(typed, timeout=60)
        return Result(process.returncode, out.decode(), err.decode())


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    raw = stream.buffer
    assert isinstance(raw, io.BytesIO)
    return raw.getvalue().decode()


@pytest.fixture
def run(tmp_path: Path) -> Runner:
    """Run command lines in this process, on this test's own database and a fixed clock."""
    return Runner(tmp_path / "complaint.db")


@pytest.fixture
def spawn(run: Runner) -> Any:
    """Run command lines as processes of their own, on the same database and clock as ``run``."""
    return run.spawn


@pytest.fixture(autouse=True)
def _account(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test is an account of its own, which has seen no ledger yet."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    """Every test begins in Chinese, whatever the one before spoke."""
    from complaint_cli.messages import use_language

    use_language("zh")
    yield
    use_language("zh")
