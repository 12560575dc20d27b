"""The one sentence in which a writing command says what it did."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from complaint_cli.messages import language, listed
from complaint_cli.messages.limits import limit_words
from complaint_cli.messages.prompts import Done
from complaint_cli.messages.vocabulary import CONTACT, RESULT, ROLE, SEVERITY, changed_field, changed_value, label

if TYPE_CHECKING:
    from complaint_cli.acts.answers import Recorded


def sentence(do: str, answer: Recorded, following: str | None) -> str:
    """Say what was done, and the command that comes next; None where the command moves nothing on."""
    said = _SAID[do](answer)
    if following is None:
        return said
    between = "" if language() == "zh" else " "
    return said + between + (Done.NEXT(command=following) if following else Done.FILED())


def _facts(answer: Recorded) -> dict[str, object]:
    return {**answer, "deadline": answer["deadline"][:16].replace("T", " ")}


def _plainly(message: Done) -> Callable[[Recorded], str]:
    return lambda answer: message(**_facts(answer))


def _intake(answer: Recorded) -> str:
    basis = answer["basis"]
    why = Done.BY_ORDER() if basis == "order" else Done.BY_LIMIT(limit=limit_words(basis.split()[-1]))
    return Done.INTAKE(**(_facts(answer) | {"basis": why}))


def _approve(answer: Recorded) -> str:
    if answer["verdict"] == "rejected":
        return Done.REJECTED(no=answer["no"])
    return (Done.APPROVED_FIRST if answer["post"] == "deputy" else Done.APPROVED)(**_facts(answer))


def _handle(answer: Recorded) -> str:
    what = [Done.CONTACT(means=label(CONTACT, answer["contact"]))] if answer["contact"] else []
    if answer["evidence"]:
        what.append(Done.EVIDENCE(count=len(answer["evidence"])))
    what += [Done[kind.upper()]() for kind in answer["recorded"]]
    if answer["persons"]:
        what.append(Done.NAMED(persons=listed(answer["persons"])))
    facts = {"no": answer["no"], "what": listed(what)}
    if answer["done"]:
        return Done.HANDED_BACK_WITH(**facts) if what else Done.HANDED_BACK(no=answer["no"])
    return Done.HANDLE(**facts)


def _callback(answer: Recorded) -> str:
    message = Done.REWORK if answer["rework"] else Done.CALLBACK
    return message(no=answer["no"], result=label(RESULT, answer["result"]))


def _investigate(answer: Recorded) -> str:
    found = []
    if severity := answer["severity"]:  # said of an internal cause alone
        found.append(Done.FOUND_CAUSE(severity=label(SEVERITY, severity)))
    if answer["false_record"]:
        found.append(Done.FOUND_FALSE())
    return Done.INVESTIGATE(no=answer["no"], found=listed(found or [Done.FOUND_NOTHING()]))


def _decide(answer: Recorded) -> str:
    person = answer["person"] or label(ROLE, answer["role"])
    return (Done.WAIVED if answer["amount"] is None else Done.DECIDE)(**{**_facts(answer), "person": person})


def _amend(answer: Recorded) -> str:
    changes = []
    for line in answer["changes"]:
        field = line["field"]
        old, new = changed_value(field, line["old"]), changed_value(field, line["new"])
        changes.append(Done.CHANGED(field=changed_field(field, of_step="step" in answer), old=old, new=new))
    return Done.AMEND(no=answer["no"], fields=listed([*dict.fromkeys(changes)]))


def _withdraw(answer: Recorded) -> str:
    if "step" in answer:
        return Done.WITHDRAW(no=answer["no"], step=answer["step"])
    return Done.WITHDRAW_COMMENDATION(number=answer["commendation"])


def _object(answer: Recorded) -> str:
    from complaint_cli.messages.particulars import Particular

    return Done.OBJECT(**_facts(answer)) + (Particular.LATE_OBJECTION() if answer["late"] else "")


_SAID: dict[str, Callable[[Recorded], str]] = {
    "intake": _intake,
    "transfer": _plainly(Done.TRANSFER),
    "approve": _approve,
    "return": _plainly(Done.RETURN),
    "handle": _handle,
    "extend": _plainly(Done.EXTEND),
    "callback": _callback,
    "reply": _plainly(Done.REPLY),
    "link": lambda answer: Done.LINK(no=answer["no"], first=answer["repeat_of"]),
    "unlink": _plainly(Done.UNLINK),
    "amend": _amend,
    "investigate": _investigate,
    "decide": _decide,
    "exclude": _plainly(Done.EXCLUDE),
    "include": _plainly(Done.INCLUDE),
    "withdraw": _withdraw,
    "object": _object,
    "commend": lambda answer: Done.COMMEND(department=answer["department"], number=answer["commendation"]),
}
