"""Words compared as people mean them."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=4096)
def name_key(name: str) -> str:
    """Return what two spellings of one name share: NFKC, without spaces and invisible characters."""
    wide = unicodedata.normalize("NFKC", name)
    return "".join(letter for letter in wide if unicodedata.category(letter)[0] not in "ZC")
