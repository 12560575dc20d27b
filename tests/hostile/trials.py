"""What is tried, one function a kind, for the short run of the suite and for the long one alike."""

from __future__ import annotations

import itertools
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import books
from conftest import Result
from hostile import lines as drawn
from hostile.surface import Param
from hostile.words import BIDI, ESCAPES, FORMULAS, LONG, SHELLS, typed
from hostile.world import ACTIVE, Fault, World

SHELLS_SPOKEN = ("bash", "zsh", "fish", "powershell", "pwsh")
QUIET = ("install_completion", "show_completion")
"""Options that change the shell's own files."""


def world_in(home: Path) -> World:
    """Return a world whose database holds the example's October."""
    books.october(home)
    for end in ("", "-evidence"):
        (home / f"complaint.db{end}").rename(home / f"template.db{end}")
    return World(home, home / "template.db")


# -- every option by turns ----------------------------------------------------------------------------


def options() -> list[tuple[str, Param]]:
    """Return every option and argument with its command's words."""
    return [(name, p) for name, command in drawn.ALL.items() for p in command.params if p.name not in QUIET]


def one_by_one(name: str, param: Param, words: Iterator[str]) -> Iterator[list[str]]:
    """Yield command lines that are in order but for one option, which takes every word."""
    command = drawn.ALL[name]
    for word in words:
        yield drawn.line_of(command, drawn.usual_line(command) | {param.name: word})


def turns(param: Param, start: int, count: int) -> list[str]:
    """Return some of an option's words, others for each start, so that all options together see all of them."""
    if not param.takes_value:
        return [""]
    words = drawn.words_for(param)
    own = len(drawn.AWKWARD.get(param.kind, ()))
    mine = [words[(start + i) % own] for i in range(count)] if own else []
    return mine + [words[own + (start * count + i) % (len(words) - own)] for i in range(count)]


# -- lines, batches and variables that hypothesis draws ------------------------------------------------


def search(examples: int, trial: Callable[[Any], None], strategy: st.SearchStrategy[Any], seed: bool) -> None:
    """Let hypothesis draw some examples; the same ones every time where there is no ``seed``."""
    phases = [Phase.explicit, Phase.generate, Phase.shrink]
    quiet = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]
    chosen = settings(
        max_examples=examples, deadline=None, derandomize=not seed, database=None, phases=phases,
        suppress_health_check=quiet,
    )  # fmt: skip

    def tried(value: Any) -> None:
        trial(value)

    chosen(given(strategy)(tried))()


def raise_first(faults: list[Fault]) -> None:
    """Fail on the first broken promise."""
    assert not faults, str(faults[0])


# -- what was stored is printed ----------------------------------------------------------------------


def story(word: Callable[[int], str]) -> list[dict[str, Any]]:
    """Return a batch that tells one complaint with a hostile word in every text that is kept."""
    turn = itertools.count()

    def text() -> str:
        return word(next(turn))[:15_000] or "无"

    def name() -> str:
        return text()[:60].strip() or "无"

    a = {"no": "@a"}
    return [
        {"do": "intake", "ref": "first", "at": "2026-10-08 09:00", "content": "先前一件 " + text(), "category": "计量收费"},
        {
            "do": "intake", "ref": "a", "at": "2026-10-08 09:30", "content": text(), "category": "维修抢修/" + name(), "source": name(),
            "caller": name(), "phone": name(), "account": name(), "address": name(), "order_no": "H" + name(),
            "superior_no": name(), "deadline": "2026-10-12 17:30",
        },
        {"do": "link", **a, "at": "2026-10-08 10:00", "repeat_of": "@first"},
        {
            "do": "transfer", **a, "at": "2026-10-08 10:00", "to": "维修抢修部", "person": ["樊大川", "毛立夏"],
            "justified": text(),
        },
        {
            "do": "approve", **a, "at": "2026-10-08 11:00", "as": "deputy", "acting": True, "by": "许知秋",
            "opinion": text(),
        },
        {
            "do": "approve", **a, "at": "2026-10-08 12:00", "as": "general", "acting": True, "by": "严守衡",
            "opinion": text(),
        },
        {"do": "extend", **a, "at": "2026-10-09 09:00", "to": "2026-10-13 17:30", "approved_by": "顾怀远", "reason": text()},
        {
            "do": "handle", **a, "at": "2026-10-20 09:00", "contact": "visit", "result": text(), "report": text(),
            "done": True, "by": "樊大川",
        },
        {"do": "callback", **a, "at": "2026-10-20 15:00", "result": "unsatisfied", "resolved": False, "by": "温小棠", "note": text()},
        {"do": "reply", **a, "at": "2026-10-20 16:00", "summary": text(), "by": "温小棠"},
        {
            "do": "investigate", **a, "at": "2026-10-21 09:00", "auditor": "纪清源", "clerk": "温小棠",
            "internal_cause": True, "adverse_effect": True, "severity": "serious", "person": ["樊大川"], "note": text(),
        },
        {
            "do": "decide", **a, "rule": "internal_cause", "person": "樊大川", "amount": "500", "reason": text(),
            "by": "纪清源",
        },
        {"do": "object", **a, "rule": "internal_cause", "person": "樊大川", "reason": text()},
        {"do": "commend", "dept": "维修抢修部", "at": "2026-10-22 09:00", "reason": text(), "complaint": "@a"},
        {"do": "amend", **a, "reason": text(), "content": "甲 " + text(), "caller": name(), "address": name()},
        {"do": "exclude", "no": "@first", "reason": text(), "approved_by": "顾怀远"},
        {"do": "intake", "ref": "last", "at": "2026-11-02 10:00", "content": text(), "caller": name(), "category": "维修抢修/" + name(), "deadline": "2h"},
    ]  # fmt: skip


PRINTING: tuple[tuple[str, ...], ...] = (
    *(
        (),
        ("board", "--all"),
        ("list",),
        ("list", "--all"),
        ("overdue", "--within", "9wd"),
        ("repeats", "--days", "90"),
    ),
    *(("show", "@first"), ("show", "@a"), ("show", "@last"), ("search", "甲"), ("org", "show"), ("verify",)),
    *(("assess", "--month", "2026-10"), ("assess", "--month", "2026-10", "--explain", "@a")),
    *(("assess", "--month", "2026-10", "--explain", "@first"), ("show", "@a", "--reveal")),
)
"""Commands that print what was stored; each also with ``--json``."""
PAPERS: tuple[tuple[str, ...], ...] = (
    *(("form", "@a", "-o", "a.docx", "--masked"), ("ledger", "-o", "b.xlsx"), ("ledger", "-o", "c.csv")),
    *(("assess", "--month", "2026-10", "--xlsx", "d.xlsx"), ("assess", "--month", "2026-10", "--docx", "e.docx")),
    *(("form", "@first", "-o", "f.docx", "--masked"), ("form", "@a", "-o", "g.docx")),
)
"""Commands that write what was stored into files."""


def named(args: tuple[str, ...], refs: dict[str, str]) -> tuple[str, ...]:
    """Return a command line with the numbers that a story gave its complaints."""
    return tuple(refs[arg[1:]] if arg[:1] == "@" else arg for arg in args)


def told(world: World, batch: list[dict[str, Any]]) -> tuple[dict[str, str], list[Fault]]:
    """Put a batch on a fresh database; return the numbers of its complaints and what broke a promise."""
    written = "\n".join(json.dumps(line, ensure_ascii=False) for line in batch).encode()
    result, faults = world.run("batch", "-", "--json", stdin=written)
    if result.code != 0:
        return {}, [*faults, Fault("the story is refused", ("batch", "-"), {}, result)]
    return result.json()["refs"], faults


def printed(world: World, refs: dict[str, str]) -> list[Fault]:
    """Print and write out the database as it is, in every way; return what broke a promise."""
    faults: list[Fault] = []
    for args in PRINTING:
        for more in ((), ("--json",)):
            faults += _printed_well(world, (*named(args, refs), *more))
    for args in PAPERS:
        made = paper_of(world, args)
        made.unlink(missing_ok=True)
        faults += _printed_well(world, named(args, refs))
        if made.exists():
            faults += [Fault(what, args, {}, Result(0, "", "")) for what in acting_parts(made)]
    for shell in SHELLS_SPOKEN:
        for line in ("complaint show ", "complaint transfer 14 --person ", "complaint transfer 14 --to ", "complaint "):
            faults += completed(world, shell, line)
    return faults


def paper_of(world: World, args: tuple[str, ...]) -> Path:
    """Return the file that a command writes."""
    return world.cwd / next(arg for arg in args if arg.endswith((".docx", ".xlsx", ".csv")))


def _printed_well(world: World, args: tuple[str, ...]) -> list[Fault]:
    result, faults = world.go(*args)
    if result.code not in (0, 3):
        faults.append(Fault("what was stored cannot be printed", args, {}, result))
    elif args[-1:] == ("--json",):
        try:
            json.loads(result.out)
        except ValueError:
            faults.append(Fault("what is printed is no JSON", args, {}, result))
    return faults


def acting_parts(file: Path) -> list[str]:
    """Return what in a written file could act or is broken: formulas, links, macros, XML that is none."""
    if file.suffix == ".csv":
        text = file.read_text("utf-8-sig")
        return ["a csv cell begins a formula"] * any(map(_begins_formula, text.splitlines()))
    found: list[str] = []
    with zipfile.ZipFile(file) as archive:
        for name in archive.namelist():
            data = archive.read(name)
            if name.endswith((".xml", ".rels")):
                try:
                    ElementTree.fromstring(data)
                except ElementTree.ParseError as error:
                    found.append(f"{name} is no XML: {error}")
                text = data.decode("utf-8")
                if name.startswith("xl/") and re.search("<f[ >/]", text):
                    found.append(f"{name} holds a formula")
                if (
                    'TargetMode="External"' in text
                    or "vbaProject" in text
                    or ("w:fldChar" in text and "PAGE" not in text)
                ):
                    found.append(f"{name} reaches outside")
                raw = ACTIVE.search(re.sub(r"[\r\n\t]", "", text))
                if raw:
                    found.append(f"{raw[0]!r} stands in {name}")
    return found


def _begins_formula(line: str) -> bool:
    import csv

    return any(cell[:1] in tuple("=+-@\t\r＝＋－＠") for cell in next(csv.reader([line]), []))


# -- completion ----------------------------------------------------------------------------------------


def completed(world: World, shell: str, line: str) -> list[Fault]:
    """Ask for what a shell would offer after a line; its characters must mean nothing to that shell."""
    words = typed(line)
    env = {
        "_COMPLAINT_COMPLETE": f"complete_{shell}", "_TYPER_COMPLETE_ARGS": words,
        "_TYPER_COMPLETE_FISH_ACTION": "get-args", "_TYPER_COMPLETE_WORD_TO_COMPLETE": words.rpartition(" ")[2],
        "COMP_WORDS": words, "COMP_CWORD": str(words.count(" ")),
    }  # fmt: skip
    result, faults = world.go(env=env)
    offered = result.out.replace("_arguments '*: :((", "").replace("))'", "") if shell == "zsh" else result.out
    bad = re.search(r"[$`\\;&|<>(){}\[\]*?~!#']", re.sub(r"\\\\:|\[OPTIONS\]", "", offered))
    if bad:
        faults.append(Fault(f"{bad[0]!r} is offered to {shell}", (line,), env, result))
    if result.err:
        faults.append(Fault(f"completion for {shell} is not silent", (line,), env, result))
    return faults


@cache
def endings() -> tuple[str, ...]:
    """Return lines that are being typed when Tab is pressed."""
    words = [*ESCAPES, *BIDI, *FORMULAS, *SHELLS, "'", '"', "\\", "1" * 5000, "２", "%", "--db ", "--db fifo show "]
    commands = ("show", "transfer 1 --person", "transfer 1 --to", "decide 1 --rule", "list --status", "")
    return tuple(f"complaint {command} {word}" for command, word in itertools.product(commands, words))


def long_lines() -> Iterator[tuple[list[str], dict[str, Any]]]:
    """Yield command lines with a very long text in one place."""
    for text in LONG:
        yield ["intake", "--content", text], {}
        yield ["show", "--", text], {}
        yield ["search", "--", text], {}
        yield ["due", "--", text], {}
        yield ["assess", "--month", text], {}
        yield [text], {}
        yield [f"--{text}"], {}
        yield ["reply", "14", "--summary", text, "--at", text], {}
        yield ["intake", "--json", "-"], {"stdin": json.dumps({"content": text * 10}).encode()}
        yield ["import", "rows.csv", "--map", text + "=content"], {}
        yield ["transfer", "14", "--to", text, "--person", text], {}
    yield ["intake", "--json", "-"], {"stdin": b"[" * 10_000_000}
    yield ["intake", "--json", "-"], {"stdin": b'{"content": "' + b"x" * 10_000_000}
    yield ["batch", "-"], {"stdin": b'{"do":' * 1_000_000}
    yield ["batch", "-"], {"stdin": b"\xff\xfe" * 5_000_000}
    yield ["batch", "-"], {"stdin": ('{"a":' * 100_000 + "1" + "}" * 100_000).encode()}
