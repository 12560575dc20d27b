"""The front door: global options, languages, help pages, completion, and errors as exit codes."""

from __future__ import annotations

import errno
import os
import re
import sqlite3
import subprocess
import sys
import types
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

import books
from complaint_cli import __version__, cli, errors
from complaint_cli.acts.call import login
from complaint_cli.commands.terminal import index, pages
from complaint_cli.messages import use_language
from complaint_cli.messages.help import Help
from complaint_cli.text.plain import plain

# What typer and click would say in English if anything of theirs came through.
THEIRS = re.compile(
    r"Usage|Options|Arguments|Commands|Show this|required|default|Error|Invalid|Missing|Try |No such|<\w+>"
)


#: A stage's module as the others are written, with one command and one group of two.
PROBE = """
from __future__ import annotations
import enum
from pathlib import Path
from typing import Annotated
import typer
from complaint_cli.acts.call import Call
from complaint_cli.commands.terminal.call import At, By, JsonFlag, No, call_of, print_json
from complaint_cli.commands.terminal.declared import opt
from complaint_cli.messages.help import Help

app = typer.Typer()
probes = typer.Typer()
app.add_typer(probes, name="probes")

class Colour(enum.StrEnum):
    RED = "red"
    GREEN = "green"

@app.command("probe")
def probe(
    ctx: typer.Context,
    no: No,
    reason: Annotated[str, opt("--reason", help=Help.REASON)],
    count: Annotated[int, typer.Option(min=1, max=9, help=Help.NO())] = 3,
    colour: Annotated[Colour | None, typer.Option(help=Help.NO())] = None,
    source: Annotated[Path | None, typer.Option(exists=True, help=Help.FILE())] = None,
    sure: Annotated[bool | None, typer.Option("--sure/--unsure", help=Help.NO())] = None,
    person: Annotated[list[str] | None, opt("--person", metavar=Help.NAME_VALUE, help=Help.BY)] = None,
    at: At = None,
    by: By = None,
    json: JsonFlag = False,
) -> None:
    call = call_of(ctx)
    action()
    facts = {"db": str(call.database), "json": [json, call.json], "actor": call.by or call.sits, "no": no}
    print_json(facts | {"clock": call.clock, "now": call.now_text, "language": call.language})

@probes.command("one", help=Help.SHOW())
def one() -> None:
    print("one")

@probes.command("two", help=Help.LIST())
def two() -> None:
    print("two")
"""


@pytest.fixture
def probe(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Return a function that puts a command ``probe`` and a group ``probes`` in place for this test."""

    def put(action: Callable[[], None] = lambda: None, *, lang: str = "zh") -> None:
        use_language(lang)
        module = types.ModuleType("complaint_cli.commands._probe")
        monkeypatch.setitem(sys.modules, module.__name__, module)
        module.__dict__["action"] = action
        exec(PROBE, module.__dict__)
        for name in ("probe", "probes"):
            monkeypatch.setitem(index.COMMANDS, name, index.Entry("_probe", Help.SHOW, Help.DESK))

    yield put
    use_language("zh")


# --- before any command -----------------------------------------------------------------------------


def test_the_version_is_told_without_loading_typer() -> None:
    code = (
        "import sys; from complaint_cli.cli import main; main(['--version']);"
        "print(sorted({'typer', 'rich', 'sqlite3'} & set(sys.modules)))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.split("\n")[:2] == [f"complaint {__version__}", "[]"]


def test_the_version_is_told_after_other_options(run: Any) -> None:
    assert run("--json", "--version").out == f"complaint {__version__}\n"


@pytest.mark.parametrize("args", [["--help"], ["-h"], ["help"], ["--db", "x", "--help"]])
def test_help_lists_every_command_and_loads_none(args: list[str]) -> None:
    code = (
        "import sys; from complaint_cli.cli import main\n"
        "main(sys.argv[1:])\n"
        "heavy = {'rich', 'sqlite3', 'platformdirs', 'complaint_cli.store.transactions', 'complaint_cli.company.edition'}\n"
        "stages = {'complaint_cli.commands.' + m for m in 'step oversight desk admin paper'.split()}\n"
        "print('loaded', sorted((heavy | stages) & set(sys.modules)))"
    )
    command = [sys.executable, "-c", code, *args]
    env = os.environ | {"COMPLAINT_LANG": "zh"}
    out = subprocess.run(command, capture_output=True, text=True, check=True, env=env).stdout
    assert out.endswith("loaded []\n")
    listed = re.findall(r"^  ([a-z]+) ", out, re.M)
    assert listed == list(index.COMMANDS)
    assert listed[:6] == ["intake", "transfer", "handle", "callback", "assess", "overdue"]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("columns", [40, 80, 100])
def test_help_fits_the_terminal(run: Any, lang: str, columns: int) -> None:
    page = run("--help", lang=lang, columns=columns).out
    assert max(map(pages.cells, page.splitlines())) <= columns
    if lang == "zh":
        assert not THEIRS.search(page)
    else:
        assert page.isascii()


@pytest.mark.parametrize(
    ("env", "language"),
    [
        ({}, "zh"),
        ({"LANG": "C.UTF-8"}, "zh"),
        ({"LC_ALL": "POSIX"}, "zh"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        ({"COMPLAINT_LANG": "en", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"COMPLAINT_LANG": "zh_CN", "LANG": "en_US.UTF-8"}, "zh"),
        ({"COMPLAINT_LANG": "xx", "LANG": "en_US.UTF-8"}, "en"),
    ],
)
def test_the_language_of_the_environment(env: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("COMPLAINT_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    assert cli._environment_language() == language


@pytest.mark.parametrize(
    "args",
    [
        ["--db", "x.db", "--lang", "en", "--json", "probe", "12", "--reason", "r"],
        ["probe", "12", "--reason", "r", "--db", "x.db", "--lang", "en", "--json"],
        ["probe", "--db=x.db", "12", "--json", "--reason", "r", "--lang=en"],
        ["probe", "12", "--reason=r", "--json", "--db=x.db", "--lang=en"],
    ],
)
def test_global_options_stand_anywhere(run: Any, probe: Any, args: list[str]) -> None:
    probe()
    facts = run(*args).json()
    assert (facts["db"], facts["language"], facts["json"]) == ("x.db", "en", [True, True])


def test_the_call_takes_the_rest_from_the_environment(run: Any, probe: Any) -> None:
    probe()
    facts = run("probe", "12", "--reason", "r", by="环境", now="2026-10-12").json()
    assert facts["db"] == str(run.db)
    assert (facts["actor"], facts["json"]) == ("环境", [False, False])
    assert (facts["clock"], facts["now"]) == ("COMPLAINT_NOW", "2026-10-12")
    assert run("probe", "12", "--reason", "r", "--by", "李四").json()["actor"] == "李四"
    spawned = run("probe", "12", "--reason", "r", by=None, env={"COMPLAINT_NOW": ""}).json()
    assert (spawned["actor"], spawned["clock"], spawned["now"]) == (None, "system", None)


def test_the_account_is_the_systems_not_a_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    pwd = pytest.importorskip("pwd")
    monkeypatch.setenv("LOGNAME", "u_audit")
    assert login() == pwd.getpwuid(os.getuid()).pw_name
    monkeypatch.setattr(pwd, "getpwuid", {}.__getitem__)  # an account that the system does not know by name
    assert login() == "u_audit"


def test_what_follows_two_dashes_is_no_option(run: Any, probe: Any) -> None:
    probe()
    assert run("probe", "--reason", "r", "--", "--db").json()["no"] == "--db"


def test_without_a_database_named_the_data_folder_has_it(
    run: Any, probe: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    probe()
    facts = run("probe", "12", "--reason", "r", env={"COMPLAINT_DB": "", "XDG_DATA_HOME": str(tmp_path)}).json()
    assert Path(facts["db"]).name == "complaint.db"
    assert not Path(facts["db"]).parent.exists()


# --- help pages of commands -------------------------------------------------------------------------


@pytest.mark.parametrize("args", [["probe", "--help"], ["help", "probe"], ["probe", "-h"]])
def test_a_command_explains_itself(run: Any, probe: Any, args: list[str]) -> None:
    probe()
    assert run(*args).out == (
        "用法：complaint probe 编号 --reason 文字 [选项]\n"
        "\n"
        "一件投诉的全部经过\n"
        "\n"
        "参数\n"
        "  编号                投诉编号、其末几位或热线单号（必填）\n"
        "\n"
        "选项\n"
        "  --reason 文字       理由（必填）\n"
        "  --count 数字        投诉编号、其末几位或热线单号（1 到 9，默认 3）\n"
        "  --colour red|green  投诉编号、其末几位或热线单号\n"
        "  --source 文件       要读的文件\n"
        "  --sure / --unsure   投诉编号、其末几位或热线单号\n"
        "  --person 姓名       经办人，默认登录名\n"
        "  --at 时间           发生的时间，默认现在\n"
        "  --by 姓名           经办人，默认登录名\n"
        "  --json              输出一个 JSON 对象\n"
        "  --help, -h          显示本帮助\n"
        "\n"
        "--db 文件、--lang zh|en 可写在任何位置\n"
    )


def test_a_command_explains_itself_in_english(run: Any, probe: Any) -> None:
    probe(lang="en")
    page = run("probe", "--help", lang="en").out
    assert page.isascii()
    assert "  --count NUMBER" in page
    assert "(1 to 9, default 3)" in " ".join(page.split())


def test_a_group_lists_its_commands(run: Any, probe: Any) -> None:
    probe()
    page = run("probes", "--help").out
    assert page.startswith("用法：complaint probes [选项] 命令\n")
    assert re.search(r"^  one +一件投诉的全部经过\n  two +投诉台账$", page, re.M)
    assert not THEIRS.search(page)
    assert run("probes", "two").out == "two\n"
    alone = run("probes")
    assert (alone.code, alone.out, alone.err) == (2, "", page)
    assert "complaint probes --help" in run("probes", "won").err


@pytest.mark.parametrize("name", list(index.COMMANDS))
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_command_has_a_help_page_in_one_language(run: Any, name: str, lang: str) -> None:
    result = run(name, "--help", lang=lang)
    assert result.code == 0, result.err
    assert max(map(pages.cells, result.out.splitlines())) <= 80
    if lang == "zh":
        assert not THEIRS.search(result.out)
    else:
        said = result.out.partition("For example")[0]  # in which names of people and departments stand
        assert not re.search("[\u3000-\u9fff]", said)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, [""]),
        ("一二三四五六", 10, ["一二三四五", "六"]),
        ("一二三四五，六", 10, ["一二三四五，", "六"]),
        ("ab cd ef", 5, ["ab cd", "ef"]),
        ("投诉 complaint 办理", 12, ["投诉", "complaint 办", "理"]),
        ("abcdefghij", 5, ["abcdefghij"]),
    ],
)
def test_lines_break_where_chinese_may(text: str, width: int, lines: list[str]) -> None:
    assert pages.wrap(text, width) == lines


# --- usage errors -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["intkae"], "没有 intkae 这条命令。是不是想用 intake？用法见：complaint --help"),
        (["xyzzy"], "没有 xyzzy 这条命令。用法见：complaint --help"),
        (["--jsn"], "没有 --jsn 这个选项。是不是想用 --json？用法见：complaint --help"),
        (["--lang", "fr"], "--lang 只能是 zh、en 之一。"),
        (["list", "--db"], "选项 --db 后面要有一个值。"),
        (["--db=", "list"], "选项 --db 后面要有一个值。"),
        (["probe", "--reason", "r"], "缺少必填的参数 编号。"),
        (["probe", "12"], "缺少必填的选项 --reason 文字。"),
        (["probe", "12", "--reason"], "选项 --reason 后面要有一个值。"),
        (["probe", "12", "--json=1"], "选项 --json 后面不带值。"),
        (["probe", "12", "--reson", "r"], "没有 --reson 这个选项。是不是想用 --reason？"),
        (["probe", "12", "13", "--reason", "r"], "多出了 13。"),
        (["probe", "12", "--reason", "r", "--count", "x"], "--count 要写整数（1 到 9）。"),
        (["probe", "12", "--reason", "r", "--count", "10"], "--count 要写整数（1 到 9）。"),
        (["probe", "12", "--reason", "r", "--colour", "blue"], "--colour 只能是 red、green 之一。"),
        (["probe", "12", "--reason", "r", "--source", "nowhere"], "--source 要写一个存在、可以使用的文件"),
        (["probe", "12", "--reason", "r", "--by", " "], "选项 --by 后面要有一个值。"),
        (["probes", "onne"], "没有 onne 这条命令。是不是想用 one？用法见：complaint probes --help"),
    ],
)
def test_a_usage_error_is_one_plain_sentence(run: Any, probe: Any, args: list[str], said: str) -> None:
    probe()
    result = run(*args)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(said)
    assert result.err.count("\n") == 1
    assert not THEIRS.search(result.err)
    probe(lang="en")
    english = run(*args, lang="en")
    assert english.code == 2
    assert not re.search("[\u3000-\u9fff]", english.err)


# --- the boundary -----------------------------------------------------------------------------------


def _oserror(number: int, name: str | None = None) -> OSError:
    return OSError(number, os.strerror(number), name) if name else OSError(number, os.strerror(number))


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        *(
            (kind(Help.BUSY), kind.code, Help.BUSY.zh)
            for kind in errors.ComplaintError.__subclasses__()
            if kind.__module__ == errors.__name__
        ),
        (KeyboardInterrupt(), 130, "已中断"),
        (typer.Abort(), 130, "已中断"),
        (EOFError(), 130, "已中断"),
        (typer.Exit(3), 3, ""),
        (BrokenPipeError(errno.EPIPE, "Broken pipe"), 0, ""),
        (sqlite3.OperationalError("database is locked"), 40, "数据库正被另一个终端占用"),
        (sqlite3.OperationalError("database is busy"), 40, "数据库正被另一个终端占用"),
        (sqlite3.OperationalError("database or disk is full"), 42, "数据库打不开或写不进去：磁盘已满"),
        (
            sqlite3.OperationalError("attempt to write a readonly database"),
            42,
            "数据库打不开或写不进去：只能读",
        ),
        (sqlite3.OperationalError("unable to open database file"), 42, "数据库打不开或写不进去：打不开"),
        (sqlite3.DatabaseError("file is not a database"), 42, "这个文件不是投诉数据库"),
        (sqlite3.DatabaseError("database disk image is malformed"), 42, "这个文件不是投诉数据库"),
        (_oserror(errno.ENOENT, "a.csv"), 2, "文件 a.csv 打不开或写不进去：不存在；请检查"),
        (_oserror(errno.EACCES, "a.csv"), 42, "文件 a.csv 打不开或写不进去：没有权限；请检查"),
        (_oserror(errno.ENOSPC), 42, "系统拒绝了这次读写：磁盘已满；请检查磁盘空间和权限。"),
        (_oserror(errno.EIO), 42, "系统拒绝了这次读写：磁盘读写失败，或者已满；"),
        (_oserror(errno.EFBIG), 42, "系统拒绝了这次读写：超过了允许的文件大小或配额；"),
        (_oserror(errno.ENXIO), 42, f"系统拒绝了这次读写：系统错误 {errno.ENXIO}；"),
        (sqlite3.OperationalError("disk I/O error"), 42, "数据库打不开或写不进去：磁盘读写失败，或者已满"),
        (
            UnicodeEncodeError("utf-8", "\udcff", 0, 1, "surrogates not allowed"),
            2,
            "有些文字不是有效的 UTF-8",
        ),
        (UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte"), 2, "有些文字不是有效的 UTF-8"),
        (typer.BadParameter("金额要写到分"), 2, "金额要写到分"),
        (sqlite3.OperationalError("no such table: complaint"), 42, "这个文件不是投诉数据库"),
        (sqlite3.OperationalError('near "SELEC": syntax error'), 1, "程序出错（OperationalError）"),
        (ZeroDivisionError("x"), 1, "程序出错（ZeroDivisionError）"),
        (RecursionError(), 1, "程序出错（RecursionError）"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else "",
)
def test_every_error_becomes_its_exit_code(run: Any, probe: Any, error: BaseException, code: int, said: str) -> None:
    def fail() -> None:
        raise error

    probe(fail)
    result = run("probe", "12", "--reason", "r")
    assert (result.code, result.out) == (code, "")
    assert result.err.startswith(said)
    assert result.err.count("\n") == (1 if said else 0)
    assert "Traceback" not in result.err


def test_a_bug_tells_its_details_when_asked(run: Any, probe: Any) -> None:
    def fail() -> None:
        raise ZeroDivisionError("\x1b[31mred\x07")

    probe(fail)
    result = run("probe", "12", "--reason", "r", env={"COMPLAINT_DEBUG": "1"})
    assert (result.code, "Traceback" in result.err) == (1, True)
    assert "\x1b" not in result.err and "\x07" not in result.err


def test_what_was_typed_does_not_act_on_the_terminal(run: Any) -> None:
    result = run("\x1b[2J\x1b]0;title\x07in\u202etake\udcff\x9b31m")
    assert result.code == 2
    assert plain(result.err) == result.err
    assert result.err.count("\n") == 1


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("转办\t单\n第二行", "转办\t单\n第二行"),
        ("\x1b[1;31m红\x1b[0m", "红"),
        ("a\x1b]0;t\x07b\x1bc", "a]0;tbc"),
        ("\x00\x08\x7f\x85\x9bx\r\n", "x\n"),
        ("138\u202e\u2066\u20690\u200e\u200f\u061c0", "13800"),
        ("\ud800\udfff\ufeff\u2028ok", "ok"),
        ("𠮷野家 é", "𠮷野家 é"),
    ],
)
def test_plain_text_is_only_text(text: str, safe: str) -> None:
    assert plain(text) == safe
    assert "\n" not in plain(text, lines=False)


def test_a_reader_that_leaves_is_no_error(run: Any) -> None:
    command = f"{sys.executable} -m complaint_cli --help | true; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("0\n", "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("option", ["--version", "--help"])
def test_a_full_disk_is_told(option: str) -> None:
    env = os.environ | {"COMPLAINT_LANG": "zh"}
    with open("/dev/full", "w") as full:
        command = [sys.executable, "-m", "complaint_cli", option]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, env=env)
    assert (done.returncode, done.stderr) == (42, "系统拒绝了这次读写：磁盘已满；请检查磁盘空间和权限。\n")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "gbk", "utf-8"])
def test_chinese_is_written_whatever_the_stream(encoding: str) -> None:
    env = os.environ | {"COMPLAINT_LANG": "zh", "PYTHONIOENCODING": encoding}
    command = [sys.executable, "-m", "complaint_cli", "xyzzy"]
    done = subprocess.run(command, capture_output=True, env=env)
    said = done.stderr.decode("gbk" if encoding == "gbk" else "utf-8")
    assert said == "没有 xyzzy 这条命令。用法见：complaint --help\n"


def test_closed_streams_are_no_error() -> None:
    command = f"{sys.executable} -m complaint_cli --help >&- 2>&-"
    assert subprocess.run(["bash", "-c", command], check=False).returncode == 0


def test_questions_are_asked_on_stderr_until_answered(run: Any, probe: Any) -> None:
    def converse() -> None:
        from complaint_cli.commands.terminal.asking import ask

        print(ask("内容"), ask("来源", default="热线"))

    probe(converse)
    result = run("probe", "12", "--reason", "r", stdin="\n 漏气 \n\n", tty=True)
    assert (result.code, result.out.splitlines()[0]) == (0, "漏气 热线")
    assert result.err == "内容：这一项不能为空。\n内容：来源（回车为 热线）："
    assert run("probe", "12", "--reason", "r", stdin="", tty=True).code == 130


# --- completion -------------------------------------------------------------------------------------


def _complete(words: str, cword: int) -> list[str]:
    env = os.environ | {"_COMPLAINT_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(cword)}
    command = [sys.executable, "-X", "importtime", "-m", "complaint_cli"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=env)
    for stage in ("step", "oversight", "desk", "admin", "policy", "paper"):
        assert f"complaint_cli.commands.{stage}" not in done.stderr
    return done.stdout.split()


@pytest.mark.parametrize(
    ("words", "cword", "offered"),
    [
        ("complaint ", 1, None),
        ("complaint re", 1, ["return", "reply", "repeats", "report", "restore"]),
        ("complaint --db x.db int", 3, ["intake"]),
        ("complaint --la", 1, ["--lang"]),
    ],
)
def test_the_shell_completes_command_names_without_loading_them(
    words: str, cword: int, offered: list[str] | None
) -> None:
    assert _complete(words, cword) == (offered or list(index.COMMANDS))


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_no_shell_waits_for_rich(shell: str) -> None:
    env = os.environ | {"_COMPLAINT_COMPLETE": f"complete_{shell}", "COMP_WORDS": "complaint re", "COMP_CWORD": "1"}
    env |= {"_TYPER_COMPLETE_ARGS": "complaint re", "_TYPER_COMPLETE_WORD_TO_COMPLETE": "re"}
    env |= {"_TYPER_COMPLETE_FISH_ACTION": "get-args", "COMPLAINT_LANG": "en"}
    command = [sys.executable, "-X", "importtime", "-m", "complaint_cli"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=env)
    assert "restore" in done.stdout and not re.search(r"\| +rich\b", done.stderr)
    assert shell == "bash" or "restore from a backup" in done.stdout


def test_the_completion_script_is_shown(spawn: Any) -> None:
    env = os.environ | {"_COMPLAINT_COMPLETE": "source_bash"}
    command = [sys.executable, "-m", "complaint_cli"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=env)
    assert "_COMPLAINT_COMPLETE=complete_bash" in done.stdout


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("transfer", "1", "--to", "维修", "--to", "客户"), "--to"),
        (("list", "--limit", "1", "--limit=2"), "--limit"),
        (("callback", "1", "--result", "satisfied", "--resolved", "--unresolved"), "--resolved/--unresolved"),
        (("list", "--db", "other.db"), "--db"),
        (("--lang", "zh", "list", "--lang", "en"), "--lang"),
    ],
)
def test_an_option_of_one_value_given_twice_is_refused(run: Any, words: tuple[str, ...], named: str) -> None:
    words = ("--db", "one.db", *words) if named == "--db" else words
    said = run(*words)
    assert (said.code, said.out) == (2, "") and named in said.err and len(said.err.splitlines()) == 1


def test_an_option_of_several_values_may_be_repeated(run: Any) -> None:
    books.october(run.db.parent)
    words = ("transfer", "16", "--to", "客户", "--person", "叶听雨", "--person", "苗春和", "--json")
    said = run(*words, now=books.AFTER)
    assert said.code == 21 or said.json()["persons"] == ["叶听雨", "苗春和"]
