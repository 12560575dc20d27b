"""Files of kinds that hold no table and no order that can be read: one sentence says what to do, nothing is written."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from complaint_cli.messages.exchange import Exchange
from conftest import Runner

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
MAIL = b"From: a@example.cn\r\nSubject: =?utf-8?B?5bel?=\r\n =?utf-8?B?5Y2V?=\r\nMIME-Version: 1.0\r\n\r\n5bel5Y2V\r\n"


def packed(*parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for part in parts:
            archive.writestr(part, "<a/>")
    return out.getvalue()


KINDS = {
    "order.doc": (OLE, Exchange.OLD_WORD),
    "order.wps": (OLE, Exchange.OLD_WORD),
    "order.rtf": (rb"{\rtf1\ansi\ansicpg936 \'b9\'a4\'b5\'a5\par}", Exchange.OLD_WORD),
    "order.pdf": (b"%PDF-1.4\n1 0 obj << >> endobj\ntrailer\n", Exchange.PICTURE),
    "order.jpg": (b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(50), Exchange.PICTURE),
    "order.heic": (b"\0\0\0\x18ftypheic" + bytes(50), Exchange.PICTURE),
    "order.ofd": (packed("OFD.xml"), Exchange.PICTURE),
    "order.zip": (packed("十月工单.xlsx"), Exchange.PACKED),
    "order.rar": (b"Rar!\x1a\x07\x00" + bytes(40), Exchange.PACKED),
    "order.eml": (MAIL, Exchange.MAIL),
    "order.msg": (OLE, Exchange.MAIL),
}


@pytest.mark.parametrize("name", KINDS)
def test_a_file_that_holds_no_order_says_what_to_do(run: Runner, tmp_path: Path, name: str) -> None:
    run("init")
    data, message = KINDS[name]
    file = tmp_path / name
    file.write_bytes(data)
    for words, code in ((("intake", file), 50), (("import", file), 50), (("org", "import", file), 30)):
        said = run(*words)
        shown = file if words == ("intake", file) else name
        assert (said.code, said.err.strip()) == (code, message.zh.format(file=shown)), words
    assert run("list", "--all", "--json").json()["complaints"] == []


def test_a_word_file_is_one_order_and_no_table(run: Runner, tmp_path: Path) -> None:
    run("init")
    file = tmp_path / "orders.docx"
    file.write_bytes(packed("word/document.xml"))
    assert Exchange.WORD_TABLE.zh.format(file=file.name) in run("import", file).err


def test_headers_of_a_mail_that_somebody_copied_are_text(run: Runner) -> None:
    run("init")
    text = "From: 热线办\nSubject: 转办\n工单编号：RX1\n诉求内容：灶具打不着火请派人\n"
    assert run("intake", "-", "--json", stdin=text).code == 0
    assert run("show", "1", "--json").json()["order_no"] == "RX1"
