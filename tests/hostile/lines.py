"""Command lines, batches and environments made of hostile words, as hypothesis draws them."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from hypothesis import strategies as st

from hostile.surface import Command, Param, batch_keys, commands
from hostile.words import JSON_VALUES, LONG, MONTHS, NUMBERS, TEXT, TIMES, WORDS, no_place, typed
from hostile.world import INPUTS, TRAPS

PEOPLE = ("温小棠", "纪清源", "白景行", "顾怀远", "蓝抄月", "樊大川", "叶听雨", "钟万里", "石长庚")
RULES = ("handling_overdue", "internal_cause", "transfer_delayed", "reply_late")

USUAL: dict[str, tuple[str, ...]] = {
    "time": ("2026-10-20 10:00", "2026-11-02 16:00", "5wd", "今天", "2026-10-09", "2026-12-31 17:30"),
    "person": PEOPLE,
    "no": ("2026-0003", "14", "16", "9", "12", "RX2026100802", "1"),
    "month": ("2026-10", "2026-09", "2026-11"),
    "department": ("维修抢修部", "计量收费部", "客户服务部", "综合管理部"),
    "limit": ("5wd", "2h", "3wh", "7d", "24 小时"),
    "number": ("1", "2", "50"),
    "map": ("留言=content", "电话=phone"),
    "file": INPUTS,
    "lines": ("lines.jsonl", "one.json", "-"),
    "url": ("json://127.0.0.1:9/x",),
    "text": ("用户满意，已办结", *RULES, "100", "overdue", "计量收费"),
}
"""What would be given in earnest, by the kind of an option's value."""

BY_NAME: dict[str, tuple[str, ...]] = {
    "output": ("made.docx", "made.xlsx", "made.csv"),
    "xlsx": ("made.xlsx",),
    "docx": ("made.docx",),
    "template": ("form-template.docx",),
    "a": ("current", "default", "policy.toml", "2026-10-09"),
    "b": ("current", "default", "policy.toml", "2026-10-09"),
    "rule": RULES,
    "amount": ("100", "0", "300.50"),
    "policy": ("policy.toml",),
    "scenarios": ("scenarios",),
    "status": ("overdue", "received", "filed"),
}
"""Where the kind does not say enough."""
BY_COMMAND: dict[str, tuple[str, ...]] = {
    "import": ("rows.csv",),
    "org import": ("org.toml",),
    "policy check": ("policy.toml",),
    "policy adopt": ("policy.toml",),
    "restore": ("backup.db",),
    "backup": ("made.db",),
}
"""What the file of a command should be."""

AWKWARD: dict[str, tuple[str, ...]] = {
    "time": TIMES,
    "limit": TIMES + NUMBERS,
    "month": MONTHS,
    "number": NUMBERS,
    "no": (*NUMBERS, "@a", "2026-", "-0001", "2026-0001 ", "%", "2026-00_1"),
    "file": TRAPS,
    "lines": TRAPS,
    "map": ("=", "=content", "a=", "a=b=c", "，，；", "\x1b[31m=content", "内容=content,电话=content", "=" * 1000),
    "url": ("json://", "x://\x1b[31m", "mailto://\u202e", "://", "json://[::1", "file:///etc/passwd", "a" * 5000),
    "text": (*NUMBERS, *TRAPS),
}
"""What is wrong in a way of its own kind."""


def hostile(param: Param) -> st.SearchStrategy[str]:
    """Return values that an option or argument was not made for."""
    own = AWKWARD.get(param.kind, ())
    choice = st.one_of(st.sampled_from(own), TEXT) if own else TEXT
    return choice.map(lambda text: text if text in own else no_place(text)).map(typed)


def usual(command: Command, param: Param) -> tuple[str, ...]:
    """Return values as they would be given in earnest."""
    if param.name in BY_NAME:
        return BY_NAME[param.name]
    if param.kind == "file" and " ".join(command.words) in BY_COMMAND:
        return BY_COMMAND[" ".join(command.words)]
    return tuple(param.kind.split("|")) if "|" in param.kind else USUAL[param.kind]


def usual_line(command: Command) -> dict[str, str]:
    """Return what a command must be given, by parameter."""
    needed = [p for p in command.params if (not p.flags or p.required or p.name == "yes") and p.name != "more"]
    return {p.name: usual(command, p)[0] if p.takes_value else "" for p in needed}


def words_for(param: Param) -> tuple[str, ...]:
    """Return every word that one option is tried with, in a fixed order, its own kind's first."""
    return _words_for(param.kind)


@cache
def _words_for(kind: str) -> tuple[str, ...]:
    own = AWKWARD.get(kind, ())
    words = dict.fromkeys(typed(word if word in own else no_place(word)) for word in (*own, *WORDS))
    return tuple(words)


def spelled(param: Param, value: str) -> list[str]:
    """Return an option with its value, or an argument, as it stands in a command line."""
    if not param.flags:
        return [value]
    if not param.takes_value:
        return [param.flags[-1]]
    longest = max(param.flags, key=len)
    return [f"{longest}={value}"] if value[:1] == "-" else [longest, value]


def line_of(command: Command, chosen: dict[str, str]) -> list[str]:
    """Return the line that gives a command these values by parameter; arguments come after ``--``."""
    options: list[str] = []
    arguments: list[str] = []
    for param in command.params:
        if param.name in chosen:
            (options if param.flags else arguments).extend(spelled(param, chosen[param.name]))
    if not command.words:
        return options  # the program alone takes no arguments
    if command.words[0] in ("init", "demo"):
        options += ["--db", "made.db"]  # neither touches a database that is there
    return [*command.words, *options, *(["--", *arguments] if arguments else [])]


@st.composite
def lines(draw: st.DrawFn, command: Command) -> list[str]:
    """Draw a command line: what is required nearly always, of the rest a few, one at least of them hostile."""
    params = [p for p in command.params if p.name not in ("install_completion", "show_completion")]
    evil = draw(st.sets(st.sampled_from([p.name for p in params]), min_size=1, max_size=3)) if params else set()
    chosen: dict[str, str] = {}
    for param in params:
        if param.name in evil:
            chosen[param.name] = draw(hostile(param)) if param.takes_value else ""
        elif (not param.flags or param.required) and param.name != "more":
            if draw(st.integers(0, 9)):
                chosen[param.name] = draw(st.sampled_from(usual(command, param)))
        elif not draw(st.integers(0, 2)):
            chosen[param.name] = draw(st.sampled_from(usual(command, param))) if param.takes_value else ""
    return line_of(command, chosen)


@st.composite
def environments(draw: st.DrawFn) -> dict[str, str]:
    """Draw hostile values for some of the variables that the program reads."""
    found: dict[str, str] = {}
    for name, own in (
        *(
            ("COMPLAINT_NOW", TIMES),
            ("COMPLAINT_BY", PEOPLE),
            ("COMPLAINT_DB", TRAPS),
            ("COMPLAINT_LANG", ("zh", "en")),
        ),
        *(("COLUMNS", NUMBERS), ("TERM", ("dumb", "xterm")), ("LANG", ("C", "en_GB.UTF-8", "zh_CN.GBK"))),
    ):
        if draw(st.integers(0, 2)) == 0:
            text = draw(st.one_of(st.sampled_from(own), TEXT))
            found[name] = typed(text if text in own else no_place(text))
    return found


def usual_value(key: str) -> Any:
    """Return what a key of a batch would be given in earnest."""
    known = KEYED.get(key)
    return known if known is not None else "按规定办理"


KEYED: dict[str, Any] = {
    "no": "14", "repeat_of": "2", "complaint": "3", "to": "维修抢修部", "dept": "维修抢修部", "person": ["樊大川"],
    "at": "2026-11-02 16:00", "since": "2026-11-01", "by": "温小棠", "auditor": "纪清源", "clerk": "温小棠", "as": "deputy",
    "approved_by": "白景行", "name": "樊大川", "result": "satisfied", "contact": "phone", "severity": "minor",
    "urgency": "normal", "rule": "handling_overdue", "amount": "100", "deadline": "5wd", "received": "2026-10-08 09:00",
    "evidence": ["photo.jpg"], "done": True, "acting": True, "reject": False, "rework": False, "resolved": True,
    "confidential": False, "internal_cause": True, "adverse_effect": True, "false_record": False, "waive": False,
}  # fmt: skip


@st.composite
def batches(draw: st.DrawFn, do: str) -> bytes:
    """Draw a batch of one command with hostile values, and now and then a broken line."""
    keys = batch_keys()[do]
    evil = draw(st.sets(st.sampled_from([*keys, "do", "ref", "more"]), min_size=1, max_size=3))
    line: dict[str, Any] = {"do": do}
    for key in keys:
        if key in evil:
            line[key] = draw(st.one_of(JSON_VALUES, TEXT, TEXT.map(lambda text: [text]), st.sampled_from(TIMES)))
        elif draw(st.booleans()):
            line[key] = usual_value(key)
    if "do" in evil:
        line["do"] = draw(JSON_VALUES)
    if "ref" in evil:
        line["ref"] = draw(JSON_VALUES)
    if "more" in evil:
        line[draw(TEXT)] = draw(JSON_VALUES)
    written = json.dumps(line, ensure_ascii=draw(st.booleans())).encode("utf-8", "surrogatepass")
    end = draw(
        st.sampled_from([b"", b"\n", b"\r\n", b"\n\n\x00", b"\n" + written + b"\n", b"\n[", b"\n\xff\xfe", b"}"])
    )
    return written + end


def long_batches(do: str) -> list[bytes]:
    """Return batches of one command with very long values."""
    first = next((key for key in ("content", "reason", "result", "summary", "name") if key in batch_keys()[do]), "no")
    return [
        json.dumps({"do": do, **{k: KEYED[k] for k in ("no", "to") if k in batch_keys()[do]}, first: text}).encode()
        for text in (*LONG, "长" * 10_000_000)
    ]


ALL = commands()
