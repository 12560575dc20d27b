"""Every sentence the program says, zh and en side by side, one enum a stage of the work."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

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


class Message(Enum):
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
