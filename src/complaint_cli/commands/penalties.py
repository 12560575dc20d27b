"""``assess --notices``: one penalty notice a person, to be signed; its issue is recorded (第五条)."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from complaint_cli.acts.rulings import term_from
from complaint_cli.acts.templates import template_of
from complaint_cli.acts.work import Work
from complaint_cli.assessment.answer import Answer
from complaint_cli.files import refuse_existing
from complaint_cli.messages.documents import FILLED, written_in
from complaint_cli.render.paper.documents import write_from
from complaint_cli.render.paper.penalty import boxes_of
from complaint_cli.store.closings import PENALTY, first_notices
from complaint_cli.store.evidence import UNSAFE


def issue(work: Work, answer: Answer, folder: Path) -> list[Path]:
    """Write a notice for each person whom the month fines or adjusts, and record which fine each first tells.

    UsageError where one of the files is there already; then none is written.
    """
    work.check_clock()
    actor = work.actor(None)
    persons = [line.person for line in answer.persons or () if line.person]
    paths = {person: folder / f"{answer.month} {UNSAFE.sub('_', person)[:60]}.docx" for person in persons}
    for path in paths.values():
        refuse_existing(path)
    store = work.store
    if not persons:
        return []
    written: list[Path] = []
    try:
        with store.writing(), work.entry("assess --notices", answer.month, actor) as entry:
            folder.mkdir(parents=True, exist_ok=True)
            told = [(line.complaint, line.rule, line.person) for line in answer.fines]
            told += [(one.complaint, one.rule, one.person) for one in answer.adjustments if one.kind == "fine"]
            terms: dict[str, dict[tuple[datetime, str], list[str]]] = {}
            for complaint, rule, person in told:
                if not person:
                    continue
                row = store.resolve(complaint or "")
                first = first_notices(store, row, rule, person).get(answer.month)
                if first is None:
                    entry.add("notice", work.now, actor, complaint=row, recipient=person, stage=PENALTY + rule)
                within, end = term_from(work, first or work.now)
                terms.setdefault(person, {}).setdefault((end, within), []).append(complaint or "")
            with written_in(FILLED):
                for person, path in paths.items():
                    boxes = boxes_of(answer, person, f"{work.now:%Y-%m-%d}", terms.get(person, {}))
                    write_from(template_of(work.call.database, "penalty"), path, boxes)
                    written.append(path)
    except BaseException:  # the commit's too: what is not recorded is not issued
        for path in written:
            path.unlink(missing_ok=True)
        raise
    return written
