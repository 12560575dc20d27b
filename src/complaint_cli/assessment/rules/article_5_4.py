"""第五条第四款: the same matter again."""

from __future__ import annotations

from decimal import Decimal

from complaint_cli.assessment.rules.base import Context, Finding, Standing, Trait, rule
from complaint_cli.messages.rules import Why


@rule(moment=lambda case, ctx: case.receipt, reads=("repeat_again.points",), speaks_of=(Trait.THIRD,))
def repeat_again(case: Standing, ctx: Context) -> Finding | Why:
    """第五条第四款: the third or a later complaint on one matter, by receipt.

    Reading: beside the doubling, a deduction of its own that is not doubled; the first complaint counts as
    the first, excluded ones do not count. The department is the one that has it at ``as_of``.
    """
    if case.place < 3:
        return Why.NOT_THIRD
    if not ctx.period.holds(case.receipt):
        return Why.ELSEWHERE
    if case.department_now is None:
        return Why.NO_DEPARTMENT
    facts = {"position": case.place, "first": case.first_number}
    points: Decimal = ctx.number("repeat_again.points")
    return Finding("repeat_again", case.number, case.department_now, case.receipt, points, 1, (), facts)
