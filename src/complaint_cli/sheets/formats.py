"""Number formats that show more than the number: zeros before it, or words around it."""

from __future__ import annotations

import re
from functools import lru_cache

from complaint_cli.text.tuples import NamedTuple

_WORDS = r'(?:"[^"]*"|\\.|[^\x00-\x7f])*'
_SHAPE = re.compile(rf"({_WORDS})(#*0+)({_WORDS})")
_SAID = re.compile(r'"([^"]*)"|\\(.)|([^\x00-\x7f])')
_ASIDE = re.compile(r"\[[^\]]*\]|[_*].")  # colours, languages, and what only spaces a cell out
_LONGEST = 10**15  # a larger number has lost digits, whatever it shows


class Shape(NamedTuple):
    """What a format shows: words before the number, how many digits at least, words behind it."""

    before: str
    digits: int
    after: str


@lru_cache(maxsize=256)
def shape_of(code: str) -> Shape | None:
    """Return the shape of a format's code; None for one that shows the number alone, or a date, or a share of it."""
    found = _SHAPE.fullmatch(_ASIDE.sub("", code.partition(";")[0]).strip())
    if found is None:
        return None
    before, after = ("".join(map("".join, _SAID.findall(part))).strip() for part in (found[1], found[3]))
    digits = found[2].count("0")
    return Shape(before, digits, after) if before or after or digits > 1 else None


def shown(value: str | float, shape: Shape | None) -> str | None:
    """Return what a cell shows of a whole number; None where that is the number itself, or cannot be told."""
    try:
        number = float(value)
    except ValueError:
        return None
    if shape is None or not number.is_integer() or not 0 <= number < _LONGEST:
        return None
    text = f"{shape.before}{str(int(number)).zfill(shape.digits)}{shape.after}"
    return text if text != str(int(number)) else None
