"""Callers' phones and names hidden: 138****5678, 张**, inside free text too."""

from __future__ import annotations

import re
from collections.abc import Iterable

from complaint_cli.text.plain import plain

_BETWEEN = r"[ \t\xa0\u3000.·_\-－‐-—]{0,3}"  # what people write between the digits of a phone number
_MOBILE = re.compile(rf"(?<!\d)(?:(?:\+|00)?86{_BETWEEN})?(1[3-9]\d(?:{_BETWEEN}\d){{8}})(?!\d)")
_LANDLINE = re.compile(
    rf"(?<!\d)[(（]?(0(?:10|2\d|[3-9]\d\d)|(?:\+|00)86{_BETWEEN}(?:10|2\d|[3-9]\d\d))[)）]?"
    rf"{_BETWEEN}(\d(?:{_BETWEEN}\d){{6,7}})(?!\d)"
)
_SAID_PHONE = re.compile(
    rf"((?:电话|手机|座机|固话|回电|致电|拨打|联系方式|[Tt]el|[Pp]hone)\D{{0,4}})(\d(?:{_BETWEEN}\d){{6,7}})(?!\d)"
)
# What parts a number or a name unseen.
_UNSEEN = re.compile("[\u00ad\u034f\u180e\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f]")
_WIDE = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), 0xFF0B)}  # full-width digits and plus
_TITLES = re.compile("(先生|女士|小姐|同志|师傅|老师|阿姨|大爷|大妈)$")
_PARTS = re.compile(r"[\s、，,/;；()（）]+")  # between the names of several callers
_SEVERAL = re.compile(r"[\u3400-\u9fff·\s、，,/;；()（）]+")
_SHORTEST = 5  # digits; a shorter run is no phone number


def mask_name(name: str | None) -> str:
    """Return the first character of a name and two stars: ``张**``; empty for no name."""
    said = (name or "").strip()
    return said[:1] + "**" if said else ""


def mask_phone(phone: str | None) -> str:
    """Return a phone number hidden: ``138****5678``, ``0531-******21``; any other shows its last two digits."""
    said = (phone or "").translate(_WIDE).strip()
    masked = _known_shapes(said)
    if masked != said:
        return masked
    digits = len(re.findall(r"\d", said))
    return re.sub(r"\d", "*", said, count=max(0, digits - 2)) if digits > 2 else "*" * len(said)


def mask_text(text: str | None, *, phones: Iterable[str | None] = (), names: Iterable[str | None] = ()) -> str:
    """Return a free text with every phone number hidden, and the callers' known ``phones`` and ``names``.

    Phones of the usual shapes are found whoever's they are; a name of one character is left, being no name.
    """
    masked = (text or "").translate(_WIDE)
    if not masked.isascii() or not masked.isprintable():
        masked = _UNSEEN.sub("", plain(masked))  # a number parted by what is not shown would be whole again
    for phone in phones:
        masked = _hide_phone(masked, (phone or "").translate(_WIDE))
    masked = _known_shapes(masked)
    for name in names:
        said = (name or "").strip()
        several = _PARTS.split(said) if _SEVERAL.fullmatch(said) else []
        for form in (said, *(_TITLES.sub("", part) for part in (said, *several))):
            if len(form) > 1:
                masked = masked.replace(form, mask_name(form))
    return masked


def _hide_phone(text: str, phone: str) -> str:
    """Hide every number of a phone field, however its digits are spaced in the text."""
    for number in re.split(r"[^\d \t.·\-－—()（）+]+", phone):
        digits = re.findall(r"\d", number)
        if len(digits) >= _SHORTEST and "".join(digits) in "".join(re.findall(r"\d", text)):  # else nothing to find
            spaced = r"(?<!\d)" + "[^\\w\n]{0,2}".join(digits) + r"(?!\d)"
            text = re.sub(spaced, mask_phone(number), text)
    return text


def _known_shapes(text: str) -> str:
    text = _MOBILE.sub(lambda found: _mobile(found[1]), text)
    text = _LANDLINE.sub(lambda found: f"{found[1]}-{_last_two(found[2])}", text)
    return _SAID_PHONE.sub(lambda found: found[1] + _last_two(found[2]), text)


def _mobile(number: str) -> str:
    digits = "".join(re.findall(r"\d", number))
    return f"{digits[:3]}****{digits[-4:]}"


def _last_two(number: str) -> str:
    digits = "".join(re.findall(r"\d", number))
    return "*" * (len(digits) - 2) + digits[-2:]
