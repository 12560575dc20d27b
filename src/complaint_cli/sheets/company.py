"""The organisation as a company keeps it: a TOML file, or a spreadsheet."""

from __future__ import annotations

from pathlib import Path

from complaint_cli.company.organisation import Organisation, organisation_from_rows
from complaint_cli.errors import ImportRejected, PolicyInvalid
from complaint_cli.sheets.tables import sheet_rows

SHEETS = (".xlsx", ".xls", ".xlsm", ".ods")


def sheet_organisation(file: Path) -> Organisation:
    """Read an organisation from a spreadsheet; PolicyInvalid when it is invalid."""
    try:
        rows = sheet_rows(file)
    except ImportRejected as error:
        raise PolicyInvalid(error.message, **error.facts) from None
    return organisation_from_rows(rows, name=file.name)
