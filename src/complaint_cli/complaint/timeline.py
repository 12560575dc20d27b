"""One complaint told from the beginning: every step with who, when and what, in the order of time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from copy import copy
from datetime import datetime
from pathlib import Path
from typing import Any

from complaint_cli.company.calendar import Calendar, entered_late, iso
from complaint_cli.company.edition import Edition
from complaint_cli.company.organisation import Organisation
from complaint_cli.complaint.board import department_of, handback_time, persons_of
from complaint_cli.complaint.case import Case, Status
from complaint_cli.complaint.corrected import corrected_only, shown_value, step_numbers
from complaint_cli.complaint.fields import MASKS, SHORT
from complaint_cli.complaint.records import Commendation, Complaint, Correction, Record, Withdrawal
from complaint_cli.complaint.stages import FLAGS, LISTS, STAGES
from complaint_cli.complaint.steps import next_command
from complaint_cli.text.masking import mask_text, own_of
from complaint_cli.text.tuples import NamedTuple

_OWN = ("id", "entry", "entered", "at", "actor", "complaint", "transfer", "row", "stage", "commendation")
_FREE = ("reason", "opinion", "text", "summary", "justified", "name", "note")  # texts in which a caller may be named
_TIMES = ("at", "deadline")

Hide = Callable[[str], str]


class Withdrawn(NamedTuple):
    """When a step was taken back, by whom and why, and who approved it."""

    at: datetime
    by: str
    reason: str
    approved_by: str | None


class Event(NamedTuple):
    """One step: its kind is its table's name, ``facts`` what it says beside who and when."""

    at: datetime
    entered: datetime
    by: str
    step: str
    facts: dict[str, object]
    late: bool
    rehearsal: bool
    number: int | None = None  # of the step, as show counts them
    entered_by: str | None = None
    withdrawn: Withdrawn | None = None
    amended: bool = False
    entry: int = 0  # of the journal
    set_back: bool = False  # entered by a clock that stood behind the entry before
    signing: str | None = None  # signed, unsigned or paper; None where nobody has a key


def hider(case: Case, *, reveal: bool = False, where: bool = False) -> Hide:
    """Return what hides phones and the caller's names, those that were corrected too, in a text.

    With ``where`` his address and account too: a month's paper holds nothing of him, nor does a masked form.
    """
    if reveal:
        return lambda text: text
    said = {name: [getattr(case.complaint, name)] for name in ("phone", "caller", "address", "account")}
    for amendment in case.amendments:
        if amendment.field in said:
            said[amendment.field] += [amendment.old, amendment.new]
    phones, names = said["phone"], said["caller"]
    own = own_of(said["address"], said["account"]) if where else {}
    own = {known: mask_text(new, phones=phones, names=names) for known, new in own.items()}
    return lambda text: mask_text(text, phones=phones, names=names, own=own)


def events(
    case: Case,
    commendations: Sequence[Commendation],
    taken_back: Sequence[Withdrawal],
    *,
    calendar: Calendar,
    clocks: Mapping[int, str],
    set_back: Set[int],
    numbers: Mapping[int, str],
    reveal: bool,
    typists: Mapping[int, str | None],
) -> list[Event]:
    """Return every step of a raw case in order of time, corrected values in place, withdrawn ones marked.

    What took commendations back is of no complaint: ``taken_back``.

    ``clocks``, ``typists`` and what was entered by a clock ``set_back`` are by journal entry, ``numbers`` of linked
    complaints by row.
    """
    hide = hider(case, reveal=reveal)
    steps = step_numbers(case)
    changed = {change.step for change in case.corrections} | ({case.complaint.entry} if case.amendments else set())
    gone = {w.step: Withdrawn(w.at, w.actor, hide(w.reason), w.approved_by) for w in (*case.withdrawals, *taken_back)}
    shown = form = corrected_only(case)
    if case.namings:  # a form says whom it named; who was named since stands in a line of its own
        unnamed = copy(case)
        unnamed.namings = []
        form = corrected_only(unnamed)
    kinds: dict[str, Sequence[Complaint | Record]] = {
        "intake": [case.complaint],
        **{table: getattr(shown, stage.attribute) for table, stage in STAGES.items()},
        "transfer": form.transfers,
        "correction": _each_once(case.corrections),
        "commendation": commendations,
    }
    found: list[tuple[tuple[object, ...], Event]] = []
    for order, (step, records) in enumerate(kinds.items()):
        for record in records:
            facts = {} if isinstance(record, Complaint) else _facts(record, hide, numbers, steps, reveal=reveal)
            late = entered_late(record.at, record.entered, calendar)
            rehearsal = clocks.get(record.entry, "system") != "system"
            event = Event(
                record.at, record.entered, record.actor, step, facts, late, rehearsal, steps.get(record.entry),
                typists.get(record.entry), gone.get(record.entry), record.entry in changed, record.entry,
                record.entry in set_back,
            )  # fmt: skip
            found.append(((record.at, record.entry, order, record.id), event))
    return [event for _, event in sorted(found, key=lambda pair: pair[0])]


def _each_once(changes: Sequence[Correction]) -> list[Correction]:
    """Return what was corrected; a step's moment and person, which stand in each row it wrote, once."""
    return list({(one.entry, one.field, one.old, one.new): one for one in reversed(changes)}.values())


def _facts(
    record: Record, hide: Hide, numbers: Mapping[int, str], steps: Mapping[int, int], *, reveal: bool
) -> dict[str, object]:
    facts: dict[str, Any] = {"commendation": record.id} if isinstance(record, Commendation) else {}
    for name, value in record._asdict().items():
        if name in _OWN:
            continue
        if name == "repeat_of":
            facts[name] = None if value is None else numbers.get(value)
        elif name == "step":
            facts["of_step"] = steps.get(value)
        elif name in FLAGS:
            facts[name] = None if value is None else bool(value)
        elif name in ("amount", "saw_base"):
            facts[name] = None if value is None else f"{value // 100}.{value % 100:02d}"
        elif name in _FREE:
            facts[name] = None if value is None else hide(value)
        else:
            facts[name] = list(value) if isinstance(value, tuple) else value
    if "field" in facts:
        for name in ("old", "new"):
            facts[name] = _amended(facts["field"], facts[name], hide, reveal=reveal)
    return facts


def _amended(field: str, value: str | None, hide: Hide, *, reveal: bool) -> Any:
    if value is None:
        return None
    if field in _TIMES:
        return datetime.fromisoformat(value)
    if field in FLAGS | LISTS:
        return shown_value(field, value)
    return MASKS[field](value) if field in MASKS and not reveal else hide(value)


def _short(complaint: Complaint, hide: Hide, *, reveal: bool) -> Iterator[tuple[str, str | None]]:
    """Yield the short texts as they may be shown."""
    for name, short in SHORT.items():
        value: str | None = getattr(complaint, name)
        if value is not None and short.mask and not reveal:
            value = short.mask(value)
        elif value is not None and short.free:
            value = hide(value)
        yield name, value


class File(NamedTuple):
    """A piece of evidence under its own name, and where it lies."""

    name: str
    sha256: str
    size: int
    path: str


class Told(NamedTuple):
    """One complaint as ``show`` has it: its fields, its deadlines, its timeline, the next command."""

    no: str
    status: Status
    content: str
    category: str
    source: str
    urgency: str
    short: Mapping[str, str | None]
    confidential: bool
    received: datetime
    by: str
    order_deadline: datetime
    deadline: datetime
    basis: str
    provisional: bool
    extended: bool
    hand_back_by: datetime
    handed_back: datetime | None
    days_late: int
    department: str
    persons: tuple[str, ...]
    repeat_of: str | None  # the first one of its matter, for a confirmed repeat
    place: int | None  # and its own place there
    excluded: str | None
    evidence: tuple[File, ...]
    timeline: tuple[Event, ...]
    command: str | None
    revealed: bool

    @property
    def limit(self) -> str | None:
        """The policy's limit that the deadline was counted by; None where the order named it."""
        return None if self.basis == "order" else self.basis.split()[-1]


def story(
    case: Case,
    told: Sequence[Event],
    *,
    place: tuple[int, str] | None,
    edition: Edition,
    calendar: Calendar,
    organisation: Organisation,
    now: datetime,
    reveal: bool,
    folder: Path,
) -> Told:
    """Return one complaint with its timeline; its evidence lies in a ``folder``."""
    complaint, hide, back = case.complaint, hider(case, reveal=reveal), case.handback
    finish = back.at if back else now
    return Told(
        no=case.number,
        status=case.status(),
        content=hide(complaint.content),
        category=hide(complaint.category),
        source=hide(complaint.source),
        urgency=complaint.urgency,
        short=dict(_short(complaint, hide, reveal=reveal)),
        confidential=bool(complaint.confidential),
        received=case.receipt,
        by=complaint.actor,
        order_deadline=complaint.deadline,
        deadline=case.deadline,
        basis=complaint.basis,
        provisional=bool(complaint.provisional),
        extended=bool(case.extensions),
        hand_back_by=handback_time(case, edition, calendar),
        handed_back=back.at if back else None,
        days_late=calendar.days_late(case.deadline, finish) if finish > case.deadline else 0,
        department=department_of(case, organisation.office.name),
        persons=persons_of(case),
        repeat_of=place[1] if place else None,
        place=place[0] if place else None,
        excluded=hide(case.exclusion.reason) if case.exclusion else None,
        evidence=tuple(File(hide(e.name), e.sha256, e.size, str(folder / e.sha256)) for e in case.evidence),
        timeline=tuple(told),
        command=next_command(case, organisation, now.date()),
        revealed=reveal,
    )


def told_json(told: Told) -> dict[str, object]:
    """Return one complaint as JSON has it."""
    found: dict[str, object] = {"schema": 1}
    for name, value in told._asdict().items():
        found |= value if name == "short" else {name: iso(value) if isinstance(value, datetime) else value}
    evidence, timeline = [file._asdict() for file in told.evidence], [_event(event) for event in told.timeline]
    return found | {"status": told.status.value, "evidence": evidence, "timeline": timeline}


def _event(event: Event) -> dict[str, object]:
    facts = {name: iso(value) if isinstance(value, datetime) else value for name, value in event.facts.items()}
    return {
        "at": iso(event.at),
        "entered": iso(event.entered),
        "by": event.by,
        "entered_by": event.entered_by,
        **({"signing": event.signing} if event.signing else {}),
        "step": event.number,
        "kind": event.step,
        "late": event.late,
        **({"note_kind": facts.pop("kind")} if "kind" in facts else {}),
        **facts,
        "withdrawn": event.withdrawn and event.withdrawn._asdict() | {"at": iso(event.withdrawn.at)},
        "amended": event.amended,
        "rehearsal": event.rehearsal,
        **({"clock_behind": True} if event.set_back else {}),
    }
