"""The front door: global options, and the one boundary where errors become exit codes.

Nothing heavy is imported above the functions: ``--version`` answers before typer is loaded.
"""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from complaint_cli.messages import Message

_INTERRUPTED = 130
_SELDOM = 1_000_000
"""New objects between two looks for unreachable ones: records live as long as their command does."""
_GLOBAL = ("--db", "--lang")


def run() -> NoReturn:
    """Run the command line that the process was started with, and leave with its exit code.

    All is written and closed by then. The interpreter is not taken apart, which takes a tenth of a small command.
    """
    code: object = 0
    try:
        code = main()
    except SystemExit as leaving:
        code = leaving.code
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):
            stream.flush()
    os._exit(code if isinstance(code, int) else int(code is not None))


def main(argv: list[str] | None = None) -> int:
    """Run one command line and return its exit code; no exception passes but SystemExit."""
    args = sys.argv[1:] if argv is None else list(argv)
    gc.set_threshold(_SELDOM)
    if store := _store():
        store.committed, store.opened = False, None
    try:
        _steady_streams()
        if args[:1] == ["--version"]:
            from complaint_cli import __version__

            print(f"complaint {__version__}")
        else:
            _run(args)
        _tell_lacking()
        if sys.stdout is not None:
            sys.stdout.flush()
        return 0
    except SystemExit:
        raise
    except BaseException as error:  # the one boundary
        return _answer(error)


def _tell_lacking() -> None:
    """Say once that a share or a stick cannot do all that is asked of it."""
    files = sys.modules.get("complaint_cli.files")
    if files and files.lacking:
        from complaint_cli.messages.help import Help

        _complain(Help.SHARE(folder=min(files.lacking)), whole=False)
        files.lacking.clear()


def _run(args: list[str]) -> None:
    from complaint_cli.messages import language, use_language

    use_language(_environment_language())
    args, chosen = _hoist(args)
    if "--lang" in chosen:
        use_language(_checked_language(chosen["--lang"]))
    if args[:2] == ["help", "environment"]:
        from complaint_cli.commands.terminal.pages import variables

        print(variables())
        return
    if args[:1] == ["help"]:
        args = [*args[1:], "--help"]

    from complaint_cli.commands.terminal.later import SELDOM, load_later

    load_later(*SELDOM)  # before typer, which names them
    from complaint_cli.commands.terminal.call import begin
    from complaint_cli.commands.terminal.index import offer, root

    command = root()
    if os.environ.get("_COMPLAINT_COMPLETE"):
        offer(command, args)  # the shell asks; leaves by SystemExit
    asked = chosen.get("--lang") or os.environ.get("COMPLAINT_LANG", "")[:2].lower()
    paper = asked if asked in ("zh", "en") else "zh"
    call = begin(language=language(), db=chosen.get("--db"), paper_language=paper)
    with command.make_context("complaint", args, obj=call) as ctx:
        command.invoke(ctx)


# --- global options ---------------------------------------------------------------------------------


def _hoist(args: list[str]) -> tuple[list[str], dict[str, str]]:
    """Take ``--db`` and ``--lang`` out of ``args``, wherever they stand before ``--``."""
    from complaint_cli.errors import UsageError
    from complaint_cli.messages.help import Help

    rest: list[str] = []
    chosen: dict[str, str] = {}
    words = iter(args)
    for word in words:
        name, equals, value = word.partition("=")
        if word == "--":
            return [*rest, word, *words], chosen
        if name not in _GLOBAL:
            rest.append(word)
            continue
        if not equals:
            value = next(words, "")
            if value.startswith("--"):
                value = ""
        if not value:
            raise UsageError(Help.VALUE_MISSING, name=name)
        if name in chosen:
            raise UsageError(Help.GIVEN_TWICE, name=name)
        chosen[name] = value
    return rest, chosen


def _checked_language(value: str) -> str:
    from complaint_cli.errors import UsageError
    from complaint_cli.messages import LANGUAGES, listed
    from complaint_cli.messages.help import Help

    if value not in LANGUAGES:
        raise UsageError(Help.BAD_CHOICE, name="--lang", choices=listed(LANGUAGES))
    return value


def _environment_language() -> str:
    """Return the language of ``COMPLAINT_LANG``, else of the locale; Chinese where neither says another."""
    chosen = os.environ.get("COMPLAINT_LANG", "")[:2].lower()
    if chosen in ("zh", "en"):
        return chosen
    locale = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    neutral = locale.partition(".")[0] in ("", "C", "POSIX")
    return "zh" if neutral or locale.lower().startswith("zh") else "en"


# --- the boundary -----------------------------------------------------------------------------------


def _answer(error: BaseException) -> int:
    """Say on stderr what went wrong, in one sentence, and return the exit code."""
    if isinstance(error, BrokenPipeError):  # the reader has seen enough
        _drop_stdout()
        return 0
    typer: Any = sys.modules.get("typer")
    if typer and isinstance(error, typer.Exit):
        return _flushed(error.exit_code)
    if _only_unseen(error):
        from complaint_cli.messages.help import Help

        _drop_stdout()
        _complain(Help.UNSEEN(), whole=False)
        return 0
    code, text = _reading(error, typer)
    if os.environ.get("COMPLAINT_DEBUG") and not isinstance(error, KeyboardInterrupt):
        import traceback

        text = "".join(traceback.format_exception(error)) + text
    _flushed(code)
    if getattr(error, "told", False):
        return code
    _complain(text, whole=bool(os.environ.get("COMPLAINT_DEBUG")) or type(error).__name__ == "NoArgsIsHelpError")
    return code


def _store() -> Any:
    """Return the class of the ledger where this run has loaded it, else None."""
    return getattr(sys.modules.get("complaint_cli.store.database"), "Store", None)


def _only_unseen(error: BaseException) -> bool:
    """Whether a write is committed, and all that failed is to show what it did."""
    store = _store()
    failed = isinstance(error, OSError) and getattr(sys.stdout, "failed", False)
    return failed and store is not None and store.committed


def _reading(error: BaseException, typer: Any) -> tuple[int, str]:
    """Return the exit code of ``error`` and the sentence for it."""
    from complaint_cli.errors import ComplaintError
    from complaint_cli.messages.help import Help

    if isinstance(error, ComplaintError):
        return error.code, str(error)
    if isinstance(error, KeyboardInterrupt | EOFError) or (typer and isinstance(error, typer.Abort)):
        return _INTERRUPTED, Help.INTERRUPTED()
    if typer and hasattr(error, "exit_code") and hasattr(error, "format_message"):
        from complaint_cli.commands.terminal.pages import usage_sentence

        return int(error.exit_code), usage_sentence(error)
    if isinstance(error, UnicodeError):
        return 2, Help.NOT_TEXT()
    if isinstance(error, RuntimeError) and "home directory" in str(error).lower():
        return 2, Help.NO_HOME()
    if isinstance(error, OSError):
        return _file_sentence(error)
    if type(error).__module__ == "sqlite3":
        known = _database_sentence(type(error).__name__, str(error).lower())
        if known:
            return known
    if _altered():
        return 42, Help.ALTERED()
    return 1, Help.BUG(kind=type(error).__name__)


def _altered() -> bool:
    """Whether the ledger at hand does not verify: what cannot read it then is no fault of the program."""
    store = _store()
    if store is None or store.opened is None:
        return False
    from complaint_cli.store.verify import verify

    with suppress(Exception), store.open(store.opened, upgrade=False) as opened:
        return bool(verify(opened).faults)
    return False


def _database_sentence(kind: str, text: str) -> tuple[int, str] | None:
    from complaint_cli.messages.help import Help

    reasons = {"is full": Help.DISK_FULL, "readonly": Help.READ_ONLY, "unable to open": Help.CANNOT_OPEN}
    if kind == "OperationalError":
        if "locked" in text or "busy" in text:
            return 40, Help.BUSY()
        for sign, reason in (*reasons.items(), ("disk i/o", Help.DISK_FAILED)):
            if sign in text:
                return 42, Help.DATABASE_UNUSABLE(reason=reason())
    if any(
        sign in text for sign in ("not a database", "malformed", "no such table", "no such column", "could not decode")
    ):
        return 42, Help.DAMAGED()
    return None


def _file_sentence(error: OSError) -> tuple[int, str]:
    """Return what a file that cannot be used says: 2 where another name helps, 42 of the ledger's own and the disk."""
    import errno

    from complaint_cli.messages.help import Help

    names: dict[int | None, Message] = {
        errno.ENOENT: Help.MISSING,
        errno.EISDIR: Help.IS_FOLDER,
        errno.ENOTDIR: Help.NOT_FOLDER,
        errno.EEXIST: Help.EXISTS,
        errno.ENAMETOOLONG: Help.NAME_TOO_LONG,
    }
    reasons: dict[int | None, Message] = names | {
        errno.EACCES: Help.NOT_PERMITTED,
        errno.EPERM: Help.NOT_PERMITTED,
        errno.ENOSPC: Help.DISK_FULL,
        errno.EDQUOT: Help.NO_MORE_ROOM,
        errno.EFBIG: Help.NO_MORE_ROOM,
        errno.EIO: Help.DISK_FAILED,
        errno.EROFS: Help.READ_ONLY,
    }
    known = reasons.get(error.errno)
    reason = known() if known else Help.SYSTEM_ERROR(number=error.errno)
    if error.filename is None:
        return 42, Help.SYSTEM_REFUSED(reason=reason)
    store = _store()
    ours = store and store.opened and str(error.filename).startswith(str(store.opened))
    return 2 if error.errno in names and not ours else 42, Help.FILE_UNUSABLE(file=str(error.filename), reason=reason)


# --- streams ----------------------------------------------------------------------------------------


def _steady_streams() -> None:
    """Make stdout and stderr able to write Chinese, and unable to fail on a character.

    A terminal that speaks GBK keeps it; what cannot write Chinese is given UTF-8. One that is closed goes nowhere, so
    that no file of ours takes its place.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115
    for stream, errors in ((sys.stdout, "replace"), (sys.stderr, "backslashreplace")):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        try:
            "投诉—".encode(stream.encoding)
            reconfigure(errors=errors)
        except (UnicodeEncodeError, LookupError):
            reconfigure(encoding="utf-8", errors=errors)
    if not isinstance(sys.stdout, _Watched):
        sys.stdout = _Watched(sys.stdout)


class _Watched:
    """Stdout that remembers whether it refused anything: a committed write must not look like a failed one."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self.failed = False

    def write(self, text: str) -> int:
        try:
            return int(self._stream.write(text))
        except OSError:
            self.failed = True
            raise

    def flush(self) -> None:
        try:
            self._stream.flush()
        except OSError:
            self.failed = True
            raise

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def _complain(text: str, *, whole: bool) -> None:
    from complaint_cli.text.plain import plain, sentence

    if sys.stderr is not None:
        with suppress(OSError):
            print(plain(text) if whole else sentence(text), file=sys.stderr, flush=True)


def _flushed(code: int) -> int:
    """Write out what was printed; a closed pipe does not change the exit code."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError:
        _drop_stdout()
    return code


def _drop_stdout() -> None:
    """Let what is still to be written go nowhere, so that leaving does not fail on it."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
