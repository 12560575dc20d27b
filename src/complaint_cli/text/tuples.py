"""Named tuples: to a type checker those of ``typing``, of which each is written out and compiled at every start."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar, Self, dataclass_transform

if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple

    @dataclass_transform(frozen_default=True)
    class Base(tuple[Any, ...]):
        """A named tuple that others begin with: theirs are its fields and what they add."""

        _fields: ClassVar[tuple[str, ...]]

        @classmethod
        def _make(cls, values: Iterable[Any]) -> Self: ...
        def _replace(self, **changed: Any) -> Self: ...
        def _asdict(self) -> dict[str, Any]: ...

else:  # the same to whoever uses it, but fifty of the others take 7 ms of every start
    from collections import _tuplegetter

    class _Kind(type):
        """The class of a named tuple; its fields are what is annotated in its body."""

        def __new__(cls, name: str, bases: tuple[type, ...], space: dict[str, Any]) -> Any:
            begun, own = getattr(bases[0], "_fields", ()), tuple(space.get("__annotations__", ()))
            defaults = {field: space[field] for field in own if field in space}
            if begun:
                defaults = bases[0]._field_defaults | defaults
            fields = begun + own
            space |= {field: _tuplegetter(place, None) for place, field in enumerate(own, len(begun))}
            space |= {"__slots__": (), "__match_args__": fields, "_fields": fields, "_field_defaults": defaults}
            return super().__new__(cls, name, bases, space)

    class NamedTuple(tuple, metaclass=_Kind):
        def __new__(cls, *values: Any, **named: Any) -> Any:
            if named or len(values) != len(cls._fields):
                return cls._make(values + cls._rest(cls._fields[len(values) :], named))
            return tuple.__new__(cls, values)

        @classmethod
        def _rest(cls, fields: tuple[str, ...], named: dict[str, Any]) -> tuple[Any, ...]:
            known = cls._field_defaults | named
            if not named.keys() <= {*fields} <= known.keys():
                raise TypeError(f"{cls.__name__} wants {', '.join(fields)}")
            return tuple([known[field] for field in fields])

        @classmethod
        def _make(cls, values: Iterable[Any]) -> Any:
            made = tuple.__new__(cls, values)
            if len(made) != len(cls._fields):
                raise TypeError(f"{cls.__name__} has {len(cls._fields)} values, not {len(made)}")
            return made

        def _replace(self, **changed: Any) -> Any:
            made = self._make(map(changed.pop, self._fields, self))
            if changed:
                raise TypeError(f"{type(self).__name__} has no {', '.join(changed)}")
            return made

        def _asdict(self) -> dict[str, Any]:
            return dict(zip(self._fields, self, strict=True))

        def __getnewargs__(self) -> tuple[Any, ...]:
            return tuple(self)

        def __repr__(self) -> str:
            return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in self._asdict().items())})"

    Base = NamedTuple
