"""Calling the caller back, and replying to the superior unit (第四条第四款，第三条第一款)."""

from __future__ import annotations

from typing import Any

from complaint_cli.acts.answers import RESULT, Answer, answer, choice, complaint_named
from complaint_cli.acts.work import LONGEST, Work, required, yes_no
from complaint_cli.complaint import steps


def callback(
    work: Work,
    *,
    no: Any = None,
    result: Any = None,
    resolved: Any = None,
    rework: Any = None,
    at: Any = None,
    by: Any = None,
) -> Answer:
    """Record one attempt to call the caller back (第四条第四款)."""
    case = complaint_named(work, no)
    moment, actor = work.at(at), work.actor(by)
    found = choice(result, "result", RESULT)
    solved = None if resolved is None else yes_no(resolved, "resolved")
    again = yes_no(rework, "rework")
    steps.check_callback(case, moment, actor, found, solved)
    with work.entry("callback", case.number, actor) as entry:
        entry.add("callback", moment, actor, complaint=case.complaint.id, result=found, resolved=solved, rework=again)
    return answer("callback", case, result=found, resolved=solved, rework=again)


def reply(work: Work, *, no: Any = None, summary: Any = None, at: Any = None, by: Any = None) -> Answer:
    """Record the reply to the superior unit (第三条第一款)."""
    case = complaint_named(work, no)
    moment, actor = work.at(at), work.actor(by)
    said = required(summary, "summary", LONGEST["text"])
    steps.check_reply(case, moment)
    with work.entry("reply", case.number, actor) as entry:
        entry.add("reply", moment, actor, complaint=case.complaint.id, summary=said)
    return answer("reply", case)
