"""Which step of a complaint is taken back: offered as ``show`` numbers them."""

from __future__ import annotations

from complaint_cli.acts.amending import whole
from complaint_cli.acts.call import tell
from complaint_cli.acts.telling import told_case
from complaint_cli.acts.work import Work
from complaint_cli.commands.terminal.asking import ask
from complaint_cli.complaint.case import Case
from complaint_cli.errors import StepRefused, UsageError
from complaint_cli.messages.casework import Casework
from complaint_cli.messages.prompts import Ask
from complaint_cli.render.screen.case import event_lines


def which_step(work: Work, case: Case) -> str | None:
    """Show the steps that stand and ask for one; StepRefused where there is none but the intake, which stays."""
    told = told_case(work, case, reveal=False).timeline
    standing = [event for event in told if (event.number or 0) > 1 and not event.withdrawn]
    if not standing:
        raise StepRefused(Casework.INTAKE_STAYS, no=case.number)

    def read(typed: str) -> None:
        if whole(typed, "step") not in {event.number for event in standing}:
            raise UsageError(Ask.NOT_LISTED)

    for line in event_lines(standing):
        tell(line)
    return ask(Ask.WHICH_STEP(), read=read)
