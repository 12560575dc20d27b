"""The company's own templates, kept beside the database."""

from __future__ import annotations

import os
from pathlib import Path

import complaint_cli
from complaint_cli.files import admit, fresh
from complaint_cli.store.copies import TEMPLATES

DEFAULTS = {name: Path(complaint_cli.__file__).parent / "data" / f"{name}.docx" for name in TEMPLATES}


def template_beside(database: Path, name: str = "form") -> Path:
    """Return where a template of the company's own is looked for; it need not exist."""
    return database.with_name(database.name + TEMPLATES[name])


def template_of(database: Path, name: str) -> Path:
    """Return the template in use: the company's own beside the database, else the one that comes with the program."""
    own = template_beside(database, name)
    return own if own.is_file() else DEFAULTS[name]


def lay_templates(database: Path) -> None:
    """Put the templates beside a new database, for the company to edit; one that is there stays."""
    for name, default in DEFAULTS.items():
        target = template_beside(database, name)
        if not os.path.lexists(target):
            with fresh(target) as new:
                new.write_bytes(default.read_bytes())
            admit(target)
