"""What somebody who has the file, or the command line, tries in order to bend a result; each as he would."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import books
from complaint_cli.store.journal import link_hash

EXAMPLE = Path(__file__).parents[1] / "examples" / "month" / "organisation.toml"


def rechained(db: Path) -> None:
    """Work the whole chain out anew, as a forger with the program's code does."""
    with closing(sqlite3.connect(db)) as connection:
        rows = [list(row[:9]) for row in connection.execute("SELECT * FROM journal ORDER BY seq")]
    before, statements = rows[0][8], []
    for row in rows:
        row[8] = before
        digest = link_hash(tuple(row))
        statements.append(f"UPDATE journal SET previous = '{before}', hash = '{digest}' WHERE seq = {row[0]}")
        before = digest
    books.tamper(db, *statements)


def test_a_forged_month_with_a_chain_made_to_fit_is_found_by_who_never_saw_it(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    books.october(run.db.parent)
    now = "2026-11-12 09:00"
    for month in ("2026-09", "2026-10"):
        closed = run("assess", "--month", month, "--close", "--by", books.AUDITOR, now=now)
        assert closed.code == 0, closed.err
    forged = 'replace({}, \'"amount":"250.00"\', \'"amount":"100.00"\')'
    books.tamper(
        run.db,
        f"UPDATE closing SET result = {forged.format('result')}",
        'UPDATE journal SET images = replace(images, \'\\"amount\\":\\"250.00\\"\', \'\\"amount\\":\\"100.00\\"\')',
    )
    rechained(run.db)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "nobody"))
    said = run("verify", now=now)
    assert said.code == 42 and "2026-10" in said.err, said.err


@pytest.mark.parametrize(
    "words",
    [
        ("intake", "--content", "x"),
        ("show", "1", "--reveal"),
        ("commend", "维修抢修部", "--reason", "x"),
    ],
)
def test_a_fine_is_not_avoided_by_a_clock_of_ones_own(run: Any, words: tuple[str, ...]) -> None:
    run.now = None  # a ledger of the real clock
    assert run("init", "--org", EXAMPLE).code == 0
    assert run("intake", "--content", "表不走字").code == 0
    before = run("verify", "--json").json()["entries"]
    said = run(*words, now="2026-10-09 09:00")
    assert said.code == 21 and "COMPLAINT_NOW" in said.err and said.out == ""
    assert run("verify", "--json").json()["entries"] == before


def test_nobody_makes_himself_an_auditor(run: Any, tmp_path: Path) -> None:
    assert run("init", "--org", EXAMPLE).code == 0
    mine = tmp_path / "mine.toml"
    text = EXAMPLE.read_text("utf-8").replace('staff = ["温小棠", "邱明澈"]', 'staff = ["邱明澈"]')
    mine.write_text(text.replace('staff = ["纪清源"]', 'staff = ["纪清源", "温小棠"]'), "utf-8")
    assert run("org", "import", mine).code == 21
    assert run("org", "import", mine, "--approved-by", "温小棠").code == 21
    assert run("org", "set-manager", "审计督查部", "温小棠").code == 21
    assert "温小棠" not in str(
        next(d for d in run("org", "show", "--json").json()["departments"] if d["role"] == "audit")
    )


def test_a_row_whose_image_was_emptied_differs_from_it(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    books.october(run.db.parent)
    books.tamper(run.db, r"UPDATE journal SET images = 'transfer' || char(9) WHERE images LIKE 'transfer%'")
    rechained(run.db)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "nobody"))
    said = run("verify", lang="en")
    assert said.code == 42 and "transfer" in said.err, said.err
