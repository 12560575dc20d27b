"""Modules that others name at their start and a small command never uses: loaded with the first thing asked of them."""

from __future__ import annotations

import sys
from importlib.util import find_spec, module_from_spec
from types import ModuleType

#: They stand at the head of typer, shutil, inspect, traceback and urllib, and are an eighth of the start.
SELDOM = ("subprocess", "linecache", "tokenize", "textwrap", "ipaddress", "locale", "bz2", "lzma", "shellingham")


class _Later(ModuleType):
    """A module that is found and not yet run. The standard LazyLoader's runs where a second module imports it."""

    def __getattr__(self, name: str) -> object:
        if name == "__path__":  # the import system asks whether it is a package
            raise AttributeError(name)
        self.__class__ = ModuleType  # type: ignore[assignment]
        if self.__spec__ and self.__spec__.loader:
            self.__spec__.loader.exec_module(self)
        return getattr(self, name)


def load_later(*names: str) -> None:
    """Have modules that are not yet loaded run when something of them is asked for."""
    for name in names:
        spec = None if name in sys.modules else find_spec(name)
        if spec and spec.loader:
            sys.modules[name] = module_from_spec(spec)
            sys.modules[name].__class__ = _Later
