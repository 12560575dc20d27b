"""The short texts of an intake, each once: what every list of them is made of."""

from __future__ import annotations

from collections.abc import Callable

from complaint_cli.text.masking import mask_name, mask_phone
from complaint_cli.text.tuples import NamedTuple


class Short(NamedTuple):
    """One short text: a column of the complaint and an option of ``intake``; a table or an order may hold it."""

    number: bool = False  # of digits, of which a spreadsheet may have lost some
    reference: bool = False  # names one order: no blank stands in it, several orders cannot be given the same
    mask: Callable[[str], str] | None = None  # hides it from who may not read it
    free: bool = False  # a phone or a name may stand in it
    needed: bool = True  # asked for even where an order has arrived
    searched: bool = True  # a word may stand anywhere in it
    compared: bool = True  # a new export may change it


SHORT: dict[str, Short] = {
    "caller": Short(mask=mask_name),
    "phone": Short(number=True, mask=mask_phone, searched=False),  # found by the end of a number in it
    "account": Short(number=True, needed=False),
    "address": Short(free=True),
    "order_no": Short(number=True, reference=True, compared=False),  # by which the complaint is known again
    "superior_no": Short(number=True, reference=True, needed=False),
}
"""They by name, in the order in which they are asked for and told."""

NUMBERS = frozenset(name for name, short in SHORT.items() if short.number)
REFERENCES = tuple(name for name, short in SHORT.items() if short.reference)
MASKS = {name: short.mask for name, short in SHORT.items() if short.mask}
SEARCHED = ("content", "category", "number", *(name for name, short in SHORT.items() if short.searched))
COMPARED = ("content", "category", "source", "urgency", *(name for name, short in SHORT.items() if short.compared))
