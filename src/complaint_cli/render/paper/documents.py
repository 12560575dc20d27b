"""Word documents made from a template that the company may edit: the transfer form, the penalty notice."""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from complaint_cli.errors import UsageError
from complaint_cli.files import fresh
from complaint_cli.messages.documents import Paper

MOST_BYTES = 50 * 1024 * 1024
"""The largest template, unpacked, that is read."""


def write_from(
    template: Path, path: Path, boxes: Mapping[str, object], further: Sequence[tuple[str, str]] = (), title: str = ""
) -> None:
    """Fill a Word template, and set on ``further`` pages texts under their headings.

    UsageError when the template cannot be used. What stands in the boxes never acts.
    """
    from docxtpl import DocxTemplate
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    written = BytesIO()
    with fresh(path) as new:
        try:
            _check_template(template)
            document = DocxTemplate(template)
            document.render(boxes, SandboxedEnvironment(undefined=StrictUndefined), autoescape=True)
            _add_pages(document, further, title)
            document.save(written)
        except Exception as error:  # whatever a foreign file breaks
            reason = " ".join(str(error).split())[:120] or type(error).__name__
            raise UsageError(Paper.BAD_TEMPLATE, file=template, reason=reason) from error
        new.write_bytes(written.getvalue())  # here a full disk is no fault of the template


def _add_pages(document: Any, further: Sequence[tuple[str, str]], title: str) -> None:
    if further:
        head = document.add_paragraph()
        head.paragraph_format.page_break_before = True  # a break of its own would leave an empty page behind a full one
        head.add_run(title).bold = True
    for heading, text in further:
        document.add_paragraph().add_run(heading).bold = True
        for line in text.splitlines():
            document.add_paragraph(line)


def _check_template(template: Path) -> None:
    """Refuse what is no file, and what would unpack to more than any form holds."""
    import zipfile

    if not template.is_file():
        raise OSError(errno.ENOENT, os.strerror(errno.ENOENT))
    with zipfile.ZipFile(template) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MOST_BYTES:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
