"""Every command that records something of a complaint, by its name: the same for terminal, batch and scenarios.

Each takes the open work and the command's options by name, writes one journal entry, and returns the answer that
``--json`` prints. All run inside one transaction of the caller.
"""

from __future__ import annotations

from collections.abc import Callable

from complaint_cli.acts.amending import withdraw
from complaint_cli.acts.answers import Answer
from complaint_cli.acts.callback import callback, reply
from complaint_cli.acts.correction import amend
from complaint_cli.acts.handling import extend, handle
from complaint_cli.acts.intake import intake
from complaint_cli.acts.links import link, unlink
from complaint_cli.acts.rulings import commend, decide, exclude, include, investigate, object_
from complaint_cli.acts.transfer import approve, return_, transfer

ACTS: dict[str, Callable[..., Answer]] = {
    "intake": intake,
    "transfer": transfer,
    "approve": approve,
    "return": return_,
    "handle": handle,
    "extend": extend,
    "callback": callback,
    "reply": reply,
    "amend": amend,
    "withdraw": withdraw,
    "link": link,
    "unlink": unlink,
    "investigate": investigate,
    "decide": decide,
    "object": object_,
    "exclude": exclude,
    "include": include,
    "commend": commend,
}
