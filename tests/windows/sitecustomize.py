"""Makes the program's own modules meet what Windows lacks and does otherwise, as far as another system can play it.

The program sees ``os.name == "nt"``; no folder can be opened, no link followed, no owner asked for; a file that is open
can be neither removed nor renamed, a name that is taken is not renamed over; only what was opened
for writing can be brought to the disk; fcntl, pwd, grp, termios, resource and readline are not there.
"""

import builtins
import errno
import os
import sys
import types
from collections.abc import Callable
from typing import Any

_LACKING = (
    "getuid", "geteuid", "getgid", "getegid", "chown", "fchown", "fchmod", "mkfifo", "set_blocking",
    "O_NOFOLLOW", "O_NONBLOCK", "O_DIRECTORY", "O_CLOEXEC",
)  # fmt: skip
_read_only: set[int] = set()


def _open(path: Any, flags: int, mode: int = 0o777) -> int:
    if os.path.isdir(path):
        raise PermissionError(errno.EACCES, "Permission denied", path)
    handle = os.open(path, flags, mode)
    (_read_only.discard if flags & (os.O_RDWR | os.O_WRONLY) else _read_only.add)(handle)
    return handle


def _fsync(handle: int) -> None:
    if handle in _read_only:
        raise OSError(errno.EBADF, "Bad file descriptor")
    os.fsync(handle)


def _held(path: Any) -> bool:
    real = os.path.realpath(path)
    links = (f"/proc/self/fd/{one}" for one in os.listdir("/proc/self/fd"))
    return any(os.path.realpath(link) == real for link in links if os.path.lexists(link))


def _unless_held(act: Callable[..., None], *, over: bool = True) -> Callable[..., None]:
    def played(path: Any, *others: Any, **named: Any) -> None:
        if any(map(_held, (path, *others))):
            raise PermissionError(errno.EACCES, "used by another process", os.fspath(path))
        if not over and os.path.lexists(others[0]):
            raise FileExistsError(errno.EEXIST, "exists", os.fspath(others[0]))
        act(path, *others, **named)

    return played


class _Windows(types.ModuleType):
    name = "nt"
    open = staticmethod(_open)
    fsync = staticmethod(_fsync)

    def __getattr__(self, name: str) -> Any:
        if name in _LACKING:
            raise AttributeError(name)
        return getattr(os, name)


for _name in ("unlink", "remove"):
    setattr(os, _name, _unless_held(getattr(os, _name)))
os.replace, os.rename = _unless_held(os.replace), _unless_held(os.rename, over=False)
for _name in ("fcntl", "pwd", "grp", "termios", "resource", "readline"):
    sys.modules[_name] = None  # type: ignore[assignment]
_windows, _import = _Windows("os"), builtins.__import__


def _imported(name: str, globals: Any = None, *rest: Any, **named: Any) -> Any:
    found = _import(name, globals, *rest, **named)
    ours = str((globals or {}).get("__name__", "")).startswith("complaint_cli")
    return _windows if ours and found is os and name == "os" else found


builtins.__import__ = _imported
