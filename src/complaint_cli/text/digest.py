"""SHA-256 of a few short texts, or of many."""

from __future__ import annotations

import sys
from contextlib import suppress
from functools import cache
from importlib import import_module
from typing import Any


def sha256(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, in hexadecimal digits."""
    found: str = _sha256()(text.encode()).hexdigest()
    return found


def expect_many() -> None:
    """Have OpenSSL hash from now on, several times as fast."""
    import_module("hashlib")
    _sha256.cache_clear()


@cache
def _sha256() -> Any:
    """Return OpenSSL's where it is loaded; for a few texts it takes longer to load than to hash."""
    if "_hashlib" not in sys.modules:
        for own in ("_sha2", "_sha256"):  # what hashlib falls back to, from Python 3.12 on and before
            with suppress(ImportError):
                return import_module(own).sha256
    return import_module("hashlib").sha256
