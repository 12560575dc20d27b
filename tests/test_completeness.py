"""What must exist for everything that exists: help, a README line and a test for a command, a reader for a number."""

from __future__ import annotations

import ast
import re
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from string import Formatter
from typing import Any

import pytest

import complaint_cli
from complaint_cli import errors, messages
from complaint_cli.assessment import rules
from complaint_cli.commands.terminal.index import COMMANDS, root
from complaint_cli.commands.terminal.pages import cells
from complaint_cli.company.edition import covers
from complaint_cli.company.edition_file import default_edition
from complaint_cli.company.keys import CALENDAR_READS, KEYS, NUMBERS
from complaint_cli.messages import Message

TESTS = Path(__file__).parent
SOURCE = Path(complaint_cli.__file__).parent
README = TESTS.parent / "README.md"
LONGEST_OPTION_HELP = 40  # cells: 20 汉字

for _module in iter_modules(messages.__path__, "complaint_cli.messages."):
    import_module(_module.name)

ENUMS = [enum for enum in Message.__subclasses__() if enum.__module__.startswith("complaint_cli.")]
MESSAGES = [message for enum in ENUMS for message in enum]
ERRORS = [kind for kind in errors.ComplaintError.__subclasses__() if kind.__module__ == "complaint_cli.errors"]


def _command(words: tuple[str, ...]) -> Any:
    """Build the command of these words in the language spoken now."""
    group = root()
    with group.make_context("complaint", [], resilient_parsing=True) as ctx:
        command = group.get_command(ctx, words[0])
    return command.commands[words[1]] if len(words) > 1 else command


def _words(name: str) -> list[tuple[str, ...]]:
    """Return the words of a command, or of each command of a group."""
    inner = getattr(_command((name,)), "commands", None)
    return [(name, each) for each in inner] if inner else [(name,)]


WORDS = [words for name in COMMANDS for words in _words(name)]
IDS = [" ".join(words) for words in WORDS]


@cache
def _source() -> str:
    """Return the program's text without its messages."""
    files = [path for path in sorted(SOURCE.rglob("*.py")) if path.parent.name != "messages"]
    return "\n".join(path.read_text("utf-8") for path in files)


@cache
def _named() -> frozenset[str]:
    """Return what the program names of a class, messages among themselves too: ``Desk.DONE``."""
    texts = [_source(), *(path.read_text("utf-8") for path in (SOURCE / "messages").glob("*.py"))]
    return frozenset(name for text in texts for name in re.findall(r"\b[A-Z]\w*\.[A-Z]\w*\b", text))


@cache
def _constants() -> frozenset[str]:
    """Return every string constant of the program without its messages and its table of keys."""
    files = [path for path in SOURCE.rglob("*.py") if path.parent.name != "messages" and path.name != "policy.py"]
    nodes = (node for path in files for node in ast.walk(ast.parse(path.read_text("utf-8"))))
    return frozenset(node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))


@cache
def _tests() -> str:
    return "\n".join(path.read_text("utf-8") for path in sorted(TESTS.rglob("*.py")) if path != Path(__file__))


@cache
def _run_in_tests() -> frozenset[tuple[str, ...]]:
    """Return the words that the tests' calls begin with: ``run("org", "show", …)``, and lists of such words."""
    found: set[tuple[str, ...]] = set()
    for path in TESTS.rglob("*.py"):
        if path == Path(__file__):
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            parts = node.args if isinstance(node, ast.Call) else getattr(node, "elts", [])
            words = [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
            found |= {tuple(words[:1]), tuple(words[:2])}
    return frozenset(found)


# -- commands ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("words", WORDS, ids=IDS)
def test_every_command_has_help_in_both_languages(run: Any, words: tuple[str, ...], lang: str) -> None:
    page = run(*words, "--help", lang=lang)
    assert (page.code, page.err) == (0, "")
    usage, _, rest = page.out.partition("\n\n")
    assert " ".join(words) in usage
    about = rest.partition("\n\n")[0]
    assert about and about.isascii() == (lang == "en"), about


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("words", WORDS, ids=IDS)
def test_every_option_says_what_it_is_in_few_words(run: Any, words: tuple[str, ...], lang: str) -> None:
    run("--help", lang=lang)  # from here on this language is spoken
    for param in _command(words).params:
        if getattr(param, "hidden", False):
            continue
        assert param.help, f"{param.name} has no help"
        if lang == "zh":
            assert not param.help.isascii() and cells(param.help) <= LONGEST_OPTION_HELP, param.help


@pytest.mark.parametrize("words", WORDS, ids=IDS)
def test_every_command_is_in_the_readme(words: tuple[str, ...]) -> None:
    text = README.read_text("utf-8")
    assert re.search(rf"complaint (--\S+ \S+ )*{' '.join(words)}\b", text) or f"`{' '.join(words)}" in text


def test_the_readme_names_no_command_that_there_is_not() -> None:
    named = re.findall(r"^\s*(?:\$ )?complaint ([a-z][a-z-]*)", README.read_text("utf-8"), re.M)
    assert {*named} <= {*COMMANDS, "help"}


@pytest.mark.parametrize("words", WORDS, ids=IDS)
def test_every_command_is_run_by_a_test(words: tuple[str, ...]) -> None:
    assert words in _run_in_tests()


# -- errors -----------------------------------------------------------------------------------------


def test_every_error_has_an_exit_code_of_its_own() -> None:
    codes = {kind.code: kind.__name__ for kind in ERRORS}
    assert len(codes) == len(ERRORS)
    assert set(codes) == {2, 20, 21, 22, 30, 31, 40, 41, 42, 50}


@pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: kind.__name__)
def test_every_error_is_documented_raised_and_tested(kind: type[errors.ComplaintError]) -> None:
    name, code = kind.__name__, kind.code
    raised = re.search(rf"\b{name}\(", _source()) is not None
    tested = re.search(rf"\b{name}\b|\bcode\b.*\b{code}\b", _tests()) is not None
    assert kind.__doc__ and raised and tested
    assert re.search(rf"^\W*{code}\b", README.read_text("utf-8"), re.M) is not None, "its code is not in the README"


# -- numbers and rules ------------------------------------------------------------------------------


def _declared() -> set[str]:
    """Return what rules and calendar declare to read."""
    reads = {key for rule in rules.RULES.values() for key in rule.reads}
    return reads | {*CALENDAR_READS}


@pytest.mark.parametrize("key", NUMBERS)
def test_every_number_is_read(key: str) -> None:
    table, _, rest = key.partition(".")
    declared = any(covers(read, key) for read in _declared())
    # asked for by its name, or by a name put together: f"limits.{kind}", f"{BANDS[name]}.band"
    asked = key in _constants() or (f"{table}." in _constants() and rest in _constants())
    built = f".{rest}" in _constants() and table in _constants()
    assert declared or asked or built


def test_rules_declare_only_what_there_is() -> None:
    for read in _declared():
        assert any(covers(read, key) for key in KEYS), read


@pytest.mark.parametrize("name", rules.RULES)
def test_every_rule_cites_the_clause_of_the_edition(name: str) -> None:
    doc = rules.RULES[name].doc
    assert doc.partition(":")[0] == default_edition().get(f"{name}.cite")


# -- messages ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("message", MESSAGES, ids=str)
def test_both_languages_say_the_same_facts(message: Message) -> None:
    zh, en = ({name for _, name, _, _ in Formatter().parse(text) if name} for text in (message.zh, message.en))
    assert zh == en
    assert len(message.value) == 2 and message.zh and message.en


@pytest.mark.parametrize("enum", ENUMS, ids=lambda enum: enum.__name__)
def test_every_message_is_said_somewhere(enum: type[Message]) -> None:
    everything = _source() + "\n".join(path.read_text("utf-8") for path in (SOURCE / "messages").glob("*.py"))
    words = set(re.findall(r"\w+", everything + (SOURCE / "data" / "edition.toml").read_text("utf-8")))
    # what is said by a name put together, Admin[f"CHANGED_{kind}"] or Told[rule.upper()], has its end in small letters
    begun = ("", *re.findall(rf"{enum.__name__}\[f?['\"](\w+_)", everything))
    whole = re.search(rf"(in|list\() {enum.__name__}\b", everything) is not None
    unsaid = [
        message.name
        for message in enum
        if f"{enum.__name__}.{message.name}" not in _named()
        and not any(message.name.removeprefix(part).lower() in words for part in begun if message.name.startswith(part))
    ]
    assert whole or unsaid == []


def test_no_file_is_longer_than_one_can_read() -> None:
    lines = {str(file): file.read_text("utf-8").count("\n") for file in SOURCE.rglob("*.py")}
    assert {name: count for name, count in lines.items() if count > 400} == {}
