"""The company's own templates, kept beside the database."""

from __future__ import annotations

import os
from pathlib import Path

import complaint_cli
from complaint_cli.files import fresh

TEMPLATE_NAME = "-form.docx"
"""The company's own template stands beside the database under its name with this ending."""
DEFAULT_TEMPLATE = Path(complaint_cli.__file__).parent / "data" / "form.docx"


def template_beside(database: Path) -> Path:
    """Return where the company's own form template is looked for; it need not exist."""
    return database.with_name(database.name + TEMPLATE_NAME)


def lay_template(database: Path) -> None:
    """Put the form's template beside a new database, for the company to edit; one that is there stays."""
    target = template_beside(database)
    if not os.path.lexists(target):
        with fresh(target) as new:
            new.write_bytes(DEFAULT_TEMPLATE.read_bytes())
