"""Keys: enrolling, signing, and every way of acting in an enrolled person's name that is found."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import books
from complaint_cli.acts import unlocking
from complaint_cli.acts.transaction import opened
from complaint_cli.acts.work import Work
from complaint_cli.errors import UsageError
from complaint_cli.store.journal import link_hash
from complaint_cli.store.keys import unlocked
from complaint_cli.store.signing import Notary
from conftest import Result, Runner
from test_notify import Server, server

__all__ = ["server"]

AUDITOR, CLERK, GENERAL, OTHER = "纪清源", "温小棠", "顾怀远", "邱明澈"
PHRASE = "十二个字以上的口令就够了吧"
INTAKE = ("intake", "--content", "表不走字", "--phone", "13800000001", "--deadline", "5wd")
DECIDE = ("decide", "9", "--rule", "handling_overdue", "--person", "蓝抄月", "--amount", "300", "--reason", "属实")
needs_openssh = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="no ssh-keygen here")


def at_the_desk(run: Runner, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Runner:
    run.now, run.lang = books.AFTER, "en"
    (folder / "phrase").write_text(PHRASE + "\nmore\n", encoding="utf-8")
    monkeypatch.setenv("XDG_DATA_HOME", str(folder / "data"))
    monkeypatch.setenv("COMPLAINT_PASSPHRASE_FILE", str(folder / "phrase"))
    return run


@pytest.fixture
def office(run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Runner:
    """October, and a data folder in which everybody's key is kept under one passphrase."""
    books.october(run.db.parent)
    return at_the_desk(run, tmp_path, monkeypatch)


def key_of(person: str, tmp_path: Path) -> Path:
    return tmp_path / "data" / "complaint" / "keys" / f"{person}.key"


def pub_of(person: str, tmp_path: Path) -> str:
    return f"{key_of(person, tmp_path)}.pub"


@pytest.fixture(scope="module")
def once_enrolled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office that was enrolled once, for each test to copy: a passphrase is slow to try on purpose."""
    folder = tmp_path_factory.mktemp("enrolled")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(folder / "state"))
        office = at_the_desk(Runner(books.october(folder)), folder, patch)
        for person in (CLERK, AUDITOR, GENERAL):
            assert office("key", "new", "--by", person).code == 0
        for by, person in ((CLERK, AUDITOR), (AUDITOR, CLERK), (AUDITOR, GENERAL)):
            done = office("key", "enroll", person, pub_of(person, folder), by=by)
            assert done.code == 0, done.err
        assert verified(office).code == 0
    return folder


@pytest.fixture
def enrolled(run: Runner, once_enrolled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Runner:
    """The clerk, the auditor and the general manager, who sign from here on."""
    books.copy(once_enrolled / "complaint.db", run.db)
    shutil.copytree(once_enrolled / "data", tmp_path / "data")
    return at_the_desk(run, tmp_path, monkeypatch)


def verified(run: Runner, *options: str) -> Result:
    """Verify as an account that never saw the ledger: what it remembers is another test's."""
    return run("verify", *options, env={"XDG_STATE_HOME": "/dev/null"})


def faults(run: Runner, *options: str) -> str:
    result = verified(run, *options)
    assert (result.code, "Traceback" in result.err) == (42, False), result
    return result.err


def value(db: Path, sql: str) -> Any:
    with closing(sqlite3.connect(db)) as connection:
        row = connection.execute(sql).fetchone()
    return row[0] if row else None


def forge(db: Path, command: str, actor: str, entered_by: str, **tables: dict[str, Any]) -> int:
    """Enter something as the program would, by somebody who owns the file and leaves the signing out."""
    with opened(books.call(db, by=actor)) as work:
        work.store.notary = work.store.appoint = None
        assert work.store.sitting is not None
        work.store.sitting = work.store.sitting._replace(entered_by=entered_by)
        with work.store.writing(), work.entry(command, "2026-0009", actor) as entry:
            for table, columns in tables.items():
                entry.add(table, work.now, actor, complaint=9, **columns)
        return entry.seq


DECISION = {"rule": "handling_overdue", "person": "蓝抄月", "amount": None, "reason": "算了"}
NOTICE = {"recipient": "x", "stage": "soon"}
CORRECTION = {
    "step": 1, "stage": "decision", "row": 1, "field": "actor", "old": OTHER, "new": AUDITOR, "reason": "写错"
}  # fmt: skip
INVESTIGATION = {
    "auditor": AUDITOR, "clerk": CLERK, "internal_cause": 1, "adverse_effect": 0, "severity": "minor",
    "false_record": 0, "persons": ("蓝抄月",),
}  # fmt: skip


# -- making keys ------------------------------------------------------------------------------------


def test_a_new_key_is_a_line_for_others_and_a_file_for_its_owner_alone(office: Runner, tmp_path: Path) -> None:
    made = office("key", "new", "--by", AUDITOR)
    assert made.out == f"{Path(pub_of(AUDITOR, tmp_path)).read_text('utf-8')}"
    assert made.out.startswith("ssh-ed25519 AAAA")
    assert f"complaint key enroll '{AUDITOR}' '" in made.err
    assert stat.S_IMODE(key_of(AUDITOR, tmp_path).stat().st_mode) == 0o600
    assert office("key", "new", "--by", AUDITOR).code == 2, "a key is never overwritten"
    assert office("key", "new", "--by", "无此人").code == 2


def test_a_passphrase_is_long_and_asked_of_somebody(office: Runner, tmp_path: Path) -> None:
    (tmp_path / "phrase").write_text("short\n")
    assert office("key", "new").code == 2
    assert office("key", "new", env={"COMPLAINT_PASSPHRASE_FILE": ""}).code == 21, "nobody is there to ask"
    assert not key_of(CLERK, tmp_path).exists()


def test_the_file_may_be_anywhere(office: Runner, tmp_path: Path) -> None:
    stick = {"COMPLAINT_KEY": str(tmp_path / "stick.key")}
    assert office("key", "new", env=stick).code == 0
    assert (tmp_path / "stick.key").is_file()


@needs_openssh
def test_openssh_reads_the_line_and_the_fingerprint(enrolled: Runner, tmp_path: Path) -> None:
    said = subprocess.run(["ssh-keygen", "-lf", pub_of(AUDITOR, tmp_path)], capture_output=True, text=True, check=True)
    listed = {line["person"]: line["fingerprint"] for line in enrolled("key", "list", "--json").json()["enrolled"]}
    assert listed[AUDITOR] in said.stdout
    assert listed[AUDITOR] in enrolled("key", "list").out


def test_each_step_tells_whether_it_was_signed_once_anybody_has_a_key(enrolled: Runner, tmp_path: Path) -> None:
    made = enrolled(*INTAKE, "--by", CLERK, "--json").json()["no"]
    for no, signing, mark in (("9", "paper", "not signed"), (made, "signed", ", signed]")):
        step = enrolled("show", no, "--json").json()["timeline"][0]
        assert step["signing"] == signing, no
        assert mark in enrolled("show", no).out


def test_where_nobody_has_a_key_no_step_tells_of_signing(office: Runner) -> None:
    assert not any("signing" in step for step in office("show", "9", "--json").json()["timeline"])
    assert "signed" not in office("show", "9").out.replace("signed as", "")


@pytest.mark.parametrize("made", ["missing", "folder", "empty", "junk"])
def test_a_file_that_holds_no_key_is_told_by_its_name(office: Runner, tmp_path: Path, made: str) -> None:
    file = tmp_path / "other.pub"
    if made == "folder":
        file.mkdir()
    elif made != "missing":
        file.write_text("" if made == "empty" else "junk")
    for command in ("enroll", "replace"):
        refused = office("key", command, AUDITOR, str(file))
        assert (refused.code, "other.pub" in refused.err) == (2, True), refused
    refused = office("verify", "--keys", str(file))
    assert (refused.code, "other.pub" in refused.err) == ((0, False) if made == "empty" else (2, True)), refused


def test_a_list_with_a_broken_key_accuses_nobody(enrolled: Runner, tmp_path: Path) -> None:
    listed = tmp_path / "signers"
    listed.write_text(enrolled("key", "allowed-signers").out.replace("ssh-ed25519 AAAA", "ssh-ed25519 !"), "utf-8")
    refused = verified(enrolled, "--keys", str(listed))
    assert (refused.code, str(listed) in refused.err) == (2, True), refused


@pytest.mark.parametrize("variable", ["COMPLAINT_KEY", "COMPLAINT_PASSPHRASE_FILE"])
def test_a_variable_that_names_a_folder_is_told_by_it(enrolled: Runner, tmp_path: Path, variable: str) -> None:
    refused = enrolled(*INTAKE, env={variable: str(tmp_path)})
    assert (refused.code, f"no file {tmp_path}," in refused.err) == (2, True), refused


def test_a_passphrase_file_that_is_missing_is_told_by_its_name(enrolled: Runner, tmp_path: Path) -> None:
    refused = enrolled(*INTAKE, env={"COMPLAINT_PASSPHRASE_FILE": str(tmp_path / "nowhere")})
    assert (refused.code, "nowhere" in refused.err) == (2, True), refused


# -- enrolling --------------------------------------------------------------------------------------


def test_who_enrolls_first_is_told_to_have_a_key_of_his_own(office: Runner, tmp_path: Path) -> None:
    assert office("key", "new").code == 0
    said = office("key", "enroll", CLERK, f"{key_of(CLERK, tmp_path)}.pub", by=AUDITOR)
    assert said.code == 21 and "no key file" in said.err and "is enrolled" not in said.err


def test_the_first_two_enroll_each_other(office: Runner, tmp_path: Path) -> None:
    for person in (CLERK, AUDITOR, GENERAL):
        assert office("key", "new", "--by", person).code == 0
    enroll = ("key", "enroll")
    stick = tmp_path / "stick.key"
    assert office("key", "new", env={"COMPLAINT_KEY": str(stick)}).code == 0
    for own in (pub_of(CLERK, tmp_path), f"{stick}.pub"):
        assert office(*enroll, CLERK, own).code == 21, "nobody enrolls himself"
    assert office(*enroll, OTHER, key_of(CLERK, tmp_path)).code == 2, "that is no public key"
    assert office(*enroll, AUDITOR, pub_of(CLERK, tmp_path)).code == 21, "nor his own key for another"
    first = office(*enroll, AUDITOR, pub_of(AUDITOR, tmp_path))
    assert f"complaint key enroll {CLERK}" in first.err
    assert office(*enroll, GENERAL, pub_of(GENERAL, tmp_path), by=AUDITOR).code == 21, "first the founder"
    assert office(*enroll, GENERAL, pub_of(GENERAL, tmp_path), by=CLERK).code == 21
    assert office(*enroll, CLERK, pub_of(GENERAL, tmp_path), by=AUDITOR).code == 21, "with the key that he signed with"
    assert office(*INTAKE).code == 0, "who is not enrolled yet works as before"
    assert office(*enroll, CLERK, pub_of(CLERK, tmp_path), by=AUDITOR).code == 0
    assert office(*enroll, CLERK, pub_of(GENERAL, tmp_path), by=AUDITOR).code == 21, "enrolled already"
    assert office(*enroll, OTHER, pub_of(CLERK, tmp_path), by=AUDITOR).code == 21, "a key is one person's"
    assert office(*enroll, OTHER, pub_of(GENERAL, tmp_path), by="许知秋").code == 21, "by whom nobody enrolled"
    assert verified(office).code == 0


# -- signing ----------------------------------------------------------------------------------------


def test_what_an_enrolled_person_enters_is_signed_and_counted(enrolled: Runner) -> None:
    before = enrolled("verify", "--json").json()
    assert enrolled(*INTAKE).code == 0
    assert enrolled(*DECIDE, by=AUDITOR).code == 0
    assert enrolled("transfer", "17", "--to", "计量收费部", "--person", "蓝抄月", "--by", OTHER).code == 0
    after = enrolled("verify", "--json").json()
    assert after["signed"] - before["signed"] == 2
    assert after["paper"] - before["paper"] == 1, "signed by who typed it, on another's word"
    assert after["unsigned"] == before["unsigned"]
    assert after["signed"] + after["unsigned"] + after["paper"] == after["entries"]
    assert f"{after['signed']} entries signed by 2 people" in enrolled("verify").out


def test_without_the_key_or_its_passphrase_nothing_is_written(enrolled: Runner, tmp_path: Path) -> None:
    head = books.head(enrolled.db)
    (tmp_path / "wrong").write_text("another passphrase\n")
    assert enrolled(*INTAKE, env={"COMPLAINT_PASSPHRASE_FILE": str(tmp_path / "wrong")}).code == 2
    assert enrolled(*INTAKE, env={"COMPLAINT_PASSPHRASE_FILE": ""}).code == 21
    assert enrolled(*INTAKE, env={"COMPLAINT_KEY": str(tmp_path / "none.key")}).code == 21
    assert enrolled(*INTAKE, env={"COMPLAINT_KEY": str(key_of(AUDITOR, tmp_path))}).code == 21
    key_of(CLERK, tmp_path).write_text("{}")
    assert enrolled(*INTAKE).code == 2
    assert books.head(enrolled.db) == head
    assert enrolled("list").code == 0, "reading needs no key"


@pytest.mark.parametrize(
    "words",
    [
        DECIDE,
        ("investigate", "9", "--auditor", AUDITOR, "--clerk", CLERK),
        ("exclude", "9", "--reason", "不属本公司", "--approved-by", GENERAL),
        ("assess", "--month", "2026-09", "--close"),
        ("policy", "adopt", "new.toml", "--approved-by", GENERAL),
        ("org", "import", "org.toml"),
    ],
    ids=lambda words: words[0],
)
def test_what_only_he_can_do_takes_his_own_signature(
    enrolled: Runner, tmp_path: Path, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    source = enrolled("policy", "show").out
    (tmp_path / "new.toml").write_text(source.replace("title = ", "title = '新' #"), encoding="utf-8")
    organisation = enrolled("org", "show", "--toml").out
    (tmp_path / "org.toml").write_text(organisation.replace('"毛立夏"', '"毛立秋"'), encoding="utf-8")
    head = books.head(enrolled.db)
    for by in (CLERK, OTHER):  # one who signs, one who does not
        key = {"COMPLAINT_KEY": str(tmp_path / "none.key")} if by == OTHER else {}
        refused = enrolled(*words, "--by", AUDITOR, by=by, env=key)
        assert refused.code == 21, (by, refused)
        assert AUDITOR in refused.err
    assert books.head(enrolled.db) == head
    done = enrolled(*words, by=AUDITOR)
    assert done.code == 0, done.err
    assert verified(enrolled).code == 0


def test_a_ruling_becomes_his_by_a_correction_that_he_signs(enrolled: Runner) -> None:
    assert enrolled(*DECIDE, by="严守衡").code == 0
    number = enrolled("show", "9", "--json").json()["timeline"][-1]["step"]
    words = ("amend", "9", "--step", str(number), "--by", AUDITOR, "--reason", "是他裁定的", "--approved-by", GENERAL)
    refused = enrolled(*words, by=CLERK)
    assert (refused.code, AUDITOR in refused.err) == (21, True), refused
    assert enrolled(*words, by=AUDITOR).code == 0
    assert enrolled("amend", "9", "--step", "8", "--by", CLERK, "--reason", "是她", by=GENERAL).code == 0, "no ruling"
    assert verified(enrolled).code == 0


@pytest.mark.parametrize(
    ("by", "words", "typed"),
    [
        (AUDITOR, ("decide", "9"), "1\n300\n酌减\ny\n"),
        (CLERK, ("intake", "--content", "表不走字", "--category", "计量收费"), "\n" * 12 + "y\n"),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_what_is_shown_before_it_is_written_is_signed_when_it_is(
    enrolled: Runner, by: str, words: tuple[str, ...], typed: str
) -> None:
    before = enrolled("verify", "--json").json()
    said = enrolled(*words, by=by, tty=True, stdin=typed)
    assert said.code == 0 and "keep it (y/n)" in said.err and "not signed" not in said.err, said
    after = enrolled("verify", "--json").json()
    assert after["signed"] - before["signed"] == after["entries"] - before["entries"] == 1
    assert verified(enrolled).code == 0


def test_a_month_that_cannot_be_closed_asks_for_no_passphrase(enrolled: Runner) -> None:
    said = enrolled(
        "assess", "--month", "2026-10", "--close", by=AUDITOR, tty=True, env={"COMPLAINT_PASSPHRASE_FILE": ""}
    )
    assert (said.code, "passphrase" in said.err) == (21, False) and "2026-09" in said.err, said


def test_who_is_named_as_the_auditor_of_an_investigation_enters_it_himself(enrolled: Runner) -> None:
    words = ("investigate", "9", "--auditor", AUDITOR, "--clerk", CLERK, "--internal-cause")
    head = books.head(enrolled.db)
    refused = enrolled(*words, by=CLERK)
    assert (refused.code, AUDITOR in refused.err) == (21, True), refused
    assert books.head(enrolled.db) == head
    assert enrolled("investigate", "9", "--auditor", "严守衡", "--clerk", CLERK, by=CLERK).code == 0, "has no key"
    assert enrolled(*words, by=AUDITOR).code == 0
    assert verified(enrolled).code == 0


def test_who_names_himself_at_an_account_of_nobody_signs_with_his_key(enrolled: Runner) -> None:
    assert enrolled(*DECIDE, "--by", AUDITOR, by=None).code == 0
    assert verified(enrolled).code == 0
    assert value(enrolled.db, "SELECT person FROM signature ORDER BY seq DESC LIMIT 1") == AUDITOR


def test_a_batch_is_signed_once_and_rejects_another_persons_ruling(enrolled: Runner, tmp_path: Path) -> None:
    line = '{"do": "intake", "content": "表不走字%d", "deadline": "5wd"}\n'
    (tmp_path / "good.jsonl").write_text("".join(line % n for n in range(3)), encoding="utf-8")
    count = value(enrolled.db, "SELECT count(*) FROM signature")
    assert enrolled("batch", tmp_path / "good.jsonl").code == 0
    assert value(enrolled.db, "SELECT count(*) FROM signature") == count + 1
    ruling = '{"do": "exclude", "no": "9", "reason": "x", "approved_by": "顾怀远", "by": "纪清源"}\n'
    (tmp_path / "bad.jsonl").write_text(line % 9 + ruling, encoding="utf-8")
    assert enrolled("batch", tmp_path / "bad.jsonl").code == 50
    assert verified(enrolled).code == 0


def test_notices_need_nobody(enrolled: Runner, server: Server) -> None:
    assert enrolled("intake", "--content", "漏气", "--deadline", "2026-11-03 17:30").code == 0
    silent = {"COMPLAINT_PASSPHRASE_FILE": ""}
    assert enrolled("overdue", "--notify", server.url(), now="2026-11-05 09:00", env=silent).code == 0
    assert value(enrolled.db, "SELECT entered_by FROM session ORDER BY id DESC LIMIT 1") == CLERK
    assert value(enrolled.db, "SELECT count(*) FROM notice") > 0
    assert verified(enrolled).code == 0


def test_a_passphrase_that_is_too_short_is_told_before_it_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.delenv("COMPLAINT_PASSPHRASE_FILE", raising=False)
    monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr("getpass.getpass", lambda question: asked.append(question) or "short")
    with pytest.raises(UsageError, match="12"):
        unlocking.passphrase(CLERK, twice=True)
    assert len(asked) == 1


def test_a_wrong_passphrase_is_told_and_asked_for_again(enrolled: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["wrong", PHRASE, "wrong", "wrong", "wrong", KeyboardInterrupt()])

    def typed(question: str) -> str:
        if isinstance(answer := next(answers), BaseException):
            raise answer
        return answer

    monkeypatch.setattr("getpass.getpass", typed)
    terminal = {"tty": True, "stdin": "\n" * 12, "env": {"COMPLAINT_PASSPHRASE_FILE": ""}}
    said = enrolled(*INTAKE, **terminal)
    assert said.code == 0 and said.err.count("wrong passphrase") == 1, said.err
    said = enrolled("commend", "维修", "--reason", "x", **terminal)
    assert said.code == 2 and said.err.count("wrong passphrase") == 3, said.err
    said = enrolled("commend", "维修", "--reason", "x", **terminal)
    assert said.code == 130 and said.err.startswith("\n"), "what follows begins a line"


@pytest.mark.skipif(os.name != "posix", reason="a terminal of its own")
def test_the_passphrase_is_asked_on_the_terminal_and_not_shown(office: Runner, tmp_path: Path) -> None:
    import pty

    variables = {"COMPLAINT_DB": str(office.db), "COMPLAINT_NOW": office.now or "", "COMPLAINT_BY": CLERK}
    process, terminal = pty.fork()
    if process == 0:
        os.environ.pop("COMPLAINT_PASSPHRASE_FILE")
        os.execve(sys.executable, [sys.executable, "-m", "complaint_cli", "key", "new"], os.environ | variables)
    seen = b""
    for question in ("输入时不显示）：", "再输一次："):
        while question.encode() not in seen:
            seen += os.read(terminal, 4096)
        os.write(terminal, PHRASE.encode() + b"\n")
    with suppress(OSError):  # it has ended
        while more := os.read(terminal, 4096):
            seen += more
    os.close(terminal)
    assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 0, seen.decode()
    assert PHRASE not in seen.decode()
    assert unlocked(key_of(CLERK, tmp_path).read_text("utf-8"), PHRASE).person == CLERK


def test_a_restore_is_signed_too(enrolled: Runner, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    assert enrolled("backup", copy, env={"COMPLAINT_PASSPHRASE_FILE": ""}).code == 0, "a backup is nobody's"
    assert enrolled(*INTAKE).code == 0
    assert enrolled("restore", copy, "--yes", env={"COMPLAINT_PASSPHRASE_FILE": ""}).code == 21
    assert value(enrolled.db, "SELECT max(number) FROM complaint") == "2026-0017"
    assert enrolled("restore", copy, "--yes").code == 0
    assert verified(enrolled).code == 0


# -- forging ----------------------------------------------------------------------------------------


FORGERIES: dict[str, dict[str, Any]] = {
    "his decision": {"command": "decide", "actor": AUDITOR, "entered_by": OTHER, "decision": DECISION},
    "under another word": {"command": "handle", "actor": AUDITOR, "entered_by": OTHER, "decision": DECISION},
    "as entered by him": {"command": "note", "actor": OTHER, "entered_by": AUDITOR},
    "a variant of his name": {"command": "decide", "actor": "纪 清源", "entered_by": OTHER, "decision": DECISION},
    "by a correction": {"command": "amend", "actor": OTHER, "entered_by": OTHER, "correction": CORRECTION},
    "his investigation": {
        "command": "investigate", "actor": OTHER, "entered_by": OTHER, "investigation": INVESTIGATION
    },
    "his investigation, by a correction": {
        "command": "amend", "actor": OTHER, "entered_by": OTHER,
        "correction": CORRECTION | {"stage": "investigation", "field": "auditor"},
    },
    "in a notice": {
        "command": "overdue --notify", "actor": AUDITOR, "entered_by": AUDITOR, "decision": DECISION, "notice": NOTICE
    },
}  # fmt: skip


@pytest.mark.parametrize("forgery", FORGERIES.values(), ids=FORGERIES)
def test_what_is_entered_in_his_name_is_found(enrolled: Runner, forgery: dict[str, Any]) -> None:
    seq = forge(enrolled.db, **forgery)
    assert f"entry {seq} ({forgery['command']} 2026-0009) says" in faults(enrolled)
    assert enrolled(*INTAKE).code == 0
    assert f"entry {seq} " in faults(enrolled), "later signatures do not heal it"


def lying(db: Path, entered_by: str, lie: Callable[[Work, Any], None]) -> int:
    """Enter something whose rows say what is not so, by somebody without a key."""
    with opened(books.call(db, by=OTHER)) as work:
        work.store.notary = work.store.appoint = None
        assert work.store.sitting is not None
        work.store.sitting = work.store.sitting._replace(entered_by=entered_by)
        with work.store.writing(), work.entry("note", None, OTHER) as entry:
            lie(work, entry)
        return entry.seq


@pytest.mark.parametrize("column", ["seq", "recorded"])
def test_a_row_that_says_it_is_of_another_entry_is_found(enrolled: Runner, column: str) -> None:
    """It would pass for one that the auditor entered and signed, or for one entered in time."""
    theirs = "SELECT max(seq) FROM signature" if column == "seq" else "SELECT min(recorded) FROM journal"

    def lie(work: Work, entry: Any) -> None:
        own = getattr(entry, column)
        setattr(entry, column, value(enrolled.db, theirs))
        entry.add("note", work.now, AUDITOR, complaint=9, kind="report", text="照办")
        setattr(entry, column, own)

    seq = lying(enrolled.db, OTHER, lie)
    assert f"than journal entry {seq} did" in faults(enrolled)


def test_who_sat_there_is_said_first_and_once(enrolled: Runner) -> None:
    def lie(work: Work, entry: Any) -> None:
        assert work.store.sitting is not None
        entry.add("session", work.now, OTHER, **work.store.sitting._replace(entered_by=AUDITOR)._asdict())

    seq = lying(enrolled.db, OTHER, lie)
    assert f"entry {seq} holds an image of session" in faults(enrolled)


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("department", {"organisation": 1, "name": "督查二部", "role": "audit", "staff": (OTHER,)}),
        ("post", {"kind": "deputy", "department": "客户服务部", "name": OTHER}),
    ],
)
def test_who_is_who_is_changed_in_his_name_by_himself_alone(
    enrolled: Runner, table: str, columns: dict[str, Any]
) -> None:
    seq = lying(enrolled.db, OTHER, lambda work, entry: entry.add(table, work.now, AUDITOR, **columns))
    assert f"entry {seq} (note) says {AUDITOR}, who did not sign it" in faults(enrolled)


def test_what_is_entered_in_the_name_of_somebody_without_a_key_is_not_his_fault(enrolled: Runner) -> None:
    forge(enrolled.db, "decide", "严守衡", OTHER, decision=DECISION)
    assert verified(enrolled).code == 0


def test_an_entry_slipped_in_behind_a_signed_one_is_found(enrolled: Runner) -> None:
    assert enrolled(*INTAKE).code == 0
    with opened(books.call(enrolled.db)) as work:
        work.store.notary = work.store.appoint = work.store.sitting = (
            None  # no session: it would pass as of the same transaction
        )
        with work.store.writing(), work.entry("note", None, CLERK) as entry:
            pass
    assert f"entry {entry.seq} (note) says {CLERK}" in faults(enrolled)


def rehash(db: Path, change: Callable[[list[Any]], None]) -> None:
    """Change entries and work the whole chain out anew, rows left as they are."""
    with closing(sqlite3.connect(db)) as connection:
        rows = [list(row) for row in connection.execute("SELECT * FROM journal ORDER BY seq")]
    previous = rows[0][8]
    statements = []
    for row in rows:
        change(row)
        row[8], previous = previous, link_hash((*row[:8], previous))
        statements.append(
            f"UPDATE journal SET actor = '{row[3]}', previous = '{row[8]}', hash = '{previous}' WHERE seq = {row[0]}"
        )
    books.tamper(db, *statements)


@pytest.mark.parametrize("seq", [3, 139])
def test_a_chain_worked_out_anew_breaks_the_signatures(enrolled: Runner, seq: int) -> None:
    def change(row: list[Any]) -> None:
        row[3] = "别人" if row[0] == seq else row[3]

    rehash(enrolled.db, change)
    assert "does not fit" in faults(enrolled)


BENT = {
    "removed": "DELETE FROM signature WHERE seq = (SELECT max(seq) FROM signature)",
    "one in the middle removed": "DELETE FROM signature WHERE n = 2",
    "another's": "UPDATE signature SET person = '纪清源' WHERE seq = (SELECT max(seq) FROM signature)",
    "another key's": "UPDATE signature SET key = (SELECT key FROM signature WHERE person = '纪清源'), n = 99 WHERE seq = (SELECT max(seq) FROM signature)",
    "moved": "UPDATE signature SET seq = 5 WHERE seq = (SELECT max(seq) FROM signature)",
    "of another entry": "UPDATE signature SET sig = (SELECT sig FROM signature LIMIT 1) WHERE n = 2",
    "garbage": "UPDATE signature SET sig = '!' WHERE n = 2",
    "one too many": "INSERT INTO signature SELECT seq + 900, person, key, n + 900, previous, sig FROM signature LIMIT 1",
    "counted on": "UPDATE signature SET n = 9 WHERE n = 2",
}  # fmt: skip


@pytest.mark.parametrize("statement", BENT.values(), ids=BENT)
def test_a_signature_changed_is_found(enrolled: Runner, statement: str) -> None:
    for words in (INTAKE, (*INTAKE, "--caller", "冯女士")):
        assert enrolled(*words).code == 0
    books.tamper(enrolled.db, statement)
    faults(enrolled)


def test_a_signature_of_another_ledger_does_not_fit(enrolled: Runner, tmp_path: Path) -> None:
    from complaint_cli.store.keys import good
    from complaint_cli.store.signing import ledger_id, signatures

    with opened(books.call(enrolled.db)) as work:
        found = list(signatures(work.store))[-1]
        head = work.store.hash_of(found.seq) or ""
        assert good(found.key, found.message(ledger_id(work.store), head), found.sig)
        assert not good(found.key, found.message("0" * 64, head), found.sig)


def test_the_auditors_list_finds_keys_stripped_and_exchanged(enrolled: Runner, tmp_path: Path) -> None:
    listed = tmp_path / "signers"
    listed.write_text(enrolled("key", "allowed-signers").out, encoding="utf-8")
    assert verified(enrolled, "--keys", str(listed)).code == 0
    text = listed.read_text("utf-8")
    listed.write_text("".join(text.splitlines(keepends=True)[1:]), encoding="utf-8")
    assert f"of {AUDITOR} is not in the list given" in faults(enrolled, "--keys", str(listed))
    listed.write_text(text.replace(AUDITOR, OTHER), encoding="utf-8")
    faults(enrolled, "--keys", str(listed))
    listed.write_text(text, encoding="utf-8")
    shutil.copy(books.october(tmp_path / "bare"), enrolled.db) if (tmp_path / "bare").mkdir() is None else None
    enrolled.db.with_name(enrolled.db.name + "-wal").unlink(missing_ok=True)
    assert verified(enrolled).code == 0, "without any key it is whole in itself"
    assert f"of {AUDITOR} in the list is not enrolled in the ledger" in faults(enrolled, "--keys", str(listed))


def test_a_key_enrolled_by_nobody_does_not_count(enrolled: Runner) -> None:
    with opened(books.call(enrolled.db)) as work:
        work.store.notary = work.store.appoint = None
        row = {"person": OTHER, "key": books.key_of(OTHER).public, "replaces": False}
        for actor in ("许知秋", AUDITOR):  # one without a key, one who did not sign
            with work.store.writing(), work.entry("key enroll", OTHER, actor) as entry:
                entry.add("enrolment", work.now, actor, **row)
    said = faults(enrolled)
    assert said.count(f"does not enroll {OTHER}") == 2


def test_a_key_enrolled_under_anothers_signature_does_not_count(enrolled: Runner, tmp_path: Path) -> None:
    clerks = unlocked(key_of(CLERK, tmp_path).read_text("utf-8"), PHRASE)
    with opened(books.call(enrolled.db)) as work:
        sitting = work.store.sitting
        assert sitting is not None
        work.store.sitting = sitting._replace(entered_by=CLERK)
        notary = Notary(work.store, lambda _: clerks)
        notary.entered = lambda entry: None  # type: ignore[method-assign]
        work.store.notary = notary
        with work.store.writing(), work.entry("key enroll", OTHER, AUDITOR) as entry:
            row = {"person": OTHER, "key": books.key_of(OTHER).public, "replaces": False}
            entry.add("enrolment", work.now, AUDITOR, **row)
    said = faults(enrolled)
    assert f"does not enroll {OTHER}" in said and f"says {AUDITOR}, who did not sign it" in said


def test_a_signature_taken_away_leaves_a_hole_even_where_none_was_needed(enrolled: Runner) -> None:
    for department in ("计量收费部", "客户服务部"):
        assert enrolled("commend", department, "--reason", "锦旗", "--by", CLERK, by=None).code == 0
    assert verified(enrolled).code == 0
    last = value(enrolled.db, "SELECT max(seq) FROM signature")
    books.tamper(enrolled.db, f"DELETE FROM signature WHERE seq = {last - 1}")
    assert f"at entry {last} does not fit" in faults(enrolled)


# -- replacing, exporting, reporting ----------------------------------------------------------------


def test_a_lost_key_is_replaced_by_two_others(enrolled: Runner, tmp_path: Path) -> None:
    assert enrolled(*INTAKE).code == 0
    lost = key_of(CLERK, tmp_path)
    lost.rename(tmp_path / "lost.key")
    Path(pub_of(CLERK, tmp_path)).unlink()
    assert enrolled("key", "new").code == 0
    again = ("key", "replace", CLERK, pub_of(CLERK, tmp_path))
    assert enrolled(*again).code == 21, "not by himself"
    assert enrolled(*again, by=OTHER).code == 21
    assert enrolled(*again, "--json", by=AUDITOR).json()["counts"] is False
    assert enrolled("key", "list", "--json").json()["proposed"][0]["person"] == CLERK
    assert enrolled(*again, by=AUDITOR).code == 21, "another one"
    assert enrolled(*INTAKE).code == 21, "it does not count yet"
    assert enrolled(*again, "--json", by=GENERAL).json()["counts"] is True
    assert enrolled(*INTAKE).code == 0
    assert enrolled(*INTAKE, env={"COMPLAINT_KEY": str(tmp_path / "lost.key")}).code == 21
    assert verified(enrolled).code == 0, "what the lost one signed before stays good"
    assert enrolled("key", "allowed-signers").out.count(CLERK) == 2


def test_what_a_lost_key_signs_after_it_was_replaced_is_found(enrolled: Runner, tmp_path: Path) -> None:
    old = unlocked(key_of(CLERK, tmp_path).read_text("utf-8"), PHRASE)
    key_of(CLERK, tmp_path).unlink()
    Path(pub_of(CLERK, tmp_path)).unlink()
    assert enrolled("key", "new").code == 0
    for by in (AUDITOR, GENERAL):
        assert enrolled("key", "replace", CLERK, pub_of(CLERK, tmp_path), by=by).code == 0

    def enter(work: Work) -> None:
        work.sign_with(old)
        with work.store.writing(), work.entry("note", None, CLERK):
            pass

    with opened(books.call(enrolled.db, by=CLERK)) as work:
        work.store.sitting = work.store.sitting._replace(entered_by=CLERK) if work.store.sitting else None
        enter(work)
    said = faults(enrolled)
    assert "does not fit" in said and f"says {CLERK}, who did not sign it" in said


@needs_openssh
def test_openssh_checks_every_signature_that_is_exported(enrolled: Runner, tmp_path: Path) -> None:
    assert enrolled(*INTAKE).code == 0
    folder, signers = tmp_path / "out", tmp_path / "signers"
    count = enrolled("key", "export", "-o", folder, "--json").json()["signatures"]
    assert enrolled("key", "export", "-o", folder).code == 2, "nothing is overwritten"
    signers.write_text(enrolled("key", "allowed-signers").out, encoding="utf-8")
    with closing(sqlite3.connect(enrolled.db)) as connection:
        rows = connection.execute("SELECT seq, person FROM signature").fetchall()
    assert len(rows) == count == 4

    def check(seq: int, person: str, content: bytes) -> int:
        command = ["ssh-keygen", "-Y", "verify", "-f", signers, "-I", person, "-n", "complaint-ledger@1"]
        done = subprocess.run([*command, "-s", folder / f"{seq}.sig"], input=content, capture_output=True)
        return done.returncode

    for seq, person in rows:
        content = (folder / str(seq)).read_bytes()
        assert value(enrolled.db, f"SELECT hash FROM journal WHERE seq = {seq}") in content.decode()
        assert check(seq, person, content) == 0
        assert check(seq, person, content + b" ") != 0
        assert check(seq, GENERAL, content) != 0


def test_a_part_of_the_signatures_is_not_left_to_pass_for_all(
    enrolled: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, room = Path.write_bytes, iter(range(3))

    def full(file: Path, data: bytes) -> int:
        if next(room, None) is None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return whole(file, data)

    with monkeypatch.context() as disk:
        disk.setattr(Path, "write_bytes", full)
        assert enrolled("key", "export", "-o", tmp_path / "out").code == 42
    assert [*(tmp_path / "out").iterdir()] == []
    assert enrolled("key", "export", "-o", tmp_path / "out").code == 0


def test_the_report_counts_and_the_page_carries_the_fingerprints(enrolled: Runner, tmp_path: Path) -> None:
    from docx import Document

    assert enrolled(*DECIDE, by=AUDITOR).code == 0
    answer = enrolled("assess", "--month", "2026-10", "--json").json()
    assert answer["signatures"]["decide"] == {"signed": 1, "unsigned": 0, "paper": 2}
    counted = answer["signatures"]["all"]
    assert counted["signed"] == 1 and counted["paper"] > 20
    report = enrolled("assess", "--month", "2026-10", columns=200).out
    assert f"Steps: 1 signed, {counted['unsigned']} unsigned, {counted['paper']} on paper" in report
    assert "decide: 1 signed" in report
    page = tmp_path / "page.docx"
    assert enrolled("assess", "--month", "2026-10", "--docx", page).code == 0
    printed = "\n".join(paragraph.text for paragraph in Document(str(page)).paragraphs)
    for line in enrolled("key", "list", "--json").json()["enrolled"]:
        assert line["fingerprint"] in printed
        assert {"person": line["person"], "fingerprint": line["fingerprint"]} in answer["keys"]
