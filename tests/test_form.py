"""What stands in the boxes of the transfer form, and what it says overleaf."""

from __future__ import annotations

import re
import zipfile
from html import unescape

import pytest

import books
from conftest import Runner


def printed(run: Runner, no: str) -> list[str]:
    """Return the paragraphs of a complaint's form."""
    form = run.db.with_name(f"{no}.docx")
    said = run("form", no, "-o", form, "--masked")
    assert said.code == 0, said.err
    xml = zipfile.ZipFile(form).read("word/document.xml").decode()
    form.unlink()
    paragraphs = re.findall(r"<w:p[ >].*?</w:p>", xml, re.S)
    return [unescape("".join(re.findall(r"<w:t[^>]*>([^<]*)", one))) for one in paragraphs]


@pytest.fixture
def october(run: Runner) -> Runner:
    books.october(run.db.parent)
    run.now = books.AFTER
    return run


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ((), "未发现问题"),
        (("--internal-cause",), "内部原因"),
        (("--internal-cause", "--adverse-effect", "--false-record"), "内部原因、产生不良影响、填写不实"),
    ],
)
def test_the_form_tells_what_the_last_investigation_found(october: Runner, found: tuple[str, ...], said: str) -> None:
    both = ("--auditor", books.AUDITOR, "--clerk", books.CLERK)
    for at, words in (("2026-10-20 09:00", ("--false-record",)), ("2026-10-21 09:00", found)):
        done = october("investigate", "1", *both, *words, "--at", at, "--dept", "计量收费部", by=books.AUDITOR)
        assert done.code == 0, done.err
    [line] = [text for text in printed(october, "1") if books.AUDITOR in text]
    assert line == f"2026-10-21 09:00 {books.AUDITOR}、{books.CLERK}：{said}"


def test_a_result_that_its_box_cannot_hold_is_told_by_the_last_and_whole_overleaf(october: Runner) -> None:
    first, last = "先上门比对读数，再换表复核。" * 40, "已换表，读数相符。"
    books.act(october.db, "handle", no="14", result=first, at="2026-10-30 09:00", by="樊大川")
    told = printed(october, "14")
    [begun] = [text for text in told if text.endswith("……（全文见附页）")]
    assert first.startswith(begun.removesuffix("……（全文见附页）")) and told[-2:] == ["处理情况", first]
    books.act(october.db, "handle", no="14", result=last, at="2026-10-30 10:00", by="樊大川")
    told = printed(october, "14")
    assert f"{last}……（全文见附页）" in told and told[-3:] == ["处理情况", first, last]
    assert told[-4] == "投诉转办单 2026-0014 附页" and told.count(last) == 1
