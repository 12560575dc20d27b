"""Hostile input in every option, key, variable and file: an error in one sentence at worst, and nothing acts.

The same examples every time; tests/hostile/long.py draws others for as long as it is given.
"""

from __future__ import annotations

import json
import os
import sqlite3
import struct
import subprocess
import sys
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from shutil import which

import pytest
from hypothesis import strategies as st

import books
from conftest import Runner
from hostile import lines as drawn
from hostile import private, trials
from hostile.surface import batch_keys
from hostile.words import PRINTED
from hostile.world import ACTIVE, World, guarded, open_to_others

SHARE = 8
"""Commands to a test, so that they share one folder of traps."""
NAMES = list(drawn.ALL)
DOS = list(batch_keys())


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Return the world that the tests of this module run in."""
    return trials.world_in(tmp_path_factory.mktemp("hostile"))


@pytest.fixture
def world(shared: World) -> Iterator[World]:
    """Return the shared world, tidied."""
    shared.lay()
    shared.fresh_database()
    yield shared


# -- commands, batches, variables ---------------------------------------------------------------------


def test_every_command_and_every_key_is_found() -> None:
    assert {"intake", "org import", "policy check", "restore", ""} <= set(NAMES)
    assert sum(len(c.params) for c in drawn.ALL.values()) > 200
    assert sum(map(len, batch_keys().values())) > 100
    flags = {flag for command in drawn.ALL.values() for p in command.params for flag in p.flags}
    assert {"--content", "--evidence", "--notify", "--policy", "--db", "--lang", "--masked"} <= flags


@pytest.mark.parametrize("first", range(0, len(NAMES), SHARE))
def test_every_option_takes_hostile_words(world: World, first: int) -> None:
    for name in NAMES[first : first + SHARE]:
        for position, (owner, param) in enumerate(trials.options()):
            if owner == name and param.name != "json":
                words = trials.turns(param, position, 1)
                for line in trials.one_by_one(name, param, iter(words)):
                    world.check(*line)


@pytest.mark.parametrize("first", range(0, len(NAMES), SHARE))
def test_lines_of_hostile_words(world: World, first: int) -> None:
    for name in NAMES[first : first + SHARE]:
        trials.search(2, lambda line: world.check(*line), drawn.lines(drawn.ALL[name]), False)


def test_batches_of_hostile_values(world: World) -> None:
    for do in DOS:
        trials.search(3, lambda batch: world.check("batch", "-", stdin=batch), drawn.batches(do), False)


def test_intake_of_hostile_values(world: World) -> None:
    trials.search(10, lambda data: world.check("intake", "--json", "-", stdin=data), drawn.batches("intake"), False)


def test_hostile_variables(world: World) -> None:
    cases = st.tuples(
        drawn.environments(), st.sampled_from([("list",), ("reply", "14", "--summary", "x"), (), ("init",)])
    )
    trials.search(20, lambda case: world.check(*case[1], env=case[0]), cases, False)


def test_hostile_answers_on_a_terminal(world: World) -> None:
    answers = st.lists(st.sampled_from([*PRINTED, "1", "", "y", "14"]), max_size=12).map("\n".join)
    cases = st.tuples(st.sampled_from(["intake", "transfer", "approve", "handle", "callback", "decide"]), answers)
    trials.search(12, lambda case: world.check(case[0], stdin=case[1] + "\n", tty=True), cases, False)


@pytest.mark.parametrize("kind", range(3))
def test_very_long_texts(world: World, kind: int) -> None:
    for args, options in list(trials.long_lines())[kind::12]:
        world.check(*args, **options)


# -- what was stored ----------------------------------------------------------------------------------


def test_hostile_text_is_harmless_wherever_it_is_printed(world: World) -> None:
    pairs = [PRINTED[n - 1] + PRINTED[n] for n in range(1, len(PRINTED), 2)]
    refs, faults = trials.told(world, trials.story(lambda turn: pairs[turn % len(pairs)]))
    trials.raise_first(faults)
    trials.raise_first(trials.printed(world, refs))


def test_the_shell_is_offered_nothing_that_it_would_carry_out(world: World) -> None:
    refs, faults = trials.told(world, trials.story(lambda turn: "$(touch pwned)`touch pwned`';touch pwned;'\"\\"))
    assert refs and not faults
    for position, line in enumerate(trials.endings()):
        if position % 6 == 0:
            trials.raise_first(trials.completed(world, trials.SHELLS_SPOKEN[position // 6 % 5], line))


@pytest.mark.skipif(which("zsh") is None, reason="needs zsh")
def test_zsh_carries_out_nothing_of_what_it_is_offered(world: World) -> None:
    trials.told(world, trials.story(lambda turn: "$(touch pwned)`touch pwned`';touch pwned;'\"\\"))
    env = {"_COMPLAINT_COMPLETE": "complete_zsh", "_TYPER_COMPLETE_ARGS": "complaint show "}
    offered = world.go(env=env)[0].out
    assert offered.startswith("_arguments")
    script = '_arguments() { print -r -- "$@" }; eval "$1"'
    subprocess.run(["zsh", "-f", "-c", script, "zsh", offered], cwd=world.cwd, check=True, capture_output=True)
    assert not (world.cwd / "pwned").exists()


# -- files --------------------------------------------------------------------------------------------


def archive(member: str, packed: bytes, crc: int, size: int, said: int) -> bytes:
    """Return an archive of one member, of which the directory says that it unpacks to ``said`` bytes."""
    name = member.encode()
    head = struct.pack("<HHHHHIII", 20, 0, 8, 0, 0x21, crc, len(packed), size) + struct.pack("<HH", len(name), 0)
    local = b"PK\x03\x04" + head + name + packed
    listed = struct.pack("<HHHHHIII", 20, 0, 8, 0, 0x21, crc, len(packed), said) + struct.pack("<HH", len(name), 0)
    directory = b"PK\x01\x02" + struct.pack("<H", 20) + listed + struct.pack("<HHHII", 0, 0, 0, 0, 0) + name
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(directory), len(local), 0)
    return local + directory + end


@pytest.fixture(scope="module")
def bombs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of small archives that unpack to gigabytes, and of some that claim not to."""
    folder = tmp_path_factory.mktemp("bombs")
    block, packer, crc, blocks = b"<row/>" * (1 << 17), zlib.compressobj(1), 0, 700
    packed = b""
    for _ in range(blocks):
        packed += packer.compress(block)
        crc = zlib.crc32(block, crc)
    packed += packer.flush()
    size = len(block) * blocks
    for name, member in (
        *(("bomb.xlsx", "xl/worksheets/sheet1.xml"), ("bomb.ods", "content.xml"), ("bomb.docx", "word/document.xml")),
        *(("liar.xlsx", "xl/worksheets/sheet1.xml"), ("liar.ods", "content.xml")),
    ):
        said = 1000 if name.startswith("liar") else size
        (folder / name).write_bytes(archive(member, packed, crc, size, said))
    return folder


@pytest.mark.parametrize("name", ["bomb.xlsx", "bomb.ods", "bomb.docx", "liar.xlsx", "liar.ods"])
def test_a_bomb_is_refused_in_bounded_memory(world: World, bombs: Path, name: str) -> None:
    for command in ("import", "org import", "--db made.db init --org", "form 14 -o made.docx --template"):
        with guarded(memory=400 << 20):
            said = world.check(*command.split(), str(bombs / name))
        assert said.code in (2, 30, 50), (command, said)


def test_a_million_empty_rows_are_read(world: World, tmp_path: Path) -> None:
    import xlsxwriter

    file = tmp_path / "rows.xlsx"
    with xlsxwriter.Workbook(str(file), {"constant_memory": True}) as book:
        sheet, empty = book.add_worksheet(), book.add_format({"bold": True})
        sheet.write_row(0, 0, ["工单编号", "诉求内容", "派单时间"])
        sheet.write_row(1, 0, ["G1", "漏气", "2026-09-08"])
        for row in range(2, 1_000_000, 200):
            sheet.write_blank(row, 0, None, empty)
        sheet.write_row(1_000_001, 0, ["G2", "停气", "2026-09-08"])
    assert world.check("import", str(file), "--json").json()["new"] == 2


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "utf-16", "utf-16-le", "utf-32", "latin-1", "shift-jis"])
def test_a_csv_in_any_encoding_is_read_or_refused(world: World, tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "a.csv"
    text = (
        "工单编号,诉求内容,派单时间\nE1,燃气表损坏,2026-09-08\n"
        if encoding not in ("latin-1", "shift-jis")
        else "no,content\nE1,caf\u00e9\n"
    )
    file.write_bytes(text.encode(encoding, "replace"))
    assert world.check("import", str(file)).code in (0, 50)


def test_a_line_of_a_hundred_megabytes_is_refused(world: World, tmp_path: Path) -> None:
    file = tmp_path / "long.csv"
    file.write_bytes("工单编号,诉求内容\n".encode() + b"x" * (100 << 20))
    assert world.check("import", str(file)).code == 50
    assert world.check("batch", str(file)).code == 50
    for args in (("org", "import"), ("policy", "check"), ("policy", "adopt")):
        assert world.check(*args, str(file)).code == 30


TOML_BOMBS = {
    "deep": "a = " + "[" * 100_000,
    "deep-tables": "[" + ".".join("a" * 100_000) + "]",
    "inline": "a = " + "{b=" * 50_000,
    "huge-int": "a = " + "9" * 5000,
    "huge-hex": "a = 0x" + "f" * 500_000,
    "huge-float": "a = 1e" + "9" * 5000,
    "many-keys": "\n".join(f"k{n} = {n}" for n in range(50_000)),
    "quotes": 'a = """' + '"' * 5 + "\\u0000" * 10_000,
    "dates": "a = 9999-99-99T99:99:99Z",
}


@pytest.mark.parametrize("name", TOML_BOMBS)
def test_a_bomb_of_toml_is_refused(world: World, tmp_path: Path, name: str) -> None:
    file = tmp_path / "bomb.toml"
    file.write_text(TOML_BOMBS[name])
    for args in (
        ("org", "import"),
        ("policy", "check"),
        ("policy", "adopt"),
        ("assess", "--month", "2026-10", "--policy"),
    ):
        assert world.check(*args, str(file)).code == 30
    folder = tmp_path / "cases"
    folder.mkdir()
    (folder / "bomb.toml").write_text(TOML_BOMBS[name])
    assert world.check("policy", "check", "policy.toml", "--scenarios", str(folder)).code == 30


@pytest.mark.parametrize(
    ("name", "codes"),
    [("foreign.db", {42}), ("torn.db", {42, 0}), ("newer.db", {41}), ("empty", {42}), ("noise", {42}), ("fifo", {42})],
)
def test_a_database_that_is_none(world: World, name: str, codes: set[int]) -> None:
    file = world.cwd / name
    before = file.read_bytes() if file.is_file() else None
    for command in ("", "list", "show 14", "reply 14 --summary x", "backup x.db", "assess --month 2026-10"):
        assert world.check("--db", name, *command.split()).code in codes, command
    assert world.check("--db", name, "verify").code in codes - {0}
    assert before is None or file.read_bytes() == before


def test_a_damaged_database_is_told_from_a_sound_one(world: World) -> None:
    good = (world.cwd / "backup.db").read_bytes()
    for place in range(1, 5):
        data = bytearray(good)
        for step in range(64):
            data[(place * 7919 + step * 4099) % len(data)] ^= 1 + place
        (world.cwd / "hurt.db").write_bytes(data)
        for command in (
            (),
            ("list", "--all"),
            ("show", "14"),
            ("search", "燃气"),
            ("verify",),
            ("reply", "14", "--summary", "x"),
        ):
            said = world.check("--db", "hurt.db", *command)
            assert said.code in (0, 20, 21, 30, 31, 41, 42), said
        assert world.check("--db", "hurt.db", "verify").code != 0
        assert world.check("restore", "hurt.db", "--yes").code in (41, 42)


def test_evidence_that_is_no_file(world: World) -> None:
    for trap in drawn.TRAPS:
        line = json.dumps({"do": "handle", "no": "14", "evidence": [trap], "at": "2026-11-02 16:00"}).encode()
        said = world.check("batch", "-", stdin=line)
        assert said.code in (0, 50), trap
        assert said.code == 50 or (world.cwd / trap).is_file(), trap


def test_a_pipe_that_somebody_writes_to_is_read(world: World) -> None:
    line = json.dumps({"do": "intake", "content": "漏气"}).encode()
    world.fresh_database()
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb") as stream:
        stream.write(line)
    said, faults = world.go("batch", f"/dev/fd/{reading}", "--json")
    os.close(reading)
    assert not faults and said.json()["applied"] == 1


# -- privacy ------------------------------------------------------------------------------------------


def test_the_caller_is_hidden_in_everything_that_is_printed(world: World) -> None:
    refs = private.tell_private(world)
    for command, said in private.outputs(world, refs):
        assert not private.left_of_caller(said), (command, private.left_of_caller(said))
    for shell in trials.SHELLS_SPOKEN:
        env = {"_COMPLAINT_COMPLETE": f"complete_{shell}", "_TYPER_COMPLETE_ARGS": "complaint show ", "COMP_CWORD": "2"}
        env |= {"COMP_WORDS": "complaint show ", "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
        offered = world.go(env=env)[0].out
        assert refs["a"] in offered and not private.left_of_caller(offered)


def test_whoever_reveals_a_caller_is_recorded(world: World) -> None:
    refs = private.tell_private(world)
    said = world.go("show", refs["a"], "--reveal", "--by", "温小棠")[0]
    assert private.CALLER in said.out and private.PHONE in said.out
    with closing(sqlite3.connect(world.db)) as connection:
        last = connection.execute("SELECT actor, command, subject FROM journal ORDER BY seq DESC LIMIT 1").fetchone()
    assert last == ("温小棠", "show --reveal", refs["a"])


def test_a_notice_tells_nothing_of_the_caller(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("apprise")
    from complaint_cli import notify

    sent: list[str] = []

    def deliver(url: str, title: str, body: str) -> bool:
        sent.append(f"{title}\n{body}")
        return True

    monkeypatch.setattr(notify, "deliver", deliver)
    refs = private.tell_private(world)
    assert world.go("overdue", "--within", "9wd", "--notify", "json://127.0.0.1:9/x")[0].code == 0
    assert refs["last"] in sent[0] and not private.left_of_caller(sent[0])


def test_an_import_repeats_no_caller_in_what_it_says(world: World, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    head = "工单编号,诉求内容,来电人,联系电话,派发时间\n"
    file.write_text(f"{head}P1,漏气,{private.CALLER},{private.PHONE},2026-10-09 09:00\n", "utf-8")
    assert world.go("import", str(file))[0].code == 0
    other = f"{private.CALLER}女士催办 {private.OTHERS[0]}"
    file.write_text(f"{head}P1,{other},{private.CALLER}女士,0531-87654321,2026-10-09 09:00\n", "utf-8")
    wrong = tmp_path / "b.csv"
    wrong.write_text(f"{head}P2,漏气,{private.CALLER * 40},{private.PHONE * 20},{private.PHONE}\n", "utf-8")
    for name in (file, wrong):
        for more in ((), ("--json",)):
            said = world.go("import", str(name), *more)[0]
            assert said.code in (0, 50) and not private.left_of_caller(said.out + said.err), said


def test_errors_of_later_steps_name_no_caller(world: World) -> None:
    refs = private.tell_private(world)
    for args in (
        *(
            ("transfer", "@a", "--to", "维修抢修部"),
            ("approve", "@a", "--as", "deputy"),
            ("extend", "@a", "--to", "5wd"),
        ),
        *(
            ("callback", "@a", "--result", "x"),
            ("link", "@a", "--repeat-of", "@last"),
            ("amend", "@a", "--reason", "x"),
        ),
        *(("decide", "@a", "--rule", "x"), ("exclude", "@first", "--reason", "x"), ("return", "@a"), ("show", "2026-")),
    ):
        said = world.go(*trials.named(args, refs))[0]
        assert said.code and not private.left_of_caller(said.out + said.err), (args, said)


def test_no_file_is_open_to_others_under_a_loose_umask(tmp_path: Path) -> None:
    run = Runner(tmp_path / "new" / "data" / "complaint.db", now=books.AFTER, by=books.CLERK)
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(b"a photo")
    before = os.umask(0)
    try:
        assert run("init", "--org", books.EXAMPLE / "organisation.toml").code == 0
        assert run("batch", books.EXAMPLE / "october.jsonl").code == 0
        assert run("handle", "14", "--evidence", photo).code == 0
        made = tmp_path / "new"
        for args in (
            *(
                ("form", "14", "-o", made / "a.docx"),
                ("ledger", "-o", made / "b.xlsx"),
                ("ledger", "-o", made / "c.csv"),
            ),
            ("assess", "--month", "2026-10", "--xlsx", made / "d.xlsx", "--docx", made / "e.docx"),
            *(("backup", made / "f.db"), ("restore", made / "f.db", "--yes"), ("demo", "--db", made / "demo.db")),
        ):
            assert run(*args).code == 0, args
        with closing(sqlite3.connect(run.db)) as reader:  # keeps the log and its index beside the database
            reader.execute("SELECT count(*) FROM journal").fetchone()
            assert run("commend", "维修抢修部", "--reason", "锦旗").code == 0
            assert run.db.with_name("complaint.db-wal").exists()
            found = open_to_others(tmp_path / "new") + [oct(made.stat().st_mode)] * bool(made.stat().st_mode & 0o077)
    finally:
        os.umask(before)
    assert not found
    assert len(list(made.rglob("*"))) > 15


def test_a_copy_before_an_upgrade_is_its_owners_alone(tmp_path: Path) -> None:
    from complaint_cli.store.database import Store
    from complaint_cli.store.parts import copy_before_upgrade
    from complaint_cli.store.schema import VERSION

    db = books.october(tmp_path)
    before = os.umask(0)
    try:
        with Store.open(db) as store:
            copy = copy_before_upgrade(store.connection, store.path, VERSION)
    finally:
        os.umask(before)
    assert copy.stat().st_mode & 0o777 == 0o600


def test_an_error_is_one_line_of_bearable_length(world: World) -> None:
    said = world.check("show", "--", "一\n二\x1b[2J" + "长" * 100_000 + "\n三")
    assert said.code == 20 and said.err.count("\n") == 1 and len(said.err) <= 2001
    assert said.err.endswith("complaint search 查找。\n"), "what to do stands at the end"


LONG_NAME = "n" * 300 + ".xlsx"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (("--db", "~nosuchuser/x", "list"), 42),
        (("--db", ".", "list"), 42),
        (("--db", "/", "init"), 42),
        (("intake", "--", "fifo"), 2),
        (("batch", "--", "fifo"), 0),
        (("org", "import", "fifo"), 30),
        (("policy", "check", "fifo"), 30),
        (("policy", "diff", "default", "fifo"), 30),
        (("assess", "--month", "2026-10", "--policy", "fifo"), 30),
        (("policy", "check", "policy.toml", "--scenarios", "scenarios"), 30),
        (("form", "14", "-o", "made.docx", "--template", "fifo"), 2),
        (("import", "fifo"), 50),
        (("assess", "--month", "9999-12"), 21),
        (("list", "--month", "9999-12"), 21),
        (("ledger", "-o", "made.xlsx", "--month", "9999-12"), 21),
        (("list", "--category", "字" * 20_001), 2),
        (("show", "--", "1" * 60_000), 20),
        (("form", "--output=made.docx", "--", "1" * 60_000), 20),
        (("assess", "--month", "2026-10", "--xlsx", LONG_NAME), 2),
        (("ledger", "-o", LONG_NAME), 2),
        (("ledger", "-o", "empty/x.xlsx"), 2),
        (("assess", "--month", "2026-10", "--xlsx", "\x1b[31m\u202egnp.xlsx"), 0),
        (("assess", "--month", "2026-10", "--docx", "\x9b31m\r.docx"), 0),
        (("ledger", "-o", "\u2066a\x07.xlsx"), 0),
        (("form", "14", "-o", "\u2028a.docx", "--masked"), 0),
        (("backup", "\x1b]0;x\x07.db"), 0),
        (("backup", ""), 21),
        (("backup", "."), 21),
    ],
    ids=lambda value: str(value) if isinstance(value, int) else None,
)
def test_what_broke_once(world: World, line: tuple[str, ...], code: int) -> None:
    assert world.check(*line).code == code


def test_completion_does_not_wait_at_a_pipe(world: World) -> None:
    for line in ("complaint --db fifo show ", "complaint --db fifo transfer 14 --to "):
        trials.raise_first(trials.completed(world, "bash", line))


def test_bytes_that_are_no_text_reach_a_real_process(world: World) -> None:
    world.fresh_database()
    env = {**os.environ, "COMPLAINT_DB": str(world.db), "COMPLAINT_BY": "\udcff\x1b[31m", "LC_ALL": "C.UTF-8"}
    for words in (
        [b"show", b"--", b"\xff\xfe\x1b[31m\xc2\x9b"],
        [b"\xe4\xbd"],
        [b"reply", b"14", b"--summary", b"\x80" * 90_000],
    ):
        command = [sys.executable.encode(), b"-m", b"complaint_cli", *words]
        done = subprocess.run(command, env=env, capture_output=True, timeout=60)
        said = done.stderr.decode()
        assert done.returncode in (2, 20) and said.count("\n") == 1 and not ACTIVE.search(said.strip("\n")), said
