"""Notices reach a real local server, once a stage, and again after a failure."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

import books
from complaint_cli import notify
from complaint_cli.store.database import Store


class Server:
    """A receiver of apprise's json:// notices; ``status`` is what it answers."""

    def __init__(self) -> None:
        self.got: list[dict[str, Any]] = []
        self.status = 200
        self.answer = b""
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if outer.status == 200:
                    outer.got.append(json.loads(body))
                self.send_response(outer.status)
                self.end_headers()
                self.wfile.write(outer.answer)

            def log_message(self, *_: object) -> None:
                pass

        self.http = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def url(self, path: str = "hook") -> str:
        return f"json://127.0.0.1:{self.http.server_port}/{path}"


@pytest.fixture
def server() -> Iterator[Server]:
    pytest.importorskip("apprise")
    server = Server()
    yield server
    server.http.shutdown()
    server.http.server_close()


def sent(run: Any, no: str, now: str) -> None:
    """Send a complaint to its department, so that its deadline alone runs."""
    books.act(run.db, "transfer", now=now, no=no, to="维修抢修部", person=["樊大川"])
    books.act(run.db, "approve", now=now, no=no, as_="deputy", by="钟万里")
    books.act(run.db, "approve", now=now, no=no, as_="general", by="顾怀远")


@pytest.fixture
def tell(run: Any, server: Server) -> Any:
    """Return a function that runs ``overdue --notify``; one complaint is due on the 15th at 17:30."""
    books.lay(run.db, now="2026-10-08 08:00")
    facts = {"content": "冯晓红来电13812345678漏气", "caller": "冯晓红", "phone": "13812345678"}
    books.act(run.db, "intake", now="2026-10-08 09:00", deadline="2026-10-15 17:30", **facts)
    sent(run, "1", "2026-10-08 09:00")

    def run_it(now: str, *urls: str, **more: Any) -> Any:
        options = [word for url in urls or (server.url(),) for word in ("--notify", url)]
        return run("overdue", *options, now=now, **more)

    return run_it


def told(run: Any) -> list[tuple[str, str]]:
    with Store.open(run.db) as store:
        return [tuple(row) for row in store.connection.execute("SELECT recipient, stage FROM notice ORDER BY id")]


def test_each_stage_is_told_once(run: Any, tell: Any, server: Server) -> None:
    counts = []
    for now in (
        "2026-10-13 09:00",  # nothing yet
        "2026-10-15 08:30", "2026-10-15 09:30",  # soon
        "2026-10-15 17:31", "2026-10-16 09:00", "2026-10-16 18:00",  # overdue, one working day
        "2026-10-17 09:00", "2026-10-18 09:00",  # a weekend
        "2026-10-19 09:00", "2026-10-19 15:00",  # a further working day
        "2026-10-22 09:00",  # two runs were missed: where it stands now is told
    ):  # fmt: skip
        result = tell(now)
        assert (result.code, result.err) == (0, "")
        counts.append(len(server.got))
    assert counts == [0, 1, 1, 2, 2, 2, 2, 2, 3, 3, 4]
    stages = [stage.split()[0] for _, stage in told(run)]
    assert stages == ["soon", "overdue", "overdue-2", "overdue-5"]
    assert run("verify").code == 0


def test_the_message_is_masked_and_in_the_chosen_language(tell: Any, server: Server) -> None:
    tell("2026-10-19 09:00")
    tell("2026-10-20 09:00", lang="en")
    zh, en = server.got
    assert zh["title"] == "投诉逾期 1 件，即将到期 0 件" and en["title"] == "Complaints: 1 overdue, 0 soon due"
    assert "2026-0001" in zh["message"] and "逾期 2 个工作日" in zh["message"]
    assert "冯**来电138****5678漏气" in zh["message"]
    assert "冯晓红" not in json.dumps(server.got, ensure_ascii=False)
    assert "13812345678" not in json.dumps(server.got)


def test_the_message_carries_the_head(run: Any, tell: Any, server: Server) -> None:
    head = run("verify", "--json").json()["head"]
    tell("2026-10-19 09:00")
    assert head in server.got[0]["message"].replace(" ", "")
    assert run("verify", "--head", head).code == 0


def test_one_message_a_recipient_and_run(run: Any, tell: Any, server: Server) -> None:
    for content in ("抄表不准", "态度差"):
        made = books.act(run.db, "intake", now="2026-10-08 09:00", content=content, deadline="2026-10-15 17:30")
        sent(run, str(made["no"]), "2026-10-08 09:00")
    first, second = server.url("a"), server.url("b")
    assert tell("2026-10-16 09:00", first, second, first).code == 0
    assert len(server.got) == 2 and all(message["message"].count("2026-000") == 3 for message in server.got)
    assert len(told(run)) == 6
    tell("2026-10-16 10:00", second, server.url("c"))
    assert len(server.got) == 3, "a new recipient is told, the old one is not told again"


def test_only_what_is_new_is_told(run: Any, tell: Any, server: Server) -> None:
    tell("2026-10-16 09:00")
    books.act(run.db, "intake", now="2026-10-08 10:00", content="抄表不准", deadline="2026-10-16 09:30")
    sent(run, "2", "2026-10-08 10:00")
    tell("2026-10-16 10:00")
    assert "2026-0002" in server.got[1]["message"] and "2026-0001" not in server.got[1]["message"]


def test_after_an_extension_it_is_told_anew(run: Any, tell: Any, server: Server) -> None:
    tell("2026-10-15 09:00")
    books.act(
        run.db, "extend", now="2026-10-15 10:00", no="1", to="2026-10-20 17:30", approved_by="顾怀远", reason="待料"
    )
    tell("2026-10-15 11:00")
    assert len(server.got) == 1
    tell("2026-10-20 09:00")
    assert len(server.got) == 2


def test_a_failure_is_said_and_tried_again(run: Any, tell: Any, server: Server) -> None:
    secret = server.url("secret-token")
    server.status = 500
    result = tell("2026-10-16 09:00", secret, lang="en")
    assert result.code == 1 and "2026-0001" in result.out
    assert "number 1 (json)" in result.err and "secret-token" not in result.err
    assert told(run) == []
    server.status = 200
    assert tell("2026-10-16 10:00", secret).code == 0
    assert len(server.got) == 1 and [stage.split()[0] for _, stage in told(run)] == ["overdue"]


@pytest.mark.parametrize(
    ("answer", "refused"),
    [
        ('{"errcode": 310000, "errmsg": "keywords not in content"}', True),
        ('{"errcode": 93000, "errmsg": "invalid webhook url"}', True),
        ('{"code": 19024, "msg": "Key Words Not Found", "data": {}}', True),
        ('{"StatusCode": 9499, "StatusMessage": "Bad Request"}', True),
        ('{"errcode": 0, "errmsg": "ok"}', False),
        ('{"code": 0, "msg": "success", "StatusCode": 0}', False),
        ("ok", False),
        ("[1]", False),
    ],
)
def test_a_robot_that_refuses_with_200_is_not_delivered(
    run: Any, tell: Any, server: Server, answer: str, refused: bool
) -> None:
    server.answer = answer.encode()
    assert tell("2026-10-16 09:00").code == (1 if refused else 0)
    assert (told(run) == []) is refused
    server.answer = b'{"errcode": 0}'
    assert tell("2026-10-16 09:10").code == 0
    assert len(told(run)) == 1


def test_a_long_message_goes_in_pieces_of_the_robots_bytes() -> None:
    from complaint_cli.notify import _pieces

    body = "".join(f"第{n}件：门口的燃气井盖响\n" for n in range(200)) + "长" * 3000
    pieces = [*_pieces(body, 2000)]
    assert "".join(pieces) == body
    assert max(len(piece.encode()) for piece in pieces) <= 2000


def test_a_department_is_told_of_what_is_its_own(run: Any, tell: Any, server: Server, tmp_path: Path) -> None:
    file = tmp_path / "公司.toml"
    text = FILE.format(notify=json.dumps([server.url("all")]))
    for name, path in (("维修抢修部", "mine"), ("计量收费部", "other")):
        text += f'\n[[department]]\nname = "{name}"\nrole = "responsible"\nnotify = ["{server.url(path)}"]\n'
    file.write_text(text, "utf-8")
    assert tell("2026-10-16 09:00", str(file)).code == 0
    assert len(server.got) == 2, "everybody, and the department whose it is; the other has nothing due"


def test_one_failure_does_not_keep_the_others_from_being_told(run: Any, tell: Any, server: Server) -> None:
    closed = "json://127.0.0.1:1/nobody"
    result = tell("2026-10-16 09:00", closed, server.url())
    assert result.code == 1 and "第 1 个" in result.err and len(server.got) == 1


@pytest.mark.parametrize("clock", ["2099-01-01 09:00", None])
def test_nothing_is_sent_that_could_not_be_recorded(run: Any, server: Server, clock: str | None) -> None:
    """Under a clock of one's own, or one that was set back: it would be sent again at every run."""
    run.now = None  # a ledger of the real clock
    assert run("init").code == 0
    assert run("intake", "--content", "漏气", "--category", "燃气泄漏", "--at", "2020-01-01 09:00").code == 0
    if clock is None:
        last = "UPDATE journal SET recorded = '2099-01-01T09:00:00+08:00' WHERE seq = 2"
        books.tamper(run.db, last)
    refused = run("overdue", "--notify", server.url(), now=clock)
    assert (refused.code, server.got) == (21, []), refused.err


def test_the_address_is_not_kept(run: Any, tell: Any, server: Server) -> None:
    tell("2026-10-16 09:00", server.url("secret-token"))
    [(recipient, _)] = told(run)
    assert len(recipient) == 64
    kept = b"".join(file.read_bytes() for file in run.db.parent.glob(run.db.name + "*"))
    assert recipient.encode() in kept and b"secret-token" not in kept


def test_an_address_not_understood_is_refused_before_anything_is_sent(tell: Any, server: Server) -> None:
    for wrong in ("nonsense", "nosuch://secret", ""):
        result = tell("2026-10-16 09:00", server.url(), wrong)
        assert result.code == 2 and "第 2 个" in result.err and "secret" not in result.err
    assert server.got == []


FILE = """company = "示例燃气有限责任公司"
notify = {notify}

[[department]]
name = "综合管理部"
role = "office"
"""


def test_the_organisation_file_may_name_the_recipients(run: Any, tell: Any, server: Server, tmp_path: Path) -> None:
    file = tmp_path / "公司.toml"
    file.write_text(FILE.format(notify=json.dumps([server.url("secret-token"), server.url("b")])), "utf-8")
    assert tell("2026-10-16 09:00", str(file), server.url("b")).code == 0
    assert len(server.got) == 2, "one message each, whether named in the file, on the line or in both"
    tell("2026-10-16 10:00", str(file))
    assert len(server.got) == 2, "told already, wherever the address was read"
    other = tmp_path / "other.db"
    assert run("init", "--org", file, db=other).code == 0, "the same file is the organisation"
    shown = run("org", "show", db=other).out + run("org", "show", "--json", db=other).out
    kept = b"".join(path.read_bytes() for db in (run.db, other) for path in db.parent.glob(db.name + "*"))
    assert b"secret-token" not in kept and "secret-token" not in shown


@pytest.mark.parametrize(
    "notify",
    ['"json://secret"', "[]", "[1]", '["secret"]', '["json://secret\\n"]', '["json://secret", ""]', "{ a = 1 }"],
)
def test_recipients_that_are_none_are_refused_without_showing_them(
    run: Any, tell: Any, server: Server, tmp_path: Path, notify: str
) -> None:
    file = tmp_path / "公司.toml"
    file.write_text(FILE.format(notify=notify), "utf-8")
    for result in (tell("2026-10-16 09:00", server.url(), str(file)), run("init", "--org", file, db=tmp_path / "b.db")):
        assert result.code == 30 and "公司.toml" in result.err and "notify" in result.err
        assert "secret" not in result.err
    assert server.got == []


def test_a_file_without_recipients_is_refused(tell: Any, server: Server, tmp_path: Path) -> None:
    file = tmp_path / "公司.toml"
    for text, key in (('company = "甲"', "notify"), ('notfy = ["json://x"]', "notfy"), ("notify =", "TOML")):
        file.write_text(text, "utf-8")
        result = tell("2026-10-16 09:00", str(file))
        assert result.code == 30 and key in result.err
    assert tell("2026-10-16 09:00", str(tmp_path / "none.toml")).code == 2
    assert server.got == []


def test_without_apprise_it_says_how_to_install_it(tell: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)
    result = tell("2026-10-16 09:00")
    assert result.code == 2 and "complaint-cli[notify]" in result.err


def test_a_scheme_alone_may_be_said_aloud() -> None:
    assert notify.kind_of("mailto://user:pass@host") == "mailto"
    assert notify.kind_of("\x1b[31m://x") == notify.kind_of("secret") == "?"
