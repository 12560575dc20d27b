"""Callers' phones and names hidden: 138****5678, 张**, inside free text too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from complaint_cli.text.plain import plain

# Patterns stand as text: each is compiled where a command first needs it.
_BETWEEN = r"[ \t\xa0\u3000.·_\-－‐-—]{0,3}"  # what people write between the digits of a phone number
_MOBILE = rf"(?<!\d)(?:(?:\+|00)?86{_BETWEEN})?(1[3-9]\d(?:{_BETWEEN}\d){{8}})(?!\d)"
_LANDLINE = (
    rf"(?<!\d)[(（]?(0(?:10|2\d|[3-9]\d\d)|(?:\+|00)86{_BETWEEN}(?:10|2\d|[3-9]\d\d))[)）]?"
    rf"{_BETWEEN}(\d(?:{_BETWEEN}\d){{6,7}})(?!\d)"
)
_SAID_PHONE = (
    rf"((?:电话|手机|座机|固话|回电|致电|拨打|联系方式|[Tt]el|[Pp]hone)\D{{0,4}})(\d(?:{_BETWEEN}\d){{6,7}})(?!\d)"
)
_ID = r"(?<![0-9A-Za-z])[1-9]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![0-9A-Za-z])"
"""An ID-card number of 18 digits, with the birthday in it."""
# What parts a number or a name unseen.
_UNSEEN = frozenset(
    map(chr, (0xAD, 0x34F, 0x180E, *range(0x200B, 0x2010), *range(0x2060, 0x2065), *range(0xFE00, 0xFE10)))
)
_WIDE = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), 0xFF0B)}  # full-width digits and plus
_ODD = _UNSEEN.union(map(chr, _WIDE))
_TITLES = ("先生", "女士", "小姐", "同志", "师傅", "老师", "阿姨", "大爷", "大妈")
_PARTS = str.maketrans(dict.fromkeys("、，,/;；()（）", " "))  # between the names of several callers
_BUILDING = r"^.*?\d+\s*(?:栋|幢|号楼|座|号)|^.*?[A-Za-z甲乙丙丁东西南北]\s*(?:栋|幢|座)"
_SHORTEST = 5  # digits; a shorter run is no phone number
_SHORTEST_UNKNOWN = 7  # of a number that is no caller's


def mask_name(name: str | None) -> str:
    """Return the first character of a name and two stars: ``张**``; empty for no name."""
    said = (name or "").strip()
    return said[:1] + "**" if said else ""


def mask_phone(phone: str | None) -> str:
    """Return a phone number hidden: ``138****5678``, ``0531-******21``; any other shows its last two digits."""
    said = (phone or "").translate(_WIDE).strip()
    if len(said) == 11 and said.isdecimal() and "13" <= said[:2] <= "19":
        return _mobile(said)  # without the patterns
    masked = _known_shapes(said)
    if masked != said:
        return masked
    digits = len(re.findall(r"\d", said))
    return re.sub(r"\d", "*", said, count=max(0, digits - 2)) if digits > 2 else "*" * len(said)


def mask_account(account: str) -> str:
    """Return an account number of which the last two characters show."""
    return "*" * (len(account) - 2) + account[-2:] if len(account) > 2 else "*" * len(account)


def mask_address(address: str) -> str:
    """Return an address to the building: what follows it is hidden; one that names no building shows its half."""
    found = re.match(_BUILDING, address)
    shown = found[0] if found else address[: max(len(address) // 2, 1)]
    return shown if shown == address else f"{shown}**"


def own_of(addresses: Iterable[str | None], accounts: Iterable[str | None]) -> dict[str, str]:
    """Return addresses and account numbers, each with what hides it; one shorter than five may be any word."""
    told = (
        (said.translate(_WIDE).strip(), mask)
        for mask, all_ in ((mask_address, addresses), (mask_account, accounts))
        for said in all_
        if said
    )
    return {said: mask(said) for said, mask in told if len(said) >= _SHORTEST}


def mask_text(
    text: str | None,
    *,
    phones: Iterable[str | None] = (),
    names: Iterable[str | None] = (),
    own: Mapping[str, str] = {},
) -> str:
    """Return a free text with every phone and ID number hidden, and the callers' known ``phones`` and ``names``.

    What else is the caller's ``own`` stands as it says there.

    Phones of the usual shapes are found whoever's they are; a name of one character is left, being no name. All else
    stays as it is, full-width digits too; only what would act on a screen is taken out.
    """
    if not text:
        return ""
    said = shown = plain(text)
    places: Sequence[int] = range(len(said))
    if not _ODD.isdisjoint(said):  # a number parted by what is not shown would be whole again
        places = [place for place, letter in enumerate(said) if letter not in _UNSEEN]
        shown = "".join(said[place] for place in places).translate(_WIDE)
    parts: list[str] = []
    begun = 0
    for start, end, new in _hidden(shown, phones, names, own):
        parts += [said[begun : places[start]], new]
        begun = places[end - 1] + 1
    return "".join([*parts, said[begun:]])


def _hidden(
    shown: str, phones: Iterable[str | None], names: Iterable[str | None], own: Mapping[str, str]
) -> list[tuple[int, int, str]]:
    """Return what is to be hidden of a text, by place: from, to, and what stands there instead."""
    found: list[tuple[int, int, str]] = []

    def hide(start: int, end: int, new: str) -> None:
        if all(end <= other or start >= last for other, last, _ in found):
            found.append((start, end, new))

    for mine, new in own.items():
        if mine in shown:
            for match in re.finditer(rf"(?<![0-9A-Za-z]){re.escape(mine)}(?![0-9A-Za-z])", shown):
                hide(*match.span(), new)
    digits = len(re.findall(r"\d", shown))
    if digits >= _SHORTEST:
        for known in phones:
            for match, new in _known(shown, (known or "").translate(_WIDE)):
                hide(*match.span(), new)
    if digits >= _SHORTEST_UNKNOWN:
        for match in re.finditer(_ID, shown):
            hide(*match.span(), f"{match[0][:6]}********{match[0][-4:]}")
        for match in re.finditer(_MOBILE, shown):
            hide(*match.span(), _mobile(match[1]))
        for match in re.finditer(_LANDLINE, shown):
            hide(*match.span(), f"{match[1]}-{_last_two(match[2])}")
        for match in re.finditer(_SAID_PHONE, shown):
            hide(*match.span(2), _last_two(match[2]))
    for name in names:
        for form in _forms(name or ""):
            if form in shown:
                for match in re.finditer(re.escape(form), shown):
                    hide(*match.span(), mask_name(form))
    return sorted(found)


@lru_cache(maxsize=100)  # the texts of a complaint come one after another
def _forms(name: str) -> list[str]:
    """Return what a caller's field may stand as in a text: whole, without a title, each name of several."""
    said = name.strip()
    parts = said.translate(_PARTS).split()
    several = parts if all("\u3400" <= letter <= "\u9fff" or letter == "·" for letter in "".join(parts)) else []
    return [form for form in (said, *(_untitled(part) for part in (said, *several))) if len(form) > 1]


def _untitled(name: str) -> str:
    return next((name.removesuffix(title) for title in _TITLES if name.endswith(title)), name)


def _known(text: str, phone: str) -> Iterator[tuple[re.Match[str], str]]:
    """Yield every number of a phone field where it stands in the text, however its digits are spaced there."""
    for number in re.split(r"[^\d \t.·\-—()（）+]+", phone):
        digits = re.findall(r"\d", number)
        if len(digits) >= _SHORTEST and "".join(digits) in "".join(re.findall(r"\d", text)):  # else nothing to find
            spaced = r"(?<!\d)" + "[^\\w\n]{0,2}".join(digits) + r"(?!\d)"
            for match in re.finditer(spaced, text):
                yield match, mask_phone(number)


def _known_shapes(text: str) -> str:
    text = re.sub(_MOBILE, lambda found: _mobile(found[1]), text)
    text = re.sub(_LANDLINE, lambda found: f"{found[1]}-{_last_two(found[2])}", text)
    return re.sub(_SAID_PHONE, lambda found: found[1] + _last_two(found[2]), text)


def _mobile(number: str) -> str:
    digits = "".join(re.findall(r"\d", number))
    return f"{digits[:3]}****{digits[-4:]}"


def _last_two(number: str) -> str:
    digits = "".join(re.findall(r"\d", number))
    return "*" * (len(digits) - 2) + digits[-2:]
