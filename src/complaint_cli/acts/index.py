"""Every command that records something of a complaint, by its name: the same for terminal, batch and scenarios.

Each takes the open work and the command's options by name, writes one journal entry, and returns the answer that
``--json`` prints. All run inside one transaction of the caller. One run imports the act that it wants, and no other.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from inspect import CO_VARKEYWORDS
from typing import TYPE_CHECKING

from complaint_cli.complaint.fields import SHORT

if TYPE_CHECKING:
    from complaint_cli.acts.answers import Recorded

ACTS = {
    "intake": "intake.intake",
    "transfer": "transfer.transfer",
    "approve": "transfer.approve",
    "return": "transfer.return_",
    "handle": "handling.handle",
    "extend": "handling.extend",
    "callback": "callback.callback",
    "reply": "callback.reply",
    "amend": "correction.amend",
    "withdraw": "amending.withdraw",
    "link": "links.link",
    "unlink": "links.unlink",
    "investigate": "rulings.investigate",
    "decide": "rulings.decide",
    "object": "rulings.object_",
    "exclude": "rulings.exclude",
    "include": "rulings.include",
    "commend": "rulings.commend",
}
"""The acts by their commands: the module, and the function in it."""


def act_of(do: str) -> Callable[..., Recorded]:
    """Return the act of a command."""
    module, name = ACTS[do].split(".")
    act: Callable[..., Recorded] = getattr(import_module(f"complaint_cli.acts.{module}"), name)
    return act


def keys_of(act: Callable[..., Recorded]) -> tuple[str, ...]:
    """Return what an act takes by name, but for the open work; an underscore parts a name from a word of Python's."""
    code = act.__code__
    own = code.co_varnames[1 : 1 + code.co_kwonlyargcount]
    return (*own, *SHORT) if code.co_flags & CO_VARKEYWORDS else own
