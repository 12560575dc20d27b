"""Files that hold neither a table nor an order that can be read: what they are, and what to do with them."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

from complaint_cli.errors import ImportRejected
from complaint_cli.messages.exchange import Exchange

OLE = b"\xd0\xcf\x11\xe0"
"""How the files of old office programs begin."""
OFFICE = (b"PK\x03\x04", OLE)
"""How those of any office program begin."""
_STARTS = {
    Exchange.OLD_WORD: (b"{\\rtf",),
    Exchange.PICTURE: (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"II*\0", b"MM\0*"),
    Exchange.PACKED: (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b"),
}
_OLD = dict.fromkeys((".doc", ".dot", ".wps", ".wpt"), Exchange.OLD_WORD) | {".msg": Exchange.MAIL}
_MAIL = re.compile(
    rb"(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?(?:MIME-Version|Content-Type|Received|DKIM-Signature):", re.IGNORECASE
)


def foreign(start: bytes, name: str) -> Exchange | None:
    """Return what to do with a picture, an archive, a mail, an old Word file, by its first bytes; None for another."""
    if start.startswith(OLE):
        return _OLD.get(Path(name).suffix.lower())
    if start[4:8] == b"ftyp":  # as telephones keep pictures
        return Exchange.PICTURE
    if _MAIL.match(start):
        return Exchange.MAIL
    return next((message for message, starts in _STARTS.items() if start.startswith(starts)), None)


def check_start(start: bytes, name: str) -> None:
    """Refuse a file of a kind that is not read, by its first bytes."""
    if message := foreign(start, name):
        raise ImportRejected(message, file=name)


def check_parts(parts: Collection[str], name: str) -> None:
    """Refuse a packed file that is no workbook, by the names of its parts."""
    if "word/document.xml" in parts:
        raise ImportRejected(Exchange.WORD_TABLE, file=name)
    if "OFD.xml" in parts:
        raise ImportRejected(Exchange.PICTURE, file=name)
    if not any(part.startswith(("xl/", "xl\\")) or part == "content.xml" for part in parts):
        raise ImportRejected(Exchange.PACKED, file=name)
