"""Our named tuples are to whoever uses them those of ``typing``."""

from __future__ import annotations

import copy
import pickle
import typing
from collections.abc import Callable
from typing import Any

import pytest

from complaint_cli.company.edition_file import default_edition
from complaint_cli.company.organisation import Organisation
from complaint_cli.text import tuples


class Ours(tuples.NamedTuple):
    """One of the house."""

    no: str
    at: int
    by: str | None = None

    @property
    def late(self) -> bool:
        return self.at > 1


class Theirs(typing.NamedTuple):
    """The same of the standard library."""

    no: str
    at: int
    by: str | None = None

    @property
    def late(self) -> bool:
        return self.at > 1


class Begun(tuples.Base):
    """What several begin with."""

    no: str
    at: int


class Heirs(Begun):
    """The same as ours, begun by another."""

    by: str | None = None

    @property
    def late(self) -> bool:
        return self.at > 1


Make = Callable[[Any], Any]
ALIKE: dict[str, Make] = {
    "by place": lambda kind: kind("a", 2, "c"),
    "by name": lambda kind: kind(by="c", at=2, no="a"),
    "both": lambda kind: kind("a", at=1),
    "a default": lambda kind: kind("a", 2).by,
    "of a row": lambda kind: kind._make(["a", 2, None]),
    "changed": lambda kind: kind("a", 2, "c")._replace(at=1, by="d"),
    "as a dict": lambda kind: kind("a", 2)._asdict(),
    "in words": lambda kind: repr(kind("a", 2)).partition("(")[2],
    "fields": lambda kind: (kind._fields, kind._field_defaults, kind.__match_args__, kind.__doc__ is not None),
    "what stands in its body": lambda kind: kind("a", 2).late,
    "copied": lambda kind: copy.deepcopy(kind("a", 2, "c")),
    "kept": lambda kind: pickle.loads(pickle.dumps(kind("a", 2))),
    "its class": lambda kind: type(copy.copy(kind("a", 2)._replace(at=1))) is kind,
    "as a key": lambda kind: {kind("a", 2): 1}[kind("a", 2)],
    "nothing beside": lambda kind: hasattr(kind("a", 2), "__dict__"),
}
REFUSED: dict[str, Make] = {
    "too few": lambda kind: kind("a"),
    "too many": lambda kind: kind("a", 2, "c", 4),
    "twice": lambda kind: kind("a", 2, no="b"),
    "unknown": lambda kind: kind("a", 2, who="b"),
    "a short row": lambda kind: kind._make(["a"]),
    "a set field": lambda kind: setattr(kind("a", 2), "at", 3),
}


@pytest.mark.parametrize("make", ALIKE.values(), ids=ALIKE)
def test_what_it_does(make: Make) -> None:
    assert make(Ours) == make(Heirs) == make(Theirs)


@pytest.mark.parametrize("make", REFUSED.values(), ids=REFUSED)
def test_what_it_refuses(make: Make) -> None:
    for kind in (Theirs, Ours, Heirs):
        with pytest.raises((TypeError, AttributeError)):
            make(kind)


def test_an_unknown_change_is_refused() -> None:
    with pytest.raises(TypeError):
        Ours("a", 2)._replace(who="b")  # type: ignore[call-arg]


def test_an_edition_is_its_text_and_an_organisation_itself() -> None:
    edition, company = default_edition(), Organisation("", (), ())
    same, other = edition._replace(numbers={}), edition._replace(source="")
    assert edition == same and (edition != same) is False and edition != other
    assert company == company and company != company._replace()
