"""Shares, read-only media and damaged files: worked on where that can be, else told in a plain sentence."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

import books
import complaint_cli
from conftest import Runner
from test_upgrade import with_evidence

posix = pytest.mark.skipif(sys.platform == "win32", reason="folders and permissions as POSIX knows them")


@posix
def test_a_share_that_knows_no_folder_fsync_and_no_chmod_is_worked_on(
    run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    books.october(run.db.parent)
    plain = os.fsync

    def fsync(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        plain(handle)

    def chmod(*_: object, **__: object) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(os, "chmod", chmod)
    monkeypatch.setattr(Path, "chmod", chmod)
    proof = tmp_path / "proof.txt"
    proof.write_text("证据")
    done = run("handle", "2026-0014", "--evidence", proof, now=books.AFTER, by="毛立夏")
    assert done.code == 0 and done.err.count("共享盘") == 1, done.err
    for line in (
        ("init", "--db", tmp_path / "new.db"),
        ("backup", tmp_path / "copy.db"),
        ("form", "2026-0014", "-o", tmp_path / "form.docx"),
        ("ledger", "-o", tmp_path / "ledger.xlsx"),
        ("verify",),
    ):
        done = run(*line, now=books.AFTER)
        assert done.code == 0, (line, done.err)


@pytest.mark.skipif(not shutil.which("unshare") or not hasattr(os, "geteuid") or os.geteuid(), reason="needs to mount")
@pytest.mark.parametrize("kind", ["whole", "log", "earlier", "closed", "closed log", "file"])
def test_a_ledger_on_read_only_media_is_read(run: Runner, tmp_path: Path, kind: str) -> None:
    folder, newest = run.db.parent, "2026-0016"
    if kind in ("whole", "log"):
        books.october(folder)
    else:  # burnt by an earlier program, with closed months that were never judged again
        dump = "version_3.sql" if kind == "earlier" else "closed_2/ledger.sql"
        with closing(sqlite3.connect(run.db)) as old:
            old.executescript((Path(__file__).parent / "data" / dump).read_text("utf-8"))
        with_evidence(run.db)
    if kind == "closed log":
        folder = tmp_path / "media"
        with closing(sqlite3.connect(run.db, isolation_level=None)) as old:
            old.execute("PRAGMA journal_mode = WAL")
            old.execute("UPDATE open_work SET deadline = deadline")
            shutil.copytree(run.db.parent, folder, ignore=lambda at, names: [n for n in names if n.endswith("-shm")])
        assert (folder / f"{run.db.name}-wal").stat().st_size
        run.db = folder / run.db.name
    if kind == "log":  # as a killed program leaves it: the last step stands in the log alone
        folder, newest = tmp_path / "media", "2026-0017"
        with closing(sqlite3.connect(run.db)) as other:
            other.execute("SELECT count(*) FROM journal").fetchone()
            books.act(run.db, "intake", content="表不走字")
            shutil.copytree(run.db.parent, folder, ignore=lambda at, names: [n for n in names if n.endswith("-shm")])
        assert (folder / f"{run.db.name}-wal").stat().st_size
        run.db = folder / run.db.name
    media = run.db if kind == "file" else folder  # the file alone, in a folder where others may be laid
    mounted = f"mount --bind '{media}' '{media}' && mount -o remount,ro,bind '{media}' || exit 99; "
    for line in ("list", "verify", "show 2026-0002", "search 燃气", "assess --month 2026-10", "intake --content 一"):
        command = f"{mounted} exec '{sys.executable}' -m complaint_cli --db '{run.db}' {line}"
        env = os.environ | {
            "COMPLAINT_NOW": books.AFTER,
            "COMPLAINT_BY": "温小棠",
            "XDG_STATE_HOME": str(tmp_path / "state"),
        }
        done = subprocess.run(["unshare", "-m", "sh", "-c", command], capture_output=True, text=True, env=env)
        if done.returncode == 99:
            pytest.skip(done.stderr)
        wanted = 42 if line.startswith("intake") else 0
        assert done.returncode == wanted and "Traceback" not in done.stderr, (line, done.stderr)
        assert line != "list" or done.stdout.splitlines()[1].startswith(newest), done.stdout
        assert "upgrad" not in done.stderr and "升级" not in done.stderr


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid(), reason="only root can be another user")
def test_evidence_of_another_user_cannot_be_read_and_is_not_missing(run: Runner, tmp_path: Path) -> None:
    books.october(run.db.parent)
    assert run("verify", lang="en").code == 0  # what it imports is read while that is allowed
    for file in (*run.db.parent.iterdir(), *tmp_path.parents, tmp_path, run.db.parent):
        if file.is_dir() and "pytest" in str(file):
            file.chmod(0o777)
        elif file.is_file():
            file.chmod(0o666)
    os.seteuid(65534)
    try:
        told = run("verify", lang="en", env={"XDG_STATE_HOME": "/nonexistent"})
    finally:
        os.seteuid(0)
    assert told.code == 42
    assert "cannot be read from this account" in told.err and "is missing" not in told.err


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid(), reason="only root can be another user")
def test_the_log_beside_a_ledger_of_the_group_is_the_groups(run: Runner, tmp_path: Path) -> None:
    """SQLite lays it as the file of whoever opens first: others of the group would be shut out meanwhile."""
    group, folder = 54321, tmp_path / "shared"
    folder.mkdir()
    for above in (*tmp_path.parents, tmp_path):
        if "pytest" in str(above):
            above.chmod(0o777)
    os.chown(folder, -1, group)
    folder.chmod(0o770)
    assert run("init", db=folder / "c.db").code == 0
    code = (
        "import sys; from pathlib import Path; from complaint_cli.store.database import Store\n"
        "import os; os.setgroups([54321]); os.setgid(65534); os.setuid(65534)\n"
        "with Store.open(Path(sys.argv[1])) as store:\n"
        "    print(*(os.stat(sys.argv[1] + end).st_gid for end in ('', '-wal', '-shm')))"
    )
    done = subprocess.run([sys.executable, "-c", code, folder / "c.db"], capture_output=True, text=True)
    assert done.stdout.split() == [str(group)] * 3, done.stderr


def _damaged(db: Path, kind: str) -> None:
    data = db.read_bytes()
    whole = {"empty": b"", "text": b"no database\n" * 500, "truncated": data[: len(data) // 2 + 100]}
    whole["header"] = b"SQLite format 9\0" + data[16:]
    whole["page"] = data[:4096] + os.urandom(4096) + data[8192:]
    if kind in whole:
        db.write_bytes(whole[kind])
        return
    statements = {
        "text column": "UPDATE complaint SET content = CAST(x'ff41fe' AS TEXT) WHERE id = 1",
        "actor": "UPDATE journal SET actor = CAST(x'ff41fe' AS TEXT) WHERE seq = 2",
        "table": "DROP TABLE complaint",
        "journal": "DROP TABLE journal",
        "column": "ALTER TABLE complaint RENAME COLUMN content TO other",
        "trigger": "SELECT 1",
    }
    with closing(sqlite3.connect(db)) as connection:
        connection.execute("PRAGMA legacy_alter_table = 1")
        for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {trigger}")
        connection.execute(statements[kind])
        connection.commit()


@pytest.mark.parametrize(
    "kind", ["empty", "text", "truncated", "header", "page", "text column", "actor", "table", "journal", "column",
             "trigger", "folder"]
)  # fmt: skip
def test_verify_says_what_is_wrong_with_a_damaged_file(run: Runner, kind: str) -> None:
    books.lay(run.db)
    assert run("intake", "--content", "不走字").code == 0
    if kind == "folder":
        run.db.unlink()
        run.db.mkdir()
    else:
        _damaged(run.db, kind)
    told = run("verify", lang="en")
    assert told.code == 42, told.err
    assert told.err.strip() and "Traceback" not in told.err and "enter it" not in told.err


def test_without_time_zone_data_the_policy_is_not_blamed(tmp_path: Path) -> None:
    start = "import sys; sys.modules['tzdata'] = None; from complaint_cli.cli import run; run()"
    env = os.environ | {"PYTHONTZPATH": "", "COMPLAINT_DB": str(tmp_path / "new.db"), "COMPLAINT_LANG": "en"}
    said = (Path(complaint_cli.__file__).parent / "data" / "edition.toml").read_text("utf-8")
    for zone, code in (("Asia/Shanghai", 0), ("Asia/Urumqi", 30)):  # China's is known without any
        policy = tmp_path / "policy.toml"
        policy.write_text(said.replace("Asia/Shanghai", zone), "utf-8")
        command = [sys.executable, "-c", start, "policy", "check", policy]
        done = subprocess.run(command, capture_output=True, text=True, env=env)
        assert done.returncode == code, done.stderr
    assert "time-zone data" in done.stderr


def test_two_demos_at_once_make_one(run: Runner, tmp_path: Path) -> None:
    env = os.environ | {"XDG_STATE_HOME": str(tmp_path / "state"), "COMPLAINT_LANG": "en"}
    command = [sys.executable, "-m", "complaint_cli", "demo", "--db", str(tmp_path / "demo.db")]
    pipe = subprocess.PIPE
    both = [subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, env=env) for _ in range(2)]
    said = [process.communicate(timeout=120)[1] for process in both]
    assert sorted(process.returncode for process in both) == [0, 21], said
    assert run("verify", db=tmp_path / "demo.db").code == 0


@posix
def test_a_ledger_in_a_folder_of_the_group_is_the_groups(tmp_path: Path) -> None:
    proof = tmp_path / "proof.txt"
    proof.write_text("证据")
    for number, (mode, group) in enumerate(((0o2770, True), (0o770, True), (0o777, False), (0o755, False))):
        folder = tmp_path / str(number)
        folder.mkdir()
        folder.chmod(mode)
        run = Runner(folder / "complaint.db", now=books.AFTER, by="温小棠")
        before = os.umask(0o077)
        try:
            for line in (("init",), ("intake", "--content", "表不走字"), ("transfer", "1", "--to", "维修抢修部")):
                assert run(*line).code == 0
            for post, name in (("deputy", "甲"), ("general", "乙")):
                assert run("approve", "1", "--as", post, "--by", name).code == 0
            assert run("handle", "1", "--evidence", proof).code == 0
            assert run("backup", folder / "copy.db").code == 0
        finally:
            os.umask(before)
        assert len([*folder.rglob("*")]) > 7
        for file in folder.rglob("*"):
            wanted = (0o770 if group else 0o700) if file.is_dir() else 0o660 if group else 0o600
            assert stat.S_IMODE(file.stat().st_mode) & 0o777 == wanted, (oct(mode), file)
