"""The chain: one entry a write, each hashing the one before it."""

from __future__ import annotations

from json import JSONEncoder
from json.encoder import c_make_encoder, encode_basestring  # type: ignore[attr-defined]
from typing import Any

from complaint_cli.text.digest import sha256
from complaint_cli.text.tuples import NamedTuple

GENESIS = "0" * 64
"""What stands before the first entry."""

_encoder = JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_pieces = c_make_encoder(None, _encoder.default, encode_basestring, None, ":", ",", False, False, True)  # set up once


def encode(value: object) -> str:
    """Return the text that a row or a value is hashed as; there is no other way."""
    return "".join(_pieces(value, 0))


class Link(NamedTuple):
    """One journal entry, in the order of its table."""

    seq: int
    recorded: str
    clock: str
    actor: str
    command: str
    subject: str | None
    before: str | None
    images: str
    previous: str
    hash: str


def link_hash(link: tuple[object, ...]) -> str:
    """Return the SHA-256 over an entry's first nine columns, the hash of the one before among them."""
    return sha256(encode(link[:9]))


def image(table: str, row: list[Any]) -> str:
    """Return the line by which an entry remembers a row as it was written."""
    return f"{table}\t{encode(row)}"
