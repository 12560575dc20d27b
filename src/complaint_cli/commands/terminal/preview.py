"""Before a step is kept: what it will be and what it brings is shown, and a yes is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from complaint_cli.acts.answers import Recorded
from complaint_cli.acts.call import Call, tell
from complaint_cli.acts.options import option_name
from complaint_cli.acts.telling import told_case
from complaint_cli.acts.transaction import tried
from complaint_cli.acts.values import required
from complaint_cli.acts.work import Work
from complaint_cli.commands.terminal.acting import act, suggested
from complaint_cli.commands.terminal.asking import ask, yes_no
from complaint_cli.errors import StepRefused
from complaint_cli.messages.desk import Desk
from complaint_cli.messages.people import People
from complaint_cli.messages.prompts import Ask
from complaint_cli.store.evidence import Incoming
from complaint_cli.text.shell import command_line

SHOWN = 400
"""The most characters of a content that are shown before it is kept."""


def agreed(
    call: Call, do: str, values: dict[str, object], incoming: Mapping[str, Incoming], *, asked: bool
) -> frozenset[str] | None:
    """Try a command and keep nothing of it, show what it would keep and bring; return what was told, None for a no.

    It asks where something was ``asked`` before or the step brings what its words do not say. A second person who
    turns out to be needed is asked for.
    """
    try:
        shown, warnings = _tried(call, do, values, incoming)
    except StepRefused as error:
        if error.message is not People.NEEDS_SECOND or values.get("approved_by"):
            raise
        tell(str(error))

        def read(typed: str) -> None:  # by trying it: whom the step touches it alone knows
            nonlocal shown, warnings
            shown, warnings = _tried(call, do, values | {"approved_by": required(typed, "approved_by")}, incoming)

        asked, values["approved_by"] = True, ask(Ask.APPROVED_BY(), read=read)
    if not asked and not warnings:
        return frozenset()
    tell(Ask.KEPT())
    for line in shown + warnings:
        tell(line)
    if yes_no(Ask.WRITE(), default=True):
        return frozenset(warnings)
    if asked:
        typed(do, values)
    else:
        tell(Ask.NOT_WRITTEN())
    return None


def typed(do: str, values: Mapping[str, Any]) -> None:
    """Show what was typed as a command that can be mended and run."""
    tell(Ask.TYPED(command=as_command(do, values)))


def _tried(
    call: Call, do: str, values: dict[str, object], incoming: Mapping[str, Incoming]
) -> tuple[list[str], list[str]]:
    """Return the lines in which ``show`` would tell the step, and what should be looked at."""
    with tried(call) as work:
        work.incoming |= incoming
        before, _ = work.store.head()
        answer, sentence, warnings = act(work, do, values)
        if do == "intake":
            warnings += suggested(work, answer)
        shown = _lines(work, answer, before) or [_praise(answer, values) if do == "commend" else sentence]
    return shown, warnings


def _lines(work: Work, answer: Recorded, before: int) -> list[str]:
    from complaint_cli.render.screen.case import event_lines, fact_lines

    if "no" not in answer:
        return []
    told = told_case(work, work.store.case(answer["no"]), reveal=False)
    if answer["do"] == "intake":
        if len(content := told.content) > SHOWN:
            short = Ask.LONG(begin=content[: SHOWN // 2], count=len(content), end=content[-SHOWN // 4 :])
            told = told._replace(content=short)
        return fact_lines(told)
    return event_lines([event for event in told.timeline if event.entry > before])


def _praise(answer: Recorded, values: Mapping[str, object]) -> str:
    told = {name: answer[name] for name in ("commendation", "department")}
    return Desk.STEP_COMMENDATION(**told, reason=values["reason"])


def as_command(do: str, values: Mapping[str, Any]) -> str:
    """Return the command line that gives the values, quoted as a shell wants it."""
    words = ["complaint", do, *filter(None, [values.get("no")])]
    for name, value in values.items():
        option = option_name(name)
        if name == "no" or value in (None, False, [], ()):
            words += ["--unresolved"] if name == "resolved" and value is False else []
        elif value is True:
            words.append(option)
        else:
            words += [part for one in (value if isinstance(value, list | tuple) else [value]) for part in (option, one)]
    return command_line(words)
