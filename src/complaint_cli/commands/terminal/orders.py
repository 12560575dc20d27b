"""``intake FILE``: JSON, or one or several orders as they arrive; what was read is shown before it is kept."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import typer

from complaint_cli.acts.answers import Recorded
from complaint_cli.acts.batch import LONGEST_LINE, opened_bytes, values_in
from complaint_cli.acts.call import Call, tell
from complaint_cli.acts.transaction import opened
from complaint_cli.acts.values import required
from complaint_cli.acts.work import Work
from complaint_cli.commands.terminal.call import print_json
from complaint_cli.commands.terminal.front import carry_out, on_terminal, run, seated
from complaint_cli.complaint.fields import REFERENCES
from complaint_cli.errors import ImportRejected, UsageError
from complaint_cli.messages import listed
from complaint_cli.messages.exchange import Exchange
from complaint_cli.messages.limits import limit_words
from complaint_cli.messages.orders import Orders
from complaint_cli.messages.prompts import Ask, Field
from complaint_cli.sheets.order import orders_in
from complaint_cli.sheets.order_files import order_rows
from complaint_cli.sheets.order_values import Read, read_order
from complaint_cli.sheets.orders import hidden
from complaint_cli.sheets.tables import MOST_BYTES
from complaint_cli.text.plain import plain

_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\{(?!\\)|\[\s*(?:[\]{\"\[\d-]|$))")
_OF_ONE = ("content", *REFERENCES, "repeat_of")
_SHOWN = 60


def arrive(ctx: typer.Context, file: str, given: dict[str, object]) -> None:
    """Register what a file holds, or stdin where it is ``-``; what the line gives goes before the file.

    Raises UsageError where a content is missing, ImportRejected where a value cannot be read.
    """
    with opened_bytes(file) as stream:
        data = stream.read(MOST_BYTES)
    file = Orders.STDIN() if file == "-" else file
    if not data.strip():
        raise UsageError(Orders.EMPTY, file=file)
    if _JSON.match(data):
        said = values_in(data[: LONGEST_LINE + 1], file, "intake", "order")
        order = said.pop("order", None)
        given |= {name: value for name, value in said.items() if given[name] is None}
        if order is None:
            run(ctx, "intake", asking=False, **given)
            return
        data = _bytes(order)
    call = seated(ctx)
    with opened(call) as work:
        work.store.check_writable()
        reads = _read(work, data, file)
        many = [read.given | {n: v for n, v in given.items() if v is not None} for read in reads]
        asking = on_terminal(call)
        _check(reads, many, given, asking=asking)
        for read, values in zip(reads, many, strict=True):
            if not call.json:
                _show(read, values)
            if asking:
                from complaint_cli.commands.terminal.interview import interview

                interview(work, "intake", values, arrived=True)
            if not call.json:
                _show_deadline(work, values)
    if asking:
        from complaint_cli.commands.terminal.asking import yes_no

        if not yes_no(Orders.REGISTER(count=len(many)), default=True):
            tell(Ask.NOT_WRITTEN())
            raise typer.Exit(130)
        call = call._replace(started=datetime.now(UTC).replace(microsecond=0))
    _register(call, reads, many)


def widened(work: Work, values: dict[str, object]) -> dict[str, object]:
    """Return a batch line's values with those of the one order that it holds as a text; its own go before.

    Raises UsageError for several orders in one line, and for what cannot be read.
    """
    if values.get("do") != "intake" or "order" not in values:
        return values
    reads = _orders(work, _bytes(values.pop("order")), "order")
    if len(reads) != 1:
        raise UsageError(Orders.ONE_A_LINE, count=len(reads))
    if reads[0].faults:
        raise UsageError(Orders.FAULTS, faults=listed(map(str, reads[0].faults)))
    return reads[0].given | values


def _bytes(order: object) -> bytes:
    text = required(order, "order", MOST_BYTES)
    return text.encode()


def _orders(work: Work, data: bytes, file: str) -> list[Read]:
    categories = work.edition.get("categories")
    unread: list[tuple[str, str]] = []
    rows = order_rows(data, file, unread)
    reads = [read_order(order, work.now, work.calendar, categories) for order in orders_in(rows)]
    for sheet, why in unread:
        tell(Exchange.SHEET_NOT_READ(sheet=sheet, why=why))
    return reads


def _read(work: Work, data: bytes, file: str) -> list[Read]:
    reads = _orders(work, data, file)
    if not reads:
        raise UsageError(Orders.EMPTY, file=file)
    faults = [fault for read in reads for fault in read.faults]
    if faults:
        for fault in faults:
            tell(str(fault))
        raise ImportRejected(Exchange.REJECTED, file=file, count=len(faults))
    return reads


def _check(reads: list[Read], many: list[dict[str, object]], given: dict[str, object], *, asking: bool) -> None:
    """Refuse what one order alone may have, what stands twice, and an order without a text where nobody is asked."""
    if len(reads) > 1:
        for name in _OF_ONE:
            if given[name] is not None:
                raise UsageError(Orders.ONE_EACH, count=len(reads), name=name.replace("_", "-"))
    known = set[object]()
    for count, (read, values) in enumerate(zip(reads, many, strict=True), 1):
        order, order_no = Orders.NTH(count=count, line=read.line), values.get("order_no")
        if not values.get("content") and not asking:
            raise UsageError(Orders.NO_CONTENT, order=order)
        if order_no in known:
            raise ImportRejected(Orders.TWICE, order=order, order_no=order_no)
        if order_no:
            known.add(order_no)


def _masked(read: Read, name: str, text: str) -> str:
    """Return a value as the screen may show it: caller and phones hidden, on one line, not long."""
    known = {"phones": [read.texts.get("phone")], "names": [read.texts.get("caller")]}
    line = " ".join(hidden(name, text[: _SHOWN * 2], **known).split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"


def _pairs(read: Read) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Return what was read and what was not used, hidden as the screen is."""
    used = [{"field": f, "label": label, "text": _masked(read, f, text)} for f, label, text in read.used]
    return used, [{"label": label, "text": _masked(read, "", text)} for label, text in read.unused]


def _show(read: Read, values: dict[str, object]) -> None:
    from complaint_cli.render.screen.columns import hanging
    from complaint_cli.render.screen.desk import width
    from complaint_cli.text.layout import cells

    used, unused = _pairs(read)
    unlabelled = Orders.UNLABELLED()
    tell(Orders.READ())
    named = [(Field[p["field"].upper()](), p["label"] or unlabelled, _said(p["field"], p["text"])) for p in used]
    heads = [f"  {Orders.HEAD(field=field, label=label) if label != field else field}" for field, label, _ in named]
    indent = 2 + max(map(cells, heads), default=0)
    for head, (_, _, text) in zip(heads, named, strict=True):
        for line in hanging(head, plain(text, lines=False), width(), indent=indent):
            tell(line)
    if unused:
        tell(Orders.NOT_USED(pairs=listed(f"{p['label'] or unlabelled}“{p['text']}”" for p in unused)))


def _said(name: str, text: str) -> str:
    """Return a value that was read as a clerk writes it: the clock's time, the limit and the urgency in words."""
    from complaint_cli.messages.vocabulary import URGENCY, label

    if name == "urgency":
        return label(URGENCY, text)
    moment = name in ("at", "deadline") and "T" in text
    return text[:16].replace("T", " ") if moment else limit_words(text) if name == "deadline" else text


def _show_deadline(work: Work, values: dict[str, Any]) -> None:
    """Say which deadline will count, and why."""
    from complaint_cli.acts.answers import choice
    from complaint_cli.acts.intake import HOTLINE, deadline_of
    from complaint_cli.company.categories import UNSORTED
    from complaint_cli.complaint.steps import clock
    from complaint_cli.messages.vocabulary import URGENCY

    received, printed = work.at(values.get("at")), values.get("deadline")
    haste = choice(values.get("urgency") or "normal", "urgency", URGENCY)
    kind, source = values.get("category") or UNSORTED, values.get("source") or HOTLINE
    due, basis, _ = deadline_of(work, printed, received, kind, source, haste)
    if printed is None:
        why = Orders.FROM_KIND(received=clock(received), limit=limit_words(basis.split()[-1]))
    elif re.fullmatch(r"\d+[a-z]+", printed):
        why = Orders.FROM_RECEIPT(received=clock(received), limit=limit_words(printed))
    else:
        why = Orders.FROM_ORDER()
    tell(Orders.COUNTED(deadline=clock(due), why=why))


def _register(call: Call, reads: list[Read], many: list[dict[str, object]]) -> None:
    """Register them all or none, and print what was done and what should be looked at."""
    done = carry_out(call, "intake", many)
    answers = []
    for read, (answer, sentence, warnings) in zip(reads, done, strict=True):
        for warning in warnings + _before(call, read, answer):
            tell(warning)
        if not call.json:
            typer.echo(plain(sentence, lines=False))
        used, unused = _pairs(read)
        answers.append(answer | {"read": used, "not_used": unused})
    if call.json:
        print_json(answers[0] if len(answers) == 1 else {"schema": 1, "do": "intake", "complaints": answers})


def _before(call: Call, read: Read, answer: Recorded) -> list[str]:
    """Suggest the order before this one, where the order names one; a person confirms."""
    if answer.get("repeat_of") or not (read.prior or read.again):
        return []
    answer["prior_order"] = {"order_no": read.prior, "earlier": None}
    if read.prior is None:
        return [Orders.AGAIN(no=answer["no"])]
    with opened(call) as work:
        earlier = [work.store.case_of(row).number for row in work.store.by_order(read.prior)]
    earlier = [number for number in earlier if number != answer["no"]]
    if not earlier:
        return [Orders.PRIOR_UNKNOWN(order_no=read.prior, no=answer["no"])]
    answer["prior_order"]["earlier"] = earlier[0]
    return [Orders.PRIOR(order_no=read.prior, earlier=earlier[0], no=answer["no"])]
