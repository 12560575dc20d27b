"""``report``: any months, by department, person, category, source, rule or month."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from complaint_cli.commands.terminal.call import JsonFlag, call_of, print_json
from complaint_cli.commands.terminal.declared import opt
from complaint_cli.errors import UsageError
from complaint_cli.messages import Message, listed
from complaint_cli.messages.desk import Desk
from complaint_cli.messages.help import Help
from complaint_cli.messages.period import Months
from complaint_cli.text.plain import plain

app = typer.Typer()


def _month(flag: str, told: Months, value: Message = Help.MONTH_VALUE) -> object:
    return opt(flag, metavar=value, help=told)


@app.command("report")
def report(
    ctx: typer.Context,
    month: Annotated[str | None, _month("--month", Months.OPT_MONTH)] = None,
    quarter: Annotated[str | None, _month("--quarter", Months.OPT_QUARTER, Help.QUARTER_VALUE)] = None,
    year: Annotated[str | None, _month("--year", Months.OPT_YEAR, Help.YEAR_VALUE)] = None,
    start: Annotated[str | None, _month("--from", Months.OPT_FROM)] = None,
    end: Annotated[str | None, _month("--to", Months.OPT_TO)] = None,
    by: Annotated[str | None, opt("--by", metavar=Help.TEXT_VALUE, help=Months.OPT_BY)] = None,
    person: Annotated[str | None, opt("--person", metavar=Help.NAME_VALUE, help=Months.OPT_PERSON)] = None,
    form: Annotated[str, opt("--format", metavar=Help.TEXT_VALUE, help=Desk.OPT_FORMAT)] = "table",
    xlsx: Annotated[Path | None, opt("--xlsx", metavar=Help.FILE_VALUE, help=Months.OPT_XLSX)] = None,
    docx: Annotated[Path | None, opt("--docx", metavar=Help.FILE_VALUE, help=Months.OPT_DOCX)] = None,
    html: Annotated[Path | None, opt("--html", metavar=Help.FILE_VALUE, help=Months.OPT_HTML)] = None,
    json: JsonFlag = False,
) -> None:
    from complaint_cli.acts.people import belonging
    from complaint_cli.acts.report import months_of
    from complaint_cli.acts.report import report as told
    from complaint_cli.acts.transaction import opened
    from complaint_cli.assessment.periods import BY, COLUMNS
    from complaint_cli.assessment.report import report_json, row_json
    from complaint_cli.files import refuse_ending, refuse_existing
    from complaint_cli.render.screen.formats import checked, write

    call = call_of(ctx)
    if by is None:
        by = "department" if person is None else "person"
    by = _by_named(by, BY)
    form = checked(form, json=call.json)
    if person is not None and by != "person":
        raise UsageError(Months.PERSON_ALONE)
    wanted = {(".xlsx",): xlsx, (".docx",): docx, (".html", ".htm"): html}
    papers = [path for path in wanted.values() if path is not None]
    for endings, path in wanted.items():
        if path is not None:
            refuse_ending(path, *endings)
            refuse_existing(path)
    with opened(call) as work, work.store.reading():
        person = person and work.organisation.spelled(person)
        answer = told(work, months_of(work, month, quarter, year, start, end), by, person)
        if person is not None and not answer.rows and not work.organisation.knows(person):
            belonging(work.organisation, person, work.now.date())
    if papers:
        from complaint_cli.render.paper import period

        for paper, writer in ((xlsx, period.write_workbook), (docx, period.write_document), (html, period.write_page)):
            if paper is not None:
                writer(paper, answer, lang=call.paper_language)
    if call.json:
        print_json(report_json(answer))
    elif form != "table":
        write(form, ["name", *COLUMNS[by], "previous", "year_ago"], map(row_json, answer.rows))
    elif papers:
        for path in papers:
            typer.echo(plain(Months.WRITTEN(path=path), lines=False))
    else:
        from complaint_cli.render.screen.pager import paged
        from complaint_cli.render.screen.period import print_period
        from complaint_cli.render.screen.terminal import console

        with paged():
            print_period(console(), answer)


def _by_named(text: str, known: tuple[str, ...]) -> str:
    said, words = text.strip().casefold(), {name: Months[f"NAME_{name.upper()}"] for name in known}
    for name, word in words.items():
        if said in (name, word.zh):
            return name
    raise UsageError(Months.NO_BY, choices=listed(word() for word in words.values()))
