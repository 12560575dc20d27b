"""What each writing command asks for on a terminal, in order, when it was not given on the line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from complaint_cli.acts.answers import choice
from complaint_cli.acts.call import tell
from complaint_cli.acts.transfer import of_department, responsible
from complaint_cli.acts.values import LONGEST, short_text, text
from complaint_cli.acts.watching import first_due
from complaint_cli.acts.work import Work
from complaint_cli.commands.terminal.asking import Item, ask, choose, choose_files, choose_many, choose_word, yes_no
from complaint_cli.commands.terminal.whose import ask_handler, ask_of_office
from complaint_cli.company.organisation import PostKind
from complaint_cli.complaint import steps
from complaint_cli.complaint.case import Case, Status
from complaint_cli.complaint.fields import SHORT
from complaint_cli.errors import StepRefused, UsageError
from complaint_cli.messages import language
from complaint_cli.messages.casework import Casework
from complaint_cli.messages.prompts import Ask, Field, Option
from complaint_cli.messages.vocabulary import CONTACT, POST, RESULT, URGENCY

_Values = dict[str, Any]

_AT_WORK = (Status.DISPATCHED, Status.IN_HAND, Status.REWORK)
_BEFORE = (Status.RECEIVED, Status.REJECTED, Status.RETURNED)
WAITING: dict[str, tuple[Status, ...]] = {
    "transfer": _BEFORE,
    "approve": (Status.TRANSFERRED,),
    "return": _AT_WORK,
    "handle": _AT_WORK,
    "extend": (*_BEFORE, Status.TRANSFERRED, *_AT_WORK),
    "callback": (Status.HANDED_BACK,),
    "reply": (Status.CALLED_BACK, Status.HANDED_BACK),
}
"""Where a complaint stands that waits for a step."""

MOST_SHOWN = 20


def interview(work: Work, do: str, values: _Values, *, arrived: bool = False) -> None:
    """Ask for what is missing among the values of a command, and add it to them.

    Of an order that ``arrived`` only what an intake cannot do without: what else it has it tells itself.
    Raises StepRefused before anything is asked where the step is not allowed anyway.
    """
    work.at(values.get("at"))
    if do == "commend":
        _commend(work, values)
    elif do == "intake":
        _intake(work, values, arrived=arrived)
    elif values.get("commendation") is not None:
        from complaint_cli.acts.amending import whole

        work.store.commendation_entry(whole(values["commendation"], "commendation"))
        _text(values, "reason", Ask.REASON())
    elif do in _QUESTIONS:
        if values.get("no") is None:
            values["no"] = _which(work, do)
        _QUESTIONS[do](work, work.store.case(values["no"]), values)


def _which(work: Work, do: str) -> str | None:
    """Ask for a number, and show the open complaints that wait for the step; a single one is offered."""
    waiting: list[Case] = []
    if do in WAITING:
        waiting = [c for c in work.store.open_cases() if c.status() in WAITING[do]]
        tell(Ask.NO_OF_STEP() if waiting else Ask.NONE_WAITING())
    for case in waiting[:MOST_SHOWN]:
        tell("  " + _line(case))
    if len(waiting) > MOST_SHOWN:
        tell(Ask.MORE_WAITING(count=len(waiting) - MOST_SHOWN))
    return ask(Ask.NO(), default=waiting[0].number if len(waiting) == 1 else "", read=work.store.case)


def _line(case: Case) -> str:
    from complaint_cli.render.screen.columns import cut
    from complaint_cli.render.screen.desk import gist, width
    from complaint_cli.text.layout import cells

    department = case.transfers[-1].department if case.transfers else case.complaint.category.partition("/")[0]
    line = Ask.WAITING_LINE(no=case.number, deadline=steps.clock(case.deadline), department=department, matter="")
    return line + cut(gist(case.complaint), max(16, width() - 2 - cells(line)))


def _need(values: _Values, name: str, answer: Callable[[], object]) -> None:
    if values.get(name) in (None, [], ()):
        values[name] = answer()


def _second(work: Work, values: _Values) -> None:
    moment = work.at(values.get("at"))
    actor = work.actor(values.get("by"), moment)
    _need(values, "approved_by", lambda: ask(Ask.APPROVED_BY(), read=lambda typed: work.second(typed, actor, moment)))


def _text(values: _Values, name: str, question: str, *, optional: bool = False, longest: int = LONGEST["text"]) -> None:
    _need(values, name, lambda: ask(question, optional=optional, read=lambda typed: text(typed, question, longest)))


# -- 第四条 ------------------------------------------------------------------------------------


def _intake(work: Work, values: _Values, *, arrived: bool) -> None:
    from complaint_cli.acts.intake import HOTLINE, category_of, deadline_of

    short = LONGEST["name"]
    _text(values, "content", Field.CONTENT(), longest=LONGEST["content"])
    _need(values, "category", lambda: _category(work, work.at(values.get("at"))))
    _need(values, "source", lambda: _source(Field.SOURCE(), HOTLINE))
    _need(values, "urgency", lambda: choose_word(Field.URGENCY(), URGENCY, default="normal"))
    now = steps.clock(work.now)

    def receipt() -> str | None:
        typed = ask(Field.AT(), default=now, read=work.at)
        return None if typed == now else typed

    if not arrived:
        _need(values, "at", receipt)

    def new_order(typed: str) -> None:
        for row in work.store.by_order(short_text(typed, "order_no") or ""):
            raise StepRefused(Casework.ORDER_KNOWN, order_no=typed, no=work.store.case_of(row).number)

    for name in (name for name, field in SHORT.items() if field.needed or not arrived):
        if name == "order_no":
            _need(values, name, lambda: ask(Field.ORDER_NO(), optional=True, read=new_order))
        else:
            _text(values, name, Field[name.upper()](), optional=True, longest=short)
    received = work.at(values.get("at"))
    kind, where, haste = category_of(work, values["category"], received), values["source"], values["urgency"]
    counted, _, _ = deadline_of(work, None, received, kind, where, haste)

    def deadline() -> str | None:
        def read(typed: str) -> None:
            if typed != steps.clock(counted):
                deadline_of(work, typed, received, kind, where, haste)

        typed = ask(Field.DEADLINE(), default=steps.clock(counted), read=read)
        return None if typed == steps.clock(counted) else typed

    _need(values, "deadline", deadline)
    if not arrived and not values.get("confidential"):
        values["confidential"] = yes_no(Ask.CONFIDENTIAL(), default=False)


def _source(question: str, default: str) -> str | None:
    from complaint_cli.company.categories import Source

    items = [Item(source.value[0], source.value[0 if language() == "zh" else 1]) for source in Source]
    return choose(question, items, default=default, read=str)


def _category(work: Work, received: datetime, default: str = "") -> str:
    """Ask for a category of the edition of a receipt, then for its second level if it has any."""
    from complaint_cli.acts.intake import category_of
    from complaint_cli.company.categories import ENGLISH, UNSORTED

    zh = language() == "zh"
    categories = work.edition_on(received.date()).get("categories")
    items = [Item(c.name, c.name if zh else f"{c.name} {ENGLISH.get(c.name, '')}".strip()) for c in categories]
    default = default or (UNSORTED if UNSORTED in (c.name for c in categories) else categories[-1].name)
    typed = choose(Field.CATEGORY(), items, default=default, read=lambda said: category_of(work, said, received))
    first = category_of(work, typed, received)
    kinds = next((category.second for category in categories if category.name == first), ())
    if not kinds:
        return first
    second = choose(Ask.KIND_OF(category=first), [Item(kind, kind) for kind in kinds], optional=True)
    return f"{first}/{second}" if second else first


def _transfer(work: Work, case: Case, values: _Values) -> None:
    moment = work.at(values.get("at"))
    steps.check_transfer(case, moment)
    departments = [Item(d.name, d.name) for d in work.organisation.departments if d.role == "responsible"]
    _need(values, "to", lambda: choose(Option.TO(), departments, read=partial(responsible, work)))
    to = responsible(work, values["to"])
    staff = [Item(name, name) for name in to.staff]
    _need(
        values, "person",
        lambda: choose_many(Ask.PERSONS(), staff, lambda name: of_department(work, (name,), to.name, moment)),
    )  # fmt: skip
    due = first_due(work, case)
    if moment > due and not case.transfers:
        _text(values, "justified", Ask.LATE_WHY(due=steps.clock(due)), optional=True)


def _approve(work: Work, case: Case, values: _Values) -> None:
    moment = work.at(values.get("at"))
    post = steps.next_post(case)
    if case.pending is None:
        steps.check_approve(case, moment, "deputy", "", acting=True, organisation=work.organisation)
    _need(values, "as_", lambda: choose_word(Option.AS(), POST, default=post))
    kind: PostKind = "deputy" if choice(values["as_"], "as", POST) == "deputy" else "general"
    by, acting = work.call.by, bool(values.get("acting"))
    steps.check_approve(case, moment, kind, by or "", acting=acting or not by, organisation=work.organisation)
    if by is None:
        department = case.transfers[-1].department if kind == "deputy" else None
        holder = work.organisation.holder(kind, department, moment.date())
        _need(values, "by", lambda: ask(Ask.SIGNER(), default=holder or ""))
    if not values.get("reject") and not values.get("opinion"):
        values["reject"] = not yes_no(Ask.REJECT_OR_NOT(), default=True)
    if values.get("reject") and not values.get("reason"):
        _text(values, "opinion", Ask.REASON())


def _return(work: Work, case: Case, values: _Values) -> None:
    steps.check_return(case, work.at(values.get("at")), work.organisation)
    _text(values, "reason", Ask.REASON())


def _handle(work: Work, case: Case, values: _Values) -> None:
    moment = work.at(values.get("at"))
    steps.check_handle(case, moment, work.organisation, done=False, result=None, anything=True)
    if not any(values.get(name) for name in ("contact", "evidence", "result", "report", "done")):
        ask_handler(work, case, values, moment)
        _need(values, "contact", lambda: choose_word(Ask.CONTACT(), CONTACT, optional=True))
        _need(values, "evidence", lambda: choose_files(Ask.EVIDENCE()))
        _text(values, "result", Option.RESULT(), optional=True)
        values["done"] = yes_no(Ask.DONE(), default=bool(values["result"]))
    if values.get("done") and not values.get("result"):
        since = max(case.transfers[-1].entry, case.rework.entry if case.rework else 0)
        if not any(note.kind == "result" and note.entry > since for note in case.notes):
            _text(values, "result", Option.RESULT())


def _extend(work: Work, case: Case, values: _Values) -> None:
    moment = work.at(values.get("at"))

    def read(typed: str) -> None:
        steps.check_extend(case, moment, work.time(typed, ahead=True))

    if moment > case.deadline:
        steps.check_extend(case, moment, moment)  # refused before anything is asked
    _need(values, "to", lambda: ask(Option.EXTEND_TO(), read=read))
    _second(work, values)
    _text(values, "reason", Ask.REASON())


def _callback(work: Work, case: Case, values: _Values) -> None:
    steps.check_callback(case, work.at(values.get("at")), work.organisation)
    ask_of_office(work, values, Ask.CALLER_BACK(), partial(steps.check_not_handler, case))
    _need(values, "result", lambda: choose_word(Ask.CALLBACK_RESULT(), RESULT))
    if values["result"] in ("unsatisfied", *RESULT["unsatisfied"]) and values.get("resolved") is None:
        values["resolved"] = yes_no(Ask.RESOLVED(), default=False)
        values["rework"] = values.get("rework") or yes_no(Ask.REWORK(), default=False)


def _reply(work: Work, case: Case, values: _Values) -> None:
    steps.check_reply(case, work.at(values.get("at")), work.organisation)
    ask_of_office(work, values, Ask.REPLIER())
    _text(values, "summary", Option.SUMMARY())


def _amend(work: Work, case: Case, values: _Values) -> None:
    unsaid = all(values.get(name) is None for name in values if name not in ("no", "reason", "step"))
    if unsaid and values.get("step") is not None:
        raise UsageError(Casework.NOTHING_TO_AMEND)  # before the reason is asked for
    if unsaid:
        given = {"at": "received"}
        fields = [(given.get(f.name.lower(), f.name.lower()), f()) for f in Field]
        items = [Item(name, label) for name, label in fields if name in values]
        name = choose(Ask.WHAT_TO_AMEND(), items)
        label = next(item.label for item in items if item.value == name)
        question = Ask.NEW_VALUE(field=label)
        if name == "confidential":
            values[name] = yes_no(question, default=not case.complaint.confidential)
        elif name == "category":
            values[name] = _category(work, case.receipt, case.complaint.category.partition("/")[0])
        elif name == "source":
            values[name] = _source(question, case.complaint.source)
        elif name == "urgency":
            values[name] = choose_word(question, URGENCY)
        else:
            read: Callable[[str], object] | None = work.at if name == "received" else None
            if name == "deadline":
                read = partial(work.time, ahead=True)
            values[str(name)] = ask(question, read=read)
    _text(values, "reason", Ask.REASON())


# -- 第五条 ------------------------------------------------------------------------------------


def _link(work: Work, case: Case, values: _Values) -> None:
    def read(typed: str) -> None:
        first = work.store.case(typed)
        steps.check_link(case, first, first.complaint.id)

    _need(values, "repeat_of", lambda: ask(Option.REPEAT_OF(), read=read))


def _unlink(work: Work, case: Case, values: _Values) -> None:
    steps.check_unlink(case, work.at(values.get("at")))


def _withdraw(work: Work, case: Case, values: _Values) -> None:
    from complaint_cli.commands.terminal.withdrawn import which_step

    _need(values, "step", lambda: which_step(work, case))
    _text(values, "reason", Ask.REASON())


def _investigate(work: Work, case: Case, values: _Values) -> None:
    from complaint_cli.commands.terminal.investigating import investigated

    investigated(work, case, values)


def _decide(work: Work, case: Case, values: _Values) -> None:
    from complaint_cli.commands.terminal.fines import decided

    decided(work, case, values)
    _text(values, "reason", Ask.REASON())


def _object(work: Work, case: Case, values: _Values) -> None:
    from complaint_cli.commands.terminal.fines import objected

    objected(work, case, values)
    _text(values, "reason", Ask.REASON())


def _exclude(work: Work, case: Case, values: _Values) -> None:
    steps.check_exclude(case)
    _text(values, "reason", Ask.REASON())
    _second(work, values)


def _include(work: Work, case: Case, values: _Values) -> None:
    _text(values, "reason", Ask.REASON(), optional=True)


def _commend(work: Work, values: _Values) -> None:
    departments = [Item(d.name, d.name) for d in work.organisation.departments]
    _need(values, "dept", lambda: choose(Option.DEPARTMENT(), departments, read=work.organisation.find))
    _text(values, "reason", Ask.REASON())


_QUESTIONS: dict[str, Callable[[Work, Case, _Values], None]] = {
    "transfer": _transfer,
    "approve": _approve,
    "return": _return,
    "handle": _handle,
    "extend": _extend,
    "callback": _callback,
    "reply": _reply,
    "amend": _amend,
    "link": _link,
    "unlink": _unlink,
    "withdraw": _withdraw,
    "investigate": _investigate,
    "decide": _decide,
    "object": _object,
    "exclude": _exclude,
    "include": _include,
}
