"""Every sentence the program says, zh and en side by side, one enum a stage of the work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

LANGUAGES = ("zh", "en")

_language = "zh"


def use_language(language: str) -> None:
    """Choose the language, ``zh`` or ``en``, in which messages are said from now on."""
    global _language
    _language = language if language in LANGUAGES else "en"


def language() -> str:
    """Return the language in use, ``zh`` or ``en``."""
    return _language


def listed(words: Iterable[str]) -> str:
    """Join words as the language in use lists them: 甲、乙, or a, b."""
    return ("、" if _language == "zh" else ", ").join(words)


def clauses(words: Iterable[str]) -> str:
    """Join parts of one sentence as the language in use does: 甲，乙, or a, b."""
    return ("，" if _language == "zh" else ", ").join(words)


def in_one(sentences: Iterable[str]) -> str:
    """Join short sentences into one, parted as the language in use does."""
    return ("；" if _language == "zh" else "; ").join(sentences)


def labelled(name: str, text: str) -> str:
    """Set what a text is before it as the language in use does."""
    return f"{name}：{text}" if _language == "zh" else f"{name}: {text}"


def yes_or_no(value: object, language: str | None = None) -> str:
    """Say whether something is so."""
    return (("否", "是") if (language or _language) == "zh" else ("no", "yes"))[bool(value)]


if TYPE_CHECKING:
    from enum import Enum as _Members
else:  # the same to whoever uses it, but a thousand members of an Enum take 6 ms of every start

    class _Kind(type):
        """The class of a set of sentences, which are its members in the order in which they stand.

        A member is made when it is first named.
        """

        def __new__(cls, name: str, bases: tuple[type, ...], space: dict[str, object]) -> object:
            texts = {key: value for key, value in space.items() if value.__class__ is tuple and key[0] != "_"}
            rest = {key: space[key] for key in space.keys() - texts}
            return super().__new__(cls, name, bases, rest | {"_texts": texts})

        def __getattr__(cls, name: str) -> object:
            if name not in cls._texts:
                raise AttributeError(f"{cls.__name__} has no {name}")
            member = object.__new__(cls)
            member.name, member.value = name, cls._texts[name]
            setattr(cls, name, member)
            return member

        def __getitem__(cls, name: str) -> object:
            if name not in cls._texts:
                raise KeyError(name)
            return getattr(cls, name)

        def __iter__(cls) -> Iterator[object]:
            return (getattr(cls, name) for name in cls._texts)

    class _Members(metaclass=_Kind):
        def __repr__(self) -> str:
            return f"{type(self).__name__}.{self.name}"


class Message(_Members):
    """One sentence in both languages; call it with its facts to say it."""

    @property
    def zh(self) -> str:
        """The Chinese sentence, unfilled."""
        return str(self.value[0])

    @property
    def en(self) -> str:
        """The English sentence, unfilled."""
        return str(self.value[1])

    def __call__(self, **facts: object) -> str:
        return self.say(_language, **facts)

    def say(self, language: str, **facts: object) -> str:
        """Say it in ``language``, whatever the language in use."""
        text = self.zh if language == "zh" else self.en
        return text.format(**facts) if facts else text
