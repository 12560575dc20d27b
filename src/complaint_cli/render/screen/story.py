"""One complaint's story for a month on the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from complaint_cli.assessment.lines import FineLine, PointLine
from complaint_cli.assessment.story import Clock, Decided, Form, Known, Lines, Said, Story
from complaint_cli.messages import language, listed
from complaint_cli.messages.explain import Explain, span
from complaint_cli.messages.limits import limit_words
from complaint_cli.messages.report import Report, calculation, clock, percent, rule_name, short, told
from complaint_cli.render.particulars import marks
from complaint_cli.render.screen.report import signed
from complaint_cli.render.screen.terminal import Column, Screen, heading, say, table
from complaint_cli.text.amounts import two


def print_story(to: Screen, story: Story) -> None:
    """Print what the assessment of a month saw of one complaint, and why."""
    say(to, Explain.TITLE(no=story.complaint, month=story.month), "bold")
    status = Report[story.status.upper()]()
    say(to, Explain.STATUS(status=status, as_of=clock(story.as_of)))
    policy, known = story.policy, story.known
    say(to, Explain.EDITION(title=policy.title, effective=policy.effective))
    if known is None:
        say(to, Explain.NOT_KNOWN(as_of=clock(story.as_of), month=story.month))
        return
    say(to, Explain.RECEIVED(at=clock(story.received)))
    _deadline(to, known)
    if out := known.excluded:
        said = {"by": out.by, "approved_by": out.approved_by or Explain.NOBODY(), "reason": _line(out.reason)}
        say(to, Explain.EXCLUDED(at=clock(out.at), **said))
    if known.repeat:
        say(to, Explain.REPEAT(**known.repeat._asdict()))
    if not story.in_month:
        say(to, Explain.NOTHING(month=story.month), "bold")
    if known.changed_since_closing:
        say(to, Explain.CHANGED(), "bold")
    _clocks(to, known)
    _transfers(to, known.transfers)
    _rules(to, story, known)
    _rest(to, story.lines, known.decisions)


def _line(text: str | None) -> str:
    return " ".join((text or "").split())


def _deadline(to: Screen, known: Known) -> None:
    deadline = known.deadline
    kind = Explain.DEADLINE_ORDER if deadline.basis == "order" else Explain.DEADLINE_LIMIT
    say(to, kind(at=clock(deadline.first), limit=limit_words(deadline.basis.split()[-1])))
    if deadline.provisional:
        say(to, Explain.PROVISIONAL())
    for line in known.extensions:
        facts = {"by": line.by, "approved_by": line.approved_by, "reason": _line(line.reason)}
        old, new = clock(line.old_deadline), clock(line.new_deadline)
        say(to, Explain.EXTENSION(old=old, new=new, at=clock(line.at), **facts))


def _clocks(to: Screen, known: Known) -> None:
    heading(to, Explain.CLOCKS())
    of_moments = (Explain.COLUMN_START, Explain.COLUMN_DUE, Explain.COLUMN_ACTUAL)
    columns = [Column(title(), most=20) for title in (Explain.COLUMN_CLOCK, Explain.COLUMN_LIMIT, *of_moments)]
    clocks = known.clocks
    table(to, columns, [_clock_row(line, known) for line in clocks], [_verdict(line) for line in clocks])
    names = {line.clock for line in clocks}
    if "callback" not in names:
        say(to, Explain.NO_HANDBACK())
    elif "reply" not in names:
        say(to, Explain.NO_REPLY())


def _clock_row(line: Clock, known: Known) -> list[str]:
    given = Explain.BY_EXTENSION if known.extensions else Explain.BY_ORDER
    limit = limit_words(line.limit) if line.limit else given()
    actual = clock(line.actual) if line.actual else Explain.NONE()
    return [Explain[line.clock.upper()](), limit, clock(line.start), clock(line.due), actual]


def _verdict(line: Clock) -> str:
    passed = line.late_by or line.took
    verdict = Explain[line.verdict.upper()](by=span(passed) if passed else "")
    if waits := line.waits_for:
        verdict = f"{Explain.WAITS(post=Explain[waits.upper()]())}；{verdict}"
    if line.provisional:
        verdict += f"；{Explain.PROVISIONAL()}"
    who = " ".join([line.department, *line.persons])
    said = Explain.HELD(verdict=verdict, who=who)
    return said if language() == "zh" else said.replace("；", "; ")


def _transfers(to: Screen, transfers: Sequence[Form]) -> None:
    heading(to, Explain.TRANSFERS())
    if not transfers:
        say(to, Explain.NO_TRANSFERS())
    for form in transfers:
        persons = listed(form.persons) or Explain.NOBODY()
        say(to, Explain.FORM(at=clock(form.at), by=form.by, department=form.department, persons=persons))
        for line in _form_lines(form):
            say(to, f"  {line}")


def _form_lines(form: Form) -> Iterator[str]:
    if form.justified:
        yield Explain.JUSTIFIED(reason=_line(form.justified))
    for signature in form.signatures:
        kind = Explain.SIGNED if signature.verdict == "approved" else Explain.REJECTED
        acting = Explain.ACTING() if signature.acting else ""
        facts = {"at": clock(signature.at), "by": signature.by, "reason": _line(signature.reason)}
        yield kind(post=Explain[signature.post.upper()](), acting=acting, **facts)
    if form.share_left is not None:
        yield Explain.SHARE_LEFT(share=percent(form.share_left))
    if not form.start:
        yield Explain.NEVER_IN_FORCE()
    elif form.until:
        yield Explain.IN_FORCE_UNTIL(start=clock(form.start), end=clock(form.until))
    else:
        yield Explain.IN_FORCE(start=clock(form.start))
    if back := form.returned:
        yield Explain.RETURNED(at=clock(back.at), by=back.by, reason=_line(back.reason))


def _rules(to: Screen, story: Story, known: Known) -> None:
    heading(to, Explain.RULES())
    columns = (
        Column(Report.COLUMN_CLAUSE()),
        Column(Report.COLUMN_RULE(), most=24),
        Column(Explain.COLUMN_VERDICT(), wide=True),
    )
    rows = [[line.clause, rule_name(line.rule), _found(line, story, bool(known.excluded))] for line in known.rules]
    table(to, columns, rows, ["\n".join(_amounts(line, story.lines)) for line in known.rules])


def _found(line: Said, story: Story, excluded: bool) -> str:
    if line.fired:
        return Explain.NOT_COUNTED() if excluded else Explain.FIRED(department=line.department)
    if line.why == "elsewhere" and line.moment:
        later = line.moment > story.as_of and story.status == "running"
        return (Explain.COMING if later else Explain.ELSEWHERE)(moment=clock(line.moment))
    return Explain.MISSED(reason=line.reason)


def _amounts(said: Said, lines: Lines) -> Iterator[str]:
    """Say a rule's facts, and the points and fines that the month has from it."""
    if not said.fired:
        return
    yield told(said.rule, said.facts)
    yield from (points_words(line) for line in lines.points if line.rule == said.rule)
    yield from (fine_words(fine) for fine in lines.fines if fine.rule == said.rule)
    yield from (fine_words(fine, unassigned=True) for fine in lines.unassigned if fine.rule == said.rule)


def points_words(line: PointLine) -> str:
    """Say how points came about."""
    made = _made(round(line.points / line.factor, 2), line.factor, signed(line.points))
    return Explain.POINTS(made=made, department=line.department)


def _made(base: Decimal, factor: int, result: str) -> str:
    return result if factor == 1 else f"{calculation(base, factor)} = {result}"


def fine_words(line: FineLine, *, unassigned: bool = False) -> str:
    """Say how a fine came about, and what is to be noted beside it."""
    low, high = (short(edge) for edge in line.band)
    said = Explain.FINE(
        person=line.person or Explain.NOBODY(),
        role=Report[line.role.upper()](),
        made=_made(line.base, line.factor, two(line.proposed)),
        low=low,
        high=high,
    )
    notes = [*marks(line), *([Explain.FINE_UNASSIGNED()] if unassigned else [])]
    return said + ("  [" + listed(notes) + "]" if notes else "")


def _rest(to: Screen, lines: Lines, decisions: Sequence[Decided]) -> None:
    """What no rule over the complaint alone has: commendations, decisions, adjustments."""
    praises = [line for line in lines.points if line.rule == "commended"]
    if praises:
        heading(to, Explain.COMMENDED())
    for line in praises:
        say(to, f"{clock(line.at)} {told('commended', line.facts)}")
        say(to, f"  {points_words(line)}")
    if decisions:
        heading(to, Explain.DECISIONS())
    for decision in decisions:
        kind = Explain.WAIVED if decision.amount is None else Explain.DECIDED
        amount = None if decision.amount is None else two(decision.amount)
        facts = {"by": decision.by, "person": decision.person, "amount": amount, "reason": _line(decision.reason)}
        say(to, kind(at=clock(decision.at), rule=rule_name(decision.rule), **facts))
    if lines.adjustments:
        heading(to, Report.ADJUSTMENTS())
    for change in lines.adjustments:
        names = (change.month, rule_name(change.rule), change.department, change.person)
        sums = f"{two(change.was)} → {two(change.now)} ({signed(change.difference)})"
        say(to, f"{' '.join(filter(None, names))}  {sums}")
