"""Notices sent through apprise: to WeCom, DingTalk, Feishu, mail, or any address that it knows."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from complaint_cli.errors import UsageError
from complaint_cli.messages.desk import Desk


def check(urls: Sequence[str]) -> None:
    """Refuse with UsageError, before anything is sent, addresses not understood, or when apprise is missing."""
    for place, url in enumerate(urls, 1):
        if _address(url) is None:
            raise UsageError(Desk.BAD_URL, place=place, kind=kind_of(url))


def deliver(url: str, title: str, body: str) -> bool:
    """Send one message as plain text, in pieces where the service takes no long ones; say whether it arrived."""
    import apprise

    address = _address(url)
    if address is None:
        return False
    try:
        return bool(address.notify(title=title, body=body, body_format=apprise.NotifyFormat.TEXT))
    except Exception:  # whatever a plugin does, the other recipients are still to be told
        return False


def recipient_of(url: str) -> str:
    """Return how a recipient is known in the records: the SHA-256 of its address, which may hold a secret."""
    return sha256(url.encode()).hexdigest()


def kind_of(url: str) -> str:
    """Return what may be said of an address aloud: its scheme alone."""
    scheme, mark, _ = url.partition("://")
    return scheme[:20] if mark and scheme.isascii() and scheme.replace("+", "").isalnum() else "?"


def _address(url: str) -> Any:
    try:
        import apprise
    except ImportError:
        raise UsageError(Desk.NO_APPRISE) from None
    logger = logging.getLogger("apprise")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())  # or Python prints its warnings, addresses and all, on stderr
    server = apprise.Apprise.instantiate(url)
    if server is None:
        return None
    server.overflow_mode = apprise.OverflowMode.SPLIT
    sender = apprise.Apprise()
    sender.add(server)
    return sender
