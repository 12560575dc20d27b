"""Notices sent through apprise: to WeCom, DingTalk, Feishu, mail, or any address that it knows."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from complaint_cli.errors import UsageError
from complaint_cli.messages.desk import Desk
from complaint_cli.text.digest import sha256


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
    room = MOST_BYTES.get(kind_of(url))
    pieces = [body] if room is None else [*_pieces(body, room - len(title.encode()) - 2)]
    try:
        with _answers() as refused:
            sent = all(
                address.notify(title=title, body=piece, body_format=apprise.NotifyFormat.TEXT) for piece in pieces
            )
        return bool(sent) and not refused
    except Exception:  # whatever a plugin does, the other recipients are still to be told
        return False


MOST_BYTES = {"wecombot": 2048, "dingtalk": 20_000, "feishu": 20_000, "lark": 20_000}
"""The longest message of a robot, in bytes; its service counts so, not in characters."""


def _pieces(body: str, most: int) -> Iterator[str]:
    """Yield a text in pieces of so many bytes, parted at the ends of lines where they fit."""
    piece = ""
    for line in body.splitlines(keepends=True):
        while len(line.encode()) > most:
            cut = line.encode()[:most].decode("utf-8", "ignore")
            yield from filter(None, (piece, cut))
            piece, line = "", line[len(cut) :]
        if len((piece + line).encode()) > most:
            yield piece
            piece = ""
        piece += line
    if piece:
        yield piece


@contextmanager
def _answers() -> Iterator[list[object]]:
    """Collect the refusals that robots answer with status 200: DingTalk and WeCom ``errcode``, Feishu ``code``."""
    import requests

    refused: list[object] = []
    send = requests.Session.send

    def watched(self: Any, request: Any, **options: Any) -> Any:
        response = send(self, request, **options)
        try:
            answer = response.json()
        except ValueError:
            return response
        if isinstance(answer, dict):
            code = answer.get("errcode", answer.get("StatusCode", answer.get("code") if "msg" in answer else 0))
            if code not in (0, 200, "0", None):
                refused.append(code)
        return response

    requests.Session.send = watched  # type: ignore[method-assign]
    try:
        yield refused
    finally:
        requests.Session.send = send  # type: ignore[method-assign]


def recipient_of(url: str) -> str:
    """Return how a recipient is known in the records: the SHA-256 of its address, which may hold a secret."""
    return sha256(url)


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
