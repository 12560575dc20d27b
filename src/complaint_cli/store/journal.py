"""The chain: one entry a write, each hashing the one before it."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

GENESIS = "0" * 64
"""What stands before the first entry."""

encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""The one way in which a row or a value becomes text that is hashed."""


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


def link_hash(link: tuple[Any, ...]) -> str:
    """Return the SHA-256 over an entry's first nine columns, the hash of the one before among them."""
    from hashlib import sha256

    return sha256(encode(link[:9]).encode()).hexdigest()


def image(table: str, row: list[Any]) -> str:
    """Return the line by which an entry remembers a row as it was written."""
    return f"{table}\t{encode(row)}"
