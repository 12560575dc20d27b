"""The example month prints the assessment that stands beside it; what the scheduling files run is a real command."""

import json
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

import books
from conftest import Runner

EXAMPLES = Path(__file__).parents[1] / "examples"
MONTH = EXAMPLES / "month"
TASK = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"


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


# -- run by a clock ----------------------------------------------------------------------------


def cron_words() -> list[str]:
    """Return the words of the one command in the crontab."""
    lines = (EXAMPLES / "complaint.cron").read_text("utf-8").splitlines()
    [line] = [line for line in lines if re.match(r"[*0-9]", line)]
    *schedule, command = line.split(maxsplit=5)
    assert all(re.fullmatch(r"\*(/\d+)?|\d+(-\d+)?", field) for field in schedule)
    assert "%" not in command, "cron ends a command there"
    return shlex.split(command)


def service_words() -> list[str]:
    """Return the words of the systemd service."""
    text = (EXAMPLES / "complaint-overdue.service").read_text("utf-8")
    [start] = re.findall(r"^ExecStart=(.+)$", text, re.M)
    [db] = re.findall(r"^Environment=COMPLAINT_DB=(.+)$", text, re.M)
    env, *words = shlex.split(start)
    assert env == "/usr/bin/env"
    return [*words, "--db", db]


def task() -> ElementTree.Element:
    """Return the task of the Windows Task Scheduler, from a file that schtasks reads whatever the code page."""
    data = (EXAMPLES / "complaint-overdue.xml").read_bytes()
    assert data.isascii() and b"encoding" not in data.splitlines()[0]
    return ElementTree.fromstring(data)


def task_words() -> list[str]:
    """Return the words of the task's command."""
    execute = task().find(f"{TASK}Actions/{TASK}Exec")
    assert execute is not None
    command, arguments = (execute.findtext(f"{TASK}{name}", "") for name in ("Command", "Arguments"))
    assert command.endswith(".exe")
    return [command.removesuffix(".exe"), *(word.strip('"') for word in shlex.split(arguments, posix=False))]


@pytest.mark.parametrize("words", [cron_words(), service_words(), task_words()], ids=["cron", "systemd", "windows"])
def test_what_a_clock_runs_is_a_real_command(run: Runner, words: list[str]) -> None:
    program, *words = words
    assert program == "complaint"
    db = words.index("--db")
    assert words[db + 1].endswith("complaint.db")
    del words[db : db + 2]
    if "--notify" in words:  # a file on the machine, which is not here
        notify = words.index("--notify")
        assert words[notify + 1].endswith("organisation.toml")
        del words[notify : notify + 2]
    books.october(run.db.parent)
    assert "2026-0014" in run(*words, now=books.AFTER).out
    clean = run(*words, db=books.lay(run.db.with_name("clean.db")), now=books.AFTER)
    assert (clean.code, clean.out, clean.err) == (0, "", "")


def test_the_windows_task_is_laid_out_as_the_scheduler_exports_one() -> None:
    def names(path: str) -> list[str]:
        found = task().find("/".join(TASK + name for name in path.split("/"))) if path else task()
        assert found is not None, path
        return [child.tag.removeprefix(TASK) for child in found]

    assert task().tag == f"{TASK}Task" and task().get("version") == "1.2"
    assert names("") == ["RegistrationInfo", "Triggers", "Principals", "Settings", "Actions"]
    trigger = "Triggers/CalendarTrigger"
    assert names(trigger) == ["Repetition", "StartBoundary", "Enabled", "ScheduleByDay"]
    assert names(f"{trigger}/Repetition") == ["Interval", "Duration", "StopAtDurationEnd"]
    assert names("Principals/Principal") == ["LogonType", "RunLevel"]
    known = "MultipleInstancesPolicy DisallowStartIfOnBatteries StopIfGoingOnBatteries StartWhenAvailable Enabled"
    assert names("Settings") == [*known.split(), "ExecutionTimeLimit"]
    assert names("Actions/Exec") == ["Command", "Arguments"]
    actions, principal = task().find(f"{TASK}Actions"), task().find(f"{TASK}Principals/{TASK}Principal")
    assert actions is not None and principal is not None and actions.get("Context") == principal.get("id")
    text = {child.tag.removeprefix(TASK): child.text or "" for child in task().iter()}
    assert all(re.fullmatch(r"PT(\d+H)?(\d+M)?", text[name]) for name in ("Interval", "Duration", "ExecutionTimeLimit"))
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT08:00:00", text["StartBoundary"])
    assert text["StartWhenAvailable"] == "true", "a run that was missed is made up for"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")
def test_systemd_takes_the_service_and_the_timer() -> None:
    files = [EXAMPLES / f"complaint-overdue.{kind}" for kind in ("service", "timer")]
    done = subprocess.run(["systemd-analyze", "verify", "--man=no", *files], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    [times] = re.findall(r"^OnCalendar=(.+)$", files[1].read_text("utf-8"), re.M)
    assert subprocess.run(["systemd-analyze", "calendar", times], capture_output=True).returncode == 0
